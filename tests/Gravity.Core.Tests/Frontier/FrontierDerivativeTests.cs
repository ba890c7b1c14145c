using System.Globalization;
using CsCheck;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Gradient, exact Hessian and scores of every frontier against differences, in scaled norms.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class FrontierDerivativeTests
{
    private const double Tolerance = 1e-6;

    public static TheoryData<string> Variants => FrontierVariant.Names;

    [Theory]
    [MemberData(nameof(Variants))]
    public void Derivatives_agree_with_differences_at_random_points(string name)
    {
        FrontierVariant variant = FrontierVariant.Find(name);
        Gen.Int[0, 1_000_000].Sample(
            seed =>
            {
                var random = new RandomSource(seed);
                (FrontierLikelihood model, double[] theta, double[] scales) = Sample(
                    variant, random, 0.05 + 0.9 * random.NextUniform(), -3 + 6 * random.NextUniform(), -0.15 + 0.3 * random.NextUniform());
                Check(model, theta, scales, seed);
            },
            iter: 8, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Derivatives_agree_with_differences_near_the_boundaries(string name)
    {
        FrontierVariant variant = FrontierVariant.Find(name);
        bool truncated = variant.Specification.Law.HasMean, path = variant.Specification.Model == "bc92";
        int seed = 0;
        foreach (double gamma in new[] { 0.001, 0.5, 0.999 })
        {
            foreach (double kappa in truncated ? [-20, 0, 8] : new[] { 0.0 })
            {
                foreach (double eta in path ? [-0.3, 0.3] : new[] { 0.0 })
                {
                    var random = new RandomSource(++seed);
                    (FrontierLikelihood model, double[] theta, double[] scales) = Sample(variant, random, gamma, kappa, eta);
                    Check(model, theta, scales, seed);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Scores_sum_to_the_gradient_and_are_the_slopes_of_the_units(string name)
    {
        var random = new RandomSource(5);
        (FrontierLikelihood model, double[] theta, double[] scales) = Sample(FrontierVariant.Find(name), random, 0.6, 0.7, 0.08);
        var gradient = new double[model.Dimension];
        model.Evaluate(theta, gradient, default);
        Matrix scores = new(model.UnitCount, model.Dimension);
        model.Scores(theta, scores);
        for (int j = 0; j < gradient.Length; j++)
        {
            double sum = 0, size = 0;
            foreach (double score in scores.Column(j))
            {
                sum += score;
                size += Math.Abs(score);
            }
            Assert.Equal(gradient[j], sum, 1e-12 * size);
        }
        // A unit's likelihood is what the whole loses without it; the panel's last period stays that of the panel.
        foreach (int unit in new[] { 0, model.UnitCount / 2, model.UnitCount - 1 })
        {
            FrontierLikelihood rest = FrontierVariant.Find(name).Specification.Build(Without(model, unit), 1);
            double[] slope = Derivatives.Gradient(at => model.Evaluate(at, [], []) - rest.Evaluate(at, [], []), theta, scales);
            double size = slope.Select((s, j) => Math.Abs(s) * scales[j]).Max();
            for (int j = 0; j < slope.Length; j++)
                Assert.Equal(slope[j] * scales[j], scores[unit, j] * scales[j], Tolerance * size);
        }
    }

    /// <summary>Data drawn from the model at the point, so that residuals are of the size that matters there.</summary>
    private static (FrontierLikelihood Model, double[] Theta, double[] Scales) Sample(
        FrontierVariant variant, RandomSource random, double gamma, double kappa, double eta)
    {
        FrontierLikelihood model = variant.Model(random);
        FrontierPoint point = FrontierPoint.Draw(model, random, gamma, kappa, eta);
        FrontierLikelihood drawn = model.WithResponse(FrontierSamples.Draw(model, point.Theta, random));
        // Off the truth, so that the gradient is not rounding.
        double[] theta = [.. point.Theta.Select((t, j) => t + 0.3 * point.Scales[j] * random.NextNormal())];
        return (drawn, theta, point.Scales);
    }

    private static Design Without(FrontierLikelihood model, int unit) =>
        FrontierSamples.With(model.Design, model.Response).Resample([.. Enumerable.Range(0, model.UnitCount).Where(u => u != unit)]);

    private static void Check(FrontierLikelihood model, double[] theta, double[] scales, int seed)
    {
        DerivativeCheck check = GradientChecker.Probe(model, theta, scales);
        if (!(check.Worst <= Tolerance))
            Assert.Fail(string.Create(
                CultureInfo.InvariantCulture, $"seed {seed}: gradient off by {check.Gradient:E1}, Hessian by {check.Hessian:E1} at {string.Join(", ", theta)}"));
    }
}
