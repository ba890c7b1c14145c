using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Kernels;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>u = N(μ, σ_u²) truncated to u ≥ 0; σ_u² is the variance before truncation.</summary>
/// <remarks>
/// Stevenson (1980), Journal of Econometrics 13: 57–66. As μ → −∞ with σ_u²/|μ| held, it tends to the exponential with that mean: a ridge along
/// which many samples have no finite maximum.
/// </remarks>
public sealed class TruncatedNormal : InefficiencyLaw
{
    /// <inheritdoc/>
    public override string Key => "truncated-normal";

    /// <inheritdoc/>
    public override string Citation => "Stevenson (1980), Journal of Econometrics 13: 57–66";

    /// <inheritdoc/>
    public override bool HasMean => true;

    /// <inheritdoc/>
    public override double UnitThirdMoment => Math.Sqrt(2 / Math.PI) * (4 / Math.PI - 1);

    /// <inheritdoc/>
    public override double Mean(double mu, double sigma) => sigma * NormalTail.Excess(mu / sigma);

    /// <inheritdoc/>
    public override double Variance(double mu, double sigma) => sigma * sigma * NormalTail.TruncatedVariance(mu / sigma);

    /// <inheritdoc/>
    public override double Sample(double mu, double sigma, RandomSource random) => new TruncatedNormalLaw(mu, sigma).Sample(random);

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
    internal override IndexKernel Kernel(FrontierSide side) => new TruncatedNormalKernel(side);

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
