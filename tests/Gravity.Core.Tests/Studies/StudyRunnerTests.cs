using Gravity.Core.Estimation;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Studies;

public sealed class StudyRunnerTests : IDisposable
{
    private readonly StudyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private StudyResult Run(string yaml, StudyOptions? options = null) =>
        StudyRunner.Run(_bench.Read(yaml.TrimEnd() + "\n" + (yaml.Contains("potential:", StringComparison.Ordinal) ? "" : "potential: { draws: 20 }\n")), options);

    [Fact]
    public void The_defaults_run_from_a_frontier_alone()
    {
        _bench.Panel(eta: 0.15);
        StudyResult study = Run(StudyBench.Data + "frontier: ln(flow) ~ x + g + d\n");

        Assert.Equal("time-varying", study.Headline);
        Assert.Equal(0.15, study.HeadlineFit.Result.DerivedValue("eta"), 0.05);
        Assert.Contains(study.Findings, f => f.Code == "time-invariance-rejected");
        Assert.Contains(study.Findings, f => f.Code == "eta-sign-stable");
        Assert.Contains(study.Findings, f => f.Code == "inefficiency-found");
        Assert.DoesNotContain(study.Tests, t => double.IsNaN(t.Statistic));
        Assert.Equal(["exponential law", "year effects"], study.Robustness.Select(r => r.Name));
        Assert.Equal("Unit 3", study.Labels.Unit("U03"));
        Assert.Equal(["id", "year", "all"], study.Potential!.Totals.Select(t => t.Name));
        // The default tests say what the fits say.
        StudyTest inefficiency = study.Tests.Single(t => t.Name == "no inefficiency in time-varying");
        Assert.Equal(study.HeadlineFit.Result.InefficiencyTest!.Statistic, inefficiency.Statistic, 8);
        Assert.Equal(study.HeadlineFit.Result.InefficiencyTest.P, inefficiency.P, 12);
    }

    [Fact]
    public void Tests_that_cannot_be_made_say_why()
    {
        _bench.Panel();
        StudyResult study = Run(StudyBench.Data + """
            frontier: ln(flow) ~ x + d
            models:
              ols: { model: ols }
              short: { model: ols, where: year > 2000 }
              still: { model: pitt-lee }
              moving: { model: bc92 }
              tail: { model: bc92, law: exponential }
              other: { model: pitt-lee, formula: ln(flow) ~ x + z }
            tests:
              rows: { model: moving, against: short }
              upside down: { model: still, against: moving }
              laws: { model: tail, against: still }
              regressors: { model: moving, against: other }
              columns: { model: ols, against: other }
              fine: { model: moving, against: ols }
            robustness: {}
            """);

        StudyTest Of(string name) => study.Tests.Single(t => t.Name == name);
        Assert.All(study.Tests.Where(t => t.Name != "fine"), t => Assert.True(double.IsNaN(t.Statistic) && t.DegreesOfFreedom.Count == 0));
        Assert.Contains("'short' has 175, 'moving' 200, and 175 are common", Of("rows").Note, StringComparison.Ordinal);
        Assert.Contains("exchange 'model' and 'against'", Of("upside down").Note, StringComparison.Ordinal);
        Assert.Contains("half-normal law is no special case of the exponential", Of("laws").Note, StringComparison.Ordinal);
        Assert.Contains("regressors that 'moving' lacks (z)", Of("regressors").Note, StringComparison.Ordinal);
        Assert.Contains("not nested", Of("columns").Note, StringComparison.Ordinal);
        Assert.Equal([1, 2], Of("fine").DegreesOfFreedom);
        Assert.Empty(study.Robustness);
    }

    [Fact]
    public void A_smaller_regression_adds_its_missing_regressors_to_the_restrictions()
    {
        _bench.Panel();
        StudyResult study = Run(StudyBench.Data + """
            models:
              ols: { model: ols, formula: ln(flow) ~ x }
              full: { model: ols, formula: ln(flow) ~ x + d }
              still: { model: pitt-lee, formula: ln(flow) ~ x + d }
            tests:
              both: { model: still, against: ols }
              one: { model: full, against: ols }
            robustness: {}
            """);

        Assert.Equal([1, 2], study.Tests[0].DegreesOfFreedom);
        Assert.Equal([1], study.Tests[1].DegreesOfFreedom);
        Assert.Equal(2 * (study.Models[1].Result.LogLikelihood - study.Models[0].Result.LogLikelihood), study.Tests[1].Statistic, 9);
    }

