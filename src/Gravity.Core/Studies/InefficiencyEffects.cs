using Gravity.Core.Efficiency;

namespace Gravity.Core.Studies;

/// <summary>Effects of the determinants of a fitted model on its inefficiency.</summary>
public static class InefficiencyEffects
{
    /// <summary>
    /// Effects on E[u], V[u] and E[exp(−u)] with delta-method errors, one a determinant; empty without determinants, at a boundary, and for models whose rows have
    /// no law of u before conditioning.
    /// </summary>
    public static IReadOnlyList<MarginalEffect> Of(ModelFit fit) => fit.Likelihood is { } model && fit.Result.Theta.All(double.IsFinite)
        ? MarginalEffects.Of(model, fit.Result.Theta, fit.Result.Covariance.Matrix)
        : [];
}
