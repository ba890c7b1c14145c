using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>One line of a coefficient table.</summary>
/// <param name="Estimate">θ̂ⱼ.</param>
/// <param name="StandardError">√Vⱼⱼ; NaN when undefined, 0 for a fixed parameter.</param>
/// <param name="Statistic">θ̂ⱼ over its standard error; NaN when that is not positive.</param>
/// <param name="P">Two-sided p-value of θⱼ = 0.</param>
/// <param name="Lower">Lower confidence limit.</param>
/// <param name="Upper">Upper confidence limit.</param>
public sealed record CoefficientRow(double Estimate, double StandardError, double Statistic, double P, double Lower, double Upper);

/// <summary>Statistics, p-values and confidence limits of estimates.</summary>
/// <param name="Rows">One line per parameter, in order.</param>
/// <param name="DegreesOfFreedom">Of Student's t; ∞ for the normal.</param>
/// <param name="Level">Of the confidence limits, e.g. 0.95.</param>
public sealed record CoefficientTable(IReadOnlyList<CoefficientRow> Rows, double DegreesOfFreedom, double Level)
{
    /// <summary>
    /// Under this many clusters the normal law is misleading and t(G − 1) is used (Cameron and Miller 2015: 20 to 50; we take
    /// 40).
    /// </summary>
    public const int FewClusters = 40;

    /// <summary><c>z</c> or <c>t</c>: the heading of the statistics.</summary>
    public string StatisticName => double.IsPositiveInfinity(DegreesOfFreedom) ? "z" : "t";

    /// <summary>
    /// The degrees of freedom that belong to a covariance: G − 1 when it is clustered with fewer than <see cref="FewClusters"/>
    /// clusters in its smallest dimension, otherwise <paramref name="otherwise"/>.
    /// </summary>
    /// <param name="covariance">The covariance.</param>
    /// <param name="otherwise">∞ for maximum likelihood, N − K for least squares with a constant variance.</param>
    public static double DegreesOfFreedomFor(CovarianceEstimate covariance, double otherwise = double.PositiveInfinity) =>
        covariance.FewestClusters is { } clusters and < FewClusters ? clusters - 1 : otherwise;

    /// <summary>Builds the table.</summary>
    /// <param name="estimates">θ̂.</param>
    /// <param name="standardErrors">One per estimate.</param>
    /// <param name="degreesOfFreedom">&gt; 0; ∞ for z.</param>
    /// <param name="level">In (0, 1).</param>
    public static CoefficientTable Build(
        ReadOnlySpan<double> estimates,
        ReadOnlySpan<double> standardErrors,
        double degreesOfFreedom = double.PositiveInfinity,
        double level = 0.95)
    {
        double critical = CriticalValues.StudentTwoSided(level, degreesOfFreedom);
        var rows = new CoefficientRow[estimates.Length];
        for (int j = 0; j < rows.Length; j++)
        {
            double error = standardErrors[j];
            rows[j] = error > 0
                ? new CoefficientRow(
                    estimates[j],
                    error,
                    estimates[j] / error,
                    2 * Distributions.StudentSurvival(Math.Abs(estimates[j] / error), degreesOfFreedom),
                    estimates[j] - critical * error,
                    estimates[j] + critical * error)
                : new CoefficientRow(estimates[j], error, double.NaN, double.NaN, double.NaN, double.NaN);
        }
        return new CoefficientTable(rows, degreesOfFreedom, level);
    }
}

/// <summary>Critical values of two-sided intervals and tests.</summary>
public static class CriticalValues
{
    /// <summary>z with P(|Z| ≤ z) = <paramref name="level"/>: 1.959964 for 0.95.</summary>
    public static double NormalTwoSided(double level) => StudentTwoSided(level, double.PositiveInfinity);

    /// <summary>
    /// t with P(|T| ≤ t) = <paramref name="level"/>, T with <paramref name="degreesOfFreedom"/> &gt; 0 (∞ for the normal).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not in (0, 1).</exception>
    public static double StudentTwoSided(double level, double degreesOfFreedom)
    {
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "must be in (0, 1)");
        return -Distributions.StudentQuantile(0.5 * (1 - level), degreesOfFreedom);
    }

    /// <summary>Two-sided p-value of a statistic: P(|T| ≥ |t|).</summary>
    public static double TwoSidedP(double statistic, double degreesOfFreedom = double.PositiveInfinity) =>
        2 * Distributions.StudentSurvival(Math.Abs(statistic), degreesOfFreedom);
}
