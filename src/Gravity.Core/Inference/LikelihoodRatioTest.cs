using Gravity.Core.Wording;

namespace Gravity.Core.Inference;

/// <summary>2(ℓ_unrestricted − ℓ_restricted) of two maximum likelihood fits to the same rows.</summary>
/// <remarks>
/// Wilks (1938) for interior restrictions; on the boundary of the parameter space Chernoff (1954) and
/// <see cref="MixedChiSquare"/>.
/// </remarks>
public static class LikelihoodRatioTest
{
    /// <summary>Against χ²(<paramref name="restrictions"/>).</summary>
    public static HypothesisTest Compute(double unrestricted, double restricted, int restrictions) =>
        Compute(unrestricted, restricted, MixedChiSquare.ForInterior(restrictions));

    /// <summary>Against a mixture of χ² laws.</summary>
    /// <param name="unrestricted">Maximised log-likelihood of the larger model.</param>
    /// <param name="restricted">Maximised log-likelihood of the nested model.</param>
    /// <param name="reference">The law under the restrictions, e.g. <see cref="MixedChiSquare.ForOneBoundary"/>.</param>
    /// <returns>
    /// The test. A restricted value above the unrestricted by more than rounding gives p = 1 and a note: the larger model is not
    /// at its maximum, or the models are not nested.
    /// </returns>
    public static HypothesisTest Compute(double unrestricted, double restricted, MixedChiSquare reference)
    {
        double statistic = 2 * (unrestricted - restricted);
        Phrase? note = null;
        if (statistic < 0)
        {
            // Two optimisers that stop at the same point differ by the rounding of a sum.
            if (statistic > -1e-9 * (1 + Math.Abs(unrestricted)))
                statistic = 0;
            else
                note = new Phrase("test-note.negative", ("excess", QuadraticForm.Text($"{-0.5 * statistic:G3}")));
        }
        double p = reference.Survival(statistic);
        return new HypothesisTest(statistic, reference.HighestDegree, p, reference.ToString()) { NotePhrase = note };
    }
}
