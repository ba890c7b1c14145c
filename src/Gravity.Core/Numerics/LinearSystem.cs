namespace Gravity.Core.Numerics;

/// <summary>The factorisation P·A = L·U of a small square matrix.</summary>
/// <remarks>Gaussian elimination with partial pivoting (Golub and Van Loan 2013, algorithm 3.4.1). For symmetric positive definite matrices use <see cref="Cholesky"/>.</remarks>
public sealed class LinearSystem
{
    private readonly Matrix _factors;
    private readonly int[] _order;

    /// <summary>Factors <paramref name="matrix"/>, which must be square; a singular one is noticed by <see cref="IsSingular"/>.</summary>
    public LinearSystem(Matrix matrix)
    {
        if (matrix.Rows != matrix.Columns)
            throw new ArgumentException($"the matrix is {matrix.Rows}×{matrix.Columns}, not square", nameof(matrix));
        int n = matrix.Rows;
        _factors = matrix.Clone();
        _order = [.. Enumerable.Range(0, n)];
        for (int k = 0; k < n; k++)
        {
            int best = k;
            for (int i = k + 1; i < n; i++)
                if (Math.Abs(_factors[i, k]) > Math.Abs(_factors[best, k]))
                    best = i;
            if (best != k)
            {
                (_order[k], _order[best]) = (_order[best], _order[k]);
                for (int j = 0; j < n; j++)
                    (_factors[k, j], _factors[best, j]) = (_factors[best, j], _factors[k, j]);
            }
            double pivot = _factors[k, k];
            if (pivot == 0 || !double.IsFinite(pivot))
            {
                IsSingular = true;
                return;
            }
            for (int i = k + 1; i < n; i++)
            {
                double factor = _factors[i, k] /= pivot;
                for (int j = k + 1; j < n && factor != 0; j++)
                    _factors[i, j] -= factor * _factors[k, j];
            }
        }
    }

    /// <summary>True when a pivot is exactly 0 or not finite; then nothing can be solved.</summary>
    public bool IsSingular { get; }

    /// <summary>Solves A·x = b.</summary>
    /// <exception cref="InvalidOperationException">The matrix is singular.</exception>
    public double[] Solve(ReadOnlySpan<double> right)
    {
        if (IsSingular)
            throw new InvalidOperationException("the matrix is singular");
        int n = _order.Length;
        double[] x = new double[n];
        for (int i = 0; i < n; i++)
        {
            x[i] = right[_order[i]];
            for (int k = 0; k < i; k++)
                x[i] -= _factors[i, k] * x[k];
        }
        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++)
                x[i] -= _factors[i, k] * x[k];
            x[i] /= _factors[i, i];
        }
        return x;
    }

    /// <summary>A⁻¹.</summary>
    public Matrix Inverse()
    {
        int n = _order.Length;
        Matrix inverse = new(n, n);
        for (int j = 0; j < n; j++)
        {
            double[] unit = new double[n];
            unit[j] = 1;
            Solve(unit).CopyTo(inverse.Column(j));
        }
        return inverse;
    }
}
