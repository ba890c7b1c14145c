namespace Gravity.Core.Numerics;

/// <summary>A dense real matrix stored by columns, so that a column is one contiguous span.</summary>
/// <remarks>
/// The carrier of designs (rows × regressors), scores (units × parameters), Hessians and covariances. It only stores;
/// decompositions live in their own types. Mutable while it is filled, treated as a value afterwards.
/// </remarks>
public sealed class Matrix
{
    private readonly double[] _values;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="rows">Number of rows, ≥ 0.</param>
    /// <param name="columns">Number of columns, ≥ 0.</param>
    public Matrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Rows = rows;
        Columns = columns;
        _values = new double[checked(rows * columns)];
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>All values, column after column (element (i, j) at i + j·Rows).</summary>
    public Span<double> Values => _values;

    /// <summary>Element in row <paramref name="row"/> and column <paramref name="column"/>, both from 0.</summary>
    public double this[int row, int column]
    {
        get => _values[row + column * Rows];
        set => _values[row + column * Rows] = value;
    }

    /// <summary>Column <paramref name="column"/> as a span over the storage.</summary>
    public Span<double> Column(int column) => _values.AsSpan(column * Rows, Rows);

    /// <summary>The identity matrix of order <paramref name="order"/>.</summary>
    public static Matrix Identity(int order)
    {
        var matrix = new Matrix(order, order);
        for (int i = 0; i < order; i++)
            matrix[i, i] = 1;
        return matrix;
    }

    /// <summary>A matrix with the given rows; all must have one length.</summary>
    public static Matrix FromRows(params IReadOnlyList<double[]> rows)
    {
        var matrix = new Matrix(rows.Count, rows.Count == 0 ? 0 : rows[0].Length);
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Length != matrix.Columns)
                throw new ArgumentException($"row {i} has {rows[i].Length} values, row 0 has {matrix.Columns}", nameof(rows));
            for (int j = 0; j < matrix.Columns; j++)
                matrix[i, j] = rows[i][j];
        }
        return matrix;
    }

    /// <summary>A copy with its own storage.</summary>
    public Matrix Clone()
    {
        var copy = new Matrix(Rows, Columns);
        _values.AsSpan().CopyTo(copy._values);
        return copy;
    }

    /// <summary>The transpose, as a new matrix.</summary>
    public Matrix Transpose()
    {
        var result = new Matrix(Columns, Rows);
        for (int j = 0; j < Columns; j++)
            for (int i = 0; i < Rows; i++)
                result[j, i] = this[i, j];
        return result;
    }

    /// <summary>The product <paramref name="left"/>·<paramref name="right"/>; inner dimensions must agree.</summary>
    public static Matrix operator *(Matrix left, Matrix right)
    {
        if (left.Columns != right.Rows)
            throw new ArgumentException($"cannot multiply {left.Rows}×{left.Columns} by {right.Rows}×{right.Columns}");
        var result = new Matrix(left.Rows, right.Columns);
        for (int j = 0; j < right.Columns; j++)
        {
            Span<double> target = result.Column(j);
            for (int k = 0; k < left.Columns; k++)
            {
                double factor = right[k, j];
                if (factor == 0)
                    continue;
                ReadOnlySpan<double> source = left.Column(k);
                for (int i = 0; i < target.Length; i++)
                    target[i] += source[i] * factor;
            }
        }
        return result;
    }

    /// <summary>The product with a vector of length <see cref="Columns"/>.</summary>
    public double[] Times(ReadOnlySpan<double> vector)
    {
        if (vector.Length != Columns)
            throw new ArgumentException($"vector has {vector.Length} values, the matrix {Columns} columns", nameof(vector));
        var result = new double[Rows];
        for (int j = 0; j < Columns; j++)
        {
            double factor = vector[j];
            ReadOnlySpan<double> source = Column(j);
            for (int i = 0; i < result.Length; i++)
                result[i] += source[i] * factor;
        }
        return result;
    }

    /// <summary>The quadratic form a'·M·b.</summary>
    public double Quadratic(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int j = 0; j < Columns; j++)
        {
            double inner = 0;
            ReadOnlySpan<double> column = Column(j);
            for (int i = 0; i < Rows; i++)
                inner += left[i] * column[i];
            sum += inner * right[j];
        }
        return sum;
    }

    /// <summary>Rows and columns <paramref name="indices"/> of a square matrix, in that order.</summary>
    public Matrix Submatrix(IReadOnlyList<int> indices)
    {
        var result = new Matrix(indices.Count, indices.Count);
        for (int j = 0; j < indices.Count; j++)
            for (int i = 0; i < indices.Count; i++)
                result[i, j] = this[indices[i], indices[j]];
        return result;
    }
}
