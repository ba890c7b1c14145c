using System.Globalization;
using Gravity.Core.Wording;

namespace Gravity.Core.Data;

/// <summary>Rows and examples as they stand in messages.</summary>
internal static class RowList
{
    /// <summary>How many rows a message lists before it counts the rest.</summary>
    public const int Listed = 10;

    /// <summary><c>row 17</c>, <c>rows 17, 204, 988</c>, or ten rows <c>and 31 more</c>.</summary>
    public static string Text(IReadOnlyList<int> rows) => Phrase(rows).ToString();

    /// <summary>The same in every language.</summary>
    public static Phrase Phrase(IReadOnlyList<int> rows)
    {
        string listed = string.Join(", ", rows.Take(Listed).Select(Whole));
        return rows.Count <= Listed
            ? new Phrase("rows.listed", ("count", Whole(rows.Count)), ("rows", listed))
            : new Phrase("rows.first", ("rows", listed), ("more", Whole(rows.Count - Listed)));
    }

    /// <summary>A count without separators, as messages have it.</summary>
    public static string Whole(int count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>Up to <paramref name="count"/> different texts in single quotes, in order of appearance.</summary>
    public static string Examples(IEnumerable<string> texts, int count = 4)
    {
        List<string> distinct = [.. texts.Distinct(StringComparer.Ordinal).Take(count + 1)];
        string listed = string.Join(", ", distinct.Take(count).Select(t => $"'{t}'"));
        return distinct.Count > count ? listed + ", …" : listed;
    }

    /// <summary><c>1 value</c>, <c>3 values</c>.</summary>
    public static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
