using Gravity.Core.Studies;
using Gravity.Reporting.Results;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Tables;
using Gravity.Reporting.Tests.Studies;

namespace Gravity.Reporting.Tests.Results;

public class LongTableTest
{
    private static ReportTable Table(int lines) => new(
        "t", "Title", [ReportColumn.Words("Unit", "unit"), ReportColumn.Numbers("Value", NumberFormat.Whole())],
        [.. Enumerable.Range(0, lines).Select(i => ReportRow.Of($"Unit {i}", i)), ReportRow.Of("All", 1) with { RuleBefore = true }]);

    private static string[] Names(ReportTable table) => [.. table.Rows.Select(r => ((TextCell)r.Cells[0]).Value)];

    [Fact]
    public void Forty_lines_stay() => Assert.Same(Table(40).Rows[5].Cells[0].GetType(), LongTable.Shortened(Table(40), ReportLabels.None).Rows[5].Cells[0].GetType());

    [Fact]
    public void Of_more_both_ends_and_the_highlighted_stay_with_the_line_below()
    {
        var labels = new ReportLabels { Highlight = new HighlightedUnits("Mine", ["k"]), Units = new Dictionary<string, string> { ["k"] = "Unit 11" } };
        ReportTable table = LongTable.Shortened(Table(50), labels);
        // A gap of one line is that line.
        Assert.Equal(
            [.. Enumerable.Range(0, 12).Select(i => $"Unit {i}"), "… 28 more …", .. Enumerable.Range(40, 10).Select(i => $"Unit {i}"), "All"], Names(table));
        Assert.Equal("Of 50 lines the first 10, the last 10 and those of Mine are shown; the written tables have them all.", table.Notes[^1]);
        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => $"Unit {i}"), "… 30 more …", .. Enumerable.Range(40, 10).Select(i => $"Unit {i}"), "All"],
            Names(LongTable.Shortened(Table(50), ReportLabels.None)));
    }

    [Fact]
    public void Highlighted_units_have_a_table_with_ranks_among_all()
    {
        StudyResult study = SampleStudy.Small;
        Assert.DoesNotContain(StudyReport.Of(study).Tables, t => t.Key == "highlighted-units");
        StudyResult marked = study with { Labels = study.Labels with { Highlight = new HighlightedUnits("Two of them", ["BBB", "GGG"]) } };
        ReportTable table = StudyReport.Of(marked).Tables.Single(t => t.Key == "highlighted-units");
        Assert.StartsWith("Two of them among all units", table.Title, StringComparison.Ordinal);
        Assert.Equal(["Beta & Co", "Eta"], Names(table).Order(StringComparer.Ordinal));
        foreach (ReportRow row in table.Rows)
        {
            string key = study.Labels.Units.Single(u => u.Value == ((TextCell)row.Cells[0]).Value).Key;
            Assert.Equal(study.Efficiency!.Units.Single(u => u.Unit == key).Rank, ((NumberCell)row.Cells[2]).Value);
            Assert.Equal(study.Potential!.Totals.SelectMany(t => t.Groups).First(g => g.Key == key).Expected.Value, ((IntervalCell)row.Cells[4]).Value);
        }
    }
}
