using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>u uniform on (0, √12·σ_u), so that V[u] = σ_u².</summary>
/// <remarks>Li (1996), Economics Letters 52: 221–228; parametrised as sfaR.</remarks>
public sealed class Uniform : InefficiencyLaw
{
    private static readonly double Width = Math.Sqrt(12);

    /// <inheritdoc/>
    public override bool IsLogConcave => true;

    /// <inheritdoc/>
    public override string Key => "uniform";

    /// <inheritdoc/>
    public override string Citation => "Li (1996), Economics Letters 52: 221–228";

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double u, double logU) => -Math.Log(Width) - at.LogSigma;

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double u, double logU, ref LawScores scores) => scores.A = -0.5;

    /// <inheritdoc/>
    public override double Centre(in LawPoint at) => 0;

    /// <inheritdoc/>
    public override double UpperEnd(in LawPoint at) => Width * at.Sigma;

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => double.PositiveInfinity;

    /// <inheritdoc/>
    public override double Mean(in LawPoint at) => 0.5 * Width * at.Sigma;

    /// <inheritdoc/>
    public override double Variance(in LawPoint at) => at.Sigma * at.Sigma;

    /// <inheritdoc/>
    /// <remarks>0: a symmetric u leaves no skewness, and the start comes from the grid of variance shares.</remarks>
    public override double ThirdMoment(in LawPoint at) => 0;

    /// <inheritdoc/>
    public override double Sample(in LawPoint at, RandomSource random) => Width * at.Sigma * random.NextUniform();
}
