using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Gravity.Reporting.Tables;

/// <summary>Lays one table out on a page of Word: type size, orientation, panels, and the table elements themselves. Lengths are twips (1/1440 inch).</summary>
internal sealed class WordTable
{
    // Text areas of A4 with margins of 2.5 cm.
    public const int PortraitWidth = 9070;
    public const int LandscapeWidth = 14000;

    /// <summary>Space at either side of a cell.</summary>
    public const int CellMargin = 70;

    // Wider columns of words are wrapped.
    private const int WidestWords = 3400;

    // Tables of at most so many lines are kept on one page.
    private const int KeptTogether = 45;

    private static readonly (int Page, int HalfPoints)[] Choices =
        [(PortraitWidth, 18), (PortraitWidth, 16), (PortraitWidth, 15), (LandscapeWidth, 18), (LandscapeWidth, 16), (LandscapeWidth, 14)];

    private readonly ReportTable table;
    private readonly CellLine[][][] rows;
    private readonly int halfPoints;

    public WordTable(ReportTable table)
    {
        this.table = table;
        rows = [.. table.Rows.Select(row => CellText.RowLines(table, row))];
        int[] all = [.. Enumerable.Range(0, table.Columns.Count)];
        (int page, halfPoints) = Choices.FirstOrDefault(choice => Widths(all, choice.HalfPoints).Sum() <= choice.Page, Choices[^1]);
        Landscape = page == LandscapeWidth;
        Panels = TablePanels.Of(table, page, columns => Widths(columns, halfPoints).Sum());
    }

    /// <summary>Whether the page stands on its side.</summary>
    public bool Landscape { get; }

    /// <summary>The columns of each table element, one unless the page is too narrow even so.</summary>
    public IReadOnlyList<int[]> Panels { get; }

    /// <summary>How far notes are set in at both sides: they are as wide as the table, but not too narrow to read.</summary>
    public int NoteIndent
    {
        get
        {
            int page = Landscape ? LandscapeWidth : PortraitWidth;
            int widest = Panels.Max(columns => Widths(columns, halfPoints).Sum());
            return Math.Max(0, (page - Math.Max(widest, page * 6 / 10)) / 2);
        }
    }

    /// <summary>The table element of a panel.</summary>
    public Table Element(int[] columns)
    {
        int[] widths = Widths(columns, halfPoints);
        bool kept = rows.Sum(row => row.Length) <= KeptTogether;
        var element = new Table(
            new TableProperties
            {
                TableWidth = new TableWidth { Width = Text(widths.Sum()), Type = TableWidthUnitValues.Dxa },
                TableJustification = new TableJustification { Val = TableRowAlignmentValues.Center },
                TableLayout = new TableLayout { Type = TableLayoutValues.Fixed },
                TableCellMarginDefault = new TableCellMarginDefault
                {
                    TableCellLeftMargin = new TableCellLeftMargin { Width = CellMargin, Type = TableWidthValues.Dxa },
                    TableCellRightMargin = new TableCellRightMargin { Width = CellMargin, Type = TableWidthValues.Dxa },
                },
            },
            new TableGrid(widths.Select(w => new GridColumn { Width = Text(w) })));
        element.Append(Headers(columns, widths));
        double[] tails = [.. columns.Select(Tail)];
        for (int i = 0; i < rows.Length; i++)
        {
            bool last = i == rows.Length - 1;
            uint above = table.Rows[i].RuleBefore && i > 0 ? 6u : 0;
            if (CellText.StartsGroup(table, i))
            {
                element.Append(Row(false, [CellOf(widths.Sum(), columns.Length, above, 0, Paragraph([Run(table.Rows[i].Group!, italic: true)], JustificationValues.Left, 0, 40, true))]));
                above = 0;
            }

            int row = i;
            CellLine[][] lines = [.. rows[i].Where((cells, line) => line == 0 || columns.Any(j => rows[row][line][j].Body.Length > 0))];
            for (int line = 0; line < lines.Length; line++)
            {
                bool end = last && line == lines.Length - 1;
                int index = line;
                element.Append(Row(false, columns.Select((j, k) => CellOf(
                    widths[k], 1, index == 0 ? above : 0, end ? 12u : 0,
                    Body(lines[index][j], table.Columns[j], tails[k], widths[k], index == 0 ? 30 : 0, (kept && !end) || index < lines.Length - 1)))));
            }
        }

        return element;
    }

    private IEnumerable<TableRow> Headers(int[] columns, int[] widths)
    {
        ReportColumn[] shown = [.. columns.Select(j => table.Columns[j])];
        var groups = CellText.ColumnGroups(shown);
        uint above = 12;
        if (groups.Any(g => g.Name is not null))
        {
            yield return Row(true, groups.Select(g => CellOf(
                widths.AsSpan(g.First, g.Count).ToArray().Sum(), g.Count, above, g.Name is null ? 0u : 4u,
                Paragraph([Run(g.Name ?? "")], JustificationValues.Center, 0, 30, true))));
            above = 0;
        }

        yield return Row(true, shown.Select((column, k) => CellOf(
            widths[k], 1, above, 6,
            Paragraph(
                [.. column.Header.Trim('\n').Split('\n').SelectMany((line, i) => i == 0 ? [Run(line)] : new[] { new Run(new Break()), Run(line) })],
                column.Alignment switch
                {
                    ColumnAlignment.Left => JustificationValues.Left,
                    ColumnAlignment.Right => JustificationValues.Right,
                    _ => JustificationValues.Center,
                },
                0, 30, true))));
    }

