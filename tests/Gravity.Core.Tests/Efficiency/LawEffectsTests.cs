using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Frontier;
using Gravity.Core.Tests.Frontier.Laws;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Efficiency;

/// <summary>Marginal effects under every law: against differences of dense integrals, with scaling and with paths over time.</summary>
public sealed class LawEffectsTests
{
    public static TheoryData<string> Laws => [.. InefficiencyLaw.All.Select(l => l.Key), "lomax"];

    [Theory]
    [MemberData(nameof(Laws))]
    public void Effects_are_differences_of_integrals_over_the_law(string key)
    {
        InefficiencyLaw law = LawSamples.Law(key);
        foreach (bool scaling in new[] { false, true })
        {
            (FrontierLikelihood model, double[] theta) = Model(law, scaling);
            IReadOnlyList<MarginalEffect> effects = MarginalEffects.Of(model, theta, new Matrix(theta.Length, theta.Length));
            string[] names = [.. new[] { law.HasMean ? "z1" : "", "g1", scaling ? "s1" : "" }.Where(n => n.Length > 0)];
            Assert.Equal(names, effects.Select(e => e.Name));
            foreach (MarginalEffect effect in effects)
            {
                for (int row = 0; row < 4; row++)
                {
                    const double Step = 1e-4;
                    (double Mean, double Variance, double Te) up = Moments(law, PointAt(model, theta, row, effect.Name, Step)),
                        down = Moments(law, PointAt(model, theta, row, effect.Name, -Step));
                    double tolerance = 2e-6 * Math.Max(1, Math.Abs(effect.OnVariance[row]));
                    Agree.Absolute((up.Mean - down.Mean) / (2 * Step), effect.OnMean[row], tolerance);
                    Agree.Absolute((up.Variance - down.Variance) / (2 * Step), effect.OnVariance[row], tolerance);
                    Agree.Absolute((up.Te - down.Te) / (2 * Step), effect.OnEfficiency[row], 1e-6);
                }
                Agree.Relative(effect.OnEfficiency.Average(), effect.AverageOnEfficiency, 1e-12);
                Assert.Equal(0, effect.AverageOnEfficiencyError);
            }
        }
    }

    [Fact]
    public void Under_the_scaling_property_the_effect_on_the_mean_is_the_coefficient_times_the_mean()
    {
        (FrontierLikelihood model, double[] theta) = Model(new Weibull(), true);
        MarginalEffect effect = MarginalEffects.Of(model, theta, new Matrix(theta.Length, theta.Length)).Single(e => e.Name == "s1");
        RowLaws laws = model.RowLaws(theta)!;
        double coefficient = theta[Array.FindIndex([.. model.Parameters], p => p.Block == BlockNames.InefficiencyScaling)];
        for (int i = 0; i < effect.OnMean.Length; i++)
            Agree.Relative(coefficient * model.Law.Mean(laws.Inefficiency[i]), effect.OnMean[i], 1e-13);
    }

    [Fact]
    public void Inefficiency_that_decays_has_effects_that_decay_and_errors_that_know_of_the_decay()
    {
        var random = new RandomSource(8);
        UnitIndex units = FrontierSamples.Units(12, 5, random, missing: 0);
        Design design = FrontierSamples.Design(60, units, FrontierSamples.Indices.LogU, random);
        FrontierLikelihood model = new FrontierSpecification { Model = "bc92" }.Build(design, 1);
        double[] theta = [1, 0.5, -0.3, -0.8, 0.6, Math.Log(0.05), 0.1];
        Matrix covariance = Matrix.Identity(7);
        foreach (ref double value in covariance.Values)
            value *= 0.01;
        MarginalEffect effect = Assert.Single(MarginalEffects.Of(model, theta, covariance));
        // h = exp(−0.1(t − T)): one period earlier inefficiency and its effect are e^0.1 as large.
        Agree.Relative(Math.Exp(0.1), effect.OnMean[0] / effect.OnMean[1], 1e-12);
        double phi = Math.Sqrt(2 / Math.PI), gamma = 0.6;
        double[] g = design.Block(BlockNames.InefficiencyVariance)!.Values.Column(1).ToArray();
        double Average(double a, double c, double eta) => Enumerable.Range(0, 60)
            .Average(i => 0.5 * c * phi * Math.Exp(0.5 * (a + c * g[i]) - eta * (units.PeriodOfRow![i] - units.LastPeriod)));
        Agree.Relative(Average(-0.8, gamma, 0.1), effect.AverageOnMean, 1e-12);
        const double H = 1e-5;
        double[] slopes =
        [
            (Average(-0.8 + H, gamma, 0.1) - Average(-0.8 - H, gamma, 0.1)) / (2 * H),
            (Average(-0.8, gamma + H, 0.1) - Average(-0.8, gamma - H, 0.1)) / (2 * H),
            (Average(-0.8, gamma, 0.1 + H) - Average(-0.8, gamma, 0.1 - H)) / (2 * H),
        ];
        Agree.Relative(0.1 * Math.Sqrt(slopes.Sum(s => s * s)), effect.AverageOnMeanError, 1e-7);
    }

