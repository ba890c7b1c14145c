using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Regression.Absorption;

namespace Gravity.Core.Tests.Regression.Separation;

/// <summary>Separated rows by linear programs over columns and an indicator for every group (Konis 2007), for small samples.</summary>
internal static class SeparationOracle
{
    /// <summary>Rows without a flow with z &gt; 0 for some z that is 0 where there is a flow and nowhere negative.</summary>
    public static int[] Rows(AbsorbedProblem problem)
    {
        Matrix x = Expanded(problem);
        int[] zeros = [.. Enumerable.Range(0, problem.Rows).Where(i => problem.Response[i] == 0)], flows = [.. Enumerable.Range(0, problem.Rows).Except(zeros)];
        var found = new List<int>();
        // max Σz over the rows not found yet, z ≥ 0 in all rows without a flow and 0 in those with one.
        Matrix conditions = new(zeros.Length + 2 * flows.Length, x.Columns);
        for (int j = 0; j < x.Columns; j++)
        {
            for (int i = 0; i < zeros.Length; i++)
                conditions[i, j] = x[zeros[i], j];
            for (int i = 0; i < flows.Length; i++)
            {
                conditions[zeros.Length + 2 * i, j] = x[flows[i], j];
                conditions[zeros.Length + 2 * i + 1, j] = -x[flows[i], j];
            }
        }
        while (true)
        {
            var cost = new double[x.Columns];
            foreach (int row in zeros.Except(found))
                for (int j = 0; j < cost.Length; j++)
                    cost[j] -= x[row, j];
            double[] best = LinearProgram.SolveInBox(conditions, new double[conditions.Rows], cost, 1)!.X, z = x.Times(best);
            int[] more = [.. zeros.Where(row => z[row] > 1e-8 && !found.Contains(row))];
            if (more.Length == 0)
                return [.. found.Order()];
            found.AddRange(more);
        }
    }

    /// <summary>Columns at unit size, then an indicator for every group of every effect.</summary>
    private static Matrix Expanded(AbsorbedProblem problem)
    {
        int columns = problem.Columns.Columns, offset = columns;
        Matrix x = new(problem.Rows, columns + problem.Effects.Levels);
        for (int j = 0; j < columns; j++)
        {
            double size = 0;
            foreach (double value in problem.Columns.Column(j))
                size = Math.Max(size, Math.Abs(value));
            for (int i = 0; i < x.Rows; i++)
                x[i, j] = problem.Columns[i, j] / (size > 0 ? size : 1);
        }
        foreach (EffectGroups effect in problem.Effects.Effects)
        {
            for (int i = 0; i < x.Rows; i++)
                x[i, offset + effect.GroupOfRow[i]] = 1;
            offset += effect.Count;
        }
        return x;
    }
}
