using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>ln u ~ N(μ, σ_u²): μ may have an index, ln σ_u² too.</summary>
/// <remarks>Migon and Medici (2001), Estadística 53; parametrised as sfaR. σ_u is the standard deviation of ln u, not of u.</remarks>
public sealed class Lognormal : InefficiencyLaw
{
    private static readonly double[] Deviations = [0.6, 1.1, 0.3];

    /// <inheritdoc/>
    public override string Key => "lognormal";

    /// <inheritdoc/>
    public override string Citation => "Migon and Medici (2001), Bayesian hierarchical models for stochastic production frontier, UFRJ";

    /// <inheritdoc/>
    public override bool HasMean => true;

    /// <inheritdoc/>
    public override bool HasLogarithmicScale => true;

    /// <inheritdoc/>
    public override bool InLogarithms => true;

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double u, double logU)
    {
        double z = (logU - at.Mu) / at.Sigma;
        return -NormalTail.LogRootTwoPi - at.LogSigma - logU - 0.5 * z * z;
    }

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double u, double logU, ref LawScores scores)
    {
        double inverse = 1 / at.Sigma, reciprocal = 1 / u;
        double z = (logU - at.Mu) * inverse;
        scores.U = -(1 + z * inverse) * reciprocal;
        scores.UU = (1 + z * inverse - inverse * inverse) * reciprocal * reciprocal;
        scores.Mu = z * inverse;
        scores.MuMu = -inverse * inverse;
        scores.A = 0.5 * (z * z - 1);
        scores.MuA = -z * inverse;
        scores.AA = -0.5 * z * z;
    }

    /// <inheritdoc/>
    public override double Centre(in LawPoint at) => Math.Exp(at.Mu);

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => 0;

    /// <inheritdoc/>
    public override double Mean(in LawPoint at) => Math.Exp(at.Mu + 0.5 * at.Sigma * at.Sigma);

    /// <inheritdoc/>
    public override double Variance(in LawPoint at)
    {
        double square = at.Sigma * at.Sigma;
        return Elementary.ExpMinusOne(square) * Math.Exp(2 * at.Mu + square);
    }

    /// <inheritdoc/>
    public override double ThirdMoment(in LawPoint at)
    {
        double square = at.Sigma * at.Sigma, spread = Elementary.ExpMinusOne(square);
        return spread * spread * (spread + 3) * Math.Exp(3 * at.Mu + 1.5 * square);
    }

    /// <inheritdoc/>
    public override double Sample(in LawPoint at, RandomSource random) => Math.Exp(at.Mu + at.Sigma * random.NextNormal());

    /// <inheritdoc/>
    /// <remarks>Over σ_u, from nearly symmetric to heavily skewed; μ then follows from the variance.</remarks>
    public override IReadOnlyList<LawPoint> StartsOf(double variance) =>
    [
        .. Deviations.Select(sigma =>
        {
            double square = sigma * sigma;
            return new LawPoint(0.5 * (Math.Log(variance / Elementary.ExpMinusOne(square)) - square), 2 * Math.Log(sigma));
        }),
    ];
}
