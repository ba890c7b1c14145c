using System.Text;

namespace Gravity.Reporting.Charts;

/// <summary>Where a line may end: at a space, and in Chinese text beside any letter, but not before a closing sign nor after an opening one.</summary>
internal static class LineBreaks
{
    private const string NotFirst = "，。、；：？！）》」』】〕”’％%…—～·,.;:?!)]}";
    private const string NotLast = "（《「『【〔“‘([{";

    /// <summary>The parts of a text between which a line may break, each with whether a space stood before it.</summary>
    public static IEnumerable<(string Piece, bool Spaced)> Pieces(string text)
    {
        var piece = new StringBuilder();
        bool spaced = false;
        Rune last = default;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value == ' ')
            {
                if (piece.Length > 0) yield return (piece.ToString(), spaced);
                piece.Clear();
                (spaced, last) = (true, default);
                continue;
            }

            if (piece.Length > 0 && Breaks(last, rune))
            {
                yield return (piece.ToString(), spaced);
                piece.Clear();
                spaced = false;
            }

            piece.Append(rune.ToString());
            last = rune;
        }

        if (piece.Length > 0) yield return (piece.ToString(), spaced);
    }

    private static bool Breaks(Rune before, Rune after) =>
        (IsWide(before) || IsWide(after)) && !NotFirst.Contains(after.ToString(), StringComparison.Ordinal) && !NotLast.Contains(before.ToString(), StringComparison.Ordinal);

    // Ideographs with their extensions, and the signs and full-width forms among them.
    private static bool IsWide(Rune rune) => rune.Value is (>= 0x2E80 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF00 and <= 0xFFEF) or (>= 0x20000 and <= 0x3FFFF);
}
