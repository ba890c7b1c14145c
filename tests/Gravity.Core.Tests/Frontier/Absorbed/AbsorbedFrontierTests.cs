using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Absorbed;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;

namespace Gravity.Core.Tests.Frontier.Absorbed;

/// <summary>The frontier with absorbed effects: derivatives, the identity with indicators, invariance.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class AbsorbedFrontierTests
{
    private static readonly FitOptions Single = new() { Threads = 1 };

    public static TheoryData<string, FrontierSide, bool> Members
    {
        get
        {
            var data = new TheoryData<string, FrontierSide, bool>();
            foreach (InefficiencyLaw law in (InefficiencyLaw[])[.. ConjugateLaw.Members, new Rayleigh()])
                foreach (FrontierSide side in Enum.GetValues<FrontierSide>())
                    foreach (bool indices in new[] { false, true })
                        data.Add(law.Key, side, indices);
            return data;
        }
    }

    public static TheoryData<string, string> LawsAndEffects
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string law in new[] { "half-normal", "truncated-normal", "exponential", "rayleigh" })
                foreach (string effects in new[] { "exporter^year", "exporter^year+importer^year", "exporter+importer+year" })
                    data.Add(law, effects);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Derivatives_agree_with_differences(string key, FrontierSide side, bool indices)
    {
        InefficiencyLaw law = Law(key);
        foreach (string effects in new[] { "pair", "exporter^year+importer^year", "exporter^year+importer^year+pair" })
        {
            for (int seed = 1; seed <= 4; seed++)
            {
                var random = new RandomSource(seed);
                double gamma = seed > 3 ? 0.99 : 0.05 + 0.9 * random.NextUniform(), kappa = -3 + 6 * random.NextUniform();
                AbsorbedPanel sample = AbsorbedPanel.Draw(
                    7, 6, 5, law, side, random, Math.Sqrt(gamma), Math.Sqrt(1 - gamma), kappa * Math.Sqrt(gamma), Indices(law, indices));
                var model = new AbsorbedFrontier(sample.With(effects), law, side, 1);
                FrontierPoint point = FrontierPoint.Draw(model, random, gamma, kappa, 0);
                // Slopes near those of the data, so that residuals are of the size that matters.
                for (int j = 0; j < 2; j++)
                    point.Theta[j] = (j == 0 ? 0.5 : -0.3) + 0.2 * random.NextNormal();
                DerivativeCheck check = GradientChecker.Probe(model, point.Theta, point.Scales);
                Assert.True(check.Worst <= 1e-6, string.Create(
                    CultureInfo.InvariantCulture, $"{effects}, seed {seed}: gradient off by {check.Gradient:E1}, Hessian by {check.Hessian:E1}"));
                Matrix scores = new(model.UnitCount, model.Dimension);
                model.Scores(point.Theta, scores);
                var gradient = new double[model.Dimension];
                model.Evaluate(point.Theta, gradient, default);
                for (int j = 0; j < gradient.Length; j++)
                {
                    double size = 0, sum = 0;
                    foreach (double score in scores.Column(j))
                        (sum, size) = (sum + score, size + Math.Abs(score));
                    Assert.Equal(gradient[j], sum, (law is Rayleigh ? 1e-8 : 1e-9) * size);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(LawsAndEffects))]
    public void Estimates_are_those_with_an_indicator_a_group(string key, string effects)
    {
        InefficiencyLaw law = Law(key);
        foreach (FrontierSide side in Enum.GetValues<FrontierSide>())
            foreach (bool indices in law.HasMean ? new[] { false } : [false, true])
                CompareWithIndicators(law, effects, side, Indices(law, indices));
    }

    private static void CompareWithIndicators(InefficiencyLaw law, string effects, FrontierSide side, FrontierSamples.Indices indices)
    {
        var specification = new FrontierSpecification { Model = "pooled", Law = law, Side = side };
        FrontierFit? own = null, indicators = null;
        AbsorbedPanel sample = null!;
        // Both have the supremum at σ_v = 0; the pooled fit does not step aside, so the sample is one in which both end inside.
        for (int seed = 11; seed < 40; seed++)
        {
            var random = new RandomSource(seed);
            sample = AbsorbedPanel.Draw(16, 16, 2, law, side, random, 1, 0.5, 0.8, indices);
            own = FrontierEstimator.Fit(specification, new AbsorbedFrontier(sample.With(effects), law, side, 1), Single);
            indicators = FrontierEstimator.Fit(specification, new PooledFrontier(sample.WithIndicators(effects), law, side, 1), Single);
            if (own.Result.Termination == TerminationWords.Gradient && indicators.Result.Termination == TerminationWords.Gradient)
                break;
        }
        Assert.Equal(TerminationWords.Gradient, own!.Result.Termination);
        Assert.Equal(indicators!.Result.Termination, own.Result.Termination);
        Assert.Equal(indicators.Result.LogLikelihood, own.Result.LogLikelihood, 1e-10 * Math.Abs(own.Result.LogLikelihood));
        Assert.Equal(indicators.Result.ParameterCount, own.Result.ParameterCount);
        Assert.Equal(indicators.Result.OlsLogLikelihood!.Value, own.Result.OlsLogLikelihood!.Value, 1e-9 * Math.Abs(own.Result.LogLikelihood));
        // The Rayleigh kernel has no more digits than 1e-8 itself: a maximum found along two ways differs by that.
        double digits = law is Rayleigh ? 1e-7 : 1e-8;
        foreach (ParameterEstimate estimate in own.Result.Parameters)
        {
            ParameterEstimate other = indicators.Result.Parameter(estimate.Block, estimate.Name);
            Assert.Equal(other.Estimate, estimate.Estimate, digits * Math.Max(1, Math.Abs(other.Estimate)));
            Assert.Equal(other.StandardError, estimate.StandardError, digits * other.StandardError);
        }
        Assert.Equal(indicators.Result.InefficiencyTest!.Statistic, own.Result.InefficiencyTest!.Statistic, 1e-7);
        Assert.Equal(indicators.Result.MeanEfficiency!.Value, own.Result.MeanEfficiency!.Value, 1e-8);
        ConditionalInefficiency mine = own.Likelihood.Conditional(own.Result.Theta), theirs = indicators.Likelihood.Conditional(indicators.Result.Theta);
        for (int i = 0; i < mine.RowCount; i++)
        {
            Assert.Equal(theirs.Frontier[i], mine.Frontier[i], 1e-7);
            Assert.Equal(theirs.Laws[i].Mean, mine.Laws[i].Mean, 1e-7);
            Assert.Equal(sample.Design.Response[i], mine.Frontier[i] + mine.Residual[i], 1e-12);
        }
    }

    private static InefficiencyLaw Law(string key) => InefficiencyLaw.All.First(l => l.Key == key);

    private static FrontierSamples.Indices Indices(InefficiencyLaw law, bool all) => !all ? FrontierSamples.Indices.None
        : law.HasMean ? FrontierSamples.Indices.All : FrontierSamples.Indices.LogU | FrontierSamples.Indices.LogV;
}
