using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>u the larger of two exponentials with mean σ_u: f(u) = (2/σ_u) e^(−u/σ_u) (1 − e^(−u/σ_u)).</summary>
/// <remarks>
/// Papadopoulos (2021), Journal of Productivity Analysis 55: 15–29; as sfaR. The sum of independent exponentials with means σ_u and σ_u/2.
/// </remarks>
public sealed class GeneralisedExponential : InefficiencyLaw
{
    /// <inheritdoc/>
    public override bool IsLogConcave => true;

    /// <inheritdoc/>
    public override string Key => "generalised-exponential";

    /// <inheritdoc/>
    public override string Citation => "Papadopoulos (2021), Journal of Productivity Analysis 55: 15–29";

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double u, double logU)
    {
        double w = u / at.Sigma;
        return Math.Log(2) - at.LogSigma - w + Math.Log(-Elementary.ExpMinusOne(-w));
    }

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double u, double logU, ref LawScores scores)
    {
        double inverse = 1 / at.Sigma;
        double q = 1 / Elementary.ExpMinusOne(u * inverse);
        scores.U = (q - 1) * inverse;
        scores.UU = -q * (1 + q) * inverse * inverse;
        scores.FromScale(u);
    }

    /// <inheritdoc/>
    public override double Centre(in LawPoint at) => at.Sigma * Math.Log(2);

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => 1 / at.Sigma;

    /// <inheritdoc/>
    public override double Mean(in LawPoint at) => 1.5 * at.Sigma;

    /// <inheritdoc/>
    public override double Variance(in LawPoint at) => 1.25 * at.Sigma * at.Sigma;

    /// <inheritdoc/>
    public override double ThirdMoment(in LawPoint at) => 2.25 * Math.Pow(at.Sigma, 3);

    /// <inheritdoc/>
    public override double Sample(in LawPoint at, RandomSource random) => at.Sigma * Math.Max(random.NextExponential(), random.NextExponential());
}
