using Gravity.Core.Frontier;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Frontier.Steps;

/// <summary>The sum of two truncated normal parts against the convolution integral, and the sum with a known part.</summary>
public sealed class TruncatedNormalSumTests
{
    /// <summary>μ_1, σ_1, μ_2, σ_2: ordinary, lopsided, exponential-like and nearly normal parts.</summary>
    public static TheoryData<double, double, double, double> Parts => new()
    {
        { 0.2, 0.3, 0.1, 0.25 }, { -0.4, 0.3, 0.5, 0.2 }, { 0.3, 0.02, -0.1, 0.4 }, { -30, 0.5, 0.4, 0.3 }, { -20, 0.3, -30, 0.3 }, { 3, 0.2, 2, 0.4 }, { 0, 1, 0, 1 },
        { 3, 0.2, 0.05, 0.01 }, { -8, 0.7, -3, 0.4 },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Density_is_the_convolution(double mu1, double sigma1, double mu2, double sigma2)
    {
        var (one, two) = (new TruncatedNormalLaw(mu1, sigma1), new TruncatedNormalLaw(mu2, sigma2));
        var sum = new TruncatedNormalSum(one, two);
        var turned = new TruncatedNormalSum(two, one);
        double mean = one.Mean + two.Mean, deviation = Math.Sqrt(one.Variance + two.Variance);
        foreach (double z in new[] { -6, -2, -1, 0, 1, 2.5, 5, 9 })
        {
            double s = mean + z * deviation;
            if (s <= 0)
                s = mean * Math.Exp(z);
            double shift = new[] { one.Mean, s - two.Mean, 0.5 * s }.Where(x => x > 0 && x < s).Max(x => one.LogDensity(x) + two.LogDensity(s - x));
            double integral = Quadrature.Integrate(
                x => Math.Exp(one.LogDensity(x) + two.LogDensity(s - x) - shift), 0, s, relativeTolerance: 1e-13,
                breaks: [one.Mean, one.Quantile(0.1), one.Quantile(0.9), s - two.Mean, s - two.Quantile(0.1), s - two.Quantile(0.9)]).Value;
            Assert.Equal(Math.Log(integral) + shift, sum.LogDensity(s), 1e-10 * Math.Max(1, Math.Abs(sum.LogDensity(s))));
            Assert.Equal(sum.LogDensity(s), turned.LogDensity(s), 1e-11 * Math.Max(1, Math.Abs(sum.LogDensity(s))));
        }
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Mass_moments_mode_and_quantiles_are_those_of_the_density(double mu1, double sigma1, double mu2, double sigma2)
    {
        var sum = new TruncatedNormalSum(new TruncatedNormalLaw(mu1, sigma1), new TruncatedNormalLaw(mu2, sigma2));
        double deviation = Math.Sqrt(sum.Variance);
        double[] breaks = [0.01 * sum.Mean, sum.Mean - deviation, sum.Mean, sum.Mean + deviation, sum.Mean + 5 * deviation];
        double Integral(Func<double, double> of, double from, double to) =>
            Quadrature.Integrate(s => of(s) * Math.Exp(sum.LogDensity(s)), from, to, relativeTolerance: 1e-12, breaks: breaks).Value;

        Assert.Equal(1, Integral(_ => 1, 0, double.PositiveInfinity), 1e-10);
        Assert.Equal(sum.Mean, Integral(s => s, 0, double.PositiveInfinity), 1e-10 * sum.Mean);
        Assert.Equal(sum.Variance, Integral(s => (s - sum.Mean) * (s - sum.Mean), 0, double.PositiveInfinity), 1e-9 * sum.Variance);
        Assert.Equal(sum.LogMomentGenerating(-1), Math.Log(Integral(s => Math.Exp(-s), 0, double.PositiveInfinity)), 1e-10);
        foreach (double p in new[] { 0.001, 0.025, 0.3, 0.5, 0.75, 0.975, 0.9999 })
            Assert.Equal(p, Integral(_ => 1, 0, sum.Quantile(p)), 1e-10);
        double top = sum.LogDensity(sum.Mode);
        Assert.True(top >= sum.LogDensity(sum.Mode * (1 - 1e-4)) && top >= sum.LogDensity(sum.Mode * (1 + 1e-4)));
        Assert.Equal(0, (sum.LogDensity(sum.Mode + 1e-5 * deviation) - sum.LogDensity(sum.Mode - 1e-5 * deviation)) / 2e-5, 1e-4);
    }

    [Fact]
    public void Ends_are_what_they_must_be()
    {
        var sum = new TruncatedNormalSum(new TruncatedNormalLaw(0.1, 0.2), new TruncatedNormalLaw(-0.3, 0.4));
        Assert.Equal(0, sum.Quantile(0));
        Assert.Equal(double.PositiveInfinity, sum.Quantile(1));
        Assert.Equal(double.NaN, sum.Quantile(1.5));
        Assert.Equal(double.NegativeInfinity, sum.LogDensity(-0.1));
        var broken = new TruncatedNormalSum(new TruncatedNormalLaw(double.NaN, 0.2), new TruncatedNormalLaw(-0.3, 0.4));
        Assert.Equal(double.NaN, broken.Mean);
        Assert.Equal(double.NaN, broken.Quantile(0.5));
        Assert.Equal(double.NaN, broken.Mode);
    }

    [Fact]
    public void Draws_have_the_quantiles()
    {
        var sum = new TruncatedNormalSum(new TruncatedNormalLaw(0.1, 0.2), new TruncatedNormalLaw(-0.3, 0.4));
        var random = new RandomSource(3);
        double quantile = sum.Quantile(0.9);
        int below = Enumerable.Range(0, 40_000).Count(_ => sum.Sample(random) <= quantile);
        Assert.Equal(0.9, below / 40_000.0, 0.006);
    }

    [Fact]
    public void A_known_part_shifts_the_other()
    {
        var law = new TruncatedNormalLaw(0.1, 0.3);
        IConditionalLaw shifted = TruncatedNormalSum.Of(DegenerateLaw.At(0.4), law);
        Assert.Equal(0.4 + law.Mean, shifted.Mean, 1e-15);
        Assert.Equal(law.Variance, shifted.Variance);
        Assert.Equal(0.4 + law.Mode, shifted.Mode, 1e-15);
        Assert.Equal(-0.4 + law.LogMomentGenerating(-1), shifted.LogMomentGenerating(-1), 1e-15);
        Assert.Equal(0.4 + law.Quantile(0.3), shifted.Quantile(0.3), 1e-15);
        Assert.Equal(law.LogDensity(0.2), shifted.LogDensity(0.6), 1e-12);
        Assert.Equal(double.NegativeInfinity, shifted.LogDensity(0.3));
        Assert.True(shifted.Sample(new RandomSource(1)) > 0.4);
        Assert.Same(law, TruncatedNormalSum.Of(law, DegenerateLaw.Instance));
        Assert.Equal(0.7, TruncatedNormalSum.Of(DegenerateLaw.At(0.4), DegenerateLaw.At(0.3)).Quantile(0.99), 1e-15);
        Assert.Contains("Shifted", Assert.Throws<ArgumentException>(() => TruncatedNormalSum.Of(shifted, law)).Message, StringComparison.Ordinal);
    }
}
