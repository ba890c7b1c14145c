using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace Gravity.Reporting.Charts;

/// <summary>The drawing of <see cref="EfficiencyHeatmapChart"/>: cells, values, years below, colour bar at the right.</summary>
internal sealed class HeatmapFigure : Figure
{
    private const float ValueSize = 10.5f;
    private const float BarWidth = 13;
    private const float BarGap = 18;
    private const float WidestCell = 84;

    private readonly UnitRows<UnitSeries> rows;
    private readonly int withoutEstimate;
    private readonly IReadOnlyList<int> periods;
    private readonly string scaleTitle;
    private readonly AxisScale shades;
    private readonly FigureLegend legend;
    private readonly bool missing;
    private float labelWidth;
    private float inner;

    public HeatmapFigure(ChartText text, IReadOnlyList<int> periods, IReadOnlyList<UnitSeries> units, string scaleTitle)
        : base(text)
    {
        (this.periods, this.scaleTitle) = (periods, scaleTitle);
        List<UnitSeries> ordered = units.Where(unit => unit.Values.Any(double.IsFinite))
            .OrderByDescending(unit => unit.Values.Where(double.IsFinite).Average()).ToList();
        withoutEstimate = units.Count - ordered.Count;
        rows = UnitRows<UnitSeries>.From(ordered, unit => unit.Highlighted);
        List<double> values = rows.Shown.SelectMany(unit => unit.Values).ToList();
        missing = values.Any(value => !double.IsFinite(value));
        List<double> finite = values.Where(double.IsFinite).DefaultIfEmpty(0.5).ToList();
        shades = AxisScale.Linear(finite.Min(), finite.Max(), 7, 0, 1);
        legend = new FigureLegend(missing ? [new LegendEntry(LegendSign.Hatched, ChartPalette.MissingFill, Words["chart.missing"])] : []);
    }

    protected override IEnumerable<string> OwnNotes => rows.Notes(Words, withoutEstimate, Highlight);

    protected override (float Natural, float Smallest) PlotHeight =>
        (Math.Max(5, rows.Count) * 23, Math.Max(5, rows.Count) * UnitRows<UnitSeries>.SmallestRowHeight);

    protected override PlotMargins Margins(ChartLettering lettering, float width)
    {
        inner = width;
        labelWidth = rows.LabelWidth(lettering, width, unit => unit.Label, Words);
        float ticks = shades.Ticks.Max(tick => lettering.Width(tick.Label, TickSize));
        float bar = BarGap + BarWidth + 8 + ticks + 10 + AxisTitleSize;
        // Few years do not stretch over the figure: what is left stays empty at the right.
        float spare = Math.Max(0, width - labelWidth - 12 - bar - periods.Count * WidestCell);
        return new PlotMargins(labelWidth + 12, legend.Height(lettering, width), bar + spare, 44);
    }

    protected override (AxisScale Horizontal, AxisScale Vertical) Scales(float width, float height)
    {
        // One column per listed period: gaps between the years take no room.
        int every = AxisScale.YearStep(periods.Count, Math.Max(1, (int)(width / 36)));
        var ticks = periods.Select((period, t) => (Period: period, Column: t))
            .Where(place => (every >= 5 ? place.Period : place.Column) % every == 0)
            .Select(place => new AxisTick(place.Column, place.Period.ToString(CultureInfo.InvariantCulture))).ToList();
        return (new AxisScale(-0.5, periods.Count - 0.5, ticks), new AxisScale(-0.5, Math.Max(1, rows.Count) - 0.5, []));
    }

    protected override void Compose(Plot plot, PlotFrame frame)
    {
        plot.HideGrid();
        ScottPlotPage.Hide(plot.Axes.Left);
        ScottPlotPage.Hide(plot.Axes.Bottom);
        for (int i = 0; i < rows.Shown.Count; i++)
        {
            for (int t = 0; t < periods.Count; t++)
            {
                double value = rows.Shown[i].Values[t];
                if (!double.IsFinite(value)) continue;
                var cell = plot.Add.Rectangle(t - 0.5, t + 0.5, rows.Y(i) - 0.5, rows.Y(i) + 0.5);
                cell.FillColor = ChartPalette.Sequential(Share(value));
                cell.LineColor = Colors.White;
                cell.LineWidth = 1;
            }
        }
    }

    protected override void Annotate(FigureCanvas canvas, PlotFrame frame)
    {
        rows.WriteLabels(canvas, frame, unit => unit.Label, labelWidth, Words);
        legend.Draw(canvas, frame, frame.Area.Left, inner - labelWidth - 12);
        float cellWidth = frame.Area.Width / periods.Count;
        float cellHeight = frame.Area.Height / Math.Max(1, rows.Count);
        bool printed = cellWidth >= canvas.Lettering.Width("0.00", ValueSize) + 5;
        for (int i = 0; i < rows.Shown.Count; i++)
        {
            for (int t = 0; t < periods.Count; t++)
            {
                double value = rows.Shown[i].Values[t];
                (float x, float y) = (frame.X(t), frame.Y(rows.Y(i)));
                var cell = new SKRect(x - cellWidth / 2 + 0.5f, y - cellHeight / 2 + 0.5f, x + cellWidth / 2 - 0.5f, y + cellHeight / 2 - 0.5f);
                canvas.Spot(cell, Words.Say(
                    "chart.says-cell", ("name", rows.Shown[i].Label), ("period", periods[t].ToString(CultureInfo.InvariantCulture)),
                    ("value", double.IsFinite(value) ? ChartNumber.Share(value) : Words["chart.missing-value"])));
                if (!double.IsFinite(value))
                {
                    canvas.Hatched(cell);
                }
                else if (printed)
                {
                    Color color = ChartPalette.TextOn(ChartPalette.Sequential(Share(value)));
                    canvas.TextAround(value.ToString("0.00", CultureInfo.InvariantCulture), x, y, ValueSize, color, TextAnchor.Middle);
                }
            }
        }

        HorizontalAxis(canvas, frame, Words["chart.year"]);
        ColourBar(canvas, frame);
    }

    private double Share(double value) => (value - shades.Min) / (shades.Max - shades.Min);

    private void ColourBar(FigureCanvas canvas, PlotFrame frame)
    {
        const int Steps = 128;
        float left = frame.Area.Right + BarGap;
        // Beside forty rows a bar as high as the rows reads no better than one of this height.
        float height = Math.Min(frame.Area.Height, 340);
        float bottom = frame.Area.Top + height;
        // Every shade reaches down to the foot and the next lighter one covers the rest: neighbours that only touch show seams in an SVG.
        for (int k = Steps - 1; k >= 0; k--)
        {
            float top = bottom - height * (k + 1) / Steps;
            canvas.Rectangle(new SKRect(left, top, left + BarWidth, bottom), ChartPalette.Sequential((k + 0.5) / Steps));
        }

        foreach (AxisTick tick in shades.Ticks)
        {
            float y = bottom - height * (float)Share(tick.Position);
            canvas.Line(left + BarWidth, y, left + BarWidth + 4, y, ChartPalette.Axis, 1);
            canvas.TextAround(tick.Label, left + BarWidth + 8, y, TickSize, ChartPalette.Ink);
        }

        float labels = shades.Ticks.Max(tick => canvas.Lettering.Width(tick.Label, TickSize));
        canvas.Text(
            scaleTitle, left + BarWidth + 8 + labels + 8 + AxisTitleSize, frame.Area.Top + height / 2, AxisTitleSize, ChartPalette.Ink, TextAnchor.Middle,
            rotation: -90);
    }
}