    [Fact]
    public void The_wider_law_is_fitted_when_the_study_has_it_not_and_taken_when_it_has()
    {
        _bench.Panel();
        const string Models = """
            frontier: ln(flow) ~ x + d
            robustness: {}
            tests: { law: { model: still, law: truncated-normal } }
            models:
              still: { model: pitt-lee }
            """;
        StudyTest fitted = Run(StudyBench.Data + Models + "\n").Tests[0];
        StudyTest taken = Run(StudyBench.Data + Models + "\n  wide: { model: pitt-lee, law: truncated-normal }\n").Tests[0];

        Assert.Equal(("still, truncated normal", "wide"), (fitted.Unrestricted, taken.Unrestricted));
        Assert.Equal(taken.Statistic, fitted.Statistic, 6);
        Assert.Equal([1], fitted.DegreesOfFreedom);
        Assert.True(fitted.Statistic >= -1e-6);
    }

    [Fact]
    public void A_study_of_regressions_has_no_efficiency_and_runs()
    {
        _bench.Panel();
        StudyResult study = Run(StudyBench.Data + "models: { a: { model: ols, formula: ln(flow) ~ x + d } }\n");

        Assert.Null(study.Efficiency);
        Assert.Null(study.Potential);
        Assert.Null(study.Classes);
        Assert.Empty(study.Tests);
        Assert.Null(study.Identification.Hessian);
        Assert.NotNull(study.Identification.Mundlak);
    }

    [Fact]
    public void A_cross_section_runs_without_units_and_periods()
    {
        _bench.Panel(periods: 1, units: 150);
        StudyResult study = Run("data: { file: panel.csv }\nfrontier: ln(flow) ~ x + d\n");

        Assert.Equal("pooled", study.Headline);
        Assert.Equal(["all"], study.Potential!.Totals.Select(t => t.Name));
        Assert.Null(study.Identification.WithinSkewness);
        Assert.Single(study.Identification.Sensitivity);
        Assert.All(study.Identification.Columns, c => Assert.True(double.IsNaN(c.WithinShare)));
    }

    [Fact]
    public void Classes_by_efficiency_note_that_their_upper_class_is_empty()
    {
        _bench.Panel();
        StudyResult study = Run(StudyBench.Data + """
            models: { a: { model: pitt-lee, formula: ln(flow) ~ x + d } }
            robustness: {}
            tests: {}
            potential: { draws: 20, level: 90, by: [[id, year]], classes: { base: te, cuts: [0.5, 0.8, 1.2] } }
            """);

        Assert.Equal("te", study.Classes!.Base);
        Assert.NotNull(study.Classes.Classification.Note);
        Assert.Equal(study.Efficiency!.Rows.Count(r => r.Te <= 0.5), study.Classes.Classification.Classes[0].Count);
        Assert.Equal(["id, year", "year", "all"], study.Potential!.Totals.Select(t => t.Name));
        Assert.Equal(0.9, study.Potential.Level);
        Assert.Equal("U00, 2000", study.Potential.Totals[0].Groups[0].Key);
    }

