using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Mixtures;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Mixtures;

[Trait("Category", SlowTest.Long)]
public sealed class LatentClassTests
{
    private static readonly FrontierSamples.Indices Variances = FrontierSamples.Indices.LogU | FrontierSamples.Indices.LogV;

    [Theory]
    [InlineData(2, false, false, "half-normal", FrontierSide.Production)]
    [InlineData(2, true, true, "half-normal", FrontierSide.Production)]
    [InlineData(3, false, true, "half-normal", FrontierSide.Cost)]
    [InlineData(3, true, true, "exponential", FrontierSide.Cost)]
    [InlineData(5, true, false, "half-normal", FrontierSide.Production)]
    public void Derivatives_agree_with_differences(int classes, bool byUnit, bool indices, string law, FrontierSide side)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            (LatentClassFrontier model, double[] theta, _) = Sample(classes, byUnit, indices, law, side, seed);
            DerivativeCheck check = GradientChecker.Probe(model, theta, [.. theta.Select(_ => 0.05)]);
            Assert.True(check.Worst <= 1e-6, $"seed {seed}: gradient {check.Gradient:E1}, Hessian {check.Hessian:E1}");
            var given = new Given(model, Responsibilities(model, seed));
            check = GradientChecker.Probe(given, theta, [.. theta.Select(_ => 0.05)]);
            Assert.True(check.Worst <= 1e-6, $"M-step, seed {seed}: gradient {check.Gradient:E1}, Hessian {check.Hessian:E1}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_likelihood_is_the_sum_of_the_classes_densities(bool byUnit)
    {
        (LatentClassFrontier model, double[] theta, _) = Sample(3, byUnit, true, "half-normal", FrontierSide.Production, 7);
        // From names and the composed error's own density, without the layout of the model.
        double[][] location = new double[3][], logU = new double[3][], logV = new double[3][], logit = new double[3][];
        for (int j = 0; j < 3; j++)
        {
            location[j] = Index(model, theta, BlockNames.Frontier, j + 1);
            logU[j] = Index(model, theta, BlockNames.InefficiencyVariance, j + 1);
            logV[j] = Index(model, theta, BlockNames.NoiseVariance, j + 1);
            logit[j] = Index(model, theta, BlockNames.ClassMembership, j + 1);
        }
        var sums = new SortedDictionary<int, double[]>();
        for (int i = 0; i < model.Design.RowCount; i++)
        {
            double[] log = sums.TryGetValue(model.UnitOf(i), out double[]? found) ? found : sums[model.UnitOf(i)] =
                [.. Enumerable.Range(0, 3).Select(j => logit[j][i] - Math.Log(Enumerable.Range(0, 3).Sum(l => Math.Exp(logit[l][i]))))];
            for (int j = 0; j < 3; j++)
                log[j] += new ComposedError(new HalfNormal(), 0, Math.Exp(0.5 * logU[j][i]), Math.Exp(0.5 * logV[j][i])).LogDensity(model.Design.Response[i] - location[j][i]);
        }
        double expected = sums.Values.Sum(log => Math.Log(log.Sum(Math.Exp)));
        Assert.Equal(expected, model.Evaluate(theta, default, default), 1e-10 * Math.Abs(expected));
    }

    [Fact]
    public void Scores_sum_to_the_gradient_and_threads_do_not_matter()
    {
        (LatentClassFrontier model, double[] theta, Design design) = Sample(2, true, true, "half-normal", FrontierSide.Production, 3);
        var gradient = new double[model.Dimension];
        double value = model.Evaluate(theta, gradient, default);
        Matrix scores = new(model.UnitCount, model.Dimension);
        model.Scores(theta, scores);
        for (int j = 0; j < gradient.Length; j++)
            Assert.Equal(gradient[j], scores.Column(j).ToArray().Sum(), 1e-9 * (1 + Math.Abs(gradient[j])));
        var one = new LatentClassFrontier(design, new HalfNormal(), FrontierSide.Production, 2, true, threads: 1);
        var four = new LatentClassFrontier(design, new HalfNormal(), FrontierSide.Production, 2, true, threads: 4);
        Assert.Equal(one.Evaluate(theta, default, default), four.Evaluate(theta, default, default));
        Assert.Equal(value, one.Evaluate(theta, default, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Identical_classes_are_the_pooled_frontier(bool byUnit)
    {
        (LatentClassFrontier model, _, Design design) = Sample(3, byUnit, true, "half-normal", FrontierSide.Production, 5);
        var pooled = new PooledFrontier(design.Without(BlockNames.ClassMembership), new HalfNormal(), FrontierSide.Production);
        double[] one = [.. pooled.Parameters.Select((p, k) => 0.3 * (k % 3) - 0.2)];
        double[] theta = [.. one, .. one, .. one, 0.7, -0.4, 0.2, 1.1];
        double expected = pooled.Evaluate(one, default, default);
        Assert.Equal(expected, model.Evaluate(theta, default, default), 1e-11 * Math.Abs(expected));
        // Then every class has the same law of u | ε, and the mixture is that law.
        IConditionalLaw single = pooled.Conditional(one).Laws[4], mixed = model.Conditional(theta).Laws[4];
        Assert.Equal(single.Mean, mixed.Mean, 1e-12);
        Assert.Equal(single.Variance, mixed.Variance, 1e-12);
        Assert.Equal(single.Mode, mixed.Mode, 1e-8);
        Assert.Equal(single.Quantile(0.3), mixed.Quantile(0.3), 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Other_numbers_of_the_classes_leave_the_likelihood_as_it_is(bool byUnit)
    {
        (LatentClassFrontier model, double[] theta, _) = Sample(3, byUnit, true, "half-normal", FrontierSide.Production, 9);
        double[] other = model.Layout.Reordered(theta, [2, 0, 1]);
        double expected = model.Evaluate(theta, default, default);
        Assert.Equal(expected, model.Evaluate(other, default, default), 1e-11 * Math.Abs(expected));
        Assert.NotEqual(theta[0], other[0]);
        double[] shares = model.Shares(theta), moved = model.Shares(other);
        Assert.Equal([shares[2], shares[0], shares[1]], moved, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(1, shares.Sum(), 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Expectation_maximisation_never_falls(bool byUnit)
    {
        (LatentClassFrontier model, _, _) = Sample(2, byUnit, false, "half-normal", FrontierSide.Production, 11);
        var heights = new List<double>();
        double[] start = LatentClassStarts.Of(model, 1)[0];
        Matrix rough = Responsibilities(model, 1);
        ExpectationMaximization.Raise(model, start, rough, 30, heights);
        Assert.True(heights.Count >= 3);
        for (int k = 1; k < heights.Count; k++)
            Assert.True(heights[k] >= heights[k - 1] - 1e-9 * Math.Abs(heights[k]), $"step {k}: {heights[k - 1]} to {heights[k]}");
    }

    [Theory]
    [InlineData(2, false, 1500)]
    [InlineData(3, true, 1800)]
    public void Separated_classes_are_found(int classes, bool byUnit, int rows)
    {
        var random = new RandomSource(17);
        UnitIndex? units = byUnit ? FrontierSamples.Units(rows / 6, 8, random) : null;
        Design design = MixtureSamples.Design(units?.UnitOfRow.Length ?? rows, units, 0, true, random);
        var shape = new LatentClassFrontier(design, new HalfNormal(), FrontierSide.Production, classes, byUnit);
        double[] truth = MixtureSamples.Truth(shape);
        FrontierFit fit = Fit(FrontierSamples.With(design, MixtureSamples.Draw(shape, truth, random)), classes, byUnit);
        Assert.True(fit.Result.Converged, fit.Result.Message);
        Assert.True(fit.Result.AgreeingStarts >= 3, $"{fit.Result.AgreeingStarts} of {fit.Result.Starts}");
        double[] intercepts = [.. Enumerable.Range(1, classes).Select(j => fit.Result.Parameter(BlockNames.OfClass(BlockNames.Frontier, j), BlockNames.Intercept).Estimate).Order()];
        for (int j = 0; j < classes; j++)
            Assert.Equal(2.5 * (j + 1), intercepts[j], 0.2);
        double[] shares = [.. Enumerable.Range(1, classes).Select(j => fit.Result.DerivedValue($"classShare{j}"))];
        Assert.Equal(shares.OrderDescending(), shares);
        Assert.Equal(1, shares.Sum(), 1e-10);
        Assert.InRange(fit.Result.DerivedValue("classEntropy"), 0.8, 1);
        Assert.All(fit.Result.Parameters, p => Assert.True(p.StandardError > 0, p.Block + p.Name));
    }

    [Fact]
    public void A_unit_has_one_class_whose_draws_its_rows_share()
    {
        (LatentClassFrontier model, double[] theta, _) = Sample(2, true, false, "half-normal", FrontierSide.Production, 13);
        ConditionalInefficiency at = model.Conditional(theta);
        int[] starts = model.Design.Units!.Starts;
        for (int i = starts[3]; i < starts[4]; i++)
            Assert.Equal(at.ClassProbabilities[starts[3]], at.ClassProbabilities[i]);
        // E[u] over joint draws is the mean of the mixture.
        var random = new RandomSource(3);
        double[] u = new double[at.RowCount], mean = new double[at.RowCount];
        const int draws = 4000;
        for (int k = 0; k < draws; k++)
        {
            at.Sample(random, u);
            for (int i = 0; i < u.Length; i++)
                mean[i] += u[i] / draws;
        }
        for (int i = 0; i < u.Length; i++)
            Assert.Equal(at.Laws[i].Mean, mean[i], 5 * Math.Sqrt(at.Laws[i].Variance / draws));
        for (int i = 0; i < u.Length; i++)
            Assert.Equal(model.Design.Response[i], at.Frontier[i] + at.Residual[i], 1e-12);
    }

    [Fact]
    public void A_class_without_inefficiency_is_reported_at_its_boundary()
    {
        var random = new RandomSource(23);
        Design design = MixtureSamples.Design(900, null, 0, false, random);
        var shape = new LatentClassFrontier(design, new HalfNormal(), FrontierSide.Production, 2, false);
        double[] truth = MixtureSamples.Truth(shape);
        truth[shape.LogU(1)] = -40;
        // Noise skewed the wrong way in class 2 puts the maximum at σ_u = 0 there.
        double[] response = MixtureSamples.Draw(shape, truth, random);
        Matrix posterior = new(900, 2);
        var drawn = (LatentClassFrontier)shape.WithResponse(response);
        drawn.Posterior(truth, posterior);
        for (int i = 0; i < 900; i++)
            if (posterior[i, 1] > 0.5)
                response[i] += 0.25 * (random.NextExponential() - 1);
        FrontierFit fit = Fit(FrontierSamples.With(design, response), 2, false);
        Assert.True(fit.Result.Converged, fit.Result.Message);
        Assert.Contains(fit.Result.Warnings, w => w.Code == "class-efficient");
        ParameterEstimate[] scale = [.. fit.Result.Parameters.Where(p => BlockNames.ClassOf(p.Block).Block == BlockNames.InefficiencyVariance)];
        ParameterEstimate none = Assert.Single(scale, p => double.IsNegativeInfinity(p.Estimate));
        Assert.True(double.IsNaN(none.StandardError));
        Assert.All(fit.Result.Parameters.Where(p => p != none), p => Assert.True(p.StandardError > 0));
        Assert.InRange(fit.Result.MeanEfficiency!.Value, 0.5, 1);
        Assert.All(fit.Conditional().Laws, law => Assert.InRange(law.LogMomentGenerating(-1), -5, 0));
    }

    [Theory]
    [InlineData(CovarianceKind.OuterProduct)]
    [InlineData(CovarianceKind.Robust)]
    [InlineData(CovarianceKind.Clustered)]
    [InlineData(CovarianceKind.Bootstrap)]
    public void Every_covariance_is_near_the_inverse_Hessian_where_the_model_is_right(CovarianceKind kind)
    {
        var random = new RandomSource(29);
        UnitIndex units = FrontierSamples.Units(250, 6, random);
        Design design = MixtureSamples.Design(units.UnitOfRow.Length, units, 0, false, random);
        var shape = new LatentClassFrontier(design, new HalfNormal(), FrontierSide.Production, 2, true);
        Design drawn = FrontierSamples.With(design, MixtureSamples.Draw(shape, MixtureSamples.Truth(shape), random));
        FitResult plain = Fit(drawn, 2, true).Result;
        var request = new CovarianceRequest
        {
            Kind = kind,
            Clusters = kind == CovarianceKind.Clustered ? [ClusterDimension.FromKeys("unit", units.UnitOfRow)] : [],
            Replications = 60,
        };
        FitResult other = Fit(drawn, 2, true, options: new FitOptions { Threads = 2, Starts = 6, Covariance = request }).Result;
        Assert.Equal(plain.LogLikelihood, other.LogLikelihood, 1e-6);
        for (int j = 0; j < plain.Parameters.Count; j++)
            Assert.InRange(other.Parameters[j].StandardError / plain.Parameters[j].StandardError, 0.6, 1.6);
    }

    private static FrontierFit Fit(Design design, int classes, bool byUnit, string law = "half-normal", FitOptions? options = null)
    {
        InefficiencyLaw chosen = InefficiencyLaw.All.Single(l => l.Key == law);
        return FrontierEstimator.Fit(
            new FrontierSpecification
            {
                Model = "latent-class",
                Law = chosen,
                Factory = (d, threads) => new LatentClassFrontier(d, chosen, FrontierSide.Production, classes, byUnit, threads),
            },
            design, options ?? new FitOptions { Threads = 1 });
    }

    private static (LatentClassFrontier Model, double[] Theta, Design Design) Sample(int classes, bool byUnit, bool indices, string law, FrontierSide side, int seed)
    {
        var random = new RandomSource(100 + seed);
        UnitIndex units = FrontierSamples.Units(60, 6, random);
        int rows = units.UnitOfRow.Length;
        InefficiencyLaw chosen = InefficiencyLaw.All.Single(l => l.Key == law);
        Design design = MixtureSamples.Design(rows, units, indices ? Variances : 0, indices, random);
        var shape = new LatentClassFrontier(design, chosen, side, classes, byUnit);
        double[] truth = MixtureSamples.Truth(shape);
        Design drawn = FrontierSamples.With(design, MixtureSamples.Draw(shape, truth, random));
        double[] theta = [.. truth.Select(t => t + 0.1 * random.NextNormal())];
        return (new LatentClassFrontier(drawn, chosen, side, classes, byUnit), theta, drawn);
    }

    private static Matrix Responsibilities(LatentClassFrontier model, int seed)
    {
        var random = new RandomSource(seed);
        Matrix weights = new(model.UnitCount, model.Classes);
        for (int i = 0; i < weights.Rows; i++)
        {
            double[] drawn = [.. Enumerable.Range(0, model.Classes).Select(_ => random.NextExponential())];
            for (int j = 0; j < model.Classes; j++)
                weights[i, j] = drawn[j] / drawn.Sum();
        }
        return weights;
    }

    private static double[] Index(LatentClassFrontier model, double[] theta, string block, int number)
    {
        var values = new double[model.Design.RowCount];
        for (int j = 0; j < theta.Length; j++)
        {
            if (BlockNames.ClassOf(model.Parameters[j].Block) != (block, number))
                continue;
            DesignBlock? columns = model.Design.Block(block);
            for (int i = 0; i < values.Length; i++)
                values[i] += theta[j] * (columns is null ? 1 : columns.Values[i, columns.ColumnNames.ToList().IndexOf(model.Parameters[j].Name)]);
        }
        return values;
    }

    private sealed class Given(LatentClassFrontier model, Matrix responsibilities) : IObjective
    {
        public int Dimension => model.Dimension;

        public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) =>
            model.EvaluateGiven(responsibilities, point, gradient, hessian);
    }
}
