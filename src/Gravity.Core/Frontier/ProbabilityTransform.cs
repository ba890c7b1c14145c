using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>The probability integral transform of composed residuals, F_i(ε_i): uniform on [0, 1] where the fitted law is the true one (Rosenblatt 1952).</summary>
/// <remarks>
/// Where many rows share one law, F is computed once at the smallest residual and then as the running integral of the density over panels of 24 Legendre nodes, each
/// halved until its last coefficients are under 1e-9: about 1e-10 absolute, whatever the number of rows.
/// </remarks>
internal static class ProbabilityTransform
{
    /// <summary>Rows with one law beyond which the running integral is cheaper than an integral each.</summary>
    private const int Many = 60;

    private const double Resolved = 1e-9;

    /// <summary>F_i(ε_i) of every row.</summary>
    public static double[] Of(IReadOnlyList<ComposedError> laws, ReadOnlySpan<double> residuals)
    {
        var values = new double[residuals.Length];
        var first = new List<int>();
        var members = new List<List<int>>();
        // Rows of one law are often all rows, or all rows of a period: a short list is searched; with a law a row the search is given up.
        for (int i = 0; i < values.Length; i++)
        {
            int group = -1;
            for (int g = first.Count - 1; g >= 0 && g >= first.Count - 64; g--)
            {
                if (laws[first[g]].IsSame(laws[i]))
                {
                    group = g;
                    break;
                }
            }
            if (group < 0)
            {
                group = first.Count;
                first.Add(i);
                members.Add([]);
            }
            members[group].Add(i);
        }
        for (int g = 0; g < first.Count; g++)
        {
            ComposedError law = laws[first[g]];
            if (members[g].Count > Many)
                Shared(law, members[g], residuals, values);
            else
                foreach (int i in members[g])
                    values[i] = law.Cdf(residuals[i]);
        }
        return values;
    }

    private static void Shared(ComposedError law, List<int> rows, ReadOnlySpan<double> residuals, double[] values)
    {
        int[] order = [.. rows];
        var keys = new double[order.Length];
        for (int k = 0; k < keys.Length; k++)
            keys[k] = residuals[order[k]];
        Array.Sort(keys, order);
        int next = 0;
        // Residuals far out are few: each has its own integral from the nearer tail.
        (double centre, double spread) = law.Place;
        double low = Math.Max(keys[0], centre - 9 * spread), high = Math.Min(keys[^1], centre + 9 * spread);
        while (next < keys.Length && keys[next] <= low)
            values[order[next]] = law.Cdf(keys[next++]);
        double below = law.Cdf(low);
        var pending = new Stack<(double Low, double High)>();
        double at = low, step = 0.5 * spread;
        var masses = new double[LegendrePanel.Count];
        while (next < keys.Length && at < high)
        {
            if (pending.Count == 0)
                pending.Push((at, Math.Min(high, at + step)));
            (double a, double b) = pending.Pop();
            double half = 0.5 * (b - a), middle = 0.5 * (a + b);
            for (int k = 0; k < masses.Length; k++)
                masses[k] = half * law.Density(middle + half * LegendrePanel.Nodes[k]);
            if (LegendrePanel.Remainder(masses) > Resolved && b - a > 1e-6 * spread)
            {
                pending.Push((middle, b));
                pending.Push((a, middle));
                continue;
            }
            while (next < keys.Length && keys[next] <= b)
            {
                values[order[next]] = Math.Min(1, below + LegendrePanel.IntegralTo(masses, (keys[next] - middle) / half));
                next++;
            }
            below += LegendrePanel.IntegralTo(masses, 1);
            at = b;
        }
        for (; next < keys.Length; next++)
            values[order[next]] = law.Cdf(keys[next]);
    }
}
