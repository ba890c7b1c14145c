using System.Globalization;
using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>
/// A mixture Σⱼ wⱼ·χ²(j) with χ²(0) the point 0: the law of likelihood ratios at the boundary of a parameter space.
/// </summary>
/// <remarks>
/// Gouriéroux, Holly and Monfort (1982); Kodde and Palm (1986); Self and Liang (1987). Computed, not tabulated.
/// </remarks>
public sealed class MixedChiSquare
{
    private readonly double[] _weights;

    /// <summary>Creates the mixture with <paramref name="weights"/>[j] on χ²(j).</summary>
    /// <exception cref="ArgumentException">A weight is negative, or they do not sum to 1.</exception>
    public MixedChiSquare(params double[] weights)
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            if (!(weight >= 0))
                throw new ArgumentException(QuadraticForm.Text($"weight {weight} is not ≥ 0"), nameof(weights));
            sum += weight;
        }
        if (!(Math.Abs(sum - 1) <= 1e-9))
            throw new ArgumentException(QuadraticForm.Text($"weights sum to {sum}, not to 1"), nameof(weights));
        _weights = [.. weights];
    }

    /// <summary>The weights; index = degrees of freedom.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>The highest degrees of freedom with a positive weight.</summary>
    public int HighestDegree => Array.FindLastIndex(_weights, weight => weight > 0);

    /// <summary>χ²(<paramref name="degreesOfFreedom"/>) alone: no restriction on a boundary.</summary>
    public static MixedChiSquare ForInterior(int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(degreesOfFreedom);
        double[] weights = new double[degreesOfFreedom + 1];
        weights[^1] = 1;
        return new MixedChiSquare(weights);
    }

    /// <summary>
    /// ½χ²(q − 1) + ½χ²(q): <paramref name="restrictions"/> = q restrictions of which one, σ_u² = 0 or γ = 0, lies on the
    /// boundary. The convention of FRONTIER 4.1.
    /// </summary>
    /// <remarks>
    /// Coelli (1995) for q = 1. For q ≥ 2 it is Kodde and Palm's (1986) case of one inequality; when the other restrictions are
    /// on μ, η or δ, which have no meaning under σ_u² = 0, the law is a convention and not a theorem: a parametric bootstrap is
    /// the check.
    /// </remarks>
    public static MixedChiSquare ForOneBoundary(int restrictions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(restrictions, 1);
        double[] weights = new double[restrictions + 1];
        weights[^1] = weights[^2] = 0.5;
        return new MixedChiSquare(weights);
    }

    /// <summary>Two parameters restricted to 0 on their boundaries ≥ 0, such as two variance components.</summary>
    /// <remarks>
    /// Weights (½ − w, ½, w) with w = ½ − arccos(ρ)/(2π), the share of the plane that the cone θ ≥ 0 takes in the metric V⁻¹
    /// (Gouriéroux, Holly and Monfort 1982; Shapiro 1985). ρ = 0 gives ¼, ½, ¼.
    /// </remarks>
    /// <param name="correlation">
    /// ρ in [−1, 1]: correlation of the two unrestricted estimators, other parameters estimated.
    /// </param>
    public static MixedChiSquare ForTwoBoundaries(double correlation)
    {
        if (!(Math.Abs(correlation) <= 1))
            throw new ArgumentOutOfRangeException(nameof(correlation), correlation, "must be in [−1, 1]");
        double both = 0.5 - Math.Acos(correlation) / (2 * Math.PI);
        return new MixedChiSquare(0.5 - both, 0.5, both);
    }

    /// <summary>
    /// <paramref name="boundaries"/> = k parameters restricted to 0 on their boundaries ≥ 0, whose unrestricted estimators are uncorrelated, and
    /// <paramref name="interior"/> = q further restrictions: Σⱼ C(k, j)·2⁻ᵏ·χ²(q + j).
    /// </summary>
    /// <remarks>
    /// Self and Liang (1987, case 9): each estimator is positive with probability ½, independently. k = 1 is <see cref="ForOneBoundary"/>; k = 2 gives
    /// ¼χ²(q) + ½χ²(q + 1) + ¼χ²(q + 2).
    /// </remarks>
    public static MixedChiSquare ForIndependentBoundaries(int boundaries, int interior = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(boundaries);
        ArgumentOutOfRangeException.ThrowIfNegative(interior);
        var weights = new double[interior + boundaries + 1];
        double share = Math.Pow(0.5, boundaries);
        for (int j = 0; j <= boundaries; j++)
        {
            weights[interior + j] = share;
            share *= (double)(boundaries - j) / (j + 1);
        }
        return new MixedChiSquare(weights);
    }

    /// <summary>Parameters on their boundaries together with interior restrictions, from the covariance of the unrestricted estimators.</summary>
    /// <remarks>
    /// With θ the boundary parameters and ψ the interior ones, LR → the squared length, in the metric V⁻¹, of the projection of N(0, V) on the cone
    /// {θ ≥ 0} × {ψ free}. The ψ take their q degrees always; the cone of θ then counts in the metric of V's own θ-block, so that only the angle between
    /// the boundary estimators matters (Self and Liang 1987, cases 6 to 9; Shapiro 1985; Kudô 1963). Weights: k = 1 ½, ½; k = 2 as
    /// <see cref="ForTwoBoundaries"/>; k = 3 w₃ = ½ − Σ arccos ρᵢⱼ/4π, the share of the orthant, w₀ the same of V⁻¹, w₁ = ½ − w₃,
    /// w₂ = ½ − w₀; more only where they are uncorrelated.
    /// </remarks>
    /// <param name="covariance">V of the boundary estimators, all other parameters estimated; k × k, positive definite.</param>
    /// <param name="interior">q.</param>
    /// <exception cref="ArgumentException">V is not positive definite, or has more than three correlated parameters.</exception>
    public static MixedChiSquare ForBoundaries(Matrix covariance, int interior = 0)
    {
        int k = covariance.Rows;
        if (k == 0 || covariance.Columns != k || Cholesky.TryFactor(covariance) is not { } factor)
            throw new ArgumentException("the covariance of the boundary estimators must be positive definite", nameof(covariance));
        ArgumentOutOfRangeException.ThrowIfNegative(interior);
        double[] cone = k switch
        {
            1 => [0.5, 0.5],
            2 => [.. ForTwoBoundaries(Correlation(covariance, 0, 1)).Weights],
            3 => Triple(covariance, factor.Inverse()),
            _ when Enumerable.Range(0, k).All(i => Enumerable.Range(0, i).All(j => Math.Abs(Correlation(covariance, i, j)) < 1e-12)) => [.. ForIndependentBoundaries(k).Weights],
            _ => throw new ArgumentException("the weights of more than three correlated boundary parameters have no closed form", nameof(covariance)),
        };
        return new MixedChiSquare([.. new double[interior], .. cone]);
    }

    private static double Correlation(Matrix covariance, int i, int j) =>
        Math.Clamp(covariance[i, j] / Math.Sqrt(covariance[i, i]) / Math.Sqrt(covariance[j, j]), -1, 1);

    private static double[] Triple(Matrix covariance, Matrix precision)
    {
        // P(three normals > 0) = ½ − Σ arccos ρ/4π (Sheppard 1899). The projection is 0 on the polar cone V⁻¹x ≤ 0, and V⁻¹x ~ N(0, V⁻¹).
        double Orthant(Matrix v) => 0.5 - (Math.Acos(Correlation(v, 0, 1)) + Math.Acos(Correlation(v, 0, 2)) + Math.Acos(Correlation(v, 1, 2))) / (4 * Math.PI);
        double all = Orthant(covariance), none = Orthant(precision);
        return [none, 0.5 - all, 0.5 - none, all];
    }

    /// <summary>P(X ≥ x); 1 for x ≤ 0.</summary>
    public double Survival(double x)
    {
        if (x <= 0)
            return 1;
        double sum = 0;
        for (int j = 0; j < _weights.Length; j++)
        {
            if (_weights[j] > 0)
                sum += _weights[j] * Distributions.ChiSquareSurvival(x, j);
        }
        return sum;
    }

    /// <summary>
    /// The x with P(X ≥ x) = <paramref name="level"/>, e.g. 0.05; 0 when the point 0 alone has probability ≥ 1 − level.
    /// </summary>
    public double CriticalValue(double level)
    {
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "must be in (0, 1)");
        if (1 - _weights[0] <= level)
            return 0;
        double high = 1;
        while (Survival(high) > level)
            high *= 2;
        return Bisect(x => Survival(x) - level, 0, high);
    }

    /// <summary>The law in words: <c>χ²(3)</c>, <c>½χ²(0) + ½χ²(1)</c>, <c>0.25χ²(0) + ½χ²(1) + 0.25χ²(2)</c>.</summary>
    public override string ToString() => string.Join(" + ", _weights
        .Select((weight, j) => (Weight: weight, Degrees: j))
        .Where(term => term.Weight > 0)
        .Select(term => QuadraticForm.Text($"{Coefficient(term.Weight)}χ²({term.Degrees})")));

    private static string Coefficient(double weight) =>
        weight == 1 ? "" : weight == 0.5 ? "½" : weight.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>The zero of a decreasing function, by bisection to the last bit: about 60 evaluations, no failure modes.</summary>
    private static double Bisect(Func<double, double> decreasing, double low, double high)
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
