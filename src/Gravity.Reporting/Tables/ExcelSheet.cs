using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Gravity.Reporting.Tables;

/// <summary>One worksheet with one table: caption, headings, rows, notes.</summary>
internal sealed class ExcelSheet
{
    // Wider columns of words are wrapped.
    private const int WidestWords = 60;

    // Notes span at least this many characters, beyond the table's own columns if need be.
    private const int NoteWidth = 90;

    // From this width on, in characters, a page stands on its side.
    private const int PortraitWidth = 120;

    // Words that a spreadsheet would read as a formula were they typed.
    private const string FormulaStarts = "=+-@";

    private const double LineHeight = 13.5;

    private readonly ReportTable table;
    private readonly ExcelStyles styles;
    private readonly int[] first;
    private readonly int[] parts;
    private readonly int columns;
    private readonly double[] widths;
    private readonly List<string> merges = [];
    private readonly List<(double? Height, List<(int Column, ExcelLine Content, uint Style)> Cells)> rows = [];
    private int headerRows;

    public ExcelSheet(ReportTable table, ExcelStyles styles)
    {
        this.table = table;
        this.styles = styles;
        int count = table.Columns.Count;
        (first, parts) = (new int[count], new int[count]);
        for (int j = 0; j < count; j++)
        {
            first[j] = columns;
            columns += parts[j] = table.Rows.Any(row => row.Cells[j] is IntervalCell) ? 3 : 1;
        }

        widths = [.. Enumerable.Repeat(6.0, columns)];
        Compose();
    }

    /// <summary>The rows of caption and headings, which are frozen and repeated on every printed page: first and last, from 1.</summary>
    public (int First, int Last) Titles => (2, headerRows);

