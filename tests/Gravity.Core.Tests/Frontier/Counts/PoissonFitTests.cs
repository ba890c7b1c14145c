using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Potential;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Frontier.Counts;

/// <summary>The Poisson frontier from a request to potential: recovery, boundary, tests, zeros, units of trade and bad input.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class PoissonFitTests
{
    private static ModelRequest Request(string formula = CountSamples.Formula) => new() { Formula = formula, Model = "poisson-half-normal" };

    private static ModelFit Fit(ModelRequest request, TradePanel panel) => ModelRunner.Fit(request, panel, new FitOptions());

    [Theory]
    [InlineData("production")]
    [InlineData("cost")]
    public void The_truth_is_recovered(string side)
    {
        FrontierSide of = side == "cost" ? FrontierSide.Cost : FrontierSide.Production;
        FitResult fit = Fit(Request() with { Side = side, SigmaU = "z" }, CountSamples.Panel(6000, 31, of, slope: 0.5)).Result;
        Assert.True(fit.Converged, fit.Message);
        double[] truth = [.. CountSamples.Beta, 2 * Math.Log(CountSamples.SigmaU), 0.5];
        for (int j = 0; j < truth.Length; j++)
            Assert.True(Math.Abs(fit.Parameters[j].Estimate - truth[j]) < 3.5 * fit.Parameters[j].StandardError, $"{fit.Parameters[j]}");
        Assert.True(fit.InefficiencyTest!.P < 1e-6);
        Assert.Equal(2, fit.InefficiencyTest.Restrictions);
        Assert.Equal(("poisson", "half-normal", (double?)null), (fit.Noise, fit.Law, fit.OlsLogLikelihood));
        Assert.Equal(["unit-of-trade"], fit.Warnings.Select(w => w.Code));
    }

    [Fact]
    public void Efficiencies_lie_where_the_drawn_ones_do()
    {
        TradePanel panel = CountSamples.Panel(3000, 33);
        ModelFit fit = Fit(Request(), panel);
        var model = (Gravity.Core.Frontier.Counts.PoissonFrontier)fit.Likelihood!;
        ResponseDraw drawn = model.DrawResponse(fit.Result.Theta, new Gravity.Core.Numerics.RandomSource(5));
        double[] te = [.. ((FrontierLikelihood)model).WithResponse(drawn.Response).Conditional(fit.Result.Theta).Laws.Select(l => Math.Exp(l.LogMomentGenerating(-1)))];
        double[] truth = Array.ConvertAll(drawn.Inefficiency, u => Math.Exp(-u));
        Assert.Equal(truth.Average(), te.Average(), 0.012);
        // E[e^(−u)|y] is the best predictor: its error is uncorrelated with itself.
        double mean = te.Average(), slope = te.Zip(truth, (a, b) => (a - mean) * (b - a)).Average() / te.Average(a => (a - mean) * (a - mean));
        Assert.Equal(0, slope, 0.1);
        EfficiencyResult efficiency = fit.Efficiency();
        Assert.All(efficiency.Rows, row => Assert.True(row.TeLow < row.Te && row.Te < row.TeHigh && row.TeHigh <= 1 && row.Jlms <= row.Te));
        Assert.Equal(fit.Result.MeanEfficiency!.Value, efficiency.Mean, 1e-12);
        int zero = Array.FindIndex(fit.Design.Response, y => y == 0), some = Array.FindIndex(fit.Design.Response, y => y > 0);
        Assert.True(double.IsNaN(efficiency.Rows[zero].Residual));
        Assert.Equal(Math.Log(fit.Design.Response[some]), efficiency.Rows[some].Fitted + efficiency.Rows[some].Residual, 1e-13);
    }

    [Fact]
    public void Without_overdispersion_it_is_Poisson_regression_at_the_boundary()
    {
        for (int seed = 1; seed < 30; seed++)
        {
            ModelFit fit = Fit(Request(), CountSamples.Panel(400, seed, sigmaU: 0));
            if (fit.Result.Termination != TerminationWords.Boundary)
                continue;
            FitResult result = fit.Result;
            double[] beta = Gravity.Core.Frontier.Counts.PoissonRegression.Fit(fit.Design, fit.Design.Response, new()).Point;
            Assert.True(result.Converged);
            Assert.Equal(beta, result.Theta[..3]);
            Assert.Equal((0, 1), (result.InefficiencyTest!.Statistic, result.InefficiencyTest.P));
            Assert.Contains(result.Warnings, w => w.Code == "boundary-sigma-u");
            Assert.Equal(0, result.DerivedValue("sigmaU"));
            Assert.True(result.Parameters[0].StandardError > 0 && double.IsNaN(result.Parameters[3].StandardError));
            Assert.All(fit.Efficiency().Rows, row => Assert.Equal(1, row.Te));
            Assert.All(fit.Potential(new PotentialOptions { Draws = 20 }).Rows.Where(r => r.Actual > 0), row => Assert.Equal(row.Actual, row.Potential.Value));
            return;
        }
        Assert.Fail("no sample at the boundary");
    }

    /// <summary>
    /// Under σ_u = 0 the statistic is 0 where Poisson regression shows no overdispersion, Σ[(y − μ)² − μ] ≤ 0, which is the slope of the likelihood in σ_u² (in moderate samples in
    /// more than half of them, since it is skewed to the right), and exceeds 2.706 in about 5 percent.
    /// </summary>
    [Fact]
    public void The_test_of_no_inefficiency_follows_overdispersion_and_keeps_its_size()
    {
        const int Samples = 80;
        int agreeing = 0, large = 0, zero = 0;
        for (int seed = 0; seed < Samples; seed++)
        {
            ModelFit fit = Fit(Request(), CountSamples.Panel(300, 900 + seed, sigmaU: 0));
            double[] y = fit.Design.Response, beta = Gravity.Core.Frontier.Counts.PoissonRegression.Fit(fit.Design, y, new()).Point;
            double excess = fit.Design.Frontier.Values.Times(beta).Zip(y, (eta, flow) => (flow - Math.Exp(eta)) * (flow - Math.Exp(eta)) - Math.Exp(eta)).Sum();
            double statistic = fit.Result.InefficiencyTest!.Statistic;
            agreeing += statistic < 1e-6 == excess <= 0 ? 1 : 0;
            large += statistic > 2.706 ? 1 : 0;
            zero += statistic < 1e-6 ? 1 : 0;
        }
        Assert.InRange(agreeing, Samples - 3, Samples);
        Assert.InRange(zero, Samples * 4 / 10, Samples * 8 / 10);
        Assert.InRange(large, 0, 9);
    }

    [Fact]
    public void The_bootstrap_of_the_test_draws_from_Poisson_regression()
    {
        InefficiencyTest test = Fit(Request() with { TestReplications = 19 }, CountSamples.Panel(250, 3, sigmaU: 0.6)).Result.InefficiencyTest!;
        Assert.Equal(19, test.BootstrapReplications);
        Assert.Equal(0.05, test.BootstrapP!.Value, 1e-12);
    }

    [Theory]
    [InlineData("robust")]
    [InlineData("opg")]
    [InlineData("cluster:group")]
    [InlineData("bootstrap:15")]
    public void Every_covariance_gives_errors_of_the_right_size(string vce)
    {
        TradePanel panel = CountSamples.Panel(800, 41);
        FitResult plain = Fit(Request(), panel).Result, other = Fit(Request() with { Vce = vce }, panel).Result;
        Assert.Equal(plain.Theta, other.Theta);
        Assert.All(plain.Parameters.Zip(other.Parameters), p => Assert.InRange(p.Second.StandardError / p.First.StandardError, 0.4, 2));
    }

    [Fact]
    public void Constraints_and_profile_intervals_hold()
    {
        TradePanel panel = CountSamples.Panel(800, 43);
        FitResult free = Fit(Request() with { Intervals = "profile" }, panel).Result, held = Fit(Request() with { Fix = ["x1=0.8"] }, panel).Result;
        Assert.Equal(0.8, held.Parameters[1].Estimate);
        Assert.True(held.LogLikelihood <= free.LogLikelihood);
        Assert.All(free.Parameters, p => Assert.True(p.Low < p.Estimate && p.Estimate < p.High));
        Assert.True(held.InefficiencyTest!.Statistic > 10);
    }

    [Fact]
    public void A_zero_flow_has_the_frontier_as_potential_and_no_room()
    {
        TradePanel panel = CountSamples.Panel(300, 51);
        ModelFit fit = Fit(Request(), panel);
        PotentialResult potential = fit.Potential(new PotentialOptions { Draws = 300 });
        Assert.Contains(potential.Warnings, w => w.Code == "potential-zero-flows");
        PotentialRow[] zeros = [.. potential.Rows.Where(r => r.Actual == 0)], others = [.. potential.Rows.Where(r => r.Actual > 0)];
        Assert.NotEmpty(zeros);
        Assert.All(zeros, row =>
        {
            Assert.Equal(row.Frontier, row.Potential);
            Assert.Equal(row.Frontier, row.Gap);
            Assert.Equal(row.Frontier.Value, row.Expected.Value);
            Assert.True(double.IsNaN(row.Room.Value) && row.Te.Value is > 0 and < 1 && row.Te.Low < row.Te.High);
        });
        Assert.All(others, row =>
        {
            Assert.Equal(row.Actual / row.Te.Value, row.Potential.Value, 1e-10 * row.Potential.Value);
            Assert.True(row.Expected.Value > row.Potential.Value && row.Potential.Low < row.Potential.High);
            Assert.Equal(row.Frontier.Value, row.FrontierMean.Value);
        });
        PotentialTotal all = potential.Totals.Single(t => t.Name == "all").Groups.Single();
        Assert.Equal(potential.Rows.Sum(r => r.Potential.Value), all.Potential.Value, 1e-8);
        Assert.Equal(potential.Rows.Sum(r => r.Expected.Value), all.Expected.Value, 1e-8);
        Assert.Equal(all.Potential.Value - all.Actual, all.Gap.Value, 1e-8);
        Assert.True(all.Potential.Low < all.Expected.Value && all.Expected.Value < all.Potential.High);
    }

    /// <summary>With zeros of the frontier's own Poisson law, Σ over rows of exp(x'β) is what the flows would sum to without inefficiency.</summary>
    [Fact]
    public void Frontiers_sum_to_the_flows_without_inefficiency()
    {
        ModelFit fit = Fit(Request(), CountSamples.Panel(5000, 52));
        double expected = fit.Design.Frontier.Values.Times(CountSamples.Beta).Sum(Math.Exp);
        double found = fit.Design.Frontier.Values.Times([.. fit.Result.Theta.Take(3)]).Sum(Math.Exp);
        Assert.Equal(1, found / expected, 0.08);
    }

    [Fact]
    public void Another_unit_of_trade_changes_the_estimates_and_fractions_are_told()
    {
        TradePanel panel = CountSamples.Panel(600, 61, level: 2);
        FitResult whole = Fit(Request(), panel).Result, tenth = Fit(Request("I(y / 10) ~ x1 + x2"), panel).Result;
        Assert.DoesNotContain(whole.Warnings, w => w.Code == "fractional-flows");
        Assert.Contains(tenth.Warnings, w => w.Code == "fractional-flows");
        Assert.True(Math.Abs(whole.Parameters[1].Estimate - tenth.Parameters[1].Estimate) > 1e-4);
        Assert.True(tenth.DerivedValue("sigmaU") < whole.DerivedValue("sigmaU"));
    }

    [Fact]
    public void A_saved_request_gives_the_same_laws()
    {
        TradePanel panel = CountSamples.Panel(200, 71);
        ModelFit fit = Fit(Request(), panel), restored = ModelRunner.Restore(Request(), panel, fit.Result);
        Assert.Equal(fit.Efficiency().Rows.Select(r => r.Te), restored.Efficiency().Rows.Select(r => r.Te));
    }

    [Fact]
    public void Determinants_have_marginal_effects()
    {
        ModelFit fit = Fit(Request() with { SigmaU = "z" }, CountSamples.Panel(1500, 81, slope: 0.5));
        MarginalEffect effect = Assert.Single(InefficiencyEffects.Of(fit));
        // E[u] = √(2/π)·σ, so that ∂E[u]/∂z = ½γ·E[u].
        double gamma = fit.Result.Parameters[4].Estimate;
        double mean = Enumerable.Range(0, 1500).Average(i => Math.Sqrt(2 / Math.PI) * Math.Exp(0.5 * (fit.Result.Parameters[3].Estimate + gamma * fit.Panel.Numbers("z").Values[i])));
        Assert.Equal(0.5 * gamma * mean, effect.AverageOnMean, 1e-10);
        Assert.True(effect.AverageOnMeanError > 0);
    }

    [Theory]
    [InlineData("ln(y) ~ x1", "log-response")]
    [InlineData("log1p(y) ~ x1", "log-response")]
    public void Usage_that_cannot_be_meant_is_refused(string formula, string code) =>
        Assert.Equal(code, Assert.Throws<UsageException>(() => Fit(Request(formula), CountSamples.Panel(50, 1))).Code);

    [Fact]
    public void Bad_flows_are_refused_with_their_rows()
    {
        TradePanel panel = CountSamples.Panel(60, 1);
        double[] y = [.. panel.Numbers("y").Values];
        TradePanel With(double[] values) => TradePanel.Create([.. panel.Columns.Where(c => c.Name != "y"), new NumberColumn("y", values)]);
        (y[4], y[9]) = (-9, -9);
        DataUnfitException negative = Assert.Throws<DataUnfitException>(() => Fit(Request(), With(y)));
        Assert.Equal("negative-flow", negative.Code);
        Assert.Equal([5, 10], negative.Rows);
        Assert.Contains("--where \"y >= 0\"", negative.Message, StringComparison.Ordinal);
        Assert.Equal("constant-response", Assert.Throws<DataUnfitException>(() => Fit(Request(), With(new double[60]))).Code);
        Assert.Equal("no-such-index", Assert.Throws<UsageException>(() => Fit(Request() with { SigmaV = "z" }, panel)).Code);
        Assert.Equal("unknown-law", Assert.Throws<UsageException>(() => Fit(Request() with { Law = "exponential" }, panel)).Code);
    }
}
