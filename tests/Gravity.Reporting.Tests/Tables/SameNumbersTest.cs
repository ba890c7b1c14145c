using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Tables;
using Gravity.Reporting.Tests.Studies;

namespace Gravity.Reporting.Tests.Tables;

/// <summary>One table says the same in every format.</summary>
public partial class SameNumbersTest
{
    public static TheoryData<string> Keys => [.. StudyReport.Of(SampleStudy.Small).Tables.Select(t => t.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Printed_formats_print_the_same_numbers_in_the_same_order(string key)
    {
        ReportTable table = StudyReport.Of(SampleStudy.Small).Tables.First(t => t.Key == key);
        double[] text = Numbers(string.Join('\n', new TextTableWriter().Lines(table).Where(l => l.Part == TextPart.Body).Select(l => l.Text)));
        string markdown = new MarkdownTableWriter().WriteToString(table);
        string body = string.Join('\n', markdown.Split('\n').Where(l => l.StartsWith('|')).Skip(2).Where(l => !l.StartsWith("| **", StringComparison.Ordinal)));
        Assert.Equal(text, Numbers(body.Replace(@"\", "", StringComparison.Ordinal)));
        Assert.Equal(text, Word(table));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_workbook_holds_the_numbers_of_the_machine_format(string key)
    {
        ReportTable table = StudyReport.Of(SampleStudy.Small).Tables.First(t => t.Key == key);
        using SpreadsheetDocument workbook = OfficeFiles.Workbook(Samples.Bytes(new ExcelTableWriter(), table));
        double[] sheet = [.. OfficeFiles.Cells(OfficeFiles.Sheet(workbook, ExcelTableWriter.Names([key])[0])).Where(c => c.Number is not null).Select(c => c.Number!.Value).Order()];
        // p-values of stars are in the machine format alone.
        Assert.Equal([.. Values(table).Where(double.IsFinite).Order()], sheet);
    }

    /// <summary>Every number of the cells, with all digits.</summary>
    private static IEnumerable<double> Values(ReportTable table) => table.Rows.SelectMany(r => r.Cells).SelectMany(cell => cell switch
    {
        NumberCell number => [number.Value],
        EstimateCell { Value: double.NaN } => [],
        EstimateCell estimate => new[] { estimate.Value, estimate.StandardError },
        IntervalCell interval => [interval.Value, interval.Low, interval.High],
        _ => [],
    });

    private static double[] Word(ReportTable table)
    {
        using WordprocessingDocument document = OfficeFiles.Document(Samples.Bytes(new WordTableWriter(), table));
        Table[] tables = [.. document.MainDocumentPart!.Document!.Body!.Elements<Table>()];
        Assert.Single(tables);
        int groups = table.Columns.Count;
        return Numbers(string.Join('\n', tables[0].Elements<TableRow>()
            .Where(row => !row.Descendants<TableHeader>().Any() && (row.Elements<TableCell>().Count() == groups || groups == 1) && !row.Descendants<Italic>().Any())
            .Select(row => string.Join("  ", row.Elements<TableCell>().Select(c => c.InnerText)))));
    }

    private static double[] Numbers(string text) =>
        [.. Number().Matches(text.Replace('−', '-')).Select(m => double.Parse(m.Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"-?\d[\d,]*(\.\d+)?(?![\d,])")]
    private static partial Regex Number();
}
