using Gravity.Core.Wording;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Tests.Charts;

public class UnitRowsTest
{
    private static readonly int[] Hundred = [.. Enumerable.Range(0, 100)];

    [Fact]
    public void Up_to_forty_units_are_all_shown_without_ranks()
    {
        UnitRows<int> rows = UnitRows<int>.From([.. Hundred.Take(40)], unit => unit == 3);
        Assert.Equal(40, rows.Count);
        Assert.Empty(rows.Gaps);
        Assert.Equal("3", rows.Label(3, unit => $"{unit}", Words.English));
        Assert.Empty(rows.Notes(Words.English, 0));
    }

    [Fact]
    public void Of_more_without_highlights_both_ends_are_shown()
    {
        UnitRows<int> rows = UnitRows<int>.From(Hundred);
        Assert.Equal([.. Hundred.Take(20), .. Hundred.Skip(80)], rows.Shown);
        Assert.Equal((20, 60), Assert.Single(rows.Gaps));
        Assert.Equal(41, rows.Count);
        Assert.Equal((40.0, 21.0, 20.0, 19.0, 0.0), (rows.Y(0), rows.Y(19), rows.GapY(rows.Gaps[0]), rows.Y(20), rows.Y(39)));
        Assert.Equal("80", rows.Label(20, unit => $"{unit}", Words.English));
    }

    [Fact]
    public void Highlighted_units_are_shown_with_their_ranks_and_a_gap_of_one_is_filled()
    {
        UnitRows<int> rows = UnitRows<int>.From(Hundred, unit => unit is 5 or 50 or 52 or 60);
        // (40 − 4)/2 at each end; 51 stands in its own row, where a gap would.
        Assert.Equal([.. Hundred.Take(18), 50, 51, 52, 60, .. Hundred.Skip(82)], rows.Shown);
        Assert.Equal([(18, 32), (22, 7), (24, 21)], rows.Gaps);
        Assert.Equal(rows.Shown.Count + 3, rows.Count);
        Assert.Equal("60 (61)", rows.Label(21, unit => $"{unit}", Words.English));
        Assert.True(rows.AnyHighlighted && rows.IsHighlighted(5) && !rows.IsHighlighted(19));
        Assert.Equal("Of 100, the 18 highest, the 18 lowest and those in bold (mine) are shown; the number after a name is its rank.", Assert.Single(rows.Notes(Words.English, 0, "mine")));
        // Rows do not overlap: every unit and every gap has its own.
        double[] places = [.. Enumerable.Range(0, rows.Shown.Count).Select(rows.Y), .. rows.Gaps.Select(rows.GapY)];
        Assert.Equal(Enumerable.Range(0, rows.Count).Select(i => (double)i), places.Order());
    }

    [Fact]
    public void Too_many_highlights_are_told_by_their_looks_only()
    {
        UnitRows<int> rows = UnitRows<int>.From(Hundred, unit => unit % 2 == 0);
        Assert.Equal(40, rows.Shown.Count);
        Assert.Equal("80", rows.Label(20, unit => $"{unit}", Words.English));
    }

    [Fact]
    public void Charts_of_many_units_show_the_highlighted_and_no_labels_overlap()
    {
        ChartText text = SampleCharts.Text with { Highlight = "Chosen" };
        UnitValue[] units = [.. SampleCharts.Units(199).Select((unit, i) => unit with { Highlighted = i % 13 == 5 })];
        var figures = new Figure[]
        {
            new IntervalDotFigure(text, units, "axis", (0, 1), 0.5, _ => "mean", false, v => $"{v}"),
            new IntervalDotFigure(text, [.. units.Select((u, i) => u with { Value = Math.Exp(0.05 * i), Low = 0, High = 2 * Math.Exp(0.05 * i) })], "axis", (0, double.PositiveInfinity), 5, _ => "total", true, v => $"{v}", logarithmic: true),
            new HeatmapFigure(text, SampleCharts.Years, [.. SampleCharts.Series(199).Select((unit, i) => unit with { Highlighted = i % 13 == 5 })], "scale"),
            new EfficiencyPanelsChart(text, SampleCharts.Years, [.. SampleCharts.Series(199).Select((unit, i) => unit with { Highlighted = i % 13 == 5 })], [.. SampleCharts.Years.Select(_ => 0.5)]).Figure,
            new EfficiencySizeChart(text, [.. units.Select((u, i) => new UnitSize(u.Label, Math.Exp(i * 7 % 199 / 20.0), u.Value) { Highlighted = u.Highlighted })], "axis").Figure,
        };
        string[] names = [.. units.Where(u => u.Highlighted).Select(u => u.Label)];
        foreach (Figure figure in figures)
        {
            figure.Draw(ChartFormat.Svg, null);
            (string Text, SkiaSharp.SKRect Box)[] labels = [.. figure.Boxes.Where(b => names.Any(n => b.Text.StartsWith(n, StringComparison.Ordinal)) || b.Text.StartsWith('…'))];
            if (figure != figures[^1])
                Assert.All(names, name => Assert.Contains(labels, label => label.Text.StartsWith(name, StringComparison.Ordinal)));
            for (int i = 0; i < figure.Boxes.Count; i++)
                for (int j = 0; j < i; j++)
                    Assert.False(figure.Boxes[i].Box.IntersectsWith(figure.Boxes[j].Box), $"{figure.GetType().Name}: '{figure.Boxes[i].Text}' and '{figure.Boxes[j].Text}'");
        }
    }

    [Fact]
    public void Room_over_powers_of_ten_has_a_logarithmic_axis()
    {
        static string Words(IEnumerable<double> room) => System.Text.Encoding.UTF8.GetString(
            new RoomChart(SampleCharts.Text, [.. room.Select((value, i) => new UnitValue($"U{i}", value))]).Draw(ChartFormat.Svg).Content);
        Assert.Contains("log scale", Words([0.03, 0.5, 1, 2, 300]), StringComparison.Ordinal);
        Assert.DoesNotContain("log scale", Words([0.03, 0.5, 1, 2, 20]), StringComparison.Ordinal);
        Assert.DoesNotContain("log scale", Words([-0.1, 0.5, 1, 2, 300]), StringComparison.Ordinal);
    }
}
