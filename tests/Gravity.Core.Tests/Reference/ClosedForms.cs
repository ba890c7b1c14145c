using MathNet.Numerics;

namespace Gravity.Core.Tests.Reference;

/// <summary>Textbook log-likelihoods and efficiencies, written apart from the code under test and for clarity only.</summary>
/// <remarks>
/// u ~ N⁺(μ, σ_u²) or exponential with mean σ_u, v ~ N(0, σ_v²), ε = v − u (production). Formulas: Aigner, Lovell and Schmidt (1977),
/// Stevenson (1980), Battese and Coelli (1988, 1992).
/// </remarks>
public static class ClosedForms
{
    /// <summary>ln Φ(z): the complementary error function, and its asymptotic series far in the left tail.</summary>
    public static double LogCdf(double z)
    {
        if (z > -30)
            return Math.Log(SpecialFunctions.Erfc(-z / Math.Sqrt(2)) / 2);
        double r = 1 / (z * z);
        return (-0.5 * z * z) - (0.5 * Math.Log(2 * Math.PI)) - Math.Log(-z) + Math.Log(1 - (r * (1 - (3 * r * (1 - (5 * r))))));
    }

    /// <summary>One observation with truncated-normal u (half-normal at μ = 0): ln f(ε) and E[exp(−u)|ε].</summary>
    public static (double LogDensity, double Efficiency) Truncated(double epsilon, double mu, double varU, double varV) =>
        SharedTruncated([epsilon], [1], mu, varU, varV) is var (density, efficiencies) ? (density, efficiencies[0]) : default;

    /// <summary>One observation with exponential u of mean σ_u: ln f(ε) and E[exp(−u)|ε].</summary>
    public static (double LogDensity, double Efficiency) Exponential(double epsilon, double varU, double varV)
    {
        double sigmaU = Math.Sqrt(varU), sigmaV = Math.Sqrt(varV);
        double muStar = -epsilon - (varV / sigmaU);
        double density = -Math.Log(sigmaU) + (epsilon / sigmaU) + (varV / (2 * varU)) + LogCdf(muStar / sigmaV);
        return (density, Efficiency(muStar, sigmaV, 1));
    }

    /// <summary>One unit whose rows share u: u_t = h_t·u with u ~ N⁺(μ, σ_u²). ln f(ε) and each row's E[exp(−h_t·u)|ε].</summary>
    public static (double LogDensity, double[] Efficiencies) SharedTruncated(
        IReadOnlyList<double> epsilon, IReadOnlyList<double> h, double mu, double varU, double varV)
    {
        double ee = 0, he = 0, hh = 0;
        for (int t = 0; t < epsilon.Count; t++)
        {
            ee += epsilon[t] * epsilon[t];
            he += h[t] * epsilon[t];
            hh += h[t] * h[t];
        }
        double precision = (hh / varV) + (1 / varU);
        double shift = (mu / varU) - (he / varV);
        double muStar = shift / precision, sigmaStar = 1 / Math.Sqrt(precision);
        double density = (-0.5 * epsilon.Count * Math.Log(2 * Math.PI * varV)) - (0.5 * Math.Log(varU)) - LogCdf(mu / Math.Sqrt(varU))
            - (0.5 * ((ee / varV) + (mu * mu / varU) - (shift * shift / precision))) + Math.Log(sigmaStar) + LogCdf(muStar / sigmaStar);
        return (density, [.. h.Select(ht => Efficiency(muStar, sigmaStar, ht))]);
    }

    // E[exp(−h·u)] of u ~ N⁺(μ*, σ*²).
    private static double Efficiency(double muStar, double sigmaStar, double h) =>
        Math.Exp((-h * muStar) + (0.5 * h * h * sigmaStar * sigmaStar) + LogCdf((muStar / sigmaStar) - (h * sigmaStar)) - LogCdf(muStar / sigmaStar));
}
