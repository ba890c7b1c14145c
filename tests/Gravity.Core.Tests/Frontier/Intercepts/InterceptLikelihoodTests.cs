using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Intercepts;

/// <summary>The likelihood with random intercepts against brute force, its derivatives against differences, and its limits against other models.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class InterceptLikelihoodTests
{
    public static TheoryData<InterceptLaw, string, FrontierSide, bool> Members { get; } = [.. Each()];

    public static TheoryData<InterceptLaw, string, double, double, double, double> Hard { get; } = new()
    {
        { InterceptLaw.Normal, "half-normal", 0.4, 0.15, 0, 0.2 },
        { InterceptLaw.Normal, "half-normal", 0.4, 0.15, 0, 0.003 },
        { InterceptLaw.Normal, "half-normal", 0.4, 0.003, 0, 0.2 },
        { InterceptLaw.Normal, "exponential", 0.4, 0.15, 0, 0.003 },
        { InterceptLaw.Normal, "exponential", 0.003, 0.4, 0, 2 },
        { InterceptLaw.SkewNormal, "half-normal", 0.4, 0.15, 0.3, 0.1 },
        { InterceptLaw.SkewNormal, "half-normal", 0.4, 0.15, 0.3, 0.003 },
        { InterceptLaw.SkewNormal, "half-normal", 0.4, 0.15, 0.3, 0.00003 },
        { InterceptLaw.SkewNormal, "half-normal", 0.4, 0.01, 0.003, 0.3 },
        { InterceptLaw.SkewNormal, "half-normal", 0.002, 0.15, 3, 0.003 },
        { InterceptLaw.Flat, "half-normal", 0.4, 0.15, 0, 0 },
        { InterceptLaw.Flat, "half-normal", 0.4, 0.003, 0, 0 },
        { InterceptLaw.Flat, "exponential", 0.4, 0.02, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public void Derivatives_agree_with_differences(InterceptLaw intercept, string law, FrontierSide side, bool indices)
    {
        for (int seed = 1; seed <= (SlowTest.Enabled ? 3 : 1); seed++)
        {
            var random = new RandomSource(seed);
            RandomInterceptFrontier model = Model(intercept, law, side, indices, random, 25);
            double[] theta = InterceptSamples.Theta(model, 0.2 + 0.6 * random.NextUniform(), 0.3, 0.1 + 0.5 * random.NextUniform(), 0.05 + 0.4 * random.NextUniform());
            model = (RandomInterceptFrontier)model.WithResponse(InterceptSamples.Draw(model, theta, random));
            double[] scales = [.. theta.Select(_ => 0.2)];
            var gradient = new double[model.Dimension];
            Matrix hessian = new(model.Dimension, model.Dimension);
            model.Evaluate(theta, gradient, hessian.Values);
            double[] slope = Derivatives.Gradient(at => model.Evaluate(at, [], []), theta, scales);
            double size = gradient.Max(Math.Abs);
            for (int j = 0; j < slope.Length; j++)
                Assert.Equal(slope[j], gradient[j], 1e-7 * size);
            double largest = hessian.Values.ToArray().Max(Math.Abs);
            for (int j = 0; j < slope.Length; j++)
            {
                int column = j;
                double[] row = Derivatives.Gradient(
                    at =>
                    {
                        var g = new double[at.Length];
                        model.Evaluate(at, g, []);
                        return g[column];
                    },
                    theta, scales);
                for (int l = 0; l < row.Length; l++)
                    Assert.Equal(row[l], hessian[l, j], 1e-6 * largest);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Scores_sum_to_the_gradient_and_threads_do_not_matter(InterceptLaw intercept, string law, FrontierSide side, bool indices)
    {
        var random = new RandomSource(7);
        RandomInterceptFrontier model = Model(intercept, law, side, indices, random, 400);
        double[] theta = InterceptSamples.Theta(model, 0.4, 0.2, 0.3, 0.2);
        double[] response = InterceptSamples.Draw(model, theta, random);
        var one = (RandomInterceptFrontier)model.WithResponse(response);
        var many = new RandomInterceptFrontier(FrontierSamples.With(OriginalDesign(intercept, indices, 7, 400), response), (ConjugateLaw)model.Law, side, intercept, 3);
        double[] first = new double[model.Dimension], second = new double[model.Dimension];
        Matrix h1 = new(model.Dimension, model.Dimension), h2 = new(model.Dimension, model.Dimension);
        Assert.Equal(one.Evaluate(theta, first, h1.Values), many.Evaluate(theta, second, h2.Values));
        Assert.Equal(first, second);
        Assert.Equal(h1.Values.ToArray(), h2.Values.ToArray());
        Matrix scores = new(one.UnitCount, one.Dimension);
        one.Scores(theta, scores);
        for (int j = 0; j < first.Length; j++)
        {
            double sum = 0, size = 0;
            foreach (double score in scores.Column(j))
            {
                sum += score;
                size += Math.Abs(score);
            }
            Assert.Equal(first[j], sum, 1e-11 * size);
        }
    }

    [Theory]
    [MemberData(nameof(Hard))]
    public void Value_agrees_with_brute_force(InterceptLaw intercept, string law, double u, double v, double u0, double w)
    {
        foreach (int periods in new[] { 1, 3, 12 })
        {
            // Rows alone in their unit say nothing once the intercept is flat.
            if (intercept == InterceptLaw.Flat && periods == 1)
                continue;
            var random = new RandomSource(periods);
            Design design = InterceptSamples.Design(4, periods, false, intercept, random, 0);
            var model = new RandomInterceptFrontier(design, Law(law), FrontierSide.Production, intercept, 1);
            double[] theta = InterceptSamples.Theta(model, u, v, Math.Max(u0, 1e-3), Math.Max(w, 1e-3));
            if (w < 1e-3 && intercept == InterceptLaw.SkewNormal)
                theta[^1] = 2 * Math.Log(w);
            double[] response = InterceptSamples.Draw(model, theta, random);
            model = (RandomInterceptFrontier)model.WithResponse(response);
            Assert.Equal(BruteForce.LogLikelihood(model, theta), model.Evaluate(theta, [], []), 2e-10);
        }
    }

    private static IEnumerable<(InterceptLaw Intercept, string Law, FrontierSide Side, bool Indices)> Each()
    {
        foreach (FrontierSide side in Enum.GetValues<FrontierSide>())
        {
            foreach (bool indices in new[] { false, true })
            {
                yield return (InterceptLaw.Normal, "half-normal", side, indices);
                yield return (InterceptLaw.Normal, "exponential", side, indices);
                yield return (InterceptLaw.SkewNormal, "half-normal", side, indices);
                yield return (InterceptLaw.Flat, "half-normal", side, indices);
                yield return (InterceptLaw.Flat, "exponential", side, indices);
            }
        }
    }

    private static ConjugateLaw Law(string key) => ConjugateLaw.Members.Single(l => l.Key == key);

    private static Design OriginalDesign(InterceptLaw intercept, bool indices, int seed, int units) =>
        InterceptSamples.Design(units, 6, indices, intercept, new RandomSource(seed));

    private static RandomInterceptFrontier Model(InterceptLaw intercept, string law, FrontierSide side, bool indices, RandomSource random, int units) =>
        new(InterceptSamples.Design(units, 6, indices, intercept, random), Law(law), side, intercept, 1);
}
