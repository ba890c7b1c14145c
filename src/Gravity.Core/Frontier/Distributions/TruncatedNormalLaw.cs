using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>u ~ N(μ*, σ*²) truncated to u ≥ 0: the conditional law of u | ε under normal noise and normal, half-normal or exponential u.</summary>
/// <remarks>
/// Jondrow, Lovell, Materov and Schmidt (1982); Battese and Coelli (1988) for the exponential moment. Everything depends on z = μ*/σ*:
/// z → −∞ is the exponential law with mean σ*/|z|, z → +∞ the normal law. No quantity is a difference of nearly equal
/// numbers, from z = −1e5 (and beyond) to z = +1e5. A σ* that is not positive and finite, or a μ* that is not finite, makes every quantity NaN.
/// </remarks>
public sealed class TruncatedNormalLaw : IConditionalLaw
{
    /// <summary>Under this truncation point rejection from the normal law is cheaper than from the exponential one (Robert 1995).</summary>
    private const double NormalProposalFrom = -0.257;

    /// <summary>Positive nodes and weights of the eight-point Gauss–Legendre rule on [−1, 1].</summary>
    private static readonly double[] Nodes =
        [0.18343464249564980494, 0.52553240991632898582, 0.79666647741362673959, 0.96028985649753623168];

    private static readonly double[] NodeWeights =
        [0.36268378337836198297, 0.31370664587788728734, 0.22238103445337447054, 0.10122853629037625915];

    private readonly double _z;

    /// <summary>Binds the law.</summary>
    /// <param name="location">μ*, the mean before truncation.</param>
    /// <param name="scale">σ* &gt; 0, the standard deviation before truncation.</param>
    public TruncatedNormalLaw(double location, double scale)
    {
        Location = location;
        Scale = scale;
        _z = scale > 0 && double.IsFinite(scale) && double.IsFinite(location) ? location / scale : double.NaN;
    }

    /// <summary>μ*, the mean before truncation.</summary>
    public double Location { get; }

    /// <summary>σ*, the standard deviation before truncation.</summary>
    public double Scale { get; }

    /// <summary>σ*(z + λ(z)).</summary>
    public double Mean => Scale * NormalTail.Excess(_z);

    /// <summary>σ*²(1 − λ(z)(z + λ(z))).</summary>
    public double Variance => Scale * Scale * NormalTail.TruncatedVariance(_z);

    /// <summary>max(0, μ*).</summary>
    public double Mode => double.IsNaN(_z) ? double.NaN : Math.Max(0, Location);

    /// <inheritdoc/>
    /// <remarks>ln φ((u − μ*)/σ*) − ln σ* − ln Φ(z) = −½(u/σ*)² + zu/σ* − ln √(2π) − ln σ* − (ln Φ(z) + z²/2); −∞ below 0.</remarks>
    public double LogDensity(double u)
    {
        double x = u / Scale;
        return u < 0 ? double.NegativeInfinity : x * (_z - 0.5 * x) - NormalTail.LogRootTwoPi - Math.Log(Scale) - NormalTail.LogCdfScaled(_z);
    }

    /// <summary>ln E[exp(t·u)] = tμ* + t²σ*²/2 + ln Φ(z + tσ*) − ln Φ(z), for every finite t.</summary>
    public double LogMomentGenerating(double t) => ScaledGrowth(_z, t * Scale);

    /// <summary>
    /// ln E[exp(t·u)] of the law with that location and scale, without an object and accurate in absolute terms only, which is what its
    /// exponential needs: for means over a million rows.
    /// </summary>
    internal static double LogMomentGenerating(double location, double scale, double t) =>
        scale > 0 && double.IsFinite(scale) && double.IsFinite(location) ? Difference(location / scale, t * scale) : double.NaN;

