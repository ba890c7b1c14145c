using MathNet.Numerics.LinearAlgebra;

namespace Gravity.Core.Numerics;

/// <summary>Eigenvalues (ascending) and orthonormal eigenvectors of a symmetric matrix: A = Q·diag(λ)·Q'.</summary>
/// <remarks>The decomposition is MathNet's managed one, so that it gives the same bits for any number of threads.</remarks>
public sealed class SymmetricEigen
{
    /// <summary>Decomposes the symmetric <paramref name="matrix"/>; where it has entries that are not finite, everything is NaN.</summary>
    public SymmetricEigen(Matrix matrix)
    {
        int n = matrix.Rows;
        Values = new double[n];
        Vectors = new Matrix(n, n);
        if (n == 0)
            return;
        // MathNet squares the entries: beyond 1e154 it would leave the range of numbers and fail. A power of two changes no digit.
        double largest = 0;
        foreach (double value in matrix.Values)
            largest = Math.Max(largest, Math.Abs(value));
        if (!double.IsFinite(largest))
        {
            Array.Fill(Values, double.NaN);
            Vectors.Values.Fill(double.NaN);
            return;
        }
        int exponent = largest == 0 ? 0 : Math.ILogB(largest);
        double down = Math.ScaleB(1, -exponent), up = Math.ScaleB(1, exponent);
        bool extreme = Math.Abs(exponent) > 400;
        double factor = extreme ? down : 1;
        var dense = Matrix<double>.Build.Dense(n, n, (i, j) => 0.5 * (factor * matrix[i, j] + factor * matrix[j, i]));
        var evd = dense.Evd(Symmetricity.Symmetric);
        for (int j = 0; j < n; j++)
        {
            Values[j] = extreme ? up * evd.EigenValues[j].Real : evd.EigenValues[j].Real;
            for (int i = 0; i < n; i++)
                Vectors[i, j] = evd.EigenVectors[i, j];
        }
    }

    /// <summary>λ, ascending.</summary>
    public double[] Values { get; }

    /// <summary>Q; column j belongs to <c>Values[j]</c>.</summary>
    public Matrix Vectors { get; }

    /// <summary>Q·diag(f(λ))·Q'.</summary>
    public Matrix Map(Func<double, double> function)
    {
        int n = Values.Length;
        Matrix result = new(n, n);
        for (int k = 0; k < n; k++)
        {
            double value = function(Values[k]);
            for (int j = 0; j < n; j++)
                for (int i = 0; i < n; i++)
                    result[i, j] += value * Vectors[i, k] * Vectors[j, k];
        }
        return result;
    }
}
