using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Frontier.Selection;

/// <summary>The frontier with selection from a request to potential: the sample, both estimators, boundaries, warnings and recovery.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class SelectionFitTests
{
    private static readonly TradePanel Panel = SelectionSamples.Panel(1200, 0.6, 11);

    private static ModelRequest Request(string selection = "d ~ z1 + x1") =>
        new() { Formula = "ln(flow) ~ x1 + x2", Model = "selection", Selection = selection };

    private static ModelFit Fit(ModelRequest request, TradePanel? panel = null) => ModelRunner.Fit(request, panel ?? Panel, new FitOptions());

    [Fact]
    public void Zero_flows_take_part_and_every_way_to_name_them_gives_the_same_fit()
    {
        ModelFit fit = Fit(Request());
        int selected = Panel.Numbers("d").Values.Count(d => d == 1);
        Assert.True(fit.Result.Converged, fit.Result.Message);
        Assert.Equal((1200, selected), (fit.Result.Observations, fit.Result.SelectedObservations));
        Assert.Equal(1200, fit.Result.Sample.RowsUsed);
        Assert.Equal(selected, fit.Design.RowCount);
        Assert.Contains(fit.Design.Notices, n => n.Contains($"{selected} rows are selected", StringComparison.Ordinal));
        foreach (string other in new[] { "flow > 0 ~ z1 + x1", "I(flow > 0) ~ z1 + x1", "~ z1 + x1", "z1 + x1" })
        {
            FitResult same = Fit(Request(other)).Result;
            Assert.Equal(fit.Result.LogLikelihood, same.LogLikelihood);
            Assert.Equal(fit.Result.Theta, same.Theta);
        }
        EfficiencyResult efficiency = fit.Efficiency();
        Assert.Equal(selected, efficiency.Rows.Count);
        Assert.All(efficiency.Rows, row => Assert.True(row.TeLow < row.Te && row.Te < row.TeHigh && row.TeHigh <= 1));
        Assert.Equal(fit.Result.MeanEfficiency!.Value, efficiency.Rows.Average(r => r.Te), 1e-12);
        PotentialResult potential = fit.Potential(new PotentialOptions { Draws = 60 });
        Assert.Equal(selected, potential.Rows.Count);
        Assert.All(potential.Rows, row => Assert.True(row.Potential.Value > row.Actual && row.Potential.Low < row.Potential.High));
        ModelFit restored = ModelRunner.Restore(Request(), Panel, fit.Result);
        Assert.Equal(efficiency.Rows.Select(r => r.Te), restored.Efficiency().Rows.Select(r => r.Te));
    }

    [Fact]
    public void A_selected_row_needs_all_and_another_row_needs_z_only()
    {
        double[] Of(string name) => [.. Panel.Numbers(name).Values];
        double[] x2 = Of("x2"), z1 = Of("z1"), d = Of("d");
        int[] selected = [.. Enumerable.Range(0, 1200).Where(i => d[i] == 1).Take(3)], others = [.. Enumerable.Range(0, 1200).Where(i => d[i] == 0).Take(5)];
        x2[selected[0]] = double.NaN;
        z1[selected[1]] = double.NaN;
        d[selected[2]] = double.NaN;
        x2[others[0]] = x2[others[1]] = double.NaN;
        z1[others[2]] = double.NaN;
        TradePanel holes = TradePanel.Create(
        [
            new NumberColumn("flow", Of("flow")), new NumberColumn("x1", Of("x1")), new NumberColumn("x2", x2), new NumberColumn("z1", z1), new NumberColumn("d", d),
        ]);
        Design design = SelectionSamples.Design(holes);
        int before = Panel.Numbers("d").Values.Count(v => v == 1);
        Assert.Equal(before - 3, design.RowCount);
        Assert.Equal(1200 - 4, design.Selection!.All.RowCount);
        Assert.Equal(1200 - 4, design.Sample.RowsUsed);
        Assert.Equal(
            ["no value of 'd': 1", "missing value in 'x2': 1", "missing value in 'z1': 2"], design.Sample.Dropped.Select(r => $"{r.Reason}: {r.Rows.Count}"));
        Assert.All(Enumerable.Range(0, design.RowCount), i => Assert.Equal(design.PanelRows[i], design.Selection.All.PanelRows[design.Selection.SelectedRows[i]]));
    }

    [Fact]
    public void Both_estimators_recover_the_truth_and_their_errors_agree()
    {
        TradePanel panel = SelectionSamples.Panel(6000, 0.6, 21);
        FitResult full = Fit(Request(), panel).Result, two = Fit(Request() with { Method = "two-step" }, panel).Result;
        (double[] beta, double[] alpha, double sigmaU, double sigmaV) = SelectionSamples.Truth;
        double[] truth = [.. beta, 2 * Math.Log(sigmaU), 2 * Math.Log(sigmaV), Math.Atanh(0.6), .. alpha];
        foreach (FitResult fit in new[] { full, two })
        {
            Assert.True(fit.Converged, fit.Message);
            for (int j = 0; j < truth.Length; j++)
                Assert.True(Math.Abs(fit.Parameters[j].Estimate - truth[j]) < 3.5 * fit.Parameters[j].StandardError, $"{fit.Parameters[j]}");
        }
        // Without the correction for the first step the errors of the second would be those of α known.
        Assert.All(Enumerable.Range(0, truth.Length), j => Assert.InRange(full.Parameters[j].StandardError / two.Parameters[j].StandardError, 0.8, 1.02));
        Assert.True(full.LogLikelihood >= two.LogLikelihood);
        Assert.True(full.InefficiencyTest!.P < 1e-6);
        Assert.Empty(full.Warnings);
    }

    [Theory]
    [InlineData(null, "robust")]
    [InlineData(null, "opg")]
    [InlineData(null, "cluster:group")]
    [InlineData("two-step", "cluster:group")]
    [InlineData(null, "bootstrap:12")]
    [InlineData("two-step", "bootstrap:12")]
    public void Every_covariance_gives_errors_of_the_right_size(string? method, string vce)
    {
        ModelRequest request = Request() with { Method = method };
        FitResult plain = Fit(request).Result, other = Fit(request with { Vce = vce }).Result;
        Assert.Equal(plain.Theta, other.Theta);
        (double low, double high) = vce.StartsWith("bootstrap", StringComparison.Ordinal) ? (0.3, 3) : (0.6, 1.6);
        Assert.All(plain.Parameters.Zip(other.Parameters), p => Assert.InRange(p.Second.StandardError / p.First.StandardError, low, high));
        if (vce.StartsWith("bootstrap", StringComparison.Ordinal))
            Assert.Equal(other.Covariance.Matrix.Values.ToArray(), ModelRunner.Fit(request with { Vce = vce }, Panel, new FitOptions { Threads = 1 }).Result.Covariance.Matrix.Values.ToArray());
    }

    [Fact]
    public void Without_inefficiency_it_is_the_regression_with_selection()
    {
        TradePanel panel = SelectionSamples.Panel(800, 0.5, 5, sigmaU: 0);
        for (int seed = 5; seed < 40; seed++)
        {
            panel = SelectionSamples.Panel(800, 0.5, seed, sigmaU: 0);
            FitResult fit = Fit(Request(), panel).Result;
            if (fit.Termination != TerminationWords.Boundary)
                continue;
            Assert.True(fit.Converged);
            Assert.Contains(fit.Warnings, w => w.Code == "boundary-sigma-u");
            Assert.Equal(0, fit.InefficiencyTest!.Statistic, 1e-7);
            Assert.Equal(0, fit.DerivedValue("sigmaU"));
            Assert.InRange(fit.DerivedValue("rho"), 0.2, 0.8);
            Assert.True(fit.Derived.Single(d => d.Name == "rho").StandardError > 0);
            FitResult two = Fit(Request() with { Method = "two-step" }, panel).Result;
            Assert.Equal(TerminationWords.Boundary, two.Termination);
            Assert.InRange(two.Parameters[0].StandardError / fit.Parameters[0].StandardError, 0.8, 1.3);
            Assert.All(Fit(Request(), panel).Efficiency().Rows, row => Assert.Equal(1, row.Te));
            return;
        }
        Assert.Fail("no sample at the boundary");
    }

    [Fact]
    public void The_bootstrap_of_the_test_draws_from_the_regression_with_selection()
    {
        InefficiencyTest test = Fit(Request() with { TestReplications = 9 }, SelectionSamples.Panel(300, 0.5, 9)).Result.InefficiencyTest!;
        Assert.Equal(9, test.BootstrapReplications);
        Assert.InRange(test.BootstrapP!.Value, 0.05, 1);
    }

    [Fact]
    public void Weak_identification_and_perfect_prediction_are_told()
    {
        Assert.Contains(Fit(Request("d ~ x1 + x2")).Result.Warnings, w => w.Code == "no-exclusion");
        double[] d = [.. Panel.Numbers("d").Values];
        TradePanel perfect = Panel.WithColumn(new NumberColumn("known", [.. d.Select((v, i) => v == 1 && i % 7 == 0 ? 1.0 : 0)]));
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => Fit(Request("d ~ z1 + known"), perfect));
        Assert.Equal("selection-separated", error.Code);
        Assert.Contains("known", error.Message, StringComparison.Ordinal);
        Assert.Equal("selection-not-binary", Assert.Throws<DataUnfitException>(() => Fit(Request("x1 ~ z1"))).Code);
        Assert.Equal("selection-constant", Assert.Throws<DataUnfitException>(() => Fit(Request("x1 < 100 ~ z1"))).Code);
        Assert.Equal("no-selection", Assert.Throws<UsageException>(() => Fit(Request() with { Selection = null })).Code);
        Assert.Equal("unknown-method", Assert.Throws<UsageException>(() => Fit(Request() with { Method = "lp" })).Code);
        Assert.Equal("option-not-for-model", Assert.Throws<UsageException>(() => Fit(Request() with { Group = "group" })).Code);
    }

    [Fact]
    public void Scales_of_the_flow_and_order_of_the_rows_do_not_matter()
    {
        FitResult fit = Fit(Request()).Result;
        FitResult scaled = Fit(Request() with { Formula = "ln(1e6 * flow) ~ x1 + x2" }).Result;
        Assert.Equal(fit.LogLikelihood, scaled.LogLikelihood, 1e-7);
        Assert.Equal(fit.Parameters[0].Estimate + Math.Log(1e6), scaled.Parameters[0].Estimate, 1e-7);
        int[] order = [.. Enumerable.Range(0, 1200).Reverse()];
        TradePanel reversed = TradePanel.Create([.. Panel.Columns.Select(c => new NumberColumn(c.Name, [.. order.Select(i => ((NumberColumn)c).Values[i])]))]);
        FitResult other = Fit(Request(), reversed).Result;
        Assert.All(fit.Parameters.Zip(other.Parameters), p => Assert.Equal(p.First.Estimate, p.Second.Estimate, 1e-7));
    }

    [Fact]
    [Trait("Category", SlowTest.Category)]
    public void Intervals_of_both_estimators_cover_the_truth()
    {
        SlowTest.Require();
        (double[] beta, double[] alpha, double sigmaU, double sigmaV) = SelectionSamples.Truth;
        double[] truth = [.. beta, 2 * Math.Log(sigmaU), 2 * Math.Log(sigmaV), Math.Atanh(-0.5), .. alpha];
        foreach (string? method in new[] { null, "two-step" })
        {
            int runs = 0;
            var covered = new int[truth.Length];
            for (int seed = 1; seed <= 120; seed++)
            {
                FitResult fit = Fit(Request() with { Method = method }, SelectionSamples.Panel(2000, -0.5, 1000 + seed)).Result;
                if (!fit.Converged || fit.Termination == TerminationWords.Boundary)
                    continue;
                runs++;
                for (int j = 0; j < truth.Length; j++)
                    covered[j] += fit.Parameters[j].Low < truth[j] && truth[j] < fit.Parameters[j].High ? 1 : 0;
            }
            Assert.True(runs > 110);
            Assert.All(covered, c => Assert.InRange(c / (double)runs, 0.88, 1));
        }
    }
}
