using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Frontier.Laws;

/// <summary>What every law of u and every law of v promises: a density, its moments, draws with them, derivatives, a mode.</summary>
public sealed class LawContractTests
{
    public static TheoryData<string> Laws => LawSamples.Laws;

    public static TheoryData<string> Noises => LawSamples.Noises;

    [Theory]
    [MemberData(nameof(Laws))]
    public void A_density_has_mass_one_and_the_moments_the_law_states(string key)
    {
        InefficiencyLaw law = LawSamples.Law(key);
        foreach (LawPoint at in LawSamples.Points(law, 0.7))
        {
            double Moment(Func<double, double> g) => Integral(law, at, g);
            double mean = law.Mean(at);
            Agree.Relative(1, Moment(_ => 1), 1e-10);
            Agree.Relative(mean, Moment(u => u), 1e-9);
            Agree.Relative(law.Variance(at), Moment(u => (u - mean) * (u - mean)), 1e-9);
            Agree.Absolute(law.ThirdMoment(at), Moment(u => Math.Pow(u - mean, 3)), 1e-8 * Math.Pow(law.Variance(at), 1.5));
        }
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Draws_have_the_mean_and_the_distribution_of_the_law(string key)
    {
        InefficiencyLaw law = LawSamples.Law(key);
        foreach (LawPoint at in LawSamples.Points(law, 0.7))
        {
            var random = new RandomSource(11);
            const int count = 20_000;
            double[] draws = [.. Enumerable.Range(0, count).Select(_ => law.Sample(at, random)).Order()];
            Assert.True(draws[0] >= 0);
            Agree.Absolute(law.Mean(at), draws.Average(), 4.5 * Math.Sqrt(law.Variance(at) / count));
            // Kolmogorov's distance at nine quantiles; its 0.1 % point is 1.95/√n.
            for (int decile = 1; decile < 10; decile++)
            {
                double u = draws[decile * count / 10];
                Agree.Absolute(decile / 10.0, Integral(law, at, x => x <= u ? 1 : 0, u), 1.95 / Math.Sqrt(count));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Derivatives_of_the_density_are_its_differences(string key)
    {
        InefficiencyLaw law = LawSamples.Law(key);
        foreach (LawPoint at in LawSamples.Points(law, 0.7))
        {
            foreach (double share in new[] { 0.1, 0.6, 1, 2.3 })
            {
                double u = Math.Min(share * law.Mean(at), 0.9 * law.UpperEnd(at));
                LawScores s = default;
                law.Scores(at, u, Math.Log(u), ref s);
                double Density(ReadOnlySpan<double> t) => law.LogDensity(
                    law.At(t[1], t[2], double.IsNaN(at.Shape) ? double.NaN : Math.Exp(t[3])), t[0], Math.Log(t[0]));
                double[] point = [u, at.Mu, at.LogVariance, double.IsNaN(at.Shape) ? 0 : Math.Log(at.Shape)], scales = [0.3 * u, 0.3, 0.5, 0.5];
                double[] gradient = Derivatives.Gradient(Density, point, scales);
                Same([s.U, s.Mu, s.A, s.S], gradient, 1e-8);
                double[] Slopes(ReadOnlySpan<double> t)
                {
                    LawScores at0 = default;
                    law.Scores(law.At(t[1], t[2], double.IsNaN(at.Shape) ? double.NaN : Math.Exp(t[3])), t[0], Math.Log(t[0]), ref at0);
                    return [at0.U, at0.Mu, at0.A, at0.S];
                }
                double Second(int of, int by) => Derivatives.Gradient(t => Slopes(t)[of], point, scales)[by];
                Same([s.UU, s.US], [Second(0, 0), Second(0, 3)], 1e-7);
                Same([s.MuMu, s.MuA, s.AA], [Second(1, 1), Second(1, 2), Second(2, 2)], 1e-7);
                Same([s.MuS, s.AS, s.SS], [Second(1, 3), Second(2, 3), Second(3, 3)], 1e-7);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Noises))]
    public void Noise_is_symmetric_with_mass_one_variance_draws_and_derivatives(string key)
    {
        NoiseLaw noise = LawSamples.Noise(key);
        foreach (LawPoint at in LawSamples.Points(noise, 0.6))
        {
            double Integral(Func<double, double> g) =>
                2 * Quadrature.Integrate(v => g(v) * Math.Exp(noise.LogDensity(at, v)), 0, double.PositiveInfinity, 0, 1e-12, [0.6, 2.0, 6.0]).Value;
            Agree.Relative(1, Integral(_ => 1), 1e-10);
            double variance = noise.Variance(at);
            if (double.IsFinite(variance))
                Agree.Relative(variance, Integral(v => v * v), 1e-6);
            double growth = noise.LogMeanExponential(at);
            if (double.IsFinite(growth))
                Agree.Relative(growth, Math.Log(Integral(v => Math.Cosh(Math.Min(v, 700)))), 1e-6);
            var random = new RandomSource(5);
            double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => Math.Abs(noise.Sample(at, random))).Order()];
            foreach (double p in new[] { 0.2, 0.5, 0.8, 0.95 })
            {
                double q = draws[(int)(p * draws.Length)];
                double below = 2 * Quadrature.Integrate(v => Math.Exp(noise.LogDensity(at, v)), 0, q, 0, 1e-12).Value;
                Agree.Absolute(p, below, 1.95 / Math.Sqrt(draws.Length));
            }
            foreach (double v in new[] { -2.7, -0.4, 0.15, 1.9 })
            {
                Assert.Equal(noise.LogDensity(at, v), noise.LogDensity(at, -v));
                NoiseScores Scores(ReadOnlySpan<double> t)
                {
                    NoiseScores s = default;
                    noise.Scores(noise.At(t[1], double.IsNaN(at.Shape) ? double.NaN : Math.Exp(t[2])), t[0], ref s);
                    s.FromScale(t[0]);
                    return s;
                }
                double[] point = [v, at.LogVariance, double.IsNaN(at.Shape) ? 0 : Math.Log(at.Shape)], scales = [0.1, 0.5, 0.5];
                NoiseScores own = Scores(point);
                double[] first = Derivatives.Gradient(
                    t => noise.LogDensity(noise.At(t[1], double.IsNaN(at.Shape) ? double.NaN : Math.Exp(t[2])), t[0]), point, scales);
                Same([own.V, own.B, own.S], first, 1e-8);
                double[] ofV = Derivatives.Gradient(t => Scores(t).V, point, scales), ofB = Derivatives.Gradient(t => Scores(t).B, point, scales);
                Same([own.VV, own.VB, own.VS], ofV, 1e-7);
                Same([own.VB, own.BB, own.BS], ofB, 1e-7);
                Same([own.SS], [Derivatives.Gradient(t => Scores(t).S, point, scales)[2]], 1e-7);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void The_centre_is_the_mode_in_the_laws_coordinate_and_rescaling_rescales(string key)
    {
        InefficiencyLaw law = LawSamples.Law(key);
        foreach (LawPoint at in LawSamples.Points(law, 0.7))
        {
            double Height(double u) => law.LogDensity(at, u, Math.Log(u)) + (law.InLogarithms ? Math.Log(u) : 0);
            double centre = law.Centre(at);
            double top = Height(Math.Max(centre, 1e-12));
            double end = law.UpperEnd(at);
            foreach (double factor in new[] { 0.01, 0.5, 0.97, 1.03, 2, 40 })
                if (factor * Math.Max(centre, 0.1) is var u && u < end)
                    Assert.True(Height(u) <= top + 1e-9, $"{key} is higher at {u} than at its centre {centre}");
            LawPoint twice = law.Rescaled(at, Math.Log(2));
            Agree.Relative(2 * law.Mean(at), law.Mean(twice), 1e-13);
            Agree.Relative(4 * law.Variance(at), law.Variance(twice), 1e-13);
        }
        foreach (LawPoint start in law.StartsOf(0.37))
            Agree.Relative(0.37, law.Variance(start), 1e-10);
    }

    [Fact]
    public void Laws_and_noises_have_their_own_names_and_citations()
    {
        Assert.Equal(10, InefficiencyLaw.All.Count);
        Assert.Equal(InefficiencyLaw.All.Count, InefficiencyLaw.All.Select(l => l.Key).Distinct().Count());
        Assert.Equal(["normal", "student-t", "laplace", "logistic"], NoiseLaw.All.Select(l => l.Key));
        Assert.All(InefficiencyLaw.All, l => Assert.NotEmpty(l.Citation + l.Validation));
    }

    /// <summary>∫ g f over ln u.</summary>
    private static double Integral(InefficiencyLaw law, LawPoint at, Func<double, double> g, double cut = double.NaN)
    {
        double end = Math.Log(law.UpperEnd(at)), middle = Math.Log(law.Mean(at));
        double[] breaks = [middle - 12, middle - 4, middle - 1, middle, middle + 1, middle + 3, middle + 8, Math.Log(cut)];
        return Quadrature.Integrate(
            x => Math.Exp(x) is var u and > 0 && u < 1e90 ? g(u) * Math.Exp(law.LogDensity(at, u, x) + x) : 0,
            double.NegativeInfinity, end, 1e-15, 1e-12, [.. breaks.Where(double.IsFinite)]).Value;
    }

    private static void Same(double[] expected, double[] actual, double tolerance)
    {
        double size = Math.Max(1, expected.Max(Math.Abs));
        for (int j = 0; j < expected.Length; j++)
            Agree.Absolute(expected[j], actual[j], tolerance * size);
    }
}
