using Gravity.Core.Data;
using Gravity.Core.Inference;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Estimation;

/// <summary>A parameter's estimate with its error, test of zero and confidence limits.</summary>
/// <param name="Block">A value of <see cref="Specification.BlockNames"/>.</param>
/// <param name="Name">The name within its block.</param>
/// <param name="Estimate">θ̂; −∞ for a log variance at its boundary, NaN where the parameter is not identified.</param>
/// <param name="StandardError">√V̂; NaN where it does not exist.</param>
/// <param name="Statistic">Estimate over error: z, or t with few clusters and for least squares.</param>
/// <param name="P">Two-sided p-value.</param>
/// <param name="Low">Lower confidence limit.</param>
/// <param name="High">Upper confidence limit.</param>
/// <param name="WildP">
/// Wild score bootstrap p-value, with few one-way clusters; null otherwise, and where the fit under the null θⱼ = 0 has no interior maximum.
/// </param>
public sealed record ParameterEstimate(
    string Block, string Name, double Estimate, double StandardError, double Statistic, double P, double Low, double High, double? WildP = null);

/// <summary>A natural-scale quantity with its delta-method error.</summary>
/// <param name="Name">JSON key.</param>
/// <param name="Value">Its value at θ̂.</param>
/// <param name="StandardError">Delta-method error; NaN where it does not exist.</param>
public sealed record DerivedEstimate(string Name, double Value, double StandardError);

/// <summary>The likelihood-ratio test of "no inefficiency" against least squares.</summary>
/// <param name="Statistic">2(ℓ − ℓ_OLS), not below 0.</param>
/// <param name="Restrictions">q: σ_u = 0 and everything that then drops out.</param>
/// <param name="P">½P(χ²_{q−1} &gt; LR) + ½P(χ²_q &gt; LR), the convention of Coelli (1995) and FRONTIER.</param>
/// <param name="BootstrapP">Parametric-bootstrap p-value, on request.</param>
/// <param name="BootstrapReplications">Replications behind it.</param>
public sealed record InefficiencyTest(double Statistic, int Restrictions, double P, double? BootstrapP = null, int BootstrapReplications = 0);

/// <summary>Why a fit ended, in JSON's words.</summary>
public static class TerminationWords
{
    /// <summary>A strict local maximum, by the gradient in standard-error units.</summary>
    public const string Gradient = "gradient";

    /// <summary>The maximum lies at σ_u = 0: the least-squares solution.</summary>
    public const string Boundary = "boundary";

    /// <summary>The likelihood rises without end towards the exponential limit μ → −∞.</summary>
    public const string Ridge = "ridge";

    /// <summary>The path of inefficiency over time becomes a step, which parameters of the path reach only at infinity.</summary>
    public const string PathRidge = "path-ridge";

    /// <summary>Gradient zero, Hessian singular.</summary>
    public const string Flat = "flat";

    /// <summary>No step raises the likelihood.</summary>
    public const string Stalled = "stalled";

    /// <summary>Iteration limit.</summary>
    public const string IterationLimit = "iteration-limit";

    /// <summary>No start is feasible.</summary>
    public const string Infeasible = "infeasible-start";

    /// <summary>A closed form: nothing to iterate.</summary>
    public const string ClosedForm = "closed-form";
}

/// <summary>An estimated model: numbers and words, without the data.</summary>
public sealed record FitResult
{
    /// <summary>Model key, e.g. <c>bc92</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Law of u; null for regressions.</summary>
    public string? Law { get; init; }

    /// <summary>Law of v; null for regressions without one.</summary>
    public string? Noise { get; init; }

    /// <summary><c>production</c> or <c>cost</c>; null for regressions.</summary>
    public string? Side { get; init; }

    /// <summary>What T of the path over time is: <c>panel</c> or <c>unit</c>; null where there is no such path.</summary>
    public string? TimeOrigin { get; init; }

    /// <summary>The frontier formula.</summary>
    public required string Formula { get; init; }

    /// <summary>Left side as written.</summary>
    public required string Response { get; init; }

    /// <summary>Rows used.</summary>
    public required int Observations { get; init; }

    /// <summary>Units of the panel; null without.</summary>
    public int? Units { get; init; }

    /// <summary>Periods of the panel; null without.</summary>
    public int? Periods { get; init; }

    /// <summary>Rows read, left out, used.</summary>
    public required SampleLog Sample { get; init; }

    /// <summary>ℓ(θ̂).</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>ℓ of least squares on the same rows.</summary>
    public double? OlsLogLikelihood { get; init; }

    /// <summary>Free parameters, σ's included: K of AIC and BIC.</summary>
    public required int ParameterCount { get; init; }

