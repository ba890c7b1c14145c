using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Absorption;

/// <summary>Brings rows into the order of a layout and back.</summary>
/// <remarks>Rows in random order cost a miss of the cache each: pieces of them are moved on several threads, each place by one.</remarks>
internal sealed class RowOrder(int[]? order, int threads)
{
    private const int PieceRows = 1 << 17;

    /// <summary>A copy in sorted order.</summary>
    public double[] Sorted(double[] values)
    {
        if (order is null)
            return (double[])values.Clone();
        var sorted = new double[values.Length];
        Pieces(values.Length, (from, to) => Gather(values, from, sorted.AsSpan(from..to)));
        return sorted;
    }

    /// <summary>The same array where rows are sorted, else a copy in sorted order: for values that are only read.</summary>
    public double[]? Read(double[]? values) => values is null || order is null ? values : Sorted(values);

    /// <summary>A copy of a matrix in sorted order.</summary>
    public Matrix Sorted(Matrix matrix)
    {
        var sorted = new Matrix(matrix.Rows, matrix.Columns);
        for (int j = 0; j < matrix.Columns; j++)
        {
            int column = j;
            Pieces(matrix.Rows, (from, to) => Gather(matrix.Column(column), from, sorted.Column(column)[from..to]));
        }
        return sorted;
    }

    /// <summary>Brings an array back into the order of the rows, in place.</summary>
    /// <param name="values">The array.</param>
    /// <param name="spare">As many values that may be lost.</param>
    public void Restore(double[] values, double[] spare)
    {
        if (order is null)
            return;
        Pieces(values.Length, (from, to) => values.AsSpan(from..to).CopyTo(spare.AsSpan(from)));
        Pieces(values.Length, (from, to) => Scatter(spare, from, to, values));
    }

    /// <summary>Brings a matrix back into the order of the rows, in place.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="spare">As many values that may be lost as there are rows.</param>
    public void Restore(Matrix matrix, double[] spare)
    {
        if (order is null)
            return;
        for (int j = 0; j < matrix.Columns; j++)
        {
            int column = j;
            Pieces(matrix.Rows, (from, to) => matrix.Column(column)[from..to].CopyTo(spare.AsSpan(from)));
            Pieces(matrix.Rows, (from, to) => Scatter(spare, from, to, matrix.Column(column)));
        }
    }

    private void Gather(ReadOnlySpan<double> values, int from, Span<double> sorted)
    {
        if (order is null)
        {
            values.Slice(from, sorted.Length).CopyTo(sorted);
            return;
        }
        ReadOnlySpan<int> rows = order.AsSpan(from, sorted.Length);
        for (int k = 0; k < sorted.Length; k++)
            sorted[k] = values[rows[k]];
    }

    private void Scatter(double[] sorted, int from, int to, Span<double> values)
    {
        ReadOnlySpan<int> rows = order.AsSpan(from..to);
        ReadOnlySpan<double> own = sorted.AsSpan(from..to);
        for (int k = 0; k < rows.Length; k++)
            values[rows[k]] = own[k];
    }

    private void Pieces(int rows, Action<int, int> body)
    {
        var pieces = new RowPartition(rows, PieceRows);
        Workers.For(pieces.Count, threads, piece =>
        {
            (int from, int length) = pieces.Range(piece);
            body(from, from + length);
        });
    }
}
