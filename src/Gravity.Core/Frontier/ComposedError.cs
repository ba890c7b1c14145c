using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>The law of the composed error ε = v − s·u of one row, v and u of any two laws at hand, s = +1 in production and −1 in cost.</summary>
/// <remarks>
/// The density is the one that the likelihoods sum: a closed form for the classical three laws with normal noise (docs/models/pooled.md), quadrature over u otherwise
/// (docs/models/laws.md). Distribution function and quantiles are integrals from the nearer tail, relatively accurate in both tails: of the density where it is a
/// closed form, else P(ε ≤ x) = E[F_v(x + s·u)], one integral over the law of u. For half-normal u, F is Azzalini's (1985) skew-normal, Φ(ε/σ) + 2sT(ε/σ, λ) with T of
/// Owen (1956), which the tests check. Without u it is the law of v.
/// </remarks>
public sealed class ComposedError
{
    private const double Tolerance = 1e-12;

    private readonly InefficiencyLaw _law;
    private readonly NoiseLaw _noise;
    private readonly LawPoint _lawAt, _noiseAt;
    private readonly bool _none;
    private readonly ConjugateLaw? _conjugate;
    private readonly double _sign;
    private readonly double _centre;
    private readonly double _spread;
    private readonly double[] _breaks;

    /// <summary>Binds a classical law with normal noise.</summary>
    /// <param name="law">Law of u.</param>
    /// <param name="mu">μ before truncation; 0 for laws without.</param>
    /// <param name="sigmaU">σ_u ≥ 0.</param>
    /// <param name="sigmaV">σ_v &gt; 0.</param>
    /// <param name="side">Production or cost.</param>
    public ComposedError(ConjugateLaw law, double mu, double sigmaU, double sigmaV, FrontierSide side = FrontierSide.Production)
        : this(law, sigmaU == 0 ? null : new LawPoint(mu, 2 * Math.Log(Positive(sigmaU, nameof(sigmaU)))), new NormalNoise(),
            new LawPoint(0, 2 * Math.Log(Positive(sigmaV, nameof(sigmaV)))), side)
    {
    }

    /// <summary>Binds any law of u with any law of v.</summary>
    /// <param name="law">Law of u.</param>
    /// <param name="lawAt">Its parameters; null where there is no inefficiency.</param>
    /// <param name="noise">Law of v.</param>
    /// <param name="noiseAt">Its parameters.</param>
    /// <param name="side">Production or cost.</param>
    public ComposedError(InefficiencyLaw law, LawPoint? lawAt, NoiseLaw noise, LawPoint noiseAt, FrontierSide side = FrontierSide.Production)
    {
        _law = law;
        _noise = noise;
        _none = lawAt is null;
        _lawAt = lawAt ?? new LawPoint(0, double.NegativeInfinity);
        _noiseAt = noiseAt;
        _conjugate = noise is NormalNoise ? law as ConjugateLaw : null;
        _sign = side == FrontierSide.Production ? 1 : -1;
        Mean = _none ? 0 : -_sign * law.Mean(_lawAt);
        Variance = noise.Variance(noiseAt) + (_none ? 0 : law.Variance(_lawAt));
        _centre = double.IsFinite(Mean) ? Mean : -_sign * law.Centre(_lawAt);
        // Student's noise with ν ≤ 2 has no variance: its scale stands for it.
        double own = double.IsFinite(Variance) ? Variance : noiseAt.Sigma * noiseAt.Sigma + (_none || !double.IsFinite(law.Variance(_lawAt)) ? 0 : law.Variance(_lawAt));
        _spread = Math.Sqrt(own);
        // In units of the standard deviation: the bulk, and the steep side of a law whose noise is small.
        double kink = -_centre / _spread, width = SigmaV / _spread;
        _breaks = [-6, -2.5, -1, 0, 1, 2.5, 6, kink - 4 * width, kink, kink + 4 * width];
    }

    /// <summary>μ of u before truncation; 0 for laws without.</summary>
    public double Mu => _lawAt.Mu;

    /// <summary>σ_u; 0 without inefficiency.</summary>
    public double SigmaU => _none ? 0 : _lawAt.Sigma;

    /// <summary>σ_v.</summary>
    public double SigmaV => _noiseAt.Sigma;

    /// <summary>E[ε] = −s·E[u].</summary>
    public double Mean { get; }

    /// <summary>V[ε] = V[v] + V[u]; ∞ where it does not exist.</summary>
    public double Variance { get; }

    /// <summary>Whether another law has the same parameters: laws of rows of one sample differ in them only.</summary>
    internal bool IsSame(ComposedError other) => _none == other._none && _lawAt.Mu == other._lawAt.Mu && _lawAt.LogVariance.Equals(other._lawAt.LogVariance)
        && _noiseAt.LogVariance == other._noiseAt.LogVariance;

    /// <summary>A point in the bulk, and a measure of width.</summary>
    internal (double Centre, double Spread) Place => (_centre, _spread);

    /// <summary>ln f(ε).</summary>
    /// <param name="error">ε.</param>
    public double LogDensity(double error)
    {
        if (_none)
            return _noise.LogDensity(_noiseAt, error);
        if (_conjugate is null)
            return PosteriorNodes.Own.Fill(_law, _lawAt, _noise, _noiseAt, _sign * error);
        double z = error / SigmaV;
        return NormalTail.LogDensity(z) - Math.Log(SigmaV) + _conjugate.Shared(1 / (SigmaV * SigmaV), _sign * z / SigmaV, Mu, _lawAt.LogVariance).Value;
    }

