using Gravity.Core.Studies;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Tables;
using Gravity.Reporting.Tests.Studies;

namespace Gravity.Reporting.Tests.Results;

public class VariableTablesTest
{
    private static ReportTable Table => StudyReport.Of(SampleStudy.Small).Tables.Single(t => t.Key == "variables");

    [Fact]
    public void Each_variable_has_its_definition_and_the_sign_found_beside_the_one_expected()
    {
        string[][] rows = [.. Table.Rows.Select(r => r.Cells.Select(c => ((TextCell)c).Value).ToArray())];
        Assert.Equal(["Exports", "ln(exports)", "million US$", "Customs", "", ""], rows[0]);
        Assert.Equal(["GDP", "ln(gdp)", "million US$", "World Bank", "+", "+"], rows[1]);
        Assert.Equal(["Distance", "ln(dist)", "km", "great circle", "−"], rows[2][..5]);
        Assert.Equal(["EU member", "eu"], rows[3][..2]);
        Assert.Equal(["Left side", "Frontier", "Frontier", "Determinants of inefficiency, μ"], Table.Rows.Select(r => r.Group));
        Assert.Contains("Frontier: signs estimated by time-varying.", Table.Notes);
        Assert.Contains("Determinants of inefficiency, μ: signs estimated by one-step.", Table.Notes);
    }

    [Fact]
    public void A_sign_stands_in_parentheses_exactly_where_zero_is_not_rejected()
    {
        NamedFit fit = SampleStudy.Small.HeadlineFit;
        foreach ((string term, int row) in (ReadOnlySpan<(string, int)>)[("ln(gdp)", 1), ("ln(dist)", 2)])
        {
            var p = fit.Result.Parameter("frontier", term);
            string sign = p.Estimate > 0 ? "+" : "−";
            Assert.Equal(p.P < 0.05 ? sign : $"({sign})", ((TextCell)Table.Rows[row].Cells[5]).Value);
        }
    }

    [Fact]
    public void A_study_that_describes_no_column_has_no_such_table()
    {
        StudyResult bare = SampleStudy.Small with { Labels = new StudyLabels(SampleStudy.Small.Labels.Units, new Dictionary<string, ColumnLabel>()) };
        Assert.DoesNotContain(StudyReport.Of(bare).Tables, t => t.Key == "variables");
    }
}
