using Gravity.Core.Wording;

namespace Gravity.Core.Data;

/// <summary>What a join matched.</summary>
/// <param name="Table">Name of the joined file.</param>
/// <param name="Keys">The key columns.</param>
/// <param name="Added">Names of the added columns.</param>
/// <param name="MatchedRows">Rows of the left side that found a partner.</param>
/// <param name="UnmatchedRows">1-based data rows of the left side that found none: their new cells are missing.</param>
/// <param name="UnusedRows">1-based data rows of the right side that no row of the left asked for.</param>
public sealed record JoinReport(
    string Table,
    IReadOnlyList<string> Keys,
    IReadOnlyList<string> Added,
    int MatchedRows,
    IReadOnlyList<int> UnmatchedRows,
    IReadOnlyList<int> UnusedRows);

/// <summary>The joined panel and the account of the join.</summary>
/// <param name="Panel">The left rows with the added columns; a notice tells what matched.</param>
/// <param name="Report">Counts and rows.</param>
public sealed record JoinResult(TradePanel Panel, JoinReport Report);

/// <summary>Left joins on key columns.</summary>
internal static class PanelJoin
{
    private const char KeySeparator = '\u001F';

    /// <summary>Joins <paramref name="right"/> to <paramref name="left"/>.</summary>
    /// <param name="left">All its rows stay, in their order.</param>
    /// <param name="right">Has each key at most once.</param>
    /// <param name="on">Key columns, in both tables; compared as text, so that the number 2007 meets the text 2007.</param>
    /// <exception cref="UsageException"><c>unknown-column</c>; <c>no-join-keys</c>; <c>duplicate-column</c> when an added name exists.</exception>
    /// <exception cref="DataUnfitException"><c>duplicate-keys</c>: the right side has a key twice; rows are those of the right file.</exception>
    public static JoinResult Left(TradePanel left, TradePanel right, IReadOnlyList<string> on)
    {
        if (on.Count == 0)
            throw new UsageException("no-join-keys", $"the join with {right.SourceName} names no key column");
        Dictionary<string, int> rowOfKey = Keys(right, on);
        string?[] keys = KeysOf(left, on);
        var added = right.Columns.Where(c => !on.Contains(c.Name, StringComparer.Ordinal)).ToList();
        foreach (PanelColumn column in added)
        {
            if (left.Find(column.Name) is not null)
            {
                throw new UsageException("duplicate-column",
                    $"{left.SourceName} and {right.SourceName} both have a column '{column.Name}' that is no key of the join: rename one of them");
            }
        }

        var rows = new int[left.RowCount];
        var used = new bool[right.RowCount];
        var unmatched = new List<int>();
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = -1;
            if (keys[row] is { } key && rowOfKey.TryGetValue(key, out int partner))
            {
                rows[row] = partner;
                used[partner] = true;
            }
            else
            {
                unmatched.Add(left.SourceRow(row));
            }
        }
        var unused = new List<int>();
        for (int row = 0; row < used.Length; row++)
            if (!used[row])
                unused.Add(right.SourceRow(row));

        var report = new JoinReport(right.SourceName, on, [.. added.Select(c => c.Name)], rows.Length - unmatched.Count, unmatched, unused);
        var matched = new Phrase("notice.join",
            ("table", right.SourceName), ("keys", string.Join(", ", on)), ("matched", RowList.Whole(report.MatchedRows)), ("rows", RowList.Whole(rows.Length)));
        Phrase complete = unmatched.Count == 0 ? matched : new Phrase("notice.join-unmatched", ("join", matched), ("which", RowList.Phrase(unmatched)));
        Phrase notice = unused.Count == 0
            ? complete
            : new Phrase("notice.join-unused", ("join", complete), ("count", RowList.Whole(unused.Count)), ("table", right.SourceName));
        return new JoinResult(left.WithJoined([.. added.Select(c => c.Select(rows))], right, notice), report);
    }

    private static Dictionary<string, int> Keys(TradePanel right, IReadOnlyList<string> on)
    {
        string?[] keys = KeysOf(right, on);
        var rowOfKey = new Dictionary<string, int>(keys.Length, StringComparer.Ordinal);
        var duplicates = new SortedSet<int>();
        var examples = new List<string>();
        for (int row = 0; row < keys.Length; row++)
        {
            if (keys[row] is not { } key || rowOfKey.TryAdd(key, row))
                continue;
            duplicates.Add(right.SourceRow(rowOfKey[key]));
            duplicates.Add(right.SourceRow(row));
            examples.Add(key.Replace(KeySeparator, ' '));
        }
        if (duplicates.Count > 0)
        {
            int[] rows = [.. duplicates];
            throw new DataUnfitException("duplicate-keys",
                $"{right.SourceName} has several rows with the same {string.Join(", ", on.Select(k => $"'{k}'"))} ({RowList.Examples(examples)}; "
                + $"{RowList.Text(rows)}), so a join would be ambiguous: keep one row for each key, or join on more columns", rows);
        }
        return rowOfKey;
    }

    private static string?[] KeysOf(TradePanel panel, IReadOnlyList<string> on)
    {
        var keys = new string?[panel.RowCount];
        for (int part = 0; part < on.Count; part++)
        {
            PanelColumn column = panel[on[part]];
            for (int row = 0; row < keys.Length; row++)
            {
                string? cell = column.TextAt(row);
                if (part == 0)
                    keys[row] = cell;
                else if (keys[row] is not null)
                    keys[row] = cell is null ? null : keys[row] + KeySeparator + cell;
            }
        }
        return keys;
    }
}
