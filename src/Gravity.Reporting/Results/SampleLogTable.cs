using Gravity.Core.Data;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>What became of every row of the data.</summary>
public static class SampleLogTable
{
    private const int RowsNamed = 8;

    /// <summary>Rows read, left out by reason, used.</summary>
    /// <param name="sample">The log.</param>
    /// <param name="title">The caption.</param>
    public static ReportTable Of(SampleLog sample, string title = "Rows read, left out and used") => new(
        "sample", title,
        [
            ReportColumn.Words("Rows", "item"), ReportColumn.Numbers("Number", ResultFormats.Count, key: "rows"), ReportColumn.Words("Data rows", "which"),
        ],
        [
            ReportRow.Of("Read", sample.RowsRead, Cell.Empty),
            .. sample.Dropped.Select(d => ReportRow.Of("Left out: " + d.Reason, d.Rows.Count, Which(d.Rows))),
            ReportRow.Of("Used", sample.RowsUsed, Cell.Empty) with { RuleBefore = true },
        ]);

    /// <summary>The first rows by number: 3, 7, 8, …</summary>
    internal static string Which(IReadOnlyList<int> rows) =>
        string.Join(", ", rows.Take(RowsNamed).Select(r => r.ToString(System.Globalization.CultureInfo.InvariantCulture)))
        + (rows.Count > RowsNamed ? ", …" : "");
}
