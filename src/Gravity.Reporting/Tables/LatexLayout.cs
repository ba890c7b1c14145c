namespace Gravity.Reporting.Tables;

/// <summary>How a table fits on a LaTeX page: as a float, on a page on its side, over several pages, in which type size.</summary>
/// <remarks>Estimated for A4 with margins of 2.5 cm and 10 pt type; a float that comes out wider than the line is scaled by LaTeX itself, which measures it.</remarks>
internal sealed class LatexLayout
{
    private const double LineWidth = 455;
    private const double SideLineWidth = 700;

    // Lines of normal size that a float may have upright and on its side, its notes included.
    private const double UprightLines = 46;
    private const double SideLines = 31;

    // A float is scaled down to this share of its width before it is put on its side.
    private const double LeastScale = 0.8;

    /// <summary>Columns of words wider than this, in em, wrap.</summary>
    private const double WidestWords = 24;

    private static readonly (string Command, double Size)[] Sizes = [("", 10), ("\\small", 9), ("\\footnotesize", 8), ("\\scriptsize", 7), ("\\tiny", 5)];

    public LatexLayout(ReportTable table)
    {
        Wrapped = [.. table.Columns.Select((column, j) => column.Alignment is ColumnAlignment.Left && Widest(table, j) > WidestWords && LongestWord(table, j) <= WidestWords)];
        double words = table.Columns.Select((_, j) => Wrapped[j] ? WidestWords : Widest(table, j)).Sum(), width = words * 10 + table.Columns.Count * 12;
        Side = width * LeastScale > LineWidth;
        double page = Side ? SideLineWidth : LineWidth;
        double scale = Math.Min(1, page / width);
        int body = table.Rows.Sum(row => CellText.RowLines(table, row).Length) + table.Rows.Where((_, i) => CellText.StartsGroup(table, i)).Count()
            + table.Columns.Max(c => c.Header.Count(ch => ch == '\n')) + 3;
        double notes = table.AllNotes.Sum(note => Math.Ceiling(PrintWidth.Of(note) * 8 / page)) * 0.8;
        double room = (Side ? SideLines : UprightLines) - notes;
        if (body * scale <= room)
        {
            Size = "";
        }
        else if (body * 0.8 * Math.Min(1, page / (0.8 * width)) <= room)
        {
            Size = "\\footnotesize";
        }
        else
        {
            Long = true;
            // Nothing scales a table that breaks over pages: the estimate needs room to be wrong.
            Size = Sizes.FirstOrDefault(s => words * s.Size * 1.1 + table.Columns.Count * (s.Size <= 7 ? 6 : 12) + 15 <= page, Sizes[^1]).Command;
        }
    }

    /// <summary>Whether the table breaks over pages.</summary>
    public bool Long { get; }

    /// <summary>Whether it stands on its side.</summary>
    public bool Side { get; }

    /// <summary>The command of the type size, empty for the document's.</summary>
    public string Size { get; }

    /// <summary>Columns of words that wrap.</summary>
    public bool[] Wrapped { get; }

    /// <summary>The packages that the table needs.</summary>
    public IEnumerable<string> Packages()
    {
        yield return "booktabs";
        yield return Long ? "longtable" : "graphicx";
        if (Side) yield return Long ? "pdflscape" : "rotating";
        if (Wrapped.Contains(true)) yield return "array";
    }

    /// <summary>The width of a wrapped column.</summary>
    public static string WordsWidth => FormattableString.Invariant($"{WidestWords}em");

    // A hash cannot be broken: its column is as wide as it.
    private static double LongestWord(ReportTable table, int column) => table.Rows
        .SelectMany(row => CellText.Lines(row.Cells[column], table.Columns[column], table))
        .SelectMany(line => line.Body.Split(' ')).Select(PrintWidth.Of).DefaultIfEmpty(0).Max();

    private static double Widest(ReportTable table, int column)
    {
        double widest = table.Columns[column].Header.Split('\n').Max(PrintWidth.Of);
        foreach (ReportRow row in table.Rows)
        {
            foreach (CellLine line in CellText.Lines(row.Cells[column], table.Columns[column], table))
                widest = Math.Max(widest, PrintWidth.Of(line.Body) + PrintWidth.Of(line.Close));
        }

        return widest;
    }
}
