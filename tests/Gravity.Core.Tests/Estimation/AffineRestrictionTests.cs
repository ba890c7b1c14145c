using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Frontier;

namespace Gravity.Core.Tests.Estimation;

/// <summary>Affine subspaces of parameters: points, covariances, and the derivatives of likelihoods on them.</summary>
public sealed class AffineRestrictionTests
{
    private static readonly Parameter[] Parameters =
    [
        new("frontier", "(Intercept)"), new("frontier", "ln(gdp_o)"), new("frontier", "ln(gdp_d)"), new("frontier", "year=2007"),
        new("noise-variance", "(Intercept)"), new("time", "eta"),
    ];

    [Fact]
    public void Points_meet_the_restrictions_and_free_parameters_keep_their_values()
    {
        AffineRestriction space = LinearConstraints.Resolve(["eta=0.5"], ["ln(gdp_o) + 2*ln(gdp_d) = 3 - year=2007", "`ln(gdp_o)` = ln(gdp_d)"], Parameters);
        Assert.Equal(3, space.Free.Count);
        double[] theta = space.Expand([0.7, -1.25, 4]);
        Assert.Equal(0.5, theta[5]);
        Assert.Equal(3, theta[1] + 2 * theta[2] + theta[3], 1e-14);
        Assert.Equal(theta[1], theta[2], 1e-14);
        Assert.Equal([0.7, -1.25, 4], space.Reduce(theta));
        Assert.False(space.Moves(5));
        Assert.True(space.Moves(1));
        Assert.False(space.OnlyFixes);
        Assert.True(LinearConstraints.Resolve(["eta=0"], [], Parameters).OnlyFixes);
    }

    [Fact]
    public void Covariance_is_carried_through_the_directions()
    {
        AffineRestriction space = LinearConstraints.Resolve(["eta=1"], ["ln(gdp_o) + ln(gdp_d) = 2"], Parameters);
        Matrix v = Matrix.FromRows([2, 0.3, 0.1, 0.2], [0.3, 1, 0.4, 0], [0.1, 0.4, 3, 0.5], [0.2, 0, 0.5, 4]);
        Matrix full = space.ExpandCovariance(v);
        int o = 1, d = 2;
        Assert.Equal(full[o, o], full[d, d], 1e-14);
        Assert.Equal(-full[o, o], full[o, d], 1e-14);
        Assert.Equal(0, full[5, 5]);
        for (int k = 0; k < 4; k++)
            for (int l = 0; l < 4; l++)
                Assert.Equal(v[k, l], full[space.Free[k], space.Free[l]], 1e-14);
    }

    [Theory]
    [InlineData("constraints-contradict", "eta=1", "eta = 2")]
    [InlineData("constraints-contradict", "eta=1", "2*eta = 3")]
    [InlineData("constraint-redundant", "eta=1", "2*eta = 2")]
    [InlineData("constraint-redundant", "eta=1", "eta + 1 = 2")]
    [InlineData("constraint-unknown-parameter", "beta=1", "eta = 2")]
    [InlineData("constraint-unknown-parameter", "(Intercept)=1", "eta = 2")]
    [InlineData("constraint-unknown-parameter", "eta=1", "ln(gdpo) = 2")]
    [InlineData("constraint-syntax", "eta", "eta = 2")]
    [InlineData("constraint-syntax", "eta=one", "eta = 2")]
    [InlineData("constraint-syntax", "eta=1", "ln(gdp_o) + ln(gdp_d)")]
    [InlineData("constraint-syntax", "eta=1", "ln(gdp_o) = ")]
    [InlineData("constraint-syntax", "eta=1", "ln(gdp_o) = ln(gdp_o)")]
    public void Wrong_words_have_their_code(string code, string fix, string constraint) =>
        Assert.Equal(code, Assert.Throws<UsageException>(() => LinearConstraints.Resolve([fix], [constraint], Parameters)).Code);

