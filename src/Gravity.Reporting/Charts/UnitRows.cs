using Gravity.Core.Wording;
using SkiaSharp;

namespace Gravity.Reporting.Charts;

/// <summary>
/// The rows of a chart with one row per unit, from the top: all units, or of many the first, the last and the highlighted ones with gaps between.
/// </summary>
internal sealed class UnitRows<T>
{
    public const float RowHeight = 21;
    public const float SmallestRowHeight = 15;

    /// <summary>Units beyond which some are left out.</summary>
    public const int Most = 40;

    private const int AtEachEnd = 20;

    // With more of them the highlighted units alone would fill the figure: then they are told by their looks only.
    private const int MostHighlighted = 30;
    private const int FewestAtEachEnd = 5;

    private readonly int[] places;
    private readonly int[] rowOf;
    private readonly Func<T, bool> highlighted;
    private readonly int ends;
    private readonly bool chosen;

    private UnitRows(IReadOnlyList<T> ordered, int[] places, int ends, bool chosen, Func<T, bool> highlighted)
    {
        (this.places, this.ends, this.chosen, this.highlighted, Total) = (places, ends, chosen, highlighted, ordered.Count);
        Shown = [.. places.Select(place => ordered[place])];
        rowOf = new int[places.Length];
        var gaps = new List<(int Row, int Count)>();
        for (int i = 0, row = 0; i < places.Length; i++, row++)
        {
            int left = i == 0 ? 0 : places[i] - places[i - 1] - 1;
            if (left > 0) gaps.Add((row++, left));
            rowOf[i] = row;
        }

        Gaps = gaps;
        Count = places.Length + gaps.Count;
    }

    /// <summary>The units shown, best first.</summary>
    public IReadOnlyList<T> Shown { get; }

    /// <summary>The number of units with an estimate.</summary>
    public int Total { get; }

    /// <summary>The number of rows, gaps included.</summary>
    public int Count { get; }

    /// <summary>The rows that stand for units not shown, from the top, and how many.</summary>
    public IReadOnlyList<(int Row, int Count)> Gaps { get; }

    /// <summary>Whether any unit shown is highlighted.</summary>
    public bool AnyHighlighted => Shown.Any(highlighted);

    /// <summary>Chooses the rows from units that are already in order.</summary>
    /// <param name="ordered">The units, best first.</param>
    /// <param name="highlighted">Which are always shown; null for none.</param>
    public static UnitRows<T> From(IReadOnlyList<T> ordered, Func<T, bool>? highlighted = null)
    {
        highlighted ??= _ => false;
        if (ordered.Count <= Most) return new UnitRows<T>(ordered, [.. Enumerable.Range(0, ordered.Count)], AtEachEnd, false, highlighted);
        int count = ordered.Count(highlighted);
        bool chosen = count is > 0 and <= MostHighlighted;
        int ends = chosen ? Math.Clamp((Most - count) / 2, FewestAtEachEnd, AtEachEnd) : AtEachEnd;
        bool[] shown = [.. ordered.Select((unit, i) => i < ends || i >= ordered.Count - ends || (chosen && highlighted(unit)))];
        // A gap takes a row: where it would stand for one unit, the unit stands there.
        int[] places = [.. Enumerable.Range(0, ordered.Count).Where(i => shown[i] || (i > 0 && i < ordered.Count - 1 && shown[i - 1] && shown[i + 1]))];
        return new UnitRows<T>(ordered, places, ends, chosen, highlighted);
    }

    /// <summary>The vertical coordinate of a unit; the first is on top.</summary>
    public double Y(int unit) => Count - 1 - rowOf[unit];

    /// <summary>The vertical coordinate of a gap.</summary>
    public double GapY((int Row, int Count) gap) => Count - 1 - gap.Row;

    /// <summary>Whether a unit shown is highlighted.</summary>
    public bool IsHighlighted(int unit) => highlighted(Shown[unit]);

    /// <summary>What the note says of units not shown.</summary>
    /// <param name="words">The language.</param>
    /// <param name="withoutEstimate">Units left out for want of an estimate.</param>
    /// <param name="label">What the highlighted units are called.</param>
    public IEnumerable<string> Notes(Words words, int withoutEstimate, string? label = null)
    {
        if (Gaps.Count > 0)
        {
            yield return chosen
                ? words.Say("chart.highlighted-shown", ("ends", ends), ("label", label ?? ""), ("total", Total))
                : words.Say("chart.ends-shown", ("ends", ends), ("total", Total));
        }

        if (withoutEstimate > 0) yield return words.Say("chart.without-estimate", ("count", withoutEstimate));
    }

    /// <summary>A unit's label; its rank stands beside it where units between are left out for the sake of highlighted ones.</summary>
    public string Label(int unit, Func<T, string> label, Words words) => chosen
        ? words.Say("chart.ranked", ("name", label(Shown[unit])), ("rank", places[unit] + 1))
        : label(Shown[unit]);

    /// <summary>The width that labels need, at most a share of the figure.</summary>
    public float LabelWidth(ChartLettering lettering, float width, Func<T, string> label, Words words) => Shown.Count == 0
        ? 0
        : Math.Min(0.42f * width, Enumerable.Range(0, Shown.Count).Max(i => lettering.Width(Label(i, label, words), Figure.TickSize, IsHighlighted(i))));

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
            bool bold = IsHighlighted(i);
            string text = canvas.Lettering.Shorten(Label(i, label, words), Figure.TickSize, width, bold);
            canvas.TextAround(text, frame.Area.Left - 10, frame.Y(Y(i)), Figure.TickSize, ChartPalette.Ink, TextAnchor.Right, bold);
        }

        foreach ((int Row, int Count) gap in Gaps)
            canvas.TextAround(words.Say("chart.more", ("count", gap.Count)), frame.Area.Left - 10, frame.Y(GapY(gap)), Figure.TickSize, ChartPalette.MutedInk, TextAnchor.Right);
    }
}
