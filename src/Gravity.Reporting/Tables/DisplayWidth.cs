using System.Globalization;
using System.Text;

namespace Gravity.Reporting.Tables;

/// <summary>How many terminal cells a text takes: 2 for East Asian wide characters, 0 for combining marks and format characters, else 1.</summary>
/// <remarks>Unicode Standard Annex 11, East Asian Width; ambiguous characters count 1, as terminals outside East Asian locales do.</remarks>
internal static class DisplayWidth
{
    // Blocks of East Asian Width W or F, merged where everything between them is wide or unassigned.
    private static readonly (int First, int Last)[] WideRanges =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x23E9, 0x23EC), (0x2614, 0x2615), (0x26A1, 0x26A1),
        (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3),
        (0xF900, 0xFAFF), (0xFE10, 0xFE19), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x18DFF),
        (0x1AFF0, 0x1B2FF), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x20000, 0x3FFFD),
    ];

    /// <summary>The width of a text in terminal cells.</summary>
    public static int Of(string text)
    {
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes())
            width += Of(rune);
        return width;
    }

    /// <summary>The text followed by spaces up to a width.</summary>
    public static string PadRight(string text, int width) => text + Spaces(width - Of(text));

    /// <summary>The text preceded by spaces up to a width.</summary>
    public static string PadLeft(string text, int width) => Spaces(width - Of(text)) + text;

    /// <summary>The text in the middle of a width, a spare cell going right.</summary>
    public static string Center(string text, int width)
    {
        int spare = Math.Max(0, width - Of(text));
        return Spaces(spare / 2) + text + Spaces(spare - spare / 2);
    }

    /// <summary>The text broken into lines no wider than given: at spaces, and between East Asian characters; what cannot be broken stands alone.</summary>
    /// <remarks>No line begins with a closing mark or ends with an opening one (a plain form of the rules of Unicode Standard Annex 14).</remarks>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        int used = 0;
        foreach ((string piece, bool spaced) in Pieces(text))
        {
            int length = Of(piece), gap = spaced && used > 0 ? 1 : 0;
            if (used > 0 && used + gap + length > width)
            {
                yield return line.ToString();
                line.Clear();
                used = gap = 0;
            }

            line.Append(' ', gap).Append(piece);
            used += gap + length;
        }

        if (used > 0) yield return line.ToString();
    }

    /// <summary>The parts that stay on one line, each with whether a space stands before it.</summary>
    private static IEnumerable<(string Piece, bool Spaced)> Pieces(string text)
    {
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Rune[] runes = [.. word.EnumerateRunes()];
            var piece = new StringBuilder();
            bool spaced = true;
            for (int i = 0; i < runes.Length; i++)
            {
                if (i > 0 && Breaks(runes[i - 1], runes[i]))
                {
                    yield return (piece.ToString(), spaced);
                    piece.Clear();
                    spaced = false;
                }

                piece.Append(runes[i].ToString());
            }

            yield return (piece.ToString(), spaced);
        }
    }

    private static bool Breaks(Rune before, Rune after) =>
        (Of(before) == 2 || Of(after) == 2)
        && !"，。；：、！？）”’》】…%".Contains(after.ToString(), StringComparison.Ordinal)
        && !"（“‘《【".Contains(before.ToString(), StringComparison.Ordinal);

    private static int Of(Rune rune)
    {
        if (rune.Value < 0x300) return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
            return 0;
        foreach ((int first, int last) in WideRanges)
        {
            if (rune.Value < first) return 1;
            if (rune.Value <= last) return 2;
        }

        return 1;
    }

    private static string Spaces(int count) => count > 0 ? new string(' ', count) : "";
}