    [Fact]
    public void Three_restrictions_that_clash_only_together_are_found()
    {
        UsageException error = Assert.Throws<UsageException>(() => LinearConstraints.Resolve([], ["ln(gdp_o) + ln(gdp_d) = 2", "ln(gdp_o) - ln(gdp_d) = 0", "ln(gdp_o) = 3"], Parameters));
        Assert.Equal("constraints-contradict", error.Code);
        Assert.Contains("ln(gdp_o) = 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_free_is_refused() => Assert.Equal(
        "nothing-free", Assert.Throws<UsageException>(() => LinearConstraints.Resolve(["eta=1", "noise-variance:(Intercept)=0"], [], Parameters[4..])).Code);

    [Theory]
    [InlineData("ln(gdp_o) + ln(gdp_d) = 2", "frontier:ln(gdp_o) + frontier:ln(gdp_d) = 2")]
    [InlineData("0.5*ln(gdp_o) = -1e-5", "0.5·frontier:ln(gdp_o) = −1E-05")]
    [InlineData("year=2007=0", "frontier:year=2007 = 0")]
    [InlineData("- eta + 1 = 3*frontier:(Intercept)", "−3·frontier:(Intercept) − time:eta = −1")]
    public void A_description_reads_back(string text, string expected)
    {
        AffineRestriction space = LinearConstraints.Resolve([], [text], Parameters);
        string described = Assert.Single(LinearConstraints.Describe(space, Parameters));
        Assert.Equal(expected, described);
        Assert.True(space.Implies(LinearConstraints.Equation(described, Parameters)));
    }

    [Theory]
    [InlineData("pooled", "truncated-normal")]
    [InlineData("bc92", "half-normal")]
    public void Derivatives_on_a_subspace_are_those_of_differences(string model, string law)
    {
        FrontierLikelihood likelihood = Model(model, law);
        string variance = model == "bc92" ? "2*inefficiency-variance:(Intercept) - noise-variance:(Intercept) = 0.4" : "inefficiency-mean:(Intercept) + x1 = 1";
        var restricted = new RestrictedLikelihood(likelihood, LinearConstraints.Resolve(["x2=-0.25"], [variance], likelihood.Parameters));
        double[] point = restricted.Project([.. Enumerable.Range(0, likelihood.Dimension).Select(j => 0.3 - 0.17 * j)]);
        int n = restricted.Dimension;
        var gradient = new double[n];
        var hessian = new Matrix(n, n);
        double value = restricted.Evaluate(point, gradient, hessian.Values);
        Assert.True(double.IsFinite(value));
        for (int k = 0; k < n; k++)
        {
            double[] up = [.. point], down = [.. point], upGradient = new double[n], downGradient = new double[n];
            up[k] += 1e-5;
            down[k] -= 1e-5;
            double difference = restricted.Evaluate(up, upGradient, default) - restricted.Evaluate(down, downGradient, default);
            Assert.Equal(difference / 2e-5, gradient[k], 1e-5 * (1 + Math.Abs(gradient[k])));
            for (int l = 0; l < n; l++)
                Assert.Equal((upGradient[l] - downGradient[l]) / 2e-5, hessian[k, l], 1e-5 * (10 + Math.Abs(hessian[k, l])));
        }
        Matrix scores = new(restricted.UnitCount, n);
        restricted.Scores(point, scores);
        for (int k = 0; k < n; k++)
            Assert.Equal(gradient[k], Enumerable.Range(0, scores.Rows).Sum(i => scores[i, k]), 1e-8 * (1 + Math.Abs(gradient[k])));
    }

    [Fact]
    public void The_nearest_point_of_a_slope_that_is_held_is_restricted_least_squares()
    {
        FrontierLikelihood likelihood = Model("pooled", "half-normal");
        var restricted = new RestrictedLikelihood(likelihood, LinearConstraints.Resolve([], ["x1 + x2 = 4"], likelihood.Parameters));
        double[] start = [.. likelihood.Ols.Coefficients, 0, 0];
        double[] theta = restricted.Expand(restricted.Project(start));
        // min Σ(ŷ − Xβ)² with β₁ + β₂ = 4: regress ŷ − 4·x2 on 1 and x1 − x2.
        Matrix x = likelihood.Design.Frontier.Values, reduced = new(x.Rows, 2);
        double[] fitted = x.Times(likelihood.Ols.Coefficients), left = new double[x.Rows];
        for (int i = 0; i < x.Rows; i++)
        {
            (reduced[i, 0], reduced[i, 1]) = (1, x[i, 1] - x[i, 2]);
            left[i] = fitted[i] - 4 * x[i, 2];
        }
        double[] expected = LeastSquares.Solve(reduced, left).Coefficients;
        Assert.Equal(expected[0], theta[0], 1e-9);
        Assert.Equal(expected[1], theta[1], 1e-9);
        Assert.Equal(4 - expected[1], theta[2], 1e-9);
    }

    private static FrontierLikelihood Model(string model, string law)
    {
        var random = new RandomSource(4);
        var units = FrontierSamples.Units(20, 5, random);
        Design design = FrontierSamples.Design(units.UnitOfRow.Length, model == "pooled" ? null : units, FrontierSamples.Indices.None, random);
        return new FrontierSpecification { Model = model, Law = InefficiencyLaw.All.First(l => l.Key == law) }.Build(design);
    }
}
