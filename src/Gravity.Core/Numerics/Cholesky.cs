namespace Gravity.Core.Numerics;

/// <summary>The factorisation A = L·L' of a symmetric positive definite matrix.</summary>
/// <remarks>Golub and Van Loan (2013), algorithm 4.2.1. <see cref="TryFactor"/> says whether A is positive definite; nothing is repaired.</remarks>
public sealed class Cholesky
{
    private readonly Matrix _lower;

    private Cholesky(Matrix lower) => _lower = lower;

    /// <summary>The lower triangular factor L.</summary>
    public Matrix Lower => _lower;

    /// <summary>Factors <paramref name="matrix"/> (only its lower triangle is read).</summary>
    /// <returns>The factorisation, or null when a pivot is not above <paramref name="relativePivot"/> times its diagonal element.</returns>
    public static Cholesky? TryFactor(Matrix matrix, double relativePivot = 1e-15)
    {
        int n = matrix.Rows;
        Matrix lower = new(n, n);
        for (int j = 0; j < n; j++)
        {
            double pivot = matrix[j, j];
            for (int k = 0; k < j; k++)
                pivot -= lower[j, k] * lower[j, k];
            if (!(pivot > relativePivot * Math.Abs(matrix[j, j])) || !double.IsFinite(pivot))
                return null;
            double root = Math.Sqrt(pivot);
            lower[j, j] = root;
            for (int i = j + 1; i < n; i++)
            {
                double sum = matrix[i, j];
                for (int k = 0; k < j; k++)
                    sum -= lower[i, k] * lower[j, k];
                lower[i, j] = sum / root;
            }
        }
        return new Cholesky(lower);
    }

    /// <summary>Solves A·x = b.</summary>
    public double[] Solve(ReadOnlySpan<double> right)
    {
        double[] x = SolveLower(right);
        int n = x.Length;
        for (int i = n - 1; i >= 0; i--)
        {
            double sum = x[i];
            for (int k = i + 1; k < n; k++)
                sum -= _lower[k, i] * x[k];
            x[i] = sum / _lower[i, i];
        }
        return x;
    }

    /// <summary>Solves L·x = b.</summary>
    public double[] SolveLower(ReadOnlySpan<double> right)
    {
        int n = _lower.Rows;
        double[] x = right.ToArray();
        for (int i = 0; i < n; i++)
        {
            double sum = x[i];
            for (int k = 0; k < i; k++)
                sum -= _lower[i, k] * x[k];
            x[i] = sum / _lower[i, i];
        }
        return x;
    }

    /// <summary>A⁻¹, exactly symmetric.</summary>
    public Matrix Inverse()
    {
        int n = _lower.Rows;
        Matrix inverse = new(n, n);
        double[] unit = new double[n];
        for (int j = 0; j < n; j++)
        {
            Array.Clear(unit);
            unit[j] = 1;
            Solve(unit).CopyTo(inverse.Column(j));
        }
        for (int j = 0; j < n; j++)
            for (int i = 0; i < j; i++)
                inverse[i, j] = inverse[j, i] = 0.5 * (inverse[i, j] + inverse[j, i]);
        return inverse;
    }

    /// <summary>ln det A.</summary>
    public double LogDeterminant
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < _lower.Rows; i++)
                sum += Math.Log(_lower[i, i]);
            return 2 * sum;
        }
    }
}
