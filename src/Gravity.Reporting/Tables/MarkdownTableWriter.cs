using System.Text;

namespace Gravity.Reporting.Tables;

/// <summary>A Markdown pipe table (GitHub, pandoc). Column groups are written before the headers, standard errors as rows of their own,
/// because neither merged cells nor line breaks in cells are common to the dialects. Rules between rows do not exist there.</summary>
public sealed class MarkdownTableWriter : ITableWriter
{
    /// <inheritdoc/>
    public string Key => "markdown";

    /// <inheritdoc/>
    public string Extension => ".md";

    /// <inheritdoc/>
    public IReadOnlyList<string> Aliases => ["md"];

    /// <inheritdoc/>
    public void Write(ReportTable table, TextWriter output)
    {
        var rows = new List<string[]> { table.Columns.Select(Header).ToArray() };
        for (int i = 0; i < table.Rows.Count; i++)
        {
            if (CellText.StartsGroup(table, i))
                rows.Add([$"**{Escape(table.Rows[i].Group!)}**", .. Enumerable.Repeat("", table.Columns.Count - 1)]);
            foreach (CellLine[] line in CellText.RowLines(table, table.Rows[i]))
                rows.Add(line.Select(cell => Escape(cell.ToString())).ToArray());
        }

        int[] widths = Enumerable.Range(0, table.Columns.Count).Select(j => Math.Max(3, rows.Max(row => DisplayWidth.Of(row[j])))).ToArray();
        output.Write($"**{Escape(table.Title)}**\n\n");
        WriteRow(output, table, rows[0], widths);
        output.Write("|" + string.Concat(table.Columns.Select((column, j) => Delimiter(column.Alignment, widths[j]) + "|")) + "\n");
        foreach (string[] row in rows.Skip(1))
            WriteRow(output, table, row, widths);
        bool first = true;
        foreach (string note in table.AllNotes)
        {
            output.Write("\n" + (first ? $"*{table.Words["table.notes"].TrimEnd()}* " : "") + Escape(note) + "\n");
            first = false;
        }
    }

    private static string Header(ReportColumn column)
    {
        string header = column.Header.Replace('\n', ' ');
        return Escape(string.IsNullOrEmpty(column.Group) ? header : column.Group + ": " + header);
    }

    private static void WriteRow(TextWriter output, ReportTable table, string[] row, int[] widths)
    {
        output.Write('|');
        for (int j = 0; j < row.Length; j++)
        {
            string text = table.Columns[j].Alignment switch
            {
                ColumnAlignment.Left => DisplayWidth.PadRight(row[j], widths[j]),
                ColumnAlignment.Center => DisplayWidth.Center(row[j], widths[j]),
                _ => DisplayWidth.PadLeft(row[j], widths[j]),
            };
            output.Write(" " + text + " |");
        }

        output.Write('\n');
    }

    private static string Delimiter(ColumnAlignment alignment, int width) => alignment switch
    {
        ColumnAlignment.Left => new string('-', width + 2),
        ColumnAlignment.Center => ":" + new string('-', width) + ":",
        _ => new string('-', width + 1) + ":",
    };

    private static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c is '\\' or '`' or '*' or '_' or '|' or '<' or '>' or '[' or ']' or '~' or '$') result.Append('\\');
            result.Append(c is '\n' or '\r' ? ' ' : c);
        }

        return result.ToString();
    }
}
