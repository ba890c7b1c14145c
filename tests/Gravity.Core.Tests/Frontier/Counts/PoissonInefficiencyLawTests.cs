using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Counts;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Frontier.Counts;

/// <summary>The law of u given a flow against integrals of its density over a dense grid, and draws against both.</summary>
public sealed class PoissonInefficiencyLawTests
{
    public static TheoryData<double, double, double, FrontierSide> Rows => new()
    {
        { 0, 1.5, 0.8, FrontierSide.Production }, { 0, 1.5, 0.8, FrontierSide.Cost }, { 0, -6, 3, FrontierSide.Production }, { 3, 2, 0.5, FrontierSide.Production },
        { 3, 0.2, 1.5, FrontierSide.Production }, { 40, 3.1, 1, FrontierSide.Cost }, { 0.25, 1, 2, FrontierSide.Production }, { 5000, 9.5, 0.7, FrontierSide.Production },
        { 5000, 8, 0.7, FrontierSide.Production },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Functionals_are_integrals_of_the_density(double y, double eta, double sigma, FrontierSide side)
    {
        var law = new PoissonInefficiencyLaw(y, eta, 2 * Math.Log(sigma), side);
        double s = side == FrontierSide.Production ? 1 : -1;
        double top = Top(y, eta, sigma, s);
        double Raw(double u) => Math.Exp(y * (eta - s * u) - Math.Exp(eta - s * u) - 0.5 * u * u / (sigma * sigma) - top);
        // Simpson's rule over a grid so fine that it is exact to rounding.
        double end = Math.Min(40 * sigma, law.Mean + 40 * Math.Sqrt(law.Variance)), start = Math.Max(0, law.Mean - 40 * Math.Sqrt(law.Variance));
        const int Steps = 200_000;
        double h = (end - start) / Steps;
        double Integral(Func<double, double> f, double? to = null)
        {
            int last = to is { } q ? (int)Math.Floor((q - start) / h / 2) * 2 : Steps;
            double sum = f(start) * Raw(start) + f(start + last * h) * Raw(start + last * h);
            for (int k = 1; k < last; k++)
                sum += (k % 2 == 1 ? 4 : 2) * f(start + k * h) * Raw(start + k * h);
            sum *= h / 3;
            double at = start + last * h;
            return to is { } rest ? sum + (rest - at) / 6 * (f(at) * Raw(at) + 4 * f(0.5 * (at + rest)) * Raw(0.5 * (at + rest)) + f(rest) * Raw(rest)) : sum;
        }
        double mass = Integral(_ => 1), mean = Integral(u => u) / mass;
        Assert.Equal(1, law.Mean / mean, 1e-10);
        Assert.Equal(1, law.Variance / (Integral(u => (u - mean) * (u - mean)) / mass), 1e-10);
        Assert.Equal(Integral(u => Math.Exp(-u)) / mass, Math.Exp(law.LogMomentGenerating(-1)), 1e-11);
        Assert.Equal(1, Math.Exp(law.LogMomentGenerating(1)) / (Integral(u => Math.Exp(u)) / mass), 1e-10);
        Assert.Equal(Math.Log(Raw(mean) / mass), law.LogDensity(mean), 1e-10);
        Assert.Equal(double.NegativeInfinity, law.LogDensity(-0.1));
        foreach (double p in new[] { 0.001, 0.025, 0.5, 0.975, 0.9999 })
            Assert.Equal(p, Integral(_ => 1, law.Quantile(p)) / mass, 1e-10);
        Assert.Equal((0, double.PositiveInfinity), (law.Quantile(0), law.Quantile(1)));
        foreach (double step in new[] { -1e-3, 1e-3 })
            Assert.True(law.Mode + step * sigma < 0 || Raw(law.Mode + step * sigma) < Raw(law.Mode));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Draws_follow_the_law(double y, double eta, double sigma, FrontierSide side)
    {
        var law = new PoissonInefficiencyLaw(y, eta, 2 * Math.Log(sigma), side);
        var random = new RandomSource(20131);
        const int Count = 4000;
        double[] draws = [.. Enumerable.Range(0, Count).Select(_ => law.Sample(random)).Order()];
        Assert.True(draws[0] >= 0);
        // Kolmogorov–Smirnov at a few probabilities: three standard errors.
        foreach (double p in new[] { 0.02, 0.2, 0.5, 0.8, 0.98 })
        {
            double share = (double)draws.Count(u => u <= law.Quantile(p)) / Count;
            Assert.Equal(p, share, 3.5 * Math.Sqrt(p * (1 - p) / Count));
        }
        Assert.Equal(law.Mean, draws.Average(), 4 * Math.Sqrt(law.Variance / Count));
    }

    [Fact]
    public void A_large_flow_leaves_one_value_of_u()
    {
        var law = new PoissonInefficiencyLaw(4e11, Math.Log(4e11) + 0.9, 2 * Math.Log(0.6), FrontierSide.Production);
        Assert.Equal(0.9, law.Mean, 1e-11);
        Assert.Equal(1 / Math.Sqrt(4e11), Math.Sqrt(law.Variance), 1e-10);
        Assert.Equal(-0.9, law.LogMomentGenerating(-1), 1e-11);
        Assert.Equal(0.9 + 1.959963984540054 / Math.Sqrt(4e11), law.Quantile(0.975), 1e-11);
        // Above the frontier nothing is left but u next to 0.
        Assert.Equal(0, new PoissonInefficiencyLaw(4e11, Math.Log(4e11) - 0.1, 0, FrontierSide.Production).Mean, 1e-10);
    }

    [Fact]
    public void What_is_not_finite_is_NaN()
    {
        var law = new PoissonInefficiencyLaw(3, double.NaN, 0, FrontierSide.Production);
        Assert.All([law.Mean, law.Variance, law.Mode, law.LogMomentGenerating(-1), law.Quantile(0.5), law.Sample(new RandomSource(1))], v => Assert.True(double.IsNaN(v)));
        Assert.True(double.IsNaN(new PoissonInefficiencyLaw(3, 1, double.NaN, FrontierSide.Cost).Mean));
    }

    private static double Top(double y, double eta, double sigma, double s)
    {
        double best = double.NegativeInfinity;
        for (double u = 0; u < 40 * sigma; u += sigma / 2000)
            best = Math.Max(best, y * (eta - s * u) - Math.Exp(eta - s * u) - 0.5 * u * u / (sigma * sigma));
        return best;
    }
}
