using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Absorption;

/// <summary>Which columns have a coefficient of their own once the effects are projected out.</summary>
internal static class ColumnChoice
{
    /// <summary>A column of which the effects leave less than this share of its centred length is absorbed.</summary>
    public const double AbsorbedShare = 1e-6;

    /// <summary>A column of which the columns before it leave less than this share of its projected length is collinear with them.</summary>
    public const double CollinearShare = 1e-6;

    /// <summary>Positions of the columns to keep, in order, and the others with what spans them.</summary>
    /// <param name="problem">The columns as given, and the effects.</param>
    /// <param name="gram">X̃'WX̃ of all projected columns.</param>
    /// <param name="remaining">What the effects leave of each column, <see cref="ProjectionSummary.Remaining"/>.</param>
    public static (int[] Kept, LeftOutColumn[] LeftOut) Of(AbsorbedProblem problem, Matrix gram, IReadOnlyList<double> remaining)
    {
        int columns = gram.Columns;
        var kept = new List<int>();
        var leftOut = new List<LeftOutColumn>();
        // A Cholesky decomposition column by column: lower[k] holds the row of kept column k.
        var lower = new List<double[]>();
        for (int j = 0; j < columns; j++)
        {
            string name = problem.Names[j];
            if (problem.Effects.Count > 0 && !(remaining[j] > AbsorbedShare))
            {
                leftOut.Add(new LeftOutColumn(j, name, true, Spanning(problem, j), []));
                continue;
            }
            var row = new double[kept.Count + 1];
            double rest = gram[j, j];
            for (int k = 0; k < kept.Count; k++)
            {
                double sum = gram[j, kept[k]];
                for (int m = 0; m < k; m++)
                    sum -= row[m] * lower[k][m];
                row[k] = sum / lower[k][k];
                rest -= row[k] * row[k];
            }
            if (rest > CollinearShare * CollinearShare * gram[j, j])
            {
                row[^1] = Math.Sqrt(rest);
                lower.Add(row);
                kept.Add(j);
            }
            else
            {
                leftOut.Add(new LeftOutColumn(j, name, false, [], Relation(problem.Names, kept, lower, row)));
            }
        }
        return ([.. kept], [.. leftOut]);
    }

    private static List<(string Name, double Coefficient)> Relation(IReadOnlyList<string> names, List<int> kept, List<double[]> lower, double[] row)
    {
        var coefficients = new double[kept.Count];
        double largest = 0;
        for (int k = kept.Count - 1; k >= 0; k--)
        {
            double rest = row[k];
            for (int m = k + 1; m < kept.Count; m++)
                rest -= coefficients[m] * lower[m][k];
            coefficients[k] = rest / lower[k][k];
            largest = Math.Max(largest, Math.Abs(coefficients[k] * lower[k][k]));
        }
        return [.. Enumerable.Range(0, kept.Count)
            .Where(k => Math.Abs(coefficients[k] * lower[k][k]) > 1e-8 * largest)
            .Select(k => (names[kept[k]], coefficients[k]))];
    }

    /// <summary>Effects within whose groups the column does not vary.</summary>
    private static string[] Spanning(AbsorbedProblem problem, int column)
    {
        ReadOnlySpan<double> values = problem.Columns.Column(column);
        double lowest = values[0], highest = values[0];
        foreach (double value in values)
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        double tolerance = Math.Max(AbsorbedShare * (highest - lowest), 1e-12 * Math.Max(Math.Abs(highest), Math.Abs(lowest)));
        var names = new List<string>();
        foreach (EffectGroups effect in problem.Effects.Effects)
        {
            var least = new double[effect.Count];
            var most = new double[effect.Count];
            Array.Fill(least, double.PositiveInfinity);
            Array.Fill(most, double.NegativeInfinity);
            for (int row = 0; row < values.Length; row++)
            {
                int group = effect.GroupOfRow[row];
                least[group] = Math.Min(least[group], values[row]);
                most[group] = Math.Max(most[group], values[row]);
            }
            bool constant = true;
            for (int group = 0; group < least.Length && constant; group++)
                constant = most[group] - least[group] <= tolerance;
            if (constant)
                names.Add(effect.Name);
        }
        return [.. names];
    }
}
