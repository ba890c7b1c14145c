using ScottPlot;

namespace Gravity.Reporting.Charts;

/// <summary>A unit's potential over actual trade by several methods.</summary>
/// <param name="Label">The unit's name.</param>
/// <param name="Values">One ratio a method, in the order of the methods; not finite where a method has none.</param>
public sealed record UnitMethods(string Label, IReadOnlyList<UnitValue> Values)
{
    /// <summary>Whether the unit is to be told from the others.</summary>
    public bool Highlighted { get; init; }
}

/// <summary>Potential over actual trade by unit and method on a logarithmic axis: a mark and an interval for every method, and a line where potential is what is traded.</summary>
public sealed class MethodChart : IChart
{
    private readonly ChartText text;
    private readonly MethodFigure figure;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="methods">Names of the methods.</param>
    /// <param name="units">The units, in the order in which they are shown.</param>
    /// <exception cref="ArgumentException">A unit has another number of values than there are methods.</exception>
    public MethodChart(ChartText text, IReadOnlyList<string> methods, IReadOnlyList<UnitMethods> units)
    {
        if (units.FirstOrDefault(unit => unit.Values.Count != methods.Count) is { } wrong)
            throw new ArgumentException($"unit '{wrong.Label}' has {wrong.Values.Count} values for {methods.Count} methods", nameof(units));
        this.text = text;
        figure = new MethodFigure(text, methods, units);
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } = new(
        "potential-by-method", "Potential by method", "Potential over actual trade of each unit by several methods, each a mark with its interval, on a logarithmic axis.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => figure.Draw(format, size);

    private sealed class MethodFigure : Figure
    {
        private static readonly LegendSign[] Signs = [LegendSign.Dot, LegendSign.Diamond, LegendSign.Square, LegendSign.Triangle, LegendSign.Ring];

        private readonly IReadOnlyList<string> methods;
        private readonly UnitRows<UnitMethods> rows;
        private readonly int withoutEstimate;
        private readonly FigureLegend legend;
        private float labelWidth;
        private float legendWidth;

        public MethodFigure(ChartText text, IReadOnlyList<string> methods, IReadOnlyList<UnitMethods> units)
            : base(text)
        {
            this.methods = methods;
            List<UnitMethods> shown = [.. units.Where(unit => unit.Values.Any(Drawn))];
            withoutEstimate = units.Count - shown.Count;
            rows = UnitRows<UnitMethods>.From(shown, unit => unit.Highlighted);
            legend = new FigureLegend([.. methods.Select((m, k) => new LegendEntry(Signs[k % Signs.Length], Colour(k), m))]);
        }

        protected override IEnumerable<string> OwnNotes => rows.Notes(Words, withoutEstimate, Highlight);

        protected override (float Natural, float Smallest) PlotHeight
        {
            get
            {
                float row = 11 + 7 * methods.Count;
                return (Math.Max(2, rows.Count + 0.2f) * Math.Max(row, UnitRows<UnitMethods>.RowHeight), Math.Max(2, rows.Count) * Math.Max(8 + 5 * methods.Count, UnitRows<UnitMethods>.SmallestRowHeight));
            }
        }

        protected override PlotMargins Margins(ChartLettering lettering, float width)
        {
            labelWidth = rows.LabelWidth(lettering, width, unit => unit.Label, Words);
            legendWidth = width - labelWidth - 12;
            return new PlotMargins(labelWidth + 12, legend.Height(lettering, legendWidth), 24, 44);
        }

        protected override (AxisScale Horizontal, AxisScale Vertical) Scales(float width, float height)
        {
            double[] values = [1, .. rows.Shown.SelectMany(unit => unit.Values).Where(Drawn).SelectMany(v => (double[])[v.Value, v.Low, v.High]).Where(v => double.IsFinite(v) && v > 0)];
            return (AxisScale.Logarithmic(values.Min(), values.Max(), Math.Clamp((int)(width / 48), 3, 12)), AxisScale.Rows(rows.Count));
        }

        protected override void Compose(Plot plot, PlotFrame frame)
        {
            ScottPlotPage.Hide(plot.Axes.Left);
            var line = plot.Add.Line(0, frame.Vertical.Min, 0, frame.Vertical.Max);
            line.LineColor = ChartPalette.MutedInk;
            line.LineWidth = 1.2f;
            line.LinePattern = LinePattern.DenselyDashed;
        }

        protected override void Annotate(FigureCanvas canvas, PlotFrame frame)
        {
            rows.WriteLabels(canvas, frame, unit => unit.Label, labelWidth, Words);
            float row = Math.Abs(frame.Y(0) - frame.Y(1)), step = Math.Min(8, 0.8f * row / methods.Count);
            for (int i = 0; i < rows.Shown.Count; i++)
            {
                UnitMethods unit = rows.Shown[i];
                for (int k = 0; k < methods.Count; k++)
                {
                    UnitValue value = unit.Values[k];
                    if (!Drawn(value)) continue;
                    float y = frame.Y(rows.Y(i)) + (k - 0.5f * (methods.Count - 1)) * step, x = X(frame, value.Value);
                    if (value.High >= value.Low && value.High > 0)
                        canvas.Line(X(frame, Math.Max(value.Low, Math.Pow(10, frame.Horizontal.Min))), y, X(frame, value.High), y, Colour(k), 1.4f);
                    PanelCanvas.Sign(canvas, Signs[k % Signs.Length], x, y, 6.5f, Colour(k));
                    canvas.Spot(
                        new SkiaSharp.SKRect(x - 5, y - step / 2, x + 5, y + step / 2),
                        Words.Say("chart.says-method", ("name", unit.Label), ("method", methods[k]), ("value", ChartNumber.WithInterval(value.Value, value.Low, value.High, ChartNumber.Share))));
                }
            }

            legend.Draw(canvas, frame, frame.Area.Left, legendWidth);
            HorizontalAxis(canvas, frame, Words["chart.method-axis"]);
        }

        private static bool Drawn(UnitValue value) => double.IsFinite(value.Value) && value.Value > 0;

        private static float X(PlotFrame frame, double value) => Math.Clamp(frame.X(Math.Log10(value)), frame.Area.Left, frame.Area.Right);

        private static Color Colour(int method) => ChartPalette.Series[method % ChartPalette.Series.Length];
    }
}
