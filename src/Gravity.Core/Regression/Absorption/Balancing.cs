using System.Runtime.CompilerServices;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Families;

namespace Gravity.Core.Regression.Absorption;

/// <summary>Means made of effects alone, by matching the sums of one effect after another: where the iteration of a pseudo-likelihood begins.</summary>
/// <remarks>
/// For the Poisson family this is iterative proportional fitting (Deming and Stephan 1940): each turn multiplies the means of every group by observed over fitted, the maximum over its
/// effect. A few turns place the effects, which account for most of a flow, where Newton steps from a common mean would descend by one unit of ln μ at a time.
/// </remarks>
internal sealed class Balancing
{
    private const int Turns = 3;

    private readonly EffectLayout _layout;
    private readonly ResponseFamily _family;
    private readonly double[] _y;
    private readonly double[]? _prior;
    private readonly int _threads;
    private readonly double[][] _sums;
    private readonly double[] _factors;

    public Balancing(EffectLayout layout, ResponseFamily family, double[] y, double[]? prior, int threads)
    {
        (_layout, _family, _y, _prior, _threads) = (layout, family, y, prior, threads);
        _factors = new double[layout.OuterLevels];
        _sums = new double[layout.RunCount][];
        for (int run = 0; run < _sums.Length; run++)
            _sums[run] = new double[2 * layout.OuterLevels];
    }

    /// <summary>η of means that match each effect's sums in turn.</summary>
    /// <param name="mean">The mean to begin with, &gt; 0.</param>
    /// <param name="eta">Becomes η.</param>
    /// <param name="means">Overwritten.</param>
    public void Run(double mean, double[] eta, double[] means)
    {
        means.AsSpan().Fill(mean);
        _factors.AsSpan().Fill(1);
        int effects = _layout.OuterEffects, passes = effects == 0 ? 1 : Turns * (effects + 1);
        for (int pass = 0; pass < passes; pass++)
        {
            // A pass multiplies by the factors of the last effect and sums for the next; after the outer effects comes the inner one, which a run can finish by itself.
            int matched = pass % (effects + 1);
            Workers.For(_layout.RunCount, _threads, run => Pass(run, matched, means));
            if (matched < effects)
                Factors();
        }
        Workers.For(_layout.RunCount, _threads, run =>
        {
            (int from, int to) = _layout.RowsOfRun(run);
            ElementaryVector.Log(means.AsSpan(from..to), eta.AsSpan(from..to));
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pass(int run, int effect, double[] means)
    {
        int width = _layout.OuterEffects, last = _layout.Runs[run + 1];
        int[] starts = _layout.Starts, outer = _layout.Outer;
        double[] sums = _sums[run], buffer = [];
        Array.Clear(sums);
        for (int group = _layout.Runs[run]; group < last;)
        {
            int end = _layout.BlockEnd(group, last), from = starts[group], count = starts[end] - from;
            if (effect > 0)
            {
                for (int k = from; k < from + count; k++)
                    means[k] *= _factors[outer[k * width + effect - 1]];
            }
            if (buffer.Length < 2 * count)
                buffer = new double[2 * Math.Max(count, RowPartition.BlockRows)];
            Span<double> observed = buffer.AsSpan(0, count), fitted = buffer.AsSpan(count, count);
            _family.Balance(_y.AsSpan(from, count), means.AsSpan(from, count), _prior is null ? default : _prior.AsSpan(from, count), observed, fitted);
            if (effect < width)
            {
                for (int i = 0; i < count; i++)
                {
                    int at = 2 * outer[(from + i) * width + effect];
                    sums[at] += observed[i];
                    sums[at + 1] += fitted[i];
                }
            }
            else
            {
                for (int g = group; g < end; g++)
                {
                    Range rows = (starts[g] - from)..(starts[g + 1] - from);
                    double up = ElementaryVector.Sum(observed[rows]), down = ElementaryVector.Sum(fitted[rows]);
                    if (up > 0 && down > 0)
                        ElementaryVector.Scale(means.AsSpan(starts[g]..starts[g + 1]), up / down);
                }
            }
            group = end;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Factors()
    {
        for (int level = 0; level < _factors.Length; level++)
        {
            double observed = 0, fitted = 0;
            foreach (double[] sums in _sums)
            {
                observed += sums[2 * level];
                fitted += sums[2 * level + 1];
            }
            // Groups of other effects have no sums in this pass, and those without a flow stay where they are.
            _factors[level] = observed > 0 && fitted > 0 ? observed / fitted : 1;
        }
    }
}
