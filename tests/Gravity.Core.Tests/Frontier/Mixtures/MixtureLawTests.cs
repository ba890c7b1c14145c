using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Mixtures;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Frontier.Mixtures;

public sealed class MixtureLawTests
{
    private static readonly IConditionalLaw[] Components = [new TruncatedNormalLaw(0.4, 0.3), new TruncatedNormalLaw(-0.5, 0.6), new TruncatedNormalLaw(2, 0.2)];

    [Fact]
    public void Moments_and_quantiles_are_those_of_the_density()
    {
        var law = new MixtureLaw([0.5, 0.3, 0.2], Components);
        double Integral(Func<double, double> of, double to = double.PositiveInfinity) =>
            Quadrature.Integrate(u => of(u) * Math.Exp(law.LogDensity(u)), 0, to, relativeTolerance: 1e-12, breaks: [0.1, 0.4, 1, 1.5, 2, 2.5]).Value;
        Assert.Equal(1, Integral(_ => 1), 1e-10);
        double mean = Integral(u => u);
        Assert.Equal(mean, law.Mean, 1e-10);
        Assert.Equal(Integral(u => (u - mean) * (u - mean)), law.Variance, 1e-10);
        foreach (double t in new[] { -2, -1, 0.5 })
            Assert.Equal(Math.Log(Integral(u => Math.Exp(t * u))), law.LogMomentGenerating(t), 1e-9);
        foreach (double p in new[] { 1e-6, 0.025, 0.3, 0.79, 0.85, 0.975, 1 - 1e-9 })
        {
            double quantile = law.Quantile(p);
            Assert.Equal(p, law.Cdf(quantile), 1e-13);
            Assert.Equal(p, Quadrature.Integrate(u => Math.Exp(law.LogDensity(u)), 0, quantile, relativeTolerance: 1e-12, breaks: [0.4, 2]).Value, 1e-9);
        }
        double height = law.LogDensity(law.Mode);
        for (double u = 0; u < 3; u += 0.001)
            Assert.True(height >= law.LogDensity(u) - 1e-7, $"higher at {u}");
        Assert.Equal(0, law.Likeliest);
        Assert.Equal(0, law.Quantile(0));
        Assert.True(double.IsPositiveInfinity(law.Quantile(1)));
        Assert.True(double.IsNaN(law.Quantile(1.1)));
    }

    [Fact]
    public void The_mode_of_overlapping_components_is_the_highest_point()
    {
        var law = new MixtureLaw([0.5, 0.5], [new TruncatedNormalLaw(1, 0.5), new TruncatedNormalLaw(1.4, 0.5)]);
        double mode = law.Mode;
        Assert.InRange(mode, 1, 1.4);
        Assert.Equal(1.2, mode, 0.01);
        Assert.True(law.LogDensity(mode) >= law.LogDensity(mode + 1e-3) && law.LogDensity(mode) >= law.LogDensity(mode - 1e-3));
    }

    [Fact]
    public void An_atom_at_zero_is_in_quantiles_draws_and_moments()
    {
        var half = new TruncatedNormalLaw(0.2, 0.5);
        var law = new MixtureLaw([0.4, 0.6], [DegenerateLaw.Instance, half]);
        Assert.Equal(0.4, law.Atom, 1e-15);
        Assert.Equal(0.6 * half.Mean, law.Mean, 1e-14);
        Assert.Equal(0, law.Quantile(0.25));
        Assert.Equal(0, law.Quantile(0.4));
        Assert.Equal(half.Quantile((0.7 - 0.4) / 0.6), law.Quantile(0.7), 1e-12);
        Assert.Equal(0.4, law.Cdf(0), 1e-15);
        Assert.Equal(0.2, law.Mode, 1e-8);
        Assert.Equal(0, new MixtureLaw([0.6, 0.4], [DegenerateLaw.Instance, half]).Mode);
        Assert.True(double.IsNaN(law.LogDensity(0.3)));
        Assert.Equal(Math.Log(0.4 + 0.6 * Math.Exp(half.LogMomentGenerating(-1))), law.LogMomentGenerating(-1), 1e-14);
        var random = new RandomSource(5);
        double[] draws = [.. Enumerable.Range(0, 40_000).Select(_ => law.Sample(random))];
        Assert.Equal(0.4, draws.Count(u => u == 0) / 40_000.0, 0.01);
        Assert.Equal(law.Mean, draws.Average(), 0.01);
        Assert.All(draws, u => Assert.True(u >= 0));
    }

    [Fact]
    public void Components_of_probability_zero_do_not_count()
    {
        var law = new MixtureLaw([1, 0], [Components[0], new TruncatedNormalLaw(double.NaN, 1)]);
        Assert.Equal(Components[0].Mean, law.Mean);
        Assert.Equal(Components[0].Quantile(0.9), law.Quantile(0.9));
        Assert.Equal(Components[0].LogMomentGenerating(-1), law.LogMomentGenerating(-1), 1e-15);
    }
}