    /// <summary>f(ε).</summary>
    /// <param name="error">ε.</param>
    public double Density(double error) => Math.Exp(LogDensity(error));

    /// <summary>P(ε ≤ <paramref name="error"/>).</summary>
    /// <param name="error">ε.</param>
    public double Cdf(double error) => error <= _centre ? Tail(error, lower: true) : 1 - Tail(error, lower: false);

    /// <summary>P(ε &gt; <paramref name="error"/>).</summary>
    /// <param name="error">ε.</param>
    public double Survival(double error) => error <= _centre ? 1 - Tail(error, lower: true) : Tail(error, lower: false);

    /// <summary>The standard normal number at the same place of its law as <paramref name="error"/> of this one: Φ⁻¹(F(ε)), accurate in both tails.</summary>
    /// <param name="error">ε.</param>
    public double NormalScore(double error) => error <= _centre
        ? NormalTail.LogCdfInverse(Math.Log(Tail(error, lower: true)))
        : -NormalTail.LogCdfInverse(Math.Log(Tail(error, lower: false)));

    /// <summary>The ε with P(ε ≤ q) = <paramref name="probability"/>; ±∞ at 0 and 1, NaN outside [0, 1].</summary>
    /// <param name="probability">In [0, 1].</param>
    public double Quantile(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
            return double.NaN;
        if (probability is 0 or 1)
            return probability == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        // ln of the nearer tail is nearly quadratic: Newton on it, kept in a bracket.
        bool lower = probability <= Cdf(_centre);
        double target = Math.Log(lower ? probability : 1 - probability);
        double step = lower ? -_spread : _spread;
        double near = _centre, far = _centre + step;
        while (Math.Log(Tail(far, lower)) > target && double.IsFinite(far))
        {
            near = far;
            far += step *= 2;
        }
        double at = 0.5 * (near + far);
        for (int iteration = 0; iteration < 100; iteration++)
        {
            double tail = Tail(at, lower);
            double excess = Math.Log(tail) - target;
            if (excess > 0)
                near = at;
            else
                far = at;
            double next = at - excess * tail / Density(at) * (lower ? 1 : -1);
            if (!(next > Math.Min(near, far) && next < Math.Max(near, far)))
                next = 0.5 * (near + far);
            if (Math.Abs(next - at) <= 1e-14 * Math.Max(Math.Abs(at), _spread))
                return next;
            at = next;
        }
        return at;
    }

    private double Tail(double error, bool lower)
    {
        if (double.IsNaN(error))
            return double.NaN;
        if (double.IsInfinity(error))
            return lower == (error < 0) ? 0 : 1;
        if (_none)
            return lower ? _noise.Cdf(_noiseAt, error) : _noise.Cdf(_noiseAt, -error);
        if (_conjugate is null)
            return MixedTail(_sign * error, lower == _sign > 0);
        double z = (error - _centre) / _spread;
        return Quadrature.Integrate(
            x => _spread * Density(_centre + _spread * x), lower ? double.NegativeInfinity : z, lower ? z : double.PositiveInfinity,
            relativeTolerance: Tolerance, breaks: _breaks).Value;
    }

    /// <summary>P(v − u ≤ e) = E[F_v(e + u)], or its complement E[F_v(−e − u)].</summary>
    private double MixedTail(double e, bool lower)
    {
        bool logs = _law.InLogarithms;
        double end = _law.UpperEnd(_lawAt);
        double Integrand(double x)
        {
            double u = logs ? Math.Exp(x) : x, logU = logs ? x : Math.Log(x);
            double height = u > 0 && u < end ? _law.LogDensity(_lawAt, u, logU) + (logs ? logU : 0) : double.NegativeInfinity;
            return height < -745 || double.IsNaN(height) ? 0 : Math.Exp(height) * _noise.Cdf(_noiseAt, lower ? e + u : -e - u);
        }
        double centre = _law.Centre(_lawAt), spread = Math.Sqrt(_law.Variance(_lawAt)), width = _noiseAt.Sigma;
        if (!double.IsFinite(spread))
            spread = 3 * centre;
        var points = new List<double>(30);
        void Add(double u)
        {
            if (u > 0 && u < end)
                points.Add(logs ? Math.Log(u) : u);
        }
        foreach (double k in (ReadOnlySpan<double>)[-8, -3, -1, 0, 1, 3, 8])
        {
            Add(centre + k * spread);
            Add(-e + k * width);
        }
        foreach (double k in (ReadOnlySpan<double>)[0.001, 0.05, 0.5, 2, 20])
            Add(k * Math.Max(centre, spread));
        if (_law.HasLogarithmicScale)
            foreach (double k in (ReadOnlySpan<double>)[-6, -3, -1, 0, 1, 3, 6])
                Add(Math.Exp(_lawAt.Mu + k * _lawAt.Sigma));
        double from = logs ? double.NegativeInfinity : 0, to = logs ? Math.Log(end) : end;
        return Math.Min(1, Quadrature.Integrate(Integrand, from, to, 1e-300, 1e-11, points).Value);
    }

    private static double Positive(double value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }
}