    /// <summary>Writes the sheet.</summary>
    public void Write(WorksheetPart part, bool selected)
    {
        using OpenXmlWriter writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        writer.WriteElement(new SheetDimension { Reference = $"A1:{Name(columns - 1, rows.Count)}" });
        writer.WriteElement(new SheetViews(View(selected)));
        writer.WriteElement(new SheetFormatProperties { DefaultRowHeight = LineHeight });
        writer.WriteElement(new Columns(widths.Select((width, j) => new Column { Min = (uint)j + 1, Max = (uint)j + 1, Width = Math.Round(width + 2, 2), CustomWidth = true })));
        writer.WriteStartElement(new SheetData());
        for (int i = 0; i < rows.Count; i++)
        {
            var row = new Row { RowIndex = (uint)i + 1 };
            if (rows[i].Height is { } height) (row.Height, row.CustomHeight) = (height, true);
            writer.WriteStartElement(row);
            foreach ((int column, ExcelLine content, uint style) in rows[i].Cells)
                writer.WriteElement(CellOf(Name(column, i + 1), content, style));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        if (merges.Count > 0) writer.WriteElement(new MergeCells(merges.Select(m => new MergeCell { Reference = m })) { Count = (uint)merges.Count });
        writer.WriteElement(new PrintOptions { HorizontalCentered = true });
        writer.WriteElement(new PageMargins { Left = 0.5, Right = 0.5, Top = 0.7, Bottom = 0.7, Header = 0.3, Footer = 0.3 });
        writer.WriteElement(new PageSetup
        {
            PaperSize = 9,
            Orientation = widths.Sum() + 2 * columns > PortraitWidth ? OrientationValues.Landscape : OrientationValues.Portrait,
            FitToWidth = 1,
            FitToHeight = 0,
        });
        writer.WriteElement(new HeaderFooter(new OddFooter("&C&P / &N")));
        writer.WriteEndElement();
    }

    /// <summary>A cell of a worksheet.</summary>
    public static DocumentFormat.OpenXml.Spreadsheet.Cell CellOf(string reference, ExcelLine content, uint style)
    {
        var cell = new DocumentFormat.OpenXml.Spreadsheet.Cell { CellReference = reference, StyleIndex = style };
        if (content.Value is { } value)
        {
            cell.CellValue = new CellValue(value.ToString("R", CultureInfo.InvariantCulture));
        }
        else if (content.Text.Length > 0)
        {
            cell.DataType = CellValues.InlineString;
            cell.InlineString = new InlineString(new Text(OfficePackage.Clean(content.Text)) { Space = SpaceProcessingModeValues.Preserve });
        }

        return cell;
    }

    /// <summary>A1 of column and row, the column from 0.</summary>
    public static string Name(int column, int row) => string.Create(CultureInfo.InvariantCulture, $"{Letters(column)}{row}");

    /// <summary>A, B … Z, AA.</summary>
    public static string Letters(int column) => (column >= 26 ? Letters(column / 26 - 1) : "") + (char)('A' + column % 26);

    private SheetView View(bool selected)
    {
        int stub = Math.Clamp(table.StubColumns, 0, table.Columns.Count);
        int frozen = stub < table.Columns.Count && stub > 0 ? first[stub] : 0;
        var pane = new Pane { VerticalSplit = headerRows, TopLeftCell = Name(frozen, headerRows + 1), ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen };
        if (frozen > 0) (pane.HorizontalSplit, pane.ActivePane) = (frozen, PaneValues.BottomRight);
        var view = new SheetView(pane) { WorkbookViewId = 0, ShowGridLines = false };
        if (selected) view.TabSelected = true;
        return view;
    }

    private void Compose()
    {
        List<(double? Height, List<(int, ExcelLine, uint)> Cells)> body = [];
        ComposeBody(body);
        Spanning(table.Title, new ExcelStyle { Bold = true, Wrap = true, Top = true });
        ComposeHeaders();
        headerRows = rows.Count;
        rows.AddRange(body);
        foreach (string note in CellText.Notes(table))
            Spanning(note, new ExcelStyle { Small = true, Wrap = true, Top = true });
    }

    private void ComposeHeaders()
    {
        var groups = CellText.ColumnGroups(table.Columns);
        int above = 2;
        if (groups.Any(g => g.Name is not null))
        {
            List<(int, ExcelLine, uint)> cells = [];
            foreach ((int start, int count, string? name) in groups)
            {
                int from = first[start], to = first[start + count - 1] + parts[start + count - 1] - 1;
                uint style = styles.Of(new ExcelStyle { Bold = true, Align = HorizontalAlignmentValues.Center, Above = 2, Below = name is null ? 0 : 1 });
                cells.Add((from, new ExcelLine(name ?? ""), style));
                for (int c = from + 1; c <= to; c++) cells.Add((c, default(ExcelLine) with { Text = "" }, style));
                if (name is null) continue;
                if (to > from) merges.Add($"{Name(from, rows.Count + 1)}:{Name(to, rows.Count + 1)}");
                double missing = DisplayWidth.Of(name) - Enumerable.Range(from, to - from + 1).Sum(c => widths[c] + 2);
                if (missing > 0) widths[to] += missing;
            }

            rows.Add((null, cells));
            above = 0;
        }

        bool divided = parts.Any(p => p > 1);
        List<(int, ExcelLine, uint)> headings = [], limits = [];
        int height = 1;
        for (int j = 0; j < table.Columns.Count; j++)
        {
            ReportColumn column = table.Columns[j];
            string[] lines = column.Header.Split('\n');
            height = Math.Max(height, lines.Length);
            HorizontalAlignmentValues align = parts[j] > 1 ? HorizontalAlignmentValues.Center : Alignment(column);
            uint style = styles.Of(new ExcelStyle { Bold = true, Wrap = true, Indent = j > 0 && align == HorizontalAlignmentValues.Left ? 1 : 0, Align = align, Above = above, Below = divided ? parts[j] > 1 ? 1 : 0 : 1 });
            uint lower = styles.Of(new ExcelStyle { Align = HorizontalAlignmentValues.Right, Below = 1 });
            double widest = lines.Max(DisplayWidth.Of) * 1.05;
            int last = first[j] + parts[j] - 1;
            double missing = widest - Enumerable.Range(first[j], parts[j]).Sum(c => widths[c] + 2) + 2;
            if (missing > 0) widths[last] += missing;
            for (int c = first[j]; c <= last; c++)
                headings.Add((c, new ExcelLine(c == first[j] ? string.Join('\n', lines).Trim('\n') : ""), style));
            string[] names = parts[j] > 1 ? [table.Words["table.estimate"], table.Words["table.low"], table.Words["table.high"]] : [""];
            for (int k = 0; k < parts[j]; k++)
            {
                limits.Add((first[j] + k, new ExcelLine(names[k]), lower));
                widths[first[j] + k] = Math.Max(widths[first[j] + k], DisplayWidth.Of(names[k]));
            }

            if (parts[j] > 1) merges.Add($"{Name(first[j], rows.Count + 1)}:{Name(last, rows.Count + 1)}");
        }

        rows.Add((height > 1 ? height * LineHeight : null, headings));
        if (divided) rows.Add((null, limits));
    }

    private void ComposeBody(List<(double? Height, List<(int, ExcelLine, uint)> Cells)> body)
    {
        for (int i = 0; i < table.Rows.Count; i++)
        {
            ReportRow row = table.Rows[i];
            int above = row.RuleBefore && i > 0 ? 1 : 0;
            if (CellText.StartsGroup(table, i))
            {
                uint style = styles.Of(new ExcelStyle { Italic = true, Above = above });
                body.Add((null, [.. Enumerable.Range(0, columns).Select(c => (c, new ExcelLine(c == 0 ? row.Group! : ""), style))]));
                above = 0;
            }

            ExcelLine?[][] lines = Lines(row);
            for (int line = 0; line < lines.Length; line++)
            {
                bool last = i == table.Rows.Count - 1 && line == lines.Length - 1;
                int height = 1;
                List<(int, ExcelLine, uint)> cells = [];
                for (int j = 0; j < table.Columns.Count; j++)
                {
                    for (int c = first[j]; c < first[j] + parts[j]; c++)
                    {
                        ExcelLine content = lines[line][c] ?? new ExcelLine("");
                        int width = content.Text.Split('\n').Max(DisplayWidth.Of);
                        bool wrap = content.Value is null && (width > WidestWords || content.Text.Contains('\n', StringComparison.Ordinal));
                        widths[c] = Math.Max(widths[c], Math.Min(width, WidestWords));
                        if (wrap) height = Math.Max(height, DisplayWidth.Wrap(content.Text, WidestWords - 2).Count());
                        cells.Add((c, content, styles.Of(new ExcelStyle
                        {
                            Code = content.Code,
                            Align = Alignment(table.Columns[j]),
                            Wrap = wrap,
                            Top = true,
                            // Words right of a number need a gap.
                            Indent = j > 0 && table.Columns[j].Alignment is ColumnAlignment.Left ? 1 : 0,
                            Above = line == 0 ? above : 0,
                            Below = last ? 2 : 0,
                            Quoted = content.Value is null && content.Text.Length > 0 && FormulaStarts.Contains(content.Text[0], StringComparison.Ordinal),
                        })));
                    }
                }

                body.Add((height > 1 ? height * LineHeight : null, cells));
            }
        }
    }

    private ExcelLine?[][] Lines(ReportRow row)
    {
        IReadOnlyList<ExcelLine>[] single = [.. row.Cells.Select((cell, j) => parts[j] > 1 ? [] : ExcelLine.Of(cell, table.Columns[j], table))];
        int height = Math.Max(1, single.Max(lines => lines.Count));
        var result = new ExcelLine?[height][];
        for (int i = 0; i < height; i++)
        {
            result[i] = new ExcelLine?[columns];
            for (int j = 0; j < row.Cells.Count; j++)
            {
                if (parts[j] > 1 && i == 0)
                    ExcelLine.Parts(row.Cells[j], table.Columns[j], table).CopyTo(result[i], first[j]);
                else if (parts[j] == 1 && i < single[j].Count)
                    result[i][first[j]] = single[j][i];
            }
        }

        return result;
    }

    /// <summary>A line of words across the table, as high as its lines need.</summary>
    private void Spanning(string text, ExcelStyle look)
    {
        int last = 0;
        double width = 0;
        // Columns beyond the table have the default width.
        for (int c = 0; c < columns || width < NoteWidth; c++)
        {
            width += c < columns ? widths[c] + 2 : 9;
            last = c;
        }

        int lines = DisplayWidth.Wrap(text, (int)(width * (look.Small ? 1.15 : 0.95))).Count();
        if (last > 0) merges.Add($"{Name(0, rows.Count + 1)}:{Name(last, rows.Count + 1)}");
        rows.Add((Math.Max(1, lines) * LineHeight, [(0, new ExcelLine(text), styles.Of(look))]));
    }

    private static HorizontalAlignmentValues Alignment(ReportColumn column) => column.Alignment switch
    {
        ColumnAlignment.Left => HorizontalAlignmentValues.Left,
        ColumnAlignment.Center => HorizontalAlignmentValues.Center,
        _ => HorizontalAlignmentValues.Right,
    };
}
