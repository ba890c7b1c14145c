using System.Text;
using System.Xml.Linq;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Tables;
using Gravity.Reporting.Tests.Studies;

namespace Gravity.Reporting.Tests.Results;

public class MethodTablesTest
{
    private static readonly TradePanel Panel = SampleStudy.Panel();

    private static NamedFit Fit(string name, string model, string formula) =>
        new(name, ModelRunner.Fit(new ModelRequest { Model = model, Formula = formula, Unit = ["iso"], Time = "year" }, Panel, new FitOptions()), null);

    private static readonly Lazy<NamedFit[]> Fits = new(() =>
    [
        Fit("logs", "ols", "ln(exports) ~ ln(gdp) + ln(dist)"), Fit("poisson", "ppml", "exports ~ ln(gdp) + ln(dist) | year"), Fit("frontier", "bc92", "ln(exports) ~ ln(gdp) + ln(dist)"),
    ]);

    private static readonly Lazy<MethodComparison> InSample = new(() => PotentialMethods.InSample(Fits.Value, new MethodOptions { Draws = 40 })!);

    private static readonly Lazy<MethodComparison> HeldOut = new(() => PotentialMethods.OutOfSample(Fits.Value, "eu == 1 && year == 2013", new MethodOptions { Draws = 40 })!);

    private static ReportTable Table(string key, MethodComparison comparison, Words? words = null) =>
        MethodTables.Of(comparison, new ReportLabels { Words = words ?? Words.English }).Single(t => t.Key == key);

    [Fact]
    public void Tables_hold_the_numbers_of_the_comparison()
    {
        MethodComparison comparison = InSample.Value;
        Assert.Equal(["methods", "method-correlations", "potential-by-method", "classes-by-method"], MethodTables.Of(comparison).Select(t => t.Key));
        ReportTable methods = Table("methods", comparison);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(comparison.Methods[i].Name, ((TextCell)methods.Rows[i].Cells[0]).Value);
            Assert.Equal(comparison.Methods[i].Total.Potential.Value, ((IntervalCell)methods.Rows[i].Cells[4]).Value);
            Assert.Equal(comparison.Methods[i].Total.Ratio.Low, ((IntervalCell)methods.Rows[i].Cells[5]).Low);
        }

