using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier;

/// <summary>u truncated skewed Laplace: f(u) = (1 + λ)/(σ_u(1 + 2λ)) · [2e^(−u/σ_u) − e^(−(1 + λ)u/σ_u)], λ &gt; 0.</summary>
/// <remarks>
/// Wang (2012), thesis, Western Kentucky University; as sfaR. Both λ → 0 and λ → ∞ are the exponential with mean σ_u, so that many samples have no
/// interior maximum in λ.
/// </remarks>
public sealed class TruncatedSkewedLaplace : InefficiencyLaw
{
    /// <inheritdoc/>
    public override bool IsLogConcave => true;

    /// <inheritdoc/>
    public override string Key => "truncated-skewed-laplace";

    /// <inheritdoc/>
    public override string Citation => "Wang (2012), A normal truncated skewed-Laplace model in stochastic frontier analysis, Western Kentucky University";

    /// <inheritdoc/>
    public override ShapeParameter Shape { get; } = new(
        "skew", [1, 4, 0.3], 1e-3, 1e3, new Phrase("limit.exponential"), new Phrase("limit.exponential"));

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double u, double logU)
    {
        double w = u / at.Sigma;
        return Elementary.LogOnePlus(-at.Shape / (1 + 2 * at.Shape)) - at.LogSigma - w + Math.Log(2 - Math.Exp(-at.Shape * w));
    }

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double u, double logU, ref LawScores scores)
    {
        double lambda = at.Shape, inverse = 1 / at.Sigma, w = u * inverse;
        double e = Math.Exp(-lambda * w);
        double r = e / (2 - e), bend = r * (1 + r);
        double whole = (1 + lambda) * (1 + 2 * lambda);
        scores.U = (lambda * r - 1) * inverse;
        scores.UU = -lambda * lambda * bend * inverse * inverse;
        scores.US = lambda * (r - lambda * w * bend) * inverse;
        scores.S = lambda * (w * r - 1 / whole);
        scores.SS = scores.S + lambda * lambda * ((3 + 4 * lambda) / (whole * whole) - w * w * bend);
        scores.FromScale(u);
    }

    /// <inheritdoc/>
    public override double Centre(in LawPoint at) => at.Shape <= 1 ? 0 : at.Sigma * Math.Log(0.5 * (1 + at.Shape)) / at.Shape;

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => 1 / at.Sigma;

    /// <inheritdoc/>
    public override double Mean(in LawPoint at) => at.Sigma * Moment(at.Shape, 1);

    /// <inheritdoc/>
    public override double Variance(in LawPoint at)
    {
        double mean = Moment(at.Shape, 1);
        return at.Sigma * at.Sigma * (2 * Moment(at.Shape, 2) - mean * mean);
    }

    /// <inheritdoc/>
    public override double ThirdMoment(in LawPoint at)
    {
        double first = Moment(at.Shape, 1), second = 2 * Moment(at.Shape, 2);
        return Math.Pow(at.Sigma, 3) * (6 * Moment(at.Shape, 3) - 3 * first * second + 2 * first * first * first);
    }

    /// <inheritdoc/>
    /// <remarks>Rejection from the exponential, whose density times 2(1 + λ)/(1 + 2λ) lies above.</remarks>
    public override double Sample(in LawPoint at, RandomSource random)
    {
        while (true)
        {
            double w = random.NextExponential();
            if (2 * random.NextUniform() <= 2 - Math.Exp(-at.Shape * w))
                return at.Sigma * w;
        }
    }

    /// <summary>E[wⁿ]/n! in units of σ_u: of the two exponentials of which f is the difference.</summary>
    private static double Moment(double lambda, int n) => (2 * (1 + lambda) - Math.Pow(1 + lambda, -n)) / (1 + 2 * lambda);
}
