using System.Globalization;

namespace Gravity.Reporting.Charts;

/// <summary>Standardised residuals of a regression against the fitted flow, and their mean square: are mean and variance function right along the fit?</summary>
public sealed class FittedResidualsChart : IChart
{
    private const int MostBins = 20;

    private const int LeastInBin = 10;

    // Residuals of flows have tails that would flatten all others; those outside are counted in the note.
    private const double Shown = 0.995;

    private readonly ChartText text;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="rows">Fitted value and standardised residual of each row.</param>
    /// <param name="axisTitle">The title of the axis of fitted values.</param>
    /// <exception cref="Core.DataUnfitException"><c>no-residuals</c>: no row has both.</exception>
    public FittedResidualsChart(ChartText text, IReadOnlyList<(double Fitted, double Residual)> rows, string axisTitle)
    {
        this.text = text;
        (double Fitted, double Residual)[] shown = [.. rows.Where(r => double.IsFinite(r.Fitted + r.Residual)).OrderBy(r => r.Fitted)];
        if (shown.Length == 0) throw new Core.DataUnfitException("no-residuals", "there is no finite residual to draw");
        IReadOnlyList<ResidualBin> bins = ResidualBin.Of(shown, MostBins, LeastInBin);
        double[] sorted = [.. shown.Select(r => r.Residual).Order()];
        double low = Math.Min(sorted[(int)((1 - Shown) * (sorted.Length - 1))], bins.Min(b => b.MeanLow));
        double high = Math.Max(sorted[(int)Math.Ceiling(Shown * (sorted.Length - 1))], bins.Max(b => b.MeanHigh));
        int outside = sorted.Count(e => e < low || e > high);
        double[] squares = [.. bins.SelectMany(b => new[] { b.SquareLow, b.Square, b.SquareHigh }).Where(s => s > 0), 1];
        AxisScale Across(float pixels) => AxisScale.Linear(shown[0].Fitted, shown[^1].Fitted, Math.Clamp((int)(pixels / 52), 3, 9));
        Figure = new PanelFigure(
            text,
            [
                new Panel(Across, pixels => AxisScale.Linear(low, high, Math.Clamp((int)(pixels / 40), 3, 8)), panel => DrawRows(panel, shown, bins, low, high))
                {
                    XTitle = axisTitle, YTitle = text.Words["plot.fitted-residuals.residual"],
                },
                new Panel(Across, pixels => AxisScale.Logarithmic(squares.Min(), squares.Max(), Math.Clamp((int)(pixels / 40), 3, 8)), panel => DrawSquares(panel, bins))
                {
                    XTitle = axisTitle, YTitle = text.Words["plot.fitted-residuals.square"],
                },
            ],
            columns: 2, height: 300,
            legend:
            [
                new(LegendSign.Dot, ChartPalette.BlueBand, text.Words["plot.fitted-residuals.row"]),
                new(LegendSign.Diamond, ChartPalette.Vermilion, text.Words["plot.fitted-residuals.bin"]),
            ],
            notes: () =>
            [
                text.Words.Say("plot.fitted-residuals.note", ("bins", bins.Count)),
                .. outside > 0 ? [text.Words.Say("plot.fitted-residuals.outside", ("count", outside))] : Array.Empty<string>(),
                .. shown.Length < rows.Count ? [text.Words.Say("plot.left-out", ("count", rows.Count - shown.Length))] : Array.Empty<string>(),
            ]);
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } = new(
        "fitted-residuals", "Residuals of a regression against its fit", "Standardised residuals against fitted flows with means by bin, and their mean square, which is flat where the variance function is right.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    internal Figure Figure { get; }

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => Figure.Draw(format, size);

    private static void DrawRows(PanelCanvas panel, (double Fitted, double Residual)[] rows, IReadOnlyList<ResidualBin> bins, double low, double high)
    {
        panel.Horizontal(0, ChartPalette.MutedInk, 1.2f, dashed: true);
        // Dots of a long sample are drawn once a place: the file stays small.
        var taken = new HashSet<(int, int)>();
        foreach ((double fitted, double residual) in rows)
        {
            if (residual < low || residual > high || !taken.Add(((int)panel.Frame.X(fitted), (int)panel.Frame.Y(residual)))) continue;
            panel.Mark(LegendSign.Dot, fitted, residual, 3, ChartPalette.BlueBand);
        }
        foreach (ResidualBin bin in bins)
        {
            panel.Segment(bin.Fitted, bin.MeanLow, bin.Fitted, bin.MeanHigh, ChartPalette.Vermilion, 1.8f);
            panel.Mark(LegendSign.Diamond, bin.Fitted, bin.Mean, 6, ChartPalette.Vermilion,
                string.Create(CultureInfo.InvariantCulture, $"{bin.Count}: {bin.Mean:0.000} ({bin.MeanLow:0.000}–{bin.MeanHigh:0.000})"));
        }
    }

    private static void DrawSquares(PanelCanvas panel, IReadOnlyList<ResidualBin> bins)
    {
        panel.Horizontal(0, ChartPalette.MutedInk, 1.2f, dashed: true);
        foreach (ResidualBin bin in bins.Where(b => b.SquareLow > 0))
        {
            panel.Segment(bin.Fitted, Math.Log10(bin.SquareLow), bin.Fitted, Math.Log10(bin.SquareHigh), ChartPalette.Vermilion, 1.8f);
            panel.Mark(LegendSign.Diamond, bin.Fitted, Math.Log10(bin.Square), 6, ChartPalette.Vermilion,
                string.Create(CultureInfo.InvariantCulture, $"{bin.Count}: {bin.Square:0.000} ({bin.SquareLow:0.000}–{bin.SquareHigh:0.000})"));
        }
    }
}

/// <summary>Rows of neighbouring fitted values, about as many in each bin.</summary>
/// <param name="Fitted">Mean fitted value.</param>
/// <param name="Count">Rows.</param>
/// <param name="Mean">Mean residual.</param>
/// <param name="MeanError">Its standard error, sd/√n.</param>
/// <param name="Square">Mean square of the residuals.</param>
/// <param name="SquareError">Standard error of its logarithm, by the delta method.</param>
internal sealed record ResidualBin(double Fitted, int Count, double Mean, double MeanError, double Square, double SquareError)
{
    private const double Normal = 1.959963984540054;

    public double MeanLow => Mean - Normal * MeanError;

    public double MeanHigh => Mean + Normal * MeanError;

    public double SquareLow => Square * Math.Exp(-Normal * SquareError);

    public double SquareHigh => Square * Math.Exp(Normal * SquareError);

    /// <summary>Bins of rows in the order of their fitted values.</summary>
    public static IReadOnlyList<ResidualBin> Of((double Fitted, double Residual)[] rows, int most, int least)
    {
        int count = Math.Clamp(rows.Length / least, 1, most);
        return
        [
            .. Enumerable.Range(0, count).Select(b =>
            {
                (double Fitted, double Residual)[] bin = rows[(int)((long)b * rows.Length / count)..(int)((long)(b + 1) * rows.Length / count)];
                double mean = bin.Average(r => r.Residual), square = bin.Average(r => r.Residual * r.Residual);
                double spread = bin.Average(r => (r.Residual - mean) * (r.Residual - mean)), fourth = bin.Average(r => Math.Pow(r.Residual * r.Residual - square, 2));
                return new ResidualBin(bin.Average(r => r.Fitted), bin.Length, mean, Math.Sqrt(spread / bin.Length), square, square > 0 ? Math.Sqrt(fourth / bin.Length) / square : 0);
            }),
        ];
    }
}
