namespace Gravity.Core.Numerics;

/// <summary>ln Γ and its first two derivatives on the positive axis.</summary>
/// <remarks>Stirling's series from 15 on, reached by the recurrences (DLMF 5.5.1, 5.11.1, 5.11.2); about 14 digits relative to max(1, |value|).</remarks>
internal static class GammaFunctions
{
    private const double From = 15;

    /// <summary>ln Γ(x), x &gt; 0.</summary>
    public static double LogGamma(double x) =>
        (x - 0.5) * Math.Log(x) - x + NormalTail.LogRootTwoPi + IncompleteFunctions.StirlingRemainder(x);

    /// <summary>ψ(x) = d ln Γ/dx, x &gt; 0.</summary>
    public static double Digamma(double x)
    {
        double shift = 0;
        for (; x < From; x++)
            shift -= 1 / x;
        double r = 1 / (x * x);
        return shift + Math.Log(x) - 0.5 / x
            - r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r * (1.0 / 132 - r * (691.0 / 32760))))));
    }

    /// <summary>ψ′(x), x &gt; 0.</summary>
    public static double Trigamma(double x)
    {
        double shift = 0;
        for (; x < From; x++)
            shift += 1 / (x * x);
        double r = 1 / (x * x);
        return shift + 1 / x + 0.5 * r
            + r / x * (1.0 / 6 - r * (1.0 / 30 - r * (1.0 / 42 - r * (1.0 / 30 - r * (5.0 / 66 - r * (691.0 / 2730))))));
    }
}
