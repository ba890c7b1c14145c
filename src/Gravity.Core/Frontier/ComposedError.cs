using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>The law of the composed error ε = v − s·u of one row: v ~ N(0, σ_v²), u of a law of inefficiency, s = +1 in production and −1 in cost.</summary>
/// <remarks>
/// The density is the closed form that the likelihoods sum (docs/models/pooled.md); distribution function and quantiles are integrals of it from the nearer tail, relatively
/// accurate in both tails. For half-normal u, F is Azzalini's (1985) skew-normal, Φ(ε/σ) + 2sT(ε/σ, λ) with T of Owen (1956), which the tests check. σ_u = 0 is the
/// normal law of v.
/// </remarks>
public sealed class ComposedError
{
    private const double Tolerance = 1e-12;

    private readonly ConjugateLaw _law;
    private readonly double _sign;
    private readonly double _centre;
    private readonly double _spread;
    private readonly double[] _breaks;

    /// <summary>Binds the law.</summary>
    /// <param name="law">Law of u.</param>
    /// <param name="mu">μ before truncation; 0 for laws without.</param>
    /// <param name="sigmaU">σ_u ≥ 0.</param>
    /// <param name="sigmaV">σ_v &gt; 0.</param>
    /// <param name="side">Production or cost.</param>
    public ComposedError(ConjugateLaw law, double mu, double sigmaU, double sigmaV, FrontierSide side = FrontierSide.Production)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sigmaU);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigmaV);
        _law = law;
        Mu = mu;
        SigmaU = sigmaU;
        SigmaV = sigmaV;
        _sign = side == FrontierSide.Production ? 1 : -1;
        Mean = sigmaU == 0 ? 0 : -_sign * law.Mean(mu, sigmaU);
        Variance = sigmaV * sigmaV + (sigmaU == 0 ? 0 : law.Variance(mu, sigmaU));
        _centre = Mean;
        _spread = Math.Sqrt(Variance);
        // In units of the standard deviation: the bulk, and the steep side of a law whose noise is small.
        double kink = -_centre / _spread, width = sigmaV / _spread;
        _breaks = [-6, -2.5, -1, 0, 1, 2.5, 6, kink - 4 * width, kink, kink + 4 * width];
    }

    /// <summary>μ of u before truncation.</summary>
    public double Mu { get; }

    /// <summary>σ_u.</summary>
    public double SigmaU { get; }

    /// <summary>σ_v.</summary>
    public double SigmaV { get; }

    /// <summary>E[ε] = −s·E[u].</summary>
    public double Mean { get; }

    /// <summary>V[ε] = σ_v² + V[u].</summary>
    public double Variance { get; }

    /// <summary>ln f(ε).</summary>
    /// <param name="error">ε.</param>
    public double LogDensity(double error)
    {
        double z = error / SigmaV;
        double value = NormalTail.LogDensity(z) - Math.Log(SigmaV);
        return SigmaU == 0 ? value : value + _law.Shared(1 / (SigmaV * SigmaV), _sign * z / SigmaV, Mu, 2 * Math.Log(SigmaU)).Value;
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
        double z = (error - _centre) / _spread;
        return Quadrature.Integrate(
            x => _spread * Density(_centre + _spread * x), lower ? double.NegativeInfinity : z, lower ? z : double.PositiveInfinity,
            relativeTolerance: Tolerance, breaks: _breaks).Value;
    }
}
