using Gravity.Core.Frontier;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Density, distribution function and quantiles of ε = v − s·u.</summary>
public sealed class ComposedErrorTests
{
    public static TheoryData<string, double, double, double, FrontierSide> Laws
    {
        get
        {
            var data = new TheoryData<string, double, double, double, FrontierSide>();
            foreach (FrontierSide side in Enum.GetValues<FrontierSide>())
            {
                foreach (InefficiencyLaw law in ConjugateLaw.Members)
                {
                    foreach ((double u, double v) in new[] { (1.0, 0.5), (0.02, 0.3), (3000, 40.0), (0.9, 0.01) })
                        data.Add(law.Key, law.HasMean ? -0.7 * u : 0, u, v, side);
                }
                data.Add("truncated-normal", 2.5, 0.8, 0.4, side);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void The_density_integrates_to_one_with_the_laws_moments(string key, double mu, double u, double v, FrontierSide side)
    {
        ComposedError law = Law(key, mu, u, v, side);
        double sd = Math.Sqrt(law.Variance);
        double[] breaks = [-5, -2, -1, 0, 1, 2, 5, (-5 * v - law.Mean) / sd, -law.Mean / sd, (5 * v - law.Mean) / sd];
        double Integral(Func<double, double> f) =>
            Quadrature.Integrate(z => sd * law.Density(law.Mean + sd * z) * f(z), double.NegativeInfinity, double.PositiveInfinity, 1e-13, 1e-12, breaks).Value;
        Assert.Equal(1, Integral(_ => 1), 1e-10);
        Assert.Equal(0, Integral(z => z), 1e-9);
        Assert.Equal(1, Integral(z => z * z), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void The_distribution_function_is_the_mean_over_u_of_the_noise(string key, double mu, double u, double v, FrontierSide side)
    {
        ComposedError law = Law(key, mu, u, v, side);
        double s = side == FrontierSide.Production ? 1 : -1;
        foreach (double z in new[] { -3.0, -1, -0.1, 0.4, 1.2, 2.5 })
        {
            double error = law.Mean + z * Math.Sqrt(law.Variance);
            // P(v ≤ ε + s·u) over the law of u, in units of σ_u.
            double expected = Quadrature.Integrate(
                x => Density(key, mu / u, x) * NormalTail.Cdf((error + s * u * x) / v), 0, double.PositiveInfinity, 1e-14, 1e-12,
                [.. new[] { -6, -2, 0, 2, 6.0 }.Select(k => (-s * error + k * v) / u).Where(b => b > 0), 0.5, 1, 2, 4]).Value;
            Assert.Equal(expected, law.Cdf(error), 1e-10);
            Assert.Equal(1 - expected, law.Survival(error), 1e-10);
            // Beyond, the expected value is 0 or 1 up to rounding and has no score.
            if (expected is > 1e-6 and < 1 - 1e-6) Assert.Equal(NormalTail.Quantile(expected), law.NormalScore(error), 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Quantiles_invert_the_distribution_function(string key, double mu, double u, double v, FrontierSide side)
    {
        ComposedError law = Law(key, mu, u, v, side);
        foreach (double p in new[] { 1e-9, 0.001, 0.1, 0.5, 0.77, 0.999 })
            Assert.Equal(1, law.Cdf(law.Quantile(p)) / p, 1e-9);
        Assert.Equal(double.NegativeInfinity, law.Quantile(0));
        Assert.Equal(double.PositiveInfinity, law.Quantile(1));
        Assert.True(double.IsNaN(law.Quantile(1.5)));
    }

    [Fact]
    public void The_half_normal_case_is_Azzalinis_with_Owens_function()
    {
        const double U = 0.8, V = 0.5;
        ComposedError law = Law("half-normal", 0, U, V, FrontierSide.Production);
        double sigma = Math.Sqrt(U * U + V * V), lambda = U / V;
        for (double e = -3; e <= 2; e += 0.25)
        {
            double h = e / sigma;
            double owen = Quadrature.Integrate(x => Math.Exp(-0.5 * h * h * (1 + x * x)) / (1 + x * x), 0, lambda, 1e-16, 1e-13).Value / (2 * Math.PI);
            Assert.Equal(NormalTail.Cdf(h) + 2 * owen, law.Cdf(e), 1e-12);
        }
    }

    [Fact]
    public void The_exponential_case_has_a_closed_form()
    {
        const double U = 0.6, V = 0.3;
        ComposedError law = Law("exponential", 0, U, V, FrontierSide.Production);
        for (double e = -3; e <= 1.2; e += 0.2)
        {
            double expected = NormalTail.Cdf(e / V) + Math.Exp(e / U + 0.5 * V * V / (U * U) + NormalTail.LogCdf(-e / V - V / U));
            Assert.Equal(expected, law.Cdf(e), 1e-12);
        }
    }

    [Fact]
    public void Without_inefficiency_it_is_normal()
    {
        ComposedError law = Law("half-normal", 0, 0, 2, FrontierSide.Production);
        Assert.Equal(NormalTail.Cdf(0.75), law.Cdf(1.5), 1e-12);
        Assert.Equal(0.75, law.NormalScore(1.5), 1e-10);
        Assert.Equal(0, law.Mean);
    }

    [Theory]
    [MemberData(nameof(FrontierVariant.Names), MemberType = typeof(FrontierVariant))]
    public void Rows_that_share_no_u_sum_to_the_log_likelihood(string name)
    {
        FrontierVariant variant = FrontierVariant.Find(name);
        var random = new RandomSource(11);
        Core.Data.UnitIndex units = new([.. Enumerable.Range(0, 40).Select(i => $"u{i:00}")], [.. Enumerable.Range(0, 40)], [.. Enumerable.Range(0, 40).Select(i => 2001 + i % 5)]);
        FrontierLikelihood model = variant.Specification.Build(
            FrontierSamples.Design(40, variant.Specification.SharesInefficiency ? units : null, variant.Indices, random, variant.MeanIntercept), 1);
        double[] theta = FrontierPoint.Draw(model, random, 0.6, 0.3, 0.05).Theta;
        IReadOnlyList<ComposedError> laws = model.ErrorLaws(theta)!;
        double[] residual = model.Conditional(theta).Residual;
        double expected = model.Evaluate(theta, default, default);
        Assert.Equal(expected, laws.Select((law, i) => law.LogDensity(residual[i])).Sum(), 1e-9 * Math.Abs(expected));
    }

    [Fact]
    public void The_conditional_density_integrates_to_its_own_quantiles()
    {
        foreach ((double location, double scale) in new[] { (0.5, 0.3), (-2, 0.4), (-40, 1.0), (3, 0.2) })
        {
            var law = new TruncatedNormalLaw(location, scale);
            double end = law.Quantile(0.8);
            Assert.Equal(0.8, Quadrature.Integrate(u => Math.Exp(law.LogDensity(u)), 0, end, relativeTolerance: 1e-12, breaks: [law.Quantile(0.2), law.Quantile(0.5)]).Value, 1e-10);
            Assert.Equal(double.NegativeInfinity, law.LogDensity(-0.1));
        }
    }

    private static ComposedError Law(string key, double mu, double u, double v, FrontierSide side) =>
        new(ConjugateLaw.Members.Single(l => l.Key == key), mu, u, v, side);

    /// <summary>The density of u/σ_u written out.</summary>
    private static double Density(string key, double kappa, double x) => key switch
    {
        "exponential" => Math.Exp(-x),
        "half-normal" => 2 * NormalTail.Density(x),
        _ => NormalTail.Density(x - kappa) / NormalTail.Cdf(kappa),
    };
}
