using ScottPlot;

namespace Gravity.Reporting.Charts;

/// <summary>Dots with horizontal intervals, one row per unit, highest first: the drawing behind the ranking and the room chart.</summary>
internal sealed class IntervalDotFigure : Figure
{
    private readonly UnitRows<UnitValue> rows;
    private readonly int withoutEstimate;
    private readonly string axisTitle;
    private readonly double? mean;
    private readonly Func<double, string> meanText;
    private readonly (double Floor, double Ceiling) bounds;
    private readonly bool wholeTicks;
    private readonly Func<double, string> format;
    private readonly double upper;
    private readonly bool logarithmic;
    private readonly FigureLegend legend;
    private float labelWidth;
    private float legendWidth;
    private AxisScale axis = AxisScale.Rows(1);

    /// <summary>Creates the figure.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="units">The units in any order.</param>
    /// <param name="axisTitle">The title of the value axis.</param>
    /// <param name="bounds">What the axis does not go beyond.</param>
    /// <param name="mean">A reference line, or null.</param>
    /// <param name="meanText">Its label.</param>
    /// <param name="wholeTicks">Only integer ticks.</param>
    /// <param name="format">How a value is told to a pointer.</param>
    /// <param name="logarithmic">A logarithmic axis: then all values are &gt; 0.</param>
    public IntervalDotFigure(
        ChartText text, IReadOnlyList<UnitValue> units, string axisTitle, (double Floor, double Ceiling) bounds, double? mean,
        Func<double, string> meanText, bool wholeTicks, Func<double, string> format, bool logarithmic = false)
        : base(text)
    {
        (this.axisTitle, this.bounds, this.meanText, this.wholeTicks, this.format) = (axisTitle, bounds, meanText, wholeTicks, format);
        this.logarithmic = logarithmic;
        this.mean = mean is { } value && double.IsFinite(value) && (!logarithmic || value > 0) ? value : null;
        // Ties keep their given order (the sort is stable).
        List<UnitValue> ordered = units.Where(unit => double.IsFinite(unit.Value)).OrderByDescending(unit => unit.Value).ToList();
        withoutEstimate = units.Count - ordered.Count;
        rows = UnitRows<UnitValue>.From(ordered, unit => unit.Highlighted);
        legend = new FigureLegend(rows.AnyHighlighted && Highlight is { } label
            ? [new(LegendSign.Dot, ChartPalette.Vermilion, label), new(LegendSign.Dot, ChartPalette.Blue, Words["chart.others"])]
            : []);
        upper = Upper();
    }

    protected override IEnumerable<string> OwnNotes
    {
        get
        {
            foreach (string note in rows.Notes(Words, withoutEstimate, Highlight)) yield return note;
            if (rows.Shown.Any(unit => Place(unit.High) > axis.Max)) yield return Words["chart.arrows"];
        }
    }

    protected override (float Natural, float Smallest) PlotHeight =>
        (Math.Max(2, rows.Count + 0.2f) * UnitRows<UnitValue>.RowHeight, Math.Max(2, rows.Count) * UnitRows<UnitValue>.SmallestRowHeight);

    protected override PlotMargins Margins(ChartLettering lettering, float width)
    {
        labelWidth = rows.LabelWidth(lettering, width, unit => unit.Label, Words);
        legendWidth = width - labelWidth - 12;
        float top = legend.IsEmpty ? (mean is null ? 8 : 24) : legend.Height(lettering, legendWidth) + (mean is null ? 0 : 18);
        var margins = new PlotMargins(labelWidth + 12, top, logarithmic ? 24 : 16, 44);
        axis = Values(width - margins.Left - margins.Right);
        return margins;
    }

    protected override (AxisScale Horizontal, AxisScale Vertical) Scales(float width, float height) => (axis, AxisScale.Rows(rows.Count));

    private AxisScale Values(float width)
    {
        double low = rows.Shown.Select(unit => double.IsFinite(unit.Low) ? Math.Min(unit.Low, unit.Value) : unit.Value).DefaultIfEmpty(0).Min();
        double high = rows.Shown.Select(unit => double.IsFinite(unit.High) ? Math.Max(unit.High, unit.Value) : unit.Value).DefaultIfEmpty(1).Max();
        if (mean is { } value) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        int most = Math.Clamp((int)(width / 55), 3, 9);
        if (logarithmic)
        {
            // An interval that goes down to nothing would stretch the axis without end: it runs to the edge.
            double least = rows.Shown.Select(unit => unit.Value).DefaultIfEmpty(1).Min();
            return AxisScale.Logarithmic(Math.Max(low, least / 3), Math.Max(high, 1.001 * least), most);
        }

        AxisScale scale = AxisScale.Linear(low, Math.Min(high, upper), most, bounds.Floor, bounds.Ceiling, wholeTicks);
        // Room for half a dot: one at the very end would be cut.
        double margin = 0.012 * (scale.Max - scale.Min);
        return scale with { Min = scale.Min - margin, Max = scale.Max + margin };
    }

