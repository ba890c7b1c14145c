using System.Globalization;
using System.IO.Compression;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Gravity.Reporting.Tests.Tables;

/// <summary>Reads office files back as a program of somebody else would.</summary>
internal static class OfficeFiles
{
    /// <summary>What the schema of Office 2019 and its rules object to.</summary>
    public static string[] Errors(OpenXmlPackage package) =>
        [.. new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(package).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}")];

    public static SpreadsheetDocument Workbook(byte[] bytes) => SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false);

    public static WordprocessingDocument Document(byte[] bytes) => WordprocessingDocument.Open(new MemoryStream(bytes), isEditable: false);

    public static string[] SheetNames(SpreadsheetDocument workbook) =>
        [.. workbook.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>().Select(s => s.Name!.Value!)];

    public static Worksheet Sheet(SpreadsheetDocument workbook, string name)
    {
        Sheet sheet = workbook.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>().First(s => s.Name == name);
        return ((WorksheetPart)workbook.WorkbookPart.GetPartById(sheet.Id!)).Worksheet!;
    }

    /// <summary>The cells of a sheet in reading order: place, number or text.</summary>
    public static IEnumerable<(string Place, double? Number, string Text)> Cells(Worksheet sheet) => sheet.Descendants<Cell>().Select(cell => (
        cell.CellReference!.Value!,
        cell.CellValue is { } value ? double.Parse(value.Text, CultureInfo.InvariantCulture) : (double?)null,
        cell.InlineString?.InnerText ?? ""));

    /// <summary>The number format of the cell at a place.</summary>
    public static string Code(SpreadsheetDocument workbook, Worksheet sheet, string place)
    {
        Stylesheet styles = workbook.WorkbookPart!.WorkbookStylesPart!.Stylesheet!;
        CellFormat format = Format(workbook, sheet, place);
        return styles.NumberingFormats?.Elements<NumberingFormat>().FirstOrDefault(n => n.NumberFormatId! == format.NumberFormatId!)?.FormatCode?.Value ?? "General";
    }

    public static CellFormat Format(SpreadsheetDocument workbook, Worksheet sheet, string place)
    {
        Cell cell = sheet.Descendants<Cell>().First(c => c.CellReference == place);
        return workbook.WorkbookPart!.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<CellFormat>().ElementAt((int)cell.StyleIndex!.Value);
    }

    /// <summary>The texts of a table's rows.</summary>
    public static string[][] Rows(W.Table table) =>
        [.. table.Elements<W.TableRow>().Select(row => row.Elements<W.TableCell>().Select(cell => cell.InnerText).ToArray())];

    public static DateTimeOffset[] Dates(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return [.. zip.Entries.Select(e => e.LastWriteTime).Distinct()];
    }

    public static string[] Parts(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return [.. zip.Entries.Select(e => e.FullName)];
    }
}
