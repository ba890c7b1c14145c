using Gravity.Core.Wording;

namespace Gravity.Core.Frontier;

/// <summary>The parameters of one law in one row: what its index functions give, and constants that depend on the shape alone.</summary>
/// <remarks>A law of the inefficiency has μ only when <see cref="InefficiencyLaw.HasMean"/>, a shape only when it names one. The same type serves noise laws.</remarks>
public readonly struct LawPoint
{
    /// <summary>Binds the parameters.</summary>
    /// <param name="mu">μ; 0 for laws without.</param>
    /// <param name="logVariance">ln σ²: twice the logarithm of the scale.</param>
    /// <param name="shape">The shape on its natural scale; NaN for laws without.</param>
    /// <param name="constants">What <see cref="InefficiencyLaw.ConstantsOf"/> or <see cref="NoiseLaw.ConstantsOf"/> made of the shape.</param>
    public LawPoint(double mu, double logVariance, double shape = double.NaN, ShapeConstants constants = default)
    {
        Mu = mu;
        LogVariance = logVariance;
        LogSigma = 0.5 * logVariance;
        Sigma = Math.Exp(LogSigma);
        Shape = shape;
        Constants = constants;
    }

    /// <summary>μ.</summary>
    public double Mu { get; }

    /// <summary>ln σ².</summary>
    public double LogVariance { get; }

    /// <summary>ln σ.</summary>
    public double LogSigma { get; }

    /// <summary>σ, the scale.</summary>
    public double Sigma { get; }

    /// <summary>The shape, &gt; 0; NaN for laws without.</summary>
    public double Shape { get; }

    /// <summary>Functions of the shape, computed once for all rows.</summary>
    public ShapeConstants Constants { get; }
}

/// <summary>Up to three functions of a shape that a law wants to compute once, e.g. ln Γ(P), ψ(P), ψ′(P).</summary>
/// <param name="First">The first.</param>
/// <param name="Second">The second.</param>
/// <param name="Third">The third.</param>
public readonly record struct ShapeConstants(double First, double Second, double Third);

/// <summary>The shape of a law: a positive number beside location and scale, optimised as its logarithm.</summary>
/// <param name="Name">Key of the natural-scale quantity in <c>derived</c>, e.g. <c>shape</c>; the parameter is <c>ln(shape)</c> in block <c>law</c>.</param>
/// <param name="Grid">Values from which climbs start.</param>
/// <param name="Low">Below this the law has degenerated to its limit at 0 as far as data can tell.</param>
/// <param name="High">Above this it has degenerated to its limit at ∞.</param>
/// <param name="AtZero">The limit at 0 in words; <see cref="Phrase.Verbatim"/> for a law of your own.</param>
/// <param name="AtInfinity">The limit at ∞ in words.</param>
public sealed record ShapeParameter(string Name, IReadOnlyList<double> Grid, double Low, double High, Phrase AtZero, Phrase AtInfinity)
{
    /// <summary>Name of the coordinate, e.g. <c>ln(shape)</c>.</summary>
    public string ParameterName => $"ln({Name})";
}

/// <summary>Derivatives of ln f(u) at one point: in u, in a = ln σ² and in s = ln(shape), and in μ for laws that have it.</summary>
/// <remarks>
/// A pure scale family (u = σ·w, the law of w free of σ) fills the fields of u and of the shape and calls <see cref="FromScale"/>. Fields that do
/// not apply stay 0.
/// </remarks>
public struct LawScores
{
    /// <summary>∂/∂u.</summary>
    public double U { get; set; }

    /// <summary>∂²/∂u².</summary>
    public double UU { get; set; }

    /// <summary>∂/∂μ.</summary>
    public double Mu { get; set; }

    /// <summary>∂/∂a.</summary>
    public double A { get; set; }

    /// <summary>∂/∂s.</summary>
    public double S { get; set; }

    /// <summary>∂²/∂μ².</summary>
    public double MuMu { get; set; }

    /// <summary>∂²/∂μ∂a.</summary>
    public double MuA { get; set; }

    /// <summary>∂²/∂μ∂s.</summary>
    public double MuS { get; set; }

    /// <summary>∂²/∂a².</summary>
    public double AA { get; set; }

    /// <summary>∂²/∂a∂s.</summary>
    public double AS { get; set; }

    /// <summary>∂²/∂s².</summary>
    public double SS { get; set; }

    /// <summary>∂²/∂u∂s.</summary>
    public double US { get; set; }

    /// <summary>Derivatives in a of ln f(u) = ln g(u/σ) − ln σ.</summary>
    /// <param name="u">u.</param>
    public void FromScale(double u)
    {
        A = -0.5 * (1 + u * U);
        AA = 0.25 * u * (U + u * UU);
        AS = -0.5 * u * US;
    }
}
