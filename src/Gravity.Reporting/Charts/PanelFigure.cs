using ScottPlot;
using SkiaSharp;

namespace Gravity.Reporting.Charts;

/// <summary>One data area of a <see cref="PanelFigure"/> with its axes and what is drawn in it.</summary>
/// <param name="X">The horizontal axis of an area so many pixels wide.</param>
/// <param name="Y">The vertical axis of an area so many pixels high.</param>
/// <param name="Draw">Draws the marks, inside the area.</param>
internal sealed record Panel(Func<float, AxisScale> X, Func<float, AxisScale> Y, Action<PanelCanvas> Draw)
{
    public string? Title { get; init; }

    public string? XTitle { get; init; }

    public string? YTitle { get; init; }

    /// <summary>Height of the data area; null for the figure's own.</summary>
    public float? Height { get; init; }
}

/// <summary>A grid of data areas, drawn on the canvas itself. With shared axes labels stand at the outer areas only and titles once.</summary>
internal sealed class PanelFigure : Figure
{
    private const float Gap = 14;
    private const float TitleHeight = 20;
    private const float PanelTitleSize = 12;

    private readonly IReadOnlyList<Panel> panels;
    private readonly int columns;
    private readonly bool shared;
    private readonly float height;
    private readonly FigureLegend legend;
    private readonly Func<IEnumerable<string>> notes;
    private float legendWidth;
    private float[] left = [];

    public PanelFigure(
        ChartText text, IReadOnlyList<Panel> panels, int columns = 1, float height = 300, bool shared = false, IReadOnlyList<LegendEntry>? legend = null,
        Func<IEnumerable<string>>? notes = null)
        : base(text)
    {
        (this.panels, this.columns, this.height, this.shared) = (panels, Math.Max(1, columns), height, shared);
        this.legend = new FigureLegend(legend ?? []);
        this.notes = notes ?? (() => []);
    }

    protected override IEnumerable<string> OwnNotes => notes();

    protected override (float Natural, float Smallest) PlotHeight => (RowHeights(1).Sum(), RowHeights(0.6f).Sum());

    private int Rows => Math.Max(1, (panels.Count + columns - 1) / columns);

    private bool Titled => panels.Any(p => p.Title is not null);

    protected override PlotMargins Margins(ChartLettering lettering, float width)
    {
        legendWidth = width;
        left = [.. Enumerable.Range(0, columns).Select(c => shared && c > 0 ? Gap : Left(lettering, c, width))];
        return new PlotMargins(0, legend.Height(lettering, width), 0, 0);
    }

    protected override (AxisScale Horizontal, AxisScale Vertical) Scales(float width, float height) => (new AxisScale(0, 1, []), new AxisScale(0, 1, []));

    protected override void Compose(Plot plot, PlotFrame frame)
    {
        plot.HideGrid();
        ScottPlotPage.Hide(plot.Axes.Left);
        ScottPlotPage.Hide(plot.Axes.Bottom);
    }

    protected override void Annotate(FigureCanvas canvas, PlotFrame frame)
    {
        legend.Draw(canvas, frame, frame.Area.Left, legendWidth);
        float width = Width(frame.Area.Width);
        float[] rows = RowHeights(1);
        float data = Enumerable.Range(0, Rows).Sum(PanelHeight);
        float factor = (frame.Area.Height - (rows.Sum() - data)) / data;
        rows = RowHeights(factor);
        float y = frame.Area.Top;
        for (int r = 0; r < rows.Length; r++)
        {
            float x = frame.Area.Left;
            for (int c = 0; c < columns && r * columns + c < panels.Count; c++)
            {
                int place = r * columns + c;
                x += left[c];
                var area = new SKRect(x, y + (Titled ? TitleHeight : 0), x + width, y + (Titled ? TitleHeight : 0) + factor * PanelHeight(r));
                Axes(canvas, panels[place], area, c == 0 || !shared, !shared || place + columns >= panels.Count, c);
                x += width + (shared ? 0 : Gap);
            }
            y += rows[r];
        }
        if (!shared || panels.Count == 0) return;
        if (panels[0].YTitle is { } title)
            canvas.Text(title, frame.Area.Left + AxisTitleSize, frame.Area.MidY, AxisTitleSize, ChartPalette.Ink, TextAnchor.Middle, rotation: -90);
        if (panels[0].XTitle is { } below)
            canvas.Text(below, frame.Area.MidX, frame.Area.Bottom - 2, AxisTitleSize, ChartPalette.Ink, TextAnchor.Middle);
    }

