using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Studies;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;
using Gravity.Reporting.Tests.Studies;

namespace Gravity.Reporting.Tests.Results;

public class OtherTablesTest
{
    private static string Csv(ReportTable table) => new CsvTableWriter().WriteToString(table);

    [Fact]
    public void The_sample_log_adds_up()
    {
        const string Expected = """
            Rows read, left out and used
            ─────────────────────────────────────────────────────────────────
            Rows                            Number  Data rows
            ─────────────────────────────────────────────────────────────────
            Read                                20
            Left out: missing value in 'x'      10  1, 2, 3, 4, 5, 6, 7, 8, …
            Left out: filter                     1  17
            ─────────────────────────────────────────────────────────────────
            Used                                 9
            ─────────────────────────────────────────────────────────────────

            """;
        var log = new SampleLog(20, [new DroppedRows("missing value in 'x'", [.. Enumerable.Range(1, 10)]), new DroppedRows("filter", [17])]);
        Assert.Equal(Expected, new TextTableWriter().WriteToString(SampleLogTable.Of(log)));
    }

    [Fact]
    public void A_description_has_structure_statistics_missing_cells_and_correlations()
    {
        TradePanel panel = TradePanel.Create(
        [
            new TextColumn("u", ["a", "a", "b"]), new NumberColumn("t", [1, 3, 1]), new NumberColumn("x", [0, 2, double.NaN]), new NumberColumn("y", [1, 1, 1]),
        ], "p.csv").WithIndex(["u"], "t");
        IReadOnlyList<ReportTable> tables = DescriptionTables.Of(PanelDescription.Of(panel));
        Assert.Equal(["structure", "statistics", "missing", "correlations"], tables.Select(t => t.Key));
        Assert.Contains("Balanced,no", Csv(tables[0]), StringComparison.Ordinal);
        Assert.Contains("No unit has a row in 2.", tables[0].Notes);
        Assert.Contains("x,number,1,", Csv(tables[2]), StringComparison.Ordinal);
        Assert.Contains("refused, never dropped silently", tables[2].Notes[0], StringComparison.Ordinal);
        Assert.Contains("(3) y,,,1\r\n", Csv(tables[3]), StringComparison.Ordinal);
        Assert.Equal(["x", "t"], DescriptionTables.Of(PanelDescription.Of(panel), null, ["x", "t", "none"])[1].Rows.Select(r => Assert.IsType<TextCell>(r.Cells[0]).Value));
    }

    [Fact]
    public void Tests_show_the_law_and_those_that_cannot_be_made_show_why()
    {
        ReportTable table = TestTables.Of(
        [
            new StudyTest("no inefficiency", 2.8392, [0, 1], 0.046, "½χ²(0) + ½χ²(1)", "ols", "pooled", -18.4468, -17.0272),
            new StudyTest("landlocked", double.NaN, [], double.NaN, "", "none", "pooled", double.NaN, -17.0272) { Note = "The term is not in the model." },
            new StudyTest("distance", 1.5, [1], 0.22, "χ²(1)", "pooled without ln(dist)", "pooled", -17.8, -17.0272),
            new StudyTest("three", 1.5, [3], 0.68, "χ²(3)", "pooled without a, ln(dist), c", "pooled", -17.8, -17.0272),
        ], labels: new ReportLabels { Columns = new Dictionary<string, string> { ["dist"] = "Distance" } });
        string text = new TextTableWriter().WriteToString(table);
        Assert.Contains("no inefficiency  ols                  pooled        2.839  ½χ²(0) + ½χ²(1)  0.046  rejected", text, StringComparison.Ordinal);
        Assert.Contains("distance         without ln Distance  pooled        1.500  χ²(1)", text, StringComparison.Ordinal);
        Assert.Contains("three            without 3 terms      pooled", text, StringComparison.Ordinal);
        Assert.Contains("three: pooled without a, ln Distance and c.", table.Notes);
        Assert.Contains("no test", text, StringComparison.Ordinal);
        Assert.Contains("landlocked: The term is not in the model.", table.Notes);
        Assert.DoesNotContain("bootstrap", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_say_which_side_their_cuts_belong_to()
    {
        StudyClasses classes = SampleStudy.Small.Classes!;
        string csv = Csv(ClassTables.Counts(classes.Classification, "ols"));
        Assert.Contains("huge potential,≤ 0.8,", csv, StringComparison.Ordinal);
        Assert.Contains("potential reshaping,≥ 1.2,", csv, StringComparison.Ordinal);
        ReportTable units = ClassTables.ByUnit(classes);
        Assert.Equal(classes.Units.Count, units.Rows.Count);
        double[] ratios = [.. units.Rows.Select(r => Assert.IsType<NumberCell>(r.Cells[3]).Value)];
        Assert.Equal(ratios.Order(), ratios);
        // Every row of the sample is counted once.
        Assert.Equal(classes.Rows.Count, units.Rows.Sum(r => r.Cells.Skip(5).Sum(c => Assert.IsType<NumberCell>(c).Value)));
    }

    [Fact]
    public void Marginal_effects_have_delta_errors_and_the_range_over_rows()
    {
        string csv = Csv(MarginalEffectTables.Of([new MarginalEffect("eu", [-0.3, -0.1], [0.1, 0.2], -0.2, 0.05, 0.15, 0.1)]));
        Assert.StartsWith("determinant,on_mean,on_mean_se,on_mean_p,on_variance,on_variance_se,on_variance_p,on_mean_lowest,on_mean_highest\r\neu,-0.2,0.05,", csv, StringComparison.Ordinal);
        Assert.EndsWith(",-0.3,-0.1\r\n", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void Identification_prints_infinite_inflation_as_a_sign()
    {
        IReadOnlyList<ReportTable> tables = IdentificationTables.Of(SampleStudy.Small.Identification);
        Assert.Equal(["variation", "skewness", "sensitivity", "mundlak", "curvature"], tables.Select(t => t.Key));
        string text = string.Concat(tables.Select(t => new TextTableWriter().WriteToString(t)));
        Assert.Contains("∞", text, StringComparison.Ordinal);
        Assert.Contains("0 of 8", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_catalogue_names_every_model_with_its_citation()
    {
        IReadOnlyList<ReportTable> tables = ModelsTable.All();
        foreach (ModelEntry model in ModelCatalog.All)
        {
            Assert.Contains(tables[0].Rows, r => r.Cells[0] == Cell.Text(model.Key));
            Assert.Contains(tables[0].Notes, n => n.StartsWith(model.Key + ": ", StringComparison.Ordinal) && n.Contains(model.Citation, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_catalogue_has_each_heading_once()
    {
        string[] headings = [.. ModelsTable.All()[0].Rows.Select(r => r.Group!)];
        Assert.DoesNotContain(headings.Index().Skip(1), h => h.Item != headings[h.Index - 1] && headings.Take(h.Index).Contains(h.Item));
    }

    [Theory]
    [InlineData("(Intercept)", "Intercept")]
    [InlineData("ln(gdp)", "ln GDP")]
    [InlineData("gdp", "GDP")]
    [InlineData("sqrt(gdp)", "sqrt(GDP)")]
    [InlineData("gdp:ln(dist)", "GDP × ln(dist)")]
    [InlineData("gdp=3", "GDP = 3")]
    [InlineData("ln(unknown)", "ln(unknown)")]
    public void Terms_are_named_by_the_labels_of_their_columns(string term, string expected) =>
        Assert.Equal(expected, new ReportLabels { Columns = new Dictionary<string, string> { ["gdp"] = "GDP" } }.Term(term));
}
