using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Potential;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Tests.Potential.Prediction;

namespace Gravity.Core.Tests.Studies;

/// <summary>Potential by several methods side by side, in sample and out of it.</summary>
public sealed class MethodComparisonTests
{
    private const string Home = "exporter == \"C1\" && importer in (\"C2\", \"C3\", \"C4\")";

    private static readonly MethodOptions Few = new() { Draws = 60 };

    private static NamedFit[] Fits(TradePanel panel) =>
    [
        new("logs", PredictionBench.Fit(panel, "ols", "ln(dist) + border"), null),
        new("structural", PredictionBench.Fit(panel, "ppml", PredictionBench.Structural), null),
        new("frontier", PredictionBench.Fit(panel, "half-normal", "ln(dist) + border + mass + demand"), null),
    ];

    [Fact]
    public void Methods_are_compared_over_the_rows_that_all_have()
    {
        TradePanel panel = PredictionBench.Panel();
        NamedFit[] fits = Fits(panel);
        MethodComparison comparison = PotentialMethods.InSample(fits, Few)!;
        // Zero flows are rows of the Poisson likelihood only.
        int positive = panel.Numbers("flow").Values.Count(v => v > 0);
        Assert.Equal(positive, comparison.CommonRows);
        Assert.Equal(panel.RowCount, comparison.Methods[1].FittedRows);
        double actual = panel.Numbers("flow").Values.Sum();
        Assert.All(comparison.Methods, m =>
        {
            Assert.Equal(positive, m.Rows.Count);
            Assert.Equal(actual, m.Total.Actual, 1e-6);
            Assert.Equal(m.Rows.Sum(r => r.Potential.Value), m.Total.Potential.Value, 1e-6 * m.Total.Potential.Value);
            Assert.Equal(m.Rows.Select(r => r.Row), comparison.Methods[0].Rows.Select(r => r.Row));
            Assert.Equal(m.Units.Select(u => u.Key), comparison.Methods[0].Units.Select(u => u.Key));
            foreach (MethodTotal unit in m.Units)
                Assert.Equal(unit.Actual / unit.Potential.Value, unit.Ratio.Value, 1e-9);
        });
        PredictionResult own = fits[1].Fit.Predict(new PredictionOptions { Draws = 2 });
        Assert.Equal(own.Rows.Where(r => r.Actual > 0).OrderBy(r => r.Row).Select(r => r.Predicted.Value), comparison.Methods[1].Rows.Select(r => r.Potential.Value));
        PotentialResult frontier = fits[2].Fit.Potential(new PotentialOptions { Draws = 2 });
        Assert.Equal(frontier.Rows.OrderBy(r => r.Row).Select(r => r.Expected.Value), comparison.Methods[2].Rows.Select(r => r.Potential.Value));
    }

    [Fact]
    public void Rank_correlations_are_of_potential_over_actual_by_unit()
    {
        MethodComparison comparison = PotentialMethods.InSample(Fits(PredictionBench.Panel()), Few)!;
        double[] first = [.. comparison.Methods[0].Units.Select(u => u.Potential.Value / u.Actual)], second = [.. comparison.Methods[2].Units.Select(u => u.Potential.Value / u.Actual)];
        Assert.Equal(RankCorrelation.Of(first, second), comparison.Spearman[0, 2], 12);
        Assert.Equal(RankCorrelation.Kendall(first, second), comparison.Kendall[0, 2], 12);
        Assert.Equal(comparison.Kendall[2, 0], comparison.Kendall[0, 2], 14);
        Assert.Equal(1, comparison.Spearman[1, 1]);
        Assert.Equal(1, comparison.Methods[0].Units.MaxBy(u => u.Potential.Value / u.Actual)!.Rank);
    }

