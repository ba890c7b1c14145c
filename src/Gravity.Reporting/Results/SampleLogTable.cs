using Gravity.Core.Data;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>What became of every row of the data.</summary>
public static class SampleLogTable
{
    private const int RowsNamed = 8;

    /// <summary>Rows read, left out by reason, used.</summary>
    /// <param name="sample">The log.</param>
    /// <param name="words">The language; null for English.</param>
    public static ReportTable Of(SampleLog sample, Words? words = null)
    {
        words ??= Words.English;
        return new ReportTable(
            "sample", words["sample-log.title"],
            [
                ReportColumn.Words(words["sample-log.rows"], "item"), ReportColumn.Numbers(words["sample-log.number"], ResultFormats.Count, key: "rows"),
                ReportColumn.Words(words["sample-log.which"], "which"),
            ],
            [
                ReportRow.Of(words["sample-log.read"], sample.RowsRead, Cell.Empty),
                .. sample.Dropped.Select(d => ReportRow.Of(words.Say("sample-log.left-out", ("reason", d.ReasonIn(words))), d.Rows.Count, Which(d.Rows))),
                ReportRow.Of(words["sample-log.used"], sample.RowsUsed, Cell.Empty) with { RuleBefore = true },
            ])
        {
            Words = words,
        };
    }

    /// <summary>The first rows by number: 3, 7, 8, …</summary>
    internal static string Which(IReadOnlyList<int> rows) =>
        string.Join(", ", rows.Take(RowsNamed).Select(r => r.ToString(System.Globalization.CultureInfo.InvariantCulture)))
        + (rows.Count > RowsNamed ? ", …" : "");
}
