using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Regression;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Profile intervals of fits: against climbs with the end held, closed forms, and at boundaries.</summary>
public sealed class FrontierIntervalTests
{
    private static readonly double Critical = Core.Numerics.Distributions.ChiSquareQuantile(0.95, 1);

    [Theory]
    [InlineData("pooled")]
    [InlineData("bc92")]
    public void At_the_ends_of_parameters_twice_the_fall_is_the_quantile(string model)
    {
        (FrontierSpecification specification, Design design) = Sample(model, -1.5);
        FrontierFit fit = FrontierEstimator.Fit(specification, design, new FitOptions { Intervals = IntervalKind.Profile });
        Assert.Equal(IntervalKind.Profile, fit.Result.Intervals);
        foreach ((ParameterEstimate p, int j) in fit.Result.Parameters.Select((p, j) => (p, j)))
        {
            Assert.True(p.Low < p.Estimate && p.Estimate < p.High, p.Name);
            foreach (double end in new[] { p.Low, p.High }.Where(double.IsFinite))
            {
                // Held at the end by the same words that a user would write.
                FitResult held = FrontierEstimator.Fit(specification, design, new FitOptions { Fix = [FormattableString.Invariant($"{p.Block}:{p.Name}={end:R}")] }).Result;
                Assert.Equal(Critical, 2 * (fit.Result.LogLikelihood - held.LogLikelihood), 1e-5);
            }
        }
    }

    [Fact]
    public void Ends_of_ratios_are_those_of_their_logarithm_held()
    {
        (FrontierSpecification specification, Design design) = Sample("pooled", -1.5);
        FitResult fit = FrontierEstimator.Fit(specification, design, new FitOptions { Intervals = IntervalKind.Profile }).Result;
        DerivedEstimate gamma = fit.Derived.First(d => d.Name == "gamma"), lambda = fit.Derived.First(d => d.Name == "lambda"), sigmaU = fit.Derived.First(d => d.Name == "sigmaU");
        foreach (double end in new[] { gamma.Low, gamma.High })
        {
            double log = Math.Log(end / (1 - end));
            FitResult held = FrontierEstimator.Fit(
                specification, design, new FitOptions { Constraints = [FormattableString.Invariant($"inefficiency-variance:(Intercept) - noise-variance:(Intercept) = {log:R}")] }).Result;
            Assert.Equal(Critical, 2 * (fit.LogLikelihood - held.LogLikelihood), 1e-5);
            Assert.Equal(end, held.DerivedValue("gamma"), 1e-10);
        }
        Assert.Equal(lambda.Low * lambda.Low / (1 + lambda.Low * lambda.Low), gamma.Low, 1e-8);
        Assert.Equal(Math.Exp(0.5 * fit.Parameter(BlockNames.InefficiencyVariance, BlockNames.Intercept).High), sigmaU.High, 1e-10);
        // σ² is a function of two: it keeps its delta error and has no profile.
        Assert.True(double.IsNaN(fit.Derived.First(d => d.Name == "sigmaSquared").Low));
    }

    [Fact]
    public void Under_a_constraint_both_ends_move_together()
    {
        (FrontierSpecification specification, Design design) = Sample("pooled", -1.5);
        var options = new FitOptions { Intervals = IntervalKind.Profile, Constraints = ["x1 + x2 = 1"], Fix = ["noise-variance:(Intercept)=-1.4"] };
        FitResult fit = FrontierEstimator.Fit(specification, design, options).Result;
        Assert.Equal(1 - fit.Parameters[1].High, fit.Parameters[2].Low, 1e-7);
        Assert.Equal(1 - fit.Parameters[1].Low, fit.Parameters[2].High, 1e-7);
        ParameterEstimate held = fit.Parameters[^1];
        Assert.True(held.Fixed && double.IsNaN(held.Low) && double.IsNaN(held.High));
    }

