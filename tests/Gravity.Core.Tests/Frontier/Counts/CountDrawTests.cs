using Gravity.Core.Frontier.Counts;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Frontier.Counts;

/// <summary>Poisson draws against the Poisson density.</summary>
public sealed class CountDrawTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(4)]
    [InlineData(9.99)]
    [InlineData(10.01)]
    [InlineData(47)]
    [InlineData(600)]
    public void Frequencies_are_those_of_the_density(double mean)
    {
        var random = new RandomSource(77);
        const int Count = 40_000;
        double[] draws = [.. Enumerable.Range(0, Count).Select(_ => random.NextPoisson(mean))];
        Assert.All(draws, y => Assert.True(y >= 0 && y == Math.Floor(y)));
        // Pearson's X² on cells of about a tenth of the mass each.
        double spread = Math.Sqrt(mean);
        double[] ends = [.. Enumerable.Range(0, 9).Select(k => Math.Floor(mean + spread * (-1.28 + 0.32 * k))).Where(e => e >= 0).Distinct()];
        double Below(double end) => Enumerable.Range(0, (int)end + 1).Sum(y => Math.Exp(PoissonRow.LogScale(y) - (y > 0 ? y * Elementary.ExpRemainder(Math.Log(mean / y)) : mean)));
        double statistic = 0, before = 0, counted = 0;
        foreach (double end in ends.Append(double.PositiveInfinity))
        {
            double below = double.IsInfinity(end) ? 1 : Below(end), expected = Count * (below - before), found = draws.Count(y => y <= end) - counted;
            statistic += (found - expected) * (found - expected) / expected;
            (before, counted) = (below, counted + found);
        }
        Assert.InRange(statistic, 0, ends.Length + 4.5 * Math.Sqrt(2.0 * ends.Length));
        Assert.Equal(mean, draws.Average(), 4 * Math.Sqrt(mean / Count));
    }

    [Fact]
    public void Large_means_keep_mean_and_variance()
    {
        var random = new RandomSource(78);
        double[] z = [.. Enumerable.Range(0, 20_000).Select(_ => (random.NextPoisson(3e11) - 3e11) / Math.Sqrt(3e11))];
        Assert.Equal(0, z.Average(), 4 / Math.Sqrt(20_000));
        Assert.Equal(1, z.Average(v => v * v), 4 * Math.Sqrt(2.0 / 20_000));
        Assert.Equal(0, random.NextPoisson(0));
        Assert.True(double.IsNaN(random.NextPoisson(double.NaN)));
    }
}
