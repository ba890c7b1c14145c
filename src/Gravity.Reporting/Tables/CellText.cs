namespace Gravity.Reporting.Tables;

/// <summary>One printed line of a cell: what stands before the stars, the stars, and what closes the line.</summary>
/// <param name="Body">The words or the number, with its opening parenthesis.</param>
/// <param name="Stars">Zero or more "*".</param>
/// <param name="Close">")" under an estimate, else nothing. Kept apart so that LaTeX can hang it over the edge.</param>
/// <param name="IsNumber">Whether the line is a number, whose minus sign and alignment differ from words.</param>
internal readonly record struct CellLine(string Body, string Stars = "", string Close = "", bool IsNumber = false)
{
    /// <summary>The line in plain text.</summary>
    public override string ToString() => Body + Stars + Close;
}

/// <summary>Turns cells into printed lines, the same way for every human format.</summary>
internal static class CellText
{
    /// <summary>The lines of a cell: none for an empty one, two for an estimate, else one.</summary>
    public static IReadOnlyList<CellLine> Lines(Cell cell, ReportColumn column, SignificanceStars? stars)
    {
        NumberFormat format = column.Format;
        return cell switch
        {
            TextCell text => [new CellLine(text.Value)],
            NumberCell number => [new CellLine((number.Format ?? format).Format(number.Value), Stars(stars, number.Value, number.P), IsNumber: true)],
            // A missing estimate with "(–)" beneath it would say the same thing twice.
            EstimateCell { Value: double.NaN } => [new CellLine(format.Missing, IsNumber: true)],
            EstimateCell estimate =>
            [
                new CellLine(format.Format(estimate.Value), Stars(stars, estimate.Value, estimate.P), IsNumber: true),
                new CellLine("(" + format.Format(estimate.StandardError), "", ")", IsNumber: true),
            ],
            IntervalCell interval when double.IsNaN(interval.Value) || (double.IsNaN(interval.Low) && double.IsNaN(interval.High)) =>
                [new CellLine(format.Format(interval.Value), IsNumber: true)],
            IntervalCell interval =>
                [new CellLine($"{format.Format(interval.Value)} [{format.Format(interval.Low)}, {format.Format(interval.High)}]", IsNumber: true)],
            _ => [],
        };
    }

    /// <summary>The cells of a row as lines of equal number: shorter cells are filled with empty lines.</summary>
    public static CellLine[][] RowLines(ReportTable table, ReportRow row)
    {
        var cells = row.Cells.Select((cell, j) => Lines(cell, table.Columns[j], table.Stars)).ToArray();
        int height = Math.Max(1, cells.Max(lines => lines.Count));
        var result = new CellLine[height][];
        for (int i = 0; i < height; i++)
            result[i] = cells.Select(lines => i < lines.Count ? lines[i] : new CellLine("")).ToArray();
        return result;
    }

    /// <summary>Whether a row starts a new named group.</summary>
    public static bool StartsGroup(ReportTable table, int row) =>
        table.Rows[row].Group is { Length: > 0 } group && (row == 0 || table.Rows[row - 1].Group != group);

    /// <summary>Runs of neighbouring columns with the same group: first column, count, name (null where there is none).</summary>
    public static List<(int First, int Count, string? Name)> ColumnGroups(IReadOnlyList<ReportColumn> columns)
    {
        var runs = new List<(int First, int Count, string? Name)>();
        for (int j = 0; j < columns.Count; j++)
        {
            if (runs.Count > 0 && runs[^1].Name is { } name && name == columns[j].Group)
                runs[^1] = (runs[^1].First, runs[^1].Count + 1, name);
            else
                runs.Add((j, 1, string.IsNullOrEmpty(columns[j].Group) ? null : columns[j].Group));
        }

        return runs;
    }

    private static string Stars(SignificanceStars? stars, double value, double? p) =>
        stars is null || double.IsNaN(value) ? "" : stars.Of(p);
}
