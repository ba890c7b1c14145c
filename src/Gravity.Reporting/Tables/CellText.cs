namespace Gravity.Reporting.Tables;

/// <summary>One printed line of a cell: what stands before the stars, the stars, and what closes the line.</summary>
/// <param name="Body">The words or the number, with its opening parenthesis.</param>
/// <param name="Stars">Zero or more "*".</param>
/// <param name="Close">")" or "]" under an estimate, else nothing. Kept apart so that LaTeX can hang it over the edge.</param>
/// <param name="IsNumber">Whether the line is a number, whose minus sign and alignment differ from words.</param>
internal readonly record struct CellLine(string Body, string Stars = "", string Close = "", bool IsNumber = false)
{
    /// <summary>Whether the line's first decimal point stands under those of the column; false for an interval on a line of its own.</summary>
    public bool OnPoint { get; init; } = IsNumber;

    /// <summary>The line in plain text.</summary>
    public override string ToString() => Body + Stars + Close;
}

/// <summary>Turns cells into printed lines, the same way for every human format.</summary>
internal static class CellText
{
    /// <summary>The lines of a cell: none for an empty one, one to three for an estimate, else one.</summary>
    public static IReadOnlyList<CellLine> Lines(Cell cell, ReportColumn column, ReportTable table)
    {
        NumberFormat format = column.Format;
        SignificanceStars? stars = table.Stars;
        return cell switch
        {
            TextCell text => [new CellLine(text.Value)],
            NumberCell number => [new CellLine((number.Format ?? format).Format(number.Value), Stars(stars, number.Value, number.P), IsNumber: true)],
            // A missing estimate with "(–)" beneath it would say the same thing twice.
            EstimateCell { Value: double.NaN } => [new CellLine(format.Missing, IsNumber: true)],
            EstimateCell estimate => EstimateLines(estimate, format, table.Estimates, Stars(stars, estimate.Value, estimate.MarkP)),
            IntervalCell interval when double.IsNaN(interval.Value) || (double.IsNaN(interval.Low) && double.IsNaN(interval.High)) =>
                [new CellLine(format.Format(interval.Value), IsNumber: true)],
            IntervalCell interval =>
                [new CellLine($"{format.Format(interval.Value)} [{format.Format(interval.Low)}, {format.Format(interval.High)}]", IsNumber: true)],
            _ => [],
        };
    }

    /// <summary>What stands beneath an estimate: what the table asks for, its standard error where the cell lacks it, nothing where none is asked for.</summary>
    public static SecondLine SecondOf(EstimateCell estimate, EstimateDisplay display) => display.Second switch
    {
        SecondLine.Statistic when double.IsNaN(estimate.Statistic) => SecondLine.StandardError,
        SecondLine.PValue when estimate.P is null => SecondLine.StandardError,
        SecondLine.Interval when !estimate.HasInterval => SecondLine.StandardError,
        SecondLine second => second,
    };

    private static List<CellLine> EstimateLines(EstimateCell estimate, NumberFormat format, EstimateDisplay display, string stars)
    {
        (string open, string close) = display.SquareBrackets ? ("[", "]") : ("(", ")");
        List<CellLine> lines = [new CellLine(format.Format(estimate.Value), stars, IsNumber: true)];
        CellLine Enclosed(string text) => new(open + text, "", close, IsNumber: true);
        switch (SecondOf(estimate, display))
        {
            case SecondLine.StandardError:
                lines.Add(Enclosed(format.Format(estimate.StandardError)));
                break;
            case SecondLine.Statistic:
                lines.Add(Enclosed(EstimateDisplay.Statistics.Format(estimate.Statistic)));
                break;
            case SecondLine.PValue:
                lines.Add(Enclosed(EstimateDisplay.PValues.Format(estimate.P!.Value)));
                break;
            case SecondLine.Interval:
                lines.Add(new CellLine($"[{format.Format(estimate.Low)}, {format.Format(estimate.High)}", "", "]", IsNumber: true) { OnPoint = false });
                break;
        }

        if (display.PBeneath && display.Second is not SecondLine.PValue && estimate.P is { } p)
            lines.Add(new CellLine("[" + EstimateDisplay.PValues.Format(p), "", "]", IsNumber: true));
        return lines;
    }

    /// <summary>The cells of a row as lines of equal number: shorter cells are filled with empty lines.</summary>
    public static CellLine[][] RowLines(ReportTable table, ReportRow row)
    {
        var cells = row.Cells.Select((cell, j) => Lines(cell, table.Columns[j], table)).ToArray();
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

    /// <summary>The notes, with "Notes: " before the first, and the explanation of the stars, in the table's language.</summary>
    public static IEnumerable<string> Notes(ReportTable table) =>
        table.AllNotes.Select((note, i) => i == 0 ? table.Words["table.notes"] + note : note);

    /// <summary>The stars of a number, none for a missing one.</summary>
    internal static string Stars(SignificanceStars? stars, double value, double? p) =>
        stars is null || double.IsNaN(value) ? "" : stars.Of(p);
}
