using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Absorbed;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Absorbed;

/// <summary>What the frontier with absorbed effects must equal: unit constants, no effects, indicators in sandwich errors and in draws; and what must not move it.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class AbsorbedIdentityTests
{
    private static readonly FitOptions Single = new() { Threads = 1 };

    private static readonly FrontierSpecification Pooled = new() { Model = "pooled" };

    public static TheoryData<string> Laws => [.. ConjugateLaw.Members.Select(l => l.Key)];

    [Theory]
    [MemberData(nameof(Laws))]
    public void With_unit_effects_it_is_the_true_fixed_effects_model(string key)
    {
        ConjugateLaw law = Law(key);
        var random = new RandomSource(5);
        Design design = TrueFixedEffectsSamples.Draw(
            TrueFixedEffectsSamples.Units(30, 30, random), law, FrontierSide.Production, FrontierSamples.Indices.LogU | FrontierSamples.Indices.LogV, random, 1, 0.5);
        FitResult unit = FrontierEstimator.Fit(Pooled with { Law = law }, new TrueFixedEffects(design, law, FrontierSide.Production, 1), Single).Result;
        var effects = new EffectSet(design.RowCount, [EffectGroups.Of("unit", design.Units!.UnitOfRow)]);
        FitResult own = FrontierEstimator.Fit(
            Pooled with { Law = law }, new AbsorbedFrontier(new AbsorbedSample(design, effects), law, FrontierSide.Production, 1), Single).Result;
        Assert.Equal(unit.Termination, own.Termination);
        Assert.Equal(unit.LogLikelihood, own.LogLikelihood, 1e-10 * Math.Abs(unit.LogLikelihood));
        Assert.Equal(unit.ParameterCount, own.ParameterCount);
        for (int j = 0; j < unit.Parameters.Count; j++)
        {
            Assert.Equal(unit.Theta[j], own.Theta[j], 1e-8 * Math.Max(1, Math.Abs(unit.Theta[j])));
            if (double.IsFinite(unit.Parameters[j].StandardError))
                Assert.Equal(unit.Parameters[j].StandardError, own.Parameters[j].StandardError, 1e-8 * unit.Parameters[j].StandardError);
        }
        Assert.Equal(unit.MeanEfficiency!.Value, own.MeanEfficiency!.Value, 1e-8);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void With_one_effect_for_all_rows_it_is_the_plain_frontier(string key)
    {
        ConjugateLaw law = Law(key);
        AbsorbedPanel panel = AbsorbedPanel.Draw(12, 12, 4, law, FrontierSide.Cost, new RandomSource(8), 1, 0.5, 0.5);
        FrontierSpecification specification = Pooled with { Law = law, Side = FrontierSide.Cost };
        FitResult plain = FrontierEstimator.Fit(specification, panel.Design, Single).Result;
        FitResult own = FrontierEstimator.Fit(specification, new AbsorbedFrontier(panel.With("all"), law, FrontierSide.Cost, 1), Single).Result;
        Assert.Equal(plain.LogLikelihood, own.LogLikelihood, 1e-10 * Math.Abs(plain.LogLikelihood));
        Assert.Equal(plain.ParameterCount, own.ParameterCount);
        foreach (ParameterEstimate estimate in own.Parameters)
        {
            ParameterEstimate other = plain.Parameter(estimate.Block, estimate.Name);
            Assert.Equal(other.Estimate, estimate.Estimate, 1e-8 * Math.Max(1, Math.Abs(other.Estimate)));
            Assert.Equal(other.StandardError, estimate.StandardError, 1e-7 * other.StandardError);
        }
    }

    [Fact]
    public void Sandwich_and_clustered_errors_are_those_with_indicators()
    {
        const string Effects = "exporter^year+importer^year";
        AbsorbedPanel panel = AbsorbedPanel.Draw(16, 16, 2, new HalfNormal(), FrontierSide.Production, new RandomSource(6), 1, 0.5);
        var clusters = ClusterDimension.FromKeys("pair", panel.Codes("pair"));
        foreach (CovarianceRequest request in new CovarianceRequest[]
            { new() { Kind = CovarianceKind.Robust }, new() { Kind = CovarianceKind.Clustered, Clusters = [clusters] } })
        {
            FitOptions options = Single with { Covariance = request };
            FitResult own = FrontierEstimator.Fit(Pooled, new AbsorbedFrontier(panel.With(Effects), new HalfNormal(), FrontierSide.Production, 1), options).Result;
            FitResult indicators = FrontierEstimator.Fit(Pooled, new PooledFrontier(panel.WithIndicators(Effects), new HalfNormal(), FrontierSide.Production, 1), options).Result;
            foreach (ParameterEstimate estimate in own.Parameters)
                Assert.Equal(indicators.Parameter(estimate.Block, estimate.Name).StandardError, estimate.StandardError, 1e-7 * estimate.StandardError);
        }
    }

    /// <summary>Draws of θ with effects given θ have the variances of the locations under the normal law of all coefficients of the indicator model.</summary>
    [Fact]
    public void Draws_of_effects_have_the_covariance_of_the_indicators()
    {
        const string Effects = "exporter^year+importer^year";
        AbsorbedPanel panel = AbsorbedPanel.Draw(16, 16, 2, new HalfNormal(), FrontierSide.Production, new RandomSource(6), 1, 0.5);
        FrontierFit own = FrontierEstimator.Fit(Pooled, new AbsorbedFrontier(panel.With(Effects), new HalfNormal(), FrontierSide.Production, 1), Single);
        Design indicators = panel.WithIndicators(Effects);
        FitResult dummies = FrontierEstimator.Fit(Pooled, new PooledFrontier(indicators, new HalfNormal(), FrontierSide.Production, 1), Single).Result;
        Assert.Equal(TerminationWords.Gradient, own.Result.Termination);
        Assert.Equal(TerminationWords.Gradient, dummies.Termination);
        Func<IReadOnlyList<double>, RandomSource, ConditionalInefficiency> draw = own.Likelihood.Draws(own.Result.Theta)!;
        var parameters = new Core.Potential.ParameterDraws(own.Result.Theta, own.Result.Covariance.Matrix);
        int rows = panel.Design.RowCount, count = 3000;
        double[] centre = own.Conditional().Frontier, mean = new double[rows], square = new double[rows];
        for (int s = 0; s < count; s++)
        {
            var random = new RandomSource(99, s);
            double[] frontier = draw(parameters.Next(random), random).Frontier;
            for (int i = 0; i < rows; i++)
            {
                double d = frontier[i] - centre[i];
                mean[i] += d / count;
                square[i] += d * d / count;
            }
        }
        int k = indicators.Frontier.Columns;
        double worst = 0, average = 0;
        for (int i = 0; i < rows; i++)
        {
            double variance = 0;
            for (int a = 0; a < k; a++)
                for (int b = 0; b < k; b++)
                    variance += indicators.Frontier.Values[i, a] * dummies.Covariance.Matrix[a, b] * indicators.Frontier.Values[i, b];
            worst = Math.Max(worst, Math.Abs(square[i] / variance - 1));
            average += square[i] / variance / rows;
            Assert.True(Math.Abs(mean[i]) < 5 * Math.Sqrt(variance / count));
        }
        // √(2/3000) = 2.6 % for one row.
        Assert.True(worst < 0.13, string.Create(CultureInfo.InvariantCulture, $"worst {worst}"));
        Assert.Equal(1, average, 0.01);
    }

    [Fact]
    public void Estimates_follow_the_units_of_the_data_and_not_the_order_of_rows_or_the_threads()
    {
        const string Effects = "exporter^year+importer^year+pair";
        // More rows than one thread is given alone.
        AbsorbedPanel panel = AbsorbedPanel.Draw(46, 46, 18, new HalfNormal(), FrontierSide.Production, new RandomSource(2), 0.8, 0.4, missing: 0.1, pairEffects: true);
        FitResult plain = Fit(panel, Effects, 1), threads = Fit(panel, Effects, 3);
        Assert.True(panel.Design.RowCount > 30_000);
        Assert.Equal(TerminationWords.Gradient, plain.Termination);
        Assert.Equal(plain.Theta, threads.Theta);
        Assert.Equal(plain.LogLikelihood, threads.LogLikelihood);
        Assert.Equal(plain.Covariance.Matrix.Values.ToArray(), threads.Covariance.Matrix.Values.ToArray());
        var order = Enumerable.Range(0, panel.Design.RowCount).ToArray();
        new Random(1).Shuffle(order);
        FitResult shuffled = Fit(panel.Rows(order), Effects, 2);
        Assert.Equal(plain.LogLikelihood, shuffled.LogLikelihood, 1e-10 * Math.Abs(plain.LogLikelihood));
        for (int j = 0; j < plain.Theta.Length; j++)
        {
            Assert.Equal(plain.Theta[j], shuffled.Theta[j], 1e-8);
            Assert.Equal(plain.Parameters[j].StandardError, shuffled.Parameters[j].StandardError, 1e-7 * plain.Parameters[j].StandardError);
        }
        Matrix x = panel.Design.Frontier.Values.Clone();
        foreach (ref double value in x.Column(1))
            value = 1e-4 * value + 7;
        Design other = FrontierSamples.With(
            panel.Design, Array.ConvertAll(panel.Design.Response, y => 1e6 * y - 3e7), [panel.Design.Frontier with { Values = x }, .. panel.Design.Blocks.Skip(1)]);
        FitResult scaled = Fit(panel with { Design = other }, Effects, 2);
        Assert.Equal(plain.LogLikelihood - panel.Design.RowCount * Math.Log(1e6), scaled.LogLikelihood, 1e-9 * Math.Abs(scaled.LogLikelihood));
        Assert.Equal(1e10 * plain.Theta[0], scaled.Theta[0], 1e-7 * Math.Abs(scaled.Theta[0]));
        Assert.Equal(1e6 * plain.DerivedValue("sigmaU"), scaled.DerivedValue("sigmaU"), 1e-7 * scaled.DerivedValue("sigmaU"));
        Assert.Equal(1e10 * plain.Parameters[0].StandardError, scaled.Parameters[0].StandardError, 1e-6 * scaled.Parameters[0].StandardError);
    }

    [Fact]
    public void The_same_point_gives_the_same_bits_whatever_was_evaluated_before()
    {
        AbsorbedPanel panel = AbsorbedPanel.Draw(8, 8, 3, new Exponential(), FrontierSide.Production, new RandomSource(4));
        var model = new AbsorbedFrontier(panel.With("exporter^year+importer^year"), new Exponential(), FrontierSide.Production, 1);
        double[] first = model.Starts(1)[0], second = Array.ConvertAll(first, t => 0.9 * t + 0.05);
        double[] expected = All(model, first);
        Assert.NotEqual(expected, All(model, second));
        Assert.Equal(expected, All(model, first));
        model.Climb([second], Single);
        Assert.Equal(expected, All(model, first));
        var together = new double[8][];
        Parallel.For(0, together.Length, i => together[i] = All(model, i % 2 == 0 ? first : second));
        for (int i = 0; i < together.Length; i += 2)
            Assert.Equal(expected, together[i]);
    }

    private static double[] All(AbsorbedFrontier model, double[] theta)
    {
        int p = model.Dimension;
        var gradient = new double[p];
        var hessian = new double[p * p];
        Matrix scores = new(model.UnitCount, p);
        double value = model.Evaluate(theta, gradient, hessian);
        model.Scores(theta, scores);
        return [value, .. gradient, .. hessian, .. scores.Values];
    }

    private static FitResult Fit(AbsorbedPanel panel, string effects, int threads) => FrontierEstimator.Fit(
        Pooled, new AbsorbedFrontier(panel.With(effects), new HalfNormal(), FrontierSide.Production, threads), new FitOptions { Threads = threads }).Result;

    private static ConjugateLaw Law(string key) => ConjugateLaw.Members.First(l => l.Key == key);
}
