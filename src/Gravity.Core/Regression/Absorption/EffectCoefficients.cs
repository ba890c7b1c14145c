using System.Numerics.Tensors;
using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Absorption;

/// <summary>Coefficients of the effects' groups, normalised.</summary>
/// <remarks>
/// Only Σ_q a_q[g_q(i)] is determined. Of all coefficients that give it those with the least Σ_q Σ_g n_g·a_g² are taken (n_g rows of the group); then, for each effect after
/// the first and each connected component of its graph with the first, its mean over the component's rows is moved to the first effect. So a later effect has mean 0
/// over the rows of every component, and with one or two effects nothing is arbitrary but that.
/// </remarks>
internal sealed class EffectCoefficients
{
    private const double Tolerance = 1e-12;
    private const int MaxIterations = 50_000, Rounds = 2;

    private readonly double[][] _values;

    private EffectCoefficients(EffectSet effects, double[][] values, double largestError)
    {
        Effects = effects;
        _values = values;
        LargestError = largestError;
    }

    /// <summary>The effects.</summary>
    public EffectSet Effects { get; }

    /// <summary>Coefficient of each group of effect <paramref name="effect"/>.</summary>
    public IReadOnlyList<double> Of(int effect) => _values[effect];

    /// <summary>maxᵢ |Σ_q a_q[g_q(i)] − sᵢ|: what the coefficients miss of the sums they were recovered from.</summary>
    public double LargestError { get; }

    /// <summary>Σ_q a_q for a combination of groups; NaN when one is −1 (a group without rows in the sample).</summary>
    /// <param name="groups">A group of each effect.</param>
    public double Sum(ReadOnlySpan<int> groups)
    {
        double sum = 0;
        for (int q = 0; q < _values.Length; q++)
            sum += groups[q] < 0 ? double.NaN : _values[q][groups[q]];
        return sum;
    }

    /// <summary>Recovers coefficients from their sums.</summary>
    /// <param name="effects">The effects.</param>
    /// <param name="sums">Σ_q a_q[g_q(i)] of each row.</param>
    /// <param name="threads">Threads to use; 0 for one per processor.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    public static EffectCoefficients Of(EffectSet effects, double[] sums, int threads = 0, CancellationToken cancellation = default)
    {
        double[][] values = [.. effects.Effects.Select(e => new double[e.Count])];
        if (effects.Count == 0)
            return new EffectCoefficients(effects, values, LargestOf(sums));
        // With every effect an outer one and its group sizes on the diagonal, conjugate gradients from 0 end at the solution of least Σn·a².
        var projection = new EffectProjection(EffectLayout.WithoutInner(effects), threads);
        var options = new ProjectionOptions { WeightedTolerance = Tolerance, MaxIterations = MaxIterations };
        double[] rest = [.. sums];
        for (int round = 0; round < Rounds; round++)
        {
            double[] fit = [.. rest];
            double[] found = projection.Coefficients(fit, options, cancellation);
            for (int q = 0, at = 0; q < values.Length; at += values[q].Length, q++)
                GramKernels.AddScaled(1, found.AsSpan(at, values[q].Length), values[q]);
            GramKernels.AddScaled(-1, fit, rest);
        }
        Centre(effects, values);
        return new EffectCoefficients(effects, values, LargestOf(rest));
    }

    private static double LargestOf(double[] values) => values.Length == 0 ? 0 : Math.Max(TensorPrimitives.Max<double>(values), -TensorPrimitives.Min<double>(values));

    private static void Centre(EffectSet effects, double[][] values)
    {
        for (int q = 1; q < effects.Count; q++)
        {
            EffectGroups first = effects.Effects[0], effect = effects.Effects[q];
            int components = EffectRank.ComponentOf(first, effect, out int[] componentOf);
            var sum = new double[components];
            var rows = new double[components];
            foreach (int group in effect.GroupOfRow)
            {
                sum[componentOf[group]] += values[q][group];
                rows[componentOf[group]]++;
            }
            var done = new bool[first.Count];
            for (int row = 0; row < effect.Rows; row++)
            {
                int component = componentOf[effect.GroupOfRow[row]], group = first.GroupOfRow[row];
                if (!done[group])
                    values[0][group] += sum[component] / rows[component];
                done[group] = true;
            }
            for (int group = 0; group < effect.Count; group++)
                values[q][group] -= sum[componentOf[group]] / rows[componentOf[group]];
        }
    }
}
