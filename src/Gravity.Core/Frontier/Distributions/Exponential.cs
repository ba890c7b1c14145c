using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Kernels;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>u exponential with mean σ_u, so that V[u] = σ_u².</summary>
/// <remarks>Meeusen and van den Broeck (1977), International Economic Review 18: 435–444.</remarks>
public sealed class Exponential : InefficiencyLaw
{
    /// <inheritdoc/>
    public override string Key => "exponential";

    /// <inheritdoc/>
    public override string Citation => "Meeusen and van den Broeck (1977), International Economic Review 18: 435–444";

    /// <inheritdoc/>
    public override double UnitThirdMoment => 2;

    /// <inheritdoc/>
    public override double Mean(double mu, double sigma) => sigma;

    /// <inheritdoc/>
    public override double Variance(double mu, double sigma) => sigma * sigma;

    /// <inheritdoc/>
    public override double Sample(double mu, double sigma, RandomSource random) => sigma * random.NextExponential();

    /// <inheritdoc/>
    public override IConditionalLaw Conditional(double a, double b, double mu, double varianceU) =>
        new TruncatedNormalLaw(-(b + 1 / Math.Sqrt(varianceU)) / a, 1 / Math.Sqrt(a));

    /// <inheritdoc/>
    internal override double LogEfficiency(double a, double b, double mu, double varianceU, double scale) =>
        TruncatedNormalLaw.LogMomentGenerating(-(b + 1 / Math.Sqrt(varianceU)) / a, 1 / Math.Sqrt(a), -scale);

    /// <inheritdoc/>
    internal override IndexKernel Kernel(FrontierSide side) => new ExponentialKernel(side);

    /// <inheritdoc/>
    internal override SharedTerm Shared(double a, double b, double mu, double logVarianceU) =>
        SharedTerm.Exponential(a, b, logVarianceU);
}
