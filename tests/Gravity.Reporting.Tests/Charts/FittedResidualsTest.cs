using System.Text;
using Gravity.Core;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Tests.Charts;

/// <summary>Residuals of a regression along its fit: the numbers of the bins, and what is said of rows outside.</summary>
public sealed class FittedResidualsTest
{
    [Fact]
    public void Bins_hold_means_and_mean_squares_with_their_errors()
    {
        (double, double)[] rows = [.. Enumerable.Range(0, 40).Select(i => ((double)i, i % 2 == 0 ? 1.0 : i < 20 ? -1.0 : 3.0))];
        IReadOnlyList<ResidualBin> bins = ResidualBin.Of(rows, 20, 20);
        Assert.Equal(2, bins.Count);
        // Ten times 1 and ten times −1; then ten times 1 and ten times 3: mean 2, sd 1, mean square 5, and squares 1 and 9 have sd 4.
        Assert.Equal(new ResidualBin(9.5, 20, 0, 1 / Math.Sqrt(20), 1, 0), bins[0]);
        Assert.Equal(new ResidualBin(29.5, 20, 2, 1 / Math.Sqrt(20), 5, 4 / Math.Sqrt(20) / 5), bins[1]);
        Assert.Single(ResidualBin.Of(rows[..3], 20, 10));
    }

    [Fact]
    public void Rows_outside_are_counted_and_a_chart_of_nothing_is_refused()
    {
        var random = new Random(5);
        (double, double)[] rows = [.. Enumerable.Range(0, 2000).Select(i => (random.NextDouble(), i == 7 ? 1000 : random.NextDouble() - 0.5)), (double.NaN, 0)];
        string svg = Encoding.UTF8.GetString(new FittedResidualsChart(new ChartText("title", "subtitle"), rows, "fit").Draw(ChartFormat.Svg).Content);
        Assert.Contains("20 bins of", svg, StringComparison.Ordinal);
        Assert.Contains("outside", svg, StringComparison.Ordinal);
        Assert.Equal("no-residuals", Assert.Throws<DataUnfitException>(() => new FittedResidualsChart(new ChartText("t", "s"), [(double.NaN, 1)], "fit")).Code);
    }
}
