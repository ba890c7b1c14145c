using Gravity.Core.Wording;
using SkiaSharp;

namespace Gravity.Reporting.Charts;

/// <summary>The rows of a chart with one row per unit, from the top: all units, or the first and last of many with a gap between.</summary>
/// <param name="Shown">The units shown, best first.</param>
/// <param name="GapAfter">The number of units above the gap; null without one.</param>
/// <param name="Total">The number of units with an estimate.</param>
internal sealed record UnitRows<T>(IReadOnlyList<T> Shown, int? GapAfter, int Total)
{
    public const float RowHeight = 21;
    public const float SmallestRowHeight = 15;

    private const int Most = 40;
    private const int AtEachEnd = 20;

    /// <summary>The number of rows, the gap included.</summary>
    public int Count => Shown.Count + (GapAfter is null ? 0 : 1);

    /// <summary>The words in the gap.</summary>
    public string GapText(Words words) => words.Say("chart.more", ("count", Total - Shown.Count));

    /// <summary>The vertical coordinate of a unit; the first is on top.</summary>
    public double Y(int unit) => Count - 1 - (GapAfter is { } gap && unit >= gap ? unit + 1 : unit);

    /// <summary>The vertical coordinate of the gap.</summary>
    public double GapY => Count - 1 - (GapAfter ?? 0);

    /// <summary>What the note says of units not shown.</summary>
    public IEnumerable<string> Notes(Words words, int withoutEstimate)
    {
        if (GapAfter is not null) yield return words.Say("chart.ends-shown", ("ends", AtEachEnd), ("total", Total));
        if (withoutEstimate > 0) yield return words.Say("chart.without-estimate", ("count", withoutEstimate));
    }

    /// <summary>Chooses the rows from units that are already in order.</summary>
    public static UnitRows<T> From(IReadOnlyList<T> ordered) => ordered.Count <= Most
        ? new UnitRows<T>(ordered, null, ordered.Count)
        : new UnitRows<T>([.. ordered.Take(AtEachEnd), .. ordered.TakeLast(AtEachEnd)], AtEachEnd, ordered.Count);

    /// <summary>The width that labels need, at most a share of the figure.</summary>
    public float LabelWidth(ChartLettering lettering, float width, Func<T, string> label) =>
        Shown.Count == 0 ? 0 : Math.Min(0.42f * width, Shown.Max(unit => lettering.Width(label(unit), Figure.TickSize)));

    /// <summary>The whole row of a unit, labels included: what tells its value.</summary>
    public SKRect Row(PlotFrame frame, int unit, float labelWidth)
    {
        float y = frame.Y(Y(unit));
        float half = Math.Abs(frame.Y(0) - frame.Y(1)) / 2;
        return new SKRect(frame.Area.Left - 10 - labelWidth, y - half, frame.Area.Right, y + half);
    }

    /// <summary>Writes the labels left of the data area.</summary>
    public void WriteLabels(FigureCanvas canvas, PlotFrame frame, Func<T, string> label, float width, Words words)
    {
        for (int i = 0; i < Shown.Count; i++)
        {
            string text = canvas.Lettering.Shorten(label(Shown[i]), Figure.TickSize, width);
            canvas.TextAround(text, frame.Area.Left - 10, frame.Y(Y(i)), Figure.TickSize, ChartPalette.Ink, TextAnchor.Right);
        }

        if (GapAfter is not null)
            canvas.TextAround(GapText(words), frame.Area.Left - 10, frame.Y(GapY), Figure.TickSize, ChartPalette.MutedInk, TextAnchor.Right);
    }
}
