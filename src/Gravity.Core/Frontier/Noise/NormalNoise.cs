using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>v ~ N(0, σ_v²).</summary>
/// <remarks>Aigner, Lovell and Schmidt (1977), Journal of Econometrics 6: 21–37.</remarks>
public sealed class NormalNoise : NoiseLaw
{
    /// <inheritdoc/>
    public override string Key => "normal";

    /// <inheritdoc/>
    public override string Citation => "Aigner, Lovell and Schmidt (1977), Journal of Econometrics 6: 21–37";

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double v)
    {
        double z = v / at.Sigma;
        return -NormalTail.LogRootTwoPi - at.LogSigma - 0.5 * z * z;
    }

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double v, ref NoiseScores scores)
    {
        double precision = 1 / (at.Sigma * at.Sigma);
        scores.V = -v * precision;
        scores.VV = -precision;
    }

    /// <inheritdoc/>
    public override double Cdf(in LawPoint at, double v) => NormalTail.Cdf(v / at.Sigma);

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => double.PositiveInfinity;

    /// <inheritdoc/>
    public override double Variance(in LawPoint at) => at.Sigma * at.Sigma;

    /// <inheritdoc/>
    public override double LogMeanExponential(in LawPoint at) => 0.5 * at.Sigma * at.Sigma;

    /// <inheritdoc/>
    public override double Sample(in LawPoint at, RandomSource random) => at.Sigma * random.NextNormal();
}
