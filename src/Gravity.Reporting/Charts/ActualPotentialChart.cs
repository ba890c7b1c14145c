using ScottPlot;

namespace Gravity.Reporting.Charts;

/// <summary>Actual against potential trade by unit on a logarithmic axis, the largest potential first: the gap between the marks is the ratio
/// potential/actual.</summary>
public sealed class ActualPotentialChart : IChart
{
    private readonly ChartText text;
    private readonly DumbbellFigure figure;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="units">The units in any order.</param>
    /// <param name="axisTitle">The title of the axis, with the unit of value; null for million US$.</param>
    /// <param name="intervalLabel">The legend's words for the interval of the potential; null for a 95 % interval.</param>
    public ActualPotentialChart(
        ChartText text, IReadOnlyList<UnitPotential> units, string? axisTitle = null, string? intervalLabel = null)
    {
        this.text = text;
        figure = new DumbbellFigure(
            text, units, axisTitle ?? text.Words["chart.trade-log"], intervalLabel ?? text.Words.Say("chart.potential-interval", ("level", "95%")));
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } =
        new("actual-potential", "Actual and potential trade", "Actual against potential trade by unit on a logarithmic axis, with the potential's interval.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => figure.Draw(format, size);

    private sealed class DumbbellFigure : Figure
    {
        private readonly UnitRows<UnitPotential> rows;
        private readonly int withoutEstimate;
        private readonly string axisTitle;
        private readonly FigureLegend legend;
        private float labelWidth;
        private float legendWidth;

        public DumbbellFigure(ChartText text, IReadOnlyList<UnitPotential> units, string axisTitle, string intervalLabel)
            : base(text)
        {
            this.axisTitle = axisTitle;
            List<UnitPotential> ordered = units.Where(unit => Positive(unit.Actual) && Positive(unit.Potential))
                .OrderByDescending(unit => unit.Potential).ToList();
            withoutEstimate = units.Count - ordered.Count;
            rows = UnitRows<UnitPotential>.From(ordered, unit => unit.Highlighted);
            List<LegendEntry> entries =
            [
                new(LegendSign.Dot, ChartPalette.Blue, Words["chart.actual"]), new(LegendSign.Diamond, ChartPalette.Vermilion, Words["chart.potential"]),
            ];
            if (ordered.Any(HasInterval)) entries.Add(new LegendEntry(LegendSign.Interval, ChartPalette.VermilionInterval, intervalLabel));
            legend = new FigureLegend(entries);
        }

        protected override IEnumerable<string> OwnNotes => rows.Notes(Words, withoutEstimate, Highlight);

        protected override (float Natural, float Smallest) PlotHeight =>
            (Math.Max(2, rows.Count + 0.2f) * UnitRows<UnitPotential>.RowHeight, Math.Max(2, rows.Count) * UnitRows<UnitPotential>.SmallestRowHeight);

        protected override PlotMargins Margins(ChartLettering lettering, float width)
        {
            labelWidth = rows.LabelWidth(lettering, width, unit => unit.Label, Words);
            legendWidth = width - labelWidth - 12;
            return new PlotMargins(labelWidth + 12, legend.Height(lettering, legendWidth), 24, 44);
        }

        protected override (AxisScale Horizontal, AxisScale Vertical) Scales(float width, float height)
        {
            var values = rows.Shown.SelectMany(unit => (double[])[unit.Actual, unit.Potential, unit.Low, unit.High]).Where(Positive).DefaultIfEmpty(1).ToList();
            return (AxisScale.Logarithmic(values.Min(), values.Max(), Math.Clamp((int)(width / 48), 3, 12)), AxisScale.Rows(rows.Count));
        }

        protected override void Compose(Plot plot, PlotFrame frame)
        {
            ScottPlotPage.Hide(plot.Axes.Left);
            for (int i = 0; i < rows.Shown.Count; i++)
            {
                UnitPotential unit = rows.Shown[i];
                Segment(plot, unit.Actual, unit.Potential, rows.Y(i), ChartPalette.Connector, 1.4f);
                // A lower end at or below zero is off every logarithmic axis: the line runs to the edge.
                if (HasInterval(unit))
                    Segment(plot, Math.Max(unit.Low, Math.Pow(10, frame.Horizontal.Min)), unit.High, rows.Y(i), ChartPalette.VermilionInterval, 2.6f);
            }

            Marks(plot, unit => unit.Potential, MarkerShape.FilledDiamond, 10.5f, ChartPalette.Vermilion);
            Marks(plot, unit => unit.Actual, MarkerShape.FilledCircle, 8.5f, ChartPalette.Blue);
        }

        protected override void Annotate(FigureCanvas canvas, PlotFrame frame)
        {
            rows.WriteLabels(canvas, frame, unit => unit.Label, labelWidth, Words);
            for (int i = 0; i < rows.Shown.Count; i++)
            {
                UnitPotential unit = rows.Shown[i];
                canvas.Spot(rows.Row(frame, i, labelWidth), Words.Say(
                    "chart.says-potential", ("name", unit.Label), ("actual", ChartNumber.Level(unit.Actual)),
                    ("potential", ChartNumber.WithInterval(unit.Potential, unit.Low, unit.High, ChartNumber.Level))));
            }

            legend.Draw(canvas, frame, frame.Area.Left, legendWidth);
            HorizontalAxis(canvas, frame, axisTitle);
        }

        private static bool Positive(double value) => double.IsFinite(value) && value > 0;

        private static bool HasInterval(UnitPotential unit) => unit.High >= unit.Low && Positive(unit.High);

        private static void Segment(Plot plot, double from, double to, double y, Color color, float width)
        {
            var line = plot.Add.Line(Math.Log10(from), y, Math.Log10(to), y);
            line.LineColor = color;
            line.LineWidth = width;
        }

        private void Marks(Plot plot, Func<UnitPotential, double> value, MarkerShape shape, float size, Color color)
        {
            var marks = plot.Add.Markers(
                rows.Shown.Select(unit => Math.Log10(value(unit))).ToArray(), rows.Shown.Select((_, i) => rows.Y(i)).ToArray());
            marks.MarkerShape = shape;
            marks.MarkerSize = size;
            marks.MarkerColor = color;
        }
    }
}
