namespace Gravity.Core.Numerics;

/// <summary>Upper tails and quantiles of the laws that test statistics follow.</summary>
/// <remarks>
/// Degrees of freedom are real numbers, from fractions to millions. Upper tails keep at least 10 digits relative to their own size down to 1e-300.
/// Quantiles are found on these tails, so that the pair agrees.
/// </remarks>
public static class Distributions
{
    /// <summary>P(Z &gt; z), standard normal.</summary>
    public static double NormalSurvival(double z) => NormalTail.Survival(z);

    /// <summary>P(|Z| &gt; |z|), standard normal.</summary>
    public static double NormalTwoSided(double z) => 2 * NormalTail.Survival(Math.Abs(z));

    /// <summary>The z with P(Z ≤ z) = <paramref name="p"/>.</summary>
    public static double NormalQuantile(double p) => NormalTail.Quantile(p);

    /// <summary>P(X &gt; x) for X ~ χ²(<paramref name="degrees"/>); 0 degrees is the point mass at 0. 1 for x &lt; 0.</summary>
    public static double ChiSquareSurvival(double x, double degrees)
    {
        if (double.IsNaN(x) || !(degrees >= 0))
            return double.NaN;
        if (x < 0)
            return 1;
        if (degrees == 0 || double.IsPositiveInfinity(x))
            return 0;
        if (x == 0)
            return 1;
        // One degree is the square of a normal, which is the case of every Wald statistic on one parameter.
        return degrees == 1 ? NormalTwoSided(Math.Sqrt(x)) : IncompleteFunctions.GammaUpper(0.5 * degrees, 0.5 * x);
    }

    /// <summary>The x with P(X ≤ x) = <paramref name="p"/>, X ~ χ²(<paramref name="degrees"/>), for p in [0, 1].</summary>
    public static double ChiSquareQuantile(double p, double degrees)
    {
        if (!(p >= 0 && p <= 1) || !(degrees >= 0))
            return double.NaN;
        if (p == 0 || degrees == 0)
            return 0;
        return p == 1 ? double.PositiveInfinity : UpperRoot(x => ChiSquareSurvival(x, degrees), 1 - p, degrees);
    }

    /// <summary>P(T &gt; t), Student with <paramref name="degrees"/> &gt; 0 degrees of freedom; infinity is the normal.</summary>
    public static double StudentSurvival(double t, double degrees)
    {
        double half = 0.5 * StudentTwoSided(t, degrees);
        return t < 0 ? 1 - half : half;
    }

    /// <summary>P(|T| &gt; |t|), Student.</summary>
    public static double StudentTwoSided(double t, double degrees)
    {
        if (double.IsNaN(t) || !(degrees > 0))
            return double.NaN;
        if (double.IsPositiveInfinity(degrees))
            return NormalTwoSided(t);
        double square = t * t;
        if (double.IsInfinity(square))
            return 0;
        double whole = degrees + square;
        return IncompleteFunctions.Beta(0.5 * degrees, 0.5, degrees / whole, square / whole);
    }

    /// <summary>The t with P(T ≤ t) = <paramref name="p"/>, Student.</summary>
    public static double StudentQuantile(double p, double degrees)
    {
        if (!(p >= 0 && p <= 1) || !(degrees > 0))
            return double.NaN;
        if (p == 0.5)
            return 0;
        if (p is 0 or 1)
            return p == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        double tail = Math.Min(p, 1 - p);
        double t = UpperRoot(x => StudentSurvival(x, degrees), tail, 1);
        return p < 0.5 ? -t : t;
    }

    /// <summary>P(F &gt; x), F with <paramref name="numerator"/> and <paramref name="denominator"/> degrees of freedom (both &gt; 0; the denominator may be infinite).</summary>
    public static double FisherSurvival(double x, double numerator, double denominator)
    {
        if (double.IsNaN(x) || !(numerator > 0) || !(denominator > 0))
            return double.NaN;
        if (x <= 0)
            return 1;
        if (double.IsPositiveInfinity(x))
            return 0;
        if (double.IsPositiveInfinity(denominator))
            return ChiSquareSurvival(x * numerator, numerator);
        double scaled = numerator * x;
        double whole = denominator + scaled;
        return IncompleteFunctions.Beta(0.5 * denominator, 0.5 * numerator, denominator / whole, scaled / whole);
    }

    /// <summary>The x with P(F ≤ x) = <paramref name="p"/>.</summary>
    public static double FisherQuantile(double p, double numerator, double denominator)
    {
        if (!(p >= 0 && p <= 1) || !(numerator > 0) || !(denominator > 0))
            return double.NaN;
        if (p is 0 or 1)
            return p == 0 ? 0 : double.PositiveInfinity;
        return UpperRoot(x => FisherSurvival(x, numerator, denominator), 1 - p, 1);
    }

    /// <summary>The x &gt; 0 at which a decreasing survival function reaches <paramref name="tail"/>: bisection in ln x to the last bit.</summary>
    private static double UpperRoot(Func<double, double> survival, double tail, double scale)
    {
        double low = scale, high = scale;
        while (survival(high) > tail && high < 1e300)
            high *= 2;
        while (survival(low) <= tail && low > 1e-300)
            low /= 2;
        for (int iteration = 0; iteration < 200; iteration++)
        {
            double middle = low < 0.5 * high ? Math.Sqrt(low) * Math.Sqrt(high) : 0.5 * (low + high);
            if (!(low < middle && middle < high))
                break;
            if (survival(middle) > tail)
                low = middle;
            else
                high = middle;
        }
        return high;
    }
}
