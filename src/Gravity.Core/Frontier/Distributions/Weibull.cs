using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier;

/// <summary>u Weibull with shape k and scale σ_u: f(u) = (k/σ_u)(u/σ_u)^(k−1) exp(−(u/σ_u)^k).</summary>
/// <remarks>Tsionas (2007), Oxford Bulletin of Economics and Statistics 69: 693–706. k = 1 is the exponential, k = 2 the Rayleigh with σ√2.</remarks>
public sealed class Weibull : InefficiencyLaw
{
    /// <inheritdoc/>
    public override string Key => "weibull";

    /// <inheritdoc/>
    public override string Citation => "Tsionas (2007), Oxford Bulletin of Economics and Statistics 69: 693–706";

    /// <inheritdoc/>
    public override ShapeParameter Shape { get; } = new(
        "shape", [1, 2, 0.7], 0.02, 50, new Phrase("limit.zero"), new Phrase("limit.constant"));

    /// <inheritdoc/>
    public override bool InLogarithms => true;

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double u, double logU)
    {
        double power = at.Shape * (logU - at.LogSigma);
        return Math.Log(at.Shape) + power - logU - Math.Exp(power);
    }

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double u, double logU, ref LawScores scores)
    {
        double k = at.Shape, inverse = 1 / u;
        double power = k * (logU - at.LogSigma);
        double w = Math.Exp(power);
        scores.U = (k - 1 - k * w) * inverse;
        scores.UU = (1 - k) * (1 + k * w) * inverse * inverse;
        scores.US = k * (1 - w - w * power) * inverse;
        scores.S = 1 + power * (1 - w);
        scores.SS = power * (1 - w) - power * power * w;
        scores.FromScale(u);
    }

    /// <inheritdoc/>
    public override double Centre(in LawPoint at) => at.Sigma;

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => at.Shape > 1 ? double.PositiveInfinity : at.Shape == 1 ? 1 / at.Sigma : 0;

    /// <inheritdoc/>
    public override bool IsUnboundedAtZero(in LawPoint at) => at.Shape < 1;

    /// <inheritdoc/>
    public override double Mean(in LawPoint at) => at.Sigma * Moment(at.Shape, 1);

    /// <inheritdoc/>
    public override double Variance(in LawPoint at)
    {
        double mean = Moment(at.Shape, 1);
        return at.Sigma * at.Sigma * (Moment(at.Shape, 2) - mean * mean);
    }

    /// <inheritdoc/>
    public override double ThirdMoment(in LawPoint at)
    {
        double first = Moment(at.Shape, 1), second = Moment(at.Shape, 2);
        return Math.Pow(at.Sigma, 3) * (Moment(at.Shape, 3) - 3 * first * second + 2 * first * first * first);
    }

    /// <inheritdoc/>
    public override double Sample(in LawPoint at, RandomSource random) => at.Sigma * Math.Pow(random.NextExponential(), 1 / at.Shape);

    /// <summary>E[wⁿ] = Γ(1 + n/k) in units of the scale.</summary>
    private static double Moment(double k, int n) => Math.Exp(GammaFunctions.LogGamma(1 + n / k));
}
