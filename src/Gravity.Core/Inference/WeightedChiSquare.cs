using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>Σ λ_j χ²_j(1), a weighted sum of independent χ² with weights ≥ 0.</summary>
/// <remarks>
/// Imhof (1961), Biometrika 48: 419–426: P(Q &gt; q) = ½ + (1/π)∫₀^∞ sin θ(u)/(u·ρ(u)) du, θ(u) = ½Σ arctan(λ_j u) − ½qu, ρ(u) = Π(1 + λ_j²u²)^¼. The integral is
/// taken from one period of the sine to the next until they no longer count. With two weights the integrand falls too slowly: the larger is integrated over.
/// </remarks>
public static class WeightedChiSquare
{
    /// <summary>Four periods in a row below this end the integral.</summary>
    private const double Tolerance = 1e-10;

    /// <summary>P(Q &gt; <paramref name="value"/>), to about 1e-8.</summary>
    /// <param name="value">q.</param>
    /// <param name="weights">λ_j ≥ 0; zeros do not matter.</param>
    public static double Survival(double value, IReadOnlyList<double> weights)
    {
        double largest = weights.Count == 0 ? 0 : weights.Max();
        if (double.IsNaN(value) || weights.Any(w => !(w >= 0)))
            return double.NaN;
        if (value <= 0 || largest == 0)
            return largest > 0 || value < 0 ? 1 : 0;
        double[] w = [.. weights.Where(x => x > 1e-12 * largest).Select(x => x / largest).OrderDescending()];
        double q = value / largest;
        // Equal weights are a χ²; very small ones leave the sum as it is.
        if (w[0] - w[^1] < 1e-12)
            return Distributions.ChiSquareSurvival(q, w.Length);
        return w.Length <= 2 ? Convolved(q, w) : Imhof(q, w);
    }

    /// <summary>P(λ₁z² + λ₂χ²(1) &gt; q) as an integral over z.</summary>
    private static double Convolved(double q, ReadOnlySpan<double> weights)
    {
        if (weights.Length == 1)
            return Distributions.ChiSquareSurvival(q / weights[0], 1);
        double first = weights[0];
        double[] rest = weights[1..].ToArray();
        double end = Math.Sqrt(q / first);
        double inside = Quadrature.Integrate(z => 2 * NormalTail.Density(z) * Convolved(q - first * z * z, rest), 0, end, 1e-11, 1e-9, [0.5 * end, 0.9 * end, 0.99 * end]).Value;
        return Math.Clamp(inside + 2 * NormalTail.Survival(end), 0, 1);
    }

    private static double Imhof(double q, double[] w)
    {
        double Integrand(double u)
        {
            double angle = -0.5 * q * u, decay = 0;
            foreach (double x in w)
            {
                angle += 0.5 * Math.Atan(x * u);
                decay += 0.25 * Elementary.LogOnePlus(x * u * x * u);
            }
            return Math.Sin(angle) / (u * Math.Exp(decay));
        }
        double period = 4 * Math.PI / q, sum = 0, from = 0, step = Math.Min(period, 1);
        for (int panel = 0, small = 0; panel < 20_000 && small < 4; panel++)
        {
            double part = Quadrature.Integrate(Integrand, from, from + step, 1e-12, 1e-9).Value;
            sum += part;
            from += step;
            small = Math.Abs(part) < Tolerance ? small + 1 : 0;
            step = Math.Min(1.3 * step, period);
        }
        return Math.Clamp(0.5 + sum / Math.PI, 0, 1);
    }
}
