using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Frontier.Distributions;

public class TruncatedNormalLawTests
{
    private const double Sigma = 0.7;

    public static TheoryData<double> StandardLocations =>
        [-1e5, -1e4, -300, -12, -5, -2, -0.9, -0.3, 0, 0.3, 0.9, 1.1, 2, 5, 12, 40, 1e4];

    [Theory]
    [MemberData(nameof(StandardLocations))]
    public void Moments_agree_with_quadrature(double z)
    {
        var law = new TruncatedNormalLaw(z * Sigma, Sigma);
        var oracle = new TruncatedNormalOracle(z);
        Agree.Relative(Sigma * oracle.Mean, law.Mean, 1e-12);
        Agree.Relative(Sigma * Sigma * oracle.Variance, law.Variance, 1e-11);
        Assert.Equal(Math.Max(0, z * Sigma), law.Mode);
    }

    [Theory]
    [MemberData(nameof(StandardLocations))]
    public void Log_moment_generating_function_agrees_with_quadrature_relatively(double z)
    {
        var law = new TruncatedNormalLaw(z * Sigma, Sigma);
        var oracle = new TruncatedNormalOracle(z);
        foreach (double a in (double[])[-9, -2.5, -1, -0.3, -0.1, -1e-3, -1e-7, 1e-7, 1e-3, 0.1, 0.3, 1, 2.5])
            Agree.Relative(oracle.LogMomentGenerating(a), law.LogMomentGenerating(a / Sigma), 2e-12);
    }

    [Fact]
    public void Log_moment_generating_function_has_its_limits()
    {
        // Exponential: −ln(1 + m), m = σ*/|z| (1 + O(z⁻²)). Normal: tμ + t²σ²/2.
        var exponential = new TruncatedNormalLaw(-1e8, 1);
        Agree.Relative(-Math.Log(1.5), exponential.LogMomentGenerating(-0.5e8), 1e-12);
        var normal = new TruncatedNormalLaw(1e5, 1);
        Agree.Relative(-1e5 + 0.5, normal.LogMomentGenerating(-1), 1e-15);
        Assert.Equal(0, normal.LogMomentGenerating(0));
    }

    [Theory]
    [MemberData(nameof(StandardLocations))]
    public void Quantile_leaves_the_stated_probability_above_it(double z)
    {
        var law = new TruncatedNormalLaw(z * Sigma, Sigma);
        var oracle = new TruncatedNormalOracle(z);
        // The quantile is known to an ulp of itself, which moves a probability by up to density × ulp.
        double tolerance = Math.Max(1e-11, 1e-15 * Math.Abs(z));
        foreach (double p in (double[])[0.001, 0.025, 0.3, 0.5, 0.7, 0.975, 0.999, 1 - 1e-9])
            Agree.Relative(1 - p, oracle.Survival(law.Quantile(p) / Sigma), p > 0.9999 ? 1e-6 : 100 * tolerance);
    }

    [Fact]
    public void Quantile_of_a_tiny_probability_keeps_its_digits()
    {
        // P(u ≤ q) ≈ q·density(0), with density(0) = λ(z)/σ.
        foreach (double z in (double[])[-1e4, -3, 0, 1])
            Agree.Relative(1e-12 / NormalTail.InverseMills(z), new TruncatedNormalLaw(z, 1).Quantile(1e-12), 1e-10);
    }

    [Fact]
    public void Quantile_tends_to_the_exponential_and_the_normal()
    {
        foreach (double p in (double[])[1e-6, 0.025, 0.5, 0.975])
        {
            Agree.Relative(-Math.Log(1 - p) * 1e-7, new TruncatedNormalLaw(-1e7, 1).Quantile(p), 1e-10);
            Agree.Absolute(1e5 + NormalTail.Quantile(p), new TruncatedNormalLaw(1e5, 1).Quantile(p), 1e-10);
        }
    }

    [Fact]
    public void Quantile_at_the_ends_and_outside()
    {
        var law = new TruncatedNormalLaw(-1, 1);
        Assert.Equal(0, law.Quantile(0));
        Assert.Equal(double.PositiveInfinity, law.Quantile(1));
        Assert.Equal(double.NaN, law.Quantile(-0.1));
        Assert.Equal(double.NaN, law.Quantile(1.1));
    }

    [Theory]
    [InlineData(-1e5)]
    [InlineData(-30)]
    [InlineData(-2)]
    [InlineData(-0.3)]
    [InlineData(-0.2)]
    [InlineData(0)]
    [InlineData(1.5)]
    [InlineData(1e5)]
    public void Draws_follow_the_law(double z)
    {
        const int Count = 40_000;
        var law = new TruncatedNormalLaw(z * Sigma, Sigma);
        var oracle = new TruncatedNormalOracle(z);
        var random = new RandomSource(17, 3);
        double[] draws = new double[Count];
        for (int i = 0; i < Count; i++)
            draws[i] = law.Sample(random);
        Array.Sort(draws);
        Assert.True(draws[0] >= 0);

        double mean = draws.Average();
        double variance = draws.Sum(d => (d - mean) * (d - mean)) / Count;
        double fourth = Sigma * Sigma * Sigma * Sigma * oracle.Expectation(x => Math.Pow(x - oracle.Mean, 4));
        Agree.Absolute(law.Mean, mean, 4 * Math.Sqrt(law.Variance / Count));
        Agree.Absolute(law.Variance, variance, 4 * Math.Sqrt((fourth - law.Variance * law.Variance) / Count));

        // Kolmogorov–Smirnov at quantiles of the law, whose accuracy is tested above. P(√n·D > 1.95) ≈ 0.001.
        double distance = 0;
        for (int k = 1; k < 200; k++)
        {
            int below = Array.BinarySearch(draws, law.Quantile(k / 200.0));
            below = below < 0 ? ~below : below;
            distance = Math.Max(distance, Math.Abs(below / (double)Count - k / 200.0));
        }
        Assert.True(Math.Sqrt(Count) * distance < 1.95, $"√n·D = {Math.Sqrt(Count) * distance}");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, 1)]
    public void An_undefined_law_answers_with_NaN_and_ends(double location, double scale)
    {
        var law = new TruncatedNormalLaw(location, scale);
        double[] all = [law.Mean, law.Variance, law.Mode, law.LogMomentGenerating(-1), law.Quantile(0.5), law.Sample(new RandomSource(1))];
        Assert.All(all, value => Assert.Equal(double.NaN, value));
    }

    [Fact]
    public void The_degenerate_law_is_full_efficiency()
    {
        DegenerateLaw law = DegenerateLaw.Instance;
        double[] all = [law.Mean, law.Variance, law.Mode, law.LogMomentGenerating(-1), law.LogMomentGenerating(1), law.Quantile(0.975), law.Sample(new RandomSource(1))];
        Assert.All(all, value => Assert.Equal(0, value));
    }
}
