using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Tables;
using Gravity.Reporting.Tests.Studies;
using Cell = Gravity.Reporting.Tables.Cell;

namespace Gravity.Reporting.Tests.Tables;

public class ExcelTableWriterTest
{
    private static readonly ExcelTableWriter Writer = new();

    [Fact]
    public void Every_kind_of_table_is_a_valid_workbook()
    {
        foreach (ReportTable table in Samples.All())
            AssertValid(table);
        AssertValid(Samples.All());
        AssertValid(new ReportTable("empty", "No rows", [ReportColumn.Words("a")], []));
    }

    [Fact]
    public void The_tables_of_a_study_are_one_valid_workbook_with_a_sheet_each()
    {
        ReportTable[] tables = [.. StudyReport.Of(SampleStudy.Small).Tables];
        byte[] bytes = AssertValid(tables);
        using SpreadsheetDocument workbook = OfficeFiles.Workbook(bytes);
        Assert.Equal([.. tables.Select(t => t.Key).Prepend("Contents")], OfficeFiles.SheetNames(workbook));
    }

    [Fact]
    public void The_same_tables_give_the_same_bytes_in_any_culture()
    {
        byte[] first = Samples.Bytes(Writer, Samples.All());
        Thread.Sleep(2100);
        Assert.Equal(first, Samples.InGerman(() => Samples.Bytes(Writer, Samples.All())));
        Assert.Equal([new DateTime(1980, 1, 1)], OfficeFiles.Dates(first).Select(d => d.DateTime));
        Assert.Equal(OfficeFiles.Parts(first).Order(StringComparer.Ordinal), OfficeFiles.Parts(first));
    }

    [Fact]
    public void Estimates_and_errors_are_numbers_in_cells_of_their_own_and_stars_are_their_format()
    {
        using SpreadsheetDocument workbook = OfficeFiles.Workbook(Samples.Bytes(Writer, Samples.Regression()));
        Worksheet sheet = OfficeFiles.Sheet(workbook, "frontier");
        var cells = OfficeFiles.Cells(sheet).ToDictionary(c => c.Place);
        Assert.Equal("Frontier estimates", cells["A1"].Text);
        Assert.Equal("Frontier", cells["C2"].Text);
        Assert.Equal("OLS\n(1)", cells["B3"].Text);
        Assert.Equal(0.8123, cells["B4"].Number);
        Assert.Equal(0.0412, cells["B5"].Number);
        Assert.Equal("0.000\"***\"_)", OfficeFiles.Code(workbook, sheet, "B4"));
        Assert.Equal("\"(\"0.000\")\"_*_*_*", OfficeFiles.Code(workbook, sheet, "B5"));
        Assert.Equal("0.000_*_*_*_);\"−\"0.000_*_*_*_)", OfficeFiles.Code(workbook, sheet, "B6"));
        // A missing error is said, not left out; what is missing altogether is one dash.
        Assert.Equal((null, "(–)"), (cells["D7"].Number, cells["D7"].Text));
        Assert.Equal("–", cells["D8"].Text);
        Assert.Equal(12208, cells["D10"].Number);
        Assert.Equal("#,##0_*_*_*_)", OfficeFiles.Code(workbook, sheet, "D10"));
        Assert.Equal("Notes: Standard errors in parentheses.", cells["A11"].Text);
        Assert.Equal("* p < 0.10, ** p < 0.05, *** p < 0.01.", cells["A12"].Text);
        Assert.Contains("C2:D2", sheet.Descendants<MergeCell>().Select(m => m.Reference!.Value));
    }

    [Fact]
    public void Intervals_are_three_columns_under_one_heading()
    {
        using SpreadsheetDocument workbook = OfficeFiles.Workbook(Samples.Bytes(Writer, Samples.Potential()));
        Worksheet sheet = OfficeFiles.Sheet(workbook, "potential");
        var cells = OfficeFiles.Cells(sheet).ToDictionary(c => c.Place);
        Assert.Equal("Potential", cells["C3"].Text);
        Assert.Equal(["Estimate", "Lower limit", "Upper limit"], new[] { "C4", "D4", "E4" }.Select(p => cells[p].Text));
        Assert.Equal([23456, 20000, 30000], new[] { "C6", "D6", "E6" }.Select(p => cells[p].Number!.Value));
        Assert.Equal(0.9, cells["F6"].Number);
        Assert.Equal("0.0%", OfficeFiles.Code(workbook, sheet, "F6"));
        Assert.Contains("C3:E3", sheet.Descendants<MergeCell>().Select(m => m.Reference!.Value));
    }

