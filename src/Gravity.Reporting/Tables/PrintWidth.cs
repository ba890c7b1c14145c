using System.Text;

namespace Gravity.Reporting.Tables;

/// <summary>The width of a text set in a serif typeface of Times' proportions, in em: what a page has room for before any program has laid it out.</summary>
/// <remarks>Digits are exact (half an em), so that numbers can be put under each other; letters are averages of their kind.</remarks>
internal static class PrintWidth
{
    /// <summary>The width in em.</summary>
    public static double Of(string text)
    {
        double width = 0;
        foreach (Rune rune in text.EnumerateRunes())
            width += Of(rune);
        return width;
    }

    private static double Of(Rune rune)
    {
        int c = rune.Value;
        if (c is >= '0' and <= '9' or '*' or '$') return 0.5;
        if (c is '.' or ',' or ' ' or ';' or ':' or '|' or '\u00A0') return 0.25;
        if (c is '(' or ')' or '[' or ']' or '-') return 0.333;
        if (c is '−' or '+' or '=' or '<' or '>' or '≤' or '≥') return 0.564;
        if (c is '%') return 0.833;
        if (c is 'i' or 'j' or 'l' or 't' or 'f' or 'r' or 'I') return 0.31;
        if (c is 'm' or 'w' or 'M' or 'W' or '—') return 0.85;
        if (DisplayWidth.Of(rune.ToString()) is 2) return 1;
        if (DisplayWidth.Of(rune.ToString()) is 0) return 0;
        return Rune.IsUpper(rune) ? 0.69 : 0.47;
    }
}