    private void Axes(FigureCanvas canvas, Panel panel, SKRect area, bool withY, bool withX, int column)
    {
        var frame = new PlotFrame(area, panel.X(area.Width), panel.Y(area.Height));
        foreach (AxisTick tick in frame.Vertical.Ticks)
        {
            float y = frame.Y(tick.Position);
            canvas.Line(area.Left, y, area.Right, y, ChartPalette.Grid, 1);
            if (withY) canvas.TextAround(canvas.Lettering.Shorten(tick.Label, TickSize, left[column] - 12), area.Left - 8, y, TickSize, ChartPalette.Ink, TextAnchor.Right);
        }
        foreach (AxisTick tick in frame.Horizontal.Ticks)
        {
            float x = frame.X(tick.Position);
            canvas.Line(x, area.Top, x, area.Bottom, ChartPalette.Grid, 1);
            canvas.Line(x, area.Bottom, x, area.Bottom + 4, ChartPalette.Axis, 1);
            if (!withX) continue;
            // Side by side, the last label of a panel would touch the first of the next.
            float half = canvas.Lettering.Width(tick.Label, TickSize) / 2;
            float place = shared && columns > 1 ? Math.Clamp(x, area.Left + half - 4, Math.Max(area.Left + half - 4, area.Right - half + 4)) : x;
            canvas.Text(tick.Label, place, area.Bottom + 8 + TickSize, TickSize, ChartPalette.Ink, TextAnchor.Middle);
        }
        foreach (double tick in frame.Horizontal.MinorTicks)
            canvas.Line(frame.X(tick), area.Bottom, frame.X(tick), area.Bottom + 3, ChartPalette.Axis, 1);
        if (panel.Title is { } title)
            canvas.Text(canvas.Lettering.Shorten(title, PanelTitleSize, area.Width), area.Left, area.Top - 6, PanelTitleSize, ChartPalette.Ink);
        // Half a mark may stand over the edge; nothing reaches the labels.
        canvas.Within(new SKRect(area.Left - 4, area.Top - 4, area.Right + 4, area.Bottom + 4), () => panel.Draw(new PanelCanvas(canvas, frame)));
        canvas.Line(area.Left, area.Bottom, area.Right, area.Bottom, ChartPalette.Axis, 1);
        if (shared) return;
        if (panel.XTitle is { } below) canvas.Text(below, area.MidX, area.Bottom + 16 + TickSize + AxisTitleSize, AxisTitleSize, ChartPalette.Ink, TextAnchor.Middle);
        if (panel.YTitle is { } beside)
            canvas.Text(beside, area.Left - left[column] + AxisTitleSize, area.MidY, AxisTitleSize, ChartPalette.Ink, TextAnchor.Middle, rotation: -90);
    }

    private float Around() => (Titled ? TitleHeight : 0) + (shared ? 16 : 16 + TickSize + AxisTitleSize + 8);

    private float PanelHeight(int row) => panels.Skip(row * columns).Take(columns).Select(p => p.Height ?? height).DefaultIfEmpty(height).Max();

    private float[] RowHeights(float factor)
    {
        float[] rows = [.. Enumerable.Range(0, Rows).Select(r => Around() + factor * PanelHeight(r))];
        // Year labels and the common title under the last row.
        if (shared) rows[^1] += TickSize + AxisTitleSize + 8;
        return rows;
    }

    private float Width(float all) => (all - left.Sum() - (shared ? 4 : (columns - 1) * Gap) - Gap) / columns;

    private float Left(ChartLettering lettering, int column, float width)
    {
        float label = panels.Where((_, i) => i % columns == column || (shared && column == 0)).SelectMany(p => p.Y(p.Height ?? height).Ticks)
            .Select(t => lettering.Width(t.Label, TickSize)).DefaultIfEmpty(0).Max();
        bool title = panels.Any(p => p.YTitle is not null);
        return Math.Min(label, 0.36f * width / columns * (columns > 1 ? 1.2f : 1)) + 12 + (title ? AxisTitleSize + 8 : 0);
    }
}
