using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Kernels;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>u = |N(0, σ_u²)|.</summary>
/// <remarks>Aigner, Lovell and Schmidt (1977), Journal of Econometrics 6: 21–37. The truncated normal at μ = 0.</remarks>
public sealed class HalfNormal : ConjugateLaw
{
    private static readonly double UnitMean = Math.Sqrt(2 / Math.PI);

    /// <inheritdoc/>
    public override string Key => "half-normal";

    /// <inheritdoc/>
    public override string Citation => "Aigner, Lovell and Schmidt (1977), Journal of Econometrics 6: 21–37";

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double u, double logU)
    {
        double w = u / at.Sigma;
        return 0.5 * Math.Log(2 / Math.PI) - at.LogSigma - 0.5 * w * w;
    }

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double u, double logU, ref LawScores scores)
    {
        double precision = 1 / (at.Sigma * at.Sigma);
        scores.U = -u * precision;
        scores.UU = -precision;
        scores.FromScale(u);
    }

    /// <inheritdoc/>
    public override double Centre(in LawPoint at) => 0;

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => double.PositiveInfinity;

    /// <inheritdoc/>
    public override double Mean(in LawPoint at) => at.Sigma * UnitMean;

    /// <inheritdoc/>
    public override double Variance(in LawPoint at) => at.Sigma * at.Sigma * (1 - 2 / Math.PI);

    /// <inheritdoc/>
    public override double ThirdMoment(in LawPoint at) => Math.Pow(at.Sigma, 3) * UnitMean * (4 / Math.PI - 1);

    /// <inheritdoc/>
    public override double Sample(in LawPoint at, RandomSource random) => at.Sigma * Math.Abs(random.NextNormal());

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
    internal override IndexKernel? ClosedForm(NoiseLaw noise, FrontierSide side) => noise is not NormalNoise ? null : new HalfNormalKernel(side);

    /// <inheritdoc/>
    internal override SharedTerm Shared(double a, double b, double mu, double logVarianceU) =>
        SharedTerm.TruncatedNormal(a, b, 0, logVarianceU);

    private static (double Location, double Scale) Posterior(double a, double b, double varianceU)
    {
        double variance = varianceU / (1 + a * varianceU);
        return (-variance * b, Math.Sqrt(variance));
    }
}
