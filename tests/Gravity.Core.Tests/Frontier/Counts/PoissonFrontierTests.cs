using CsCheck;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Counts;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Counts;

/// <summary>The likelihood of flows in levels: derivatives, concavity, limits, and sameness under threads, order and weights.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class PoissonFrontierTests
{
    [Theory]
    [InlineData(FrontierSide.Production, 0.0)]
    [InlineData(FrontierSide.Cost, 0.0)]
    [InlineData(FrontierSide.Production, 12.0)]
    [InlineData(FrontierSide.Cost, 12.0)]
    public void Derivatives_agree_with_differences(FrontierSide side, double level)
    {
        PoissonFrontier model = CountSamples.Model(CountSamples.Panel(300, 4, side, slope: 0.4, level: level), side, "z");
        foreach (double sigma in new[] { 0.02, 0.3, 0.7, 4 })
        {
            double[] theta = [level + 1.25, 0.75, -0.45, 2 * Math.Log(sigma), 0.3];
            int n = theta.Length;
            double[] gradient = new double[n];
            Matrix hessian = new(n, n);
            model.Evaluate(theta, gradient, hessian.Values);
            // Steps that are small beside 1/√y, the width of a flow's own law of w.
            double[] steps = Array.ConvertAll(theta, _ => 0.05 * Math.Exp(-0.5 * level));
            double[] differences = Derivatives.Gradient(at => model.Evaluate(at, [], []), theta, steps);
            double size = gradient.Max(Math.Abs);
            for (int j = 0; j < n; j++)
                Assert.Equal(gradient[j], differences[j], 1e-6 * size);
            Matrix second = Derivatives.HessianFromGradient((at, slope) => model.Evaluate(at, slope, []), theta, steps);
            double largest = Enumerable.Range(0, n).Max(i => Math.Abs(hessian[i, i]));
            for (int j = 0; j < n; j++)
                for (int i = 0; i < n; i++)
                    Assert.Equal(hessian[i, j], second[i, j], 1e-6 * largest);
        }
    }

    [Fact]
    public void Scores_sum_to_the_gradient_and_values_to_the_likelihood()
    {
        PoissonFrontier model = CountSamples.Model(CountSamples.Panel(700, 6), FrontierSide.Production, "z");
        double[] theta = [1, 0.7, -0.4, -0.5, 0.2], gradient = new double[5];
        double value = model.Evaluate(theta, gradient, []);
        Matrix scores = new(model.UnitCount, 5);
        model.Scores(theta, scores);
        for (int j = 0; j < 5; j++)
            Assert.Equal(gradient[j], scores.Column(j).ToArray().Sum(), 1e-10 * scores.Column(j).ToArray().Sum(Math.Abs));
        Assert.Equal(value, model.UnitLogLikelihoods(theta).Sum(), 1e-9);
    }

    [Fact]
    public void For_given_variance_the_likelihood_is_concave_in_the_index() =>
        Gen.Select(Gen.Double[-12, 14], Gen.Double[-10, 4], Gen.Int[0, 5], Gen.Bool).Sample(
            (eta, logVariance, kind, production) =>
            {
                double y = kind switch { 0 => 0, 1 => 0.2, 2 => 1, 3 => 37, 4 => 1e6, _ => 1e11 };
                PoissonSlopes slopes = default;
                PoissonRow.Evaluate(y, eta + (y > 1 ? Math.Log(y) : 0), logVariance, production ? 1 : -1, 2, ref slopes);
                Assert.True(slopes.EtaEta < 0);
            }, iter: 2000, threads: 1);

    [Theory]
    [InlineData(FrontierSide.Production)]
    [InlineData(FrontierSide.Cost)]
    public void Without_inefficiency_it_is_Poisson_regression(FrontierSide side)
    {
        TradePanel panel = CountSamples.Panel(400, 8);
        PoissonFrontier model = CountSamples.Model(panel, side);
        var regression = new PoissonRegression(model.Design, model.Design.Response, 1);
        double[] beta = [1, 0.7, -0.4], gradient = new double[4], own = new double[3];
        Matrix hessian = new(4, 4), plain = new(3, 3);
        double value = model.Evaluate([.. beta, -140], gradient, hessian.Values), limit = regression.Evaluate(beta, own, plain.Values);
        Assert.Equal(limit, value, 1e-11 * Math.Abs(limit));
        for (int j = 0; j < 3; j++)
        {
            Assert.Equal(own[j], gradient[j], 1e-10 * own.Max(Math.Abs));
            for (int i = 0; i < 3; i++)
                Assert.Equal(plain[i, j], hessian[i, j], 1e-9 * Math.Abs(plain[0, 0]));
        }
        // The derivative in σ at 0 is −s·E[t]·Σ(y − μ), in a = ln σ² half of σ times it.
        double sum = Enumerable.Range(0, 400).Sum(i => model.Design.Response[i] - Math.Exp(1 + 0.7 * model.Design.Frontier.Values[i, 1] - 0.4 * model.Design.Frontier.Values[i, 2]));
        double expected = -(side == FrontierSide.Production ? 1 : -1) * Math.Sqrt(2 / Math.PI) * sum * 0.5 * Math.Exp(-70);
        Assert.Equal(1, gradient[3] / expected, 1e-9);
    }

    [Fact]
    public void A_Poisson_regression_is_at_its_first_order_conditions()
    {
        Design design = CountSamples.Design(CountSamples.Panel(500, 9));
        double[] beta = PoissonRegression.Fit(design, design.Response, new()).Point, fitted = design.Frontier.Values.Times(beta);
        for (int j = 0; j < 3; j++)
        {
            double moment = Enumerable.Range(0, 500).Sum(i => design.Frontier.Values[i, j] * (design.Response[i] - Math.Exp(fitted[i])));
            Assert.Equal(0, moment, 1e-9 * design.Response.Sum());
        }
    }

    [Fact]
    public void Threads_order_and_weights_do_not_matter()
    {
        TradePanel panel = CountSamples.Panel(1500, 10);
        double[] theta = [1, 0.7, -0.4, -0.6], gradient = new double[4], other = new double[4];
        double one = CountSamples.Model(panel, threads: 1).Evaluate(theta, gradient, []);
        Assert.Equal(one, CountSamples.Model(panel, threads: 2).Evaluate(theta, other, []));
        Assert.Equal(gradient, other);
        int[] order = [.. Enumerable.Range(0, 1500).Reverse()];
        TradePanel reversed = TradePanel.Create([.. panel.Columns.OfType<NumberColumn>().Select(c => new NumberColumn(c.Name, [.. order.Select(i => panel.Numbers(c.Name).Values[i])]))]);
        Assert.Equal(one, CountSamples.Model(reversed).Evaluate(theta, [], []), 1e-9);
        TradePanel counted = panel.WithColumn(new NumberColumn("n", [.. Enumerable.Range(0, 1500).Select(i => (double)(i % 3))]));
        TradePanel repeated = TradePanel.Create(
        [
            .. panel.Columns.OfType<NumberColumn>().Select(c => new NumberColumn(c.Name, [.. Enumerable.Range(0, 1500).SelectMany(i => Enumerable.Repeat(panel.Numbers(c.Name).Values[i], i % 3))])),
        ]);
        Design weighted = DesignBuilder.Build(counted, ModelFormulas.Parse(CountSamples.Formula, weights: "n:frequency") with { FlowInLevels = true });
        Assert.Equal(CountSamples.Model(repeated).Evaluate(theta, [], []), new PoissonFrontier(weighted, FrontierSide.Production, 1).Evaluate(theta, [], []), 1e-8);
    }

    /// <summary>
    /// Flows of 1e11 and more leave the Poisson law no width: β minimises Σ(x'β − ln y)² subject to x'β ≥ ln y, the half-normal envelope, which the quadratic program of the
    /// metafrontier solves; σ_u² is the mean square below it.
    /// </summary>
    [Fact]
    public void In_small_units_the_frontier_is_the_envelope_of_the_logarithms()
    {
        TradePanel panel = CountSamples.Panel(200, 12, sigmaU: 0.5, level: 26);
        FrontierFit fit = FrontierEstimator.Fit(Specification(FrontierSide.Production), CountSamples.Design(panel), new());
        Assert.True(fit.Result.Converged, fit.Result.Message);
        Design design = fit.Likelihood.Design;
        double[] logs = Array.ConvertAll(design.Response, Math.Log);
        LeastSquares ols = LeastSquares.Solve(design.Frontier.Values, logs);
        // In φ = R(β − b) the sum of squares is |φ|² beside a constant.
        Matrix inverse = new LinearSystem(ols.Triangle).Inverse(), rows = design.Frontier.Values * inverse;
        double[] above = [.. logs.Zip(design.Frontier.Values.Times(ols.Coefficients), (y, f) => y - f)];
        double[] beta = [.. inverse.Times(NearestPoint.Solve(rows, above, new double[3])!.X).Zip(ols.Coefficients, (a, b) => a + b)];
        for (int j = 0; j < 3; j++)
            Assert.Equal(beta[j], fit.Result.Parameters[j].Estimate, 2e-5);
        double square = design.Frontier.Values.Times(beta).Zip(logs, (f, y) => (f - y) * (f - y)).Average();
        Assert.Equal(Math.Sqrt(square), fit.Result.DerivedValue("sigmaU"), 1e-4);
    }

    /// <summary>From coarse units to fine ones the climb comes to the maximum that it reaches without, in a fraction of the steps.</summary>
    [Fact]
    public void Coarse_units_first_lead_to_the_same_maximum()
    {
        PoissonFrontier model = CountSamples.Model(CountSamples.Panel(300, 14, level: 11));
        var options = new FitOptions();
        IReadOnlyList<double[]> starts = model.Starts(3);
        BestClimb direct = MaximumLikelihood.Run(model, starts, options), stepped = model.Climb(starts, options);
        Assert.True(direct.Summary.Converged && stepped.Summary.Converged);
        Assert.Equal(direct.LogLikelihood, stepped.LogLikelihood, 1e-7);
        Assert.All(direct.Point.Zip(stepped.Point), p => Assert.Equal(p.First, p.Second, 1e-7));
        Assert.True(stepped.Summary.Iterations < direct.Summary.Iterations);
    }

    internal static FrontierSpecification Specification(FrontierSide side) => new()
    {
        Model = "poisson-half-normal",
        Side = side,
        Factory = (design, threads) => new PoissonFrontier(design, side, threads),
        FactoryStarts = 3,
    };
}
