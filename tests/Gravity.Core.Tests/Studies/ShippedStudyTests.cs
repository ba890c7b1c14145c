using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Potential;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Studies;

/// <summary>The shipped study, run once with few draws.</summary>
public sealed class ShippedStudy
{
    public ShippedStudy() => Result = StudyRunner.Run(Plan, new StudyOptions { Progress = (what, done, total) => Steps.Add((what, done, total)) });

    public List<(string What, int Done, int Total)> Steps { get; } = [];

    public static Study Few(int draws)
    {
        Study study = StudyFile.Read(StudyBench.Shipped("study.yaml"));
        return study with { Potential = study.Potential with { Draws = draws } };
    }

    public StudyPlan Plan { get; } = StudyPlan.Of(Few(40));

    public StudyResult Result { get; }
}

public sealed class ShippedStudyTests(ShippedStudy shipped) : IClassFixture<ShippedStudy>
{
    private readonly StudyResult _study = shipped.Result;

    [Theory]
    [InlineData("ols", -141.44254408)]
    [InlineData("time-invariant", -29.745376)]
    [InlineData("time-varying", -28.87348361)]
    [InlineData("exponential", -27.0878)]
    public void Log_likelihoods_are_the_known_ones(string model, double expected) =>
        Assert.Equal(expected, Fit(model).Result.LogLikelihood, 4);

    [Fact]
    public void Every_model_and_column_converged_on_its_rows()
    {
        Assert.True(_study.Converged);
        Assert.All(_study.Models, m => Assert.Equal(208, m.Result.Observations));
        Assert.Equal([207, 192, 208, 203, 203, 182], _study.Robustness.Select(r => r.Result.Observations));
        Assert.All(_study.Robustness, r => Assert.Equal("time-varying", r.From));
        Assert.DoesNotContain(_study.Warnings, w => w.Code is "left-out" or "not-converged");
        Assert.Equal((208, 16), (_study.Description.Rows, _study.Description.Structure!.Units));
    }

    [Fact]
    public void Tests_are_twice_the_difference_of_log_likelihoods()
    {
        Assert.Equal(["no inefficiency", "time-invariant", "half against truncated", "landlocked", "distance", "population", "no determinants"], _study.Tests.Select(t => t.Name));
        Assert.All(_study.Tests, t => Assert.Equal(2 * (t.UnrestrictedLogLik - t.RestrictedLogLik), t.Statistic, 10));
        // The truncated normal of its test is not a model of the study.
        Assert.All(_study.Tests.Where(t => t.Name != "half against truncated"), t => Assert.Equal(Fit(t.Unrestricted).Result.LogLikelihood, t.UnrestrictedLogLik));
        StudyTest inefficiency = Test("no inefficiency");
        Assert.Equal(225.13812, inefficiency.Statistic, 4);
        Assert.Equal([1, 2], inefficiency.DegreesOfFreedom);
        Assert.Equal("½χ²(1) + ½χ²(2)", inefficiency.Reference);
        Assert.Equal(1.74378, Test("time-invariant").Statistic, 4);
        // P(χ²(1) > 1.74378), from tables of the normal law: 2(1 − Φ(1.32053)).
        Assert.Equal(0.18666, Test("time-invariant").P, 4);
        Assert.Equal([4], Test("no determinants").DegreesOfFreedom);
        Assert.Contains("exponential law", Test("no determinants").Note, StringComparison.Ordinal);
        Assert.Equal("time-varying without landlocked", Test("landlocked").Restricted);
    }

    [Fact]
    public void The_test_of_a_dropped_term_agrees_with_a_model_without_it()
    {
        ModelRequest request = Fit("time-varying").Fit.Request with
        {
            Formula = "ln(exports_usd_mn) ~ ln(gdp_origin_usd_mn) + ln(gdp_partner_usd_mn) + ln(pop_partner) + ln(dist_beijing_km)",
        };

        Assert.Equal(ModelRunner.Fit(request, shipped.Plan.Panel, new FitOptions()).Result.LogLikelihood, Test("landlocked").RestrictedLogLik, 8);
    }

