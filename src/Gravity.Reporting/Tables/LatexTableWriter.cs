namespace Gravity.Reporting.Tables;

/// <summary>A LaTeX table with booktabs rules, for <c>\input</c> into a paper; its first lines say which packages it needs.</summary>
/// <remarks>
/// Stars and the closing parenthesis of standard errors hang over the edge of their column (<c>\rlap</c>), so that flush-right numbers of
/// equal decimals have their decimal points under each other without a package for it. A float is set into a box and scaled where it is wider than
/// the line; a table that no page holds becomes a <c>longtable</c>, a very wide one stands on its side.
/// </remarks>
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
        var layout = new LatexLayout(table);
        WritePreamble(table, layout, output);
        if (layout.Long) WriteLong(table, layout, output);
        else WriteFloat(table, layout, output);
    }

    private static void WritePreamble(ReportTable table, LatexLayout layout, TextWriter output)
    {
        output.Write($"% Needs \\usepackage{{{string.Join(',', layout.Packages())}}}.\n");
        LatexScripts scripts = LatexText.Scripts(Texts(table));
        if (scripts.HasFlag(LatexScripts.Chinese))
            output.Write("% Chinese text: compile with xelatex and \\usepackage{ctex} (or \\documentclass{ctexart}).\n");
        if (scripts.HasFlag(LatexScripts.Other))
            output.Write("% Characters beyond Latin and Greek: compile with xelatex or lualatex and a typeface that has them.\n");
    }

    private static void WriteFloat(ReportTable table, LatexLayout layout, TextWriter output)
    {
        string environment = layout.Side ? "sidewaystable" : "table";
        output.Write($"\\begin{{{environment}}}[htbp]\n\\centering\n");
        output.Write($"\\caption{{{LatexText.Escape(table.Title)}}}\n\\label{{tab:{LatexText.Label(table.Key)}}}\n");
        // LaTeX's own classes leave no room beneath a caption that stands above.
        output.Write("\\par\\smallskip\n\\ifdefined\\tablebox\\else\\newsavebox\\tablebox\\fi\n\\begin{lrbox}{\\tablebox}%\n");
        if (layout.Size.Length > 0) output.Write(layout.Size + "\n");
        output.Write($"\\begin{{tabular}}{{{Specification(table, layout)}}}\n\\toprule\n");
        WriteHeaders(table, output);
        output.Write("\\midrule\n");
        WriteRows(table, output);
        output.Write("\\bottomrule\n\\end{tabular}%\n\\end{lrbox}\n");
        output.Write("\\ifdim\\wd\\tablebox>\\linewidth\\resizebox{\\linewidth}{!}{\\usebox\\tablebox}\\else\\usebox\\tablebox\\fi\n");
        if (table.AllNotes.Any())
        {
            // As wide as the table, but never too narrow to read.
            output.Write("\\par\\smallskip\n\\dimen0=\\wd\\tablebox\n\\ifdim\\dimen0>\\linewidth\\dimen0=\\linewidth\\fi\n");
            output.Write("\\ifdim\\dimen0<.7\\linewidth\\dimen0=.7\\linewidth\\fi\n\\begin{minipage}{\\dimen0}\n");
            WriteNotes(table, output);
            output.Write("\\end{minipage}\n");
        }

        output.Write($"\\end{{{environment}}}\n");
    }

    private static void WriteLong(ReportTable table, LatexLayout layout, TextWriter output)
    {
        if (layout.Side) output.Write("\\begin{landscape}\n");
        output.Write("\\begingroup\n");
        if (layout.Size.Length > 0) output.Write(layout.Size + "\n");
        if (layout.Size is "\\scriptsize" or "\\tiny") output.Write("\\setlength{\\tabcolsep}{3pt}\n");
        output.Write($"\\begin{{longtable}}{{{Specification(table, layout)}}}\n");
        output.Write($"\\caption{{{LatexText.Escape(table.Title)}}}\n\\label{{tab:{LatexText.Label(table.Key)}}}\\\\\n\\toprule\n");
        WriteHeaders(table, output);
        output.Write("\\midrule\n\\endfirsthead\n\\toprule\n");
        WriteHeaders(table, output);
        output.Write("\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n");
        WriteRows(table, output);
        output.Write("\\end{longtable}\n");
        if (table.AllNotes.Any())
        {
            output.Write("\\par\\noindent\n\\begin{minipage}{\\linewidth}\n");
            WriteNotes(table, output);
            output.Write("\\end{minipage}\n");
        }

        output.Write("\\endgroup\n");
        if (layout.Side) output.Write("\\end{landscape}\n");
    }

    private static void WriteRows(ReportTable table, TextWriter output)
    {
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
        string[] notes = [.. table.AllNotes];
        output.Write($"\\footnotesize\n\\textit{{{LatexText.Escape(table.Words["table.notes"].TrimEnd())}}} ");
        output.Write(string.Join("\n", notes.Select(LatexText.Escape)) + "\n");
    }

    private static void WriteLine(TextWriter output, IEnumerable<string> cells)
    {
        string line = Guard(string.Join(" & ", cells));
        output.Write((line.Length == 0 ? "" : line.TrimEnd() + " ") + "\\\\\n");
    }

    /// <summary>After \\, "[" would open an optional argument and "*" would be a variant of the command.</summary>
    private static string Guard(string text) => text.StartsWith('[') || text.StartsWith('*') ? "{}" + text : text;

    private static string Line(CellLine line)
    {
        string body = line.IsNumber ? LatexText.EscapeNumber(line.Body) : LatexText.Escape(line.Body);
        // TeX drops spaces at the start of a cell; there they indent a row under the one above.
        if (body.StartsWith("  ", StringComparison.Ordinal)) body = "\\quad " + body.TrimStart();
        if (line.Stars.Length > 0) body += $"\\rlap{{$^{{{line.Stars}}}$}}";
        return line.Close.Length > 0 ? body + $"\\rlap{{{line.Close}}}" : body;
    }

    private static string Specification(ReportTable table, LatexLayout layout)
    {
        string columns = string.Concat(table.Columns.Select((column, j) => column.Alignment switch
        {
            ColumnAlignment.Left when layout.Wrapped[j] => $">{{\\raggedright\\arraybackslash}}p{{{LatexLayout.WordsWidth}}}",
            ColumnAlignment.Left => "l",
            ColumnAlignment.Center => "c",
            _ => "r",
        }));
        // Room for the stars of the last column.
        return table.Stars is null || table.Columns[^1].Alignment is not ColumnAlignment.DecimalPoint ? columns : columns + "@{\\hskip 15pt}";
    }

    private static IEnumerable<string> Texts(ReportTable table) =>
    [
        table.Title, .. table.AllNotes, .. table.Columns.Select(c => c.Header + c.Group),
        .. table.Rows.SelectMany(r => r.Cells.OfType<TextCell>().Select(c => c.Value).Append(r.Group ?? "")),
    ];
}
