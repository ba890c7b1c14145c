using MathNet.Numerics.LinearAlgebra;

namespace Gravity.Core.Numerics;

/// <summary>Eigenvalues (ascending) and orthonormal eigenvectors of a symmetric matrix: A = Q·diag(λ)·Q'.</summary>
/// <remarks>The decomposition is MathNet's managed one, so that it gives the same bits for any number of threads.</remarks>
public sealed class SymmetricEigen
{
    /// <summary>Decomposes <paramref name="matrix"/>, which must be finite and symmetric.</summary>
    public SymmetricEigen(Matrix matrix)
    {
        int n = matrix.Rows;
        Values = new double[n];
        Vectors = new Matrix(n, n);
        if (n == 0)
            return;
        var dense = Matrix<double>.Build.Dense(n, n, (i, j) => 0.5 * (matrix[i, j] + matrix[j, i]));
        var evd = dense.Evd(Symmetricity.Symmetric);
        for (int j = 0; j < n; j++)
        {
            Values[j] = evd.EigenValues[j].Real;
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
