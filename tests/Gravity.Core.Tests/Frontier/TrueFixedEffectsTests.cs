using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier;

/// <summary>The concentrated likelihood: derivatives, the identity with indicators, invariance.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class TrueFixedEffectsTests
{
    private static readonly FitOptions Single = new() { Threads = 1 };

    public static TheoryData<string, FrontierSide, bool> Members
    {
        get
        {
            var data = new TheoryData<string, FrontierSide, bool>();
            foreach (ConjugateLaw law in ConjugateLaw.Members)
                foreach (FrontierSide side in Enum.GetValues<FrontierSide>())
                    foreach (bool indices in new[] { false, true })
                        data.Add(law.Key, side, indices);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Derivatives_agree_with_differences(string key, FrontierSide side, bool indices)
    {
        ConjugateLaw law = Law(key);
        for (int seed = 1; seed <= 12; seed++)
        {
            var random = new RandomSource(seed);
            double gamma = seed > 10 ? 0.995 : 0.05 + 0.9 * random.NextUniform(), kappa = -3 + 6 * random.NextUniform();
            Design design = TrueFixedEffectsSamples.Draw(
                TrueFixedEffectsSamples.Units(20, 6, random), law, side, Indices(law, indices), random, Math.Sqrt(gamma), Math.Sqrt(1 - gamma), kappa * Math.Sqrt(gamma));
            var model = new TrueFixedEffects(design, law, side, 1);
            FrontierPoint point = FrontierPoint.Draw(model, random, gamma, kappa, 0);
            // Slopes near those of the data, so that residuals are of the size that matters.
            for (int j = 0; j < 2; j++)
                point.Theta[j] = (j == 0 ? 0.5 : -0.3) + 0.2 * random.NextNormal();
            DerivativeCheck check = GradientChecker.Probe(model, point.Theta, point.Scales);
            Assert.True(check.Worst <= 1e-6, string.Create(CultureInfo.InvariantCulture, $"seed {seed}: gradient off by {check.Gradient:E1}, Hessian by {check.Hessian:E1}"));
            Matrix scores = new(model.UnitCount, model.Dimension);
            model.Scores(point.Theta, scores);
            var gradient = new double[model.Dimension];
            model.Evaluate(point.Theta, gradient, default);
            for (int j = 0; j < gradient.Length; j++)
            {
                double size = 0, sum = 0;
                foreach (double score in scores.Column(j))
                    (sum, size) = (sum + score, size + Math.Abs(score));
                Assert.Equal(gradient[j], sum, 1e-11 * size);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Constants_are_the_best_of_a_grid(string key, FrontierSide side, bool indices)
    {
        ConjugateLaw law = Law(key);
        var random = new RandomSource(3);
        Design design = TrueFixedEffectsSamples.Draw(TrueFixedEffectsSamples.Units(8, 6, random), law, side, Indices(law, indices), random);
        var model = new TrueFixedEffects(design, law, side, 1);
        double[] theta = FrontierPoint.Draw(model, random, 0.8, 0.4, 0).Theta;
        double value = model.Evaluate(theta, default, default);
        double[] constants = model.ConstantsAt(theta);
        double sum = 0;
        for (int unit = 0; unit < model.UnitCount; unit++)
        {
            double best = double.NegativeInfinity;
            for (int step = -2000; step <= 2000; step++)
                best = Math.Max(best, LogLikelihood(model, design, law, side, theta, unit, constants[unit] + 0.001 * step));
            double own = LogLikelihood(model, design, law, side, theta, unit, constants[unit]);
            Assert.True(own >= best - 1e-12 * Math.Abs(best), $"{own} below {best}");
            sum += own;
        }
        Assert.Equal(sum, value, 1e-10 * Math.Abs(value));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Estimates_are_those_with_an_indicator_a_unit(string key, FrontierSide side, bool indices)
    {
        ConjugateLaw law = Law(key);
        var specification = new FrontierSpecification { Model = "pooled", Law = law, Side = side };
        FrontierFit? own = null, indicators = null;
        Design design = null!;
        // Both have the supremum at σ_v = 0; the pooled fit does not step aside, so the sample is one in which both end inside.
        for (int seed = 11; seed < 40; seed++)
        {
            var random = new RandomSource(seed);
            design = TrueFixedEffectsSamples.Draw(
                TrueFixedEffectsSamples.Units(6, 60, random), law, side, law.HasMean ? FrontierSamples.Indices.None : Indices(law, indices), random, 1, 0.5, 0.8);
            own = FrontierEstimator.Fit(specification, new TrueFixedEffects(design, law, side, 1), Single);
            indicators = FrontierEstimator.Fit(specification, new PooledFrontier(TrueFixedEffectsSamples.WithIndicators(design), law, side, 1), Single);
            if (own.Result.Termination == TerminationWords.Gradient && indicators.Result.Termination == TerminationWords.Gradient)
                break;
        }
        Assert.Equal(TerminationWords.Gradient, own!.Result.Termination);
        Assert.Equal(indicators!.Result.Termination, own.Result.Termination);
        Assert.Equal(indicators.Result.LogLikelihood, own.Result.LogLikelihood, 1e-9 * Math.Abs(own.Result.LogLikelihood));
        double[] constants = ((TrueFixedEffects)own.Likelihood).ConstantsAt(own.Result.Theta);
        for (int unit = 0; unit < constants.Length; unit++)
            Assert.Equal(indicators.Result.Parameters[unit].Estimate, constants[unit], 1e-6);
        foreach (ParameterEstimate estimate in own.Result.Parameters)
        {
            ParameterEstimate other = indicators.Result.Parameter(estimate.Block, estimate.Name);
            Assert.Equal(other.Estimate, estimate.Estimate, 1e-6 * Math.Max(other.StandardError, 1e-3));
            Assert.Equal(other.StandardError, estimate.StandardError, 1e-7 * other.StandardError);
        }
        Assert.Equal(indicators.Result.InefficiencyTest!.Statistic, own.Result.InefficiencyTest!.Statistic, 1e-7);
        ConditionalInefficiency mine = own.Likelihood.Conditional(own.Result.Theta), theirs = indicators.Likelihood.Conditional(indicators.Result.Theta);
        for (int i = 0; i < mine.RowCount; i++)
        {
            Assert.Equal(theirs.Frontier[i], mine.Frontier[i], 1e-6);
            Assert.Equal(theirs.Laws[i].Mean, mine.Laws[i].Mean, 1e-6);
            Assert.Equal(design.Response[i], mine.Frontier[i] + mine.Residual[i], 1e-12);
        }
    }

    private static double LogLikelihood(TrueFixedEffects model, Design design, ConjugateLaw law, FrontierSide side, double[] theta, int unit, double constant)
    {
        // Row by row from the composed error's own density, not through the kernel.
        double[] mu = FrontierSamples.Index(model, theta, BlockNames.InefficiencyMean);
        double[] logU = FrontierSamples.Index(model, theta, BlockNames.InefficiencyVariance), logV = FrontierSamples.Index(model, theta, BlockNames.NoiseVariance);
        double sum = 0;
        for (int i = design.Units!.Starts[unit]; i < design.Units.Starts[unit + 1]; i++)
        {
            double residual = design.Response[i] - constant - theta[0] * design.Frontier.Values[i, 1] - theta[1] * design.Frontier.Values[i, 2];
            sum += new ComposedError(law, mu[i], Math.Exp(0.5 * logU[i]), Math.Exp(0.5 * logV[i]), side).LogDensity(residual);
        }
        return sum;
    }

    private static ConjugateLaw Law(string key) => ConjugateLaw.Members.First(l => l.Key == key);

    private static FrontierSamples.Indices Indices(ConjugateLaw law, bool all) => !all ? FrontierSamples.Indices.None
        : law.HasMean ? FrontierSamples.Indices.All : FrontierSamples.Indices.LogU | FrontierSamples.Indices.LogV;
}