    [Fact]
    public void A_class_base_that_predicts_nothing_is_refused_where_it_is_named()
    {
        _bench.Panel();
        (string code, string message) = StudyBench.Error(() => Run(StudyBench.Data
            + "models: { a: { model: pitt-lee, formula: ln(flow) ~ x } }\nrobustness: {}\ntests: {}\npotential: { draws: 20, classes: { base: a } }\n"));

        Assert.Equal("class-base", code);
        Assert.Contains("study.yaml:5:42", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_a_model_names_the_model_and_its_place()
    {
        _bench.Panel();
        Study study = _bench.Read(StudyBench.Data + "models:\n  fine: { model: ols, formula: ln(flow) ~ x }\n  bad: { model: ols, formula: ln(flow) ~ ln(x) }\n");

        DataUnfitException error = Assert.Throws<DataUnfitException>(() => StudyRunner.Run(study));

        Assert.Equal("log-of-nonpositive", error.Code);
        Assert.StartsWith("study.yaml:4:3: model 'bad': ", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Rows);
    }

    [Fact]
    public void A_robustness_column_the_data_cannot_carry_is_left_out_with_a_warning()
    {
        _bench.Panel();
        StudyResult study = Run(StudyBench.Data + """
            models: { a: { model: pitt-lee, formula: ln(flow) ~ x } }
            tests: {}
            robustness:
              logs: { from: a, formula: ln(flow) ~ ln(x) }
              fewer: { from: a, where: missing(flag) }
            """);

        Assert.Equal(["fewer"], study.Robustness.Select(r => r.Name));
        Assert.Equal(199, study.Robustness[0].Result.Observations);
        StudyWarning left = Assert.Single(study.Warnings, w => w.Code == "left-out");
        Assert.Equal("logs", left.Source);
    }

    [Fact]
    public void The_clock_is_the_callers()
    {
        _bench.Panel();
        StudyResult study = Run(StudyBench.Data + "models: { a: { model: ols, formula: ln(flow) ~ x } }\n", new StudyOptions { Clock = new StandingClock(), Threads = 2, Seed = 3 });

        Assert.Equal(StandingClock.Now, study.Provenance.Started);
        Assert.Equal(0, study.Provenance.Seconds);
        Assert.Equal((3L, 2), (study.Provenance.Seed, study.Provenance.Threads));
        Assert.Equal(0, study.Models[0].Result.Seconds);
    }

    [Fact]
    public void Cancelling_stops_the_study()
    {
        _bench.Panel();
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() =>
            Run(StudyBench.Data + "frontier: ln(flow) ~ x\n", new StudyOptions { Cancellation = source.Token }));
    }

    [Fact]
    public void Without_inefficiency_the_boundary_is_found_and_said()
    {
        _bench.Panel(spread: 0, units: 20, periods: 6, seed: 1);
        StudyResult study = Run(StudyBench.Data + "models: { a: { model: pitt-lee, formula: ln(flow) ~ x + g + d } }\nrobustness: {}\n");

        Assert.Equal(TerminationWords.Boundary, study.HeadlineFit.Result.Termination);
        Assert.Contains(study.Findings, f => f.Code == "inefficiency-not-found");
        Assert.All(study.Efficiency!.Rows, r => Assert.Equal(1, r.Te));
        Assert.All(study.Potential!.Rows, r => Assert.Equal(r.Actual, r.Potential.Value));
    }

    private sealed class StandingClock : TimeProvider
    {
        public static DateTimeOffset Now => new(2020, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => 17;
    }

    [Fact]
    public void Rivals_are_compared_by_their_coarser_units_and_nested_ones_by_the_ratio()
    {
        using var bench = new StudyBench();
        bench.Panel(eta: 0.1);
        StudyResult result = StudyRunner.Run(bench.Read(StudyBench.Data + """
            models:
              rows: { formula: ln(flow) ~ x + g + d, model: half-normal }
              still: { formula: ln(flow) ~ x + g + d, model: pitt-lee }
              moving: { formula: ln(flow) ~ x + g + d, model: bc92 }
            headline: moving
            tests:
              rivals: { model: still, nonnested: rows }
              not rivals: { model: moving, nonnested: still }
            diagnostics: { replications: 19, refits: 1 }
            robustness: {}
            """));
        NonNestedTest rivals = Assert.Single(result.NonNestedTests);
        Assert.Equal(("rivals", "still", "rows"), (rivals.Name, rivals.First, rivals.Second));
        Assert.Equal(25, rivals.Tests!.Units);
        Assert.True(rivals.ByUnits);
        Assert.True(rivals.Tests.Bic.Statistic > 2, "rows of a unit share inefficiency");
        StudyTest ratio = Assert.Single(result.Tests);
        Assert.Equal(("still", "moving"), (ratio.Restricted, ratio.Unrestricted));
        Assert.Equal([1], ratio.DegreesOfFreedom);
        Assert.Equal(19, result.Diagnostics!.Replications);
        Assert.Equal(25, result.Diagnostics.Influence!.Units.Count);
        Assert.Equal(1, result.Diagnostics.Influence.Units.Count(u => u.Refit is not null));
    }
}
