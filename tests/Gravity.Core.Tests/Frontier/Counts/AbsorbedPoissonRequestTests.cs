using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Potential;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Frontier.Counts;

/// <summary>The Poisson frontier with absorbed effects from a request to potential: recovery, warnings, errors, corrections, saved fits, and what is refused.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class AbsorbedPoissonRequestTests
{
    private static ModelRequest Request(string effects = "ey + iy") => new() { Formula = $"y ~ x1 + x2 | {effects}", Model = "poisson-half-normal" };

    private static ModelFit Fit(ModelRequest request, TradePanel panel) => ModelRunner.Fit(request, panel, new FitOptions());

    [Theory]
    [InlineData("production")]
    [InlineData("cost")]
    public void The_truth_is_recovered(string side)
    {
        FrontierSide of = side == "cost" ? FrontierSide.Cost : FrontierSide.Production;
        FitResult fit = Fit(Request() with { Side = side, SigmaU = "z" }, CountPanel.Draw(45, 2, 3, of, slope: 0.5, level: 2.5)).Result;
        Assert.True(fit.Converged, fit.Message);
        double[] truth = [0.8, -0.5, 2 * Math.Log(0.8), 0.5];
        for (int j = 0; j < truth.Length; j++)
            Assert.True(Math.Abs(fit.Parameters[j].Estimate - truth[j]) < 3.5 * fit.Parameters[j].StandardError, $"{fit.Parameters[j]}");
        Assert.True(fit.InefficiencyTest!.P < 1e-6);
        Assert.Equal(["unit-of-trade", "incidental-parameters", "incidental-parameters"], fit.Warnings.Select(w => w.Code));
        Assert.Equal(["ey", "iy"], fit.Absorbed.Select(a => a.Effect));
        Assert.Equal(180 - 2, fit.AbsorbedDegreesOfFreedom);
        Assert.Equal(4 + 178, fit.ParameterCount);
    }

    [Fact]
    public void Potential_holds_the_effects_and_its_totals_are_finite()
    {
        ModelFit fit = Fit(Request(), CountPanel.Draw(20, 2, 5));
        PotentialResult potential = fit.Potential(new PotentialOptions { Draws = 200 });
        EfficiencyResult efficiency = fit.Efficiency();
        for (int i = 0; i < potential.Rows.Count; i++)
        {
            PotentialRow row = potential.Rows[i];
            Assert.Equal(Math.Exp(efficiency.Rows[i].Fitted), row.Frontier.Value, 1e-9 * row.Frontier.Value);
            Assert.Equal(row.Actual > 0 ? row.Actual / row.Te.Value : row.Frontier.Value, row.Potential.Value, 1e-9 * row.Potential.Value);
            Assert.True(row.Frontier.Low < row.Frontier.High && double.IsFinite(row.Frontier.High) && double.IsFinite(row.Expected.High));
        }
        PotentialTotal all = potential.Totals.Single(t => t.Name == "all").Groups.Single();
        Assert.True(all.Potential is { Low: > 0 } total && total.Low < total.High && double.IsFinite(total.High));
        // Flows of a group sum to their expectations under Poisson regression, and to less than the frontier here.
        Assert.True(potential.Rows.Sum(r => r.Frontier.Value) > potential.Rows.Sum(r => r.Actual));
    }

    [Fact]
    public void Short_groups_and_absorbed_columns_are_told()
    {
        TradePanel panel = CountPanel.Draw(10, 4, 9, level: 3);
        panel = panel.WithColumn(new NumberColumn("gdp", Array.ConvertAll(panel.Numbers("ey").Values, code => Math.Sin(code))));
        FitResult fit = Fit(Request("ey + iy") with { Formula = "y ~ x1 + gdp + x2 | ey + iy" }, panel).Result;
        Assert.Contains(fit.Warnings, w => w.Code == "incidental-parameters");
        Assert.Contains(fit.Warnings, w => w.Code == "absorbed-regressor");
        Assert.Equal(["gdp"], fit.AbsorbedColumns.Select(c => c.Name));
        Assert.Equal(["x1", "x2"], fit.Parameters.Take(2).Select(p => p.Name));
    }

    [Theory]
    [InlineData("jackknife", 10)]
    [InlineData("half-panel", 2)]
    public void The_jackknife_corrects(string method, int folds)
    {
        TradePanel panel = CountPanel.Draw(18, 2, 11, level: 2.5);
        FitResult plain = Fit(Request(), panel).Result, corrected = Fit(Request("exporter^year + importer^year") with { Method = method }, panel).Result;
        Assert.NotNull(corrected.Correction);
        Assert.Equal(folds, corrected.Correction!.Folds);
        Assert.All(plain.Theta.Zip(corrected.Correction.Uncorrected), p => Assert.Equal(p.First, p.Second, 1e-8));
        // Short groups make σ_u too small.
        Assert.True(corrected.Theta[2] > plain.Theta[2]);
        Assert.All(plain.Parameters.Zip(corrected.Parameters), p => Assert.InRange(Math.Abs(p.First.Estimate - p.Second.Estimate), 0, 3 * p.First.StandardError));
    }

    [Fact]
    public void A_saved_request_gives_the_same_laws()
    {
        TradePanel panel = CountPanel.Draw(9, 2, 13);
        ModelFit fit = Fit(Request(), panel), restored = ModelRunner.Restore(Request(), panel, fit.Result);
        Assert.Equal(fit.Efficiency().Rows.Select(r => r.Te), restored.Efficiency().Rows.Select(r => r.Te));
    }

    /// <summary>Draws of small flows leave groups without any, in the bootstrap of the test as in that of the errors.</summary>
    [Fact]
    public void Bootstraps_leave_groups_without_a_flow_out()
    {
        TradePanel panel = CountPanel.Draw(9, 2, 15, level: -0.5);
        FitResult fit = Fit(Request() with { TestReplications = 19, Vce = "bootstrap:19" }, panel).Result;
        Assert.Equal(19, fit.InefficiencyTest!.BootstrapReplications);
        Assert.InRange(fit.InefficiencyTest.BootstrapP!.Value, 0.05, 1);
        FitResult plain = Fit(Request(), panel).Result;
        Assert.All(plain.Parameters.Take(2).Zip(fit.Parameters), p => Assert.InRange(p.Second.StandardError / p.First.StandardError, 0.4, 2.5));
    }

    [Fact]
    public void Weights_count_rows_and_constraints_hold()
    {
        TradePanel panel = CountPanel.Draw(9, 2, 19, level: 2);
        int rows = panel.RowCount;
        TradePanel counted = panel.WithColumn(new NumberColumn("n", [.. Enumerable.Range(0, rows).Select(i => 1.0 + i % 2)]));
        int[] repeats = [.. Enumerable.Range(0, rows).SelectMany(i => Enumerable.Repeat(i, 1 + i % 2))];
        TradePanel repeated = TradePanel.Create([.. panel.Columns.OfType<NumberColumn>().Select(c => new NumberColumn(c.Name, Array.ConvertAll(repeats, i => c.Values[i])))]);
        FitResult weighted = Fit(Request() with { Weights = "n:frequency" }, counted).Result, copies = Fit(Request(), repeated).Result;
        Assert.Equal(copies.LogLikelihood, weighted.LogLikelihood, 1e-9 * Math.Abs(copies.LogLikelihood));
        for (int j = 0; j < 3; j++)
        {
            Assert.Equal(copies.Theta[j], weighted.Theta[j], 1e-8);
            Assert.Equal(copies.Parameters[j].StandardError, weighted.Parameters[j].StandardError, 1e-7 * copies.Parameters[j].StandardError);
        }
        FitResult free = Fit(Request() with { Intervals = "profile" }, panel).Result, held = Fit(Request() with { Fix = ["x1=0.8"] }, panel).Result;
        Assert.Equal(0.8, held.Parameters[0].Estimate);
        Assert.True(held.LogLikelihood <= free.LogLikelihood);
        Assert.All(free.Parameters, p => Assert.True(p.Low < p.Estimate && p.Estimate < p.High));
    }

    [Fact]
    public void What_does_not_go_with_flows_in_levels_is_refused()
    {
        TradePanel panel = CountPanel.Draw(6, 2, 1);
        UsageException steps = Assert.Throws<UsageException>(() => Fit(Request() with { Method = "two-step" }, panel));
        Assert.Equal("option-not-for-model", steps.Code);
        Assert.Contains("--method jackknife", steps.Message, StringComparison.Ordinal);
        Assert.Equal("option-not-for-model", Assert.Throws<UsageException>(() => Fit(Request() with { Formula = "y ~ x1", Method = "jackknife" }, panel)).Code);
        Assert.Equal("log-response", Assert.Throws<UsageException>(() => Fit(Request() with { Formula = "ln(y) ~ x1 | ey" }, panel)).Code);
        Assert.Equal("no-columns-left", Assert.Throws<DataUnfitException>(() => Fit(Request("ey + iy + pair") with { Formula = "y ~ i(year) | ey" }, panel)).Code);
    }
}
