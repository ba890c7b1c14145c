using System.Globalization;

namespace Gravity.Reporting.Charts;

/// <summary>The distribution of efficiencies: a histogram, its kernel density, mean and median.</summary>
public sealed class EfficiencyDistributionChart : IChart
{
    private readonly ChartText text;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="values">Efficiencies in [0, 1]; those that are not finite are left out with a note.</param>
    public EfficiencyDistributionChart(ChartText text, IReadOnlyList<double> values)
    {
        this.text = text;
        double[] shown = [.. values.Where(double.IsFinite)];
        if (shown.Length == 0) throw new Core.DataUnfitException("no-efficiencies", "there is no finite efficiency to draw");
        var density = new KernelDensity(shown);
        double mean = shown.Average(), median = density.Quantile(0.5);
        (double From, double Width, int[] Counts) bins = Bins(shown, density);
        double[] heights = [.. bins.Counts.Select(c => c / (shown.Length * bins.Width))];
        (double X, double Y)[] curve = density.Bandwidth > 0 ? [.. Enumerable.Range(0, 301).Select(k => k / 300.0).Select(x => (x, density.At(x)))] : [];
        double top = 1.04 * heights.Concat(curve.Select(p => p.Y)).Max();
        double least = Math.Max(0, shown.Min() - 4 * density.Bandwidth);
        AxisScale x = AxisScale.Linear(Math.Min(least, bins.From), 1, 8, 0, 1);
        string Value(double v) => v.ToString("0.000", CultureInfo.InvariantCulture);
        Figure = new PanelFigure(
            text,
            [
                new Panel(
                    _ => x, height => AxisScale.Linear(0, top, Math.Clamp((int)(height / 40), 3, 7), 0),
                    panel =>
                    {
                        for (int k = 0; k < heights.Length; k++)
                        {
                            double from = bins.From + k * bins.Width, to = from + bins.Width;
                            panel.Bar(from, to, heights[k], ChartPalette.BlueBand, string.Create(CultureInfo.InvariantCulture, $"{from:0.000}–{to:0.000}: {bins.Counts[k]}"));
                        }
                        panel.Line(curve.Where(p => p.X >= x.Min), ChartPalette.Blue, 2.2f);
                        panel.Vertical(mean, ChartPalette.Vermilion, 1.8f);
                        panel.Vertical(median, ChartPalette.Ink, 1.5f, dashed: true);
                    })
                {
                    XTitle = text.Words["plot.efficiency"], YTitle = text.Words["plot.density"],
                },
            ],
            legend:
            [
                new(LegendSign.Band, ChartPalette.BlueBand, text.Words["plot.histogram"]), new(LegendSign.Line, ChartPalette.Blue, text.Words["plot.distribution.kernel"]),
                new(LegendSign.Line, ChartPalette.Vermilion, text.Words.Say("plot.distribution.mean", ("value", Value(mean)))),
                new(LegendSign.Dashed, ChartPalette.Ink, text.Words.Say("plot.distribution.median", ("value", Value(median)))),
            ],
            notes: () =>
            [
                .. density.Bandwidth > 0 ? [text.Words.Say("plot.distribution.note", ("bandwidth", Value(density.Bandwidth)))] : Array.Empty<string>(),
                .. shown.Length < values.Count ? [text.Words.Say("plot.left-out", ("count", values.Count - shown.Length))] : Array.Empty<string>(),
            ]);
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } =
        new("efficiency-distribution", "Distribution of efficiency", "Histogram and kernel density of the efficiencies, with mean and median; of one period with --period.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    internal Figure Figure { get; }

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => Figure.Draw(format, size);

    /// <summary>Freedman and Diaconis's width, 2·IQR·n^(−1/3), within 5 to 40 bins of the range.</summary>
    private static (double From, double Width, int[] Counts) Bins(double[] values, KernelDensity density)
    {
        (double low, double high) = (values.Min(), values.Max());
        if (!(high - low > 1e-9)) (low, high) = (Math.Max(0, low - 0.05), Math.Min(1, high + 0.05));
        double wished = 2 * (density.Quantile(0.75) - density.Quantile(0.25)) / Math.Cbrt(values.Length);
        int count = Math.Clamp(wished > 0 ? (int)Math.Ceiling((high - low) / wished) : 5, 5, 40);
        double width = (high - low) / count;
        var counts = new int[count];
        foreach (double value in values)
            counts[Math.Clamp((int)((value - low) / width), 0, count - 1)]++;
        return (low, width, counts);
    }
}
