using System.Globalization;

namespace Gravity.Reporting.Charts;

/// <summary>Composed residuals against their fitted law: histogram with the density, and a quantile plot.</summary>
public sealed class ResidualsChart : IChart
{
    private readonly ChartText text;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="residuals">Composed residuals ε.</param>
    /// <param name="density">The fitted density of ε.</param>
    /// <param name="quantiles">Theoretical quantile and sample value, one a row or thinned.</param>
    /// <param name="scores">True when the quantile plot is of normal scores of transformed residuals, false for the residuals themselves.</param>
    public ResidualsChart(ChartText text, IReadOnlyList<double> residuals, Func<double, double> density, IReadOnlyList<(double Theory, double Sample)> quantiles, bool scores)
    {
        this.text = text;
        double[] values = [.. residuals.Where(double.IsFinite).Order()];
        if (values.Length == 0) throw new Core.DataUnfitException("no-residuals", "there is no finite residual to draw");
        (double low, double high) = (values[0], values[^1]);
        if (!(high > low)) (low, high) = (low - 1, high + 1);
        double range = values[(int)(0.75 * (values.Length - 1))] - values[(int)(0.25 * (values.Length - 1))];
        int count = Math.Clamp(range > 0 ? (int)Math.Ceiling((high - low) / (2 * range / Math.Cbrt(values.Length))) : 5, 5, 50);
        double width = (high - low) / count;
        var counts = new int[count];
        foreach (double value in values)
            counts[Math.Clamp((int)((value - low) / width), 0, count - 1)]++;
        double reach = 0.08 * (high - low);
        (double X, double Y)[] curve = [.. Enumerable.Range(0, 241).Select(k => low - reach + (high - low + 2 * reach) * k / 240).Select(x => (x, density(x)))];
        double top = 1.04 * counts.Select(c => c / (values.Length * width)).Concat(curve.Select(p => p.Y).Where(double.IsFinite)).Max();
        (double Theory, double Sample)[] points = [.. quantiles.Where(q => double.IsFinite(q.Theory) && double.IsFinite(q.Sample))];
        double least = points.Select(p => Math.Min(p.Theory, p.Sample)).DefaultIfEmpty(-1).Min(), most = points.Select(p => Math.Max(p.Theory, p.Sample)).DefaultIfEmpty(1).Max();
        AxisScale Square(float pixels) => AxisScale.Linear(least, most, Math.Clamp((int)(pixels / 52), 3, 7));
        Figure = new PanelFigure(
            text,
            [
                new Panel(
                    pixels => AxisScale.Linear(low - reach, high + reach, Math.Clamp((int)(pixels / 52), 3, 7)), pixels => AxisScale.Linear(0, top, Math.Clamp((int)(pixels / 40), 3, 7), 0),
                    panel =>
                    {
                        for (int k = 0; k < count; k++)
                        {
                            double from = low + k * width;
                            panel.Bar(from, from + width, counts[k] / (values.Length * width), ChartPalette.BlueBand,
                                string.Create(CultureInfo.InvariantCulture, $"{from:0.###}–{from + width:0.###}: {counts[k]}"));
                        }
                        panel.Line(curve, ChartPalette.Vermilion, 2.2f);
                    })
                {
                    XTitle = text.Words["plot.residuals.residual"], YTitle = text.Words["plot.density"],
                },
                new Panel(
                    Square, Square,
                    panel =>
                    {
                        panel.Segment(least, least, most, most, ChartPalette.Vermilion, 1.6f);
                        // Dots of a long sample are drawn once a place: the file stays small.
                        var taken = new HashSet<(int, int)>();
                        foreach ((double theory, double sample) in points)
                        {
                            if (!taken.Add(((int)(2 * panel.Frame.X(theory)), (int)(2 * panel.Frame.Y(sample))))) continue;
                            panel.Mark(LegendSign.Dot, theory, sample, 4.5f, ChartPalette.Blue, string.Create(CultureInfo.InvariantCulture, $"{theory:0.000} → {sample:0.000}"));
                        }
                    })
                {
                    XTitle = text.Words[scores ? "plot.residuals.normal" : "plot.residuals.fitted"], YTitle = text.Words[scores ? "plot.residuals.scores" : "plot.residuals.sample"],
                },
            ],
            columns: 2, height: 300,
            legend: [new(LegendSign.Band, ChartPalette.BlueBand, text.Words["plot.histogram"]), new(LegendSign.Line, ChartPalette.Vermilion, text.Words["plot.residuals.law"])]);
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } =
        new("residuals", "Residuals against the fitted law", "Histogram of the composed residuals with the fitted density, and their quantiles against those of the fitted law.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    internal Figure Figure { get; }

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => Figure.Draw(format, size);
}