    [Fact]
    public void At_the_boundary_the_scale_of_u_has_an_open_lower_and_a_finite_upper_end()
    {
        var random = new RandomSource(5);
        Design design = FrontierSamples.Design(150, null, FrontierSamples.Indices.None, random);
        double[] y = [.. Enumerable.Range(0, 150).Select(i => 1 + design.Frontier.Values[i, 1] + 0.5 * random.NextNormal() + Math.Abs(random.NextNormal()))];
        design = FrontierSamples.With(design, y);
        var specification = new FrontierSpecification { Model = "pooled" };
        FitResult fit = FrontierEstimator.Fit(specification, design, new FitOptions { Intervals = IntervalKind.Profile }).Result;
        Assert.Equal(TerminationWords.Boundary, fit.Termination);
        ParameterEstimate scale = fit.Parameter(BlockNames.InefficiencyVariance, BlockNames.Intercept);
        Assert.Equal(double.NegativeInfinity, scale.Low);
        Assert.True(double.IsFinite(scale.High));
        FitResult held = FrontierEstimator.Fit(specification, design, new FitOptions { Fix = [FormattableString.Invariant($"inefficiency-variance:(Intercept)={scale.High:R}")] }).Result;
        Assert.Equal(Critical, 2 * (fit.LogLikelihood - held.LogLikelihood), 1e-5);
        DerivedEstimate sigmaU = fit.Derived.First(d => d.Name == "sigmaU"), gamma = fit.Derived.First(d => d.Name == "gamma");
        Assert.Equal(0, sigmaU.Low);
        Assert.Equal(Math.Exp(0.5 * scale.High), sigmaU.High, 1e-10);
        Assert.True(gamma is { Low: 0, High: > 0 and < 1 });
        Assert.True(fit.Parameters[1].Low < fit.Parameters[1].Estimate && fit.Parameters[1].Estimate < fit.Parameters[1].High);
    }

    [Fact]
    public void A_Gaussian_mean_has_its_exact_interval()
    {
        // n(ȳ − m)²/Σ(y − ȳ)² = e^{χ²/n} − 1.
        double[] y = [2.1, 3.4, 1.9, 2.8, 3.3, 2.2, 2.9, 4.1];
        var ones = new Matrix(8, 1);
        ones.Values.Fill(1);
        var random = new RandomSource(1);
        Design design = FrontierSamples.With(
            FrontierSamples.Design(8, null, FrontierSamples.Indices.None, random), y, [new DesignBlock(BlockNames.Frontier, [BlockNames.Intercept], ones)]);
        ParameterEstimate mean = OrdinaryLeastSquares.Fit(design, new FitOptions { Intervals = IntervalKind.Profile }).Parameters[0];
        double average = y.Average(), half = Math.Sqrt(y.Sum(v => (v - average) * (v - average)) * (Math.Exp(Critical / 8) - 1) / 8);
        Assert.Equal(average - half, mean.Low, 1e-12);
        Assert.Equal(average + half, mean.High, 1e-12);
    }

    [Fact]
    public void Least_squares_profiles_are_those_of_held_coefficients()
    {
        (_, Design design) = Sample("pooled", -1.5);
        FitResult fit = OrdinaryLeastSquares.Fit(design, new FitOptions { Intervals = IntervalKind.Profile, Constraints = ["x1 + x2 = 1"] });
        foreach (ParameterEstimate p in fit.Parameters)
        {
            FitResult held = OrdinaryLeastSquares.Fit(design, new FitOptions { Constraints = ["x1 + x2 = 1", FormattableString.Invariant($"{p.Name} = {p.High:R}")] });
            Assert.Equal(Critical, 2 * (fit.LogLikelihood - held.LogLikelihood), 1e-8);
        }
    }

    [Fact]
    public void Robust_errors_and_profiles_do_not_go_together()
    {
        (FrontierSpecification specification, Design design) = Sample("pooled", -1.5);
        var options = new FitOptions { Intervals = IntervalKind.Profile, Covariance = new CovarianceRequest { Kind = Core.Inference.CovarianceKind.Robust } };
        Assert.Equal("intervals-not-for-errors", Assert.Throws<UsageException>(() => FrontierEstimator.Fit(specification, design, options)).Code);
        Assert.Equal("intervals-not-for-errors", Assert.Throws<UsageException>(() => OrdinaryLeastSquares.Fit(design, options)).Code);
    }

    private static (FrontierSpecification Specification, Design Design) Sample(string model, double logNoise)
    {
        var random = new RandomSource(12);
        var specification = new FrontierSpecification { Model = model };
        var units = specification.SharesInefficiency ? FrontierSamples.Units(50, 6, random) : null;
        Design design = FrontierSamples.Design(units?.UnitOfRow.Length ?? 300, units, FrontierSamples.Indices.None, random);
        FrontierLikelihood likelihood = specification.Build(design);
        double[] theta = [1, 0.7, 0.4, 0.3, logNoise, .. model == "bc92" ? (double[])[0.05] : []];
        return (specification, FrontierSamples.With(design, FrontierSamples.Draw(likelihood, theta, random)));
    }
}
