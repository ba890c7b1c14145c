using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Regression;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Frontier;

namespace Gravity.Core.Tests.Estimation;

/// <summary>Sampling and analytic weights against their formulas, and what they do not allow.</summary>
public sealed class SamplingWeightTests
{
    [Fact]
    public void Sampling_errors_are_the_sandwich_of_weighted_scores()
    {
        Design design = Sample(out double[] weights);
        FrontierFit fit = Fit(WeightSamples.Weighted(design, weights, WeightKind.Sampling));
        // Row by row from the unweighted model at the weighted estimate.
        FrontierLikelihood plain = new FrontierSpecification { Model = "pooled" }.Build(design);
        double[] theta = fit.Result.Theta;
        int p = theta.Length, n = design.RowCount;
        var scores = new Matrix(n, p);
        plain.Scores(theta, scores);
        Matrix meat = new(p, p), information = new(p, p);
        var gradient = new double[p];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < p; j++)
            {
                gradient[j] += weights[i] * scores[i, j];
                for (int l = 0; l < p; l++)
                    meat[j, l] += weights[i] * weights[i] * scores[i, j] * scores[i, l];
            }
        }
        Assert.All(gradient, g => Assert.Equal(0, g, 1e-4));
        fit.Likelihood.Evaluate(theta, new double[p], information.Values);
        foreach (ref double value in information.Values)
            value = -value;
        Matrix bread = new LinearSystem(information).Inverse(), expected = bread * meat * bread;
        for (int j = 0; j < p; j++)
            Assert.Equal(Math.Sqrt(expected[j, j] * n / (n - 1.0)), fit.Result.Parameters[j].StandardError, 1e-8);
        Assert.Equal(CovarianceKind.Robust, fit.Result.Covariance.Kind);
    }

    [Fact]
    public void A_pseudo_likelihood_has_no_tests_and_no_criteria()
    {
        Design design = Sample(out double[] weights);
        FitResult result = Fit(WeightSamples.Weighted(design, weights, WeightKind.Sampling)).Result;
        Assert.Null(result.InefficiencyTest);
        Assert.True(double.IsNaN(result.Information.Aic));
        Assert.Contains(result.Warnings, w => w.Kind == WarningCatalog.SamplingWeights);
        Assert.Equal(design.RowCount, result.Observations);
        Assert.Equal(weights.Sum(), result.Weights!.Sum);
    }

    [Theory]
    [InlineData(CovarianceKind.Bootstrap, "vce-not-for-weights")]
    [InlineData(CovarianceKind.OuterProduct, "vce-not-for-weights")]
    public void Errors_that_need_a_likelihood_are_refused(CovarianceKind kind, string code)
    {
        Design design = WeightSamples.Weighted(Sample(out double[] weights), weights, WeightKind.Sampling);
        var options = new FitOptions { Covariance = new CovarianceRequest { Kind = kind } };
        Assert.Equal(code, Assert.Throws<UsageException>(() => FrontierEstimator.Fit(new FrontierSpecification { Model = "pooled" }, design, options)).Code);
        Assert.Equal("intervals-not-for-errors", Assert.Throws<UsageException>(
            () => FrontierEstimator.Fit(new FrontierSpecification { Model = "pooled" }, design, new FitOptions { Intervals = IntervalKind.Profile })).Code);
        Assert.Equal("lr-bootstrap-not-here", Assert.Throws<UsageException>(
            () => FrontierEstimator.Fit(new FrontierSpecification { Model = "pooled" }, design, new FitOptions { TestReplications = 3 })).Code);
    }

    [Fact]
    public void Analytic_weights_of_least_squares_are_precisions()
    {
        // y√w on x√w with homoskedastic errors: the textbook's weighted least squares.
        Design design = Sample(out double[] weights);
        double mean = weights.Average();
        double[] rescaled = [.. weights.Select(w => w / mean)];
        FitResult weighted = OrdinaryLeastSquares.Fit(WeightSamples.Weighted(design, rescaled, WeightKind.Analytic), new FitOptions());
        Matrix x = design.Frontier.Values.Clone();
        double[] y = [.. design.Response.Select((v, i) => v * Math.Sqrt(rescaled[i]))];
        for (int j = 0; j < x.Columns; j++)
            for (int i = 0; i < x.Rows; i++)
                x[i, j] *= Math.Sqrt(rescaled[i]);
        LeastSquares plain = LeastSquares.Solve(x, y);
        double s2 = plain.ResidualSumOfSquares / (x.Rows - x.Columns);
        for (int j = 0; j < x.Columns; j++)
        {
            Assert.Equal(plain.Coefficients[j], weighted.Parameters[j].Estimate, 1e-10);
            Assert.Equal(Math.Sqrt(s2 * plain.InverseGram[j, j]), weighted.Parameters[j].StandardError, 1e-10);
        }
        Assert.Equal(x.Rows, weighted.Observations);
    }

    [Fact]
    public void Equal_sampling_weights_change_nothing_but_the_height()
    {
        Design design = Sample(out _);
        double[] three = [.. Enumerable.Repeat(3.0, design.RowCount)];
        FitResult plain = Fit(design, CovarianceKind.Robust).Result, weighted = Fit(WeightSamples.Weighted(design, three, WeightKind.Sampling)).Result;
        Assert.Equal(3 * plain.LogLikelihood, weighted.LogLikelihood, 1e-8);
        for (int j = 0; j < plain.Parameters.Count; j++)
            Assert.Equal(plain.Parameters[j].StandardError, weighted.Parameters[j].StandardError, 1e-7);
    }

    [Fact]
    public void Weights_that_differ_within_a_unit_are_refused_where_units_share()
    {
        var random = new RandomSource(3);
        var units = FrontierSamples.Units(20, 5, random);
        Design design = FrontierSamples.Design(units.UnitOfRow.Length, units, FrontierSamples.Indices.None, random);
        double[] weights = [.. Enumerable.Range(0, design.RowCount).Select(i => 1.0 + i % 2)];
        Assert.Equal("weight-varies-within-unit", Assert.Throws<DataUnfitException>(
            () => new FrontierSpecification { Model = "pitt-lee" }.Build(WeightSamples.Weighted(design, weights, WeightKind.Frequency))).Code);
        Assert.NotNull(new FrontierSpecification { Model = "pooled" }.Build(WeightSamples.Weighted(design, weights, WeightKind.Frequency)));
    }

    private static FrontierFit Fit(Design design, CovarianceKind kind = CovarianceKind.Hessian) => FrontierEstimator.Fit(
        new FrontierSpecification { Model = "pooled" }, design, new FitOptions { Covariance = new CovarianceRequest { Kind = kind } });

    private static Design Sample(out double[] weights)
    {
        var random = new RandomSource(21);
        Design design = FrontierSamples.Design(200, null, FrontierSamples.Indices.None, random);
        FrontierLikelihood model = new FrontierSpecification { Model = "pooled" }.Build(design);
        weights = [.. Enumerable.Range(0, 200).Select(_ => 0.2 + 3 * random.NextUniform())];
        return FrontierSamples.With(design, FrontierSamples.Draw(model, [1, 0.5, -0.3, 0.3, -1.2], random));
    }
}
