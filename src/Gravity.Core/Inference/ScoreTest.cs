using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Inference;

/// <summary>Tests of restrictions from restricted estimates (Rao 1948; Lagrange multiplier).</summary>
public static class ScoreTest
{
    private static readonly Phrase Singular = new("test-note.singular-scores");

    /// <summary>g'Vg ~ χ²(q), V the inverse information of the whole model at the restricted estimates.</summary>
    /// <param name="score">g, the gradient of the whole model's log-likelihood at the restricted estimates, p values.</param>
    /// <param name="inverseInformation">(−H)⁻¹ or (S'S)⁻¹ of the whole model there, p × p.</param>
    /// <param name="restrictions">q, the number of restrictions.</param>
    public static HypothesisTest Compute(ReadOnlySpan<double> score, Matrix inverseInformation, int restrictions) =>
        QuadraticForm.ChiSquare(inverseInformation.Quadratic(score, score), restrictions);

    /// <summary>The score test that holds under heteroskedasticity and clustering: g'B R'(R·B·M·B·R')⁻¹R·B g ~ χ²(q).</summary>
    /// <remarks>
    /// White (1982); Engle (1984). R·θ = r are the restrictions; B·g is the Newton step from the restricted estimates.
    /// </remarks>
    /// <param name="score">g at the restricted estimates, p values.</param>
    /// <param name="bread">B = (−H)⁻¹ there, p × p.</param>
    /// <param name="covariance">
    /// B·M·B: a robust or clustered covariance formed from the scores at the restricted estimates.
    /// </param>
    /// <param name="restrictions">R, q × p.</param>
    public static HypothesisTest Robust(ReadOnlySpan<double> score, Matrix bread, Matrix covariance, Matrix restrictions)
    {
        double[] step = restrictions.Times(bread.Times(score));
        Matrix variance = restrictions * covariance * restrictions.Transpose();
        return QuadraticForm.Test(step, variance, double.PositiveInfinity, Singular);
    }
}
