using Gravity.Core.Numerics;

namespace Gravity.Core.Optimization;

/// <summary>min c'x subject to Ax ≥ r, few columns and many rows, by the dual simplex method.</summary>
/// <remarks>
/// <para>
/// A basis is as many rows as there are columns: x solves those rows as equations, and λ ≥ 0 writes c as their combination (Dantzig 1963). The most
/// violated row enters, the ratio test takes one out; after steps that do not raise the dual objective Bland's (1977) rule prevents cycles.
/// </para>
/// <para>
/// The first basis are the faces of a box |xⱼ| ≤ M around 0, which is widened while a face is still in the basis at the end. The solution is
/// computed from the rows of the final basis alone, so that M leaves no trace in its digits. Columns should have comparable sizes.
/// </para>
/// </remarks>
internal sealed class LinearProgram
{
    /// <summary>Violation, in units of 1 + |r|, that is taken for rounding.</summary>
    private const double Tolerance = 1e-12;

    private const int Widenings = 6;

    private readonly Matrix _rows;
    private readonly double[] _right, _cost;
    private readonly int[] _basis;
    private double _box;

    private LinearProgram(Matrix rows, double[] right, double[] cost, double box)
    {
        (_rows, _right, _cost, _box) = (rows, right, cost, box);
        _basis = [.. Enumerable.Range(0, rows.Columns).Select(j => rows.Rows + 2 * j + (cost[j] >= 0 ? 0 : 1))];
    }

    /// <summary>The solution; faces of the box may remain where it is asked for as it stands.</summary>
    /// <param name="X">The point.</param>
    /// <param name="Multipliers">λ of the rows in the basis, ≥ 0, and 0 elsewhere.</param>
    /// <param name="Basis">Rows of A that hold with equality and determine x; from the number of rows on, faces of the box.</param>
    /// <param name="Pivots">Exchanges of rows.</param>
    public sealed record Solution(double[] X, double[] Multipliers, IReadOnlyList<int> Basis, int Pivots);

    /// <summary>Solves the program; null where it has no solution (no feasible point, or none that is bounded).</summary>
    /// <param name="rows">A.</param>
    /// <param name="right">r.</param>
    /// <param name="cost">c.</param>
    /// <param name="start">A basis of the same A and c to start from, for another r; null for none.</param>
    public static Solution? Solve(Matrix rows, double[] right, double[] cost, IReadOnlyList<int>? start = null)
    {
        double size = 1;
        foreach (double value in right)
            size = Math.Max(size, Math.Abs(value));
        var program = new LinearProgram(rows, right, cost, 1e3 * size);
        if (start is not null)
            start.ToArray().CopyTo(program._basis, 0);
        int pivots = 0;
        for (int widening = 0; widening < Widenings; widening++)
        {
            if (program.Run(ref pivots) is not { } found)
                return null;
            if (program._basis.All(row => row < rows.Rows))
                return found;
            program._box *= 1e3;
        }
        return null;
    }

    /// <summary>Solves min c'x subject to Ax ≥ r and |xⱼ| ≤ box.</summary>
    public static Solution? SolveInBox(Matrix rows, double[] right, double[] cost, double box)
    {
        int pivots = 0;
        return new LinearProgram(rows, right, cost, box).Run(ref pivots);
    }

    private Solution? Run(ref int pivots)
    {
        int n = _rows.Rows, columns = _rows.Columns, idle = 0;
        double size = 1;
        foreach (double value in _cost)
            size = Math.Max(size, Math.Abs(value));
        // Far more exchanges than any program here needs.
        for (int limit = 50 * (columns + 10) + n; pivots < limit; pivots++)
        {
            Matrix basis = new(columns, columns);
            for (int k = 0; k < columns; k++)
                for (int j = 0; j < columns; j++)
                    basis[k, j] = Element(_basis[k], j);
            var system = new LinearSystem(basis);
            var transposed = new LinearSystem(basis.Transpose());
            if (system.IsSingular || transposed.IsSingular)
                return null;
            double[] x = system.Solve(Array.ConvertAll(_basis, Right)), lambda = transposed.Solve(_cost);
            bool bland = idle > 2 * columns;
            int entering = Violated(x, bland);
            if (entering < 0)
            {
                var multipliers = new double[n];
                for (int k = 0; k < columns; k++)
                    if (_basis[k] < n)
                        multipliers[_basis[k]] = Math.Max(0, lambda[k]);
                return new Solution(x, multipliers, [.. _basis], pivots);
            }
            double[] w = transposed.Solve([.. Enumerable.Range(0, columns).Select(j => Element(entering, j))]);
            int leaving = Leaving(lambda, w, bland, size, out double step);
            if (leaving < 0)
                return null;
            idle = step > 1e-14 * size ? 0 : idle + 1;
            _basis[leaving] = entering;
        }
        return null;
    }

    private int Leaving(double[] lambda, double[] w, bool bland, double size, out double step)
    {
        double largest = w.Max(Math.Abs);
        int leaving = -1;
        step = double.PositiveInfinity;
        for (int k = 0; k < w.Length; k++)
        {
            if (!(w[k] > 1e-11 * largest))
                continue;
            double ratio = Math.Max(0, lambda[k]) / w[k];
            bool tie = leaving >= 0 && Math.Abs(ratio - step) <= 1e-14 * size;
            bool better = leaving < 0 || (tie ? bland ? _basis[k] < _basis[leaving] : w[k] > w[leaving] : ratio < step);
            if (better)
            {
                leaving = k;
                step = Math.Min(step, ratio);
            }
        }
        return leaving;
    }

    /// <summary>The most violated row, or the first one by Bland's rule; −1 where none is.</summary>
    private int Violated(double[] x, bool bland)
    {
        int n = _rows.Rows, worst = -1;
        double[] index = _rows.Times(x);
        double most = Tolerance;
        for (int i = 0; i < n + 2 * x.Length; i++)
        {
            double right = Right(i), gap = (right - (i < n ? index[i] : i % 2 == n % 2 ? x[(i - n) / 2] : -x[(i - n) / 2])) / (1 + Math.Abs(right));
            if (!(gap > most) || _basis.Contains(i))
                continue;
            worst = i;
            most = gap;
            if (bland)
                break;
        }
        return worst;
    }

    private double Element(int row, int column)
    {
        int n = _rows.Rows;
        if (row < n)
            return _rows[row, column];
        return (row - n) / 2 != column ? 0 : (row - n) % 2 == 0 ? 1 : -1;
    }

    private double Right(int row) => row < _rows.Rows ? _right[row] : -_box;
}
