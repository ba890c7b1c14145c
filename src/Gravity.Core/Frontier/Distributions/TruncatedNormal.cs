using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Kernels;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>u = N(μ, σ_u²) truncated to u ≥ 0; σ_u² is the variance before truncation.</summary>
/// <remarks>
/// Stevenson (1980), Journal of Econometrics 13: 57–66. As μ → −∞ with σ_u²/|μ| held, it tends to the exponential with that mean: a ridge along
/// which many samples have no finite maximum.
/// </remarks>
public sealed class TruncatedNormal : ConjugateLaw
{
    /// <inheritdoc/>
    public override string Key => "truncated-normal";

    /// <inheritdoc/>
    public override string Citation => "Stevenson (1980), Journal of Econometrics 13: 57–66";

    /// <inheritdoc/>
    public override bool HasMean => true;

    /// <inheritdoc/>
    /// <remarks>With z = μ/σ and w = u/σ: −½ln 2π − ln σ − w²/2 + wz − (ln Φ(z) + z²/2), whose terms stay small as z → −∞.</remarks>
    public override double LogDensity(in LawPoint at, double u, double logU)
    {
        double w = u / at.Sigma, z = at.Mu / at.Sigma;
        return z > 0
            ? -NormalTail.LogRootTwoPi - at.LogSigma - 0.5 * (w - z) * (w - z) - NormalTail.LogCdf(z)
            : -NormalTail.LogRootTwoPi - at.LogSigma - w * (0.5 * w - z) - NormalTail.LogCdfScaled(z);
    }

    /// <inheritdoc/>
    /// <remarks>Derivatives of −Λ(z) with Λ′ = z + λ(z) and Λ″ the truncated variance; ∂z/∂a = −z/2, ∂w/∂a = −w/2.</remarks>
    public override void Scores(in LawPoint at, double u, double logU, ref LawScores scores)
    {
        double inverse = 1 / at.Sigma;
        double w = u * inverse, z = at.Mu * inverse;
        double excess = NormalTail.Excess(z), variance = NormalTail.TruncatedVariance(z);
        scores.U = (z - w) * inverse;
        scores.UU = -inverse * inverse;
        scores.Mu = (w - excess) * inverse;
        scores.MuMu = -variance * inverse * inverse;
        scores.A = -0.5 + 0.5 * w * w - w * z + 0.5 * z * excess;
        scores.MuA = inverse * (-w + 0.5 * excess + 0.5 * z * variance);
        scores.AA = -0.5 * w * w + w * z - 0.25 * z * (excess + z * variance);
    }

    /// <inheritdoc/>
    public override double Centre(in LawPoint at) => Math.Max(0, at.Mu);

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => double.PositiveInfinity;

    /// <inheritdoc/>
    public override double Mean(in LawPoint at) => at.Sigma * NormalTail.Excess(at.Mu / at.Sigma);

    /// <inheritdoc/>
    public override double Variance(in LawPoint at) => at.Sigma * at.Sigma * NormalTail.TruncatedVariance(at.Mu / at.Sigma);

    /// <inheritdoc/>
    public override double ThirdMoment(in LawPoint at) => Math.Pow(at.Sigma, 3) * NormalTail.TruncatedThirdCumulant(at.Mu / at.Sigma);

    /// <inheritdoc/>
    public override double Sample(in LawPoint at, RandomSource random) => new TruncatedNormalLaw(at.Mu, at.Sigma).Sample(random);

    /// <inheritdoc/>
    /// <remarks>Over κ = μ/σ_u: between the half-normal, the exponential and the normal there may be several maxima.</remarks>
    public override IReadOnlyList<LawPoint> StartsOf(double variance) =>
    [
        .. new[] { 0, -1.5, 1.5, -4 }.Select(kappa =>
        {
            double sigma = Math.Sqrt(variance / Variance(kappa, 1));
            return new LawPoint(kappa * sigma, 2 * Math.Log(sigma));
        }),
    ];

    /// <inheritdoc/>
    public override IConditionalLaw Conditional(double a, double b, double mu, double varianceU)
    {
        (double location, double scale) = Posterior(a, b, mu, varianceU);
        return new TruncatedNormalLaw(location, scale);
    }

    /// <inheritdoc/>
    internal override double LogEfficiency(double a, double b, double mu, double varianceU, double scale)
    {
        (double location, double spread) = Posterior(a, b, mu, varianceU);
        return TruncatedNormalLaw.LogMomentGenerating(location, spread, -scale);
    }

    /// <inheritdoc/>
    internal override IndexKernel? ClosedForm(NoiseLaw noise, FrontierSide side) => noise is not NormalNoise ? null : new TruncatedNormalKernel(side);

    /// <inheritdoc/>
    internal override SharedTerm Shared(double a, double b, double mu, double logVarianceU) =>
        SharedTerm.TruncatedNormal(a, b, mu, logVarianceU);

    private static (double Location, double Scale) Posterior(double a, double b, double mu, double varianceU)
    {
        // Written with 1 + Aσ_u² so that σ_u² → 0 gives u → max(μ, 0) and not 0/0.
        double shrink = 1 / (1 + a * varianceU);
        return (shrink * (mu - varianceU * b), Math.Sqrt(varianceU * shrink));
    }
}
