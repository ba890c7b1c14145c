using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Counts;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Potential;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Frontier.Counts;

/// <summary>The Poisson frontier with absorbed effects: the identity with indicators, limits, derivatives, rows that effects take up, and the same bits.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class AbsorbedPoissonTests
{
    private static ModelRequest Request(string effects) => new() { Formula = $"y ~ x1 + x2{effects}", Model = "poisson-half-normal" };

    private static ModelFit Fit(ModelRequest request, TradePanel panel, FitOptions? options = null) => ModelRunner.Fit(request, panel, options ?? new FitOptions());

    private static AbsorbedPoissonFrontier Model(TradePanel panel, string effects, FrontierSide side = FrontierSide.Production, string? sigmaU = null, int threads = 1)
    {
        Design design = DesignBuilder.Build(panel, ModelFormulas.Parse($"y ~ x1 + x2 | {effects}", null, sigmaU) with { FlowInLevels = true });
        return new AbsorbedPoissonFrontier(AbsorbedSample.Of(design, panel, AbsorbedPoissonFrontier.Rules, new FitOptions()), side, threads);
    }

    [Theory]
    [InlineData("production", false, "ey", 1.5)]
    [InlineData("production", true, "ey + iy", 1.5)]
    [InlineData("cost", false, "ey + iy", 1.5)]
    [InlineData("cost", true, "ey", 1.5)]
    [InlineData("production", false, "exporter + importer + year", 1.5)]
    [InlineData("production", false, "ey + iy", 9.0)]
    [InlineData("cost", false, "ey + iy", 14.0)]
    public void Estimates_are_those_with_an_indicator_a_group(string side, bool index, string effects, double level)
    {
        FrontierSide of = side == "cost" ? FrontierSide.Cost : FrontierSide.Production;
        TradePanel panel = CountPanel.Draw(10, 2, 17, of, slope: index ? 0.5 : 0, level: level);
        ModelRequest absorbed = Request(" | " + effects) with { Side = side, SigmaU = index ? "z" : null };
        ModelRequest indicators = Request(string.Concat(effects.Split(" + ").Select(e => $" + i({e})"))) with { Side = side, SigmaU = index ? "z" : null };
        foreach (string vce in new[] { "hessian", "robust", "cluster:pair" })
        {
            ModelFit own = Fit(absorbed with { Vce = vce }, panel), other = Fit(indicators with { Vce = vce }, panel);
            Assert.Equal(TerminationWords.Gradient, own.Result.Termination);
            Assert.Equal(TerminationWords.Gradient, other.Result.Termination);
            Assert.Equal(other.Result.LogLikelihood, own.Result.LogLikelihood, 1e-10 * Math.Abs(other.Result.LogLikelihood));
            Assert.Equal(other.Result.ParameterCount, own.Result.ParameterCount);
            foreach (ParameterEstimate estimate in own.Result.Parameters)
            {
                ParameterEstimate theirs = other.Result.Parameter(estimate.Block, estimate.Name);
                Assert.Equal(theirs.Estimate, estimate.Estimate, 1e-8 * Math.Max(1, Math.Abs(theirs.Estimate)));
                Assert.Equal(theirs.StandardError, estimate.StandardError, 1e-7 * theirs.StandardError);
            }
            Assert.Equal(other.Result.InefficiencyTest!.Statistic, own.Result.InefficiencyTest!.Statistic, 1e-7 * Math.Max(1, other.Result.InefficiencyTest.Statistic));
            Assert.Equal(other.Result.MeanEfficiency!.Value, own.Result.MeanEfficiency!.Value, 1e-8);
            if (vce != "hessian")
                continue;
            EfficiencyResult mine = own.Efficiency(), dummies = other.Efficiency();
            for (int i = 0; i < mine.Rows.Count; i++)
            {
                Assert.Equal(dummies.Rows[i].Te, mine.Rows[i].Te, 1e-7);
                Assert.Equal(dummies.Rows[i].Fitted, mine.Rows[i].Fitted, 1e-7);
            }
        }
    }

    [Theory]
    [InlineData(FrontierSide.Production, "ey", 1.5)]
    [InlineData(FrontierSide.Cost, "ey + iy", 1.5)]
    [InlineData(FrontierSide.Production, "ey + iy + pair", 1.5)]
    [InlineData(FrontierSide.Production, "ey + iy", 8)]
    [InlineData(FrontierSide.Production, "ey + iy", 12)]
    public void Derivatives_agree_with_differences(FrontierSide side, string effects, double level)
    {
        if (level > 10)
            SlowTest.Require();
        AbsorbedPoissonFrontier model = Model(CountPanel.Draw(8, 3, 5, side, slope: 0.3, level: level), effects, side, "z");
        foreach (double sigma in new[] { 0.1, 0.6, 2 })
        {
            double[] theta = [0.75, -0.45, 2 * Math.Log(sigma), 0.2];
            DerivativeCheck check = GradientChecker.Probe(model, theta, Array.ConvertAll(theta, _ => Math.Exp(-0.5 * level)));
            Assert.True(check.Worst <= 1e-6, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"σ {sigma}: gradient {check.Gradient:E1}, Hessian {check.Hessian:E1}"));
            Matrix scores = new(model.UnitCount, 4);
            model.Scores(theta, scores);
            var gradient = new double[4];
            double value = model.Evaluate(theta, gradient, default);
            for (int j = 0; j < 4; j++)
                Assert.Equal(gradient[j], scores.Column(j).ToArray().Sum(), 1e-8 * scores.Column(j).ToArray().Sum(Math.Abs));
            Assert.Equal(value, model.UnitLogLikelihoods(theta).Sum(), 1e-8 * Math.Abs(value));
        }
    }

    /// <summary>Where slopes are far from the data the effects start far from their maximum: they are found from there, at flows of any size, 1e9 and more too.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(8.0)]
    [InlineData(14.0)]
    [InlineData(22.0)]
    public void Effects_are_found_far_from_the_estimates(double level)
    {
        if (level > 10)
            SlowTest.Require();
        foreach (FrontierSide side in Enum.GetValues<FrontierSide>())
        {
            AbsorbedPoissonFrontier model = Model(CountPanel.Draw(9, 2, 3, side, level: level), "ey + iy", side);
            foreach (double sigma in new[] { 1e-4, 0.05, 0.5, 3, 20 })
            {
                foreach (double away in new[] { 0, 1, -3 })
                {
                    double[] theta = [0.8 + away, -0.5 - away, 2 * Math.Log(sigma)], gradient = new double[3];
                    Matrix hessian = new(3, 3);
                    Assert.True(
                        double.IsFinite(model.Evaluate(theta, gradient, hessian.Values)) && gradient.All(double.IsFinite),
                        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{side}, σ {sigma}, away {away}"));
                }
            }
        }
    }

    [Fact]
    public void With_one_effect_for_all_rows_it_is_the_plain_frontier()
    {
        TradePanel panel = CountSamples.Panel(700, 21);
        panel = panel.WithColumn(new NumberColumn("one", new double[700]));
        FitResult plain = Fit(Request(""), panel).Result, own = Fit(Request(" | one"), panel).Result;
        Assert.Equal(plain.LogLikelihood, own.LogLikelihood, 1e-10 * Math.Abs(plain.LogLikelihood));
        Assert.Equal(plain.ParameterCount, own.ParameterCount);
        foreach (ParameterEstimate estimate in own.Parameters)
        {
            ParameterEstimate other = plain.Parameter(estimate.Block, estimate.Name);
            Assert.Equal(other.Estimate, estimate.Estimate, 1e-8);
            Assert.Equal(other.StandardError, estimate.StandardError, 1e-7 * other.StandardError);
        }
    }

    [Fact]
    public void Without_inefficiency_it_is_Poisson_regression_with_the_same_effects()
    {
        int boundary = 0;
        for (int seed = 1; seed < 12 && boundary < 2; seed++)
        {
            TradePanel panel = CountPanel.Draw(10, 2, seed, sigmaU: 0);
            ModelFit fit = Fit(Request(" | ey + iy"), panel), ppml = Fit(Request(" | ey + iy") with { Model = "ppml", Vce = "hessian" }, panel);
            double statistic = fit.Result.InefficiencyTest!.Statistic;
            Assert.Equal(ppml.Result.LogLikelihood, fit.Result.LogLikelihood - 0.5 * statistic, 1e-7);
            if (fit.Result.Termination != TerminationWords.Boundary)
                continue;
            boundary++;
            Assert.True(fit.Result.Converged);
            Assert.Equal((0, 1), (statistic, fit.Result.InefficiencyTest.P));
            Assert.Contains(fit.Result.Warnings, w => w.Code == "boundary-sigma-u");
            foreach (ParameterEstimate theirs in ppml.Result.Parameters)
            {
                ParameterEstimate own = fit.Result.Parameter(theirs.Block, theirs.Name);
                Assert.Equal(theirs.Estimate, own.Estimate, 1e-8);
                Assert.Equal(theirs.StandardError, own.StandardError, 1e-6 * theirs.StandardError);
            }
            Assert.All(fit.Efficiency().Rows, row => Assert.Equal(1, row.Te));
            Assert.All(fit.Potential(new PotentialOptions { Draws = 20 }).Rows.Where(r => r.Actual > 0), row => Assert.Equal(row.Actual, row.Potential.Value));
        }
        Assert.Equal(2, boundary);
    }

    /// <summary>Groups without a flow have α = −∞ and ℓ = 0: estimates are those without their rows, which are counted by effect, as rows alone in a group are.</summary>
    [Fact]
    public void Groups_without_a_flow_and_rows_alone_are_left_out_and_counted()
    {
        TradePanel panel = CountPanel.Draw(9, 2, 31);
        double[] ey = panel.Numbers("ey").Values, y = [.. panel.Numbers("y").Values];
        for (int i = 0; i < y.Length; i++)
            if (ey[i] is 4 or 7)
                y[i] = 0;
        TradePanel zeros = TradePanel.Create([.. panel.Columns.Where(c => c.Name != "y"), new NumberColumn("y", y)]);
        const string OneRow = "(ey != 2 || importer == 5)";
        ModelRequest request = Request(" | ey + iy") with { Where = OneRow };
        ModelFit fit = Fit(request, zeros), without = Fit(request with { Where = OneRow + " && ey != 2 && ey != 4 && ey != 7" }, zeros);
        Assert.Equal(y.Length - 24, fit.Result.Observations);
        Assert.Equal([16, 1], fit.Result.Sample.Dropped.Where(r => r.Reason.Contains("ey", StringComparison.Ordinal) && !r.Reason.Contains("||", StringComparison.Ordinal)).Select(r => r.Rows.Count));
        Assert.Equal(without.Result.Theta, fit.Result.Theta);
        Assert.Equal(without.Result.LogLikelihood, fit.Result.LogLikelihood);
        ModelFit ppml = Fit(request with { Model = "ppml" }, zeros);
        Assert.Equal(ppml.Result.Sample.Dropped.Select(r => (r.Reason, r.Rows.Count)), fit.Result.Sample.Dropped.Select(r => (r.Reason, r.Rows.Count)));
    }

    [Fact]
    public void Another_response_leaves_its_own_groups_without_a_flow_out()
    {
        TradePanel panel = CountPanel.Draw(8, 2, 33, level: 3);
        AbsorbedPoissonFrontier model = Model(panel, "ey + iy");
        double[] theta = [0.7, -0.4, -0.5], ey = panel.Numbers("ey").Values;
        double[] flows = [.. panel.Numbers("y").Values.Select((flow, i) => ey[i] == 3 ? 0 : flow)];
        FrontierLikelihood drawn = model.WithResponse(flows);
        Assert.Equal(model.UnitCount - 7, drawn.UnitCount);
        TradePanel zeros = TradePanel.Create([.. panel.Columns.Where(c => c.Name != "y"), new NumberColumn("y", flows)]);
        Assert.Equal(Model(zeros, "ey + iy").Evaluate(theta, default, default), drawn.Evaluate(theta, default, default), 1e-9);
        Assert.Equal(model.Evaluate(theta, default, default), model.WithResponse(panel.Numbers("y").Values).Evaluate(theta, default, default));
    }

    [Fact]
    public void Threads_and_earlier_evaluations_do_not_change_a_bit()
    {
        TradePanel panel = CountPanel.Draw(26, 3, 7);
        FitResult one = Fit(Request(" | ey + iy"), panel, new FitOptions { Threads = 1 }).Result, three = Fit(Request(" | ey + iy"), panel, new FitOptions { Threads = 3 }).Result;
        Assert.Equal(one.Theta, three.Theta);
        Assert.Equal(one.LogLikelihood, three.LogLikelihood);
        Assert.Equal(one.Covariance.Matrix.Values.ToArray(), three.Covariance.Matrix.Values.ToArray());
        AbsorbedPoissonFrontier model = Model(CountPanel.Draw(8, 2, 9), "ey + iy");
        double[] first = [0.7, -0.4, -0.5], second = [0.9, -0.6, 0.3];
        double[] expected = All(model, first);
        All(model, second);
        model.Climb([second], new FitOptions());
        Assert.Equal(expected, All(model, first));
    }

    private static double[] All(AbsorbedPoissonFrontier model, double[] theta)
    {
        var gradient = new double[3];
        var hessian = new double[9];
        return [model.Evaluate(theta, gradient, hessian), .. gradient, .. hessian];
    }
}
