namespace Gravity.Reporting.Tables;

/// <summary>Plain text with aligned columns, for terminals and text files. A table wider than the page is split into panels of as equal a number of
/// columns as the widths allow, each of which repeats the columns that name the rows.</summary>
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
        foreach (TextLine line in Lines(table))
            output.Write(line.Text + "\n");
    }

    /// <summary>The lines of a table and what each of them is.</summary>
    /// <param name="table">The table.</param>
    public IEnumerable<TextLine> Lines(ReportTable table)
    {
        var layout = new TextTableLayout(table);
        List<int[]> panels = TablePanels.Of(table, pageWidth, columns => layout.Width(columns, Gap.Length));
        int widest = panels.Max(panel => layout.Width(panel, Gap.Length));
        int noteWidth = pageWidth ?? Math.Max(80, widest);

        foreach (string line in DisplayWidth.Wrap(table.Title, noteWidth))
            yield return new TextLine(TextPart.Title, line);
        for (int p = 0; p < panels.Count; p++)
        {
            if (p > 0) yield return new TextLine(TextPart.Body, "");
            foreach (TextLine line in Panel(table, layout, panels[p]))
                yield return line;
        }

        foreach (string line in CellText.Notes(table).SelectMany(note => DisplayWidth.Wrap(note, noteWidth)))
            yield return new TextLine(TextPart.Note, line);
    }

    private static IEnumerable<TextLine> Panel(ReportTable table, TextTableLayout layout, int[] columns)
    {
        // Group names may be wider than the columns under them; the last column of the group then takes the difference.
        ReportColumn[] shown = columns.Select(j => table.Columns[j]).ToArray();
        int[] widths = layout.Widths(columns, Gap.Length);
        var rule = new TextLine(TextPart.Rule, new string('─', widths.Sum() + Gap.Length * (columns.Length - 1)));
        yield return rule;
        var groups = CellText.ColumnGroups(shown);
        if (groups.Any(group => group.Name is not null))
        {
            var names = groups.Select(group => (group.Name, Width: TextTableLayout.GroupWidth(widths, group.First, group.Count, Gap.Length))).ToList();
            yield return Line(TextPart.Header, names.Select(group => DisplayWidth.Center(group.Name ?? "", group.Width)));
            yield return Line(TextPart.Rule, names.Select(group => new string(group.Name is null ? ' ' : '─', group.Width)));
        }

        foreach (string[] line in layout.Headers(columns))
            yield return Line(TextPart.Header, line.Select((text, k) => TextTableLayout.Align(text, widths[k], shown[k].Alignment)));
        yield return rule;
        for (int i = 0; i < table.Rows.Count; i++)
        {
            if (table.Rows[i].RuleBefore && i > 0) yield return rule;
            if (CellText.StartsGroup(table, i)) yield return new TextLine(TextPart.Group, table.Rows[i].Group!);
            for (int line = 0; line < layout.Height(i); line++)
            {
                int index = line;
                int row = i;
                // The second lines of a row may all be in another panel.
                if (line > 0 && columns.All(j => layout.IsEmpty(row, index, j))) continue;
                yield return Line(TextPart.Body, columns.Select((j, k) => layout.Cell(row, index, j, widths[k])));
            }
        }

        yield return rule;
    }

    private static TextLine Line(TextPart part, IEnumerable<string> cells) => new(part, string.Join(Gap, cells).TrimEnd());
}
