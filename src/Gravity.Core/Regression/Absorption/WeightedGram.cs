using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Absorption;

/// <summary>X'WX and X'Wy over chunks of rows, summed in their order.</summary>
internal static class WeightedGram
{
    /// <summary>X'WX.</summary>
    public static Matrix Of(Matrix x, double[]? weights, int threads)
    {
        int columns = x.Columns;
        double[] sums = new RowPartition(x.Rows).Sum(columns * columns, threads, (start, length, target) =>
        {
            Span<double> scratch = new double[GramKernels.GramScratch(RowPartition.BlockRows)];
            Span<double> ones = stackalloc double[RowPartition.BlockRows];
            ones.Fill(1);
            for (int done = 0; done < length; done += RowPartition.BlockRows)
            {
                int rows = Math.Min(RowPartition.BlockRows, length - done);
                GramKernels.AddWeightedGram(x, x, start + done, weights is null ? ones[..rows] : weights.AsSpan(start + done, rows), scratch, target);
            }
        });
        var gram = new Matrix(columns, columns);
        sums.CopyTo(gram.Values);
        GramKernels.MirrorLower(gram.Values, columns);
        return gram;
    }

    /// <summary>X'Wy.</summary>
    public static double[] Product(Matrix x, double[]? weights, double[] y, int threads) =>
        new RowPartition(x.Rows).Sum(x.Columns, threads, (start, length, target) =>
        {
            Span<double> weighted = stackalloc double[RowPartition.BlockRows];
            for (int done = 0; done < length; done += RowPartition.BlockRows)
            {
                int rows = Math.Min(RowPartition.BlockRows, length - done);
                for (int i = 0; i < rows; i++)
                    weighted[i] = (weights is null ? 1 : weights[start + done + i]) * y[start + done + i];
                GramKernels.AddTransposedProduct(x, start + done, weighted[..rows], target);
            }
        });

    /// <summary>Some columns, as a new matrix; the same when all are asked for.</summary>
    public static Matrix Select(this Matrix matrix, int[] columns)
    {
        if (columns.Length == matrix.Columns)
            return matrix;
        var selected = new Matrix(matrix.Rows, columns.Length);
        for (int j = 0; j < columns.Length; j++)
            matrix.Column(columns[j]).CopyTo(selected.Column(j));
        return selected;
    }
}
