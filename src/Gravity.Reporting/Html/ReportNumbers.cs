using System.Globalization;

namespace Gravity.Reporting.Html;

/// <summary>Numbers in sentences: three significant digits, a minus that is one.</summary>
internal static class ReportNumbers
{
    /// <summary>Three significant digits, whole from a thousand on.</summary>
    public static string Text(double value)
    {
        if (!double.IsFinite(value)) return "–";
        double size = Math.Abs(value);
        if (size >= 1000) return Minus(value.ToString("N0", CultureInfo.InvariantCulture));
        int decimals = size == 0 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 8);
        return Minus(value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }

    /// <summary>An efficiency or a probability: two decimals.</summary>
    public static string Share(double value) => double.IsFinite(value) ? value.ToString("F2", CultureInfo.InvariantCulture) : "–";

    /// <summary>100 times the value, whole.</summary>
    public static string Percent(double value) => double.IsFinite(value) ? Minus((100 * value).ToString("N0", CultureInfo.InvariantCulture)) : "–";

    /// <summary>p = 0.187 or p &lt; 0.001.</summary>
    public static string P(double p) => p < 0.001 ? "p\u00A0<\u00A00.001" : "p\u00A0=\u00A0" + p.ToString("F3", CultureInfo.InvariantCulture);

    private static string Minus(string text) => text.Replace('-', '−');
}
