using ScottPlot;

namespace Gravity.Reporting.Charts;

/// <summary>The sign before a legend's words.</summary>
internal enum LegendSign
{
    Dot,
    Diamond,
    Line,
    LineWithDot,
    Band,
    Interval,
    Hatched,
    Square,
    Triangle,
    Ring,
    Dashed,
}

/// <summary>One entry of a legend.</summary>
internal readonly record struct LegendEntry(LegendSign Sign, Color Color, string Label);

/// <summary>A legend in one strip above the data area, where it hides no data; it wraps where the figure is narrow.</summary>
internal sealed class FigureLegend(IReadOnlyList<LegendEntry> entries)
{
    private const float SignWidth = 24;
    private const float Gap = 22;
    private const float LineHeight = 20;

    /// <summary>The height of the strip.</summary>
    public float Height(ChartLettering lettering, float width) => entries.Count == 0 ? 8 : Places(lettering, width).Last().Line * LineHeight + LineHeight + 10;

    /// <summary>Whether there is anything to explain.</summary>
    public bool IsEmpty => entries.Count == 0;

    /// <summary>Draws the strip above the data area, from the left edge given; <paramref name="above"/> leaves room between the two.</summary>
    public void Draw(FigureCanvas canvas, PlotFrame frame, float left, float width, float above = 0)
    {
        if (entries.Count == 0) return;
        float top = frame.Area.Top - above - Height(canvas.Lettering, width);
        foreach ((LegendEntry entry, float x, int line) in Places(canvas.Lettering, width))
        {
            float y = top + line * LineHeight + LineHeight / 2;
            DrawSign(canvas, entry, left + x, y);
            canvas.TextAround(entry.Label, left + x + SignWidth, y, Figure.TickSize, ChartPalette.Ink);
        }
    }

    private IEnumerable<(LegendEntry Entry, float X, int Line)> Places(ChartLettering lettering, float width)
    {
        float x = 0;
        int line = 0;
        foreach (LegendEntry entry in entries)
        {
            float need = SignWidth + lettering.Width(entry.Label, Figure.TickSize);
            if (x > 0 && x + need > width) (x, line) = (0, line + 1);
            yield return (entry, x, line);
            x += need + Gap;
        }
    }

    private static void DrawSign(FigureCanvas canvas, LegendEntry entry, float x, float y)
    {
        switch (entry.Sign)
        {
            case LegendSign.Square or LegendSign.Triangle or LegendSign.Ring:
                PanelCanvas.Sign(canvas, entry.Sign, x + 10, y, 8.5f, entry.Color);
                break;
            case LegendSign.Dashed:
                canvas.Line(x, y, x + 18, y, entry.Color, 1.5f, dashed: true);
                break;
            case LegendSign.Dot:
                canvas.Dot(x + 10, y, 8.5f, entry.Color);
                break;
            case LegendSign.Diamond:
                canvas.Polygon(entry.Color, (x + 10, y - 5.5f), (x + 15.5f, y), (x + 10, y + 5.5f), (x + 4.5f, y));
                break;
            case LegendSign.Line:
                canvas.Line(x, y, x + 18, y, entry.Color, 1.3f);
                break;
            case LegendSign.LineWithDot:
                canvas.Line(x, y, x + 18, y, entry.Color, 2.2f);
                canvas.Dot(x + 9, y, 7, entry.Color);
                break;
            case LegendSign.Band:
                canvas.Rectangle(new SkiaSharp.SKRect(x, y - 6, x + 18, y + 6), entry.Color);
                break;
            case LegendSign.Interval:
                canvas.Line(x, y, x + 18, y, entry.Color, 2.6f);
                break;
            default:
                canvas.Hatched(new SkiaSharp.SKRect(x, y - 6, x + 18, y + 6));
                break;
        }
    }
}
