using Gravity.Core;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;
using Gravity.Tests.Architecture;

namespace Gravity.Reporting.Tests.Results;

public class RegressionTableStyleTest
{
    private static readonly ModelColumn[] Models = [new("ols", SampleFits.Ols()), new("varying", SampleFits.Frontier())];

    private static string Text(RegressionTableStyle style, params ModelColumn[] models) =>
        new TextTableWriter().WriteToString(CompareTables.Of(models.Length == 0 ? Models : models, style: style));

    [Fact]
    public void Every_name_that_a_study_may_use_exists()
    {
        Assert.Equal(TableStyleNames.Presets, RegressionTableStyle.Presets.Select(p => p.Name));
        foreach (string row in TableStyleNames.Rows)
        {
            // η stands for itself and for the path; every other row prints for one of the two models, or for a fit with determinants.
            // Rows of absorbed effects and pseudo-likelihoods print for a third.
            ModelColumn[] models = row is "effects" or "deviance" || row.EndsWith("-r-squared", StringComparison.Ordinal) || row == "squared-correlation"
                ? [.. Models, new ModelColumn("absorbed", SampleFits.Absorbed())] : Models;
            ReportTable table = CompareTables.Of(models, style: RegressionTableStyle.Default with { Rows = [row] });
            Assert.True(models.Length == 2 || table.Rows.Count > CompareTables.Of(models, style: RegressionTableStyle.Default with { Rows = [] }).Rows.Count, row);
            Assert.True(table.Rows.Count >= 3 || row is "mu" or "lr-bootstrap-p", row);
        }
        foreach (string second in TableStyleNames.SecondLines)
            Assert.NotEmpty(Text(RegressionTableStyle.Of(new StudyTableStyle { Second = second })));
        Assert.All(RegressionTableStyle.Presets, p => Assert.NotEmpty(Text(p)));
        Assert.Contains("did you mean 'aer'", Assert.Throws<UsageException>(() => RegressionTableStyle.Find("aerr")).Message, StringComparison.Ordinal);
        Assert.Equal("unknown-table-row", Assert.Throws<UsageException>(() => Text(RegressionTableStyle.Default with { Rows = ["sgima-u"] })).Code);
    }

