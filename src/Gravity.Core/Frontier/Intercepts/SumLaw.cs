using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Intercepts;

/// <summary>The law of u_i0 + u_it given all rows of the unit: given the intercept the two are independent truncated normal numbers.</summary>
/// <remarks>
/// With u ~ N(m, σ²), u₀ ~ N(m₀, σ₀²), both truncated to ≥ 0, the density of the sum at x is φ((x − m − m₀)/√S)/√S·[Φ((x − c)/τ) − Φ(−c/τ)]/(Φ(m/σ)Φ(m₀/σ₀)), S = σ² + σ₀²,
/// c = m + σ²/S·(x − m − m₀), τ = σσ₀/√S. Quantiles integrate its mixture by panels of Legendre nodes, to about 1e-10.
/// </remarks>
internal sealed class SumLaw(UnitPosterior posterior, MixtureComponent transient, MixtureComponent persistent) : IConditionalLaw
{

    private readonly double[] _p = posterior.P, _a = posterior.A;

    [ThreadStatic]
    private static SumLaw? _last;

    [ThreadStatic]
    private static double[]? _lastNorms;

    private DensityPanels? _panels;
    private double _mode = double.NaN;

    public double Mean
    {
        get
        {
            double sum = 0;
            for (int k = 0; k < _p.Length; k++)
                sum += _p[k] * (transient.At(_a[k]).Mean + persistent.At(_a[k]).Mean);
            return sum;
        }
    }

    public double Variance
    {
        get
        {
            double mean = Mean, sum = 0;
            for (int k = 0; k < _p.Length; k++)
            {
                TruncatedNormalLaw u = transient.At(_a[k]), own = persistent.At(_a[k]);
                double deviation = u.Mean + own.Mean - mean;
                sum += _p[k] * (u.Variance + own.Variance + deviation * deviation);
            }
            return sum;
        }
    }

    public double Mode => double.IsNaN(_mode) ? _mode = LogConcaveRoots.Mode(LogDensity, Mean, Math.Sqrt(Variance)) : _mode;

    public double LogMomentGenerating(double t)
    {
        Span<double> logs = stackalloc double[_p.Length];
        for (int k = 0; k < logs.Length; k++)
            logs[k] = transient.At(_a[k]).LogMomentGenerating(t) + persistent.At(_a[k]).LogMomentGenerating(t);
        return MixtureLogarithms.LogSum(_p, logs);
    }

    public double LogDensity(double u)
    {
        if (!(u > 0))
            return u <= 0 ? double.NegativeInfinity : double.NaN;
        double s2 = transient.Scale * transient.Scale, o2 = persistent.Scale * persistent.Scale, total = s2 + o2;
        double root = Math.Sqrt(total), tau = transient.Scale * persistent.Scale / root;
        ReadOnlySpan<double> norms = Norms();
        Span<double> logs = stackalloc double[_p.Length + 7 & ~7];
        Vector512<double> level = Vector512.Create(transient.Level), slope = Vector512.Create(transient.Slope), ownLevel = Vector512.Create(persistent.Level), ownSlope = Vector512.Create(persistent.Slope);
        Vector512<double> at = Vector512.Create(u), share = Vector512.Create(s2 / total), inverse = Vector512.Create(1 / tau), half = Vector512.Create(-0.5 / total);
        ref double a = ref MemoryMarshal.GetArrayDataReference(_a), norm = ref MemoryMarshal.GetReference(norms), log = ref MemoryMarshal.GetReference(logs);
        int k = 0;
        for (; k + 8 <= _p.Length; k += 8)
        {
            Vector512<double> node = Vector512.LoadUnsafe(ref a, (nuint)k), m = level + slope * node, d = at - m - (ownLevel + ownSlope * node), c = m + share * d;
            (half * d * d + MixtureLogarithms.LogInterval(-c * inverse, (at - c) * inverse) - Vector512.LoadUnsafe(ref norm, (nuint)k)).StoreUnsafe(ref log, (nuint)k);
        }
        for (; k < _p.Length; k++)
        {
            double m = transient.Location(_a[k]), d = u - m - persistent.Location(_a[k]), c = m + s2 / total * d;
            logs[k] = -0.5 * d * d / total + MixtureLogarithms.LogInterval(-c / tau, (u - c) / tau) - norms[k];
        }
        return MixtureLogarithms.LogSum(_p, logs[.._p.Length]) - Math.Log(root) - NormalTail.LogRootTwoPi;
    }

    /// <summary>ln Φ(m/σ) + ln Φ(m₀/σ₀) at the nodes, kept for the law that this thread asked for last.</summary>
    private ReadOnlySpan<double> Norms()
    {
        if (!ReferenceEquals(_last, this))
        {
            if (_lastNorms is null || _lastNorms.Length < _p.Length)
                _lastNorms = new double[2 * _p.Length];
            for (int k = 0; k < _p.Length; k++)
                _lastNorms[k] = NormalTail.LogCdf(transient.Location(_a[k]) / transient.Scale) + NormalTail.LogCdf(persistent.Location(_a[k]) / persistent.Scale);
            _last = this;
        }
        return _lastNorms.AsSpan(0, _p.Length);
    }

    public double Quantile(double probability) =>
        (_panels ??= new DensityPanels(LogDensity, Mean, Math.Sqrt(Variance), Mode)).Quantile(probability);

    public double Sample(RandomSource random)
    {
        double a = posterior.Draw(random);
        return persistent.At(a).Sample(random) + transient.At(a).Sample(random);
    }
}
