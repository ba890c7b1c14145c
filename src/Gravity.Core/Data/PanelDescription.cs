using Gravity.Core.Wording;

namespace Gravity.Core.Data;

/// <summary>What a column of numbers holds.</summary>
/// <param name="Name">The column.</param>
/// <param name="Count">Cells that are not missing.</param>
/// <param name="Missing">Missing cells.</param>
/// <param name="MissingShare">Missing cells over rows, in [0, 1].</param>
/// <param name="Zeros">Cells equal to 0: trade flows under a logarithm must have none.</param>
/// <param name="Negatives">Cells below 0.</param>
/// <param name="Infinite">Infinite cells; they are left out of the statistics below.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="StandardDeviation">With divisor n − 1; NaN for one cell.</param>
/// <param name="Minimum">Smallest value.</param>
/// <param name="LowerQuartile">Quantile 0.25, interpolated linearly between order statistics (type 7 of Hyndman and Fan 1996).</param>
/// <param name="Median">Quantile 0.5.</param>
/// <param name="UpperQuartile">Quantile 0.75.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="BetweenDeviation">Standard deviation of the units' means, divisor units − 1, as Stata's xtsum; NaN without an index.</param>
/// <param name="WithinDeviation">Standard deviation of x_it − x̄_i + x̄, divisor n − 1, as Stata's xtsum; NaN without an index.</param>
public sealed record NumberSummary(
    string Name,
    int Count,
    int Missing,
    double MissingShare,
    int Zeros,
    int Negatives,
    int Infinite,
    double Mean,
    double StandardDeviation,
    double Minimum,
    double LowerQuartile,
    double Median,
    double UpperQuartile,
    double Maximum,
    double BetweenDeviation,
    double WithinDeviation);

/// <summary>What a column of text holds.</summary>
/// <param name="Name">The column.</param>
/// <param name="Count">Cells that are not missing.</param>
/// <param name="Missing">Missing cells.</param>
/// <param name="MissingShare">Missing cells over rows, in [0, 1].</param>
/// <param name="Distinct">Number of different texts.</param>
public sealed record TextSummary(string Name, int Count, int Missing, double MissingShare, int Distinct);

/// <summary>The correlation of two columns over the rows that have both.</summary>
/// <param name="Left">One column.</param>
/// <param name="Right">The other.</param>
/// <param name="Value">Pearson's correlation, in [−1, 1]; NaN when one of them is constant over those rows.</param>
/// <param name="Count">Rows that have both.</param>
public sealed record Correlation(string Left, string Right, double Value, int Count);

/// <summary>A panel in numbers: structure, missing cells, statistics, correlations.</summary>
/// <param name="SourceName">The file.</param>
/// <param name="Sha256">Hash of the data.</param>
/// <param name="Rows">Rows of the panel.</param>
/// <param name="Sample">Rows left out before, by reason.</param>
/// <param name="Structure">Units and periods; null without an index.</param>
/// <param name="Numbers">The columns of numbers in the order of the file.</param>
/// <param name="Texts">The columns of text in the order of the file.</param>
/// <param name="Correlations">Every pair of number columns once, in the order of the file.</param>
/// <param name="Notices">What the reader and the joins had to say.</param>
public sealed record PanelDescription(
    string SourceName,
    string Sha256,
    int Rows,
    SampleLog Sample,
    PanelStructure? Structure,
    IReadOnlyList<NumberSummary> Numbers,
    IReadOnlyList<TextSummary> Texts,
    IReadOnlyList<Correlation> Correlations,
    IReadOnlyList<Phrase> Notices)
{
    /// <summary>Describes a panel.</summary>
    public static PanelDescription Of(TradePanel panel)
    {
        NumberColumn[] numbers = [.. panel.Columns.OfType<NumberColumn>()];
        var correlations = new List<Correlation>();
        for (int i = 0; i < numbers.Length; i++)
            for (int j = i + 1; j < numbers.Length; j++)
                correlations.Add(Correlate(numbers[i], numbers[j]));
        return new PanelDescription(panel.SourceName, panel.Sha256, panel.RowCount, panel.SampleLog, panel.Index?.Structure,
            [.. numbers.Select(c => Summarise(c, panel.Index))], [.. panel.Columns.OfType<TextColumn>().Select(Summarise)], correlations, panel.NoticePhrases);
    }

    /// <summary>The quantile at <paramref name="share"/> of sorted values: type 7 of Hyndman and Fan (1996), as in R.</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.Length == 0)
            return double.NaN;
        double position = share * (sorted.Length - 1);
        int below = (int)Math.Floor(position);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    private static NumberSummary Summarise(NumberColumn column, PanelIndex? index)
    {
        double[] values = column.Values;
        double[] present = Array.FindAll(values, double.IsFinite);
        int missing = values.Count(double.IsNaN);
        double mean = Mean(present);
        (double between, double within) = index is null ? (double.NaN, double.NaN) : Decompose(values, mean, index);
        double[] sorted = [.. present.Order()];
        return new NumberSummary(
            column.Name, values.Length - missing, missing, Share(missing, values.Length), present.Count(v => v == 0), present.Count(v => v < 0),
            values.Count(double.IsInfinity), mean, Deviation(present, mean), sorted.Length == 0 ? double.NaN : sorted[0],
            Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75), sorted.Length == 0 ? double.NaN : sorted[^1], between, within);
    }

    private static TextSummary Summarise(TextColumn column)
    {
        int missing = column.Values.Count(v => v is null);
        return new TextSummary(column.Name, column.Count - missing, missing, Share(missing, column.Count),
            column.Values.OfType<string>().Distinct(StringComparer.Ordinal).Count());
    }

    private static (double Between, double Within) Decompose(double[] values, double mean, PanelIndex index)
    {
        var unitMeans = new List<double>();
        var deviations = new List<double>();
        for (int unit = 0; unit < index.UnitNames.Count; unit++)
        {
            double[] own = [.. index.RowsOf(unit).ToArray().Select(row => values[row]).Where(double.IsFinite)];
            if (own.Length == 0)
                continue;
            double unitMean = Mean(own);
            unitMeans.Add(unitMean);
            deviations.AddRange(own.Select(v => v - unitMean + mean));
        }
        return (Deviation([.. unitMeans], Mean([.. unitMeans])), Deviation([.. deviations], mean));
    }

    private static Correlation Correlate(NumberColumn left, NumberColumn right)
    {
        double[] x = left.Values, y = right.Values;
        int count = 0;
        double meanX = 0, meanY = 0, xx = 0, yy = 0, xy = 0;
        for (int row = 0; row < x.Length; row++)
        {
            if (!double.IsFinite(x[row]) || !double.IsFinite(y[row]))
                continue;
            // Welford (1962): the moments stay accurate for GDP in single dollars.
            count++;
            double dx = x[row] - meanX, dy = y[row] - meanY;
            meanX += dx / count;
            meanY += dy / count;
            xx += dx * (x[row] - meanX);
            yy += dy * (y[row] - meanY);
            xy += dx * (y[row] - meanY);
        }
        double scale = Math.Sqrt(xx) * Math.Sqrt(yy);
        return new Correlation(left.Name, right.Name, scale > 0 ? Math.Clamp(xy / scale, -1, 1) : double.NaN, count);
    }

    private static double Mean(double[] values)
    {
        if (values.Length == 0)
            return double.NaN;
        double mean = values.Average();
        // The second pass takes back the rounding of the first.
        return mean + values.Sum(v => v - mean) / values.Length;
    }

    private static double Deviation(double[] values, double mean) =>
        values.Length < 2 ? double.NaN : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
