using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Gravity.Core.Wording;

namespace Gravity.Reporting.Tables;

/// <summary>An Excel workbook: one sheet a table, and a sheet of contents with links where there are several.</summary>
/// <remarks>
/// Numbers are numbers with all their digits; decimals, thousands, parentheses of standard errors and stars are number formats, so that nothing has to
/// be parsed back and a formula over the cells works. (Stars in cells of their own would double the columns and would part from their numbers when a
/// reader sorts or copies.) A standard error has a row of its own beneath its estimate; estimate and limits of an interval have a column each. Shares are
/// shares with a percent format. Words are stored as text and never as formulas.
/// </remarks>
public sealed class ExcelTableWriter : ITableFileWriter
{
    private const int LongestName = 31;

    /// <summary>A sheet has 1,048,576 rows; each table row may take four, and headings and notes need some.</summary>
    private const int MostRows = 250_000;

    /// <inheritdoc/>
    public string Key => "xlsx";

    /// <inheritdoc/>
    public string Extension => ".xlsx";

    /// <inheritdoc/>
    public IReadOnlyList<string> Aliases => ["excel"];

    /// <inheritdoc/>
    public void Write(IReadOnlyList<ReportTable> tables, string title, Stream output)
    {
        if (tables.Count == 0) throw new ArgumentException("a workbook needs a table", nameof(tables));
        OfficePackage.Write(draft => Build([.. tables.SelectMany(Split)], title, draft), output);
    }

    private static void Build(ReportTable[] tables, string title, Stream draft)
    {
        using SpreadsheetDocument document = SpreadsheetDocument.Create(draft, SpreadsheetDocumentType.Workbook);
        WorkbookPart workbook = document.AddWorkbookPart();
        document.ChangeIdOfPart(workbook, "rId1");
        var styles = new ExcelStyles();
        var sheets = new Sheets();
        var names = new DefinedNames();
        bool contents = tables.Length > 1;
        string[] sheetNames = Names(contents ? [tables[0].Words["table.contents"], .. tables.Select(t => t.Key)] : [tables[0].Key]);
        if (contents)
            WriteContents(AddSheet(workbook, sheets, sheetNames[0]), tables, sheetNames[1..], title, styles);
        for (int i = 0; i < tables.Length; i++)
        {
            int place = contents ? i + 1 : i;
            var sheet = new ExcelSheet(tables[i], styles);
            sheet.Write(AddSheet(workbook, sheets, sheetNames[place]), selected: place == 0);
            (int from, int to) = sheet.Titles;
            names.Append(new DefinedName(string.Create(CultureInfo.InvariantCulture, $"{Quoted(sheetNames[place])}!${from}:${to}"))
            {
                Name = "_xlnm.Print_Titles",
                LocalSheetId = (uint)place,
            });
        }

        WorkbookStylesPart look = workbook.AddNewPart<WorkbookStylesPart>("styles");
        look.Stylesheet = styles.Sheet();
        workbook.Workbook = new Workbook(new BookViews(new WorkbookView { XWindow = 0, YWindow = 0, WindowWidth = 24000, WindowHeight = 12000 }), sheets, names);
    }

    private static WorksheetPart AddSheet(WorkbookPart workbook, Sheets sheets, string name)
    {
        uint number = (uint)sheets.ChildElements.Count + 1;
        string id = string.Create(CultureInfo.InvariantCulture, $"sheet{number}");
        WorksheetPart part = workbook.AddNewPart<WorksheetPart>(id);
        sheets.Append(new Sheet { Name = name, SheetId = number, Id = id });
        return part;
    }

    private static void WriteContents(WorksheetPart part, ReportTable[] tables, string[] names, string title, ExcelStyles styles)
    {
        Words words = tables[0].Words;
        uint head = styles.Of(new ExcelStyle { Bold = true, Above = 2, Below = 1 });
        uint link = styles.Of(new ExcelStyle { Link = true });
        uint plain = styles.Of(new ExcelStyle());
        var data = new SheetData();
        void Add(params (ExcelLine Content, uint Style)[] cells)
        {
            var row = new Row { RowIndex = (uint)data.ChildElements.Count + 1 };
            row.Append(cells.Select((cell, c) => ExcelSheet.CellOf(ExcelSheet.Name(c, data.ChildElements.Count + 1), cell.Content, cell.Style)));
            data.Append(row);
        }

        Add((new ExcelLine(title), styles.Of(new ExcelStyle { Bold = true })));
        Add((new ExcelLine(words["table.sheet"]), head), (new ExcelLine(words["table.table"]), head));
        var links = new Hyperlinks();
        for (int i = 0; i < tables.Length; i++)
        {
            Add((new ExcelLine(names[i]), link), (new ExcelLine(tables[i].Title), plain));
            links.Append(new Hyperlink { Reference = ExcelSheet.Name(0, i + 3), Location = Quoted(names[i]) + "!A1", Display = names[i] });
        }

        double first = names.Max(DisplayWidth.Of) + 3, second = Math.Min(100, tables.Max(t => DisplayWidth.Of(t.Title))) + 3;
        part.Worksheet = new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(new SheetView(new Pane { VerticalSplit = 2, TopLeftCell = "A3", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen })
            {
                WorkbookViewId = 0,
                ShowGridLines = false,
                TabSelected = true,
            }),
            new Columns(
                new Column { Min = 1, Max = 1, Width = first, CustomWidth = true },
                new Column { Min = 2, Max = 2, Width = second, CustomWidth = true }),
            data, links,
            new PageMargins { Left = 0.5, Right = 0.5, Top = 0.7, Bottom = 0.7, Header = 0.3, Footer = 0.3 },
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Portrait, FitToWidth = 1, FitToHeight = 0 });
    }

    /// <summary>Names that Excel accepts: at most 31 characters, none of []:*?/\, no quote at the ends, different whatever the case.</summary>
    internal static string[] Names(IReadOnlyList<string> wished)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. wished.Select(wish =>
        {
            string clean = OfficePackage.Clean(string.Concat(wish.Select(c => c is '[' or ']' or ':' or '*' or '?' or '/' or '\\' or '\n' or '\t' ? '-' : c))).Trim('\'');
            string name = Cut(clean.Length == 0 ? "table" : clean, LongestName);
            for (int k = 2; !taken.Add(name); k++)
            {
                string tail = string.Create(CultureInfo.InvariantCulture, $" ({k})");
                name = Cut(clean, LongestName - tail.Length) + tail;
            }

            return name;
        })];
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];

    private static string Quoted(string name) => "'" + name.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>A table longer than a sheet goes on on further sheets.</summary>
    private static IEnumerable<ReportTable> Split(ReportTable table)
    {
        if (table.Rows.Count <= MostRows) return [table];
        return table.Rows.Chunk(MostRows).Select(rows => new ReportTable(table.Key, table.Title, table.Columns, rows)
        {
            Notes = table.Notes,
            Stars = table.Stars,
            Estimates = table.Estimates,
            Words = table.Words,
            StubColumns = table.StubColumns,
        });
    }
}
