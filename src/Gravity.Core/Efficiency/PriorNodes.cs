using Gravity.Core.Frontier;
using Gravity.Core.Numerics;

namespace Gravity.Core.Efficiency;

/// <summary>Nodes and probabilities of a law of u in its unit form: w = u/σ of a scale family, z of ln u = μ + σz.</summary>
/// <remarks>Panels of 24 Legendre nodes in the law's own coordinate, halved until their last coefficients are under 1e-10 of the mass; the probabilities then sum to 1.</remarks>
internal static class PriorNodes
{
    private const double Resolved = 1e-10;

    /// <summary>ln of the density under which nothing is left, below its peak.</summary>
    private const double Drop = 36;

    /// <summary>Nodes and probabilities at a shape; NaN for laws without.</summary>
    public static (double[] Nodes, double[] Weights) Of(InefficiencyLaw law, double shape)
    {
        bool normal = law.HasLogarithmicScale;
        LawPoint at = law.At(0, 0, shape);
        bool logs = law.InLogarithms && !normal;
        double Height(double x) => normal ? NormalTail.LogDensity(x)
            : logs ? law.LogDensity(at, Math.Exp(x), x) + x
            : law.LogDensity(at, x, Math.Log(x));
        double end = normal ? double.PositiveInfinity : law.UpperEnd(at);
        double bottom = normal || logs ? double.NegativeInfinity : 0, top = logs ? Math.Log(end) : end;
        double centre = normal ? 0 : logs ? Math.Log(law.Centre(at)) : Math.Max(law.Centre(at), 1e-9);
        double peak = Height(Math.Min(centre, top));
        double low = Reach(Height, centre, -1, bottom, peak), high = Reach(Height, centre, 1, top, peak);
        var pending = new Stack<(double Low, double High)>();
        // Panels of at most one unit, so that e^(−σw) is smooth within each; near 0 in w itself they are shorter, for large σ.
        for (double right = high; right > low;)
        {
            double left = Math.Max(low, right - Math.Min(1, normal || logs ? 1 : Math.Max(1e-3, 0.5 * right)));
            if (left - low < 1e-3)
                left = low;
            pending.Push((left, right));
            right = left;
        }
        var nodes = new List<double>();
        var weights = new List<double>();
        var values = new double[LegendrePanel.Count];
        while (pending.Count > 0)
        {
            (double a, double b) = pending.Pop();
            double half = 0.5 * (b - a), middle = 0.5 * (a + b);
            for (int k = 0; k < values.Length; k++)
            {
                double height = Height(middle + half * LegendrePanel.Nodes[k]);
                values[k] = double.IsNaN(height) ? 0 : half * Math.Exp(height);
            }
            if (LegendrePanel.Remainder(values) > Resolved && b - a > 1e-6)
            {
                pending.Push((middle, b));
                pending.Push((a, middle));
                continue;
            }
            for (int k = 0; k < values.Length; k++)
            {
                double x = middle + half * LegendrePanel.Nodes[k];
                nodes.Add(logs ? Math.Exp(x) : x);
                weights.Add(LegendrePanel.Weights[k] * values[k]);
            }
        }
        double sum = weights.Sum();
        return ([.. nodes], [.. weights.Select(weight => weight / sum)]);
    }

    /// <summary>Where the density has fallen by <see cref="Drop"/> from its peak.</summary>
    private static double Reach(Func<double, double> height, double centre, int direction, double end, double peak)
    {
        double step = 1;
        for (int doubling = 0; doubling < 60; doubling++, step *= 1.5)
        {
            double x = centre + direction * step;
            if (direction * (x - end) >= 0)
                return end;
            if (!(peak - height(x) < Drop))
                return x;
        }
        return centre + direction * step;
    }
}
