using System.Globalization;

namespace Gravity.Reporting.Tables;

/// <summary>How the numbers of a column are printed for a reader. Culture plays no part; a number is never in scientific form unless
/// the format is <see cref="Scientific"/>. Machine formats (CSV) do not use it: they write the shortest round-trip form.</summary>
public sealed record NumberFormat
{
    private enum Style
    {
        Text,
        Fixed,
        Significant,
        Integer,
        Percent,
        PValue,
        Scientific,
    }

    // A double has no information beyond this many decimals at the magnitudes that reports print.
    private const int MostDecimals = 15;

    private readonly Style style;
    private readonly int digits;
    private readonly bool grouped;
    private readonly bool sign;

    private NumberFormat(Style style, int digits, bool grouped = false, bool sign = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, MostDecimals);
        this.style = style;
        this.digits = digits;
        this.grouped = grouped;
        this.sign = sign;
    }

    /// <summary>Text columns; a number in one is printed in its shortest round-trip form, a missing value as nothing.</summary>
    public static NumberFormat Text { get; } = new(Style.Text, 0) { Missing = "" };

    /// <summary>What a missing value (NaN) prints as: an en dash unless said otherwise; may be empty.</summary>
    public string Missing { get; init; } = "–";

    /// <summary>Always the same number of decimals.</summary>
    /// <param name="decimals">0 to 15.</param>
    /// <param name="thousands">Whether to separate thousands with commas: for levels such as US$ million, not for coefficients.</param>
    public static NumberFormat Fixed(int decimals, bool thousands = false) => new(Style.Fixed, decimals, thousands);

    /// <summary>At least this many significant digits: decimals are cut, digits before the point are all kept.</summary>
    /// <param name="digits">1 to 15.</param>
    public static NumberFormat Significant(int digits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1);
        return new(Style.Significant, digits);
    }

    /// <summary>Rounded to a whole number.</summary>
    /// <param name="thousands">Whether to separate thousands with commas; false for years.</param>
    public static NumberFormat Whole(bool thousands = true) => new(Style.Integer, 0, thousands);

    /// <summary>A share printed times 100.</summary>
    /// <param name="decimals">0 to 15.</param>
    /// <param name="sign">Whether "%" follows each number; false where the header says it.</param>
    public static NumberFormat Percent(int decimals = 1, bool sign = true) => new(Style.Percent, decimals, sign: sign);

    /// <summary>A probability; one that would print as zero prints as "&lt;0.001".</summary>
    /// <param name="decimals">1 to 15.</param>
    public static NumberFormat PValue(int decimals = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(decimals, 1);
        return new(Style.PValue, decimals);
    }

    /// <summary>Scientific form, e.g. 1.2e-07.</summary>
    /// <param name="decimals">Decimals of the mantissa, 0 to 15.</param>
    public static NumberFormat Scientific(int decimals) => new(Style.Scientific, decimals);

    /// <summary>The number as printed; NaN gives <see cref="Missing"/>, infinities "∞" and "-∞".</summary>
    /// <param name="value">Any value; for <see cref="Percent"/> a share, not a percentage.</param>
    public string Format(double value)
    {
        if (double.IsNaN(value)) return Missing;
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "-∞";
        return style switch
        {
            Style.Text => value.ToString("R", CultureInfo.InvariantCulture),
            Style.Fixed or Style.Integer => Decimals(value, digits),
            Style.Significant => Decimals(value, SignificantDecimals(value)),
            Style.Percent => Decimals(100 * value, digits) + (sign ? "%" : ""),
            Style.PValue => Probability(value),
            _ => value.ToString("0." + new string('0', digits) + "e+00", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The digits part of the spreadsheet code that shows a value as <see cref="Format"/> prints it, without signs; a share always gets its "%".</summary>
    /// <remarks>A spreadsheet keeps shares as shares: it multiplies by 100 where it shows "%". From 1e15, where a fixed format would print digits that
    /// a double does not have, the code is scientific.</remarks>
    internal string SpreadsheetCode(double value)
    {
        if (style is Style.Text) return "General";
        if (style is Style.Scientific || Math.Abs(value) >= 1e15) return Digits(Math.Max(digits, 3)) + "E+00";
        return style switch
        {
            Style.Significant => Digits(SignificantDecimals(value)),
            Style.Percent => Digits(digits) + "%",
            _ => (grouped ? "#,##" : "") + Digits(digits),
        };
    }

    private static string Digits(int decimals) => decimals == 0 ? "0" : "0." + new string('0', decimals);

    private string Probability(double value)
    {
        double smallest = Math.Pow(10, -digits);
        return value >= 0 && value < smallest / 2
            ? "<" + Decimals(smallest, digits)
            : Decimals(value, digits);
    }

    private int SignificantDecimals(double value)
    {
        if (value == 0) return digits - 1;
        // 0.0999 at two digits rounds up to 0.10: the power of ten is that of the rounded number, so it is read off the rounded text.
        string rounded = value.ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        int power = int.Parse(rounded.AsSpan(rounded.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return Math.Clamp(digits - 1 - power, 0, MostDecimals);
    }

    private string Decimals(double value, int decimals)
    {
        string format = (grouped ? "N" : "F") + decimals.ToString(CultureInfo.InvariantCulture);
        string text = value.ToString(format, CultureInfo.InvariantCulture);
        // "-0.00" is a rounding artefact that readers take for a sign.
        return text.StartsWith('-') && text.AsSpan(1).IndexOfAnyExcept('0', '.') < 0 ? text[1..] : text;
    }
}
