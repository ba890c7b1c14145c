namespace Gravity.Reporting.Tables;

/// <summary>The printed lines of a table's cells and the widths its columns need in plain text.</summary>
internal sealed class TextTableLayout
{
    private readonly ReportTable table;
    private readonly CellLine[][][] rows;
    private readonly int[] natural;

    // Width before and after the decimal point, by column: what lines numbers of one column up.
    private readonly (int Before, int After)[] decimals;

    public TextTableLayout(ReportTable table)
    {
        this.table = table;
        rows = table.Rows.Select(row => CellText.RowLines(table, row)).ToArray();
        decimals = new (int, int)[table.Columns.Count];
        natural = new int[table.Columns.Count];
        for (int j = 0; j < table.Columns.Count; j++)
        {
            int width = table.Columns[j].Header.Split('\n').Max(DisplayWidth.Of);
            foreach (CellLine line in rows.SelectMany(row => row).Select(row => row[j]))
            {
                width = Math.Max(width, DisplayWidth.Of(line.ToString()));
                if (table.Columns[j].Alignment is not ColumnAlignment.DecimalPoint || !line.OnPoint) continue;
                (string before, string after) = Split(line);
                decimals[j] = (Math.Max(decimals[j].Before, DisplayWidth.Of(before)), Math.Max(decimals[j].After, DisplayWidth.Of(after)));
            }

            natural[j] = Math.Max(width, decimals[j].Before + decimals[j].After);
        }
    }

    /// <summary>The number of printed lines of a row.</summary>
    public int Height(int row) => rows[row].Length;

    /// <summary>Whether a cell has nothing on a line.</summary>
    public bool IsEmpty(int row, int line, int column) => rows[row][line][column].Body.Length == 0;

    /// <summary>The width of a panel with these columns.</summary>
    public int Width(int[] columns, int gap) => Widths(columns, gap).Sum() + gap * (columns.Length - 1);

    /// <summary>The widths of these columns, widened where a group's name needs more.</summary>
    public int[] Widths(int[] columns, int gap)
    {
        int[] widths = columns.Select(j => natural[j]).ToArray();
        foreach ((int first, int count, string? name) in CellText.ColumnGroups(columns.Select(j => table.Columns[j]).ToArray()))
        {
            int missing = DisplayWidth.Of(name ?? "") - GroupWidth(widths, first, count, gap);
            if (missing > 0) widths[first + count - 1] += missing;
        }

        return widths;
    }

    /// <summary>The width of neighbouring columns with the gaps between them.</summary>
    public static int GroupWidth(int[] widths, int first, int count, int gap) => widths.AsSpan(first, count).ToArray().Sum() + gap * (count - 1);

    /// <summary>The header lines of these columns, short headers on the last line.</summary>
    public IEnumerable<string[]> Headers(int[] columns)
    {
        string[][] headers = columns.Select(j => table.Columns[j].Header.Split('\n')).ToArray();
        int height = headers.Max(lines => lines.Length);
        for (int i = 0; i < height; i++)
        {
            int line = i;
            yield return headers.Select(lines => line - (height - lines.Length) is >= 0 and var k ? lines[k] : "").ToArray();
        }
    }

    /// <summary>One line of a cell, padded to the column's width.</summary>
    public string Cell(int row, int line, int column, int width)
    {
        CellLine cell = rows[row][line][column];
        ColumnAlignment alignment = table.Columns[column].Alignment;
        if (alignment is not ColumnAlignment.DecimalPoint || !cell.OnPoint) return Align(cell.ToString(), width, alignment);
        (string before, string after) = Split(cell);
        return DisplayWidth.PadLeft(DisplayWidth.PadLeft(before, decimals[column].Before) + DisplayWidth.PadRight(after, decimals[column].After), width);
    }

    /// <summary>A text padded to a width.</summary>
    public static string Align(string text, int width, ColumnAlignment alignment) => alignment switch
    {
        ColumnAlignment.Left => DisplayWidth.PadRight(text, width),
        ColumnAlignment.Center => DisplayWidth.Center(text, width),
        _ => DisplayWidth.PadLeft(text, width),
    };

    private static (string Before, string After) Split(CellLine line)
    {
        int point = line.Body.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? (line.Body, line.Stars + line.Close) : (line.Body[..point], line.Body[point..] + line.Stars + line.Close);
    }
}
