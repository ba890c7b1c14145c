using Gravity.Core.Frontier;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Frontier.Laws;

/// <summary>Every law of u with every law of v: density, derivatives and functionals of u | ε against dense integration, far tails included.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class PairContractTests
{
    private static readonly double[] Ratios = [0.01, 0.3, 1, 5, 100];
    private static readonly double[] Residuals = [-30, -4, -1, -0.15, 0.4, 3, 30];

    public static TheoryData<string, string> Pairs => LawSamples.Pairs;

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_density_is_the_integral_over_u(string law, string noise)
    {
        Each(law, noise, (pair, u, v, e) =>
        {
            double expected = LawSamples.LogIntegral(pair.Law, u, pair.Noise, v, e);
            double actual = PosteriorNodes.Own.Fill(pair.Law, u, pair.Noise, v, e);
            // ln f differs by the relative error of f; terms of the size of |ln f| are rounded.
            Close(expected, actual, 1e-10 + 4e-15 * Math.Abs(expected), u, v, e, "ln f");
        });
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_density_integrates_to_one_over_the_residual(string law, string noise)
    {
        InefficiencyLaw uLaw = LawSamples.Law(law);
        NoiseLaw vLaw = LawSamples.Noise(noise);
        foreach (LawPoint u in LawSamples.Points(uLaw, 0.8))
        {
            foreach (LawPoint v in LawSamples.Points(vLaw, 0.4))
            {
                double mean = -uLaw.Mean(u);
                QuadratureResult mass = Quadrature.Integrate(
                    e => Math.Abs(e) > 1e60 ? 0 : Math.Exp(PosteriorNodes.Own.Fill(uLaw, u, vLaw, v, e)), double.NegativeInfinity, double.PositiveInfinity, 0, 1e-9,
                    [mean - 6, mean - 2, mean - 0.5, mean, 0.5 * mean, 0, 0.5, 1.5, 4]);
                Close(1, mass.Value, 1e-8, u, v, double.NaN, "mass");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Gradient_and_Hessian_are_differences(string law, string noise)
    {
        Each(law, noise, (pair, u, v, e) =>
        {
            var row = new PairRow(pair.Law, pair.Noise);
            row.Evaluate(u, v, e, 2);
            double[] gradient = [.. row.Gradient], hessian = [.. row.Hessian];
            var at = new Coordinates(pair, u, v, e);
            double narrow = Math.Min(u.Sigma, v.Sigma);
            double[] scales = at.Scales(narrow);
            double[] first = Derivatives.Gradient(t => PosteriorFill(at, t), at.Point, scales);
            double size = Math.Max(1, first.Select((g, j) => Math.Abs(g) * scales[j]).Max());
            for (int j = 0; j < first.Length; j++)
                Close(first[j] * scales[j], gradient[j] * scales[j], 1e-6 * size, u, v, e, $"gradient {j}");
            for (int j = 0; j < first.Length; j++)
            {
                double[] second = Derivatives.Gradient(t => at.Gradient(t)[j], at.Point, scales);
                for (int k = 0; k < first.Length; k++)
                {
                    double own = hessian[Math.Min(j, k) * row.Count + Math.Max(j, k)];
                    double unit = scales[j] * scales[k];
                    Close(second[k] * unit, own * unit, 2e-6 * Math.Max(size, Math.Abs(own) * unit), u, v, e, $"Hessian {j},{k}");
                }
            }
        }, [0.05, 1, 20], [-6, -0.8, 0.5, 4]);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Functionals_of_u_given_the_residual_are_dense_integrals(string law, string noise)
    {
        Each(law, noise, (pair, u, v, e) =>
        {
            var posterior = new QuadratureLaw(pair, u, v, e);
            double Expect(Func<double, double> g) => LawSamples.Expectation(pair.Law, u, pair.Noise, v, e, g);
            double mean = Expect(x => x);
            Close(mean, posterior.Mean, 1e-9 * mean, u, v, e, "mean");
            double variance = Expect(x => (x - mean) * (x - mean));
            Close(variance, posterior.Variance, 1e-8 * variance, u, v, e, "variance");
            double efficiency = Expect(x => Math.Exp(-x));
            Close(efficiency, Math.Exp(posterior.LogMomentGenerating(-1)), 1e-9 * efficiency, u, v, e, "E exp(−u)");
            double growth = posterior.LogMomentGenerating(0.7);
            Assert.Equal(pair.HasMoment(0.7, u, v), double.IsFinite(growth));
            if (double.IsFinite(growth) && 0.7 < 0.5 * (pair.Law.TailRate(u) + pair.Noise.TailRate(v)))
            {
                double expected = LawSamples.LogIntegral(pair.Law, u, pair.Noise, v, e, 0.7) - LawSamples.LogIntegral(pair.Law, u, pair.Noise, v, e);
                Close(expected, growth, 1e-9 * Math.Max(1, expected), u, v, e, "ln E exp(0.7u)");
            }
            foreach (double p in new[] { 0.025, 0.3, 0.5, 0.975 })
            {
                double q = posterior.Quantile(p);
                double below = Below(pair, u, v, e, q);
                Close(p, below, 1e-8, u, v, e, $"P(u ≤ q({p}))");
                double log = pair.Law.LogDensity(u, q, Math.Log(q)) + pair.Noise.LogDensity(v, e + q) - LawSamples.LogIntegral(pair.Law, u, pair.Noise, v, e);
                Close(log, posterior.LogDensity(q), 1e-9 * Math.Max(1, Math.Abs(log)), u, v, e, "ln f(u | ε)");
            }
            Assert.Equal(double.NegativeInfinity, posterior.LogDensity(-1));
            double mode = posterior.Mode;
            Assert.True(mode >= 0 && mode <= pair.Law.UpperEnd(u));
        }, [0.05, 1, 20], [-6, -0.8, 0.5, 4]);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_mode_is_where_the_density_of_u_is_highest(string law, string noise)
    {
        Each(law, noise, (pair, u, v, e) =>
        {
            double mode = new QuadratureLaw(pair, u, v, e).Mode;
            if (mode == 0 && pair.Law.IsUnboundedAtZero(u))
                return;
            double Height(double x) => pair.Law.LogDensity(u, x, Math.Log(x)) + pair.Noise.LogDensity(v, e + x);
            double end = pair.Law.UpperEnd(u), narrow = Math.Min(u.Sigma, v.Sigma);
            double top = Height(Math.Clamp(mode, 1e-12 * narrow, end));
            for (int k = 1; k < 2000; k++)
            {
                double x = Math.Min(k * narrow * 0.02, 0.999999 * end);
                Assert.True(Height(x) <= top + 1e-8, $"{Height(x)} at {x} above {top} at {mode}: {LawSamples.At(u, v, e)}");
            }
        }, [0.3, 1, 5], [-4, -0.8, 0.5]);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Draws_of_u_given_the_residual_follow_its_distribution(string law, string noise)
    {
        Each(law, noise, (pair, u, v, e) =>
        {
            var posterior = new QuadratureLaw(pair, u, v, e);
            var random = new RandomSource(3);
            double[] draws = [.. Enumerable.Range(0, 4000).Select(_ => posterior.Sample(random)).Order()];
            for (int decile = 1; decile < 10; decile++)
                Close(decile / 10.0, Below(pair, u, v, e, draws[decile * draws.Length / 10]), 2.1 / Math.Sqrt(draws.Length), u, v, e, "draws");
        }, [1], [-1.5, 0.5]);
    }

    private static double PosteriorFill(Coordinates at, ReadOnlySpan<double> t) => at.Value(t);

    private static double Below(LawPair pair, LawPoint u, LawPoint v, double e, double q)
    {
        double log = LawSamples.LogIntegral(pair.Law, u, pair.Noise, v, e);
        double low = Math.Log(q), step = 1e-3;
        // From the side with a smooth integrand in ln u, in pieces that double.
        double sum = 0, right = low;
        for (int piece = 0; piece < 40 && right > -700; piece++)
        {
            double left = right - step;
            sum += Quadrature.Integrate(
                x => Math.Exp(pair.Law.LogDensity(u, Math.Exp(x), x) + pair.Noise.LogDensity(v, e + Math.Exp(x)) + x - log), left, right, 1e-13, 1e-11,
                e < 0 ? [Math.Log(-e)] : []).Value;
            right = left;
            step *= 1.6;
        }
        return sum;
    }

    private static void Each(
        string law, string noise, Action<LawPair, LawPoint, LawPoint, double> check, double[]? ratios = null, double[]? residuals = null)
    {
        var pair = new LawPair(LawSamples.Law(law), LawSamples.Noise(noise));
        foreach (double ratio in ratios ?? Ratios)
        {
            double sigmaV = 1 / Math.Sqrt(1 + ratio * ratio), sigmaU = ratio * sigmaV;
            foreach (LawPoint u in LawSamples.Points(pair.Law, sigmaU))
                foreach (LawPoint v in LawSamples.Points(pair.Noise, sigmaV))
                    foreach (double e in residuals ?? Residuals)
                        check(pair, u, v, e);
        }
    }

    private static void Close(double expected, double actual, double tolerance, LawPoint u, LawPoint v, double e, string what)
    {
        if (!(Math.Abs(expected - actual) <= tolerance))
            Assert.Fail(FormattableString.Invariant($"{what}: expected {expected:R}, was {actual:R} (off by {actual - expected:E2}) at {LawSamples.At(u, v, e)}"));
    }

    /// <summary>The row's indices as one vector: e, μ, a, b, shapes, those the pair has.</summary>
    private sealed class Coordinates
    {
        private readonly LawPair _pair;
        private readonly PairRow _row;

        public Coordinates(LawPair pair, LawPoint u, LawPoint v, double e)
        {
            _pair = pair;
            _row = new PairRow(pair.Law, pair.Noise);
            List<double> point = [e];
            if (pair.Law.HasMean)
                point.Add(u.Mu);
            point.AddRange([u.LogVariance, v.LogVariance]);
            if (pair.Law.Shape is not null)
                point.Add(Math.Log(u.Shape));
            if (pair.Noise.Shape is not null)
                point.Add(Math.Log(v.Shape));
            Point = [.. point];
        }

        public double[] Point { get; }

        public double[] Scales(double narrow) =>
            [.. Point.Select((_, j) => j == 0 ? 0.3 * Math.Min(narrow, Math.Abs(Point[0])) : j == 1 && _pair.Law.HasMean && !_pair.Law.HasLogarithmicScale ? narrow : 0.3)];

        public double Value(ReadOnlySpan<double> t)
        {
            (LawPoint u, LawPoint v) = Laws(t);
            return PosteriorNodes.Own.Fill(_pair.Law, u, _pair.Noise, v, t[0]);
        }

        public double[] Gradient(ReadOnlySpan<double> t)
        {
            (LawPoint u, LawPoint v) = Laws(t);
            _row.Evaluate(u, v, t[0], 1);
            return [.. _row.Gradient];
        }

        private (LawPoint U, LawPoint V) Laws(ReadOnlySpan<double> t)
        {
            int k = 1;
            double mu = _pair.Law.HasMean ? t[k++] : 0;
            double a = t[k++], b = t[k++];
            double shapeU = _pair.Law.Shape is null ? double.NaN : Math.Exp(t[k++]);
            double shapeV = _pair.Noise.Shape is null ? double.NaN : Math.Exp(t[k]);
            return (_pair.Law.At(mu, a, shapeU), _pair.Noise.At(b, shapeV));
        }
    }
}
