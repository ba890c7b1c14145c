using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>How far probabilities F(ε_i) are from uniform.</summary>
/// <remarks>
/// The statistics of Kolmogorov (1933) and Smirnov, and of Pearson (1900) on K equiprobable cells. Their textbook laws hold for a law known beforehand. Where its
/// parameters are estimated from the same rows, D is far smaller than its textbook law says, and X² lies between χ²(K − 1 − p) and χ²(K − 1) (Chernoff and Lehmann 1954):
/// take p-values from a parametric bootstrap.
/// </remarks>
/// <param name="Count">n.</param>
/// <param name="Distance">D = sup |F_n(x) − x|.</param>
/// <param name="Cells">K.</param>
/// <param name="Pearson">X² = Σ (O_k − n/K)²/(n/K).</param>
public sealed record UniformityTests(int Count, double Distance, int Cells, double Pearson)
{
    /// <summary>K = 2n^(2/5) of Moore (1986), at least 5 and with 5 rows a cell at least.</summary>
    /// <param name="count">n.</param>
    public static int CellsFor(int count) => Math.Clamp((int)Math.Round(2 * Math.Pow(count, 0.4)), Math.Min(5, Math.Max(1, count / 5)), Math.Max(1, count / 5));

    /// <summary>Both statistics; NaN where a probability is not a number.</summary>
    /// <param name="probabilities">Values in [0, 1], in any order.</param>
    /// <param name="cells">K; 0 for <see cref="CellsFor"/>.</param>
    public static UniformityTests Of(ReadOnlySpan<double> probabilities, int cells = 0)
    {
        int n = probabilities.Length, k = cells > 0 ? cells : CellsFor(n);
        double[] sorted = probabilities.ToArray();
        Array.Sort(sorted);
        if (n == 0 || double.IsNaN(sorted[0]))
            return new UniformityTests(n, double.NaN, k, double.NaN);
        double distance = 0;
        var counts = new int[k];
        for (int i = 0; i < n; i++)
        {
            distance = Math.Max(distance, Math.Max((i + 1.0) / n - sorted[i], sorted[i] - (double)i / n));
            counts[Math.Min(k - 1, (int)(k * sorted[i]))]++;
        }
        double expected = (double)n / k, sum = 0;
        foreach (int count in counts)
            sum += (count - expected) * (count - expected) / expected;
        return new UniformityTests(n, distance, k, sum);
    }

    /// <summary>The bounds of X²'s p-value after estimation: P(χ²(K − 1 − p) ≥ X²) and P(χ²(K − 1) ≥ X²).</summary>
    /// <param name="parameters">p, parameters estimated by maximum likelihood from the rows.</param>
    public (double Low, double High) PearsonBounds(int parameters) =>
        (Distributions.ChiSquareSurvival(Pearson, Math.Max(0, Cells - 1 - parameters)), Distributions.ChiSquareSurvival(Pearson, Cells - 1));
}
