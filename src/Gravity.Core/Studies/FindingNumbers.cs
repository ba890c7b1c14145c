using System.Globalization;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Numbers as findings say them.</summary>
internal static class FindingNumbers
{
    public static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string P(double p) => p < 0.0001 ? "p < 0.0001" : $"p = {p.ToString("0.####", CultureInfo.InvariantCulture)}";

    public static string L(double value) => Minus(value.ToString("F4", CultureInfo.InvariantCulture));

    public static string E(double value) => value.ToString("0.0e+0", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits, whole numbers above a thousand.</summary>
    public static Phrase N(double value)
    {
        if (!double.IsFinite(value))
            return new Phrase("finding.not-available");
        double size = Math.Abs(value);
        int decimals = size >= 1000 ? 0 : size == 0 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 8);
        return Phrase.Verbatim(Minus(Math.Round(value, decimals).ToString(size >= 1000 ? "N0" : "0.########", CultureInfo.InvariantCulture)));
    }

    public static string Minus(string text) => text.Replace('-', '−');
}
