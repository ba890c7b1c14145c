using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier;

/// <summary>u gamma with shape P and scale σ_u: f(u) = u^(P−1) e^(−u/σ_u) / (Γ(P) σ_u^P).</summary>
/// <remarks>Greene (1990), Journal of Econometrics 46: 141–163. P = 1 is the exponential. Parametrised as sfaR.</remarks>
public sealed class Gamma : InefficiencyLaw
{
    /// <inheritdoc/>
    public override string Key => "gamma";

    /// <inheritdoc/>
    public override string Citation => "Greene (1990), Journal of Econometrics 46: 141–163";

    /// <inheritdoc/>
    public override ShapeParameter Shape { get; } = new(
        "shape", [1, 3, 0.4], 0.02, 300, new Phrase("limit.zero"), new Phrase("limit.normal"));

    /// <inheritdoc/>
    public override bool InLogarithms => true;

    /// <inheritdoc/>
    public override ShapeConstants ConstantsOf(double shape) =>
        new(GammaFunctions.LogGamma(shape), GammaFunctions.Digamma(shape), GammaFunctions.Trigamma(shape));

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double u, double logU) =>
        at.Shape * (logU - at.LogSigma) - logU - u / at.Sigma - at.Constants.First;

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double u, double logU, ref LawScores scores)
    {
        double p = at.Shape, inverse = 1 / u;
        scores.U = (p - 1) * inverse - 1 / at.Sigma;
        scores.UU = -(p - 1) * inverse * inverse;
        scores.US = p * inverse;
        scores.S = p * (logU - at.LogSigma - at.Constants.Second);
        scores.SS = scores.S - p * p * at.Constants.Third;
        scores.FromScale(u);
    }

    /// <inheritdoc/>
    public override double Centre(in LawPoint at) => at.Shape * at.Sigma;

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => 1 / at.Sigma;

    /// <inheritdoc/>
    public override bool IsUnboundedAtZero(in LawPoint at) => at.Shape < 1;

    /// <inheritdoc/>
    public override double Mean(in LawPoint at) => at.Shape * at.Sigma;

    /// <inheritdoc/>
    public override double Variance(in LawPoint at) => at.Shape * at.Sigma * at.Sigma;

    /// <inheritdoc/>
    public override double ThirdMoment(in LawPoint at) => 2 * at.Shape * Math.Pow(at.Sigma, 3);

    /// <inheritdoc/>
    /// <remarks>Marsaglia and Tsang (2000), with the power of a uniform for P &lt; 1.</remarks>
    public override double Sample(in LawPoint at, RandomSource random) => at.Sigma * random.NextGamma(at.Shape);
}
