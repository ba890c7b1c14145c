using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>The leading columns of tables with a line a row of the data: unit and period where there are any, else the number of the row.</summary>
internal sealed class RowStub(bool units, bool periods, ReportLabels labels)
{
    /// <summary>The columns.</summary>
    public IReadOnlyList<ReportColumn> Columns { get; } = [.. Build(units, periods, labels)];

    /// <summary>Their cells.</summary>
    public IEnumerable<Cell> Cells(int row, string? unit, int? period)
    {
        if (units) yield return labels.Unit(unit);
        if (periods) yield return Cell.Number(period);
        if (!units || !periods) yield return row;
    }

    private static IEnumerable<ReportColumn> Build(bool units, bool periods, ReportLabels labels)
    {
        if (units) yield return ReportColumn.Words(labels.UnitHeader, "unit");
        if (periods) yield return ReportColumn.Numbers(labels.TimeHeader, NumberFormat.Whole(thousands: false), key: "time");
        if (!units || !periods) yield return ReportColumn.Numbers(labels.Words["table.row"], NumberFormat.Whole(thousands: false), key: "row");
    }
}
