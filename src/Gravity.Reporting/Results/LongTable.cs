using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>A table with a line a unit, cut to what a terminal can show.</summary>
internal static class LongTable
{
    private const int Most = 40;
    private const int AtEachEnd = 10;

    /// <summary>The table, or of many lines the first, the last and those of highlighted units, with the number of the others between.</summary>
    /// <param name="table">A table whose first column names units; lines from the first with a rule on are kept.</param>
    /// <param name="labels">Words for units, and which are highlighted.</param>
    public static ReportTable Shortened(ReportTable table, ReportLabels labels)
    {
        int lines = table.Rows.TakeWhile((row, i) => i == 0 || !row.RuleBefore).Count();
        if (lines <= Most) return table;
        HashSet<string> names = [.. (labels.Highlight?.Units ?? []).Select(labels.Unit)];
        bool Kept(int i) => i < AtEachEnd || i >= lines - AtEachEnd || (table.Rows[i].Cells[0] is TextCell name && names.Contains(name.Value));
        Words words = labels.Words;
        var rows = new List<ReportRow>();
        for (int i = 0; i < lines;)
        {
            int end = i;
            while (end < lines && !Kept(end)) end++;
            if (end - i > 1)
                rows.Add(new ReportRow([words.Say("chart.more", ("count", end - i)), .. table.Columns.Skip(1).Select(_ => Cell.Empty)]));
            else if (end > i)
                rows.Add(table.Rows[i]);
            if (end < lines) rows.Add(table.Rows[end]);
            i = end + 1;
        }

        return new ReportTable(table.Key, table.Title, table.Columns, [.. rows, .. table.Rows.Skip(lines)])
        {
            Words = table.Words,
            Notes = [.. table.Notes, words.Say(names.Count == 0 ? "table.shortened" : "table.shortened-highlighted", ("ends", AtEachEnd), ("total", lines), ("label", labels.Highlight?.Label ?? ""))],
            Stars = table.Stars,
            Estimates = table.Estimates,
            StubColumns = table.StubColumns,
        };
    }
}
