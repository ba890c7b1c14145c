using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>A test of symmetry with both one-sided p-values.</summary>
/// <param name="Statistic">Standard normal under normality; its sign is that of the skewness.</param>
/// <param name="TwoSidedP">P(|Z| ≥ |statistic|).</param>
/// <param name="NegativeP">
/// P(Z ≤ statistic): small when the skewness is negative, as inefficiency makes it in a production frontier.
/// </param>
/// <param name="PositiveP">
/// P(Z ≥ statistic): small when the skewness is positive, as inefficiency makes it in a cost frontier.
/// </param>
public sealed record SymmetryTest(double Statistic, double TwoSidedP, double NegativeP, double PositiveP)
{
    internal static SymmetryTest Of(double z) =>
        new(z, CriticalValues.TwoSidedP(z), Distributions.NormalSurvival(-z), Distributions.NormalSurvival(z));
}

/// <summary>Skewness of least-squares residuals, before a frontier is fitted.</summary>
/// <remarks>
/// In a production frontier (trade, output) residuals are v − u and inefficiency makes their skewness negative; in a cost
/// frontier they are v + u and it makes it positive. The other sign is "wrong skewness": then least squares with σ_u = 0 is a
/// local maximum of the normal/half-normal likelihood (Waldman 1982).
/// </remarks>
/// <param name="Count">n.</param>
/// <param name="Skewness">√b₁ = m₃/m₂^{3/2}, central moments with divisor n.</param>
/// <param name="DAgostino">
/// √b₁ in the normalising transformation of D'Agostino (1970), the test proposed by Schmidt and Lin (1984); null for n &lt; 8,
/// where the transformation does not hold.
/// </param>
/// <param name="Coelli">M3T = m₃/√(6m₂³/n) of Coelli (1995), asymptotically standard normal.</param>
public sealed record SkewnessTests(int Count, double Skewness, SymmetryTest? DAgostino, SymmetryTest Coelli)
{
    /// <summary>Computes the tests; all NaN for constant residuals.</summary>
    /// <param name="residuals">Least-squares residuals; their mean is removed.</param>
    /// <param name="weights">How often each counts in the moments; empty for once. n is then their sum, rounded.</param>
    public static SkewnessTests Of(ReadOnlySpan<double> residuals, ReadOnlySpan<double> weights = default)
    {
        double rows = residuals.Length;
        if (!weights.IsEmpty)
        {
            rows = 0;
            foreach (double weight in weights)
                rows += weight;
        }
        int n = (int)Math.Round(rows);
        double mean = 0;
        double size = 0;
        for (int i = 0; i < residuals.Length; i++)
        {
            mean += residuals[i] * Share(weights, i, rows);
            size = Math.Max(size, Math.Abs(residuals[i]));
        }
        double correction = 0;
        double largest = 0;
        for (int i = 0; i < residuals.Length; i++)
        {
            correction += (residuals[i] - mean) * Share(weights, i, rows);
            largest = Math.Max(largest, Math.Abs(residuals[i] - mean));
        }
        // Residuals that differ only by rounding have no skewness.
        if (!(largest > 1e-14 * size))
            largest = double.NaN;
        double second = 0;
        double third = 0;
        for (int i = 0; i < residuals.Length; i++)
        {
            // Relative to the largest, so that cubes of residuals in any unit neither overflow nor vanish.
            double deviation = (residuals[i] - mean - correction) / largest, share = Share(weights, i, rows);
            second += deviation * deviation * share;
            third += deviation * deviation * deviation * share;
        }
        double skewness = third / (second * Math.Sqrt(second));
        return new SkewnessTests(
            n,
            skewness,
            n < 8 ? null : SymmetryTest.Of(DAgostinoZ(skewness, n)),
            SymmetryTest.Of(skewness * Math.Sqrt(n / 6.0)));
    }

    private static double Share(ReadOnlySpan<double> weights, int row, double rows) => (weights.IsEmpty ? 1 : weights[row]) / rows;

    /// <summary>D'Agostino (1970): Johnson's S_U approximation to the law of √b₁ under normality.</summary>
    internal static double DAgostinoZ(double skewness, double n)
    {
        double y = skewness * Math.Sqrt((n + 1) * (n + 3) / (6 * (n - 2)));
        double beta2 = 3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9));
        double wSquared = -1 + Math.Sqrt(2 * (beta2 - 1));
        double delta = 1 / Math.Sqrt(0.5 * Math.Log(wSquared));
        double alpha = Math.Sqrt(2 / (wSquared - 1));
        return delta * Math.Asinh(y / alpha);
    }
}
