using Gravity.Core.Numerics;
using Gravity.Core.Potential;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Potential;

public class TailQuantilesTests
{
    [Theory]
    [InlineData(2, 0.95)]
    [InlineData(3, 0.5)]
    [InlineData(41, 0.95)]
    [InlineData(41, 0.01)]
    [InlineData(100, 0.999)]
    [InlineData(500, 0.9)]
    public void Agree_with_type_seven_quantiles_of_all_draws(int draws, double level)
    {
        var random = new RandomSource(5);
        double[][] values = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, draws).Select(_ => random.NextNormal()).ToArray()).ToArray();
        var tails = new TailQuantiles(3, draws, level);
        for (int s = 0; s < draws; s++)
            for (int item = 0; item < 3; item++)
                tails.Offer(item, values[item][s]);
        tails.Seal();
        for (int item = 0; item < 3; item++)
        {
            foreach (Func<double, double> map in (Func<double, double>[])[x => x, Math.Exp, x => Math.Exp(-x)])
            {
                (double low, double high) = tails.Interval(item, map);
                double[] mapped = Array.ConvertAll(values[item], x => map(x));
                Agree.Relative(TypeSeven(mapped, 0.5 * (1 - level)), low, 1e-12);
                Agree.Relative(TypeSeven(mapped, 0.5 * (1 + level)), high, 1e-12);
            }
        }
    }

    [Fact]
    public void A_missing_draw_leaves_no_interval_and_an_infinite_one_stays_infinite()
    {
        var tails = new TailQuantiles(2, 4, 0.9);
        for (int s = 0; s < 4; s++)
        {
            tails.Offer(0, s == 1 ? double.NaN : s);
            tails.Offer(1, s > 1 ? double.PositiveInfinity : s);
        }
        tails.Seal();
        Assert.Equal((double.NaN, double.NaN), tails.Interval(0, x => x));
        Assert.Equal(double.PositiveInfinity, tails.Interval(1, x => x).High);
        Agree.Relative(0.15, tails.Interval(1, x => x).Low, 1e-12);
    }

    /// <summary>Hyndman and Fan (1996), type 7, from all values.</summary>
    internal static double TypeSeven(double[] values, double probability)
    {
        double[] sorted = [.. values.Order()];
        double position = (sorted.Length - 1) * probability;
        int below = (int)position;
        return below == sorted.Length - 1 ? sorted[^1] : sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
    }
}
