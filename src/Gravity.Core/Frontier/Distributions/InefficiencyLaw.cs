using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier;

/// <summary>A law of the inefficiency u ≥ 0: density with derivatives, moments, draws and start values. Everything else follows.</summary>
/// <remarks>
/// <para>
/// What is asked of a law: (i) its density f is positive and twice differentiable inside its support (0, <see cref="UpperEnd"/>), also in its
/// parameters; (ii) in its coordinate x (u itself, or ln u with the density of ln u when <see cref="InLogarithms"/>) it is analytic up to the
/// ends, has one maximum, at <see cref="Centre"/>, and falls to both sides; take ln u whenever f has a power u^(P−1) with P not a whole
/// number; (iii) a bounded support is that of a pure scale family, u = σ·w; (iv) <see cref="TailRate"/> is the r with f(u) = e^(−ru + o(u)).
/// </para>
/// <para>
/// Composed densities with any noise law, their derivatives, efficiencies, quantiles and draws of u | ε are then computed by
/// <see cref="PosteriorNodes"/>. A closed form may replace the density. A new law is one file and a line in <see cref="All"/>; docs/models/adding-a-law.md has an example.
/// </para>
/// </remarks>
public abstract class InefficiencyLaw
{
    /// <summary>The laws at hand, in the order of help texts.</summary>
    public static IReadOnlyList<InefficiencyLaw> All { get; } =
    [
        .. ConjugateLaw.Members, new Gamma(), new Rayleigh(), new Weibull(), new Lognormal(), new Uniform(), new GeneralisedExponential(),
        new TruncatedSkewedLaplace(),
    ];

    /// <summary>The name on the command line, e.g. <c>half-normal</c>.</summary>
    public abstract string Key { get; }

    /// <summary>Author, year and journal of its first use as inefficiency.</summary>
    public abstract string Citation { get; }

    /// <summary>How its numbers were checked, for <c>gravity models</c>; a law of your own says it here.</summary>
    public virtual string Validation => Words.English["law-validation." + Key];

    /// <summary><see cref="Validation"/> in a language, where the law is one of <see cref="All"/>.</summary>
    /// <param name="words">The language.</param>
    public string ValidationIn(Words words) => words.Has("law-validation." + Key) ? words["law-validation." + Key] : Validation;

    /// <summary>True when the law has a free location μ.</summary>
    public virtual bool HasMean => false;

    /// <summary>True when μ is the location of ln u: a change of the response's unit by c then adds ln c to it and leaves σ alone.</summary>
    public virtual bool HasLogarithmicScale => false;

    /// <summary>The shape parameter; null for laws without.</summary>
    public virtual ShapeParameter? Shape => null;

    /// <summary>
    /// True when ln f is concave at all parameters. The density of v − s·u is then log-concave in the location under every log-concave noise (Prékopa 1973), so that free
    /// effects have one maximum and can be absorbed.
    /// </summary>
    public virtual bool IsLogConcave => false;

    /// <summary>True when quadrature takes ln u as its variable.</summary>
    public virtual bool InLogarithms => false;

    /// <summary>Degrees of freedom of the law beside its scale.</summary>
    public int ShapeCount => (HasMean ? 1 : 0) + (Shape is null ? 0 : 1);

    /// <summary>Functions of the shape that are worth computing once.</summary>
    public virtual ShapeConstants ConstantsOf(double shape) => default;

    /// <summary>ln f(u) for u inside the support.</summary>
    /// <param name="at">The parameters.</param>
    /// <param name="u">u &gt; 0.</param>
    /// <param name="logU">ln u, which quadrature has at hand.</param>
    public abstract double LogDensity(in LawPoint at, double u, double logU);

    /// <summary>First and second derivatives of ln f(u), in u and in the parameters.</summary>
    public abstract void Scores(in LawPoint at, double u, double logU, ref LawScores scores);

    /// <summary>The u at which the density has its maximum: the density of u, or that of ln u when <see cref="InLogarithms"/>.</summary>
    public abstract double Centre(in LawPoint at);

    /// <summary>The upper end of the support; ∞ unless bounded.</summary>
    public virtual double UpperEnd(in LawPoint at) => double.PositiveInfinity;

    /// <summary>The r ≥ 0 with f(u) = e^(−ru + o(u)): ∞ for tails thinner than exponential, 0 for thicker ones. E[e^(tu)] exists for t &lt; r.</summary>
    public abstract double TailRate(in LawPoint at);

    /// <summary>True when f(u) → ∞ as u → 0, so that 0 is the mode whatever the noise.</summary>
    public virtual bool IsUnboundedAtZero(in LawPoint at) => false;

    /// <summary>E[u].</summary>
    public abstract double Mean(in LawPoint at);

    /// <summary>V[u].</summary>
    public abstract double Variance(in LawPoint at);

    /// <summary>E[(u − E u)³]: links the skewness of least-squares residuals to the scale for start values.</summary>
    public abstract double ThirdMoment(in LawPoint at);

    /// <summary>One draw of u.</summary>
    public abstract double Sample(in LawPoint at, RandomSource random);

    /// <summary>Start values with V[u] = <paramref name="variance"/>, one for each valley in which a climb should begin.</summary>
    /// <remarks>The default is a scale family over the grid of its shape.</remarks>
    public virtual IReadOnlyList<LawPoint> StartsOf(double variance) =>
        [.. (Shape?.Grid ?? [double.NaN]).Select(shape => Scaled(shape, variance))];

    /// <summary>E[u] for location <paramref name="mu"/> and scale <paramref name="sigma"/> of a law without shape.</summary>
    public double Mean(double mu, double sigma) => Mean(Point(mu, sigma));

    /// <summary>V[u] for location <paramref name="mu"/> and scale <paramref name="sigma"/> of a law without shape.</summary>
    public double Variance(double mu, double sigma) => Variance(Point(mu, sigma));

    /// <summary>One draw of u of a law without shape.</summary>
    public double Sample(double mu, double sigma, RandomSource random) => Sample(Point(mu, sigma), random);

    /// <summary>The parameters at a shape, with its constants.</summary>
    public LawPoint At(double mu, double logVariance, double shape = double.NaN) => new(mu, logVariance, shape, ConstantsOf(shape));

    /// <summary>The law of c·u with c = e^<paramref name="logFactor"/>.</summary>
    public LawPoint Rescaled(in LawPoint at, double logFactor) => HasLogarithmicScale
        ? new LawPoint(at.Mu + logFactor, at.LogVariance, at.Shape, at.Constants)
        : new LawPoint(at.Mu * Math.Exp(logFactor), at.LogVariance + 2 * logFactor, at.Shape, at.Constants);

    /// <summary>The closed-form kernel for the noise law; null where there is none, and quadrature serves.</summary>
    internal virtual IndexKernel? ClosedForm(NoiseLaw noise, FrontierSide side) => null;

    private static LawPoint Point(double mu, double sigma) => new(mu, 2 * Math.Log(sigma));

    private LawPoint Scaled(double shape, double variance)
    {
        ShapeConstants constants = ConstantsOf(shape);
        double unit = Variance(new LawPoint(0, 0, shape, constants));
        return new LawPoint(0, Math.Log(variance / unit), shape, constants);
    }
}
