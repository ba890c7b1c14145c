using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier;

/// <summary>v = σ_v·t with t Student with ν degrees of freedom; V[v] = σ_v²ν/(ν − 2) for ν &gt; 2. ν → ∞ is the normal law.</summary>
/// <remarks>Tancredi (2002); Wheat, Stead and Greene (2019), Journal of Productivity Analysis 51: 21–38.</remarks>
public sealed class StudentNoise : NoiseLaw
{
    /// <inheritdoc/>
    public override string Key => "student-t";

    /// <inheritdoc/>
    public override string Citation => "Wheat, Stead and Greene (2019), Journal of Productivity Analysis 51: 21–38";

    /// <inheritdoc/>
    public override ShapeParameter Shape { get; } = new(
        "df", [6, 30], 0.3, 500, new Phrase("limit.no-centre"), new Phrase("limit.normal-noise"));

    /// <inheritdoc/>
    /// <remarks>c(ν) = ln Γ((ν + 1)/2) − ln Γ(ν/2) − ½ ln νπ through Stirling's remainder, so that no large logarithms cancel; c′; c″.</remarks>
    public override ShapeConstants ConstantsOf(double shape)
    {
        double x = 0.5 * shape;
        double constant = x * Elementary.LogOnePlus(0.5 / x) - 0.5 - NormalTail.LogRootTwoPi
            + IncompleteFunctions.StirlingRemainder(x + 0.5) - IncompleteFunctions.StirlingRemainder(x);
        double first = 0.5 * (GammaFunctions.Digamma(x + 0.5) - GammaFunctions.Digamma(x)) - 0.5 / shape;
        double second = 0.25 * (GammaFunctions.Trigamma(x + 0.5) - GammaFunctions.Trigamma(x)) + 0.5 / (shape * shape);
        return new ShapeConstants(constant, first, second);
    }

    /// <inheritdoc/>
    public override double LogDensity(in LawPoint at, double v)
    {
        double z = v / at.Sigma;
        return at.Constants.First - at.LogSigma - 0.5 * (at.Shape + 1) * Elementary.LogOnePlus(z * z / at.Shape);
    }

    /// <inheritdoc/>
    public override void Scores(in LawPoint at, double v, ref NoiseScores scores)
    {
        double nu = at.Shape, inverse = 1 / at.Sigma;
        double z = v * inverse, square = z * z;
        double weight = 1 / (nu + square), growth = Elementary.LogOnePlus(square / nu), part = square * weight;
        scores.V = -(nu + 1) * z * weight * inverse;
        scores.VV = -(nu + 1) * (nu - square) * weight * weight * inverse * inverse;
        scores.VS = nu * z * (1 - square) * weight * weight * inverse;
        scores.S = nu * at.Constants.Second - 0.5 * nu * growth + 0.5 * (nu + 1) * part;
        scores.SS = nu * (at.Constants.Second + nu * at.Constants.Third - 0.5 * growth + part - 0.5 * (nu + 1) * part * weight);
    }

    /// <inheritdoc/>
    public override double Cdf(in LawPoint at, double v) => Numerics.Distributions.StudentSurvival(-v / at.Sigma, at.Shape);

    /// <inheritdoc/>
    public override double TailRate(in LawPoint at) => 0;

    /// <inheritdoc/>
    public override double Variance(in LawPoint at) =>
        at.Shape > 2 ? at.Sigma * at.Sigma * at.Shape / (at.Shape - 2) : double.PositiveInfinity;

    /// <inheritdoc/>
    public override double LogMeanExponential(in LawPoint at) => double.PositiveInfinity;

    /// <inheritdoc/>
    public override double Sample(in LawPoint at, RandomSource random) =>
        at.Sigma * random.NextNormal() / Math.Sqrt(2 * random.NextGamma(0.5 * at.Shape) / at.Shape);
}
