using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Inference;

/// <summary>Tests of restrictions from unrestricted estimates: (Rθ − r)'(RVR')⁻¹(Rθ − r).</summary>
/// <remarks>
/// Wald (1943). Not for restrictions on the boundary of the parameter space, such as "no inefficiency": there it over-rejects,
/// and the likelihood ratio with <see cref="MixedChiSquare"/> is the test (Coelli 1995).
/// </remarks>
public static class WaldTest
{
    private static readonly Phrase Singular = new("test-note.singular-restrictions");

    /// <summary>H₀: Rθ = r.</summary>
    /// <param name="estimates">θ, p values.</param>
    /// <param name="covariance">V, p × p.</param>
    /// <param name="restrictions">R, q × p, of full row rank.</param>
    /// <param name="values">r, q values; empty for zeros.</param>
    /// <param name="denominatorDf">
    /// ∞ for χ²(q); otherwise the statistic is divided by q and referred to F(q, df), df for instance G − 1.
    /// </param>
    /// <returns>The test; statistic and p are NaN with a note when RVR' is singular.</returns>
    public static HypothesisTest Compute(
        ReadOnlySpan<double> estimates,
        Matrix covariance,
        Matrix restrictions,
        ReadOnlySpan<double> values,
        double denominatorDf = double.PositiveInfinity)
    {
        double[] difference = restrictions.Times(estimates);
        for (int i = 0; i < values.Length; i++)
            difference[i] -= values[i];
        Matrix variance = restrictions * covariance * restrictions.Transpose();
        return QuadraticForm.Test(difference, variance, denominatorDf, Singular);
    }

    /// <summary>H₀: the estimates <paramref name="indices"/> are all zero.</summary>
    /// <param name="estimates">θ.</param>
    /// <param name="covariance">V.</param>
    /// <param name="indices">Distinct indices from 0.</param>
    /// <param name="denominatorDf">∞ for χ², otherwise the second degrees of freedom of F.</param>
    public static HypothesisTest Zero(
        ReadOnlySpan<double> estimates, Matrix covariance, IReadOnlyList<int> indices, double denominatorDf = double.PositiveInfinity)
    {
        double[] difference = new double[indices.Count];
        for (int i = 0; i < difference.Length; i++)
            difference[i] = estimates[indices[i]];
        return QuadraticForm.Test(difference, covariance.Submatrix(indices), denominatorDf, Singular);
    }
}