    [Fact]
    public void Effects_at_the_means_are_those_of_a_row_with_the_mean_of_every_index()
    {
        (FrontierLikelihood model, double[] theta) = Model(new TruncatedNormal(), false);
        Matrix covariance = Matrix.Identity(theta.Length);
        MarginalEffect effect = MarginalEffects.Of(model, theta, covariance).Single(e => e.Name == "z1");
        double[] mu = FrontierSamples.Index(model, theta, BlockNames.InefficiencyMean), a = FrontierSamples.Index(model, theta, BlockNames.InefficiencyVariance);
        double r = mu.Average() / Math.Exp(0.5 * a.Average());
        double coefficient = theta[Array.FindIndex([.. model.Parameters], p => p is { Block: BlockNames.InefficiencyMean, Name: "z1" })];
        Agree.Relative(coefficient * NormalTail.TruncatedVariance(r), effect.AtMeans!.OnMean, 1e-10);
        Assert.True(effect.AtMeans.OnMeanError > 0);
        Assert.True(effect.AverageOnEfficiency * effect.AverageOnMean < 0);
    }

    private static (FrontierLikelihood Model, double[] Theta) Model(InefficiencyLaw law, bool scaling)
    {
        var random = new RandomSource(19);
        Design design = FrontierSamples.Design(30, null, FrontierSamples.Indices.LogU | (law.HasMean ? FrontierSamples.Indices.Mean : 0), random);
        if (scaling)
        {
            Matrix z = new(30, 1);
            for (int i = 0; i < 30; i++)
                z[i, 0] = 0.5 * random.NextNormal();
            design = FrontierSamples.With(design, design.Response, [.. design.Blocks, new DesignBlock(BlockNames.InefficiencyScaling, ["s1"], z)]);
        }
        FrontierLikelihood model = new FrontierSpecification { Model = "pooled", Law = law }.Build(design, 1);
        LawPoint at = law.StartsOf(0.3)[0];
        double[] theta = [.. model.Parameters.Select(p => (p.Block, p.Name) switch
        {
            (BlockNames.InefficiencyMean, BlockNames.Intercept) => law.HasLogarithmicScale ? at.Mu : 0.3,
            (BlockNames.InefficiencyVariance, BlockNames.Intercept) => at.LogVariance,
            (BlockNames.Law, _) => Math.Log(1.2 * at.Shape),
            (BlockNames.InefficiencyMean, _) => 0.25,
            (BlockNames.InefficiencyVariance, _) => -0.3,
            (BlockNames.InefficiencyScaling, _) => 0.4,
            _ => 0.1,
        })];
        return (model, theta);
    }

    /// <summary>The law of a row when one determinant is moved, from names alone.</summary>
    private static LawPoint PointAt(FrontierLikelihood model, double[] theta, int row, string name, double by)
    {
        double Index(string block) => FrontierSamples.Index(model, theta, block)[row]
            + by * theta.Where((_, j) => model.Parameters[j].Block == block && model.Parameters[j].Name == name).Sum();
        double shape = model.Law.Shape is null ? double.NaN : Math.Exp(theta[Array.FindIndex([.. model.Parameters], p => p.Block == BlockNames.Law)]);
        return model.Law.Rescaled(model.Law.At(Index(BlockNames.InefficiencyMean), Index(BlockNames.InefficiencyVariance), shape), Index(BlockNames.InefficiencyScaling));
    }

    private static (double Mean, double Variance, double Te) Moments(InefficiencyLaw law, LawPoint at)
    {
        double end = law.UpperEnd(at), centre = Math.Max(law.Centre(at), 0.1);
        double te = Quadrature.Integrate(
            x => Math.Exp(x) is var u && u < end && u > 1e-200 ? Math.Exp(law.LogDensity(at, u, x) + x - u) : 0, double.NegativeInfinity, Math.Log(Math.Min(end, 1e30)), 1e-14, 1e-12,
            [Math.Log(centre) - 8, Math.Log(centre) - 2, Math.Log(centre), Math.Log(centre) + 1, Math.Log(centre) + 3]).Value;
        return (law.Mean(at), law.Variance(at), te);
    }
}
