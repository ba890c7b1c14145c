using Gravity.Core.Numerics;

namespace Gravity.Core.Optimization;

/// <summary>Positive definite inverses of matrices that need not be positive definite.</summary>
internal static class Curvature
{
    /// <summary>The inverse of a symmetric matrix with each eigenvalue λ, at unit diagonal, replaced by max(|λ|, 1e-10·max|λ|).</summary>
    internal static Matrix PositiveInverse(Matrix matrix)
    {
        int n = matrix.Rows;
        double[] scale = new double[n];
        for (int j = 0; j < n; j++)
            scale[j] = matrix[j, j] == 0 ? 1 : 1 / Math.Sqrt(Math.Abs(matrix[j, j]));
        Matrix scaled = new(n, n);
        for (int j = 0; j < n; j++)
            for (int i = 0; i < n; i++)
                scaled[i, j] = matrix[i, j] * scale[i] * scale[j];
        SymmetricEigen eigen = new(scaled);
        double top = Math.Max(Math.Abs(eigen.Values[0]), Math.Abs(eigen.Values[^1]));
        double floor = top > 0 ? 1e-10 * top : 1;
        Matrix inverse = eigen.Map(value => 1 / Math.Max(Math.Abs(value), floor));
        for (int j = 0; j < n; j++)
            for (int i = 0; i < n; i++)
                inverse[i, j] *= scale[i] * scale[j];
        return inverse;
    }

    /// <summary>−H.</summary>
    internal static Matrix Negative(Matrix hessian)
    {
        Matrix result = hessian.Clone();
        foreach (ref double value in result.Values)
            value = -value;
        return result;
    }
}