    /// <summary>True when the estimate is a maximum, interior or at a known boundary.</summary>
    public required bool Converged { get; init; }

    /// <summary>A value of <see cref="TerminationWords"/>.</summary>
    public required string Termination { get; init; }

    /// <summary>The measure against its tolerance, in words.</summary>
    public string Message => MessagePhrase.ToString();

    /// <summary>The same in every language; of a saved fit in English only.</summary>
    public required Phrase MessagePhrase { get; init; }

    /// <summary>Method of the climb.</summary>
    public required string Method { get; init; }

    /// <summary>Iterations of the best climb.</summary>
    public int Iterations { get; init; }

    /// <summary>The gradient at the end in standard-error units.</summary>
    public double GradientNorm { get; init; }

    /// <summary>Climbs done.</summary>
    public int Starts { get; init; } = 1;

    /// <summary>Climbs that ended at the same height.</summary>
    public int AgreeingStarts { get; init; } = 1;

    /// <summary>Wall time in seconds, filled by the caller who has a clock; null without.</summary>
    public double? Seconds { get; init; }

    /// <summary>Parameters in the order of θ.</summary>
    public required IReadOnlyList<ParameterEstimate> Parameters { get; init; }

    /// <summary>Natural-scale quantities.</summary>
    public IReadOnlyList<DerivedEstimate> Derived { get; init; } = [];

    /// <summary>Test of "no inefficiency"; null for regressions.</summary>
    public InefficiencyTest? InefficiencyTest { get; init; }

    /// <summary>
    /// Parameters that leave the likelihood when σ_u = 0 beside its level: μ, shapes of u, slopes of its indices, η. They are not identified under the null of the
    /// test of no inefficiency, so that its mixed χ² is an approximation and the parametric bootstrap the safer p-value.
    /// </summary>
    public IReadOnlyList<string> UnidentifiedWithoutInefficiency => InefficiencyTest is null ? [] :
    [
        .. Parameters.Where(p => p.Block switch
        {
            BlockNames.InefficiencyMean or BlockNames.InefficiencyScaling or BlockNames.Time => true,
            BlockNames.InefficiencyVariance => p.Name != BlockNames.Intercept,
            BlockNames.Law => p.Name != "ln(df)",
            _ => false,
        }).Select(p => $"{p.Block}:{p.Name}"),
    ];

    /// <summary>True where the likelihood rises as the shape of a law runs to 0 or ∞: <see cref="Termination"/> is a ridge then, and its message names the shape.</summary>
    public bool HasShapeRidge => Termination == TerminationWords.Ridge && Warnings.Any(w => w.Kind == WarningCatalog.ShapeRidge);

    /// <summary>Mean over rows of E[exp(−u)|ε]; null for regressions.</summary>
    public double? MeanEfficiency { get; init; }

    /// <summary>Covariance of θ̂; NaN rows for parameters at a boundary.</summary>
    public required CovarianceEstimate Covariance { get; init; }

    /// <summary>Eigenvalues of −H in the scaled metric; null where there is no Hessian.</summary>
    public Conditioning? Conditioning { get; init; }

    /// <summary>Confidence level of the limits, in percent.</summary>
    public double Level { get; init; } = 95;

    /// <summary>Degrees of freedom of t; ∞ for z.</summary>
    public double DegreesOfFreedom { get; init; } = double.PositiveInfinity;

    /// <summary>What a reader must know.</summary>
    public IReadOnlyList<FitWarning> Warnings { get; init; } = [];

    /// <summary>On the ridge μ → −∞: the exponential fit that is its limit.</summary>
    public FitResult? Limit { get; init; }

    /// <summary>SHA-256 of the data file.</summary>
    public required string DataSha256 { get; init; }

    /// <summary>Seed of what was random in the fit; null where nothing was.</summary>
    public long? Seed { get; init; }

    /// <summary>θ̂.</summary>
    public double[] Theta => [.. Parameters.Select(p => p.Estimate)];

    /// <summary>AIC and BIC with N the rows used.</summary>
    public InformationCriteria Information => InformationCriteria.Of(LogLikelihood, ParameterCount, Observations);

    /// <summary>The derived quantity of that name, NaN without it.</summary>
    public double DerivedValue(string name) => Derived.FirstOrDefault(d => d.Name == name)?.Value ?? double.NaN;

    /// <summary>The parameter of that block and name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public ParameterEstimate Parameter(string block, string name) =>
        Parameters.FirstOrDefault(p => p.Block == block && p.Name == name)
        ?? throw new KeyNotFoundException($"no parameter '{name}' in block '{block}'");
}
