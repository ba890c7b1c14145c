using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Kernels;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>u Rayleigh: f(u) = (u/σ_u²) exp(−u²/2σ_u²).</summary>
/// <remarks>Hajargasht (2015), Journal of Productivity Analysis 44: 199–208. The Weibull with k = 2 and scale σ_u√2.</remarks>
public sealed class Rayleigh : InefficiencyLaw
{
    /// <inheritdoc/>
    public override bool IsLogConcave => true;

    /// <inheritdoc/>
    public override string Key => "rayleigh";

    /// <inheritdoc/>
    public override string Citation => "Hajargasht (2015), Journal of Productivity Analysis 44: 199–208";

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double u, double logU)
    {
        double w = u / at.Sigma;
        return logU - at.LogVariance - 0.5 * w * w;
    }

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double u, double logU, ref LawScores scores)
    {
        double inverse = 1 / u, precision = 1 / (at.Sigma * at.Sigma);
        scores.U = inverse - u * precision;
        scores.UU = -inverse * inverse - precision;
        scores.FromScale(u);
    }

    /// <inheritdoc/>
    public override double Centre(in LawPoint at) => at.Sigma;

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => double.PositiveInfinity;

    /// <inheritdoc/>
    public override double Mean(in LawPoint at) => at.Sigma * Math.Sqrt(0.5 * Math.PI);

    /// <inheritdoc/>
    public override double Variance(in LawPoint at) => at.Sigma * at.Sigma * (2 - 0.5 * Math.PI);

    /// <inheritdoc/>
    public override double ThirdMoment(in LawPoint at) => Math.Pow(at.Sigma, 3) * Math.Sqrt(0.5 * Math.PI) * (Math.PI - 3);

    /// <inheritdoc/>
    public override double Sample(in LawPoint at, RandomSource random) => at.Sigma * Math.Sqrt(2 * random.NextExponential());

    /// <inheritdoc/>
    internal override IndexKernel? ClosedForm(NoiseLaw noise, FrontierSide side) => noise is NormalNoise ? new RayleighKernel(side) : null;
}
