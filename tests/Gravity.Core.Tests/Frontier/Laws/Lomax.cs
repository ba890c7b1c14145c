using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Tests.Frontier.Laws;

/// <summary>u Lomax (Pareto II): f(u) = (α/σ_u)(1 + u/σ_u)^(−α − 1).</summary>
/// <remarks>The example of docs/models/adding-a-law.md: a heavy-tailed law in one file, which runs through every test of the family.</remarks>
public sealed class Lomax : InefficiencyLaw
{
    /// <inheritdoc/>
    public override string Key => "lomax";

    /// <inheritdoc/>
    public override string Citation => "Lomax (1954), Journal of the American Statistical Association 49: 847–852";

    /// <inheritdoc/>
    public override string Validation => "an example";

    /// <inheritdoc/>
    public override ShapeParameter Shape { get; } = new(
        "alpha", [4, 10], 0.1, 200, Phrase.Verbatim("u has no scale"), Phrase.Verbatim("u is exponential"));

    /// <inheritdoc/>
    public override bool InLogarithms => true;

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double u, double logU) =>
        Math.Log(at.Shape) - at.LogSigma - (at.Shape + 1) * Elementary.LogOnePlus(u / at.Sigma);

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double u, double logU, ref LawScores scores)
    {
        double inverse = 1 / (at.Sigma + u), growth = Elementary.LogOnePlus(u / at.Sigma);
        scores.U = -(at.Shape + 1) * inverse;
        scores.UU = (at.Shape + 1) * inverse * inverse;
        scores.S = 1 - at.Shape * growth;
        scores.SS = -at.Shape * growth;
        scores.US = -at.Shape * inverse;
        scores.FromScale(u);
    }

    /// <inheritdoc/>
    /// <remarks>Of the density of ln u, u·f(u): 1/u = (α + 1)/(σ + u).</remarks>
    public override double Centre(in LawPoint at) => at.Sigma / at.Shape;

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => 0;

    /// <inheritdoc/>
    public override double Mean(in LawPoint at) => at.Shape > 1 ? at.Sigma / (at.Shape - 1) : double.PositiveInfinity;

    /// <inheritdoc/>
    public override double Variance(in LawPoint at) => at.Shape > 2
        ? at.Sigma * at.Sigma * at.Shape / ((at.Shape - 1) * (at.Shape - 1) * (at.Shape - 2)) : double.PositiveInfinity;

    /// <inheritdoc/>
    public override double ThirdMoment(in LawPoint at) => at.Shape > 3
        ? 2 * (1 + at.Shape) / (at.Shape - 3) * Math.Sqrt((at.Shape - 2) / at.Shape) * Math.Pow(Variance(at), 1.5) : double.PositiveInfinity;

    /// <inheritdoc/>
    public override double Sample(in LawPoint at, RandomSource random) => at.Sigma * Elementary.ExpMinusOne(random.NextExponential() / at.Shape);
}
