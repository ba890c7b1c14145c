using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Families;

/// <summary>Poisson pseudo-likelihood, V(μ) = μ: PPML (Santos Silva and Tenreyro 2006).</summary>
/// <remarks>ℓ = y·η − μ − ln Γ(y + 1), for flows that need not be whole.</remarks>
internal sealed class PoissonFamily : ResponseFamily
{
    private const int Lanes = 8;

    /// <inheritdoc/>
    public override string Key => "poisson";

    /// <inheritdoc/>
    public override bool InformationIsMean => true;

    /// <inheritdoc/>
    public override double Information(double mean) => mean;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Evaluate(
        ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> prior, Span<double> weight, Span<double> score, out double pearson)
    {
        ref double y0 = ref MemoryMarshal.GetReference(y), e0 = ref MemoryMarshal.GetReference(eta), p0 = ref MemoryMarshal.GetReference(prior);
        ref double w0 = ref MemoryMarshal.GetReference(weight), s0 = ref MemoryMarshal.GetReference(score);
        Vector512<double> objectives = default, squares = default, one = Vector512<double>.One;
        int i = 0;
        for (; i + Lanes <= y.Length; i += Lanes)
        {
            nuint at = (nuint)i;
            Vector512<double> flow = Vector512.LoadUnsafe(ref y0, at), mean = Vector512.LoadUnsafe(ref w0, at);
            Vector512<double> w = prior.IsEmpty ? one : Vector512.LoadUnsafe(ref p0, at), rest = flow - mean, fall = w * rest, weighted = w * mean;
            objectives += weighted - w * flow * Vector512.LoadUnsafe(ref e0, at);
            Vector512<double> square = fall * rest / mean;
            squares += Vector512.ConditionalSelect(Vector512.GreaterThan(mean, Vector512<double>.Zero), square, Vector512<double>.Zero);
            fall.StoreUnsafe(ref s0, at);
            weighted.StoreUnsafe(ref w0, at);
        }
        double objective = Vector512.Sum(objectives);
        pearson = Vector512.Sum(squares);
        for (; i < y.Length; i++)
        {
            double w = prior.IsEmpty ? 1 : prior[i], mean = weight[i], rest = y[i] - mean;
            objective += w * mean - w * y[i] * eta[i];
            pearson += mean > 0 ? w * rest * rest / mean : 0;
            score[i] = w * rest;
            weight[i] = w * mean;
        }
        return objective;
    }

    /// <inheritdoc/>
    public override void Balance(ReadOnlySpan<double> y, ReadOnlySpan<double> mean, ReadOnlySpan<double> prior, Span<double> observed, Span<double> fitted)
    {
        y.CopyTo(observed);
        mean.CopyTo(fitted);
        for (int i = 0; i < prior.Length; i++)
        {
            observed[i] *= prior[i];
            fitted[i] *= prior[i];
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddTotals(
        ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> mean, ReadOnlySpan<double> prior, double constant, Span<double> sums)
    {
        double logConstant = Math.Log(constant);
        Vector512<double> one = Vector512<double>.One, zero = Vector512<double>.Zero, level = Vector512.Create(constant), logLevel = Vector512.Create(logConstant);
        Vector512<double> deviance = zero, nullDeviance = zero, likelihood = zero, nullLikelihood = zero, total = zero;
        Span<double> flows = stackalloc double[Lanes], indices = stackalloc double[Lanes], means = stackalloc double[Lanes], weights = stackalloc double[Lanes];
        for (int i = 0; i < y.Length; i += Lanes)
        {
            // The last rows are filled up with rows of weight 0.
            int count = Math.Min(Lanes, y.Length - i);
            weights.Clear();
            Fill(y.Slice(i, count), flows);
            Fill(eta.Slice(i, count), indices);
            Fill(mean.Slice(i, count), means);
            if (prior.IsEmpty)
                weights[..count].Fill(1);
            else
                prior.Slice(i, count).CopyTo(weights);
            Vector512<double> flow = Load(flows), m = Load(means), w = Load(weights);
            Vector512<double> positive = Vector512.GreaterThan(flow, zero);
            // y·ln y is 0 at 0.
            Vector512<double> log = Vector512.Log(Vector512.ConditionalSelect(positive, flow, one)), factorial = GammaVector.LogGamma(flow + one);
            Vector512<double> linear = Vector512.ConditionalSelect(positive, flow * Load(indices), zero);
            deviance += w * (flow * log - linear - (flow - m));
            nullDeviance += w * (flow * (log - logLevel) - (flow - level));
            likelihood += w * (linear - m - factorial);
            nullLikelihood += w * (flow * logLevel - level - factorial);
            total += w;
        }
        sums[0] += 2 * Vector512.Sum(deviance);
        sums[1] += 2 * Vector512.Sum(nullDeviance);
        sums[2] += Vector512.Sum(likelihood);
        sums[3] += Vector512.Sum(nullLikelihood);
        sums[4] += Vector512.Sum(total);
    }

    private static void Fill(ReadOnlySpan<double> from, Span<double> to)
    {
        from.CopyTo(to);
        to[from.Length..].Fill(1);
    }

    private static Vector512<double> Load(Span<double> values) => Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values));
}
