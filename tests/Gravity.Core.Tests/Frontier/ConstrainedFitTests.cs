using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Regression;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Fixed parameters and linear constraints against models that have them built in.</summary>
public sealed class ConstrainedFitTests
{
    public static TheoryData<string, string> Models => new()
    {
        { "pooled", "half-normal" }, { "pooled", "exponential" }, { "pooled", "truncated-normal" }, { "pooled", "gamma" }, { "pitt-lee", "half-normal" }, { "bc92", "half-normal" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Held_at_its_estimate_a_parameter_moves_nothing(string model, string law)
    {
        (FrontierSpecification specification, Design design) = Sample(model, law);
        FitResult free = Fit(specification, design).Result;
        ParameterEstimate slope = free.Parameters[1];
        FitResult held = Fit(specification, design, [FormattableString.Invariant($"x1={slope.Estimate:R}")]).Result;
        Assert.Equal(free.LogLikelihood, held.LogLikelihood, 1e-8);
        Assert.Equal(free.ParameterCount - 1, held.ParameterCount);
        Assert.True(held.Converged, held.Message);
        Assert.True(held.Parameters[1].Fixed);
        Assert.True(double.IsNaN(held.Parameters[1].StandardError));
        Assert.Equal(0, held.Covariance.Matrix[1, 1]);
        for (int j = 0; j < free.Parameters.Count; j++)
        {
            if (j == 1)
                continue;
            Assert.Equal(free.Parameters[j].Estimate, held.Parameters[j].Estimate, 1e-5 * free.Parameters[j].StandardError + 1e-9);
            // Conditional on a parameter variances fall: V_jj − V_j1²/V_11, by the inverse of a submatrix.
            Matrix v = free.Covariance.Matrix;
            Assert.Equal(Math.Sqrt(v[j, j] - v[j, 1] * v[j, 1] / v[1, 1]), held.Parameters[j].StandardError, 1e-4 * free.Parameters[j].StandardError);
        }
    }

    [Fact]
    public void Constant_inefficiency_is_the_path_held_at_zero()
    {
        (_, Design design) = Sample("bc92", "half-normal");
        FitResult moving = Fit(new FrontierSpecification { Model = "bc92" }, design, ["eta=0"]).Result, constant = Fit(new FrontierSpecification { Model = "pitt-lee" }, design).Result;
        AssertSame(constant, moving);
        Assert.Equal(["time:eta = 0"], moving.Constraints);
    }

    [Fact]
    public void The_half_normal_is_the_truncated_one_held_at_zero()
    {
        (_, Design design) = Sample("pooled", "half-normal");
        FitResult truncated = Fit(new FrontierSpecification { Model = "pooled", Law = new TruncatedNormal() }, design, ["inefficiency-mean:(Intercept)=0"]).Result;
        FitResult half = Fit(new FrontierSpecification { Model = "pooled" }, design).Result;
        Assert.Equal(half.LogLikelihood, truncated.LogLikelihood, 1e-8);
        Assert.Equal(half.InefficiencyTest!.Restrictions, truncated.InefficiencyTest!.Restrictions);
        Assert.Equal(half.InefficiencyTest.P, truncated.InefficiencyTest.P, 1e-8);
        Assert.Equal(half.Parameter("frontier", "x1").StandardError, truncated.Parameter("frontier", "x1").StandardError, 1e-6);
    }

    [Theory]
    [InlineData("pooled")]
    [InlineData("bc92")]
    public void Equal_slopes_are_one_regressor_and_a_given_sum_is_a_difference(string model)
    {
        (FrontierSpecification specification, Design design) = Sample(model, "half-normal");
        FitResult equal = Fit(specification, design, constraints: ["x1 = x2"]).Result;
        FitResult sum = Fit(specification, Merged(design, design.Response, (a, b) => a + b)).Result;
        Compare(sum, equal, 1);
        double[] shifted = [.. design.Response.Select((y, i) => y - 2 * design.Frontier.Values[i, 2])];
        FitResult two = Fit(specification, design, constraints: ["x1 + x2 = 2"]).Result;
        Compare(Fit(specification, Merged(design, shifted, (a, b) => a - b)).Result, two, 1);
        Assert.Equal(2, two.Parameters[1].Estimate + two.Parameters[2].Estimate, 1e-12);
        Assert.Equal(two.Parameters[1].StandardError, two.Parameters[2].StandardError, 1e-12);
        Assert.False(two.Parameters[2].Fixed);

        static void Compare(FitResult expected, FitResult actual, int slope)
        {
            Assert.True(actual.Converged, actual.Message);
            Assert.Equal(expected.LogLikelihood, actual.LogLikelihood, 1e-8);
            Assert.Equal(expected.ParameterCount, actual.ParameterCount);
            Assert.Equal(expected.Parameters[slope].Estimate, actual.Parameters[slope].Estimate, 1e-6);
            Assert.Equal(expected.Parameters[slope].StandardError, actual.Parameters[slope].StandardError, 1e-6);
            Assert.Equal(expected.InefficiencyTest!.Statistic, actual.InefficiencyTest!.Statistic, 1e-6);
            Assert.Equal(expected.InefficiencyTest.Restrictions, actual.InefficiencyTest.Restrictions);
            Assert.Equal(expected.OlsLogLikelihood!.Value, actual.OlsLogLikelihood!.Value, 1e-8);
            Assert.Equal(expected.DerivedValue("gamma"), actual.DerivedValue("gamma"), 1e-6);
        }
    }

    [Theory]
    [InlineData(CovarianceKind.OuterProduct)]
    [InlineData(CovarianceKind.Robust)]
    [InlineData(CovarianceKind.Clustered)]
    [InlineData(CovarianceKind.Bootstrap)]
    public void Every_covariance_is_that_of_the_reparametrised_model(CovarianceKind kind)
    {
        (FrontierSpecification specification, Design design) = Sample("pooled", "half-normal");
        var clusters = ClusterDimension.FromKeys("c", [.. Enumerable.Range(0, design.RowCount).Select(i => i % 60)]);
        var options = new FitOptions { Covariance = new CovarianceRequest { Kind = kind, Clusters = kind == CovarianceKind.Clustered ? [clusters] : [], Replications = 10 } };
        FitResult equal = FrontierEstimator.Fit(specification, design, options with { Constraints = ["x1 = x2"] }).Result;
        FitResult sum = FrontierEstimator.Fit(specification, Merged(design, design.Response, (a, b) => a + b), options).Result;
        Assert.Equal(sum.Parameters[1].StandardError, equal.Parameters[1].StandardError, 1e-6);
        Assert.Equal(sum.Parameters[1].StandardError, equal.Parameters[2].StandardError, 1e-6);
        Assert.Equal(sum.Parameters[^1].StandardError, equal.Parameters[^1].StandardError, 1e-5);
    }

    [Fact]
    public void Least_squares_takes_the_same_restrictions()
    {
        (_, Design design) = Sample("pooled", "half-normal");
        FitResult equal = OrdinaryLeastSquares.Fit(design, new FitOptions { Constraints = ["x1 = x2"] });
        FitResult sum = OrdinaryLeastSquares.Fit(Merged(design, design.Response, (a, b) => a + b), new FitOptions());
        Assert.Equal(sum.LogLikelihood, equal.LogLikelihood, 1e-9);
        Assert.Equal(sum.Parameters[1].StandardError, equal.Parameters[2].StandardError, 1e-10);
        Assert.Equal(sum.DegreesOfFreedom, equal.DegreesOfFreedom);
        Assert.Equal(sum.ParameterCount, equal.ParameterCount);
        FitResult held = OrdinaryLeastSquares.Fit(design, new FitOptions { Fix = ["x2=0"] });
        FitResult without = OrdinaryLeastSquares.Fit(FrontierSamples.With(design, design.Response, [Columns(design, [0, 1])]), new FitOptions());
        Assert.Equal(without.Parameters[1].Estimate, held.Parameters[1].Estimate, 1e-10);
        Assert.Equal(without.Parameters[1].StandardError, held.Parameters[1].StandardError, 1e-10);
        Assert.True(held.Parameters[2].Fixed);
    }

    [Fact]
    public void Where_the_scale_of_u_is_held_there_is_no_boundary_and_no_test()
    {
        (FrontierSpecification specification, Design design) = Sample("pooled", "half-normal");
        FitResult held = Fit(specification, design, ["inefficiency-variance:(Intercept)=-1"]).Result;
        Assert.Null(held.InefficiencyTest);
        Assert.True(held.Converged, held.Message);
        Assert.Equal(Math.Exp(-0.5), held.DerivedValue("sigmaU"), 1e-12);
        Assert.True(double.IsNaN(held.Derived.First(d => d.Name == "sigmaU").StandardError));
    }

    [Fact]
    public void The_boundary_is_found_under_constraints_too()
    {
        var random = new RandomSource(8);
        Design design = FrontierSamples.Design(200, null, FrontierSamples.Indices.None, random);
        // Wrong skewness: cost data for a production frontier.
        double[] y = [.. Enumerable.Range(0, 200).Select(i => 1 + design.Frontier.Values[i, 1] + 0.3 * random.NextNormal() + Math.Abs(random.NextNormal()))];
        design = FrontierSamples.With(design, y);
        FitResult fit = Fit(new FrontierSpecification { Model = "pooled" }, design, constraints: ["x1 + x2 = 1"]).Result;
        Assert.Equal(TerminationWords.Boundary, fit.Termination);
        FitResult ols = OrdinaryLeastSquares.Fit(design, new FitOptions { Constraints = ["x1 + x2 = 1"] });
        Assert.Equal(ols.LogLikelihood, fit.LogLikelihood, 1e-8);
        Assert.Equal(ols.Parameters[1].Estimate, fit.Parameters[1].Estimate, 1e-7);
        Assert.Equal(0, fit.InefficiencyTest!.Statistic, 1e-8);
        Assert.True(double.IsNegativeInfinity(fit.Parameters[3].Estimate));
    }

    [Fact]
    public void A_bootstrap_of_the_test_needs_a_null_without_constraints()
    {
        (FrontierSpecification specification, Design design) = Sample("bc92", "half-normal");
        FitOptions options = new() { TestReplications = 3, Fix = ["x1=0.5"] };
        Assert.Equal("lr-bootstrap-not-here", Assert.Throws<UsageException>(() => FrontierEstimator.Fit(specification, design, options)).Code);
        Assert.NotNull(FrontierEstimator.Fit(specification, design, options with { Fix = ["eta=0"] }).Result.InefficiencyTest!.BootstrapP);
    }

    private static void AssertSame(FitResult expected, FitResult actual)
    {
        Assert.Equal(expected.LogLikelihood, actual.LogLikelihood, 1e-8);
        Assert.Equal(expected.ParameterCount, actual.ParameterCount);
        for (int j = 0; j < expected.Parameters.Count; j++)
        {
            Assert.Equal(expected.Parameters[j].Estimate, actual.Parameters[j].Estimate, 1e-6);
            Assert.Equal(expected.Parameters[j].StandardError, actual.Parameters[j].StandardError, 1e-6);
        }
        Assert.Equal(expected.InefficiencyTest!.P, actual.InefficiencyTest!.P, 1e-10);
        Assert.Equal(expected.MeanEfficiency!.Value, actual.MeanEfficiency!.Value, 1e-7);
    }

    private static FrontierFit Fit(FrontierSpecification specification, Design design, string[]? fix = null, string[]? constraints = null) =>
        FrontierEstimator.Fit(specification, design, new FitOptions { Fix = fix ?? [], Constraints = constraints ?? [] });

    /// <summary>The design with one column for both slopes.</summary>
    private static Design Merged(Design design, double[] response, Func<double, double, double> merge)
    {
        Matrix x = design.Frontier.Values, columns = new(x.Rows, 2);
        for (int i = 0; i < x.Rows; i++)
            (columns[i, 0], columns[i, 1]) = (1, merge(x[i, 1], x[i, 2]));
        return FrontierSamples.With(design, response, [new DesignBlock(BlockNames.Frontier, [BlockNames.Intercept, "x"], columns)]);
    }

    private static DesignBlock Columns(Design design, int[] kept)
    {
        Matrix x = design.Frontier.Values, columns = new(x.Rows, kept.Length);
        for (int j = 0; j < kept.Length; j++)
            x.Column(kept[j]).CopyTo(columns.Column(j));
        return new DesignBlock(BlockNames.Frontier, [.. kept.Select(j => design.Frontier.ColumnNames[j])], columns);
    }

    private static (FrontierSpecification Specification, Design Design) Sample(string model, string law)
    {
        var random = new RandomSource(31);
        var specification = new FrontierSpecification { Model = model, Law = InefficiencyLaw.All.First(l => l.Key == law) };
        var units = specification.SharesInefficiency ? FrontierSamples.Units(60, 6, random) : null;
        Design design = FrontierSamples.Design(units?.UnitOfRow.Length ?? 400, units, FrontierSamples.Indices.None, random);
        FrontierLikelihood likelihood = specification.Build(design);
        var theta = new double[likelihood.Dimension];
        for (int j = 0; j < theta.Length; j++)
        {
            theta[j] = likelihood.Parameters[j] switch
            {
                { Block: BlockNames.Frontier, Name: BlockNames.Intercept } => 1,
                { Block: BlockNames.Frontier, Name: "x1" } => 0.9,
                { Block: BlockNames.Frontier } => 0.6,
                { Block: BlockNames.InefficiencyVariance } => 0.2,
                { Block: BlockNames.NoiseVariance } => -1.5,
                { Block: BlockNames.Time } => 0.05,
                { Block: BlockNames.InefficiencyMean } => 0.4,
                _ => 0.2,
            };
        }
        return (specification, FrontierSamples.With(design, FrontierSamples.Draw(likelihood, theta, random)));
    }
}
