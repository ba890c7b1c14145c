using System.Globalization;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Frontier.Laws;

/// <summary>Every law at several parameters, every noise law at several parameters, and dense integrals that know nothing of the quadrature under test.</summary>
internal static class LawSamples
{
    /// <summary>Keys of all laws of u, the example of docs/models/adding-a-law.md among them.</summary>
    public static TheoryData<string> Laws => [.. AllLaws.Select(l => l.Key)];

    public static TheoryData<string> Noises => [.. AllNoises.Select(l => l.Key)];

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (InefficiencyLaw law in AllLaws)
                foreach (NoiseLaw noise in AllNoises)
                    data.Add(law.Key, noise.Key);
            return data;
        }
    }

    public static IReadOnlyList<InefficiencyLaw> AllLaws { get; } = [.. InefficiencyLaw.All, new Lomax()];

    public static IReadOnlyList<NoiseLaw> AllNoises { get; } = [.. NoiseLaw.All, new HyperbolicSecant()];

    public static InefficiencyLaw Law(string key) => AllLaws.Single(l => l.Key == key);

    public static NoiseLaw Noise(string key) => AllNoises.Single(l => l.Key == key);

    /// <summary>The law at σ_u (for the lognormal: at median σ_u) over its shapes.</summary>
    public static IEnumerable<LawPoint> Points(InefficiencyLaw law, double sigma)
    {
        double a = 2 * Math.Log(sigma);
        if (law.HasLogarithmicScale)
            return new[] { 0.3, 1, 1.5 }.Select(s => law.At(Math.Log(sigma), 2 * Math.Log(s)));
        if (law.HasMean)
            return new[] { -3, 0, 2.0 }.Select(kappa => law.At(kappa * sigma, a));
        return law.Shape is null ? [law.At(0, a)] : Shapes(law.Key).Select(shape => law.At(0, a, shape));
    }

    /// <summary>The noise at σ_v over its shapes.</summary>
    public static IEnumerable<LawPoint> Points(NoiseLaw noise, double sigma) =>
        noise.Shape is null ? [noise.At(2 * Math.Log(sigma))] : new[] { 1.5, 5, 60 }.Select(shape => noise.At(2 * Math.Log(sigma), shape));

    /// <summary>ln ∫ e^(tu) f_v(e + u) f_u(u) du, over ln u, by adaptive Gauss–Kronrod from many break points.</summary>
    public static double LogIntegral(InefficiencyLaw law, LawPoint u, NoiseLaw noise, LawPoint v, double e, double t = 0) =>
        Log(law, u, noise, v, e, t, null, out _);

    /// <summary>E[g(u) | e] by the same integration.</summary>
    public static double Expectation(InefficiencyLaw law, LawPoint u, NoiseLaw noise, LawPoint v, double e, Func<double, double> g)
    {
        Log(law, u, noise, v, e, 0, g, out double expectation);
        return expectation;
    }

    public static string At(LawPoint u, LawPoint v, double e) => string.Create(
        CultureInfo.InvariantCulture, $"μ {u.Mu:G4}, σ_u {u.Sigma:G4}, shape {u.Shape:G4}, σ_v {v.Sigma:G4}, ν {v.Shape:G4}, e {e:G5}");

    private static double Log(
        InefficiencyLaw law, LawPoint u, NoiseLaw noise, LawPoint v, double e, double t, Func<double, double>? g, out double expectation)
    {
        double Height(double x)
        {
            double value = Math.Exp(x);
            return value is 0 or > 1e90 ? double.NegativeInfinity
                : law.LogDensity(u, value, x) + noise.LogDensity(v, e + value) + t * value + x;
        }
        double end = Math.Log(law.UpperEnd(u));
        var points = new SortedSet<double>();
        void Around(double centre, double width)
        {
            foreach (double k in new[] { -300, -100, -30, -10, -5, -2.5, -1, 0, 1, 2.5, 5, 10, 30, 100, 300 })
                if (centre + k * width is > 0 and var p)
                    points.Add(Math.Log(p));
        }
        Around(-e, v.Sigma);
        Around(0, u.Sigma);
        Around(law.Mean(u), Math.Sqrt(law.Variance(u)));
        if (double.IsFinite(end))
            Around(Math.Exp(end), Math.Min(v.Sigma, v.Sigma * v.Sigma / Math.Abs(e + Math.Exp(end))));
        Around(0, Math.Min(v.Sigma, v.Sigma * v.Sigma / Math.Abs(e)));
        if (law.HasLogarithmicScale)
            for (int k = -9; k <= 9; k++)
                points.Add(u.Mu + k * u.Sigma);
        double[] breaks = [.. points.Where(p => p < end)];
        // The integrand is scanned for its height, so that nothing overflows or vanishes.
        double peak = breaks.Max(Height);
        for (double x = -60; x < Math.Min(end, 12); x += 0.05)
            peak = Math.Max(peak, Height(x));
        QuadratureResult mass = Quadrature.Integrate(x => Math.Exp(Height(x) - peak), double.NegativeInfinity, end, 0, 1e-12, breaks);
        expectation = g is null ? double.NaN
            : Quadrature.Integrate(x => Height(x) is var h && double.IsNegativeInfinity(h) ? 0 : g(Math.Exp(x)) * Math.Exp(h - peak), double.NegativeInfinity, end, 0, 1e-12, breaks).Value / mass.Value;
        return peak + Math.Log(mass.Value);
    }

    private static double[] Shapes(string key) => key switch
    {
        "gamma" => [0.3, 1, 2.5, 8],
        "weibull" => [0.6, 1, 2, 5],
        "truncated-skewed-laplace" => [0.1, 1, 8],
        _ => [3.5, 8],
    };
}
