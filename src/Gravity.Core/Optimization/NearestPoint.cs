using System.Numerics.Tensors;
using Gravity.Core.Numerics;

namespace Gravity.Core.Optimization;

/// <summary>min ½|x − x₀|² subject to Ax ≥ r, few columns and many rows, by the dual active-set method.</summary>
/// <remarks>
/// Goldfarb and Idnani (1983), Mathematical Programming 27: 1–33, for the identity as Hessian; a strictly convex quadratic program has this form in
/// the coordinates of a factor of its Hessian. From the unconstrained minimum the most violated row is added and rows whose multiplier turns
/// negative are dropped; the objective rises with every full step, so no active set comes back. In the end x and the multipliers are
/// computed anew from the active rows.
/// </remarks>
internal static class NearestPoint
{
    /// <summary>Violation, in units of 1 + |r|, that is taken for rounding.</summary>
    private const double Tolerance = 1e-12;

    /// <summary>The solution.</summary>
    /// <param name="X">The point.</param>
    /// <param name="Active">Rows that hold with equality.</param>
    /// <param name="Multipliers">λ of the active rows, ≥ 0: x − x₀ = Σ λᵢaᵢ.</param>
    public sealed record Solution(double[] X, IReadOnlyList<int> Active, IReadOnlyList<double> Multipliers);

    /// <summary>Solves the program; null where no point satisfies all rows.</summary>
    public static Solution? Solve(Matrix rows, double[] right, double[] origin)
    {
        double[] x = [.. origin];
        List<int> active = [];
        List<double> multipliers = [];
        // Every row is added at most a few times; the limit only ends what rounding might turn into a loop.
        for (int step = 0; step < 100 * (rows.Columns + 10) + rows.Rows; step++)
        {
            int entering = Violated(rows, right, x, active);
            if (entering < 0)
                return Polished(rows, right, origin, active);
            double[] normal = Row(rows, entering);
            double own = 0;
            while (true)
            {
                (double[] direction, double[] fall) = Project(rows, active, normal);
                double length = TensorPrimitives.Dot<double>(direction, direction);
                bool dependent = !(length > 1e-20 * TensorPrimitives.Dot<double>(normal, normal));
                double violation = right[entering] - TensorPrimitives.Dot<double>(normal, x);
                double full = dependent ? double.PositiveInfinity : violation / length, partial = double.PositiveInfinity;
                int leaving = -1;
                for (int k = 0; k < fall.Length; k++)
                {
                    if (fall[k] > 1e-13 && multipliers[k] / fall[k] < partial)
                        (partial, leaving) = (multipliers[k] / fall[k], k);
                }
                double move = Math.Min(full, partial);
                if (double.IsPositiveInfinity(move))
                    return null;
                for (int j = 0; !dependent && j < x.Length; j++)
                    x[j] += move * direction[j];
                for (int k = 0; k < fall.Length; k++)
                    multipliers[k] -= move * fall[k];
                own += move;
                if (full <= partial)
                    break;
                active.RemoveAt(leaving);
                multipliers.RemoveAt(leaving);
            }
            active.Add(entering);
            multipliers.Add(own);
        }
        return null;
    }

    /// <summary>The part of a normal orthogonal to the active rows, and its coefficients on them.</summary>
    private static (double[] Direction, double[] Coefficients) Project(Matrix rows, List<int> active, double[] normal)
    {
        if (active.Count == 0)
            return (normal, []);
        double[] coefficients = LeastSquares.Solve(Columns(rows, active), normal).Coefficients;
        double[] direction = [.. normal];
        for (int k = 0; k < active.Count; k++)
            for (int j = 0; j < direction.Length; j++)
                direction[j] -= coefficients[k] * rows[active[k], j];
        return (direction, coefficients);
    }

    /// <summary>x₀ + N(N'N)⁻¹(r − N'x₀) for the active rows N'.</summary>
    private static Solution Polished(Matrix rows, double[] right, double[] origin, List<int> active)
    {
        double[] x = [.. origin];
        var multipliers = new double[active.Count];
        Matrix gram = new(active.Count, active.Count);
        for (int k = 0; k < active.Count; k++)
            for (int l = 0; l < active.Count; l++)
                gram[k, l] = TensorPrimitives.Dot<double>(Row(rows, active[k]), Row(rows, active[l]));
        var system = new LinearSystem(gram);
        // The second pass takes away what rounding left in the first.
        for (int pass = 0; pass < 2 && active.Count > 0; pass++)
        {
            double[] gap = [.. active.Select(i => right[i] - TensorPrimitives.Dot<double>(Row(rows, i), x))];
            double[] more = system.Solve(gap);
            for (int k = 0; k < active.Count; k++)
            {
                multipliers[k] += more[k];
                for (int j = 0; j < x.Length; j++)
                    x[j] += more[k] * rows[active[k], j];
            }
        }
        return new Solution(x, active, [.. multipliers.Select(m => Math.Max(0, m))]);
    }

    private static int Violated(Matrix rows, double[] right, double[] x, List<int> active)
    {
        double[] index = rows.Times(x);
        int worst = -1;
        double most = Tolerance;
        for (int i = 0; i < index.Length; i++)
        {
            double gap = (right[i] - index[i]) / (1 + Math.Abs(right[i]));
            if (gap > most && !active.Contains(i))
                (worst, most) = (i, gap);
        }
        return worst;
    }

    private static double[] Row(Matrix rows, int row) => [.. Enumerable.Range(0, rows.Columns).Select(j => rows[row, j])];

    private static Matrix Columns(Matrix rows, List<int> active)
    {
        Matrix columns = new(rows.Columns, active.Count);
        for (int k = 0; k < active.Count; k++)
            for (int j = 0; j < rows.Columns; j++)
                columns[j, k] = rows[active[k], j];
        return columns;
    }
}
