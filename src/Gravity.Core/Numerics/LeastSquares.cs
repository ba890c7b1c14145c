namespace Gravity.Core.Numerics;

/// <summary>A column that the kept columns before it reproduce.</summary>
/// <param name="Column">Its position.</param>
/// <param name="Coefficients">Coefficients on all columns that reproduce it; 0 on columns not kept.</param>
public sealed record DependentColumn(int Column, double[] Coefficients);

/// <summary>The minimiser of Σᵢ wᵢ(yᵢ − xᵢ'b)², by orthogonal reduction.</summary>
/// <remarks>
/// Householder QR (Golub and Van Loan 2013, section 5.3) in row chunks whose triangles are folded together in chunk order, so the result does
/// not depend on the number of threads. Columns are scaled to unit length and, when one column is a nonzero constant, centred at
/// their weighted means first, which removes the two usual causes of ill-conditioning (units, and levels far from 0).
/// A column whose part outside the span of the columns before it is below the tolerance, relative to its own (centred) length, is
/// not used: its coefficient and its row and column of the inverse are 0, and it is listed.
/// </remarks>
public sealed class LeastSquares
{
    private LeastSquares(double[] coefficients, double residual, Matrix inverse, Matrix triangle, IReadOnlyList<DependentColumn> dependent)
    {
        Coefficients = coefficients;
        ResidualSumOfSquares = residual;
        InverseGram = inverse;
        Triangle = triangle;
        Dependent = dependent;
    }

    /// <summary>b, one per column of X; 0 for dependent columns.</summary>
    public double[] Coefficients { get; }

    /// <summary>Σᵢ wᵢ(yᵢ − xᵢ'b)², from the reduction and not from a difference of sums.</summary>
    public double ResidualSumOfSquares { get; }

    /// <summary>(X'WX)⁻¹ over the kept columns, zeros elsewhere.</summary>
    public Matrix InverseGram { get; }

    /// <summary>Upper triangular R with R'R = X'WX and a nonnegative diagonal; all columns, dependent ones too.</summary>
    public Matrix Triangle { get; }

    /// <summary>Columns not used, in order.</summary>
    public IReadOnlyList<DependentColumn> Dependent { get; }

    /// <summary>Number of columns used.</summary>
    public int Rank => Coefficients.Length - Dependent.Count;

    /// <summary>yᵢ − xᵢ'b.</summary>
    public double[] Residuals(Matrix x, ReadOnlySpan<double> y)
    {
        double[] result = new double[x.Rows];
        for (int start = 0; start < x.Rows; start += RowPartition.BlockRows)
        {
            Span<double> block = result.AsSpan(start, Math.Min(RowPartition.BlockRows, x.Rows - start));
            GramKernels.LinearIndex(x, Coefficients, start, block);
            for (int i = 0; i < block.Length; i++)
                block[i] = y[start + i] - block[i];
        }
        return result;
    }

    /// <summary>Solves the problem.</summary>
    /// <param name="x">Rows × columns, finite.</param>
    /// <param name="y">One value per row, finite.</param>
    /// <param name="weights">One weight ≥ 0 per row, or null for 1.</param>
    /// <param name="threads">Threads to use; 0 for one per processor.</param>
    /// <param name="tolerance">Relative length below which a column counts as dependent.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a weight is negative or not finite.</exception>
    public static LeastSquares Solve(
        Matrix x, double[] y, double[]? weights = null, int threads = 1, double tolerance = 1e-10, CancellationToken cancellation = default)
    {
        if (y.Length != x.Rows || (weights is not null && weights.Length != x.Rows))
            throw new ArgumentException($"X has {x.Rows} rows, y {y.Length}, the weights {weights?.Length ?? x.Rows}", nameof(y));
        if (weights is not null && Array.Exists(weights, w => !(w >= 0 && double.IsFinite(w))))
            throw new ArgumentException("weights must be finite and not negative", nameof(weights));
        ColumnMoments moments = ColumnMoments.Of(x, y, weights, threads, cancellation);
        double[] reduced = Reduce(x, y, weights, moments, threads, cancellation);
        return FromTriangle(reduced, moments, tolerance);
    }

