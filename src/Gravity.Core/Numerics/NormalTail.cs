namespace Gravity.Core.Numerics;

/// <summary>The standard normal law in log space: ln Φ, its derivatives, and the moments of a normal truncated at zero.</summary>
/// <remarks>
/// <para>
/// For x = −z ≥ 0 everything follows from d(x) = φ(x)/Φ(−x) − x and its relatives, which are polynomials in t = (x − 4)/(x + 4) divided
/// by powers of x + 2 (own fit in 90 digits; Schonfelder 1978 uses such a variable for erfc). Nothing is ever subtracted
/// that nearly cancels, so each function keeps about 15 digits relative to its own size from z = −∞ to +37, where φ nears
/// the smallest double. No probability is clamped.
/// </para>
/// <para>NaN gives NaN; ±∞ gives the limit (a limit 0 at −∞ may come out as 1e-100). <see cref="NormalTailVector"/> is the same in SIMD.</para>
/// </remarks>
public static class NormalTail
{
    /// <summary>ln √(2π).</summary>
    internal const double LogRootTwoPi = 0.91893853320467274178;

    /// <summary>√(2π).</summary>
    internal const double RootTwoPi = 2.5066282746310005024;

    /// <summary>Beyond this φ(z) is 0 in doubles, and z can be held here where a product 0·∞ would arise.</summary>
    internal const double Vanishing = 40;

    /// <summary>Holds x where (x + C)³ stays finite; the functions have long reached their limits.</summary>
    internal const double Largest = 1e100;

    /// <summary>ln φ(z) = −z²/2 − ln √(2π).</summary>
    public static double LogDensity(double z) => -0.5 * z * z - LogRootTwoPi;

    /// <summary>φ(z), relatively accurate: the rounding of z² is carried through the exponential.</summary>
    public static double Density(double z)
    {
        double a = Math.Min(Math.Abs(z), Vanishing);
        double square = a * a;
        double rounding = Math.FusedMultiplyAdd(a, a, -square);
        return Math.Exp(-0.5 * square) * ((1 - 0.5 * rounding) / RootTwoPi);
    }

    /// <summary>Φ(z), relatively accurate down to the smallest double (z ≈ −38).</summary>
    public static double Cdf(double z)
    {
        double x = Math.Abs(z);
        double tail = Density(z) / (x + LowerExcess(x));
        return z < 0 ? tail : 1 - tail;
    }

    /// <summary>1 − Φ(z) = Φ(−z), relatively accurate.</summary>
    public static double Survival(double z) => Cdf(-z);

    /// <summary>ln Φ(z). For z &gt; 0 it is ln(1 − Φ(−z)) ≈ −Φ(−z), relatively accurate to z = 37.</summary>
    public static double LogCdf(double z)
    {
        double x = Math.Abs(z);
        double rate = x + LowerExcess(x);
        return z < 0 ? -0.5 * z * z - Math.Log(RootTwoPi * rate) : Elementary.LogOnePlus(-Density(z) / rate);
    }

    /// <summary>ln Φ(z) + z²/2, without cancellation for z ≤ 0, where it is ln(½ erfcx(−z/√2)).</summary>
    public static double LogCdfScaled(double z)
    {
        if (z < 0)
            return -Math.Log(RootTwoPi * (LowerExcess(-z) - z));
        return LogCdf(z) + 0.5 * z * z;
    }

    /// <summary>λ(z) = φ(z)/Φ(z) = d ln Φ/dz, the inverse Mills ratio; ≈ −z for z → −∞.</summary>
    public static double InverseMills(double z)
    {
        double x = Math.Abs(z);
        double rate = x + LowerExcess(x);
        if (z < 0)
            return rate;
        double density = Density(z);
        return density / (1 - density / rate);
    }

    /// <summary>z + λ(z): the mean of N(z, 1) truncated to (0, ∞). Positive; ≈ −1/z for z → −∞.</summary>
    public static double Excess(double z) => z < 0 ? LowerExcess(-z) : z + InverseMills(z);

    /// <summary>λ(z)(z + λ(z)) = −d² ln Φ/dz² = 1 − <see cref="TruncatedVariance"/>. In (0, 1), relatively accurate for z → +∞.</summary>
    public static double Curvature(double z)
    {
        if (z < 0)
        {
            double x = Math.Min(-z, Largest);
            double d = LowerExcess(x);
            return (x + d) * d;
        }
        double lambda = InverseMills(z);
        return lambda * (Math.Min(z, Vanishing) + lambda);
    }

    /// <summary>1 − λ(z)(z + λ(z)): the variance of N(z, 1) truncated to (0, ∞). In (0, 1); ≈ 1/z² for z → −∞, relatively accurate.</summary>
    public static double TruncatedVariance(double z) => z < 0
        ? Fraction(NormalTailCoefficients.Variance, Math.Min(-z, Largest), 2)
        : 1 - Curvature(z);