    [Fact]
    public void Half_against_truncated_normal_takes_the_limit_of_the_ridge_and_says_so()
    {
        var options = new StudyOptions();
        var runner = new StudyTestRunner(shipped.Plan, new StudyFitter(shipped.Plan, options), _study.Models);

        StudyTest test = runner.Run(new StudyTestRequest("law", "time-varying", 0, 0) { Law = "truncated-normal" });

        Assert.Equal(2 * (Fit("exponential").Result.LogLikelihood - Fit("time-varying").Result.LogLikelihood), test.Statistic, 5);
        Assert.Equal([1], test.DegreesOfFreedom);
        Assert.Contains("no finite maximum", test.Note, StringComparison.Ordinal);
        Assert.Contains("-27.0878", test.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Efficiencies_come_with_every_frontier_and_the_headline_is_first()
    {
        Assert.Same(_study.Efficiency, Fit("time-varying").Efficiency);
        Assert.Null(Fit("ols").Efficiency);
        Assert.Equal(5, _study.Models.Count(m => m.Efficiency is not null));
        Assert.All(_study.Efficiency!.Rows, r => Assert.InRange(r.Te, 0, 1));
        Assert.Equal(16, _study.Efficiency.Units.Count);
        Assert.Equal(Fit("time-varying").Result.MeanEfficiency!.Value, _study.Efficiency.Mean, 12);
    }

    [Fact]
    public void Potential_is_flow_over_efficiency_with_totals_by_partner_year_and_over_all()
    {
        PotentialResult potential = _study.Potential!;

        Assert.Equal(["iso3", "year", "all"], potential.Totals.Select(t => t.Name));
        for (int row = 0; row < potential.Rows.Count; row++)
        {
            Assert.Equal(_study.Efficiency!.Rows[row].Row, potential.Rows[row].Row);
            Assert.Equal(potential.Rows[row].Actual / _study.Efficiency.Rows[row].Te, potential.Rows[row].Potential.Value, 6);
        }
        NumberColumn flows = shipped.Plan.Panel.Numbers("exports_usd_mn");
        Assert.Equal(flows.Values.Sum(), Assert.Single(potential.Totals[2].Groups).Actual, 4);
        Assert.Equal((40, 20181014L, "exports_usd_mn"), (potential.Draws, potential.Seed, _study.Trade));
    }

    [Fact]
    public void Classes_compare_flows_with_the_least_squares_prediction()
    {
        StudyClasses classes = _study.Classes!;

        Assert.Equal(("ols", 208), (classes.Base, classes.Classification.Classes.Sum(c => c.Count)));
        ClassifiedRow row = classes.Rows[7];
        double[] b = Fit("ols").Result.Theta;
        TradePanel panel = shipped.Plan.Panel;
        int at = panel.RowOfSource(row.Row);
        double fitted = b[0] + b[1] * Math.Log(panel.Numbers("gdp_origin_usd_mn").Values[at]) + b[2] * Math.Log(panel.Numbers("gdp_partner_usd_mn").Values[at])
            + b[3] * Math.Log(panel.Numbers("pop_partner").Values[at]) + b[4] * Math.Log(panel.Numbers("dist_beijing_km").Values[at]) + b[5] * panel.Numbers("landlocked").Values[at];
        Assert.Equal(Math.Exp(fitted), row.Predicted, 6);
        Assert.Equal(row.Actual / row.Predicted, row.Ratio, 12);
        ClassifiedUnit poland = classes.Units.Single(u => u.Unit == "POL");
        Assert.Equal(classes.Rows.Where(r => r.Unit == "POL").Sum(r => r.Actual), poland.Actual, 6);
        Assert.Equal(poland.Actual / poland.Predicted, poland.Ratio, 12);
    }

    [Fact]
    public void Marginal_effects_have_the_sign_of_their_coefficients()
    {
        StudyMarginalEffects effects = Assert.Single(_study.MarginalEffects);

        Assert.Equal("one-step", effects.Model);
        Assert.Equal(["eu", "wgi_government_effectiveness", "efw_trade_freedom", "bri_mou"], effects.Effects.Select(e => e.Name));
        foreach (MarginalEffect effect in effects.Effects)
            Assert.Equal(Math.Sign(Fit("one-step").Result.Parameter(BlockNames.InefficiencyMean, effect.Name).Estimate), Math.Sign(effect.AverageOnMean));
    }

    [Fact]
    public void Identification_shows_what_the_sample_tells_apart()
    {
        StudyIdentification identification = _study.Identification;
        ColumnIdentification china = Column("ln(gdp_origin_usd_mn)"), distance = Column("ln(dist_beijing_km)");

        Assert.True(china.VariesOverTimeOnly);
        Assert.Equal(0.972, china.TimeCorrelation, 3);
        Assert.True(distance.IsConstantWithinUnits);
        Assert.Equal(0.0629, distance.BetweenDeviation, 4);
        Assert.Equal(1, Column("eu").ChangingUnits);
        Assert.Equal(Fit("time-varying").Result.ParameterCount, identification.Hessian!.Eigenvalues.Sum(), 8);
        Assert.Contains("ln(dist_beijing_km)", identification.Hessian.WeakestDirection, StringComparison.Ordinal);
        Assert.False(identification.OlsSkewness.WrongSign);
        Assert.True(identification.WithinSkewness!.WrongSign);
        Assert.True(identification.WithinSkewness.P > 0.5);
    }

    [Fact]
    public void Year_effects_in_the_sensitivity_are_those_of_the_robustness_column()
    {
        Assert.Equal([SensitivityKind.AsEstimated, SensitivityKind.YearEffects, SensitivityKind.WithoutTimeOnly], _study.Identification.Sensitivity.Select(v => v.Kind));
        SensitivityVariant years = _study.Identification.Sensitivity[1];
        FitResult column = _study.Robustness.Single(r => r.Name == "year effects").Result;

        Assert.Equal(column.LogLikelihood, years.LogLikelihood, 8);
        Assert.Equal(["eta", "ln(dist_beijing_km)", "landlocked"], years.Estimates.Select(e => e.Name));
        foreach (WatchedEstimate watched in years.Estimates)
        {
            ParameterEstimate other = column.Parameter(watched.Block, watched.Name);
            Assert.Equal(other.Estimate, watched.Estimate, 6);
            Assert.Equal(other.StandardError, watched.StandardError, 6);
        }
        Assert.Equal(-49.7391, _study.Identification.Sensitivity[2].LogLikelihood, 4);
    }

    [Fact]
    public void Within_slopes_are_those_of_least_squares_with_one_indicator_a_unit()
    {
        ModelRequest dummies = new()
        {
            Model = "ols",
            Formula = "ln(exports_usd_mn) ~ ln(gdp_origin_usd_mn) + ln(gdp_partner_usd_mn) + ln(pop_partner) + i(iso3)",
        };
        FitResult fit = ModelRunner.Fit(dummies, shipped.Plan.Panel, new FitOptions()).Result;

        Assert.Equal(3, _study.Identification.Mundlak!.Slopes.Count);
        foreach (SlopePair slope in _study.Identification.Mundlak.Slopes)
        {
            ParameterEstimate expected = fit.Parameter(BlockNames.Frontier, slope.Name);
            Assert.Equal(expected.Estimate, slope.Within, 8);
            Assert.Equal(expected.StandardError, slope.WithinError, 8);
            Assert.Equal(Fit("time-invariant").Result.Parameter(BlockNames.Frontier, slope.Name).Estimate, slope.Random);
        }
    }

    [Fact]
    public void The_test_of_unit_means_is_a_wald_test_after_least_squares_with_them()
    {
        TradePanel panel = shipped.Plan.Panel;
        foreach (string name in new[] { "gdp_partner_usd_mn", "pop_partner" })
        {
            double[] values = panel.Numbers(name).Values, means = new double[values.Length];
            for (int row = 0; row < values.Length; row++)
                means[row] = panel.Index!.RowsOf(panel.Index.UnitOfRow[row]).ToArray().Average(r => Math.Log(values[r]));
            panel = panel.WithColumn(new NumberColumn("mean_" + name, means));
        }
        ModelRequest request = Fit("ols").Fit.Request with { Formula = Fit("ols").Fit.Request.Formula + " + mean_gdp_partner_usd_mn + mean_pop_partner" };
        FitResult fit = ModelRunner.Fit(request, panel, new FitOptions()).Result;
        Matrix v = fit.Covariance.Matrix.Submatrix([6, 7]);
        double[] b = fit.Theta[6..];
        double determinant = v[0, 0] * v[1, 1] - v[0, 1] * v[1, 0];
        double wald = (b[0] * b[0] * v[1, 1] - 2 * b[0] * b[1] * v[0, 1] + b[1] * b[1] * v[0, 0]) / determinant;

        Assert.Equal(["ln(gdp_partner_usd_mn)", "ln(pop_partner)"], _study.Identification.Mundlak!.Means);
        Assert.Equal("F(2, 15)", _study.Identification.Mundlak.Test!.Reference);
        Assert.Equal(wald / 2, _study.Identification.Mundlak.Test.Statistic, 6);
    }

    [Fact]
    public void Findings_say_what_the_numbers_allow()
    {
        string[] codes = [.. _study.Findings.Select(f => f.Code)];

        foreach (string code in new[]
        {
            "inefficiency-found", "time-invariance-not-rejected", "eta-sign-changes", "eta-year-effects", "distance-weakly-identified", "weak-direction",
            "ols-skewness-right-sign", "within-skewness-wrong-sign", "truncated-ridge", "law-efficiencies", "determinants-matter", "few-units",
            "unit-means-matter", "mean-efficiency", "potential-total",
        })
        {
            Assert.Single(codes, code);
        }
        Finding eta = Finding("eta-sign-changes");
        Assert.True(eta.Values["eta"] < 0 && eta.Values["without"] > 0);
        Assert.Equal(_study.Identification.Sensitivity[2].Estimates[0].Estimate, eta.Values["without"]);
        Assert.Contains("correlation with time 0.972", eta.Sentence, StringComparison.Ordinal);
        Assert.Contains("LR 1.74, p = 0.1867", Finding("time-invariance-not-rejected").Sentence, StringComparison.Ordinal);
        Assert.Contains("0.0629", Finding("distance-weakly-identified").Sentence, StringComparison.Ordinal);
        Assert.Contains("persistent between partners", Finding("within-skewness-wrong-sign").Sentence, StringComparison.Ordinal);
        Assert.Equal(Fit("exponential").Result.LogLikelihood, Finding("truncated-ridge").Values["exponential"], 5);
        Assert.Equal(Fit("exponential").Efficiency!.Mean, Finding("law-efficiencies").Values["exponential"]);
        Assert.Equal(16, Finding("few-units").Values["units"]);
        Assert.All(_study.Findings, f => Assert.DoesNotContain("NaN", f.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Provenance_names_study_data_and_seed_and_no_time_without_a_clock()
    {
        StudyProvenance provenance = _study.Provenance;

        Assert.Equal(64, provenance.StudySha256.Length);
        PanelSource data = Assert.Single(provenance.Data);
        Assert.Equal(("panel.csv", Fit("ols").Result.DataSha256), (data.Name, data.Sha256));
        Assert.Equal((20181014L, null, null), (provenance.Seed, provenance.Started, provenance.Seconds));
        Assert.All(_study.Models, m => Assert.Null(m.Result.Seconds));
    }

    [Fact]
    public void Progress_tells_every_step_and_ends()
    {
        (string What, int Done, int Total)[] steps = [.. shipped.Steps.Where(s => s.Total == 24)];

        Assert.Equal(("model ols", 0, 24), steps[0]);
        Assert.Equal(("findings", 24, 24), steps[^1]);
        Assert.Contains(("potential draws", 40, 40), shipped.Steps);
    }

    [Fact]
    public void Another_number_of_threads_gives_the_same_bits()
    {
        StudyOptions options = new() { Threads = 1, Only = ["ols", "time-varying", "one-step", "imports"] };
        StudyResult one = StudyRunner.Run(ShippedStudy.Few(40), options);
        StudyResult three = StudyRunner.Run(ShippedStudy.Few(40), options with { Threads = 3 });

        Assert.Equal(one.Potential!.Rows, three.Potential!.Rows);
        Assert.Equal(one.Potential.Rows, _study.Potential!.Rows);
        Assert.Equal(one.Potential.Totals.SelectMany(t => t.Groups), three.Potential.Totals.SelectMany(t => t.Groups));
        Assert.Equal(one.Models.SelectMany(m => m.Result.Parameters), three.Models.SelectMany(m => m.Result.Parameters));
        Assert.Equal(one.Robustness[0].Efficiency!.Rows, three.Robustness[0].Efficiency!.Rows);
        Assert.Equal(one.Findings.Select(f => f.Sentence), three.Findings.Select(f => f.Sentence));
    }

    private NamedFit Fit(string name) => _study.Models.Single(m => m.Name == name);

    private StudyTest Test(string name) => _study.Tests.Single(t => t.Name == name);

    private Finding Finding(string code) => _study.Findings.Single(f => f.Code == code);

    private ColumnIdentification Column(string name) => _study.Identification.Columns.Single(c => c.Name == name);
}