    [Fact]
    public void Absorbed_effects_are_a_line_each_with_yes_and_no()
    {
        ModelColumn[] models = [.. Models, new ModelColumn("absorbed", SampleFits.Absorbed())];
        string text = string.Join('\n', new TextTableWriter().WriteToString(CompareTables.Of(models)).Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Contains("\niso_o × year No No Yes\n", text, StringComparison.Ordinal);
        Assert.Contains("\npair(iso_o, iso_d) No No Yes\n", text, StringComparison.Ordinal);
        Assert.Contains("\nR² within 0.200\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Absorbed effects", new TextTableWriter().WriteToString(CompareTables.Of(Models)), StringComparison.Ordinal);
        var labels = new ReportLabels { Columns = new Dictionary<string, string> { ["iso_o"] = "Exporter", ["year"] = "Year" } };
        Assert.Contains("Exporter × Year", new TextTableWriter().WriteToString(CompareTables.Of(models, labels)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_pages_name_every_style_and_every_row()
    {
        string styles = RepositoryFiles.Read("docs/how-to/reading-the-output.md"), rows = RepositoryFiles.Read("docs/notation.md");
        Assert.All(TableStyleNames.Presets, name => Assert.Contains($"`{name}`", styles, StringComparison.Ordinal));
        Assert.All(TableStyleNames.Rows, key => Assert.Contains($"`{key}`", rows, StringComparison.Ordinal));
    }

    [Fact]
    public void Journal_presets_look_as_their_journals()
    {
        string aer = Text(RegressionTableStyle.Find("aer"));
        Assert.DoesNotContain("*", aer, StringComparison.Ordinal);
        Assert.Contains("(0.400)", aer, StringComparison.Ordinal);
        Assert.Contains("Units", aer, StringComparison.Ordinal);
        Assert.DoesNotContain("AIC", aer, StringComparison.Ordinal);
        string stata = Text(RegressionTableStyle.Find("stata"));
        // t of 0.9/0.1 beneath, three stars at 0.001 only.
        Assert.Contains("0.900***", stata, StringComparison.Ordinal);
        Assert.Contains("1.500** ", stata, StringComparison.Ordinal);
        Assert.Contains("0.800*\n", stata, StringComparison.Ordinal);
        Assert.Contains("(9.00)", stata, StringComparison.Ordinal);
        Assert.Contains("* p < 0.05, ** p < 0.01, *** p < 0.001.", stata, StringComparison.Ordinal);
        string chinese = Text(RegressionTableStyle.Find("chinese"));
        Assert.Contains("0.9000***", chinese, StringComparison.Ordinal);
        Assert.Contains("(9.00)", chinese, StringComparison.Ordinal);
        Assert.Contains("R²", Text(RegressionTableStyle.Find("modelsummary")), StringComparison.Ordinal);
    }

    [Fact]
    public void Second_lines_and_significance_are_chosen_apart()
    {
        var basis = RegressionTableStyle.Default with { Rows = ["observations"] };
        Assert.Contains("[0.700, 1.100]", Text(basis with { Second = SecondLine.Interval }), StringComparison.Ordinal);
        Assert.Contains("(<0.001)", Text(basis with { Second = SecondLine.PValue }), StringComparison.Ordinal);
        Assert.Contains("[0.100]", Text(basis with { SquareBrackets = true }), StringComparison.Ordinal);
        string p = Text(basis with { Significance = SignificanceMarks.PValues });
        Assert.Contains("(0.100)", p, StringComparison.Ordinal);
        Assert.Contains("[<0.001]", p, StringComparison.Ordinal);
        Assert.DoesNotContain("*", p, StringComparison.Ordinal);
        string none = Text(basis with { Second = SecondLine.None, Significance = SignificanceMarks.None });
        Assert.DoesNotContain("(0.", none, StringComparison.Ordinal);
        Assert.DoesNotContain("in parentheses", none, StringComparison.Ordinal);
        Assert.Contains("0.9000", Text(basis with { Decimals = 4 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_say_what_stands_beneath()
    {
        string Notes(SecondLine second) => string.Join(' ', CompareTables.Of(Models, style: RegressionTableStyle.Default with { Second = second }).Notes);
        Assert.Contains("t or z statistics in parentheses. Standard errors: clustered", Notes(SecondLine.Statistic), StringComparison.Ordinal);
        Assert.Contains("Scales have their standard errors beneath", Notes(SecondLine.Statistic), StringComparison.Ordinal);
        Assert.Contains("95% confidence intervals in square brackets.", Notes(SecondLine.Interval), StringComparison.Ordinal);
        Assert.Contains("Left out of the sample: 4 rows.", Notes(SecondLine.StandardError), StringComparison.Ordinal);
    }

    [Fact]
    public void The_mean_carries_marks_by_choice_only_and_scales_never()
    {
        var truncated = SampleFits.Frontier() with
        {
            Parameters = [.. SampleFits.Frontier().Parameters, SampleFits.Parameter(BlockNames.InefficiencyMean, BlockNames.Intercept, -0.7, 0.1, 0.0001)],
            Derived = [.. SampleFits.Frontier().Derived, new Core.Estimation.DerivedEstimate("mu", -0.7, 0.1)],
        };
        ModelColumn[] models = [new("tn", truncated)];
        Assert.Contains("-0.700 \n", Text(RegressionTableStyle.Default, models).Replace("-0.700\n", "-0.700 \n", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("-0.700*", Text(RegressionTableStyle.Default, models), StringComparison.Ordinal);
        string marked = Text(RegressionTableStyle.Default with { MarkMean = true }, models);
        Assert.Contains("-0.700***", marked, StringComparison.Ordinal);
        Assert.Contains("test μ = 0", marked, StringComparison.Ordinal);
        Assert.DoesNotContain("0.780*", marked, StringComparison.Ordinal);
        // The constant of an index of μ is no different.
        var index = truncated with { Parameters = [.. truncated.Parameters, SampleFits.Parameter(BlockNames.InefficiencyMean, "eu", 1.25, 0.1, 0.0001)] };
        string text = Text(RegressionTableStyle.Default with { Rows = [] }, new ModelColumn("bc95", index));
        Assert.Contains("1.250***", text, StringComparison.Ordinal);
        Assert.DoesNotContain("-0.700*", text, StringComparison.Ordinal);
        // Machine formats keep the p-value that no mark shows.
        Assert.Contains("-0.7,0.1,0.0001", new CsvTableWriter().WriteToString(CompareTables.Of([new ModelColumn("bc95", index)])), StringComparison.Ordinal);
    }

    [Fact]
    public void Terms_are_kept_dropped_ordered_and_renamed_by_pattern()
    {
        string[] Terms(RegressionTableStyle style) => [.. CompareTables.Of(Models, Labels, style: style with { Rows = [] }).Rows.Select(r => ((TextCell)r.Cells[0]).Value)];
        var basis = RegressionTableStyle.Default;
        Assert.Equal(["Intercept", "ln GDP"], Terms(basis));
        Assert.Equal(["ln GDP"], Terms(basis with { Keep = ["ln(*)"] }));
        Assert.Equal(["ln GDP"], Terms(basis with { Keep = ["ln GD?"] }));
        Assert.Equal(["ln GDP"], Terms(basis with { Drop = ["(Intercept)"] }));
        Assert.Equal(["ln GDP", "Intercept"], Terms(basis with { Order = ["ln*"] }));
        Assert.Equal(["Intercept", "Income"], Terms(basis with { Rename = new Dictionary<string, string> { ["ln(gdp)"] = "Income" } }));
        Assert.Empty(Terms(basis with { Drop = ["frontier/*"] }));
        var error = Assert.Throws<UsageException>(() => CompareTables.CheckTerms(Models, basis with { Drop = ["ln(gpd)"] }));
        Assert.Contains("did you mean 'ln(gdp)'", error.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => CompareTables.CheckTerms(Models, basis with { Rename = new Dictionary<string, string> { ["x"] = "y" } }));
        CompareTables.CheckTerms(Models, basis with { Keep = ["*"], Rename = new Dictionary<string, string> { ["ln GDP"] = "y" } }, Labels);
    }

    [Fact]
    public void Chosen_rows_come_in_the_order_asked_for_without_headings()
    {
        ReportTable table = CompareTables.Of(Models, style: RegressionTableStyle.Default with { Rows = ["units", "law", "gamma", "path"] });
        Assert.Equal(["Units", "Law of u", "γ = σᵤ²/σ²", "η"], table.Rows.TakeLast(4).Select(r => ((TextCell)r.Cells[0]).Value));
        Assert.All(table.Rows.TakeLast(4), r => Assert.Null(r.Group));
        Assert.True(table.Rows[^4].RuleBefore);
    }

    [Fact]
    public void Headings_span_columns_by_model_or_by_column()
    {
        var style = RegressionTableStyle.Default with { Groups = new Dictionary<string, string> { ["varying"] = "Panel" } };
        Assert.Equal([null, null, "Panel"], CompareTables.Of(Models, style: style).Columns.Select(c => c.Group));
        ModelColumn[] grouped = [Models[0] with { Group = "All" }, Models[1] with { Group = "All" }];
        Assert.Equal([null, "All", "All"], CompareTables.Of(grouped, style: style).Columns.Select(c => c.Group));
    }

    [Fact]
    public void In_Chinese_every_word_but_symbols_and_names_is_Chinese()
    {
        ReportTable table = CompareTables.Of(
            [new ModelColumn("时变", SampleFits.Frontier()), new ModelColumn("边界", SampleFits.AtBoundary())], new ReportLabels { Words = Words.Chinese });
        Assert.Equal("估计结果", table.Title);
        Assert.Contains("对数似然值", table.Rows.Select(r => ((TextCell)r.Cells[0]).Value));
        Assert.Contains("u 的分布：半正态。", table.Notes);
        Assert.Contains("注：", new TextTableWriter().WriteToString(table), StringComparison.Ordinal);
    }

    private static ReportLabels Labels => new() { Columns = new Dictionary<string, string> { ["gdp"] = "GDP" } };
}
