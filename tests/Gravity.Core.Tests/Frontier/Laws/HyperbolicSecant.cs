using Gravity.Core.Frontier;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Frontier.Laws;

/// <summary>v hyperbolic secant: f(v) = sech(πv/2σ_v)/2σ_v, V[v] = σ_v². The example of docs/models/adding-a-law.md.</summary>
public sealed class HyperbolicSecant : NoiseLaw
{
    /// <inheritdoc/>
    public override string Key => "hyperbolic-secant";

    /// <inheritdoc/>
    public override string Citation => "Perks (1932), Journal of the Institute of Actuaries 63: 12–57";

    /// <inheritdoc/>
    public override string Validation => "an example";

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double v)
    {
        double z = 0.5 * Math.PI * Math.Abs(v) / at.Sigma;
        return -at.LogSigma - z - Elementary.LogOnePlus(Math.Exp(-2 * z));
    }

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double v, ref NoiseScores scores)
    {
        double rate = 0.5 * Math.PI / at.Sigma, slope = Math.Tanh(rate * v);
        scores.V = -rate * slope;
        scores.VV = -rate * rate * (1 - slope) * (1 + slope);
    }

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => 0.5 * Math.PI / at.Sigma;

    /// <inheritdoc/>
    public override double Variance(in LawPoint at) => at.Sigma * at.Sigma;

    /// <inheritdoc/>
    public override double LogMeanExponential(in LawPoint at) => at.Sigma < 0.5 * Math.PI ? -Math.Log(Math.Cos(at.Sigma)) : double.PositiveInfinity;

    /// <inheritdoc/>
    public override double Sample(in LawPoint at, RandomSource random) => 2 / Math.PI * at.Sigma * Math.Log(Math.Tan(0.5 * Math.PI * random.NextUniform()));
}
