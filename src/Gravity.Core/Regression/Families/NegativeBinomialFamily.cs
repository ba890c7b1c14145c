using System.Runtime.CompilerServices;
using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Families;

/// <summary>Negative binomial, V(μ) = μ + αμ² (NB2), for a given α &gt; 0.</summary>
/// <remarks>
/// ℓ = ln Γ(y + 1/α) − ln Γ(1/α) − ln Γ(y + 1) + y·ln(αμ/(1 + αμ)) − ln(1 + αμ)/α. Estimates change with the unit of the flows, as α is per unit. The constant
/// mean is evaluated at the same α.
/// </remarks>
internal sealed class NegativeBinomialFamily : ResponseFamily
{
    /// <summary>The family with a given α.</summary>
    /// <param name="alpha">α &gt; 0.</param>
    public NegativeBinomialFamily(double alpha) => Alpha = alpha;

    /// <summary>α.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override string Key => "negative-binomial";

    /// <inheritdoc/>
    public override bool BalanceIsExact => false;

    /// <inheritdoc/>
    public override double Information(double mean) => mean / (1 + Alpha * mean);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Evaluate(
        ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> prior, Span<double> weight, Span<double> score, out double pearson)
    {
        double objective = 0, squares = 0, size = 1 / Alpha, logAlpha = Math.Log(Alpha);
        for (int i = 0; i < y.Length; i++)
        {
            double w = prior.IsEmpty ? 1 : prior[i], mean = weight[i];
            // share = αμ/(1 + αμ) and its complement, without overflow of μ.
            double logit = eta[i] + logAlpha, power = Math.Exp(-Math.Abs(logit));
            double share = logit > 0 ? 1 / (1 + power) : power / (1 + power), rest = logit > 0 ? power / (1 + power) : 1 / (1 + power);
            objective += !double.IsFinite(mean) ? double.NaN : w * ((y[i] + size) * Elementary.LogOnePlusExp(logit) - y[i] * eta[i]);
            squares += mean > 0 ? w * (y[i] - mean) * (y[i] - mean) / (mean + Alpha * mean * mean) : 0;
            score[i] = w * (y[i] * rest - size * share);
            weight[i] = w * (y[i] + size) * share * rest;
        }
        pearson = squares;
        return objective;
    }

    /// <inheritdoc/>
    public override void Balance(ReadOnlySpan<double> y, ReadOnlySpan<double> mean, ReadOnlySpan<double> prior, Span<double> observed, Span<double> fitted)
    {
        for (int i = 0; i < y.Length; i++)
        {
            double w = (prior.IsEmpty ? 1 : prior[i]) / (1 + Alpha * mean[i]);
            observed[i] = w * y[i];
            fitted[i] = w * mean[i];
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddTotals(
        ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> mean, ReadOnlySpan<double> prior, double constant, Span<double> sums)
    {
        double size = 1 / Alpha, logConstant = Math.Log(constant);
        for (int i = 0; i < y.Length; i++)
        {
            double w = prior.IsEmpty ? 1 : prior[i];
            double fixedPart = NegativeBinomialDispersion.LogRising(y[i], size) - GammaFunctions.LogGamma(y[i] + 1);
            double kernel = Kernel(y[i], eta[i], mean[i], size), nullKernel = Kernel(y[i], logConstant, constant, size);
            double saturated = y[i] > 0 ? Kernel(y[i], Math.Log(y[i]), y[i], size) : 0;
            sums[0] += 2 * w * (saturated - kernel);
            sums[1] += 2 * w * (saturated - nullKernel);
            sums[2] += w * (fixedPart + kernel);
            sums[3] += w * (fixedPart + nullKernel);
            sums[4] += w;
        }
    }

    /// <summary>y·ln μ − (y + 1/α)·ln(1 + αμ).</summary>
    private static double Kernel(double y, double eta, double mean, double size) => (y > 0 ? y * eta : 0) - (y + size) * Elementary.LogOnePlus(mean / size);
}
