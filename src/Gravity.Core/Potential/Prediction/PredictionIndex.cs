using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;

namespace Gravity.Core.Potential;

/// <summary>ηᵢ = xᵢ'β + Σ effects of rows that a regression predicts, and which of them it identifies.</summary>
/// <remarks>
/// η of a row is identified when (xᵢ, its groups) lies in the span of the fitted rows. Three things can put it outside: a group without a fitted row; a column that the fitted rows
/// do not tell from others (the difference between the column and what stands for it on the fitted rows must vanish in the new row too); groups of different effects that
/// no chain of fitted rows connects. The third is checked between each effect and the first.
/// </remarks>
internal static class PredictionIndex
{
    private const double Tolerance = 1e-6;

    /// <summary>η; NaN where it is not identified.</summary>
    public static double[] Of(AbsorbedSolution solution, PredictedRows rows)
    {
        bool[] identified = Identified(solution, rows);
        double[] index = Sums(solution, rows, solution.Coefficients, rows.Groups.Count == 0 ? null : solution.Effects);
        for (int i = 0; i < index.Length; i++)
            if (!identified[i])
                index[i] = double.NaN;
        return index;
    }

    /// <summary>xᵢ'b + Σ effects over the kept columns.</summary>
    internal static double[] Sums(AbsorbedSolution solution, PredictedRows rows, ReadOnlySpan<double> coefficients, EffectCoefficients? effects)
    {
        var sums = new double[rows.Count];
        for (int k = 0; k < coefficients.Length; k++)
            GramKernels.AddScaled(coefficients[k], rows.Columns.Column(solution.Kept[k]), sums);
        if (effects is null)
            return sums;
        for (int q = 0; q < rows.Groups.Count; q++)
        {
            IReadOnlyList<double> values = effects.Of(q);
            int[] groups = rows.Groups[q];
            for (int i = 0; i < sums.Length; i++)
                sums[i] += groups[i] < 0 ? double.NaN : values[groups[i]];
        }
        return sums;
    }

    private static bool[] Identified(AbsorbedSolution solution, PredictedRows rows)
    {
        var identified = new bool[rows.Count];
        Array.Fill(identified, true);
        foreach (int[] groups in rows.Groups)
            for (int i = 0; i < groups.Length; i++)
                identified[i] &= groups[i] >= 0;
        Connected(solution.Problem.Effects, rows, identified);
        int columns = solution.Problem.Columns.Columns;
        for (int j = 0; j < columns; j++)
            if (!solution.Kept.Contains(j))
                Represented(solution, rows, j, identified);
        return identified;
    }

    /// <summary>A column without a coefficient: what stands for it on the fitted rows must stand for it in the others.</summary>
    private static void Represented(AbsorbedSolution solution, PredictedRows rows, int column, bool[] identified)
    {
        AbsorbedProblem problem = solution.Problem;
        double[] own = problem.Columns.Column(column).ToArray();
        double scale = Math.Max(Largest(own), Largest(rows.Columns.Column(column)));
        AbsorbedSolution stands = AbsorbedLeastSquares.Fit(problem with
        {
            Response = own,
            Columns = problem.Columns.Select(solution.Kept),
            Names = [.. solution.Kept.Select(k => problem.Names[k])],
            Weights = null,
        });
        var kept = new PredictedRows(rows.Columns.Select(solution.Kept), rows.Groups);
        double[] expected = Sums(stands, kept, stands.Coefficients, rows.Groups.Count == 0 ? null : stands.Effects);
        ReadOnlySpan<double> actual = rows.Columns.Column(column);
        for (int i = 0; i < expected.Length; i++)
            identified[i] &= Math.Abs(actual[i] - expected[i]) <= Tolerance * scale || scale == 0;
    }

    private static void Connected(EffectSet effects, PredictedRows rows, bool[] identified)
    {
        for (int q = 1; q < effects.Count; q++)
        {
            EffectGroups first = effects.Effects[0], other = effects.Effects[q];
            if (EffectRank.ComponentOf(first, other, out int[] componentOf) == 1)
                continue;
            var componentOfFirst = new int[first.Count];
            for (int row = 0; row < first.Rows; row++)
                componentOfFirst[first.GroupOfRow[row]] = componentOf[other.GroupOfRow[row]];
            for (int i = 0; i < identified.Length; i++)
                identified[i] &= rows.Groups[0][i] < 0 || rows.Groups[q][i] < 0 || componentOfFirst[rows.Groups[0][i]] == componentOf[rows.Groups[q][i]];
        }
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
