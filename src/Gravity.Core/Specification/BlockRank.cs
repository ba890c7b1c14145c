using System.Numerics.Tensors;
using Gravity.Core.Numerics;

namespace Gravity.Core.Specification;

/// <summary>Finds the columns of a block that the columns before them span.</summary>
/// <remarks>
/// Columns are centred (beside an intercept) and scaled to length 1. A Householder QR decomposition, block of rows by block of rows
/// (Demmel, Grigori, Hoemmen and Langou 2012, "Communication-optimal parallel and sequential QR"), condenses the rows to a triangle R whose
/// columns have the same lengths and angles; Gram–Schmidt with a second pass on R then keeps columns in the order of the formula.
/// The normal equations X'X would see only half of the digits.
/// </remarks>
internal sealed class BlockRank
{
    /// <summary>
    /// A column is dropped when, after projection on the columns kept, less than this share of its own length is left. Own length is that of
    /// the deviations from the mean beside an intercept: so ln(year) (7.6 ± 0.005) and levels of 1e11 pass, and sums of rounded columns
    /// (1e-15) do not.
    /// </summary>
    public const double Tolerance = 1e-9;

    /// <summary>Contributions to a dropped column below this share of its length are rounding, not relations.</summary>
    public const double CoefficientTolerance = 1e-8;

    private const int RowsPerPiece = 1 << 16;

    private readonly IReadOnlyList<(string Name, double[] Values)> _columns;
    private readonly ColumnScaling[] _scaling;
    private readonly int _intercept;

    private BlockRank(IReadOnlyList<(string Name, double[] Values)> columns)
    {
        _columns = columns;
        _intercept = columns.Count > 0 && columns[0].Name == BlockNames.Intercept ? 1 : 0;
        _scaling = [.. columns.Skip(_intercept).Select(c => new ColumnScaling(c.Values, centre: _intercept == 1))];
    }

    /// <summary>Positions of the columns to keep, and the others with the kept columns that reproduce them.</summary>
    /// <param name="block">Name of the block.</param>
    /// <param name="columns">Finite columns in order; an intercept is first.</param>
    public static (List<int> Kept, List<CollinearColumn> Dropped) Find(string block, IReadOnlyList<(string Name, double[] Values)> columns)
    {
        var rank = new BlockRank(columns);
        return rank.Select(block, columns.Count == 0 ? new Matrix(0, 0) : rank.Triangle());
    }

