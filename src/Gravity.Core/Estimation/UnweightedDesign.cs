using Gravity.Core.Specification;

namespace Gravity.Core.Estimation;

/// <summary>Guards estimators that have no weights against designs that carry them: weights are refused, never ignored.</summary>
internal static class UnweightedDesign
{
    /// <summary>Passes the design through.</summary>
    /// <exception cref="UsageException">The design has weights.</exception>
    public static Design RequireUnweighted(this Design design) => design.Weights is null
        ? design
        : throw new UsageException("weights-not-available", "this estimator takes no row weights: build the design without a weights column");
}
