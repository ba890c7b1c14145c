using System.Runtime.CompilerServices;

namespace Gravity.Core.Regression.Families;

/// <summary>Nonlinear least squares of y on exp(η): V(μ) = 1. The largest flows decide.</summary>
/// <remarks>Steps of Gauss and Newton, weights μ²; near the minimum Newton's own, −∂²ℓ/∂η² = μ(2μ − y), where they are definite. Log-likelihoods are at the maximum over the variance, −½W(ln(2π·RSS/W) + 1).</remarks>
internal sealed class GaussianLogFamily : ResponseFamily, ISignedCurvature
{
    /// <inheritdoc/>
    public override string Key => "gaussian-log";

    /// <inheritdoc/>
    public override double Information(double mean) => mean * mean;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Evaluate(
        ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> prior, Span<double> weight, Span<double> score, out double pearson)
    {
        double squares = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double w = prior.IsEmpty ? 1 : prior[i], mean = weight[i], rest = y[i] - mean;
            squares += w * rest * rest;
            score[i] = w * rest * mean;
            weight[i] = w * mean * mean;
        }
        pearson = squares;
        return 0.5 * squares;
    }

    /// <inheritdoc/>
    public void Curvature(ReadOnlySpan<double> y, ReadOnlySpan<double> mean, ReadOnlySpan<double> prior, Span<double> curvature)
    {
        for (int i = 0; i < y.Length; i++)
            curvature[i] = (prior.IsEmpty ? 1 : prior[i]) * mean[i] * (2 * mean[i] - y[i]);
    }

    /// <inheritdoc/>
    public override void Balance(ReadOnlySpan<double> y, ReadOnlySpan<double> mean, ReadOnlySpan<double> prior, Span<double> observed, Span<double> fitted)
    {
        for (int i = 0; i < y.Length; i++)
        {
            double w = prior.IsEmpty ? mean[i] : prior[i] * mean[i];
            observed[i] = w * y[i];
            fitted[i] = w * mean[i];
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddTotals(
        ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> mean, ReadOnlySpan<double> prior, double constant, Span<double> sums)
    {
        for (int i = 0; i < y.Length; i++)
        {
            double w = prior.IsEmpty ? 1 : prior[i];
            sums[0] += w * (y[i] - mean[i]) * (y[i] - mean[i]);
            sums[1] += w * (y[i] - constant) * (y[i] - constant);
            sums[4] += w;
        }
    }

    /// <inheritdoc/>
    public override PseudoTotals Totals(ReadOnlySpan<double> sums) =>
        new(sums[0], sums[1], LogLikelihood(sums[0], sums[4]), LogLikelihood(sums[1], sums[4]));

    /// <summary>−½W(ln(2π·RSS/W) + 1).</summary>
    internal static double LogLikelihood(double squares, double weight) => -0.5 * weight * (Math.Log(2 * Math.PI * (squares / weight)) + 1);
}