    /// <inheritdoc/>
    /// <remarks>Solves ln Φ(z − x) − ln Φ(z) = ln(1 − p) for x = u/σ*; 0 at p = 0, ∞ at p = 1, NaN outside [0, 1].</remarks>
    public double Quantile(double probability)
    {
        if (double.IsNaN(_z) || !(probability >= 0 && probability <= 1))
            return double.NaN;
        if (probability is 0 or 1)
            return probability == 0 ? 0 : double.PositiveInfinity;
        return Scale * StandardQuantile(_z, probability);
    }

    /// <summary>P(U ≤ u) = 1 − Φ(z − u/σ*)/Φ(z).</summary>
    internal double Cdf(double u) => u <= 0 ? 0 : -Elementary.ExpMinusOne(LogSurvival(_z, u / Scale));

    /// <summary>One exact draw: rejection from the normal law or, in the tail, from the exponential law (Robert 1995).</summary>
    public double Sample(RandomSource random)
    {
        if (double.IsNaN(_z))
            return double.NaN;
        if (_z > NormalProposalFrom)
        {
            double draw;
            do
                draw = _z + random.NextNormal();
            while (draw < 0);
            return Scale * draw;
        }
        // With a = −z the best rate is α = (a + √(a² + 4))/2 and a − α = −1/α, so x − α = (E − 1)/α for the proposal x = a + E/α.
        double rate = 0.5 * (Math.Sqrt(_z * _z + 4) - _z);
        while (true)
        {
            double proposal = random.NextExponential();
            double distance = (proposal - 1) / rate;
            if (random.NextExponential() >= 0.5 * distance * distance)
                return Scale * (proposal / rate);
        }
    }

    /// <summary>S(z + a) − S(z) for S(z) = ln Φ(z) + z²/2, whose derivative is the truncated mean z + λ(z).</summary>
    private static double ScaledGrowth(double z, double a) =>
        Math.Abs(a) <= 0.25 * Math.Max(1, Math.Abs(z)) ? Integral(NormalTail.Excess, z, a) : Difference(z, a);

    private static double Difference(double z, double a) => z >= 0 && z + a >= 0
        ? a * (z + 0.5 * a) + (NormalTail.LogCdf(z + a) - NormalTail.LogCdf(z))
        : NormalTail.LogCdfScaled(z + a) - NormalTail.LogCdfScaled(z);

    /// <summary>ln P(U &gt; x) = ln Φ(z − x) − ln Φ(z) for the law in units of σ*.</summary>
    internal static double LogSurvival(double z, double x)
    {
        if (z > 1)
            return NormalTail.LogCdf(z - x) - NormalTail.LogCdf(z);
        return x <= 0.25 * Math.Max(1, Math.Abs(z))
            ? Integral(NormalTail.InverseMills, z, -x)
            : ScaledGrowth(z, -x) - x * (0.5 * x - z);
    }

    private static double StandardQuantile(double z, double p)
    {
        double logUpper = Elementary.LogOnePlus(-p);
        if (z > 1)
        {
            double x = p < 0.5
                ? z + NormalTail.LogCdfInverse(Math.Log(NormalTail.Cdf(-z) + p * NormalTail.Cdf(z)))
                : z - NormalTail.LogCdfInverse(logUpper + NormalTail.LogCdf(z));
            return Math.Max(0, x);
        }
        // ln Φ is concave, so Newton's iterates, the first of them from x = 0, stay above the root and fall to it.
        double quantile = -logUpper / NormalTail.InverseMills(z);
        for (int iteration = 0; iteration < 100; iteration++)
        {
            double step = (LogSurvival(z, quantile) - logUpper) / NormalTail.InverseMills(z - quantile);
            quantile += step;
            if (Math.Abs(step) <= 4e-16 * quantile)
                break;
        }
        return quantile;
    }

    /// <summary>∫ f from z to z + a, to rounding when f is smooth over several lengths |a|.</summary>
    private static double Integral(Func<double, double> function, double z, double a)
    {
        double half = 0.5 * a;
        double centre = z + half;
        double sum = 0;
        for (int i = 0; i < Nodes.Length; i++)
            sum += NodeWeights[i] * (function(centre - half * Nodes[i]) + function(centre + half * Nodes[i]));
        return half * sum;
    }
}
