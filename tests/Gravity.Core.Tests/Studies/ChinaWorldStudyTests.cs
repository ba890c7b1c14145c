using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Studies;

/// <summary>The second shipped study, run once: the models that say what its sample does, few draws and replications.</summary>
public sealed class ChinaWorldStudy
{
    public ChinaWorldStudy()
    {
        Study study = StudyFile.Read(StudyBench.Shipped("study.yaml", "china-world"));
        Result = StudyRunner.Run(
            study with { Potential = study.Potential with { Draws = 40 }, DiagnosticReplications = 0, DiagnosticRefits = 3 },
            new StudyOptions { Only = ["ols", "time-varying", "all partners", "without hubs"] });
    }

    public StudyResult Result { get; }
}

public sealed class ChinaWorldStudyTests(ChinaWorldStudy world) : IClassFixture<ChinaWorldStudy>
{
    private readonly StudyResult _study = world.Result;

    private static readonly string[] Registries = ["HKG", "LBR", "MHL", "PAN"];

    private static TradePanel Panel() =>
        CsvPanelReader.ReadFile(StudyBench.Shipped("panel.csv", "china-world"), new CsvOptions { MissingCodes = ["NA"] }).WithIndex(["iso3"], "year");

    [Fact]
    public void The_panel_has_199_partners_and_no_2015()
    {
        TradePanel panel = Panel();
        Assert.Equal(4000, panel.RowCount);
        Assert.Equal(199, panel.Index!.UnitNames.Count);
        Assert.DoesNotContain(2015.0, panel.Numbers("year").Values);
        Assert.Equal(2, panel.Numbers("exports_usd_mn").Values.Count(v => v == 0));
        Assert.Equal(Registries, panel.Where("registry_entrepot == 1").Index!.UnitNames.Order(StringComparer.Ordinal));
        Assert.Equal(16, panel.Where("cee == 1").Index!.UnitNames.Count);
        Assert.Equal(5, panel.Where("!missing(flag)").RowCount);
    }

    [Fact]
    public void Where_both_shipped_panels_have_a_cell_they_agree()
    {
        TradePanel other = CsvPanelReader.ReadFile(StudyBench.Shipped("panel.csv"), new CsvOptions { MissingCodes = ["NA"] });
        TradePanel joined = Panel().Where("cee == 1").Join(
            TradePanel.Create([.. new[] { "iso3", "year" }.Select(n => other[n]), .. Columns.Select(c => other[c].Named("other_" + c))], "other"), ["iso3", "year"]).Panel;
        int compared = 0;
        foreach (string column in Columns)
        {
            double[] here = joined.Numbers(column).Values, there = joined.Numbers("other_" + column).Values;
            for (int row = 0; row < here.Length; row++)
            {
                if (double.IsNaN(here[row]) || double.IsNaN(there[row]))
                    continue;
                compared++;
                Assert.True(Math.Abs(here[row] - there[row]) <= 1e-6 * Math.Abs(there[row]) + 1e-3, $"{column}, row {joined.SourceRow(row)}: {here[row]} and {there[row]}");
            }
        }
        Assert.True(compared > 1500, $"only {compared} cells were compared");
    }

    private static readonly string[] Columns = ["exports_usd_mn", "imports_usd_mn", "gdp_partner_usd_mn", "pop_partner", "gdp_origin_usd_mn"];

    /// <summary>Coefficients known from a computation apart from this program: two digits.</summary>
    [Fact]
    public void Least_squares_with_year_effects_gives_the_known_elasticities()
    {
        FitResult fit = ModelRunner.Fit(
            new ModelRequest
            {
                Model = "ols",
                Formula = "ln(exports_usd_mn) ~ ln(gdp_partner_usd_mn) + ln(pop_partner) + ln(dist_km) + contig + comlang_off + landlocked + i(year)",
                Where = "exports_usd_mn > 0",
            },
            Panel(), new FitOptions()).Result;
        Assert.Equal(3998, fit.Observations);
        foreach ((string name, double expected) in new[] { ("ln(gdp_partner_usd_mn)", 0.73), ("ln(pop_partner)", 0.29), ("ln(dist_km)", -0.41), ("landlocked", -0.72) })
            Assert.Equal(expected, fit.Parameters.Single(p => p.Name == name).Estimate, 0.0051);
    }

