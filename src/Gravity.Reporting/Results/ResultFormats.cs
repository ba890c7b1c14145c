using Gravity.Core.Estimation;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>How many decimals results deserve.</summary>
internal static class ResultFormats
{
    private const int MostDecimals = 10;

    /// <summary>Log-likelihoods and test statistics.</summary>
    public static NumberFormat Statistic { get; } = NumberFormat.Fixed(3);

    /// <summary>Counts.</summary>
    public static NumberFormat Count { get; } = NumberFormat.Whole();

    /// <summary>Efficiencies.</summary>
    public static NumberFormat Efficiency { get; } = NumberFormat.Fixed(3);

    /// <summary>Ranks: whole, but ties share an average place.</summary>
    public static NumberFormat Ranks(IEnumerable<double> ranks) => NumberFormat.Fixed(ranks.Any(r => double.IsFinite(r) && r != Math.Floor(r)) ? 1 : 0);

    /// <summary>Decimals that show two digits of a standard error, at least <paramref name="least"/>.</summary>
    public static NumberFormat Coefficient(double estimate, double error, int least) => NumberFormat.Fixed(Decimals(estimate, error, least));

    /// <summary>One format for a column: enough decimals for its smallest standard error.</summary>
    public static NumberFormat Coefficients(IEnumerable<ParameterEstimate> parameters, int least) =>
        NumberFormat.Fixed(parameters.Select(p => Decimals(p.Estimate, p.StandardError, least)).DefaultIfEmpty(least).Max());

    /// <summary>Levels of one kind, such as trade in million US$: no decimals from 10 up, more for small ones.</summary>
    public static NumberFormat Level(IEnumerable<double> values)
    {
        double[] positive = [.. values.Where(v => double.IsFinite(v) && v > 0).DefaultIfEmpty(1000).Order()];
        // Where the largest is many powers of ten larger, the decimals of the smallest would swamp the column.
        double smallest = positive[^1] / positive[0] > 1e5 ? positive[positive.Length / 10] : positive[0];
        return NumberFormat.Fixed(smallest >= 10 ? 0 : smallest >= 1 ? 1 : Math.Min(MostDecimals, 1 - (int)Math.Floor(Math.Log10(smallest))), thousands: true);
    }

    /// <summary>A variable's statistics, by the size of its spread.</summary>
    public static NumberFormat Spread(double deviation, double largest)
    {
        double size = deviation > 0 ? deviation : Math.Abs(largest);
        int decimals = size > 0 && double.IsFinite(size) ? Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, MostDecimals) : 0;
        return NumberFormat.Fixed(decimals, thousands: decimals == 0);
    }

    private static int Decimals(double estimate, double error, int least)
    {
        double size = error > 0 && double.IsFinite(error) ? error : Math.Abs(estimate);
        return size > 0 && double.IsFinite(size) ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(size)), least, MostDecimals) : least;
    }
}