    /// <summary>The triangle of the centred and scaled [X y], an intercept left out by making its column zero.</summary>
    private static double[] Reduce(
        Matrix x, double[] y, double[]? weights, ColumnMoments moments, int threads, CancellationToken cancellation)
    {
        int order = x.Columns + 1;
        RowPartition partition = new(x.Rows);
        double[] triangles = new double[checked(partition.Count * order * order)];
        Workers.For(
            partition.Count,
            threads,
            chunk =>
            {
                (int start, int length) = partition.Range(chunk);
                Span<double> triangle = triangles.AsSpan(chunk * order * order, order * order);
                double[] block = new double[order * RowPartition.BlockRows];
                double[] root = new double[RowPartition.BlockRows];
                for (int done = 0; done < length; done += RowPartition.BlockRows)
                {
                    int rows = Math.Min(RowPartition.BlockRows, length - done);
                    int first = start + done;
                    for (int i = 0; i < rows; i++)
                        root[i] = weights is null ? 1 : Math.Sqrt(weights[first + i]);
                    for (int j = 0; j < order; j++)
                        moments.Standardise(j, (j < x.Columns ? x.Column(j) : y).Slice(first, rows), root, block.AsSpan(j * RowPartition.BlockRows, rows));
                    TriangularQr.Fold(triangle, order, block, rows, RowPartition.BlockRows);
                }
            },
            cancellation);
        double[] total = new double[order * order];
        for (int chunk = 0; chunk < partition.Count; chunk++)
            TriangularQr.Fold(total, order, triangles.AsSpan(chunk * order * order, order * order), order, order);
        return total;
    }

    /// <summary>Decides the rank on the small triangle, solves, and undoes scaling and centring.</summary>
    private static LeastSquares FromTriangle(double[] reduced, ColumnMoments moments, double tolerance)
    {
        int order = moments.Scale.Length, columns = order - 1;
        SmallBasis basis = new(order);
        List<(int Column, double[] Scaled)> left = [];
        for (int j = 0; j < columns; j++)
        {
            if (j == moments.Constant)
                continue;
            double[]? scaled = moments.Degenerate[j] ? new double[basis.Kept.Count] : basis.TryJoin(j, reduced.AsSpan(j * order, order), tolerance);
            if (scaled is not null)
                left.Add((j, scaled));
        }
        (double[] slopes, double rest) = basis.Regress(reduced.AsSpan(columns * order, order));
        double residual = rest * moments.Scale[columns];
        return new LeastSquares(
            Unscale(columns, slopes, columns, basis, moments),
            residual * residual,
            Inverse(columns, basis, moments),
            FullTriangle(columns, reduced, moments),
            [.. left.Select(l => new DependentColumn(l.Column, Unscale(l.Column, l.Scaled, columns, basis, moments)))]);
    }

    /// <summary>From coefficients between standardised columns to those between the columns as given, the constant included.</summary>
    private static double[] Unscale(int target, double[] scaled, int columns, SmallBasis basis, ColumnMoments moments)
    {
        double[] result = new double[columns];
        double level = moments.Mean[target], lost = 0;
        for (int k = 0; k < scaled.Length; k++)
        {
            int column = basis.Kept[k];
            result[column] = scaled[k] * (moments.Scale[target] / moments.Scale[column]);
            CompensatedSum.Add(-moments.Mean[column] * result[column], ref level, ref lost);
        }
        if (moments.Constant >= 0)
            result[moments.Constant] = CompensatedSum.Close(level, lost) / moments.ConstantValue;
        return result;
    }

    private static Matrix Inverse(int columns, SmallBasis basis, ColumnMoments moments)
    {
        Matrix small = basis.InverseGram();
        Matrix inverse = new(columns, columns);
        for (int a = 0; a < basis.Kept.Count; a++)
            for (int b = 0; b < basis.Kept.Count; b++)
                inverse[basis.Kept[a], basis.Kept[b]] = small[a, b] / moments.Scale[basis.Kept[a]] / moments.Scale[basis.Kept[b]];
        int constant = moments.Constant;
        if (constant < 0)
            return inverse;
        double[] image = inverse.Times(moments.Mean.AsSpan(0, columns));
        double value = moments.ConstantValue;
        double form = GramKernels.Dot(image, moments.Mean.AsSpan(0, columns));
        for (int j = 0; j < columns; j++)
            inverse[j, constant] = inverse[constant, j] = -image[j] / value;
        inverse[constant, constant] = (1 / moments.Weight + form) / (value * value);
        return inverse;
    }

    /// <summary>R of X'WX in the columns as given: the standardised triangle with the row of means on top, triangulated again.</summary>
    private static Matrix FullTriangle(int columns, double[] reduced, ColumnMoments moments)
    {
        int order = columns + 1, height = order + 1;
        double[] block = new double[height * columns];
        double root = Math.Sqrt(moments.Weight);
        for (int j = 0; j < columns; j++)
        {
            Span<double> column = block.AsSpan(j * height, height);
            column[0] = root * (j == moments.Constant ? moments.ConstantValue : moments.Mean[j]);
            for (int i = 0; i < order && j != moments.Constant; i++)
                column[i + 1] = reduced[i + j * order] * moments.Scale[j];
        }
        Matrix triangle = new(columns, columns);
        TriangularQr.Fold(triangle.Values, columns, block, height, height);
        for (int i = 0; i < columns; i++)
            for (int j = columns - 1; j >= i; j--)
                if (triangle[i, i] < 0)
                    triangle[i, j] = -triangle[i, j];
        return triangle;
    }
}
