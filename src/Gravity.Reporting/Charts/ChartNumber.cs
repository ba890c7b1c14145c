using System.Globalization;
using Gravity.Core.Wording;

namespace Gravity.Reporting.Charts;

/// <summary>Numbers as charts print them: commas between thousands as in the tables, and a minus sign.</summary>
internal static class ChartNumber
{
    /// <summary>A number with so many decimals.</summary>
    public static string Fixed(double value, int decimals) =>
        value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>A number of any size with at least four significant digits; digits before the point are all kept.</summary>
    public static string Level(double value)
    {
        int decimals = value == 0 ? 0 : Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 10);
        return Fixed(value, decimals);
    }

    /// <summary>A share with two decimals.</summary>
    public static string Share(double value) => Fixed(value, 2);

    /// <summary>A number of percent with one decimal.</summary>
    public static string Percent(double value) => Fixed(value, 1) + "%";

    /// <summary>0.85 [0.80, 0.90]; without an interval the value alone.</summary>
    public static string WithInterval(double value, double low, double high, Func<double, string> format) =>
        high >= low ? $"{format(value)} [{End(low, format)}, {End(high, format)}]" : format(value);

    /// <summary>Poland: 0.85 [0.80, 0.90].</summary>
    public static string Says(Words words, string name, double value, double low, double high, Func<double, string> format) =>
        words.Say("chart.says", ("name", name), ("value", WithInterval(value, low, high, format)));

    private static string End(double value, Func<double, string> format) =>
        double.IsPositiveInfinity(value) ? "∞" : double.IsNegativeInfinity(value) ? "−∞" : format(value);
}
