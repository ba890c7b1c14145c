using System.Globalization;
using SkiaSharp;

namespace Gravity.Reporting.Charts;

/// <summary>A unit's trade and efficiency.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Trade">Trade, &gt; 0; otherwise the unit is left out with a note.</param>
/// <param name="Efficiency">Its efficiency.</param>
public sealed record UnitSize(string Label, double Trade, double Efficiency)
{
    /// <summary>Whether the unit is to be told from the others.</summary>
    public bool Highlighted { get; init; }
}

/// <summary>Efficiency against trade on a logarithmic axis; the means divide the partners into four groups.</summary>
public sealed class EfficiencySizeChart : IChart
{
    private const float LabelSize = 11;

    // Of more units not every one has a label, or labels would stand far from their points: the highlighted and so many at each end.
    private const int MostLabelled = 40;
    private const int Largest = 8;
    private const int Nearest = 8;
    private const int Farthest = 4;

    private readonly ChartText text;
    private int unlabelled;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="units">The units in any order.</param>
    /// <param name="axisTitle">The title of the trade axis.</param>
    public EfficiencySizeChart(ChartText text, IReadOnlyList<UnitSize> units, string axisTitle)
    {
        this.text = text;
        UnitSize[] shown = [.. units.Where(u => u.Trade > 0 && double.IsFinite(u.Trade) && double.IsFinite(u.Efficiency)).OrderByDescending(u => u.Trade)];
        double[] trades = [.. shown.Select(u => u.Trade).DefaultIfEmpty(1)], values = [.. shown.Select(u => u.Efficiency).DefaultIfEmpty(0.5)];
        double meanLog = trades.Average(Math.Log10), mean = values.Average();
        Figure = new PanelFigure(
            text,
            [
                new Panel(
                    width => AxisScale.Logarithmic(trades.Min(), trades.Max(), Math.Clamp((int)(width / 60), 3, 12)),
                    height => Padded(AxisScale.Linear(values.Min(), values.Max(), Math.Clamp((int)(height / 40), 3, 8), 0, 1)),
                    panel => Draw(panel, shown, meanLog, mean))
                {
                    XTitle = axisTitle, YTitle = text.Words["plot.efficiency"],
                },
            ],
            height: 400,
            legend: shown.Any(u => u.Highlighted) && text.Highlight is { } label
                ? [new(LegendSign.Diamond, ChartPalette.Vermilion, label), new(LegendSign.Dot, ChartPalette.Blue, text.Words["chart.others"])]
                : [],
            notes: () =>
            [
                text.Words["plot.size.note"],
                .. unlabelled > 0 ? [text.Words.Say(shown.Length > MostLabelled ? "plot.size.unlabelled-many" : "plot.size.unlabelled", ("count", unlabelled))] : Array.Empty<string>(),
                .. shown.Length < units.Count ? [text.Words.Say("plot.left-out", ("count", units.Count - shown.Length))] : Array.Empty<string>(),
            ]);
        // Which labels find a place is known after drawing, and the note must count them: one drawing ahead.
        Figure.Draw(ChartFormat.Svg, null);
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } =
        new("efficiency-size", "Efficiency against trade", "Efficiency of each unit against its trade on a logarithmic axis, divided by the means into four groups.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    internal Figure Figure { get; }

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => Figure.Draw(format, size);

    // A mark at the very end would touch the frame, and the names of the quadrants need their corners.
    private static AxisScale Padded(AxisScale scale)
    {
        double margin = 0.07 * (scale.Max - scale.Min);
        return scale with { Min = scale.Min - margin, Max = scale.Max + margin };
    }

    private static SKRect Thin(SKRect area, float? x = null, float? y = null) =>
        new(x - 1 ?? area.Left, y - 1 ?? area.Top, x + 1 ?? area.Right, y + 1 ?? area.Bottom);

    private void Draw(PanelCanvas panel, UnitSize[] shown, double meanLog, double mean)
    {
        FigureCanvas page = panel.Page;
        panel.Vertical(meanLog, ChartPalette.MutedInk, 1.2f, dashed: true);
        panel.Horizontal(mean, ChartPalette.MutedInk, 1.2f, dashed: true);
        SKRect area = panel.Frame.Area;
        var corners = new List<SKRect>();
        foreach ((string key, bool right, bool top) in new[] { ("plot.size.large-near", true, true), ("plot.size.small-near", false, true), ("plot.size.large-far", true, false), ("plot.size.small-far", false, false) })
        {
            string name = page.Lettering.Shorten(text.Words[key], LabelSize, 0.46f * area.Width);
            float width = page.Lettering.Width(name, LabelSize), y = top ? area.Top + 14 : area.Bottom - 7;
            page.Text(name, right ? area.Right - 4 : area.Left + 6, y, LabelSize, ChartPalette.MutedInk, right ? TextAnchor.Right : TextAnchor.Left);
            float x = right ? area.Right - 4 - width : area.Left + 6;
            corners.Add(new SKRect(x - 2, y - 11, x + width + 2, y + 4));
        }
        shown = Labelled(shown, out int labelled);
        (float X, float Y)[] points = [.. shown.Select(u => (panel.Frame.X(Math.Log10(u.Trade)), panel.Frame.Y(u.Efficiency)))];
        (float, float)[] sizes = [.. shown.Take(labelled).Select(u => (page.Lettering.Width(u.Label, LabelSize, u.Highlighted) + 2, 13f))];
        List<PlacedLabel> labels = LabelPlacement.Place(points, sizes, area, 4, corners, [Thin(area, x: panel.Frame.X(meanLog)), Thin(area, y: panel.Frame.Y(mean))]);
        unlabelled = shown.Length - labels.Count;
        foreach (PlacedLabel label in labels.Where(l => l.Leader))
        {
            (float x, float y) = points[label.Point];
            page.Line(x, y, Math.Clamp(x, label.Box.Left, label.Box.Right), Math.Clamp(y, label.Box.Top + 2, label.Box.Bottom - 2), ChartPalette.Connector, 1);
        }
        foreach (UnitSize unit in shown)
        {
            panel.Mark(unit.Highlighted ? LegendSign.Diamond : LegendSign.Dot, Math.Log10(unit.Trade), unit.Efficiency, unit.Highlighted ? 9 : 7, unit.Highlighted ? ChartPalette.Vermilion : ChartPalette.Blue,
                string.Create(CultureInfo.InvariantCulture, $"{unit.Label}: {ChartNumber.Level(unit.Trade)}; {unit.Efficiency:0.000}"));
        }
        foreach (PlacedLabel label in labels)
            page.TextAround(shown[label.Point].Label, label.Box.Left + 1, label.Box.MidY, LabelSize, ChartPalette.Ink, bold: shown[label.Point].Highlighted);
    }

    /// <summary>The units in the order in which they get labels, highlighted ones first, and how many get one.</summary>
    private static UnitSize[] Labelled(UnitSize[] byTrade, out int count)
    {
        UnitSize[] first = [.. byTrade.Where(u => u.Highlighted)];
        UnitSize[] others = [.. byTrade.Where(u => !u.Highlighted)];
        count = byTrade.Length;
        if (byTrade.Length <= MostLabelled) return [.. first, .. others];
        HashSet<UnitSize> ends = [.. byTrade.Take(Largest), .. byTrade.OrderByDescending(u => u.Efficiency).Take(Nearest), .. byTrade.OrderBy(u => u.Efficiency).Take(Farthest)];
        UnitSize[] labelled = [.. first, .. others.Where(ends.Contains)];
        count = labelled.Length;
        return [.. labelled, .. others.Where(u => !ends.Contains(u))];
    }
}
