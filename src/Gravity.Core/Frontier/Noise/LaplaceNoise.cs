using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>v Laplace: f(v) = e^(−|v|/σ_v)/2σ_v, so that V[v] = 2σ_v². Its kink at 0 makes least absolute deviations the frontier without u.</summary>
/// <remarks>Horrace and Parmeter (2018), Econometric Reviews 37: 260–280.</remarks>
public sealed class LaplaceNoise : NoiseLaw
{
    /// <inheritdoc/>
    public override string Key => "laplace";

    /// <inheritdoc/>
    public override string Citation => "Horrace and Parmeter (2018), Econometric Reviews 37: 260–280";

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double v) => -Math.Log(2) - at.LogSigma - Math.Abs(v) / at.Sigma;

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double v, ref NoiseScores scores) => scores.V = v > 0 ? -1 / at.Sigma : 1 / at.Sigma;

    /// <inheritdoc/>
    public override double SlopeJump(in LawPoint at) => -2 / at.Sigma;

    /// <inheritdoc/>
    public override double Cdf(in LawPoint at, double v)
    {
        double tail = 0.5 * Math.Exp(-Math.Abs(v) / at.Sigma);
        return v <= 0 ? tail : 1 - tail;
    }

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => 1 / at.Sigma;

    /// <inheritdoc/>
    public override double Variance(in LawPoint at) => 2 * at.Sigma * at.Sigma;

    /// <inheritdoc/>
    public override double LogMeanExponential(in LawPoint at) =>
        at.Sigma < 1 ? -Elementary.LogOnePlus(-at.Sigma * at.Sigma) : double.PositiveInfinity;

    /// <inheritdoc/>
    public override double Sample(in LawPoint at, RandomSource random) => at.Sigma * random.NextSign() * random.NextExponential();
}
