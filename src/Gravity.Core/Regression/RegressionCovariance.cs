using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;

namespace Gravity.Core.Regression;

/// <summary>Every covariance of a regression but the bootstrap, under a named small-sample convention.</summary>
/// <remarks>
/// <c>hessian</c> is φ̂·B: φ̂ = Σr²/V/(N − K) where the variance has a scale, otherwise 1. Under the conventions of <c>fixest</c> it has the further factor (N − 1)/(N − K) but for least
/// squares. <c>robust</c> is HC1 with the convention's own factor. HC2 and HC3 divide scores by (1 − h)^½ and 1 − h, h the leverage of coefficients and effects together.
/// </remarks>
internal static class RegressionCovariance
{
    public static CovarianceEstimate Of(RegressionParts parts, CovarianceRequest request, SmallSample convention)
    {
        int n = parts.Observations, k = ParameterCounts.Of(convention, parts.Regressors, parts.Effects, request);
        CovarianceEstimate estimate = request.Kind switch
        {
            CovarianceKind.Hessian => Homoskedastic(parts, convention, k),
            CovarianceKind.Robust => Covariance.Sandwich(parts.Bread, parts.IndependentScores(), convention, n, k),
            CovarianceKind.HC0 or CovarianceKind.HC1 or CovarianceKind.HC2 or CovarianceKind.HC3 when parts.FurtherScores is not null => throw new UsageException(
                "covariance-not-for-model", $"--vce {request.Kind.Key()} is for models whose only parameters are coefficients; a negative binomial takes hessian, robust or clusters"),
            CovarianceKind.HC0 or CovarianceKind.HC1 => Covariance.LeastSquares(parts.Bread, parts.Columns, parts.IndependentResiduals(), [], request.Kind, k, n),
            CovarianceKind.HC2 or CovarianceKind.HC3 =>
                Covariance.LeastSquares(parts.Bread, parts.Columns, parts.IndependentResiduals(), parts.Leverages(), request.Kind, k, n),
            CovarianceKind.Clustered => Covariance.Clustered(parts.Bread, parts.Scores(), request.Clusters, convention, observations: n, parameters: k),
            CovarianceKind.Dyadic => DyadicCovariance.Of(parts.Bread, parts.Scores(), request.Dyads!, convention, n, k),
            CovarianceKind.DriscollKraay => DriscollKraayCovariance.Of(parts.Bread, parts.Scores(), request.Periods!, request.Lag, convention, n, k),
            CovarianceKind.Conley => ConleyCovariance.Of(parts.Bread, parts.Scores(), request.Places!, request.Cutoff, request.Kernel, convention, n, k),
            _ => throw new UsageException(
                "covariance-not-for-model",
                $"--vce {request.Kind.Key()} needs a likelihood; a regression takes hessian, robust, hc0 … hc3, cluster:COL, dyadic:COL,COL, driscoll-kraay, conley:KM or bootstrap:N"),
        };
        if (parts.FurtherScores is not null)
        {
            int[] own = [.. Enumerable.Range(0, parts.Regressors)];
            estimate = estimate with { Matrix = estimate.Matrix.Submatrix(own), Unrepaired = estimate.Unrepaired?.Submatrix(own) };
        }
        bool counts = estimate.FactorText.Contains('K', StringComparison.Ordinal);
        return estimate with { SmallSample = convention, Counted = counts ? k : null };
    }

    /// <summary>t's degrees of freedom; ∞ for the normal law.</summary>
    /// <param name="covariance">The covariance.</param>
    /// <param name="asked">The convention asked for; null for the model's own law: t with few groups, else <paramref name="otherwise"/>.</param>
    /// <param name="otherwise">Of the model without groups: N − K for least squares, ∞ for pseudo-likelihoods.</param>
    /// <param name="residual">N − K of the convention.</param>
    /// <param name="scaled">Whether the variance has a scale: Poisson and the negative binomial have normal statistics in <c>fixest</c>.</param>
    public static double DegreesOfFreedom(CovarianceEstimate covariance, SmallSample? asked, double otherwise, double residual, bool scaled) => asked switch
    {
        SmallSample.StataLikelihood => double.PositiveInfinity,
        SmallSample.Fixest or SmallSample.FixestFull or SmallSample.FixestNone when !scaled => double.PositiveInfinity,
        SmallSample.StataRegress or SmallSample.Fixest or SmallSample.FixestFull or SmallSample.FixestNone => covariance.FewestClusters - 1 ?? residual,
        _ => CoefficientTable.DegreesOfFreedomFor(covariance, otherwise),
    };

    private static CovarianceEstimate Homoskedastic(RegressionParts parts, SmallSample convention, int k)
    {
        int n = parts.Observations, all = ParameterCounts.Of(SmallSample.FixestFull, parts.Regressors, parts.Effects, new CovarianceRequest());
        bool further = convention is SmallSample.Fixest or SmallSample.FixestFull or SmallSample.FixestNone && !parts.IsLeastSquares;
        double scale = !parts.HasScale ? 1 : further ? parts.Squares / (n - all) : parts.Squares / (n - k), factor = further ? (n - 1.0) / (n - k) : 1;
        Matrix matrix = parts.Bread.Clone();
        foreach (ref double value in matrix.Values)
            value *= scale * factor;
        return new CovarianceEstimate
        {
            Matrix = matrix,
            Kind = CovarianceKind.Hessian,
            TextPhrase = parts.IsLeastSquares ? CovariancePhrases.LeastSquares : CovariancePhrases.Hessian,
            FactorText = further ? FormattableString.Invariant($"(N − 1)/(N − K) = {factor:G5}") : "",
        };
    }
}
