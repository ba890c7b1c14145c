using System.Globalization;
using Gravity.Core;
using ScottPlot;
using SkiaSharp;

namespace Gravity.Reporting.Charts;

/// <summary>Mean efficiency by year with a band, and the units as light lines behind it.</summary>
public sealed class EfficiencyOverTimeChart : IChart
{
    private readonly ChartText text;
    private readonly TimeFigure figure;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="periods">The years, at least one, in any order.</param>
    /// <param name="units">Lines of single units, one value per entry of <paramref name="periods"/> in the same order; null for none.</param>
    /// <param name="axisTitle">The title of the value axis; null for trade efficiency.</param>
    /// <param name="meanLabel">The legend's words for the mean; null for the usual ones.</param>
    /// <param name="bandLabel">The legend's words for the band; null for the usual ones.</param>
    /// <param name="unitLabel">The legend's words for the light lines; null for the usual ones.</param>
    /// <exception cref="DataUnfitException">There is no period, or a period occurs twice.</exception>
    /// <exception cref="ArgumentException">A unit has another number of values than there are periods.</exception>
    public EfficiencyOverTimeChart(
        ChartText text, IReadOnlyList<PeriodValue> periods, IReadOnlyList<UnitSeries>? units = null, string? axisTitle = null,
        string? meanLabel = null, string? bandLabel = null, string? unitLabel = null)
    {
        if (periods.Count == 0) throw new DataUnfitException("no-periods", "a chart over time needs at least one period");
        if (periods.GroupBy(period => period.Period).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new DataUnfitException("period-twice", FormattableString.Invariant($"the period {twice.Key} occurs more than once in a chart over time"));
        if (units?.FirstOrDefault(unit => unit.Values.Count != periods.Count) is { } wrong)
            throw new ArgumentException($"unit '{wrong.Label}' has {wrong.Values.Count} values for {periods.Count} periods", nameof(units));
        this.text = text;
        figure = new TimeFigure(text, periods, units ?? [], axisTitle ?? text.Words["chart.trade-efficiency"], new Labels(
            meanLabel ?? text.Words["chart.mean"], bandLabel ?? text.Words.Say("chart.mean-interval", ("level", "95%")),
            unitLabel ?? text.Words.Say("chart.single-units", ("unit", text.Words["chart.partner"]))));
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } =
        new("efficiency-over-time", "Efficiency over time", "Mean efficiency by year with its band, and the units as light lines.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => figure.Draw(format, size);

    private sealed record Labels(string Mean, string Band, string Units);

    private sealed class TimeFigure : Figure
    {
        private readonly List<PeriodValue> periods;
        private readonly List<(string Label, double[] Values, bool Highlighted)> units;
        private readonly string axisTitle;
        private readonly FigureLegend legend;
        private float legendWidth;

        public TimeFigure(
            ChartText text, IReadOnlyList<PeriodValue> given, IReadOnlyList<UnitSeries> series, string axisTitle,
            Labels labels)
            : base(text)
        {
            this.axisTitle = axisTitle;
            int[] order = Enumerable.Range(0, given.Count).OrderBy(t => given[t].Period).ToArray();
            periods = order.Select(t => given[t]).ToList();
            // Highlighted lines are drawn last, over the others.
            units = series.OrderBy(unit => unit.Highlighted).Select(unit => (unit.Label, order.Select(t => unit.Values[t]).ToArray(), unit.Highlighted)).ToList();
            List<LegendEntry> entries = [new(LegendSign.LineWithDot, ChartPalette.Blue, labels.Mean)];
            if (periods.Any(HasBand)) entries.Add(new LegendEntry(LegendSign.Band, ChartPalette.BlueBand, labels.Band));
            bool highlighted = Highlight is not null && units.Any(unit => unit.Highlighted);
            if (highlighted) entries.Add(new LegendEntry(LegendSign.Line, ChartPalette.Vermilion, Highlight!));
            if (units.Any(unit => !unit.Highlighted)) entries.Add(new LegendEntry(LegendSign.Line, ChartPalette.UnitLine, highlighted ? Words["chart.others"] : labels.Units));
            legend = new FigureLegend(entries);
        }

        protected override IEnumerable<string> OwnNotes => [];

        protected override (float Natural, float Smallest) PlotHeight => (320, 140);

        protected override PlotMargins Margins(ChartLettering lettering, float width)
        {
            float labels = Values(200).Ticks.Max(tick => lettering.Width(tick.Label, TickSize));
            legendWidth = width - labels - 34;
            return new PlotMargins(labels + 34, legend.Height(lettering, legendWidth), 14, 44);
        }

        protected override (AxisScale Horizontal, AxisScale Vertical) Scales(float width, float height) =>
            (AxisScale.Years(periods[0].Period, periods[^1].Period, Math.Max(2, (int)(width / 42))), Values(height));

        protected override void Compose(Plot plot, PlotFrame frame)
        {
            plot.Grid.XAxisStyle.IsVisible = false;
            // Bands below all lines, the mean above them.
            foreach ((int first, int last) in Runs(t => HasBand(periods[t])))
                Band(plot, frame, first, last);
            foreach ((_, double[] unit, bool highlighted) in units)
                Line(plot, t => unit[t], highlighted ? ChartPalette.Vermilion : ChartPalette.UnitLine, highlighted ? 1.4f : 1.1f, markerSize: 0);
            Line(plot, t => periods[t].Mean, ChartPalette.Blue, 2.2f, markerSize: 7);
        }

        protected override void Annotate(FigureCanvas canvas, PlotFrame frame)
        {
            Spots(canvas, frame);
            legend.Draw(canvas, frame, frame.Area.Left, legendWidth);
            HorizontalAxis(canvas, frame, Words["chart.year"]);
            float widest = 0;
            foreach (AxisTick tick in frame.Vertical.Ticks)
            {
                canvas.TextAround(tick.Label, frame.Area.Left - 9, frame.Y(tick.Position), TickSize, ChartPalette.Ink, TextAnchor.Right);
                widest = Math.Max(widest, canvas.Lettering.Width(tick.Label, TickSize));
            }

            canvas.Text(
                axisTitle, frame.Area.Left - 9 - widest - 11, frame.Area.MidY, AxisTitleSize, ChartPalette.Ink, TextAnchor.Middle, rotation: -90);
        }

        /// <summary>Points of units first: where they lie under the mean, the mean tells its value.</summary>
        private void Spots(FigureCanvas canvas, PlotFrame frame)
        {
            foreach ((string label, double[] values, _) in units)
            {
                for (int t = 0; t < values.Length; t++)
                {
                    if (double.IsFinite(values[t]))
                        canvas.Spot(Around(frame, t, values[t], 6), Words.Say("chart.says-cell", ("name", label), ("period", Period(t)), ("value", ChartNumber.Share(values[t]))));
                }
            }

            for (int t = 0; t < periods.Count; t++)
            {
                (_, double mean, double low, double high) = periods[t];
                if (double.IsFinite(mean))
                    canvas.Spot(Around(frame, t, mean, 8), Words.Say(
                        "chart.says-mean", ("period", Period(t)), ("value", ChartNumber.WithInterval(mean, low, high, ChartNumber.Share))));
            }
        }

        private string Period(int t) => periods[t].Period.ToString(CultureInfo.InvariantCulture);

        private SKRect Around(PlotFrame frame, int t, double value, float half)
        {
            (float x, float y) = (frame.X(periods[t].Period), frame.Y(value));
            return new SKRect(x - half, y - half, x + half, y + half);
        }

        private static bool HasBand(PeriodValue period) => double.IsFinite(period.Low) && double.IsFinite(period.High) && period.High >= period.Low;

        private AxisScale Values(float height)
        {
            var values = periods.SelectMany(period => (double[])[period.Mean, period.Low, period.High]).Concat(units.SelectMany(unit => unit.Values))
                .Where(double.IsFinite).DefaultIfEmpty(0.5).ToList();
            return AxisScale.Linear(values.Min(), values.Max(), Math.Clamp((int)(height / 38), 3, 8), 0, 1);
        }

        /// <summary>Runs of neighbouring periods for which something holds; a gap in the years ends a run.</summary>
        private IEnumerable<(int First, int Last)> Runs(Func<int, bool> holds)
        {
            int first = -1;
            for (int t = 0; t < periods.Count; t++)
            {
                if (!holds(t)) continue;
                if (first < 0) first = t;
                if (t + 1 < periods.Count && holds(t + 1) && periods[t + 1].Period == periods[t].Period + 1) continue;
                yield return (first, t);
                first = -1;
            }
        }

        private void Band(Plot plot, PlotFrame frame, int first, int last)
        {
            var run = periods.GetRange(first, last - first + 1);
            // A single year has no width: its band is drawn as a bar.
            double half = run.Count == 1 ? 5 / frame.Area.Width * (frame.Horizontal.Max - frame.Horizontal.Min) : 0;
            var corners = run.Select(period => new Coordinates(period.Period - half, period.Low))
                .Concat(run.AsEnumerable().Reverse().Select(period => new Coordinates(period.Period - half, period.High))).ToList();
            if (half > 0)
            {
                corners.Add(new Coordinates(run[0].Period + half, run[0].High));
                corners.Add(new Coordinates(run[0].Period + half, run[0].Low));
            }

            var band = plot.Add.Polygon(corners.ToArray());
            band.FillColor = ChartPalette.BlueBand;
            band.LineWidth = 0;
        }

        private void Line(Plot plot, Func<int, double> value, Color color, float width, float markerSize)
        {
            foreach ((int first, int last) in Runs(t => double.IsFinite(value(t))))
            {
                int[] run = Enumerable.Range(first, last - first + 1).ToArray();
                var line = plot.Add.Scatter(run.Select(t => (double)periods[t].Period).ToArray(), run.Select(value).ToArray());
                line.LineColor = color;
                line.LineWidth = width;
                line.MarkerShape = MarkerShape.FilledCircle;
                // A lone point without a marker would not be seen.
                line.MarkerSize = run.Length == 1 ? Math.Max(4, markerSize) : markerSize;
                line.MarkerColor = color;
            }
        }
    }
}