    [Fact]
    public void Classes_are_of_regressions_only_and_their_counts_are_rows()
    {
        MethodComparison comparison = PotentialMethods.InSample(Fits(PredictionBench.Panel()), Few)!;
        Assert.Null(comparison.Methods[2].Classes);
        TradeClassification classes = comparison.Methods[0].Classes!;
        Assert.Equal(comparison.CommonRows, classes.Classes.Sum(c => c.Count));
        Assert.Equal(comparison.Methods[0].Rows.Count(r => r.Actual / r.Potential.Value <= 0.8), classes.Classes[0].Count);
        Assert.Equal(comparison.Methods[0].Rows.Count(r => r.Actual / r.Potential.Value >= 1.2), classes.Classes[^1].Count);
    }

    [Fact]
    public void What_is_equal_by_construction_is_said()
    {
        MethodComparison comparison = PotentialMethods.InSample(Fits(PredictionBench.Panel()), Few)!;
        Assert.Contains(("year", ExactFit.Sums), comparison.Methods[1].Exact);
        Assert.Contains(("all", ExactFit.Sums), comparison.Methods[1].Exact);
        Assert.DoesNotContain(comparison.Methods[1].Exact, e => e.Grouping == "unit");
        Assert.Equal([("all", ExactFit.GeometricMeans)], comparison.Methods[0].Exact);
        Assert.Empty(comparison.Methods[2].Exact);
        Assert.Equal("exporter^year + importer^year", comparison.Methods[1].Effects);
    }

    /// <summary>Regressions: exp(x'b) of the fit without the rows. Frontier: u given the rows' own residuals at the other rows' estimates.</summary>
    [Fact]
    public void Out_of_sample_no_method_has_seen_the_rows()
    {
        TradePanel panel = PredictionBench.Panel();
        MethodComparison comparison = PotentialMethods.OutOfSample(Fits(panel), Home, Few)!;
        string left = $"!({Home})";
        ModelFit logs = PredictionBench.Fit(panel, "ols", "ln(dist) + border", where: left), frontier = PredictionBench.Fit(panel, "half-normal", "ln(dist) + border + mass + demand", where: left);
        TradePanel home = panel.Where($"flow > 0 && {Home}");
        Assert.Equal(home.RowCount, comparison.CommonRows);
        double smearing = logs.Design.Response.Select((y, i) => y - logs.Design.Frontier.Values.Times(logs.Result.Theta)[i]).Average(Math.Exp);
        ModelFit there = ModelRunner.Restore(PredictionBench.Request("half-normal", "ln(dist) + border + mass + demand"), home, frontier.Result);
        EfficiencyResult efficiency = there.Efficiency();
        PotentialResult potential = there.Potential(new PotentialOptions { Draws = 2 });
        for (int i = 0; i < home.RowCount; i++)
        {
            MethodRow row = comparison.Methods[0].Rows[i];
            double distance = home.Numbers("dist").Values[i], border = home.Numbers("border").Values[i];
            double[] b = logs.Result.Theta;
            Assert.Equal(smearing * Math.Exp(b[0] + b[1] * Math.Log(distance) + b[2] * border), row.Potential.Value, 1e-7 * row.Potential.Value);
            MethodRow same = comparison.Methods[2].Rows[i];
            Assert.Equal(potential.Rows.Single(r => r.Row == same.Row).Expected.Value, same.Potential.Value, 1e-6 * same.Potential.Value);
            Assert.True(same.Potential.Value > same.Actual / efficiency.Rows.Single(r => r.Row == same.Row).Te, "Jensen");
        }
        Assert.All(comparison.Methods, m => Assert.Empty(m.Exact));
        Assert.Equal(Home, comparison.HeldOut);
        Assert.True(comparison.Methods[1].Prediction!.OutOfSample);
        Assert.Equal(panel.RowCount - panel.Where(Home).RowCount, comparison.Methods[1].FittedRows);
    }

