using Gravity.Core.Data;

namespace Gravity.Core.Tests.Data;

public class PanelDescriptionTests
{
    private static readonly double Nan = double.NaN;

    private static TradePanel Panel() => TradePanel.Create(
    [
        new TextColumn("u", ["a", "a", "b", "b", "c"]),
        new NumberColumn("t", [1, 2, 1, 2, 1]),
        new NumberColumn("x", [1, 3, 0, -2, 8]),
        new NumberColumn("y", [2, 6, Nan, -4, 16]),
        new TextColumn("note", [null, "p", "p", "q", null]),
        new NumberColumn("constant", [4, 4, 4, 4, 4]),
    ], "panel.csv").WithIndex(["u"], "t");

    [Fact]
    public void Numbers_are_summarised()
    {
        NumberSummary x = PanelDescription.Of(Panel()).Numbers.Single(n => n.Name == "x");
        Assert.Equal((5, 0, 1, 1), (x.Count, x.Missing, x.Zeros, x.Negatives));
        Assert.Equal(2, x.Mean, 1e-15);
        Assert.Equal(Math.Sqrt((1 + 1 + 4 + 16 + 36) / 4.0), x.StandardDeviation, 1e-14);
        Assert.Equal([-2, 0, 1, 3, 8], new[] { x.Minimum, x.LowerQuartile, x.Median, x.UpperQuartile, x.Maximum });
        NumberSummary y = PanelDescription.Of(Panel()).Numbers.Single(n => n.Name == "y");
        Assert.Equal((4, 1, 0.2), (y.Count, y.Missing, y.MissingShare));
        // Order statistics −4, 2, 6, 16: position 0.25·3 = 0.75.
        Assert.Equal(0.5, y.LowerQuartile, 1e-15);
    }

    [Fact]
    public void Deviations_are_split_as_xtsum_does()
    {
        NumberSummary x = PanelDescription.Of(Panel()).Numbers.Single(n => n.Name == "x");
        // Unit means 2, −1, 8; overall mean 2.
        Assert.Equal(Math.Sqrt((1 + 16 + 25) / 2.0), x.BetweenDeviation, 1e-14);
        // Within values 1, 3, 3, 1, 2.
        Assert.Equal(Math.Sqrt(4 / 4.0), x.WithinDeviation, 1e-14);
        Assert.True(double.IsNaN(PanelDescription.Of(TradePanel.Create(Panel().Columns)).Numbers[0].WithinDeviation));
    }

    [Fact]
    public void Correlations_use_the_rows_that_have_both()
    {
        PanelDescription description = PanelDescription.Of(Panel());
        Correlation xy = description.Correlations.Single(c => c is { Left: "x", Right: "y" });
        Assert.Equal(4, xy.Count);
        Assert.Equal(1, xy.Value, 1e-15);
        Assert.True(double.IsNaN(description.Correlations.Single(c => c is { Left: "x", Right: "constant" }).Value));
        Assert.Equal(6, description.Correlations.Count);
        // t and x by hand: means 1.4 and 2, Σ = −0.4·−1 + 0.6·1 + −0.4·−2 + 0.6·−4 + −0.4·6 = −3; Σt² = 1.2, Σx² = 58.
        Assert.Equal(-3 / Math.Sqrt(1.2 * 58), description.Correlations.Single(c => c is { Left: "t", Right: "x" }).Value, 1e-14);
    }

    [Fact]
    public void Texts_and_structure_are_counted()
    {
        PanelDescription description = PanelDescription.Of(Panel());
        Assert.Equal(new TextSummary("note", 3, 2, 0.4, 2), description.Texts.Single(t => t.Name == "note"));
        Assert.Equal((3, 2, false), (description.Structure!.Units, description.Structure.Periods, description.Structure.IsBalanced));
        Assert.Equal(5, description.Rows);
    }

    [Fact]
    public void Infinite_and_absent_values_break_nothing()
    {
        NumberSummary[] numbers = [.. PanelDescription.Of(TradePanel.Create(
            [new NumberColumn("x", [1, double.PositiveInfinity, 3]), new NumberColumn("none", [Nan, Nan, Nan])])).Numbers];
        Assert.Equal((3, 1, 2.0, 3.0), (numbers[0].Count, numbers[0].Infinite, numbers[0].Mean, numbers[0].Maximum));
        Assert.Equal((0, 3), (numbers[1].Count, numbers[1].Missing));
        Assert.True(double.IsNaN(numbers[1].Median));
    }
}
