using MathNet.Numerics;

namespace Gravity.Core.Inference;

/// <summary>
/// Tail probabilities and quantiles of the reference laws of tests, each computed in its own tail (never as 1 − CDF).
/// </summary>
/// <remarks>
/// Abramowitz and Stegun (1964), 26.2.29, 26.4.19, 26.5.27, 26.5.28. The only file of this room that names the numerical library.
/// </remarks>
internal static class TailProbabilities
{
    /// <summary>P(Z &gt; x) for standard normal Z.</summary>
    public static double NormalSurvival(double x) => 0.5 * SpecialFunctions.Erfc(x / Math.Sqrt(2));

    /// <summary>z with P(Z ≤ z) = <paramref name="probability"/>, in [0, 1]; ∓∞ at the ends.</summary>
    public static double NormalQuantile(double probability)
    {
        if (!(probability is > 0 and < 1))
            return probability == 0 ? double.NegativeInfinity : probability == 1 ? double.PositiveInfinity : double.NaN;
        // The lower tail holds small probabilities without cancellation; one Newton step removes what the inverse left.
        bool upper = probability > 0.5;
        double tail = upper ? 1 - probability : probability;
        double z = Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * tail);
        double density = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
        if (density > 0)
            z += (NormalSurvival(z) - tail) / density;
        return upper ? z : -z;
    }

    /// <summary>
    /// P(X ≥ x) for X ~ χ²(<paramref name="df"/>), df ≥ 0; χ²(0) is the point 0. Not a number for NaN or negative df.
    /// </summary>
    public static double ChiSquareSurvival(double x, double df)
    {
        if (double.IsNaN(x) || !(df >= 0))
            return double.NaN;
        if (x <= 0)
            return 1;
        if (df == 0 || double.IsPositiveInfinity(x))
            return 0;
        return SpecialFunctions.GammaUpperRegularized(0.5 * df, 0.5 * x);
    }

    /// <summary>P(T &gt; x) for Student's T with <paramref name="df"/> &gt; 0 degrees of freedom; df = ∞ is the normal.</summary>
    public static double StudentSurvival(double x, double df)
    {
        if (double.IsNaN(x) || !(df > 0))
            return double.NaN;
        if (double.IsPositiveInfinity(df))
            return NormalSurvival(x);
        if (double.IsInfinity(x))
            return x > 0 ? 0 : 1;
        // Of the two complementary arguments the smaller is computed without cancellation.
        double square = x * x;
        double tail = square < df
            ? 0.5 - 0.5 * SpecialFunctions.BetaRegularized(0.5, 0.5 * df, square / (df + square))
            : 0.5 * SpecialFunctions.BetaRegularized(0.5 * df, 0.5, df / (df + square));
        return x >= 0 ? tail : 1 - tail;
    }

    /// <summary>
    /// t with P(T ≤ t) = <paramref name="probability"/> for Student's T with <paramref name="df"/> &gt; 0; df = ∞ is the normal.
    /// </summary>
    public static double StudentQuantile(double probability, double df)
    {
        if (double.IsPositiveInfinity(df))
            return NormalQuantile(probability);
        if (!(probability is > 0 and < 1) || !(df > 0))
            return df > 0 ? NormalQuantile(probability) : double.NaN;
        if (probability == 0.5)
            return 0;
        double tail = Math.Min(probability, 1 - probability);
        double low = 0;
        double high = 1;
        while (StudentSurvival(high, df) > tail)
        {
            low = high;
            high *= 2;
        }
        double t = Bisect(x => StudentSurvival(x, df) - tail, low, high);
        return probability > 0.5 ? t : -t;
    }

    /// <summary>P(X ≥ x) for X ~ F(<paramref name="df1"/>, <paramref name="df2"/>); df2 = ∞ is χ²(df1)/df1.</summary>
    public static double FSurvival(double x, double df1, double df2)
    {
        if (double.IsNaN(x) || !(df1 > 0) || !(df2 > 0))
            return double.NaN;
        if (x <= 0)
            return 1;
        if (double.IsPositiveInfinity(x))
            return 0;
        return double.IsPositiveInfinity(df2)
            ? ChiSquareSurvival(df1 * x, df1)
            : SpecialFunctions.BetaRegularized(0.5 * df2, 0.5 * df1, df2 / (df2 + df1 * x));
    }

    /// <summary>
    /// The zero of a decreasing function between <paramref name="low"/> (value ≥ 0) and <paramref name="high"/> (value ≤ 0).
    /// </summary>
    /// <remarks>Bisection to the last bit: about 60 evaluations, no failure modes.</remarks>
    public static double Bisect(Func<double, double> decreasing, double low, double high)
    {
        while (true)
        {
            double middle = low + 0.5 * (high - low);
            if (middle <= low || middle >= high)
                return middle;
            if (decreasing(middle) > 0)
                low = middle;
            else
                high = middle;
        }
    }
}
