using System.Globalization;

namespace Gravity.Core.Data;

/// <summary>What counts as a number in a cell, and what a cell that is none looks like.</summary>
internal static class NumberText
{
    /// <summary>Reads an invariant number, also <c>Inf</c> and <c>-Inf</c>; no thousands separators.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || TryInfinity(text.Trim(), out value);

    /// <summary>The same for UTF-8 text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return true;
        if (text.Length is < 3 or > 4)
            return false;
        Span<char> letters = stackalloc char[4];
        for (int i = 0; i < text.Length; i++)
            letters[i] = (char)text[i];
        return TryInfinity(letters[..text.Length], out value);
    }

    /// <summary>The shortest text that reads back as the same number, whole numbers without decimals.</summary>
    public static string Of(double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1e15
            ? ((long)value).ToString(CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary><c>1,234</c>, <c>1 234.5</c>, <c>1'234</c>, <c>1.234,5</c>: digits in groups of three.</summary>
    public static bool HasThousandsSeparators(ReadOnlySpan<char> text)
    {
        text = WithoutSign(text.Trim());
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        if (digits is 0 or > 3 || digits == text.Length)
            return false;
        char separator = text[digits];
        if (separator is not (',' or '.' or '\'' or '’' or ' ' or '\u00A0' or '\u202F'))
            return false;
        int at = digits, groups = 0;
        while (at + 3 < text.Length && text[at] == separator && IsDigits(text.Slice(at + 1, 3)))
        {
            at += 4;
            groups++;
        }
        if (groups == 0)
            return false;
        // Beside spaces and apostrophes both decimal marks are in use.
        bool decimals = at < text.Length && text[at] is (',' or '.') && text[at] != separator;
        return at == text.Length || (decimals && IsDigits(text[(at + 1)..]));
    }

    /// <summary>A number in groups of three digits, with a decimal mark other than the separator of the groups.</summary>
    public static bool TryParseGrouped(ReadOnlySpan<char> text, char separator, bool decimalComma, out double value)
    {
        value = 0;
        text = text.Trim();
        Span<char> plain = stackalloc char[64];
        if (text.Length is 0 or > 64 || !HasThousandsSeparators(text))
            return false;
        char decimalMark = decimalComma ? ',' : '.';
        int length = 0;
        bool fraction = false;
        foreach (char letter in text)
        {
            if (!fraction && IsSeparator(letter, separator))
                continue;
            fraction |= letter == decimalMark;
            if (letter != decimalMark && !char.IsAsciiDigit(letter) && length > 0)
                return false;
            plain[length++] = letter == decimalMark ? '.' : letter;
        }
        return separator != decimalMark && double.TryParse(plain[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Spaces of any kind are one separator, and so are the two apostrophes.</summary>
    private static bool IsSeparator(char letter, char separator) => separator switch
    {
        ' ' => letter is ' ' or '\u00A0' or '\u202F',
        '\'' => letter is '\'' or '’',
        _ => letter == separator,
    };

    /// <summary><c>1,5</c>, <c>-0,25</c>, <c>1,5E-3</c>.</summary>
    public static bool HasDecimalComma(ReadOnlySpan<char> text)
    {
        text = WithoutSign(text.Trim());
        int comma = text.IndexOf(',');
        if (comma < 0 || text.Length < 2 || !(comma == 0 || IsDigits(text[..comma])))
            return false;
        ReadOnlySpan<char> rest = text[(comma + 1)..];
        int exponent = rest.IndexOfAny('e', 'E');
        return exponent < 0
            ? IsDigits(rest)
            : IsDigits(rest[..exponent]) && IsDigits(WithoutSign(rest[(exponent + 1)..]));
    }

    private static bool TryInfinity(ReadOnlySpan<char> text, out double value)
    {
        value = text.Length > 0 && text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return WithoutSign(text).Equals("inf", StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlySpan<char> WithoutSign(ReadOnlySpan<char> text) =>
        text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;

    private static bool IsDigits(ReadOnlySpan<char> text)
    {
        foreach (char letter in text)
            if (!char.IsAsciiDigit(letter))
                return false;
        return text.Length > 0;
    }
}
