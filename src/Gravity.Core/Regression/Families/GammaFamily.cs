using System.Runtime.CompilerServices;

namespace Gravity.Core.Regression.Families;

/// <summary>Gamma pseudo-likelihood, V(μ) = μ²: every row counts alike, relative errors are compared.</summary>
/// <remarks>
/// The score (y − μ)/μ is defined for y = 0; the deviance is not, and is then NaN. Log-likelihoods are those of shape 1, −Σw(y/μ + ln μ), as Stata's <c>glm</c> has them.
/// Steps use the observed information y/μ, as the expected one, 1, converges slowly where flows are spread over many orders.
/// </remarks>
internal sealed class GammaFamily : ResponseFamily
{
    /// <inheritdoc/>
    public override string Key => "gamma";

    /// <inheritdoc/>
    public override double Information(double mean) => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Evaluate(
        ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> prior, Span<double> weight, Span<double> score, out double pearson)
    {
        double objective = 0, squares = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double w = prior.IsEmpty ? 1 : prior[i], ratio = y[i] > 0 ? y[i] / weight[i] : 0;
            // An infinite mean would pass for a good fit of a flow of 0.
            objective += double.IsFinite(weight[i]) ? w * (ratio + eta[i]) : double.NaN;
            squares += w * (ratio - 1) * (ratio - 1);
            score[i] = w * (ratio - 1);
            weight[i] = w * ratio;
        }
        pearson = squares;
        return objective;
    }

    /// <inheritdoc/>
    public override void Balance(ReadOnlySpan<double> y, ReadOnlySpan<double> mean, ReadOnlySpan<double> prior, Span<double> observed, Span<double> fitted)
    {
        for (int i = 0; i < y.Length; i++)
        {
            double w = prior.IsEmpty ? 1 : prior[i];
            observed[i] = w * y[i] / mean[i];
            fitted[i] = w;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddTotals(
        ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> mean, ReadOnlySpan<double> prior, double constant, Span<double> sums)
    {
        double logConstant = Math.Log(constant);
        for (int i = 0; i < y.Length; i++)
        {
            double w = prior.IsEmpty ? 1 : prior[i], ratio = y[i] / mean[i], nullRatio = y[i] / constant, log = y[i] > 0 ? Math.Log(y[i]) : double.NaN;
            sums[0] += 2 * w * (ratio - 1 - (log - eta[i]));
            sums[1] += 2 * w * (nullRatio - 1 - (log - logConstant));
            sums[2] -= w * (ratio + eta[i]);
            sums[3] -= w * (nullRatio + logConstant);
            sums[4] += w;
        }
    }
}
