namespace Gravity.Reporting.Tables;

/// <summary>A LaTeX <c>table</c> with booktabs rules and threeparttable notes; the document needs those two packages and no other.</summary>
/// <remarks>Stars and the closing parenthesis of standard errors hang over the edge of their column (<c>\rlap</c>), so that flush-right numbers of
/// equal decimals have their decimal points under each other without a package for it.</remarks>
public sealed class LatexTableWriter : ITableWriter
{
    /// <inheritdoc/>
    public string Key => "latex";

    /// <inheritdoc/>
    public string Extension => ".tex";

    /// <inheritdoc/>
    public IReadOnlyList<string> Aliases => ["tex"];

    /// <inheritdoc/>
    public void Write(ReportTable table, TextWriter output)
    {
        output.Write("% Needs \\usepackage{booktabs} and \\usepackage{threeparttable}.\n");
        output.Write("\\begin{table}[htbp]\n\\centering\n\\begin{threeparttable}\n");
        output.Write($"\\caption{{{LatexText.Escape(table.Title)}}}\n\\label{{tab:{LatexText.Label(table.Key)}}}\n");
        output.Write($"\\begin{{tabular}}{{{string.Concat(table.Columns.Select(Alignment))}}}\n\\toprule\n");
        WriteHeaders(table, output);
        output.Write("\\midrule\n");
        for (int i = 0; i < table.Rows.Count; i++)
        {
            ReportRow row = table.Rows[i];
            // A rule directly below the one under the headings would double it.
            if (row.RuleBefore && i > 0) output.Write("\\midrule\n");
            if (CellText.StartsGroup(table, i))
            {
                if (i > 0 && !row.RuleBefore) output.Write("\\addlinespace\n");
                output.Write($"\\multicolumn{{{table.Columns.Count}}}{{l}}{{\\textit{{{LatexText.Escape(row.Group!)}}}}} \\\\\n");
            }

            foreach (CellLine[] line in CellText.RowLines(table, row))
                WriteLine(output, line.Select(Line));
        }

        output.Write("\\bottomrule\n\\end{tabular}\n");
        WriteNotes(table, output);
        output.Write("\\end{threeparttable}\n\\end{table}\n");
    }

    private static void WriteHeaders(ReportTable table, TextWriter output)
    {
        var groups = CellText.ColumnGroups(table.Columns);
        if (groups.Any(group => group.Name is not null))
        {
            WriteLine(output, groups.Select(group => group.Name is null
                ? ""
                : $"\\multicolumn{{{group.Count}}}{{c}}{{{LatexText.Escape(group.Name)}}}"));
            output.Write(string.Join(
                " ",
                groups.Where(group => group.Name is not null).Select(group => $"\\cmidrule(lr){{{group.First + 1}-{group.First + group.Count}}}")) + "\n");
        }

        string[][] headers = table.Columns.Select(column => column.Header.Split('\n')).ToArray();
        int height = headers.Max(lines => lines.Length);
        for (int i = 0; i < height; i++)
        {
            int line = i;
            // Short headers stand on the last line, next to their column.
            WriteLine(output, table.Columns.Select((column, j) =>
            {
                int index = line - (height - headers[j].Length);
                string text = index < 0 ? "" : LatexText.Escape(headers[j][index]);
                return text.Length == 0 || column.Alignment is ColumnAlignment.Left ? text : $"\\multicolumn{{1}}{{c}}{{{text}}}";
            }));
        }
    }

    private static void WriteNotes(ReportTable table, TextWriter output)
    {
        var notes = table.AllNotes.ToList();
        if (notes.Count == 0) return;
        output.Write("\\begin{tablenotes}[flushleft]\n\\footnotesize\n");
        for (int i = 0; i < notes.Count; i++)
            output.Write("\\item " + (i == 0 ? $"\\textit{{{table.Words["table.notes"].TrimEnd()}}} " : "") + Guard(LatexText.Escape(notes[i])) + "\n");
        output.Write("\\end{tablenotes}\n");
    }

    private static void WriteLine(TextWriter output, IEnumerable<string> cells)
    {
        string line = Guard(string.Join(" & ", cells));
        output.Write((line.Length == 0 ? "" : line.TrimEnd() + " ") + "\\\\\n");
    }

    /// <summary>After \\ and \item, "[" would open an optional argument and "*" would be a variant of the command.</summary>
    private static string Guard(string text) => text.StartsWith('[') || text.StartsWith('*') ? "{}" + text : text;

    private static string Line(CellLine line)
    {
        string body = line.IsNumber ? LatexText.EscapeNumber(line.Body) : LatexText.Escape(line.Body);
        if (line.Stars.Length > 0) body += $"\\rlap{{$^{{{line.Stars}}}$}}";
        return line.Close.Length > 0 ? body + $"\\rlap{{{line.Close}}}" : body;
    }

    private static string Alignment(ReportColumn column) => column.Alignment switch
    {
        ColumnAlignment.Left => "l",
        ColumnAlignment.Center => "c",
        _ => "r",
    };
}
