using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Metafrontiers;
using Gravity.Core.Numerics;
using Gravity.Core.Potential;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Frontier.Metafrontiers;

/// <summary>The metafrontier from a request to potential: group frontiers, the three ways over them, their errors, and what is refused.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class MetafrontierTests
{
    private static readonly TradePanel Panel = Sample(3, 250, 17);

    private static ModelRequest Request(string? method = null) =>
        new() { Formula = "ln(flow) ~ x1 + x2", Model = "metafrontier", Group = "region", Method = method };

    private static ModelFit Fit(ModelRequest request, TradePanel? panel = null) => ModelRunner.Fit(request, panel ?? Panel, new FitOptions());

    /// <summary>Groups with their own frontiers and inefficiency, three rows a unit.</summary>
    internal static TradePanel Sample(int groups, int rows, long seed, double sign = 1)
    {
        var random = new RandomSource(seed);
        int n = groups * rows;
        double[] x1 = new double[n], x2 = new double[n], flow = new double[n];
        string?[] region = new string?[n], unit = new string?[n];
        for (int i = 0; i < n; i++)
        {
            int k = i / rows;
            (x1[i], x2[i]) = (random.NextNormal(), random.NextNormal());
            double u = (0.5 + 0.2 * k) * Math.Abs(random.NextNormal());
            // Most rows are of groups near the metafrontier, one group lies far inside: the gap is skewed as a frontier's residual is.
            double level = k switch { 0 => 0, 1 => 0.2, _ => 0.9 }, tilt = k switch { 0 => 0, 1 => 0.2, _ => -0.1 };
            flow[i] = Math.Exp(1 - sign * level + (0.8 + tilt) * x1[i] - (0.5 - 0.1 * k) * x2[i] + 0.3 * random.NextNormal() - sign * u);
            region[i] = ((char)('C' - k)).ToString();
            unit[i] = $"u{i / 3}";
        }
        return TradePanel.Create(
            [new NumberColumn("flow", flow), new NumberColumn("x1", x1), new NumberColumn("x2", x2), new TextColumn("region", region), new TextColumn("unit", unit)]);
    }

    [Theory]
    [InlineData("half-normal")]
    [InlineData("exponential")]
    public void Group_parameters_are_those_of_the_groups_alone(string law)
    {
        FitResult fit = Fit(Request() with { Law = law }).Result;
        double height = 0;
        foreach (string group in new[] { "A", "B", "C" })
        {
            FitResult alone = ModelRunner.Fit(
                new ModelRequest { Formula = "ln(flow) ~ x1 + x2", Model = "pooled", Law = law, Where = $"region == \"{group}\"" }, Panel, new FitOptions()).Result;
            height += alone.LogLikelihood;
            foreach (ParameterEstimate expected in alone.Parameters)
            {
                ParameterEstimate found = fit.Parameter($"{expected.Block}[{group}]", expected.Name);
                Assert.Equal(expected.Estimate, found.Estimate, 1e-9);
                Assert.Equal(expected.StandardError, found.StandardError, 1e-9);
            }
        }
        Assert.Equal(height, fit.LogLikelihood, 1e-8);
        double pooled = ModelRunner.Fit(new ModelRequest { Formula = "ln(flow) ~ x1 + x2", Model = "pooled", Law = law }, Panel, new FitOptions()).Result.LogLikelihood;
        Assert.Equal(2 * (height - pooled), fit.CommonFrontierTest!.Statistic, 1e-7);
        Assert.Equal(10, fit.CommonFrontierTest.DegreesOfFreedom);
        Assert.True(fit.CommonFrontierTest.P < 1e-10);
    }

    [Fact]
    public void The_stochastic_gap_is_a_frontier_of_the_fitted_group_frontiers()
    {
        ModelFit fit = Fit(Request());
        Assert.True(fit.Result.Converged, fit.Result.Message);
        double[] frontiers = Frontiers(fit);
        TradePanel with = Panel.WithColumn(new NumberColumn("own", frontiers));
        FitResult gap = ModelRunner.Fit(new ModelRequest { Formula = "own ~ x1 + x2", Model = "pooled", Vce = "robust", SmallSample = "none" }, with, new FitOptions()).Result;
        for (int j = 0; j < 5; j++)
        {
            Assert.Equal(gap.Parameters[j].Estimate, fit.Result.Parameters[j].Estimate, 1e-8);
            Assert.Equal((gap.Parameters[j].Block, gap.Parameters[j].Name), (fit.Result.Parameters[j].Block, fit.Result.Parameters[j].Name));
            // The errors of the group frontiers come on top of the sandwich.
            Assert.True(fit.Result.Parameters[j].StandardError > gap.Parameters[j].StandardError);
        }
        ConditionalInefficiency at = fit.Conditional();
        Assert.Equal(["group", "gap"], at.Parts.Select(p => p.Name));
        EfficiencyResult efficiency = fit.Efficiency();
        for (int i = 0; i < at.RowCount; i++)
        {
            double te = Math.Exp(at.Parts[0].Laws[i].LogMomentGenerating(-1)), ratio = Math.Exp(at.Parts[1].Laws[i].LogMomentGenerating(-1));
            Assert.Equal(te * ratio, efficiency.Rows[i].Te, 1e-12);
            Assert.InRange(ratio, 0, 1);
        }
        Assert.Equal(fit.Result.MeanEfficiency!.Value, efficiency.Rows.Average(r => r.Te), 1e-12);
        Assert.Equal(efficiency.Rows.Select(r => r.Te), ModelRunner.Restore(Request(), Panel, fit.Result).Efficiency().Rows.Select(r => r.Te));
    }

    [Theory]
    [InlineData("production")]
    [InlineData("cost")]
    public void Envelopes_touch_and_nowhere_cut_the_group_frontiers(string side)
    {
        double sign = side == "production" ? 1 : -1;
        TradePanel panel = Sample(3, 250, 23, sign);
        ModelFit linear = Fit(Request("lp") with { Side = side }, panel), quadratic = Fit(Request("qp") with { Side = side }, panel);
        double[][] gaps = [.. new[] { linear, quadratic }.Select(fit =>
        {
            double[] own = Frontiers(fit), meta = fit.Design.Frontier.Values.Times(fit.Result.Theta.AsSpan(0, 3));
            Assert.Equal(meta, fit.Conditional().Frontier);
            return (double[])[.. meta.Zip(own, (m, f) => sign * (m - f))];
        })];
        foreach (double[] gap in gaps)
        {
            Assert.InRange(gap.Min(), -1e-9, 1e-9);
        }
        Assert.Equal(3, gaps[0].Count(g => g < 1e-9));
        // Each is best by its own measure; they may be the same vertex.
        Assert.True(gaps[0].Sum() <= gaps[1].Sum() + 1e-9);
        Assert.True(gaps[1].Sum(g => g * g) <= gaps[0].Sum(g => g * g) + 1e-9);
        foreach (ModelFit fit in new[] { linear, quadratic })
        {
            Assert.All(fit.Result.Parameters.Take(3), p => Assert.True(double.IsNaN(p.StandardError)));
            Assert.All(fit.Result.Parameters.Skip(3), p => Assert.True(p.StandardError > 0));
            Assert.Contains(fit.Result.Warnings, w => w.Code == "no-envelope-errors");
            PotentialResult potential = fit.Potential(new PotentialOptions { Draws = 40 });
            Assert.All(potential.Rows, row => Assert.True(row.Potential.Low < row.Potential.High));
        }
    }

    /// <summary>Three groups' frontiers at twelve rows of x = (1, x, x²): the best of all vertices, and of all active sets, in exact rational arithmetic (Python's fractions).</summary>
    [Fact]
    public void Both_envelopes_have_the_exact_coefficients()
    {
        Matrix x = new(12, 3);
        var frontiers = new double[12];
        double[][] beta = [[1, 0.5, -0.25], [0.75, 0.875, -0.125], [1.25, -0.25, 0.0625]];
        for (int i = 0; i < 12; i++)
        {
            double t = (i - 4) / 4.0;
            (x[i, 0], x[i, 1], x[i, 2]) = (1, t, t * t);
            frontiers[i] = beta[i % 3][0] + beta[i % 3][1] * t + beta[i % 3][2] * t * t;
        }
        double[] found = new Envelope(x, FrontierSide.Production, quadratic: false).Solve(frontiers)!;
        double[] expected = [1599.0 / 1280, -79.0 / 640, 51.0 / 160];
        for (int j = 0; j < 3; j++)
            Assert.Equal(expected[j], found[j], 1e-13);
        double[] squares = new Envelope(x, FrontierSide.Production, quadratic: true).Solve(frontiers)!;
        double[] exact = [315483.0 / 211712, 20939.0 / 105856, -33.0 / 13232];
        for (int j = 0; j < 3; j++)
            Assert.Equal(exact[j], squares[j], 1e-12);
    }

    [Fact]
    public void The_gap_equation_moves_with_the_group_coefficients_as_its_covariance_says()
    {
        ModelFit fit = Fit(Request());
        var model = new Metafrontier(
            fit.Design, [.. fit.Design.PanelRows.Select(r => ((TextColumn)Panel["region"]).Values[r]!)], new HalfNormal(), FrontierSide.Production, MetafrontierMethod.Stochastic);
        double[] theta = fit.Result.Theta;
        Matrix v = fit.Result.Covariance.Matrix;
        // Cov(θ*, θ_k)·V_k⁻¹ = ∂θ̂*/∂θ_k, of which the first three columns are those of β_k.
        int offset = model.Offset(1);
        Matrix own = v.Submatrix([.. Enumerable.Range(offset, 5)]), cross = new(5, 5);
        for (int i = 0; i < 5; i++)
            for (int j = 0; j < 5; j++)
                cross[i, j] = v[i, offset + j];
        Matrix slope = cross * Cholesky.TryFactor(own)!.Inverse();
        for (int j = 0; j < 3; j++)
        {
            double[] Refit(double step)
            {
                double[] moved = [.. theta];
                moved[offset + j] += step;
                return FrontierEstimator.Fit(model.GapSpecification, model.GapEquation(model.GroupFrontiers(moved)), new FitOptions()).Result.Theta;
            }
            double[] up = Refit(1e-4), down = Refit(-1e-4);
            for (int i = 0; i < 5; i++)
                Assert.Equal((up[i] - down[i]) / 2e-4, slope[i, j], 2e-4 * Math.Max(1, Math.Abs(slope[i, j])));
        }
    }

    [Theory]
    [InlineData(null, "robust")]
    [InlineData(null, "cluster:unit")]
    [InlineData(null, "bootstrap:15")]
    [InlineData("lp", "cluster:unit")]
    [InlineData("qp", "bootstrap:15")]
    [InlineData("lp", "bootstrap:15")]
    public void Every_covariance_gives_errors_of_the_right_size(string? method, string vce)
    {
        ModelRequest request = Request(method) with { Unit = ["unit"] };
        TradePanel panel = Panel.WithColumn(new NumberColumn("t", [.. Enumerable.Range(0, Panel.RowCount).Select(i => (double)(i % 3))]));
        request = request with { Time = "t" };
        FitResult plain = Fit(request, panel).Result, other = Fit(request with { Vce = vce }, panel).Result;
        bool bootstrap = vce.StartsWith("bootstrap", StringComparison.Ordinal);
        for (int j = 0; j < plain.Parameters.Count; j++)
        {
            Assert.Equal(plain.Parameters[j].Estimate, other.Parameters[j].Estimate);
            if (method is null || j >= 3)
                Assert.InRange(other.Parameters[j].StandardError / plain.Parameters[j].StandardError, bootstrap ? 0.3 : 0.5, bootstrap ? 3 : 2);
            else
                Assert.Equal(bootstrap, other.Parameters[j].StandardError > 0);
        }
        if (bootstrap)
            Assert.Equal(other.Parameters, ModelRunner.Fit(request with { Vce = vce }, panel, new FitOptions { Threads = 1 }).Result.Parameters);
    }

    [Fact]
    public void Groups_that_cannot_carry_a_frontier_are_named()
    {
        static DataUnfitException Refused(TradePanel panel) => Assert.Throws<DataUnfitException>(() => Fit(Request(), panel));
        Assert.Equal("one-group", Refused(Panel.Where("region == \"A\"")).Code);
        DataUnfitException small = Refused(Panel.Where("region != \"B\" || x1 > 2.6"));
        Assert.Equal("group-too-small", small.Code);
        Assert.Contains("'B'", small.Message, StringComparison.Ordinal);
        TradePanel constant = Panel.Derive("x3", "x2 * (region != \"C\")");
        DataUnfitException collinear = Assert.Throws<DataUnfitException>(() => Fit(Request() with { Formula = "ln(flow) ~ x1 + x2 + x3" }, constant));
        Assert.Equal("group-collinear", collinear.Code);
        Assert.Equal("no-group", Assert.Throws<UsageException>(() => Fit(Request() with { Group = null })).Code);
        Assert.Equal("unknown-method", Assert.Throws<UsageException>(() => Fit(Request("two-step"))).Code);
        Assert.Equal("unknown-law", Assert.Throws<UsageException>(() => Fit(Request() with { Law = "gamma" })).Code);
    }

    [Fact]
    public void Warnings_of_a_group_carry_its_name()
    {
        // Group B has residuals skewed the wrong way.
        var random = new RandomSource(4);
        double[] flow = [.. Panel.Numbers("flow").Values];
        string?[] region = ((TextColumn)Panel["region"]).Values.ToArray();
        double[] x1 = Panel.Numbers("x1").Values;
        for (int i = 0; i < flow.Length; i++)
            if (region[i] == "B")
                flow[i] = Math.Exp(1 + 0.8 * x1[i] + 0.3 * random.NextNormal() + Math.Abs(random.NextNormal()));
        TradePanel panel = TradePanel.Create([new NumberColumn("flow", flow), Panel["x1"], Panel["x2"], Panel["region"]]);
        FitResult fit = Fit(Request(), panel).Result;
        Assert.Contains(fit.Warnings, w => w.Code == "boundary-sigma-u" && w.Message.StartsWith("group B:", StringComparison.Ordinal));
        Assert.True(double.IsNegativeInfinity(fit.Parameter("inefficiency-variance[B]", "(Intercept)").Estimate));
        Assert.All(fit.Parameters.Where(p => p.Block.EndsWith("[A]", StringComparison.Ordinal)), p => Assert.True(p.StandardError > 0));
        Assert.All(Fit(Request("lp"), panel).Efficiency().Rows.Where(r => r.Te == 1), r => Assert.True(r.TeHigh <= 1));
    }

    [Fact]
    [Trait("Category", SlowTest.Category)]
    public void Errors_of_the_gap_equation_are_those_of_repeated_samples()
    {
        SlowTest.Require();
        // x fixed, the responses drawn anew: what the group errors add to the sandwich is a variance of this kind.
        List<double[]> estimates = [], errors = [];
        for (int seed = 1; seed <= 150; seed++)
        {
            FitResult fit = Fit(Request(), Sample(3, 400, 5000 + seed)).Result;
            if (!fit.Converged)
                continue;
            estimates.Add([.. fit.Parameters.Take(3).Select(p => p.Estimate)]);
            errors.Add([.. fit.Parameters.Take(3).Select(p => p.StandardError)]);
        }
        Assert.True(estimates.Count > 120);
        for (int j = 0; j < 3; j++)
        {
            double mean = estimates.Average(e => e[j]), spread = Math.Sqrt(estimates.Average(e => (e[j] - mean) * (e[j] - mean)));
            Assert.InRange(errors.Average(e => e[j]) / spread, 0.75, 1.35);
        }
    }

    private static double[] Frontiers(ModelFit fit)
    {
        string[] region = [.. fit.Design.PanelRows.Select(r => ((TextColumn)fit.Panel["region"]).Values[r]!)];
        return [.. Enumerable.Range(0, fit.Design.RowCount).Select(i => Enumerable.Range(0, 3).Sum(j =>
            fit.Design.Frontier.Values[i, j] * fit.Result.Parameter($"frontier[{region[i]}]", fit.Design.Frontier.ColumnNames[j]).Estimate))];
    }
}
