using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier;

/// <summary>A law of the noise v: symmetric about 0 with one maximum there, scale σ_v, and for some a shape.</summary>
/// <remarks>
/// <para>
/// What is asked of it: (i) it is a pure scale family, f(v) = g(v/σ_v)/σ_v; (ii) ln g is even, falls away from 0, and is twice differentiable except,
/// at most, for a kink at 0 whose jump <see cref="SlopeJump"/> gives; (iii) <see cref="TailRate"/> is the r with f(v) = e^(−r|v| + o(v)).
/// </para>
/// <para>Derivatives in b = ln σ_v² follow from those in v. A new noise law is one file and a line in <see cref="All"/>.</para>
/// </remarks>
public abstract class NoiseLaw
{
    /// <summary>The laws at hand, in the order of help texts.</summary>
    public static IReadOnlyList<NoiseLaw> All { get; } = [new NormalNoise(), new StudentNoise(), new LaplaceNoise(), new LogisticNoise()];

    /// <summary>The name on the command line, e.g. <c>student-t</c>.</summary>
    public abstract string Key { get; }

    /// <summary>Author, year and journal of its first use as the noise of a frontier.</summary>
    public abstract string Citation { get; }

    /// <summary>How its numbers were checked, for <c>gravity models</c>; a law of your own says it here.</summary>
    public virtual string Validation => Words.English["noise-validation." + Key];

    /// <summary><see cref="Validation"/> in a language, where the law is one of <see cref="All"/>.</summary>
    /// <param name="words">The language.</param>
    public string ValidationIn(Words words) => words.Has("noise-validation." + Key) ? words["noise-validation." + Key] : Validation;

    /// <summary>The shape parameter; null for laws without.</summary>
    public virtual ShapeParameter? Shape => null;

    /// <summary>Functions of the shape that are worth computing once.</summary>
    public virtual ShapeConstants ConstantsOf(double shape) => default;

    /// <summary>ln f(v).</summary>
    public abstract double LogDensity(in LawPoint at, double v);

    /// <summary>First and second derivatives of ln f(v), in v and in the shape; those in b = ln σ_v² are filled by the caller.</summary>
    public abstract void Scores(in LawPoint at, double v, ref NoiseScores scores);

    /// <summary>The jump of d ln f/dv at 0; 0 for smooth laws.</summary>
    public virtual double SlopeJump(in LawPoint at) => 0;

    /// <summary>The r ≥ 0 with f(v) = e^(−r|v| + o(v)): ∞ for tails thinner than exponential, 0 for thicker ones.</summary>
    public abstract double TailRate(in LawPoint at);

    /// <summary>P(v ≤ <paramref name="v"/>), relatively accurate in the lower tail; by quadrature of the density unless a law has a closed form.</summary>
    /// <param name="at">The parameters.</param>
    /// <param name="v">v.</param>
    public virtual double Cdf(in LawPoint at, double v)
    {
        if (v > 0)
            return 1 - Cdf(at, -v);
        LawPoint point = at;
        return Numerics.Quadrature.Integrate(
            z => point.Sigma * Math.Exp(LogDensity(point, point.Sigma * z)), double.NegativeInfinity, v / at.Sigma, 0, 1e-12, [-30, -8, -3, -1]).Value;
    }

    /// <summary>V[v]; ∞ where it does not exist.</summary>
    public abstract double Variance(in LawPoint at);

    /// <summary>ln E[e^v], what lies between the median and the mean of a flow; ∞ where it does not exist.</summary>
    public abstract double LogMeanExponential(in LawPoint at);

    /// <summary>One draw of v.</summary>
    public abstract double Sample(in LawPoint at, RandomSource random);

    /// <summary>The parameters at a shape, with its constants.</summary>
    public LawPoint At(double logVariance, double shape = double.NaN) => new(0, logVariance, shape, ConstantsOf(shape));
}

/// <summary>Derivatives of ln f(v) at one point: in v, in b = ln σ_v² and in s = ln(shape).</summary>
public struct NoiseScores
{
    /// <summary>∂/∂v.</summary>
    public double V { get; set; }

    /// <summary>∂²/∂v².</summary>
    public double VV { get; set; }

    /// <summary>∂/∂s.</summary>
    public double S { get; set; }

    /// <summary>∂²/∂s².</summary>
    public double SS { get; set; }

    /// <summary>∂²/∂v∂s.</summary>
    public double VS { get; set; }

    /// <summary>∂/∂b.</summary>
    public double B { get; set; }

    /// <summary>∂²/∂b².</summary>
    public double BB { get; set; }

    /// <summary>∂²/∂v∂b.</summary>
    public double VB { get; set; }

    /// <summary>∂²/∂b∂s.</summary>
    public double BS { get; set; }

    /// <summary>Derivatives in b of ln f(v) = ln g(v/σ) − ln σ.</summary>
    internal void FromScale(double v)
    {
        B = -0.5 * (1 + v * V);
        VB = -0.5 * (V + v * VV);
        BB = -0.5 * v * VB;
        BS = -0.5 * v * VS;
    }
}
