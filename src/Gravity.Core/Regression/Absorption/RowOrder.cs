using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Absorption;

/// <summary>Brings rows into the order of a layout and back.</summary>
internal sealed class RowOrder(int[]? order, int threads)
{
    /// <summary>A copy in sorted order.</summary>
    public double[] Sorted(double[] values)
    {
        var sorted = new double[values.Length];
        Sort(values, sorted);
        return sorted;
    }

    /// <summary>The same array where rows are sorted, else a copy in sorted order: for values that are only read.</summary>
    public double[]? Read(double[]? values) => values is null || order is null ? values : Sorted(values);

    /// <summary>A copy of a matrix in sorted order.</summary>
    public Matrix Sorted(Matrix matrix)
    {
        var sorted = new Matrix(matrix.Rows, matrix.Columns);
        Workers.For(matrix.Columns, threads, j => Sort(matrix.Column(j), sorted.Column(j)));
        return sorted;
    }

    /// <summary>Brings an array back into the order of the rows, in place.</summary>
    public void Restore(double[] values) => Restore(values.AsSpan());

    /// <summary>Brings a matrix back into the order of the rows, in place.</summary>
    public void Restore(Matrix matrix)
    {
        for (int j = 0; j < matrix.Columns; j++)
            Restore(matrix.Column(j));
    }

    private double[] _spare = [];

    private void Restore(Span<double> values)
    {
        if (order is null)
            return;
        if (_spare.Length != values.Length)
            _spare = new double[values.Length];
        values.CopyTo(_spare);
        for (int k = 0; k < order.Length; k++)
            values[order[k]] = _spare[k];
    }

    private void Sort(ReadOnlySpan<double> values, Span<double> sorted)
    {
        if (order is null)
        {
            values.CopyTo(sorted);
            return;
        }
        for (int k = 0; k < order.Length; k++)
            sorted[k] = values[order[k]];
    }
}