    /// <summary>d <see cref="TruncatedVariance"/>/dz = λ((z + λ)² − V): the third cumulant of N(z, 1) truncated to (0, ∞). ≈ −2/z³ for z → −∞.</summary>
    public static double TruncatedThirdCumulant(double z)
    {
        if (z < 0)
            return Fraction(NormalTailCoefficients.ThirdCumulant, Math.Min(-z, Largest), 3);
        double lambda = InverseMills(z);
        double mean = Math.Min(z, Vanishing) + lambda;
        return lambda * (mean * mean + lambda * mean - 1);
    }

    /// <summary>The z with ln Φ(z) = <paramref name="logP"/>, for any log-probability in [−∞, 0]; NaN above 0.</summary>
    /// <remarks>
    /// Halley's iteration on the concave ln Φ for logP ≤ ln ½; above, by symmetry from ln(1 − p). For logP near 0 the relative accuracy
    /// of logP is used, so that logP = −1e-300 gives z ≈ 37.
    /// </remarks>
    public static double LogCdfInverse(double logP)
    {
        const double LogHalf = -0.693147180559945309417;
        if (double.IsNaN(logP) || logP > 0)
            return double.NaN;
        if (logP == 0)
            return double.PositiveInfinity;
        if (double.IsNegativeInfinity(logP))
            return double.NegativeInfinity;
        if (logP > LogHalf)
            return -LowerInverse(Math.Log(-Elementary.ExpMinusOne(logP)));
        return LowerInverse(logP);
    }

    /// <summary>Φ⁻¹(p) for p in [0, 1]; NaN outside. For p near 1 prefer −Φ⁻¹ of the upper probability.</summary>
    public static double Quantile(double p)
    {
        if (!(p >= 0 && p <= 1))
            return double.NaN;
        return p <= 0.5 ? LogCdfInverse(Math.Log(p)) : -LogCdfInverse(Math.Log(1 - p));
    }

    /// <summary>A polynomial, lowest power first, in four interleaved chains (the order that <see cref="NormalTailVector"/> uses).</summary>
    private static double Polynomial(ReadOnlySpan<double> coefficients, double t)
    {
        double square = t * t;
        double fourth = square * square;
        double a = 0, b = 0, c = 0, d = 0;
        int top = (coefficients.Length - 1) & ~3;
        for (int i = top; i >= 0; i -= 4)
        {
            a = Math.FusedMultiplyAdd(a, fourth, coefficients[i]);
            b = Math.FusedMultiplyAdd(b, fourth, i + 1 < coefficients.Length ? coefficients[i + 1] : 0);
            c = Math.FusedMultiplyAdd(c, fourth, i + 2 < coefficients.Length ? coefficients[i + 2] : 0);
            d = Math.FusedMultiplyAdd(d, fourth, i + 3 < coefficients.Length ? coefficients[i + 3] : 0);
        }
        double low = Math.FusedMultiplyAdd(b, t, a);
        double high = Math.FusedMultiplyAdd(d, t, c);
        return Math.FusedMultiplyAdd(high, square, low);
    }

    /// <summary>d(x) = φ(x)/Φ(−x) − x for x ≥ 0.</summary>
    private static double LowerExcess(double x) => Fraction(NormalTailCoefficients.Excess, Math.Min(x, Largest), 1);

    private static double Fraction(ReadOnlySpan<double> coefficients, double x, int power)
    {
        double t = 1 - 2 * NormalTailCoefficients.Centre / (x + NormalTailCoefficients.Centre);
        double shifted = x + NormalTailCoefficients.Shift;
        double divisor = power switch { 1 => shifted, 2 => shifted * shifted, _ => shifted * shifted * shifted };
        return Polynomial(coefficients, t) / divisor;
    }

    /// <summary>Solves ln Φ(z) = logP ≤ ln ½ for z ≤ 0.</summary>
    private static double LowerInverse(double logP)
    {
        // From anywhere, Newton's step on a concave increasing function lands at or below the root; Halley's correction speeds the rest.
        double z = -Math.Sqrt(Math.Max(0, -2 * (logP + LogRootTwoPi + 0.5 * Math.Log(Math.Max(1, -2 * logP)))));
        for (int iteration = 0; iteration < 50; iteration++)
        {
            double slope = InverseMills(z);
            double newton = (LogCdf(z) - logP) / slope;
            double step = newton / (1 + 0.5 * newton * Excess(z));
            double next = Math.Min(0, z - step);
            if (Math.Abs(next - z) <= 4e-16 * Math.Abs(next) || Math.Abs(step) < 1e-17)
                return next;
            z = next;
        }
        return z;
    }
}
