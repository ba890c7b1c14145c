using CsCheck;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Selection;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Frontier.Selection;

/// <summary>The integral of a selected row against Φ₂ by Plackett's formula, and against 40-digit values in the tails.</summary>
public sealed class SelectedNormalNodesTests
{
    /// <summary>ln J − ½max(0, h)² by mpmath 1.3 in 40 digits: quad over panels around the mode, ln Φ by its asymptotic series below −30.</summary>
    [Theory]
    [InlineData(-30, -20, 3, -158.55001256496373435)]
    [InlineData(5, -40, -2, -821.42748104685705545)]
    [InlineData(0.5, 1, 1e6, 0.54999207549506470918)]
    [InlineData(-200, 3, -50, -5.3026067866182392613)]
    [InlineData(12, -8, 0.3, -10.369230574012921532)]
    [InlineData(0, 0, 1, -0.061890719807053495076)]
    [InlineData(-1.5, 2, -7, -1.5165051536265108303)]
    [InlineData(3, -2, 400, 0.9175652305066484092)]
    [InlineData(40, -100, -30, -5813.5173573450717033)]
    public void Tails_and_steps_have_their_digits(double h, double a, double b, double expected)
    {
        double found = SelectedNormalNodes.Own.Fill(h, a, b);
        Assert.Equal(expected, found, 3e-14 * Math.Max(1, Math.Abs(expected)));
    }

    [Fact]
    public void Density_of_h_times_the_integral_is_the_bivariate_normal_probability() =>
        Gen.Select(Gen.Double[-5, 6], Gen.Double[-4, 4], Gen.Double[-12, 12]).Sample(
            (h, a, b) =>
            {
                double c = Math.Sqrt(1 + b * b);
                double expected = Plackett(h, (a + b * h) / c, b / c);
                double found = Math.Exp(NormalTail.LogDensity(h) + SelectedNormalNodes.Own.Fill(h, a, b) + 0.5 * Math.Pow(Math.Max(0, h), 2));
                Assert.Equal(expected, found, 2e-14);
            },
            iter: 300, threads: 1);

    [Fact]
    public void Without_slope_it_is_the_truncated_normal_law()
    {
        foreach (double h in new[] { -40.0, -3, 0, 2, 25 })
        {
            var plain = new TruncatedNormalLaw(0.7 * h, 0.7);
            var law = new SelectedInefficiencyLaw(0.7 * h, 0.7, -1.3, 0);
            Assert.Equal(1, law.Mean / plain.Mean, 1e-13);
            Assert.Equal(1, law.Variance / plain.Variance, 1e-11);
            Assert.Equal(plain.Mode, law.Mode, 1e-13);
            Assert.Equal(plain.LogMomentGenerating(-1), law.LogMomentGenerating(-1), 1e-13);
            Assert.Equal(plain.LogMomentGenerating(1), law.LogMomentGenerating(1), 1e-12);
            foreach (double p in new[] { 0.001, 0.3, 0.975 })
            {
                Assert.Equal(1, law.Quantile(p) / plain.Quantile(p), 1e-11);
                Assert.Equal(plain.LogDensity(plain.Quantile(p)), law.LogDensity(plain.Quantile(p)), 1e-11);
            }
        }
    }

    [Theory]
    [InlineData(0.4, 0.6, -0.5, 2)]
    [InlineData(-2, 0.5, 1.5, -4)]
    [InlineData(3, 1.2, -6, 0.8)]
    [InlineData(0.1, 0.3, -2, 30)]
    public void Functionals_of_the_law_are_integrals_of_its_density(double location, double scale, double a, double b)
    {
        var law = new SelectedInefficiencyLaw(location, scale, a, b);
        double[] breaks = [law.Mode, -a / b * scale, law.Mean + 3 * Math.Sqrt(law.Variance), law.Mean + 8 * Math.Sqrt(law.Variance)];
        double Raw(double u) => Math.Exp(-0.5 * Math.Pow((u - location) / scale, 2) + NormalTail.LogCdf(a + b * u / scale));
        double Integral(Func<double, double> f, double? to = null) =>
            Quadrature.Integrate(u => f(u) * Raw(u), 0, to ?? law.Mean + 30 * Math.Sqrt(law.Variance), 0, 1e-12, breaks).Value;
        double mass = Integral(_ => 1), mean = Integral(u => u) / mass;
        Assert.Equal(1, law.Mean / mean, 1e-10);
        Assert.Equal(1, law.Variance / (Integral(u => (u - mean) * (u - mean)) / mass), 1e-9);
        Assert.Equal(Math.Log(Integral(u => Math.Exp(-u)) / mass), law.LogMomentGenerating(-1), 1e-10);
        Assert.Equal(Math.Log(Integral(u => Math.Exp(u)) / mass), law.LogMomentGenerating(1), 1e-10);
        foreach (double p in new[] { 0.025, 0.5, 0.9 })
            Assert.Equal(p, Integral(_ => 1, law.Quantile(p)) / mass, 1e-10);
        Assert.Equal(Math.Log(Raw(0.3) / mass), law.LogDensity(0.3), 1e-10);
        foreach (double step in new[] { -1e-4, 1e-4 })
            Assert.True(law.Mode + step < 0 || law.LogDensity(law.Mode + step) <= law.LogDensity(law.Mode));
        var random = new RandomSource(4);
        double[] draws = [.. Enumerable.Range(0, 4000).Select(_ => law.Sample(random))];
        Assert.Equal(law.Mean, draws.Average(), 4 * Math.Sqrt(law.Variance / draws.Length));
        Assert.Equal(0.9, draws.Count(u => u < law.Quantile(0.9)) / (double)draws.Length, 0.02);
    }

    /// <summary>Φ₂(h, k; R) = Φ(h)Φ(k) + ∫₀^arcsin R exp(−(h² + k² − 2hk·sin θ)/(2cos²θ)) dθ/2π (Plackett 1954).</summary>
    internal static double Plackett(double h, double k, double r) => NormalTail.Cdf(h) * NormalTail.Cdf(k) + Quadrature.Integrate(
        angle =>
        {
            double sin = Math.Sin(angle), cos = Math.Cos(angle);
            return Math.Exp(-(h * h + k * k - 2 * h * k * sin) / (2 * cos * cos)) / (2 * Math.PI);
        },
        0, Math.Asin(r), 1e-16, 1e-13).Value;
}
