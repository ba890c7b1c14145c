using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Kernels;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>u = |N(0, σ_u²)|.</summary>
/// <remarks>Aigner, Lovell and Schmidt (1977), Journal of Econometrics 6: 21–37. The truncated normal at μ = 0.</remarks>
public sealed class HalfNormal : InefficiencyLaw
{
    private static readonly double UnitMean = Math.Sqrt(2 / Math.PI);

    /// <inheritdoc/>
    public override string Key => "half-normal";

    /// <inheritdoc/>
    public override string Citation => "Aigner, Lovell and Schmidt (1977), Journal of Econometrics 6: 21–37";

    /// <inheritdoc/>
    public override double UnitThirdMoment => UnitMean * (4 / Math.PI - 1);

    /// <inheritdoc/>
    public override double Mean(double mu, double sigma) => sigma * UnitMean;

    /// <inheritdoc/>
    public override double Variance(double mu, double sigma) => sigma * sigma * (1 - 2 / Math.PI);

    /// <inheritdoc/>
    public override double Sample(double mu, double sigma, RandomSource random) => sigma * Math.Abs(random.NextNormal());

    /// <inheritdoc/>
    public override IConditionalLaw Conditional(double a, double b, double mu, double varianceU)
    {
        (double location, double scale) = Posterior(a, b, varianceU);
        return new TruncatedNormalLaw(location, scale);
    }

    /// <inheritdoc/>
    internal override double LogEfficiency(double a, double b, double mu, double varianceU, double scale)
    {
        (double location, double spread) = Posterior(a, b, varianceU);
        return TruncatedNormalLaw.LogMomentGenerating(location, spread, -scale);
    }

    /// <inheritdoc/>
    internal override IndexKernel Kernel(FrontierSide side) => new HalfNormalKernel(side);

    /// <inheritdoc/>
    internal override SharedTerm Shared(double a, double b, double mu, double logVarianceU) =>
        SharedTerm.TruncatedNormal(a, b, 0, logVarianceU);

    private static (double Location, double Scale) Posterior(double a, double b, double varianceU)
    {
        double variance = varianceU / (1 + a * varianceU);
        return (-variance * b, Math.Sqrt(variance));
    }
}
