using System.Runtime.CompilerServices;
using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Absorption;

/// <summary>What changes with the weights: 1/Σw of the inner groups, and the inverse of the diagonal of the outer equations.</summary>
internal static class ProjectionDiagonal
{
    /// <summary>A level whose own weight is below this share of its whole weight has none: its rows stand alone in their inner groups.</summary>
    private const double OwnShare = 1e-13;

    /// <summary>Computes both; false where weights of either sign leave a group or level without a positive one.</summary>
    /// <param name="layout">The sorted structure.</param>
    /// <param name="weights">Weights in sorted order, or null for 1.</param>
    /// <param name="inverseInner">Becomes 1/Σw of each inner group, 0 where there is no inner effect or no weight.</param>
    /// <param name="inverseDiagonal">Becomes 1/S_gg of each outer level.</param>
    /// <param name="sums">Working memory: two values a level for each run.</param>
    /// <param name="signed">Whether weights may be negative.</param>
    /// <param name="threads">Threads to use.</param>
    public static bool Compute(EffectLayout layout, double[]? weights, double[] inverseInner, double[] inverseDiagonal, double[][] sums, bool signed, int threads)
    {
        int levels = layout.OuterLevels, outer = layout.OuterEffects;
        var definite = new bool[layout.RunCount];
        Workers.For(layout.RunCount, threads, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (run) =>
        {
            // Own and whole weight of each level, side by side.
            double[] own = sums[run];
            Array.Clear(own);
            definite[run] = true;
            int[] starts = layout.Starts, places = layout.Outer;
            for (int g = layout.Runs[run]; g < layout.Runs[run + 1]; g++)
            {
                int from = starts[g], to = starts[g + 1];
                double sum = to - from;
                if (weights is not null)
                {
                    sum = 0;
                    for (int k = from; k < to; k++)
                        sum += weights[k];
                }
                definite[run] &= sum > 0 || layout.InnerEffect < 0;
                double inverse = sum > 0 && layout.InnerEffect >= 0 ? 1 / sum : 0;
                inverseInner[g] = inverse;
                for (int k = from; k < to; k++)
                {
                    // Rows that share inner and outer group add cross terms, which are left out: they only move the preconditioner.
                    double w = weights is null ? 1 : weights[k], rest = w - w * w * inverse;
                    for (int e = k * outer; e < (k + 1) * outer; e++)
                    {
                        int at = 2 * places[e];
                        own[at] += rest;
                        own[at + 1] += w;
                    }
                }
            }
        });
        for (int level = 0; level < levels; level++)
        {
            double own = 0, whole = 0;
            foreach (double[] sum in sums)
            {
                own += sum[2 * level];
                whole += sum[2 * level + 1];
            }
            bool has = own > OwnShare * whole && own > 0;
            definite[0] &= has || Math.Abs(own) <= OwnShare * Math.Abs(whole);
            inverseDiagonal[level] = has ? 1 / own : 0;
        }
        return !signed || Array.TrueForAll(definite, d => d);
    }
}
