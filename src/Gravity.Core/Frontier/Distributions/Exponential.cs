using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Kernels;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>u exponential with mean σ_u, so that V[u] = σ_u².</summary>
/// <remarks>Meeusen and van den Broeck (1977), International Economic Review 18: 435–444.</remarks>
public sealed class Exponential : ConjugateLaw
{
    /// <inheritdoc/>
    public override string Key => "exponential";

    /// <inheritdoc/>
    public override string Citation => "Meeusen and van den Broeck (1977), International Economic Review 18: 435–444";

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double u, double logU) => -at.LogSigma - u / at.Sigma;

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double u, double logU, ref LawScores scores)
    {
        scores.U = -1 / at.Sigma;
        scores.FromScale(u);
    }

    /// <inheritdoc/>
    public override double Centre(in LawPoint at) => 0;

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => 1 / at.Sigma;

    /// <inheritdoc/>
    public override double Mean(in LawPoint at) => at.Sigma;

    /// <inheritdoc/>
    public override double Variance(in LawPoint at) => at.Sigma * at.Sigma;

    /// <inheritdoc/>
    public override double ThirdMoment(in LawPoint at) => 2 * Math.Pow(at.Sigma, 3);

    /// <inheritdoc/>
    public override double Sample(in LawPoint at, RandomSource random) => at.Sigma * random.NextExponential();

    /// <inheritdoc/>
    public override IConditionalLaw Conditional(double a, double b, double mu, double varianceU) =>
        new TruncatedNormalLaw(-(b + 1 / Math.Sqrt(varianceU)) / a, 1 / Math.Sqrt(a));

    /// <inheritdoc/>
    internal override double LogEfficiency(double a, double b, double mu, double varianceU, double scale) =>
        TruncatedNormalLaw.LogMomentGenerating(-(b + 1 / Math.Sqrt(varianceU)) / a, 1 / Math.Sqrt(a), -scale);

    /// <inheritdoc/>
    internal override IndexKernel? ClosedForm(NoiseLaw noise, FrontierSide side) => noise is not NormalNoise ? null : new ExponentialKernel(side);

    /// <inheritdoc/>
    internal override SharedTerm Shared(double a, double b, double mu, double logVarianceU) =>
        SharedTerm.Exponential(a, b, logVarianceU);
}