    private Paragraph Body(CellLine line, ReportColumn column, double tail, int width, int before, bool keep)
    {
        string text = Shown(line);
        Run[] runs = text.Length == 0 ? [] : [Run(text)];
        if (column.Alignment is ColumnAlignment.Left) return Paragraph(runs, JustificationValues.Left, 0, before, keep);
        if (column.Alignment is ColumnAlignment.Center) return Paragraph(runs, JustificationValues.Center, 0, before, keep);
        if (column.Alignment is not ColumnAlignment.DecimalPoint || !line.IsNumber || !line.OnPoint)
            return Paragraph(runs, column.Alignment is ColumnAlignment.DecimalPoint ? JustificationValues.Center : JustificationValues.Right, 0, before, keep);
        // The point of every number stands at one place: right indents make up for what follows it. The widest number is centred in its column.
        double natural = Before(column) + tail, room = (width - 2 * CellMargin) / (halfPoints * 10.0);
        double indent = Math.Max(0, (room - natural) / 2) + tail - PrintWidth.Of(AfterPoint(text));
        return Paragraph(runs, JustificationValues.Right, (int)Math.Round(Math.Max(0, indent) * halfPoints * 10), before, keep);
    }

    private int[] Widths(int[] columns, int size)
    {
        int[] widths = [.. columns.Select(j => Width(j, size))];
        foreach ((int first, int count, string? name) in CellText.ColumnGroups([.. columns.Select(j => table.Columns[j])]))
        {
            int missing = (int)(PrintWidth.Of(name ?? "") * size * 10 * 1.05) + 2 * CellMargin - widths.AsSpan(first, count).ToArray().Sum();
            if (name is not null && missing > 0) widths[first + count - 1] += missing;
        }

        return widths;
    }

    private int Width(int column, int size)
    {
        ReportColumn shown = table.Columns[column];
        double widest = shown.Header.Split('\n').Max(PrintWidth.Of);
        foreach (CellLine[][] row in rows)
        {
            foreach (CellLine[] line in row)
                widest = Math.Max(widest, Shown(line[column]).Split('\n').Max(PrintWidth.Of));
        }

        if (shown.Alignment is ColumnAlignment.DecimalPoint) widest = Math.Max(widest, Before(shown) + Tail(column));
        // Letters are estimated: a little room keeps a line from breaking.
        int width = (int)Math.Ceiling(widest * size * 10 * 1.06) + 2 * CellMargin + 20;
        return shown.Alignment is ColumnAlignment.Left ? Math.Min(width, WidestWords) : width;
    }

    private double Before(ReportColumn column)
    {
        int j = table.Columns.ToList().IndexOf(column);
        return rows.SelectMany(row => row).Select(line => line[j]).Where(line => line.IsNumber && line.OnPoint)
            .Select(line => { string text = Shown(line); return PrintWidth.Of(text[..^AfterPoint(text).Length]); }).DefaultIfEmpty(0).Max();
    }

    private double Tail(int column) => table.Columns[column].Alignment is not ColumnAlignment.DecimalPoint ? 0
        : rows.SelectMany(row => row).Select(line => line[column]).Where(line => line.IsNumber && line.OnPoint)
            .Select(line => PrintWidth.Of(AfterPoint(Shown(line)))).DefaultIfEmpty(0).Max();

    /// <summary>What stands from the decimal point on; of a number without one, stars and closing bracket.</summary>
    private static string AfterPoint(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return point >= 0 ? text[point..] : text[text.TrimEnd('*', ')', ']').Length..];
    }

    private static string Shown(CellLine line) => line.IsNumber ? line.ToString().Replace('-', '−') : line.ToString();

    private static TableRow Row(bool header, IEnumerable<TableCell> cells)
    {
        var properties = new TableRowProperties(new CantSplit());
        if (header) properties.Append(new TableHeader());
        var row = new TableRow(properties);
        row.Append(cells);
        return row;
    }

    private static TableCell CellOf(int width, int span, uint above, uint below, Paragraph content)
    {
        var properties = new TableCellProperties { TableCellWidth = new TableCellWidth { Width = Text(width), Type = TableWidthUnitValues.Dxa } };
        if (span > 1) properties.GridSpan = new GridSpan { Val = span };
        if (above > 0 || below > 0)
        {
            var borders = new TableCellBorders();
            if (above > 0) borders.TopBorder = new TopBorder { Val = BorderValues.Single, Size = above, Space = 0, Color = "000000" };
            if (below > 0) borders.BottomBorder = new BottomBorder { Val = BorderValues.Single, Size = below, Space = 0, Color = "000000" };
            properties.TableCellBorders = borders;
        }

        properties.TableCellVerticalAlignment = new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Bottom };
        return new TableCell(properties, content);
    }

    private static Paragraph Paragraph(Run[] runs, JustificationValues align, int indent, int before, bool keep)
    {
        var properties = new ParagraphProperties { ParagraphStyleId = new ParagraphStyleId { Val = WordStyles.Cell } };
        if (keep) properties.KeepNext = new KeepNext();
        if (before > 0) properties.SpacingBetweenLines = new SpacingBetweenLines { Before = Text(before) };
        if (indent > 0) properties.Indentation = new Indentation { Right = Text(indent) };
        properties.Justification = new Justification { Val = align };
        var paragraph = new Paragraph(properties);
        paragraph.Append(runs);
        return paragraph;
    }

    private Run Run(string text, bool italic = false)
    {
        var properties = new RunProperties();
        if (italic) properties.Italic = new Italic();
        properties.FontSize = new FontSize { Val = Text(halfPoints) };
        properties.FontSizeComplexScript = new FontSizeComplexScript { Val = Text(halfPoints) };
        return new Run(properties, WordStyles.TextOf(text));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
