using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Frontier.Laws;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Frontier.Diagnostics;

/// <summary>The composed error of every pair of laws: distribution function against integrals of the density, and probabilities of many rows at once.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class PairErrorTests
{
    public static TheoryData<string, string> Pairs => LawSamples.Pairs;

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Distribution_function_is_the_integral_of_the_density(string law, string noise)
    {
        foreach (FrontierSide side in new[] { FrontierSide.Production, FrontierSide.Cost })
        {
            ComposedError error = Error(law, noise, side);
            double from = -1.4;
            foreach (double to in new[] { -0.6, -0.1, 0.05, 0.4, 1.3 })
            {
                double integral = Quadrature.Integrate(x => error.Density(x), from, to, 1e-13, 1e-11, [0]).Value;
                Agree.Absolute(integral, error.Cdf(to) - error.Cdf(from), 2e-10);
                from = to;
            }
            foreach (double x in new[] { -2.5, -0.3, 0.2, 1.9 })
                Agree.Absolute(1, error.Cdf(x) + error.Survival(x), 1e-9);
            Agree.Absolute(0.3, error.Cdf(error.Quantile(0.3)), 1e-9);
        }
    }

    [Theory]
    [InlineData("normal", double.NaN)]
    [InlineData("student-t", 1.5)]
    [InlineData("student-t", 7)]
    [InlineData("laplace", double.NaN)]
    [InlineData("logistic", double.NaN)]
    public void Closed_distribution_functions_of_the_noise_agree_with_the_integral(string key, double shape)
    {
        NoiseLaw noise = LawSamples.Noise(key);
        LawPoint at = noise.At(2 * Math.Log(0.7), shape);
        foreach (double v in new[] { -9, -2, -0.3, 0, 0.4, 3.0 })
        {
            double low = Quadrature.Integrate(x => Math.Exp(noise.LogDensity(at, x)), double.NegativeInfinity, Math.Min(v, -v), 0, 1e-12, [-40, -8, -2]).Value;
            Agree.Relative(v <= 0 ? low : 1 - low, noise.Cdf(at, v), 1e-9);
        }
    }

    [Theory]
    [InlineData("half-normal", "normal")]
    [InlineData("gamma", "normal")]
    [InlineData("exponential", "student-t")]
    [InlineData("uniform", "laplace")]
    public void Many_rows_at_once_have_the_probabilities_of_each_alone(string law, string noise)
    {
        ComposedError error = Error(law, noise, FrontierSide.Production);
        var random = new RandomSource(4);
        double[] residuals = [.. Enumerable.Range(0, 300).Select(_ => -0.6 + 0.9 * random.NextNormal()), -40, 25];
        double[] values = ProbabilityTransform.Of([.. residuals.Select(_ => error)], residuals);
        for (int i = 0; i < residuals.Length; i++)
            Agree.Absolute(error.Cdf(residuals[i]), values[i], 1e-8);
    }

    [Theory]
    [InlineData("half-normal", "normal")]
    [InlineData("weibull", "logistic")]
    public void Units_of_the_likelihood_sum_to_it_and_draws_have_its_moments(string law, string noise)
    {
        var random = new RandomSource(6);
        Design design = FrontierSamples.Design(4000, null, FrontierSamples.Indices.None, random);
        FrontierLikelihood model = new FrontierSpecification { Model = "pooled", Law = LawSamples.Law(law), Noise = LawSamples.Noise(noise) }.Build(design, 1);
        LawPoint at = model.Law.StartsOf(0.25)[0];
        double[] theta = [.. model.Parameters.Select((p, j) => p.Block switch
        {
            BlockNames.Frontier => 0.3,
            BlockNames.InefficiencyVariance => at.LogVariance,
            BlockNames.NoiseVariance => Math.Log(0.05),
            _ => Math.Log(at.Shape),
        })];
        Agree.Relative(model.Evaluate(theta, default, default), model.UnitLogLikelihoods(theta)!.Sum(), 1e-11);
        double[] frontier = design.Frontier.Values.Times(theta.AsSpan(0, 3));
        double[] errors = [.. model.Simulate(theta, random)!.Select((y, i) => y - frontier[i])];
        ComposedError composed = model.ErrorLaws(theta)![0];
        Agree.Absolute(composed.Mean, errors.Average(), 5 * Math.Sqrt(composed.Variance / errors.Length));
        Agree.Absolute(composed.Variance, errors.Average(e => Math.Pow(e - errors.Average(), 2)), 0.1 * composed.Variance);
    }

    [Fact]
    public void Units_of_a_panel_sum_to_its_likelihood_and_share_one_draw()
    {
        var random = new RandomSource(9);
        Core.Data.UnitIndex units = FrontierSamples.Units(400, 8, random, missing: 0);
        Design design = FrontierSamples.Design(units.UnitOfRow.Length, units, FrontierSamples.Indices.None, random);
        FrontierLikelihood model = new FrontierSpecification { Model = "bc92" }.Build(design, 1);
        double[] theta = [1, 0.5, -0.3, Math.Log(0.5), Math.Log(0.01), 0.02];
        Agree.Relative(model.Evaluate(theta, default, default), model.UnitLogLikelihoods(theta)!.Sum(), 1e-11);
        double[] response = model.Simulate(theta, random)!, frontier = design.Frontier.Values.Times(theta.AsSpan(0, 3));
        ComposedError[] laws = [.. model.ErrorLaws(theta)!];
        double[] score = [.. response.Select((y, i) => laws[i].NormalScore(y - frontier[i]))];
        Agree.Absolute(0, score.Average(), 0.2);
        // First and last period of a unit: nearly the same u.
        double cross = Enumerable.Range(0, units.Count).Average(u => score[units.Starts[u]] * score[units.Starts[u + 1] - 1]);
        Assert.InRange(cross, 0.6, 1.4);
    }

    private static ComposedError Error(string law, string noise, FrontierSide side)
    {
        InefficiencyLaw u = LawSamples.Law(law);
        NoiseLaw v = LawSamples.Noise(noise);
        return new ComposedError(u, LawSamples.Points(u, 0.5).Last(), v, LawSamples.Points(v, 0.25).ElementAtOrDefault(1) is { Sigma: > 0 } p ? p : v.At(2 * Math.Log(0.25)), side);
    }
}
