using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>Sums of outer products with signs can be indefinite; a covariance is not.</summary>
internal static class CovarianceRepair
{
    /// <summary>The covariance with its eigenvalues; negative ones are set to 0 and the result says so and keeps the matrix as it was.</summary>
    /// <remarks>
    /// Eigenvalues are those of D⁻¹·V·D⁻¹, D the square roots of the bread's diagonal, so that neither they nor the repair depend on the units of the
    /// regressors (Cameron, Gelbach and Miller 2011 and the software after them take V as it is).
    /// </remarks>
    public static CovarianceEstimate Apply(CovarianceEstimate estimate, Matrix bread)
    {
        Matrix matrix = estimate.Matrix;
        double[] scale = new double[matrix.Rows];
        for (int j = 0; j < scale.Length; j++)
            scale[j] = Math.Sqrt(bread[j, j]);
        Matrix scaled = Conditioning.Scaled(matrix, scale);
        foreach (double value in scaled.Values)
        {
            if (!double.IsFinite(value))
                return estimate;
        }
        var eigen = new SymmetricEigen(scaled);
        // A rank-deficient covariance has zero eigenvalues that rounding makes slightly negative: that is no indefiniteness.
        if (eigen.Values.Length == 0 || eigen.Values[0] >= -1e-12 * Math.Max(Math.Abs(eigen.Values[0]), eigen.Values[^1]))
            return estimate with { Eigenvalues = eigen.Values };
        Matrix clipped = eigen.Map(value => Math.Max(value, 0)), repaired = new(matrix.Rows, matrix.Columns);
        for (int j = 0; j < scale.Length; j++)
            for (int i = 0; i < scale.Length; i++)
                repaired[i, j] = 0.5 * (clipped[i, j] + clipped[j, i]) * scale[i] * scale[j];
        return estimate with { Matrix = repaired, Unrepaired = matrix, Repaired = true, Eigenvalues = eigen.Values };
    }
}
