using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Climbs that leap to σ_u = 0 end as high as climbs that walk there, and do not leap over a small inefficiency that the data show.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class VanishingClimbTests
{
    private static readonly FitOptions Options = new() { Threads = 1 };

    [Theory]
    [InlineData("pooled", "half-normal")]
    [InlineData("pooled", "exponential")]
    [InlineData("pooled", "gamma")]
    [InlineData("pitt-lee", "half-normal")]
    [InlineData("tre", "half-normal")]
    [InlineData("gtre", "exponential")]
    [InlineData("csw", "half-normal")]
    public void No_leap_loses_height(string name, string law)
    {
        // Two components, or a shape, take a minute.
        if (name == "gtre" || law == "gamma")
            SlowTest.Require();
        int boundary = 0, inside = 0;
        int samples = SlowTest.Enabled ? law == "gamma" ? 8 : 20 : 9;
        for (int seed = 0; seed < samples; seed++)
        {
            var random = new RandomSource(seed, 17);
            UnitIndex units = FrontierSamples.Units(40, 5, random, missing: 0);
            Design design = FrontierSamples.Design(200, units, FrontierSamples.Indices.None, random);
            FrontierLikelihood model = Build(name, law, design);
            // A third of the samples have none, the others little.
            double sigma = 0.4 * (seed % 3);
            double[] own = [.. Enumerable.Range(0, units.Count).Select(_ => name is "tre" or "gtre" ? 0.5 * random.NextNormal() : 0)];
            double[] shared = [.. own.Select(_ => sigma * Math.Abs(random.NextNormal()))];
            model = model.WithResponse([.. Enumerable.Range(0, design.RowCount).Select(i => 1 + (0.5 * design.Frontier.Values[i, 1]) + own[units.UnitOfRow[i]]
                + random.NextNormal() - (name == "pitt-lee" ? shared[units.UnitOfRow[i]] : sigma * Math.Abs(random.NextNormal())))]);
            FitResult result = FrontierEstimator.Fit(new FrontierSpecification { Model = name }, model, Options).Result;
            BestClimb walk = MaximumLikelihood.Run(new RestrictedLikelihood(model, new Dictionary<int, double>()), model.Starts(3), Options);
            Assert.True(
                result.LogLikelihood >= walk.LogLikelihood - (1e-6 * Math.Abs(walk.LogLikelihood)),
                FormattableString.Invariant($"{name}, {law}, {seed}: {result.LogLikelihood} with leaps ({result.Termination}), {walk.LogLikelihood} without"));
            Assert.True(result.Converged || result.Warnings.Count > 0);
            boundary += result.Termination == TerminationWords.Boundary ? 1 : 0;
            inside += result.Termination == TerminationWords.Gradient ? 1 : 0;
        }
        // A shape more leaves small samples no maximum inside.
        Assert.True(boundary > 0 && (inside > 0 || law == "gamma"), $"{name}, {law}: {boundary} at the boundary, {inside} inside");
    }

    /// <summary>σ_u²/σ_v² = 0.004, but thirty rows share one u and three thousand units do.</summary>
    [Fact]
    public void What_many_rows_share_is_found_however_small()
    {
        var random = new RandomSource(3);
        const int Count = 3000, Periods = 30;
        var units = new UnitIndex(
            [.. Enumerable.Range(0, Count).Select(i => $"u{i:0000}")], [.. Enumerable.Range(0, Count * Periods).Select(i => i / Periods)], [.. Enumerable.Range(0, Count * Periods).Select(i => i % Periods)]);
        Design design = FrontierSamples.Design(Count * Periods, units, FrontierSamples.Indices.None, random);
        double[] u = [.. Enumerable.Range(0, Count).Select(_ => Math.Sqrt(0.004) * Math.Abs(random.NextNormal()))];
        FrontierLikelihood model = Build("pitt-lee", "half-normal", design).WithResponse(
            [.. Enumerable.Range(0, design.RowCount).Select(i => 1 + random.NextNormal() - u[units.UnitOfRow[i]])]);
        FitResult result = FrontierEstimator.Fit(new FrontierSpecification { Model = "pitt-lee" }, model, Options).Result;
        Assert.Equal(TerminationWords.Gradient, result.Termination);
        Assert.InRange(result.DerivedValue("sigmaU"), 0.04, 0.09);
        // Its skewness is that of means of thirty rows: little, but a maximum inside, above least squares.
        Assert.InRange(result.InefficiencyTest!.Statistic, 1, 5);
    }

    private static FrontierLikelihood Build(string name, string law, Design design)
    {
        InefficiencyLaw own = InefficiencyLaw.All.Single(l => l.Key == law);
        return name switch
        {
            "pooled" => new PooledFrontier(FrontierSamples.WithoutUnits(design), own, FrontierSide.Production, 1),
            "pitt-lee" => new SharedInefficiencyFrontier(design, (ConjugateLaw)own, FrontierSide.Production, new ConstantPath(), 1),
            _ => new RandomInterceptFrontier(
                design, (ConjugateLaw)own, FrontierSide.Production, name switch { "tre" => InterceptLaw.Normal, "gtre" => InterceptLaw.SkewNormal, _ => InterceptLaw.Flat }, 1),
        };
    }
}