    [Fact]
    public void An_interval_beneath_an_estimate_is_two_numbers()
    {
        ReportTable table = new ReportTable("t", "T", [ReportColumn.Words("x"), ReportColumn.Estimates("b", NumberFormat.Fixed(2))],
            [ReportRow.Of("a", Cell.Estimate(-0.5, 0.1, 0.001, -5, -0.7, -0.3))]) with
        { Estimates = new EstimateDisplay { Second = SecondLine.Interval } };
        using SpreadsheetDocument workbook = OfficeFiles.Workbook(Samples.Bytes(Writer, table));
        Worksheet sheet = OfficeFiles.Sheet(workbook, "t");
        var cells = OfficeFiles.Cells(sheet).ToDictionary(c => c.Place);
        Assert.Equal([-0.5, -0.7, -0.3], new[] { "B3", "B4", "B5" }.Select(p => cells[p].Number!.Value));
        Assert.StartsWith("\"[\"0.00\",\"", OfficeFiles.Code(workbook, sheet, "B4"), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_look_like_formulas_stay_words()
    {
        using SpreadsheetDocument workbook = OfficeFiles.Workbook(Samples.Bytes(Writer, Samples.Awkward()));
        Worksheet sheet = OfficeFiles.Sheet(workbook, OfficeFiles.SheetNames(workbook)[0]);
        Assert.Empty(sheet.Descendants<CellFormula>());
        foreach (string text in (string[])["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)"])
        {
            (string place, double? number, _) = OfficeFiles.Cells(sheet).First(c => c.Text == text);
            Assert.Null(number);
            Assert.True(OfficeFiles.Format(workbook, sheet, place).QuotePrefix!.Value);
        }
        Assert.Contains(OfficeFiles.Cells(sheet), c => c.Text == "control \uFFFD and half \uFFFD");
        Assert.Contains(OfficeFiles.Cells(sheet), c => c.Number == 1e300);
        Assert.Contains(OfficeFiles.Cells(sheet), c => c.Text == "∞" && c.Number is null);
    }

    [Fact]
    public void Headings_are_frozen_and_repeated_on_paper()
    {
        using SpreadsheetDocument workbook = OfficeFiles.Workbook(Samples.Bytes(Writer, Samples.Regression()));
        Pane pane = OfficeFiles.Sheet(workbook, "frontier").Descendants<Pane>().Single();
        Assert.Equal((1.0, 3.0, "B4"), (pane.HorizontalSplit!.Value, pane.VerticalSplit!.Value, pane.TopLeftCell!.Value));
        Assert.Equal("'frontier'!$2:$3", workbook.WorkbookPart!.Workbook!.DefinedNames!.Elements<DefinedName>().Single().Text);
        Assert.Equal((1u, 0u), (OfficeFiles.Sheet(workbook, "frontier").Descendants<PageSetup>().Single().FitToWidth!.Value, 0u));
    }

    [Fact]
    public void The_sheet_of_contents_links_to_every_table()
    {
        using SpreadsheetDocument workbook = OfficeFiles.Workbook(Samples.Bytes(Writer, Samples.Regression(), Samples.Potential()));
        Assert.Equal(["Contents", "frontier", "potential"], OfficeFiles.SheetNames(workbook));
        Assert.Equal(["'frontier'!A1", "'potential'!A1"], OfficeFiles.Sheet(workbook, "Contents").Descendants<Hyperlink>().Select(h => h.Location!.Value));
    }

    [Fact]
    public void Sheet_names_are_short_legal_and_different()
    {
        string[] names = ExcelTableWriter.Names(["a/b:c", "A-B-C", new string('x', 40), new string('x', 50), "'quoted'", "", "Gap"]);
        Assert.Equal(["a-b-c", "A-B-C (2)", new string('x', 31), new string('x', 27) + " (2)", "quoted", "table", "Gap"], names);
    }

    [Fact]
    public void Columns_are_lettered_as_in_a_spreadsheet() =>
        Assert.Equal(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"], new[] { 0, 25, 26, 51, 52, 701, 702 }.Select(ExcelSheet.Letters));

    private static byte[] AssertValid(params ReportTable[] tables)
    {
        byte[] bytes = Samples.Bytes(Writer, tables);
        using SpreadsheetDocument workbook = OfficeFiles.Workbook(bytes);
        Assert.Empty(OfficeFiles.Errors(workbook));
        return bytes;
    }
}
