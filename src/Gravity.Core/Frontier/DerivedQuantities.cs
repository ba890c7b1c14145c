using Gravity.Core.Estimation;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier;

/// <summary>The natural-scale quantities of a frontier: σ_u, σ_v, σ², γ, λ, the true variance share of u, μ and η.</summary>
/// <remarks>
/// γ = σ_u²/(σ_u² + σ_v²) is Battese and Corra's (1977) parameter, with σ_u² before truncation; it is not the share of inefficiency in the variance,
/// which is V[u]/(V[u] + σ_v²): for the half-normal V[u] = (1 − 2/π)σ_u². Where a variance has determinants, all are taken at the sample mean of
/// its index.
/// </remarks>
internal static class DerivedQuantities
{
    public static IReadOnlyList<DerivedQuantity> Of(
        FrontierLikelihood model,
        Func<IReadOnlyList<double>, double>? mean,
        Func<IReadOnlyList<double>, double> logU,
        Func<IReadOnlyList<double>, double> logV)
    {
        InefficiencyLaw law = model.Law;
        var list = new List<DerivedQuantity>
        {
            new("sigmaU", t => Math.Exp(0.5 * logU(t))),
            new("sigmaV", t => Math.Exp(0.5 * logV(t))),
            new("sigmaSquared", t => Math.Exp(logU(t)) + Math.Exp(logV(t))),
            new("gamma", t => 1 / (1 + Math.Exp(logV(t) - logU(t)))),
            new("lambda", t => Math.Exp(0.5 * (logU(t) - logV(t)))),
            new("uVarianceShare", t =>
            {
                double sigma = Math.Exp(0.5 * logU(t));
                double variance = sigma == 0 ? 0 : law.Variance(mean?.Invoke(t) ?? 0, sigma);
                return variance / (variance + Math.Exp(logV(t)));
            }),
        };
        if (mean is not null)
            list.Add(new DerivedQuantity("mu", mean));
        for (int j = 0; j < model.Parameters.Count; j++)
        {
            int position = j;
            if (model.Parameters[j].Block == BlockNames.Time)
                list.Add(new DerivedQuantity(model.Parameters[j].Name, t => t[position]));
        }
        return list;
    }
}
