using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Gravity.Core.Wording;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Tables;
using Gravity.Reporting.Tests.Studies;

namespace Gravity.Reporting.Tests.Tables;

public class WordTableWriterTest
{
    private static readonly WordTableWriter Writer = new();

    [Fact]
    public void Every_kind_of_table_is_a_valid_document()
    {
        foreach (ReportTable table in Samples.All())
            AssertValid(table);
        AssertValid(Samples.All());
        AssertValid(new ReportTable("empty", "No rows", [ReportColumn.Words("a")], []));
        AssertValid([.. StudyReport.Of(SampleStudy.Small).Tables]);
    }

    [Fact]
    public void The_same_tables_give_the_same_bytes_in_any_culture()
    {
        byte[] first = Samples.Bytes(Writer, Samples.All());
        Thread.Sleep(2100);
        Assert.Equal(first, Samples.InGerman(() => Samples.Bytes(Writer, Samples.All())));
        Assert.Equal([new DateTime(1980, 1, 1)], OfficeFiles.Dates(first).Select(d => d.DateTime));
    }

    [Fact]
    public void A_table_reads_as_in_print()
    {
        using WordprocessingDocument document = OfficeFiles.Document(Samples.Bytes(Writer, Samples.Regression()));
        Table table = document.MainDocumentPart!.Document!.Body!.Elements<Table>().Single();
        string[][] rows = OfficeFiles.Rows(table);
        Assert.Equal(["", "", "Frontier"], rows[0]);
        Assert.Equal(["Variable", "OLS(1)", "Pitt–Lee(2)", "BC92(3)"], rows[1]);
        Assert.Equal(["ln GDP, partner", "0.812***", "0.901**", "1.046*"], rows[2]);
        Assert.Equal(["", "(0.041)", "(0.051)", "(0.061)"], rows[3]);
        Assert.Equal(["ln distance", "−1.212", "", "−10.046"], rows[4]);
        string[] paragraphs = [.. document.MainDocumentPart.Document.Body.Elements<Paragraph>().Select(p => p.InnerText)];
        Assert.Equal("Table  SEQ Table \\* ARABIC 1. Frontier estimates", paragraphs[0]);
        Assert.Equal("Notes: Standard errors in parentheses. * p < 0.10, ** p < 0.05, *** p < 0.01.", paragraphs[1]);
    }

    [Fact]
    public void Headings_are_repeated_rows_do_not_break_and_rules_are_three()
    {
        using WordprocessingDocument document = OfficeFiles.Document(Samples.Bytes(Writer, Samples.Regression()));
        TableRow[] rows = [.. document.MainDocumentPart!.Document!.Body!.Descendants<TableRow>()];
        Assert.Equal(2, rows.Count(r => r.Descendants<TableHeader>().Any()));
        Assert.All(rows, r => Assert.Single(r.Descendants<CantSplit>()));
        Assert.Equal(12u, rows[0].Descendants<TopBorder>().First().Size!.Value);
        Assert.Equal(6u, rows[1].Descendants<BottomBorder>().First().Size!.Value);
        Assert.Equal(12u, rows[^1].Descendants<BottomBorder>().First().Size!.Value);
        Assert.Empty(document.MainDocumentPart.Document.Body.Descendants<LeftBorder>());
    }

    [Fact]
    public void Decimal_points_stand_under_each_other()
    {
        using WordprocessingDocument document = OfficeFiles.Document(Samples.Bytes(Writer, Samples.Regression()));
        TableRow[] rows = [.. document.MainDocumentPart!.Document!.Body!.Descendants<TableRow>()];
        // 9 points: the right indent and what follows the point together take the same room in every row.
        double Point(int row)
        {
            TableCell cell = rows[row].Elements<TableCell>().ElementAt(1);
            string text = cell.InnerText;
            double indent = double.Parse(cell.Descendants<Indentation>().FirstOrDefault()?.Right?.Value ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            return indent + PrintWidth.Of(text[text.IndexOf('.', StringComparison.Ordinal)..]) * 180;
        }
        Assert.Equal(Point(2), Point(3), 1.0);
        Assert.Equal(Point(2), Point(4), 1.0);
    }

    [Fact]
    public void Wide_tables_stand_on_their_side_and_wider_ones_split()
    {
        ReportTable Of(int columns) => new(
            "t", "T", [ReportColumn.Words("name"), .. Enumerable.Range(1, columns).Select(j => ReportColumn.Numbers($"Column {j}", NumberFormat.Fixed(3)))],
            [new ReportRow([Cell.Text("x"), .. Enumerable.Range(1, columns).Select(j => Cell.Number(j))])]);
        Assert.Equal((false, 1), Layout(Of(5)));
        Assert.Equal((true, 1), Layout(Of(14)));
        Assert.Equal((true, 2), Layout(Of(30)));
        using WordprocessingDocument document = OfficeFiles.Document(Samples.Bytes(Writer, Of(5), Of(14), Of(5)));
        Assert.Equal(
            [null, PageOrientationValues.Landscape, null],
            document.MainDocumentPart!.Document!.Body!.Descendants<PageSize>().Select(s => s.Orient?.Value));
        static (bool, int) Layout(ReportTable table) => new WordTable(table) is var layout ? (layout.Landscape, layout.Panels.Count) : default;
    }

    [Fact]
    public void In_Chinese_the_caption_and_the_notes_are_Chinese()
    {
        using WordprocessingDocument document = OfficeFiles.Document(Samples.Bytes(Writer, Samples.Regression() with { Words = Words.Chinese }));
        string[] paragraphs = [.. document.MainDocumentPart!.Document!.Body!.Elements<Paragraph>().Select(p => p.InnerText)];
        Assert.StartsWith("表  SEQ Table \\* ARABIC 1  Frontier", paragraphs[0], StringComparison.Ordinal);
        Assert.StartsWith("注：", paragraphs[1], StringComparison.Ordinal);
    }

    private static void AssertValid(params ReportTable[] tables)
    {
        using WordprocessingDocument document = OfficeFiles.Document(Samples.Bytes(Writer, tables));
        Assert.Empty(OfficeFiles.Errors(document));
    }
}
