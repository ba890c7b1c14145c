using Gravity.Core.Efficiency;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>Effects of the determinants of a fitted model on the mean and the variance of its inefficiency.</summary>
public static class InefficiencyEffects
{
    /// <summary>
    /// Average effects on E[u] and V[u] with delta-method errors (Wang 2002), one a determinant; empty without determinants, at a boundary, where
    /// u changes over time or scales with z besides, and for laws whose effects have no closed form here.
    /// </summary>
    public static IReadOnlyList<MarginalEffect> Of(ModelFit fit)
    {
        InefficiencyFamily? family = fit.Result.Law switch
        {
            "half-normal" => InefficiencyFamily.HalfNormal,
            "truncated-normal" => InefficiencyFamily.TruncatedNormal,
            "exponential" => InefficiencyFamily.Exponential,
            _ => null,
        };
        DesignBlock? mean = fit.Design.Block(BlockNames.InefficiencyMean), variance = fit.Design.Block(BlockNames.InefficiencyVariance);
        bool any = HasDeterminants(mean) || HasDeterminants(variance);
        if (family is null || !any || fit.Request.Scaling || PanelPaths.MovesOverTime(ModelNesting.KeyOf(fit.Request)))
            return [];
        int[] means = Positions(fit, BlockNames.InefficiencyMean), variances = Positions(fit, BlockNames.InefficiencyVariance);
        double[] theta = fit.Result.Theta;
        double[] delta = [.. means.Select(j => theta[j])], gamma = [.. variances.Select(j => theta[j])];
        if (!delta.All(double.IsFinite) || !gamma.All(double.IsFinite))
            return [];
        Matrix covariance = fit.Result.Covariance.Matrix.Submatrix([.. means, .. variances]);
        return MarginalEffects.Of(family.Value, mean, variance, delta, gamma, covariance);
    }

    private static bool HasDeterminants(DesignBlock? block) => block?.ColumnNames.Any(n => n != BlockNames.Intercept) == true;

    private static int[] Positions(ModelFit fit, string block) =>
        [.. Enumerable.Range(0, fit.Result.Parameters.Count).Where(j => fit.Result.Parameters[j].Block == block)];
}
