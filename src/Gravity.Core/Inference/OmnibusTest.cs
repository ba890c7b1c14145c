namespace Gravity.Core.Inference;

/// <summary>The omnibus test of normality K² = Z(√b₁)² + Z(b₂)² ~ χ²(2).</summary>
/// <remarks>
/// D'Agostino and Pearson (1973); D'Agostino, Belanger and D'Agostino (1990), The American Statistician 44: 316–321. Z(√b₁) is the transformation of D'Agostino
/// (1970), Z(b₂) that of Anscombe and Glynn (1983). It asks for normality, not for a direction: heavy tails reject it as well as inefficiency does.
/// </remarks>
/// <param name="Kurtosis">b₂ = m₄/m₂², 3 under normality.</param>
/// <param name="SkewnessZ">Z(√b₁).</param>
/// <param name="KurtosisZ">Z(b₂).</param>
/// <param name="Test">K² against χ²(2).</param>
public sealed record OmnibusTest(double Kurtosis, double SkewnessZ, double KurtosisZ, HypothesisTest Test)
{
    /// <summary>Rows from which the two transformations hold.</summary>
    public const int FewestRows = 20;

    /// <summary>The test; null with fewer than <see cref="FewestRows"/> residuals.</summary>
    /// <param name="residuals">Least-squares residuals; their mean is removed.</param>
    public static OmnibusTest? Of(ReadOnlySpan<double> residuals)
    {
        int n = residuals.Length;
        if (n < FewestRows)
            return null;
        SkewnessTests skewness = SkewnessTests.Of(residuals);
        double mean = 0, largest = 0;
        foreach (double value in residuals)
            mean += value / n;
        foreach (double value in residuals)
            largest = Math.Max(largest, Math.Abs(value - mean));
        double second = 0, fourth = 0;
        foreach (double value in residuals)
        {
            double square = (value - mean) / largest * ((value - mean) / largest);
            second += square / n;
            fourth += square * square / n;
        }
        return FromMoments(skewness.Skewness, fourth / (second * second), n);
    }

    /// <summary>The test from √b₁ and b₂.</summary>
    internal static OmnibusTest FromMoments(double skewness, double kurtosis, int count)
    {
        double first = SkewnessTests.DAgostinoZ(skewness, count), second = AnscombeGlynnZ(kurtosis, count);
        return new OmnibusTest(kurtosis, first, second, QuadraticForm.ChiSquare(first * first + second * second, 2));
    }

    private static double AnscombeGlynnZ(double kurtosis, double n)
    {
        double mean = 3 * (n - 1) / (n + 1);
        double variance = 24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5));
        double x = (kurtosis - mean) / Math.Sqrt(variance);
        double third = 6 * (n * n - 5 * n + 2) / ((n + 7) * (n + 9)) * Math.Sqrt(6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3)));
        double a = 6 + 8 / third * (2 / third + Math.Sqrt(1 + 4 / (third * third)));
        return (1 - 2 / (9 * a) - Math.Cbrt((1 - 2 / a) / (1 + x * Math.Sqrt(2 / (a - 4))))) / Math.Sqrt(2 / (9 * a));
    }
}