    protected override void Compose(Plot plot, PlotFrame frame)
    {
        ScottPlotPage.Hide(plot.Axes.Left);
        if (mean is { } value)
        {
            var line = plot.Add.Line(Place(value), frame.Vertical.Min, Place(value), frame.Vertical.Max);
            line.LineColor = ChartPalette.MutedInk;
            line.LineWidth = 1.2f;
            line.LinePattern = LinePattern.DenselyDashed;
        }

        for (int i = 0; i < rows.Shown.Count; i++)
        {
            UnitValue unit = rows.Shown[i];
            if (!(unit.High >= unit.Low)) continue;
            var interval = plot.Add.Line(
                Math.Max(Place(unit.Low), frame.Horizontal.Min), rows.Y(i), Math.Min(Place(unit.High), frame.Horizontal.Max), rows.Y(i));
            interval.LineColor = IntervalColor(i);
            interval.LineWidth = 2.6f;
        }

        foreach (bool highlighted in new[] { false, true })
        {
            int[] some = [.. Enumerable.Range(0, rows.Shown.Count).Where(i => rows.IsHighlighted(i) == highlighted)];
            if (some.Length == 0) continue;
            var dots = plot.Add.Markers(some.Select(i => Place(rows.Shown[i].Value)).ToArray(), some.Select(rows.Y).ToArray());
            dots.MarkerShape = MarkerShape.FilledCircle;
            dots.MarkerSize = 8.5f;
            dots.MarkerColor = highlighted ? ChartPalette.Vermilion : ChartPalette.Blue;
        }
    }

    protected override void Annotate(FigureCanvas canvas, PlotFrame frame)
    {
        rows.WriteLabels(canvas, frame, unit => unit.Label, labelWidth, Words);
        for (int i = 0; i < rows.Shown.Count; i++)
        {
            UnitValue unit = rows.Shown[i];
            canvas.Spot(rows.Row(frame, i, labelWidth), ChartNumber.Says(Words, unit.Label, unit.Value, unit.Low, unit.High, format));
            if (!(Place(unit.High) > frame.Horizontal.Max)) continue;
            (float x, float y) = (frame.Area.Right, frame.Y(rows.Y(i)));
            canvas.Polygon(IntervalColor(i), (x + 8, y), (x - 1, y - 5), (x - 1, y + 5));
        }

        HorizontalAxis(canvas, frame, axisTitle);
        legend.Draw(canvas, frame, frame.Area.Left, legendWidth, above: mean is null ? 0 : 18);
        if (mean is not { } value) return;
        string label = meanText(value);
        float half = canvas.Lettering.Width(label, TickSize) / 2;
        float place = Math.Clamp(frame.X(Place(value)), frame.Area.Left + half, frame.Area.Right - half);
        canvas.Text(label, place, frame.Area.Top - 7, TickSize, ChartPalette.MutedInk, TextAnchor.Middle);
    }

    /// <summary>A value's place on the axis.</summary>
    private double Place(double value) => !logarithmic ? value : value > 0 ? Math.Log10(value) : double.NegativeInfinity;

    private Color IntervalColor(int unit) => rows.IsHighlighted(unit) ? ChartPalette.VermilionInterval : ChartPalette.BlueInterval;

    /// <summary>Where the axis may end: beyond it a few huge intervals would press all dots into a corner.</summary>
    private double Upper()
    {
        if (rows.Shown.Count == 0 || logarithmic || double.IsFinite(bounds.Ceiling)) return double.PositiveInfinity;
        double largest = rows.Shown.Max(unit => unit.Value);
        if (mean is { } value) largest = Math.Max(largest, value);
        List<double> highs = rows.Shown.Select(unit => unit.High).Where(high => !double.IsNaN(high)).ToList();
        if (largest <= 0 || highs.All(high => high <= 2.5 * largest)) return double.PositiveInfinity;
        // Intervals of ordinary width still decide, so that they are shown whole.
        return Math.Max(1.25 * largest, highs.Where(high => high <= 2 * largest).DefaultIfEmpty(0).Max());
    }
}
