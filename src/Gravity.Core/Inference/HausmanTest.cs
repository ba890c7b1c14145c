using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Inference;

/// <summary>A consistent against an efficient estimator of the same coefficients (Hausman 1978).</summary>
public static class HausmanTest
{
    /// <summary>d'(V_c − V_e)⁺d ~ χ²(rank), d = consistent − efficient.</summary>
    /// <remarks>
    /// The generalised inverse is taken over the eigenvectors with positive eigenvalue of V_c − V_e scaled by the consistent
    /// standard errors, so that it does not depend on units; the degrees of freedom are their number. In finite samples V_c − V_e
    /// can be indefinite: its negative directions are left out and the note counts them. Both covariances must be non-robust:
    /// with robust ones the efficient estimator is not efficient and the difference of covariances means nothing.
    /// </remarks>
    /// <param name="consistent">
    /// Coefficients of the estimator that is consistent under both hypotheses (e.g. fixed effects).
    /// </param>
    /// <param name="consistentCovariance">V_c.</param>
    /// <param name="efficient">
    /// Coefficients of the estimator that is efficient under the null (e.g. random effects), same order.
    /// </param>
    /// <param name="efficientCovariance">V_e.</param>
    public static HypothesisTest Compute(
        ReadOnlySpan<double> consistent, Matrix consistentCovariance, ReadOnlySpan<double> efficient, Matrix efficientCovariance)
    {
        int n = consistent.Length;
        double[] scale = new double[n];
        double[] difference = new double[n];
        Matrix variance = new(n, n);
        for (int j = 0; j < n; j++)
        {
            scale[j] = Math.Sqrt(consistentCovariance[j, j]);
            difference[j] = (consistent[j] - efficient[j]) / scale[j];
        }
        bool finite = true;
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < n; i++)
            {
                variance[i, j] = (consistentCovariance[i, j] - efficientCovariance[i, j]) / scale[i] / scale[j];
                finite &= double.IsFinite(variance[i, j]);
            }
        }
        if (!finite)
            return QuadraticForm.ChiSquare(double.NaN, n, new Phrase("test-note.undefined"));
        var eigen = new SymmetricEigen(variance);
        double statistic = 0;
        int rank = 0;
        int negative = 0;
        for (int k = 0; k < n; k++)
        {
            // The consistent covariance has a unit diagonal here, so 1e-10 is relative to a variance.
            if (eigen.Values[k] < -1e-10)
                negative++;
            if (eigen.Values[k] <= 1e-10)
                continue;
            double projection = 0;
            for (int j = 0; j < n; j++)
                projection += eigen.Vectors[j, k] * difference[j];
            statistic += projection * projection / eigen.Values[k];
            rank++;
        }
        Phrase? note = negative > 0 ? new Phrase("test-note.indefinite", ("negative", negative), ("all", n))
            : rank < n ? new Phrase("test-note.rank", ("rank", rank), ("all", n)) : null;
        return QuadraticForm.ChiSquare(rank == 0 ? double.NaN : statistic, rank, note);
    }
}
