using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Mixtures;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Mixtures;

public sealed class ZeroInefficiencyTests
{
    private static readonly FrontierSamples.Indices Variances = FrontierSamples.Indices.LogU | FrontierSamples.Indices.LogV;

    [Theory]
    [InlineData("half-normal", FrontierSide.Production, false)]
    [InlineData("half-normal", FrontierSide.Cost, true)]
    [InlineData("exponential", FrontierSide.Production, true)]
    public void Derivatives_agree_with_differences(string law, FrontierSide side, bool indices)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            (ZeroInefficiencyFrontier model, double[] theta, _) = Sample(law, side, indices, seed);
            // From hardly any zeros to hardly anything else.
            theta[^1] += indices ? 0 : seed - 3;
            DerivativeCheck check = GradientChecker.Probe(model, theta, [.. theta.Select(_ => 0.05)]);
            Assert.True(check.Worst <= 1e-6, $"seed {seed}: gradient {check.Gradient:E1}, Hessian {check.Hessian:E1}");
        }
    }

    [Fact]
    public void The_likelihood_and_posterior_are_those_of_the_two_densities()
    {
        (ZeroInefficiencyFrontier model, double[] theta, Design design) = Sample("half-normal", FrontierSide.Production, true, 3);
        double[] location = FrontierSamples.Index(model, theta, BlockNames.Frontier), logU = FrontierSamples.Index(model, theta, BlockNames.InefficiencyVariance);
        double[] logV = FrontierSamples.Index(model, theta, BlockNames.NoiseVariance), logit = FrontierSamples.Index(model, theta, BlockNames.ClassMembership);
        ConditionalInefficiency at = model.Conditional(theta);
        double sum = 0;
        for (int i = 0; i < location.Length; i++)
        {
            double p = 1 / (1 + Math.Exp(-logit[i])), e = design.Response[i] - location[i], sigma = Math.Exp(0.5 * logV[i]);
            double zero = p * Math.Exp(new ComposedError(new HalfNormal(), 0, 0, sigma).LogDensity(e));
            double rest = (1 - p) * Math.Exp(new ComposedError(new HalfNormal(), 0, Math.Exp(0.5 * logU[i]), sigma).LogDensity(e));
            sum += Math.Log(zero + rest);
            Assert.Equal(zero / (zero + rest), at.ClassProbabilities[i][0], 1e-12);
            Assert.Equal(zero / (zero + rest), ((MixtureLaw)at.Laws[i]).Atom, 1e-12);
        }
        Assert.Equal(sum, model.Evaluate(theta, default, default), 1e-10 * Math.Abs(sum));
    }

    [Fact]
    public void Without_zeros_it_is_the_pooled_frontier_and_with_nothing_else_least_squares()
    {
        (ZeroInefficiencyFrontier model, double[] theta, Design design) = Sample("half-normal", FrontierSide.Production, false, 4);
        var pooled = new PooledFrontier(design, new HalfNormal(), FrontierSide.Production);
        double expected = pooled.Evaluate(theta.AsSpan(0, theta.Length - 1), default, default);
        theta[^1] = -45;
        Assert.Equal(expected, model.Evaluate(theta, default, default), 1e-11 * Math.Abs(expected));
        theta[^1] = double.NegativeInfinity;
        Assert.Equal(pooled.Conditional(theta[..^1]).Laws[5].Mean, model.Conditional(theta).Laws[5].Mean, 1e-12);
        double variance = model.Ols.ResidualSumOfSquares / design.RowCount;
        double[] least = [.. model.Ols.Coefficients, 0, Math.Log(variance), 60];
        double ols = FrontierEstimator.GaussianLogLikelihood(model.Ols.ResidualSumOfSquares, design.RowCount);
        Assert.Equal(ols, model.Evaluate(least, default, default), 1e-9 * Math.Abs(ols));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_share_of_efficient_rows_is_found(bool indices)
    {
        (ZeroInefficiencyFrontier model, _, Design design) = Sample("half-normal", FrontierSide.Production, indices, 8, rows: 4000);
        FrontierFit fit = Fit(design, new FitOptions { Threads = 1 });
        Assert.True(fit.Result.Converged, fit.Result.Message);
        Assert.All(MixtureSamples.TruthOfZeros(model).Zip(fit.Result.Parameters), a => Assert.True(
            Math.Abs(a.First - a.Second.Estimate) < 4 * a.Second.StandardError && a.Second.StandardError > 0, a.Second.Block + a.Second.Name));
        Assert.True(double.IsNaN(fit.Result.InefficiencyTest!.P));
        Assert.True(fit.Result.InefficiencyTest.Statistic > 50);
        Assert.Equal(
            fit.Result.DerivedValue("fullEfficiencyShare"), fit.Conditional().ClassProbabilities.Average(p => p[0]), 0.02);
    }

    [Fact]
    public void Data_without_zeros_end_at_the_pooled_frontier()
    {
        var random = new RandomSource(2);
        Design design = MixtureSamples.Design(600, null, 0, false, random);
        var pooled = new PooledFrontier(design, new HalfNormal(), FrontierSide.Production);
        double[] truth = [1, 0.5, -0.3, Math.Log(0.5), Math.Log(0.04)];
        bool found = false;
        for (int seed = 0; seed < 12 && !found; seed++)
        {
            Design drawn = FrontierSamples.With(design, FrontierSamples.Draw(pooled, truth, new RandomSource(50 + seed)));
            FrontierFit fit = Fit(drawn, new FitOptions { Threads = 1 });
            FrontierFit plain = FrontierEstimator.Fit(new FrontierSpecification { Model = "pooled" }, drawn, new FitOptions { Threads = 1 });
            Assert.True(fit.Result.Converged, fit.Result.Message);
            Assert.True(fit.Result.LogLikelihood >= plain.Result.LogLikelihood - 1e-7);
            if (!double.IsNegativeInfinity(fit.Result.Parameters[^1].Estimate))
                continue;
            found = true;
            Assert.Contains(fit.Result.Warnings, w => w.Code == "zero-inefficiency-bound");
            Assert.Equal(plain.Result.LogLikelihood, fit.Result.LogLikelihood, 1e-7);
            for (int j = 0; j < truth.Length; j++)
            {
                Assert.Equal(plain.Result.Parameters[j].Estimate, fit.Result.Parameters[j].Estimate, 1e-6);
                Assert.Equal(plain.Result.Parameters[j].StandardError, fit.Result.Parameters[j].StandardError, 1e-6);
            }
            Assert.Equal(0, fit.Result.DerivedValue("fullEfficiencyShare"), 1e-12);
            Assert.Equal(plain.Result.MeanEfficiency!.Value, fit.Result.MeanEfficiency!.Value, 1e-7);
        }
        Assert.True(found, "p = 0 in none of 12 samples without zeros; about half should be");
    }

    [Fact]
    public void The_bootstrap_gives_the_test_its_p_value()
    {
        (_, _, Design design) = Sample("half-normal", FrontierSide.Production, false, 6, rows: 300);
        FitResult result = Fit(design, new FitOptions { Threads = 2, TestReplications = 39 }).Result;
        Assert.True(double.IsNaN(result.InefficiencyTest!.P));
        Assert.InRange(result.InefficiencyTest.BootstrapP!.Value, 1.0 / 40, 0.2);
    }

    private static FrontierFit Fit(Design design, FitOptions options) => FrontierEstimator.Fit(
        new FrontierSpecification
        {
            Model = "zero-inefficiency",
            Factory = (d, threads) => new ZeroInefficiencyFrontier(d, new HalfNormal(), FrontierSide.Production, threads),
        },
        design, options);

    private static (ZeroInefficiencyFrontier Model, double[] Theta, Design Design) Sample(string law, FrontierSide side, bool indices, int seed, int rows = 400)
    {
        var random = new RandomSource(300 + seed);
        InefficiencyLaw chosen = InefficiencyLaw.All.Single(l => l.Key == law);
        Design design = MixtureSamples.Design(rows, null, indices ? Variances : 0, indices, random);
        var shape = new ZeroInefficiencyFrontier(design, chosen, side);
        double[] truth = MixtureSamples.TruthOfZeros(shape);
        Design drawn = FrontierSamples.With(design, MixtureSamples.DrawZeros(shape, truth, random));
        return (new ZeroInefficiencyFrontier(drawn, chosen, side), [.. truth.Select(t => t + 0.1 * random.NextNormal())], drawn);
    }
}