    [Fact]
    public void Rows_that_no_method_can_predict_are_an_error_that_says_why()
    {
        NamedFit[] structural = [Fits(PredictionBench.Panel())[1]];
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => PotentialMethods.OutOfSample(structural, "exporter == \"C1\"", Few));
        Assert.Equal("no-common-rows", error.Code);
        Assert.Contains("'structural'", error.Message, StringComparison.Ordinal);
        Assert.Contains("no row", Assert.Throws<DataUnfitException>(() => PotentialMethods.OutOfSample(structural, "year > 3000", Few)).Message, StringComparison.Ordinal);
        Assert.Null(PotentialMethods.InSample(structural, Few));
    }

    private const string Yaml = """
        data: { file: flows.csv, unit: [exporter, importer], time: year }
        models:
          logs: { model: ols, formula: ln(flow) ~ ln(dist) + border, where: flow > 0 }
          structural: { model: ppml, formula: flow ~ ln(dist) + border | exporter^year + importer^year }
          frontier: { model: half-normal, formula: ln(flow) ~ ln(dist) + border + mass + demand, where: flow > 0 }
        headline: frontier
        robustness: {}
        tests: {}
        diagnostics: { replications: 0, refits: 0 }

        """;

    private static StudyResult Run(string potential)
    {
        using var bench = new StudyBench();
        bench.Write("flows.csv", PredictionBench.Text());
        return StudyRunner.Run(bench.Read(Yaml + potential), new StudyOptions());
    }

    [Fact]
    public void A_study_compares_its_regressions_with_its_headline_unless_it_names_methods()
    {
        StudyResult study = Run("potential: { draws: 20, out-of-sample: 'exporter == \"C1\" && importer == \"C2\"', classes: { base: structural } }\n");
        Assert.Equal(["logs", "structural", "frontier"], study.Methods!.Methods.Select(m => m.Name));
        Assert.Equal("exporter == \"C1\" && importer == \"C2\"", study.HeldOutMethods!.HeldOut);
        Assert.Equal("structural", study.Classes!.Base);
        ClassifiedRow row = study.Classes.Rows[10];
        Assert.Equal(study.Models[1].Fit.Predict(new PredictionOptions { Draws = 2 }).Rows[10].Predicted.Value, row.Predicted, 1e-9 * row.Predicted);
        Assert.Contains(study.Findings, f => f.Code == "methods-exact" && f.Sentence.Contains("'structural'", StringComparison.Ordinal));
        Assert.Equal(3, study.Findings.Count(f => f.Code == "held-out-prediction"));
        Finding order = study.Findings.Single(f => f.Code == "methods-order");
        Assert.Equal(new[] { study.Methods.Spearman[0, 1], study.Methods.Spearman[0, 2], study.Methods.Spearman[1, 2] }.Min(), order.Values["least"]);

        StudyResult chosen = Run("potential: { draws: 20, methods: [frontier, logs], retransformation: none }\n");
        Assert.Equal(["frontier", "logs"], chosen.Methods!.Methods.Select(m => m.Name));
        Assert.Equal(1, chosen.Methods.Methods[1].Prediction!.Factor.Value);
        Assert.Null(chosen.HeldOutMethods);
    }

    [Theory]
    [InlineData("methods: [frontir]", "frontier")]
    [InlineData("retransformation: smear", "smearing")]
    [InlineData("out-of-sample: nocolumn == 1", "nocolumn")]
    public void Wrong_words_are_errors_with_their_place(string potential, string named)
    {
        (_, string message) = StudyBench.Error(() => Run($"potential: {{ draws: 20, {potential} }}\n"));
        Assert.StartsWith("study.yaml:10:", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Held_out_rows_that_cannot_be_predicted_leave_a_warning_and_the_study()
    {
        StudyResult study = Run("potential: { draws: 20, out-of-sample: exporter == \"C1\" }\n");
        Assert.Null(study.HeldOutMethods);
        Assert.NotNull(study.Methods);
        Assert.Contains(study.Warnings, w => w.Source == "potential" && w.Message.Contains("'structural'", StringComparison.Ordinal));
    }
}
