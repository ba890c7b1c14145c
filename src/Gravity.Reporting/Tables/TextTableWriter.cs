namespace Gravity.Reporting.Tables;

/// <summary>Plain text with aligned columns, for terminals and text files. A table wider than the page is split into panels, each of which repeats
/// the columns that name the rows.</summary>
public sealed class TextTableWriter : ITableWriter
{
    private const string Gap = "  ";
    private readonly int? pageWidth;

    /// <summary>Creates a writer.</summary>
    /// <param name="pageWidth">The width in terminal cells that lines should keep to; null for no limit (notes then wrap at the table's width,
    /// at least 80). A single column wider than that is never cut.</param>
    public TextTableWriter(int? pageWidth = null)
    {
        if (pageWidth is { } width) ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        this.pageWidth = pageWidth;
    }

    /// <inheritdoc/>
    public string Key => "text";

    /// <inheritdoc/>
    public string Extension => ".txt";

    /// <inheritdoc/>
    public IReadOnlyList<string> Aliases => ["txt", "plain"];

    /// <inheritdoc/>
    public void Write(ReportTable table, TextWriter output)
    {
        var layout = new TextTableLayout(table);
        List<int[]> panels = Panels(layout, table);
        int widest = panels.Max(panel => layout.Width(panel, Gap.Length));
        int noteWidth = pageWidth ?? Math.Max(80, widest);

        foreach (string line in DisplayWidth.Wrap(table.Title, noteWidth))
            output.Write(line + "\n");
        for (int p = 0; p < panels.Count; p++)
        {
            if (p > 0) output.Write("\n");
            WritePanel(table, layout, panels[p], output);
        }

        bool first = true;
        foreach (string note in table.AllNotes)
        {
            foreach (string line in DisplayWidth.Wrap((first ? table.Words["table.notes"] : "") + note, noteWidth))
                output.Write(line + "\n");
            first = false;
        }
    }

    private List<int[]> Panels(TextTableLayout layout, ReportTable table)
    {
        int[] stub = Enumerable.Range(0, Math.Clamp(table.StubColumns, 0, table.Columns.Count)).ToArray();
        var panels = new List<int[]>();
        var current = new List<int>(stub);
        for (int j = stub.Length; j < table.Columns.Count; j++)
        {
            bool hasOwn = current.Count > stub.Length;
            if (pageWidth is { } width && hasOwn && layout.Width([.. current, j], Gap.Length) > width)
            {
                panels.Add([.. current]);
                current = [.. stub];
            }

            current.Add(j);
        }

        panels.Add([.. current]);
        return panels;
    }

    private static void WritePanel(ReportTable table, TextTableLayout layout, int[] columns, TextWriter output)
    {
        // Group names may be wider than the columns under them; the last column of the group then takes the difference.
        ReportColumn[] shown = columns.Select(j => table.Columns[j]).ToArray();
        int[] widths = layout.Widths(columns, Gap.Length);
        string rule = new('─', widths.Sum() + Gap.Length * (columns.Length - 1));
        output.Write(rule + "\n");
        var groups = CellText.ColumnGroups(shown);
        if (groups.Any(group => group.Name is not null))
        {
            var names = groups.Select(group => (group.Name, Width: TextTableLayout.GroupWidth(widths, group.First, group.Count, Gap.Length))).ToList();
            WriteLine(output, names.Select(group => DisplayWidth.Center(group.Name ?? "", group.Width)));
            WriteLine(output, names.Select(group => new string(group.Name is null ? ' ' : '─', group.Width)));
        }

        foreach (string[] line in layout.Headers(columns))
            WriteLine(output, line.Select((text, k) => TextTableLayout.Align(text, widths[k], shown[k].Alignment)));
        output.Write(rule + "\n");
        for (int i = 0; i < table.Rows.Count; i++)
        {
            if (table.Rows[i].RuleBefore && i > 0) output.Write(rule + "\n");
            if (CellText.StartsGroup(table, i)) output.Write(table.Rows[i].Group + "\n");
            for (int line = 0; line < layout.Height(i); line++)
            {
                int index = line;
                int row = i;
                // The second lines of a row may all be in another panel.
                if (line > 0 && columns.All(j => layout.IsEmpty(row, index, j))) continue;
                WriteLine(output, columns.Select((j, k) => layout.Cell(row, index, j, widths[k])));
            }
        }

        output.Write(rule + "\n");
    }

    private static void WriteLine(TextWriter output, IEnumerable<string> cells) => output.Write(string.Join(Gap, cells).TrimEnd() + "\n");
}
