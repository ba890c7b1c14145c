using Gravity.Core.Efficiency;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Efficiency;

public sealed class RankCorrelationTests
{
    [Theory]
    [InlineData(5, 100)]
    [InlineData(40, 100)]
    [InlineData(200, 5)]
    [InlineData(200, 1_000_000)]
    public void Kendall_is_the_count_over_all_pairs(int count, int values)
    {
        var random = new RandomSource(count + values, 0);
        double[] left = new double[count], right = new double[count];
        for (int i = 0; i < count; i++)
        {
            left[i] = Math.Floor(values * random.NextUniform());
            right[i] = Math.Floor(values * (0.5 * random.NextUniform() + 0.5 * left[i] / values));
        }
        long difference = 0, leftUntied = 0, rightUntied = 0;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                difference += Math.Sign(left[i] - left[j]) * Math.Sign(right[i] - right[j]);
                leftUntied += left[i] == left[j] ? 0 : 1;
                rightUntied += right[i] == right[j] ? 0 : 1;
            }
        }
        Assert.Equal(difference / Math.Sqrt((double)leftUntied * rightUntied), RankCorrelation.Kendall(left, right), 12);
    }

    [Fact]
    public void Known_values_and_limits()
    {
        // Kendall (1938): ranks 1 … 5 against 2, 1, 4, 3, 5: eight concordant and two discordant pairs.
        Assert.Equal(0.6, RankCorrelation.Kendall([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]), 15);
        Assert.Equal(-1, RankCorrelation.Kendall([1, 2, 3], [3, 2, 1]));
        Assert.True(double.IsNaN(RankCorrelation.Kendall([1, 1, 1], [1, 2, 3])));
        Assert.True(double.IsNaN(RankCorrelation.Kendall([1], [1])));
        Assert.True(double.IsNaN(RankCorrelation.Kendall([1, 2], [1, 2, 3])));
    }
}
