namespace Gravity.Core.Numerics;

/// <summary>The 24-point Gauss–Legendre rule with the Legendre polynomials at its nodes: a panel that knows whether it resolves its integrand.</summary>
/// <remarks>
/// The rule is exact to degree 47, so its error is of the size of the coefficients beyond, about the square of the last ones that 24 values
/// show. When the two last coefficients are under 1e-6 of the integral the rule is right to about 1e-12 for analytic integrands.
/// </remarks>
internal static class LegendrePanel
{
    /// <summary>Nodes of a panel.</summary>
    public const int Count = 24;

    private static readonly (double[] Nodes, double[] Weights) Rule = Quadrature.GaussLegendre(Count);

    /// <summary>Row j holds P_j at the nodes.</summary>
    private static readonly double[][] Polynomials = [.. Enumerable.Range(0, Count).Select(Polynomial)];

    /// <summary>(2j + 1)/2·w_k·P_j(t_k) for the last two j: their sum with values is a coefficient.</summary>
    private static readonly double[] Last = Projection(Count - 1), BeforeLast = Projection(Count - 2);

    /// <summary>Ascending nodes on [−1, 1].</summary>
    public static ReadOnlySpan<double> Nodes => Rule.Nodes;

    /// <summary>Weights; their sum is 2.</summary>
    public static ReadOnlySpan<double> Weights => Rule.Weights;

    /// <summary>Size of the two highest Legendre coefficients of 24 values.</summary>
    public static double Remainder(ReadOnlySpan<double> values)
    {
        double last = 0, before = 0;
        for (int k = 0; k < Count; k++)
        {
            last += Last[k] * values[k];
            before += BeforeLast[k] * values[k];
        }
        return Math.Abs(last) + Math.Abs(before);
    }

    /// <summary>The t in [−1, 1] below which the share <paramref name="share"/> of the masses (weight × value) of a panel lies.</summary>
    /// <remarks>Newton's method on the integral of the interpolating polynomial, held in a bracket; good to about 1e-8.</remarks>
    public static double Quantile(ReadOnlySpan<double> masses, double share)
    {
        Span<double> coefficients = stackalloc double[Count];
        double total = 0;
        foreach (double mass in masses)
            total += mass;
        for (int j = 0; j < Count; j++)
        {
            double sum = 0;
            double[] row = Polynomials[j];
            for (int k = 0; k < Count; k++)
                sum += masses[k] * row[k];
            coefficients[j] = (j + 0.5) * sum / total;
        }
        double low = -1, high = 1, t = 2 * share - 1;
        for (int iteration = 0; iteration < 60; iteration++)
        {
            (double below, double density) = Integral(coefficients, t);
            if (below > share)
                high = t;
            else
                low = t;
            double next = t - (below - share) / density;
            if (!(next > low && next < high))
                next = 0.5 * (low + high);
            if (Math.Abs(next - t) <= 1e-12)
                return next;
            t = next;
        }
        return t;
    }

    /// <summary>∫ from −1 to <paramref name="t"/> of the polynomial through 24 values at the nodes.</summary>
    public static double IntegralTo(ReadOnlySpan<double> values, double t)
    {
        Span<double> coefficients = stackalloc double[Count];
        for (int j = 0; j < Count; j++)
        {
            double sum = 0;
            double[] row = Polynomials[j];
            for (int k = 0; k < Count; k++)
                sum += Rule.Weights[k] * values[k] * row[k];
            coefficients[j] = (j + 0.5) * sum;
        }
        return Integral(coefficients, t).Integral;
    }

    /// <summary>∫ from −1 to t of Σcⱼ·P_j, and Σcⱼ·P_j(t): ∫P_j = (P_{j+1} − P_{j−1})/(2j + 1).</summary>
    private static (double Integral, double Value) Integral(ReadOnlySpan<double> coefficients, double t)
    {
        double previous = 1, current = t;
        double integral = coefficients[0] * (t + 1), value = coefficients[0];
        for (int j = 1; j < Count; j++)
        {
            double next = ((2 * j + 1) * t * current - j * previous) / (j + 1);
            value += coefficients[j] * current;
            integral += coefficients[j] * (next - previous) / (2 * j + 1);
            (previous, current) = (current, next);
        }
        return (integral, value);
    }

    private static double[] Polynomial(int degree) => [.. Rule.Nodes.Select(t =>
    {
        double previous = 1, current = t;
        if (degree == 0)
            return 1.0;
        for (int j = 1; j < degree; j++)
            (previous, current) = (current, ((2 * j + 1) * t * current - j * previous) / (j + 1));
        return current;
    })];

    private static double[] Projection(int degree)
    {
        double[] polynomial = Polynomial(degree);
        return [.. Rule.Weights.Select((w, k) => (degree + 0.5) * w * polynomial[k])];
    }
}