    [Fact]
    public void Every_column_converged_and_distance_is_identified()
    {
        Assert.True(_study.Converged);
        Assert.Equal([3916, 3916, 3997, 3748], _study.Models.Concat(_study.Robustness).Select(m => m.Result.Observations));
        Assert.Contains(_study.Findings, f => f.Code == "distance-identified");
        ParameterEstimate distance = _study.HeadlineFit.Result.Parameters.Single(p => p.Name == "ln(dist_km)");
        Assert.True(distance.High < 0, "distance hinders trade");
    }

    [Fact]
    public void The_registries_define_the_frontier_that_has_them()
    {
        Finding finding = _study.Findings.Single(f => f.Code == "wider-sample");
        EfficiencyResult own = _study.Efficiency!, all = _study.Robustness.Single(r => r.Name == "all partners").Efficiency!;
        string[] added = [.. all.Units.Select(u => u.Unit).Except(own.Units.Select(u => u.Unit)).Order(StringComparer.Ordinal)];
        Assert.Equal(Registries, added);
        double[] without = [.. own.Units.Select(u => u.Mean)], with = [.. own.Units.Select(u => all.Units.Single(a => a.Unit == u.Unit).Mean)];
        Assert.Equal(with.Average(), finding.Values["meanEfficiencyWith"], 12);
        Assert.Equal(without.Average(), finding.Values["meanEfficiencyWithout"], 12);
        Assert.True(finding.Values["meanEfficiencyWith"] < 0.8 * finding.Values["meanEfficiencyWithout"]);
        // Spearman's formula for ranks without ties.
        double distance = 0;
        for (int i = 0; i < with.Length; i++)
            distance += Math.Pow(with.Count(w => w > with[i]) - without.Count(w => w > without[i]), 2);
        Assert.Equal(1 - 6 * distance / (with.Length * ((double)with.Length * with.Length - 1)), finding.Values["rankCorrelation"], 10);
        Assert.Contains("Marshall Islands (1), Liberia (2)", finding.Sentence, StringComparison.Ordinal);
        Assert.Equal(_study.HeadlineFit.Result.Parameters.Single(p => p.Name == "ln(pop_partner)").Estimate, _study.Findings.First(f => f.Code == "other-sample-sign").Values["estimate"]);
    }

    [Fact]
    public void Leaving_out_hubs_raises_the_others()
    {
        Finding finding = _study.Findings.Single(f => f.Code == "narrower-sample");
        Assert.Equal(8, finding.Values["leftOut"]);
        Assert.True(finding.Values["meanEfficiencyWithout"] > finding.Values["meanEfficiencyWith"]);
    }

    [Fact]
    public void A_unit_outside_the_likelihood_region_is_named()
    {
        Assert.Equal("all partners", Assert.Single(_study.FurtherDiagnostics).Model);
        Finding finding = Assert.Single(_study.Findings, f => f.Code == "influential-unit" && f.Sentence.Contains("'all partners'", StringComparison.Ordinal));
        Assert.Contains("Marshall Islands", finding.Sentence, StringComparison.Ordinal);
        Assert.Equal(Distributions.ChiSquareQuantile(0.95, 11), finding.Values["bound"], 10);
        Assert.True(finding.Values["displacement"] > finding.Values["bound"]);
    }

    [Fact]
    public void Highlighted_partners_are_placed_among_all()
    {
        Assert.Equal(16, _study.Labels.Highlight!.Units.Count);
        Finding finding = _study.Findings.Single(f => f.Code == "highlighted-units");
        UnitEfficiency[] inside = [.. _study.Efficiency!.Units.Where(u => _study.Labels.Highlight.Units.Contains(u.Unit))];
        Assert.Equal(inside.Average(u => u.Mean), finding.Values["mean"], 12);
        Assert.Equal(inside.Min(u => u.Rank), finding.Values["bestRank"]);
        Assert.Equal(inside.Max(u => u.Rank), finding.Values["worstRank"]);
        double[] ranks = [.. inside.Select(u => u.Rank).Order()];
        Assert.Equal((ranks[7] + ranks[8]) / 2, finding.Values["medianRank"]);
    }
}