    private (List<int> Kept, List<CollinearColumn> Dropped) Select(string block, Matrix triangle)
    {
        int order = triangle.Columns;
        var basis = new List<double[]>();
        var projections = new List<double[]>();
        var kept = new List<int>();
        var dropped = new List<CollinearColumn>();
        if (_intercept == 1)
            kept.Add(0);
        for (int j = 0; j < order; j++)
        {
            double[] rest = triangle.Column(j).ToArray();
            var projection = new double[basis.Count + 1];
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < basis.Count; k++)
                {
                    double share = TensorPrimitives.Dot<double>(basis[k], rest);
                    projection[k] += share;
                    TensorPrimitives.MultiplyAdd(basis[k], -share, rest, rest);
                }
            }
            double length = TensorPrimitives.Norm<double>(rest);
            if (_scaling[j].Length > 0 && length > Tolerance + _scaling[j].Noise)
            {
                TensorPrimitives.Divide(rest, length, rest);
                projection[^1] = length;
                basis.Add(rest);
                projections.Add(projection);
                kept.Add(j + _intercept);
            }
            else
            {
                dropped.Add(new CollinearColumn(block, _columns[j + _intercept].Name, Relation(j, kept, projections, projection)));
            }
        }
        return (kept, dropped);
    }

    /// <summary>Coefficients of the kept columns that reproduce column <paramref name="j"/>, in the units of the columns.</summary>
    private List<(string Name, double Coefficient)> Relation(int j, List<int> kept, List<double[]> projections, double[] target)
    {
        // Back substitution: kept column k is Σ_l projections[k][l] · basis_l, l ≤ k.
        var scaled = new double[projections.Count];
        for (int k = projections.Count - 1; k >= 0; k--)
        {
            double rest = target[k];
            for (int m = k + 1; m < projections.Count; m++)
                rest -= scaled[m] * projections[m][k];
            scaled[k] = rest / projections[k][k];
        }
        var relation = new List<(string Name, double Coefficient)>();
        ColumnScaling own = _scaling[j];
        double constant = own.Mean, size = Math.Max(Math.Abs(own.Mean), own.Length / Math.Sqrt(_columns[0].Values.Length));
        for (int k = 0; k < scaled.Length; k++)
        {
            int column = kept[k + _intercept];
            if (own.Length == 0 || Math.Abs(scaled[k]) < CoefficientTolerance)
                continue;
            ColumnScaling other = _scaling[column - _intercept];
            double coefficient = scaled[k] * (own.Length / other.Length);
            constant -= coefficient * other.Mean;
            size = Math.Max(size, Math.Abs(coefficient * other.Mean));
            relation.Add((_columns[column].Name, coefficient));
        }
        if (_intercept == 1 && Math.Abs(constant) > CoefficientTolerance * size)
            relation.Insert(0, (BlockNames.Intercept, constant));
        return relation;
    }

    /// <summary>The triangle R of the scaled columns without the intercept, order × order.</summary>
    private Matrix Triangle()
    {
        int order = _scaling.Length, rows = _columns[0].Values.Length;
        int pieces = Math.Max(1, (rows + RowsPerPiece - 1) / RowsPerPiece);
        var triangles = new Matrix[pieces];
        Workers.For(pieces, 0, piece =>
            triangles[piece] = Condense(piece * RowsPerPiece, Math.Min(rows, (piece + 1) * RowsPerPiece)));
        // The pieces are joined in their order, whatever the number of threads.
        var joint = new Matrix(2 * order, order);
        for (int piece = 0; piece < pieces; piece++)
        {
            for (int j = 0; j < order; j++)
                triangles[piece].Column(j).CopyTo(joint.Column(j)[order..]);
            Householder(joint, 2 * order);
        }
        var result = new Matrix(order, order);
        for (int j = 0; j < order; j++)
            joint.Column(j)[..order].CopyTo(result.Column(j));
        return result;
    }

    private Matrix Condense(int from, int to)
    {
        int order = _scaling.Length, step = Math.Max(1024, 2 * order);
        var work = new Matrix(order + step, order);
        for (int start = from; start < to; start += step)
        {
            int count = Math.Min(step, to - start);
            for (int j = 0; j < order; j++)
                _scaling[j].Apply(_columns[j + _intercept].Values.AsSpan(start, count), work.Column(j).Slice(order, count));
            Householder(work, order + count);
        }
        var triangle = new Matrix(order, order);
        for (int j = 0; j < order; j++)
            work.Column(j)[..order].CopyTo(triangle.Column(j));
        return triangle;
    }

    /// <summary>Triangulates the first <paramref name="rows"/> rows in place and clears what is below the diagonal.</summary>
    private static void Householder(Matrix work, int rows)
    {
        for (int j = 0; j < work.Columns; j++)
        {
            Span<double> pivot = work.Column(j)[j..rows];
            double length = TensorPrimitives.Norm<double>(pivot);
            if (length == 0)
                continue;
            double diagonal = pivot[0] > 0 ? -length : length;
            // v = x − diagonal·e₁; H = I − 2vv'/v'v, and v'v = 2·length·(length + |x₁|).
            pivot[0] -= diagonal;
            double factor = 1 / (length * (length + Math.Abs(pivot[0] + diagonal)));
            for (int k = j + 1; k < work.Columns; k++)
            {
                Span<double> column = work.Column(k)[j..rows];
                TensorPrimitives.MultiplyAdd(pivot, -factor * TensorPrimitives.Dot<double>(pivot, column), column, column);
            }
            pivot.Clear();
            pivot[0] = diagonal;
        }
    }
}
