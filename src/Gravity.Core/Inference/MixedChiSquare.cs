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
