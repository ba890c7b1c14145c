using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>Which of two rival models is nearer to the truth, from their log-likelihoods unit by unit (Vuong 1989; Clarke 2007).</summary>
/// <remarks>
/// m_i = ℓ_i(A) − ℓ_i(B), LR = Σm_i, ω² = Σ(m_i − m̄)²/n. First stage: ω² = 0, the models being indistinguishable, under which nω̂² is a weighted sum of χ² with weights
/// the squared eigenvalues of J·S'S·diag(V_A, V_B), S the scores of both, V the inverse negative Hessians (Vuong 1989, theorem 4.1 and lemma 4.2). Second stage, only where that is rejected:
/// LR/(ω̂√n) ~ N(0, 1), also with the penalties of AIC, p − q, and of BIC, ½(p − q)ln n. Clarke's test counts the units with m_i &gt; 0, after the penalty of BIC spread over
/// units, against the binomial law with ½.
/// </remarks>
/// <param name="Units">n, the independent units compared.</param>
/// <param name="LogLikelihoodRatio">LR.</param>
/// <param name="Variance">ω̂².</param>
/// <param name="VarianceStatistic">nω̂².</param>
/// <param name="VarianceP">P-value of ω² = 0; NaN where the Hessians cannot be inverted.</param>
/// <param name="Plain">z and two-sided p of Vuong's statistic without penalty; its statistic is positive where A is nearer.</param>
/// <param name="Aic">The same with the penalty of AIC.</param>
/// <param name="Bic">The same with the penalty of BIC.</param>
/// <param name="Positive">Clarke's count of units that prefer A.</param>
/// <param name="Compared">Units with m_i ≠ 0.</param>
/// <param name="ClarkeP">Two-sided binomial p-value.</param>
public sealed record NonNestedTests(
    int Units, double LogLikelihoodRatio, double Variance, double VarianceStatistic, double VarianceP,
    SymmetryTest Plain, SymmetryTest Aic, SymmetryTest Bic, int Positive, int Compared, double ClarkeP)
{
    /// <summary>True where the first stage finds the models distinguishable at the level, so that the second stage has a meaning.</summary>
    /// <param name="size">The level, e.g. 0.05.</param>
    public bool AreDistinguishable(double size = 0.05) => VarianceP < size;

    /// <summary>Makes the tests.</summary>
    /// <param name="first">A, unit by unit.</param>
    /// <param name="second">B, in the same order of units.</param>
    public static NonNestedTests Of(UnitContributions first, UnitContributions second)
    {
        int n = first.LogLikelihoods.Length;
        if (second.LogLikelihoods.Length != n)
            throw new ArgumentException("the models are of different units", nameof(second));
        double p = first.Scores.Columns, q = second.Scores.Columns, logN = Math.Log(n);
        double sum = 0, size = 0;
        var difference = new double[n];
        for (int i = 0; i < n; i++)
        {
            difference[i] = first.LogLikelihoods[i] - second.LogLikelihoods[i];
            size = Math.Max(size, Math.Abs(first.LogLikelihoods[i]));
            // What differs by rounding does not differ.
            if (Math.Abs(difference[i]) <= 1e-12 * (1 + Math.Abs(first.LogLikelihoods[i])))
                difference[i] = 0;
            sum += difference[i];
        }
        double mean = sum / n, variance = difference.Sum(m => (m - mean) * (m - mean)) / n;
        double root = Math.Sqrt(n * variance);
        SymmetryTest Stage(double penalty) => SymmetryTest.Of(root > 0 ? (sum - penalty) / root : double.NaN);
        double share = 0.5 * (p - q) * logN / n;
        double[] compared = [.. difference.Select(m => m - share).Where(m => m != 0)];
        int positive = compared.Count(m => m > 0);
        return new NonNestedTests(
            n, sum, variance, n * variance, VarianceTest(first, second, n * variance),
            Stage(0), Stage(p - q), Stage(0.5 * (p - q) * logN), positive, compared.Length, Binomial(positive, compared.Length));
    }

    /// <summary>P(nω̂² ≥ statistic) under ω² = 0.</summary>
    private static double VarianceTest(UnitContributions first, UnitContributions second, double statistic)
    {
        if (statistic == 0)
            return 1;
        int p = first.Scores.Columns, q = second.Scores.Columns, n = first.Scores.Rows;
        Matrix scores = new(n, p + q), metric = new(p + q, p + q);
        for (int j = 0; j < p; j++)
            first.Scores.Column(j).CopyTo(scores.Column(j));
        for (int j = 0; j < q; j++)
            second.Scores.Column(j).CopyTo(scores.Column(p + j));
        for (int l = 0; l < p; l++)
            for (int j = 0; j < p; j++)
                metric[j, l] = first.InverseInformation[j, l];
        for (int l = 0; l < q; l++)
            for (int j = 0; j < q; j++)
                metric[p + j, p + l] = -second.InverseInformation[j, l];
        foreach (double value in metric.Values)
            if (!double.IsFinite(value))
                return double.NaN;
        // Eigenvalues of (VJ)·B with B = S'S are those of B^½·VJ·B^½, which is symmetric. Columns of very different units are scaled first.
        var scale = new double[p + q];
        for (int j = 0; j < scale.Length; j++)
            scale[j] = Math.Sqrt(Math.Abs(metric[j, j]));
        for (int j = 0; j < scale.Length; j++)
        {
            foreach (ref double value in scores.Column(j))
                value *= scale[j];
            for (int l = 0; l < scale.Length; l++)
                metric[j, l] /= scale[j] * scale[l];
        }
        Matrix half = new SymmetricEigen(scores.Transpose() * scores).Map(value => Math.Sqrt(Math.Max(0, value)));
        Matrix product = half * metric * half;
        for (int j = 0; j < scale.Length; j++)
            for (int l = 0; l < j; l++)
                product[j, l] = product[l, j] = 0.5 * (product[j, l] + product[l, j]);
        return WeightedChiSquare.Survival(statistic, [.. new SymmetricEigen(product).Values.Select(value => value * value)]);
    }

    /// <summary>Two-sided P under ½: twice the smaller tail, at most 1.</summary>
    private static double Binomial(int positive, int count)
    {
        if (count == 0)
            return 1;
        int far = Math.Max(positive, count - positive);
        double tail = 0;
        for (int k = count; k >= far; k--)
            tail += Math.Exp(GammaFunctions.LogGamma(count + 1.0) - GammaFunctions.LogGamma(k + 1.0) - GammaFunctions.LogGamma(count - k + 1.0) - count * Math.Log(2));
        return Math.Min(1, 2 * tail);
    }
}

/// <summary>A model at its maximum, as a comparison with a rival sees it.</summary>
/// <param name="LogLikelihoods">ℓ_i, one a unit.</param>
/// <param name="Scores">∂ℓ_i/∂θ, units × free parameters.</param>
/// <param name="InverseInformation">(−H)⁻¹ over the free parameters; NaN where it does not exist.</param>
public sealed record UnitContributions(double[] LogLikelihoods, Matrix Scores, Matrix InverseInformation);
