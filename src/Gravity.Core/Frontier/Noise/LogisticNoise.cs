using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>v logistic: f(v) = e^(−v/σ_v)/σ_v(1 + e^(−v/σ_v))², so that V[v] = π²σ_v²/3.</summary>
/// <remarks>Stead, Wheat and Greene (2018), in Productivity and Inequality, Springer: 1–19.</remarks>
public sealed class LogisticNoise : NoiseLaw
{
    /// <inheritdoc/>
    public override string Key => "logistic";

    /// <inheritdoc/>
    public override string Citation => "Stead, Wheat and Greene (2018), in Productivity and Inequality, Springer: 1–19";

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double v)
    {
        double z = Math.Abs(v) / at.Sigma;
        return -at.LogSigma - z - 2 * Elementary.LogOnePlus(Math.Exp(-z));
    }

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double v, ref NoiseScores scores)
    {
        double slope = Math.Tanh(0.5 * v / at.Sigma), inverse = 1 / at.Sigma;
        scores.V = -slope * inverse;
        scores.VV = -0.5 * (1 - slope) * (1 + slope) * inverse * inverse;
    }

    /// <inheritdoc/>
    public override double Cdf(in LawPoint at, double v)
    {
        double tail = Math.Exp(-Math.Abs(v) / at.Sigma);
        return (v <= 0 ? tail : 1) / (1 + tail);
    }

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => 1 / at.Sigma;

    /// <inheritdoc/>
    public override double Variance(in LawPoint at) => Math.PI * Math.PI / 3 * at.Sigma * at.Sigma;

    /// <inheritdoc/>
    public override double LogMeanExponential(in LawPoint at) =>
        at.Sigma < 1 ? Math.Log(Math.PI * at.Sigma / Math.Sin(Math.PI * at.Sigma)) : double.PositiveInfinity;

    /// <inheritdoc/>
    public override double Sample(in LawPoint at, RandomSource random)
    {
        double p = random.NextUniform();
        return at.Sigma * Math.Log(p / (1 - p));
    }
}