        Assert.Equal("–", ((TextCell)methods.Rows[2].Cells[6]).Value);
        ReportTable correlations = Table("method-correlations", comparison);
        Assert.Equal(comparison.Spearman[0, 2], ((NumberCell)correlations.Rows[0].Cells[3]).Value);
        Assert.Equal(comparison.Kendall[2, 0], ((NumberCell)correlations.Rows[2].Cells[1]).Value);
        ReportTable units = Table("potential-by-method", comparison);
        Assert.Equal(9, units.Rows.Count);
        // The largest room of the last method is on top.
        Assert.Equal(comparison.Methods[2].Units.MinBy(u => u.Ratio.Value)!.Key, ((TextCell)units.Rows[0].Cells[0]).Value);
        Assert.True(units.Rows[^1].RuleBefore);
        Assert.Equal(comparison.Actual, ((NumberCell)units.Rows[^1].Cells[1]).Value, 1e-9);
    }

    [Fact]
    public void Notes_say_what_is_predicted_and_what_is_equal_by_construction()
    {
        string text = new TextTableWriter(200).WriteToString(Table("methods", InSample.Value));
        Assert.Contains("Duan's smearing", text, StringComparison.Ordinal);
        Assert.Contains("absorbs year", text, StringComparison.Ordinal);
        Assert.Contains("In 'poisson' predicted sums equal actual sums by year and over all rows by construction", text, StringComparison.Ordinal);
        Assert.Contains("Compare orders, not levels", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Held_out_tables_have_keys_of_their_own_and_name_the_filter()
    {
        IReadOnlyList<ReportTable> tables = MethodTables.Of(HeldOut.Value);
        Assert.All(tables, t => Assert.EndsWith("-held-out", t.Key, StringComparison.Ordinal));
        Assert.All(tables, t => Assert.Contains("eu == 1 && year == 2013", t.Title, StringComparison.Ordinal));
        Assert.DoesNotContain("by construction", string.Join(' ', tables.SelectMany(t => t.Notes)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_table_prints_in_every_format_and_in_Chinese()
    {
        foreach (ReportTable table in (ReportTable[])[.. MethodTables.Of(InSample.Value, new ReportLabels { Words = Words.Chinese }), MethodTables.Rows(InSample.Value), MethodTables.Rows(HeldOut.Value)])
        {
            Assert.DoesNotContain("NaN", new TextTableWriter().WriteToString(table), StringComparison.Ordinal);
            Assert.NotEmpty(new LatexTableWriter().WriteToString(table));
            Assert.NotEmpty(new MarkdownTableWriter().WriteToString(table));
        }

        Assert.Contains("按构造等于实际合计", new TextTableWriter(200).WriteToString(Table("methods", InSample.Value, Words.Chinese)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_with_methods_has_section_tables_and_charts()
    {
        StudyResult study = SampleStudy.Small with { Methods = InSample.Value, HeldOutMethods = HeldOut.Value };
        StudyReport report = StudyReport.Of(study);
        ReportSection section = report.Sections.Single(s => s.Key == "methods");
        Assert.Equal("Potential by method", section.Title);
        Assert.Equal(2, section.Files.Count);
        Assert.Equal(["potential-by-method", "potential-by-method-held-out"], report.Charts.Select(c => c.Name).Where(n => n.StartsWith("potential-by-method", StringComparison.Ordinal)));
        Assert.DoesNotContain(StudyReport.Of(SampleStudy.Small).Sections, s => s.Key == "methods");
        Assert.Equal("no-methods", Assert.Throws<Core.UsageException>(() => PlotKinds.Create("potential-by-method", PlotInput.Of(SampleStudy.Small))).Code);
    }

    [Fact]
    public void The_chart_tells_every_ratio_of_potential_to_actual_trade()
    {
        StudyResult study = SampleStudy.Small with { Methods = InSample.Value };
        IChart chart = PlotKinds.Create("potential-by-method", PlotInput.Of(study));
        string svg = Encoding.UTF8.GetString(chart.Draw(ChartFormat.Svg).Content);
        XDocument.Parse(svg);
        foreach (PotentialMethod method in InSample.Value.Methods)
        {
            MethodTotal unit = method.Units[0];
            string says = $"{study.Labels.Unit(unit.Key)}, {method.Name}: {(1 / unit.Ratio.Value).ToString("N2", System.Globalization.CultureInfo.InvariantCulture)}";
            Assert.Contains(System.Security.SecurityElement.Escape(says), svg, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>(() => new MethodChart(new ChartText("t"), ["a", "b"], [new UnitMethods("u", [new UnitValue("a", 1)])]));
        Assert.NotEmpty(new MethodChart(new ChartText("t"), ["a"], [new UnitMethods("u", [new UnitValue("a", double.NaN)]), new UnitMethods("w", [new UnitValue("a", 2, -1, double.PositiveInfinity)])]).Draw(ChartFormat.Png).Content);
    }

    [Fact]
    public void Predictions_of_one_regression_have_tables()
    {
        PredictionResult result = Fits.Value[1].Fit.Predict(new PredictionOptions { Draws = 40 });
        ReportTable totals = PredictionTables.Totals(result, result.Totals[1], null, result.Totals[0]);
        Assert.Equal("potential-by-iso", totals.Key);
        Assert.Equal(9, totals.Rows.Count);
        Assert.Equal(result.Totals[1].Groups.MaxBy(g => g.Room.Value)!.Key, ((TextCell)totals.Rows[0].Cells[0]).Value);
        Assert.Contains(totals.Notes, n => n.Contains("mean of the flow", StringComparison.Ordinal));
        Assert.Contains(PredictionTables.Totals(result, result.Totals[0]).Notes, n => n.Contains("by construction", StringComparison.Ordinal));
        Assert.Equal(result.Rows.Count, PredictionTables.Rows(result).Rows.Count);
    }
}
