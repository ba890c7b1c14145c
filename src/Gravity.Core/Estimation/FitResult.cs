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
    string Block, string Name, double Estimate, double StandardError, double Statistic, double P, double Low, double High, double? WildP = null)
{
    /// <summary>True for a parameter that was held at its value, by itself or by constraints: it has no error.</summary>
    public bool Fixed { get; init; }
}

/// <summary>A natural-scale quantity with its delta-method error.</summary>
/// <param name="Name">JSON key.</param>
/// <param name="Value">Its value at θ̂.</param>
/// <param name="StandardError">Delta-method error; NaN where it does not exist.</param>
public sealed record DerivedEstimate(string Name, double Value, double StandardError)
{
    /// <summary>Lower end of the profile interval, where one was asked for and the quantity rises with one linear function of the parameters; otherwise NaN.</summary>
    public double Low { get; init; } = double.NaN;

    /// <summary>Upper end of the profile interval; otherwise NaN.</summary>
    public double High { get; init; } = double.NaN;
}

/// <summary>The likelihood-ratio test of "no inefficiency" against least squares.</summary>
/// <param name="Statistic">2(ℓ − ℓ_OLS), not below 0.</param>
/// <param name="Restrictions">q: σ_u = 0 and everything that then drops out.</param>
/// <param name="P">P of the mixture of χ² laws: ½P(χ²_{q−1} &gt; LR) + ½P(χ²_q &gt; LR) with one component, the convention of Coelli (1995) and FRONTIER.</param>
/// <param name="BootstrapP">Parametric-bootstrap p-value, on request.</param>
/// <param name="BootstrapReplications">Replications behind it.</param>
public sealed record InefficiencyTest(double Statistic, int Restrictions, double P, double? BootstrapP = null, int BootstrapReplications = 0)
{
    /// <summary>k, the variances of inefficiency that are zero under the null, each on its boundary. Default 1.</summary>
    public int Components { get; init; } = 1;

    /// <summary>The law of the statistic: Σⱼ C(k, j)·2⁻ᵏ·χ²(q − k + j), j = 0 … k; ½χ²(q − 1) + ½χ²(q) for k = 1.</summary>
    public MixedChiSquare Reference => MixedChiSquare.ForIndependentBoundaries(Components, Restrictions - Components);
}

/// <summary>A free constant of a unit, α_i, with its error.</summary>
/// <param name="Unit">Name of the unit.</param>
/// <param name="Estimate">α̂_i on the scale of the response.</param>
/// <param name="StandardError">From its own rows given θ and, by the delta method, from θ̂; NaN where it does not exist.</param>
/// <param name="Rows">Rows of the unit.</param>
public sealed record UnitEffect(string Unit, double Estimate, double StandardError, int Rows);

/// <summary>An absorbed fixed effect.</summary>
/// <param name="Effect">As in the formula, e.g. <c>iso_o^year</c>.</param>
/// <param name="Groups">Its groups in the rows used.</param>
/// <param name="Redundant">Coefficients that effects before it, or a finer effect, determine.</param>
public sealed record AbsorbedGroups(string Effect, int Groups, int Redundant)
{
    /// <summary>The finer effect within whose groups this one does not vary, so that it adds nothing; null without one.</summary>
    public string? SpannedBy { get; init; }

    /// <summary>Whether each of its groups lies in one cluster of the errors.</summary>
    public bool Nested { get; init; }

    /// <summary>Rows of its shortest group; 0 where lengths were not asked for.</summary>
    public int ShortestRows { get; init; }

    /// <summary>Rows of the group in the middle; 0 where lengths were not asked for.</summary>
    public double MedianRows { get; init; }

    /// <summary>Which part of the inefficiency goes with the effect and not with u; null for regressions.</summary>
    public AbsorbedInefficiency? Takes { get; init; }
}

/// <summary>What of the inefficiency an absorbed effect takes up, since it is the same in all rows of a group.</summary>
public enum AbsorbedInefficiency
{
    /// <summary>What the rows of a group have in common, beyond unit and period.</summary>
    Common,

    /// <summary>What a unit has in all its periods: persistent inefficiency. Groups lie within units.</summary>
    OfUnit,

    /// <summary>What the rows of a group, e.g. those of one country, have in common in a period. Groups lie within periods.</summary>
    OfPeriod,
}

/// <summary>A regressor that absorbed effects span, so that it has no coefficient.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Effects">The effects within whose groups it does not vary; empty when it takes several together.</param>
public sealed record AbsorbedColumn(string Name, IReadOnlyList<string> Effects);

/// <summary>Estimates whose leading bias was estimated by a formula and taken out.</summary>
/// <param name="Method">How, e.g. <c>weidner-zylkin</c>.</param>
/// <param name="Uncorrected">The estimates before, in the order of the parameters.</param>
/// <param name="UncorrectedErrors">Their standard errors.</param>
public sealed record AnalyticCorrection(string Method, IReadOnlyList<double> Uncorrected, IReadOnlyList<double> UncorrectedErrors);

/// <summary>What the split-panel jackknife did to estimates with unit constants or absorbed effects (Dhaene and Jochmans 2015).</summary>
/// <param name="MeanRows">Rows a unit on average; with absorbed effects, rows a group of the effect whose groups are shortest.</param>
/// <param name="ShortestRows">Rows of the shortest unit or group.</param>
/// <param name="Splits">Ways in which halves were made, whose corrections are averaged.</param>
/// <param name="Uncorrected">The maximum-likelihood estimates, in the order of the parameters.</param>
public sealed record BiasCorrection(double MeanRows, int ShortestRows, int Splits, IReadOnlyList<double> Uncorrected)
{
    /// <summary>Parts into which the values of a column were divided: 2 for halves, else one fold was left out at a time.</summary>
    public int Folds { get; init; } = 2;

    /// <summary>Columns by which the rows were split, each with the weight of its correction; empty where every unit was cut in its own middle.</summary>
    public IReadOnlyList<(string Column, double Weight)> SplitBy { get; init; } = [];
}

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

    /// <summary>The likelihood is highest where σ_v → 0 and has no maximum elsewhere: the point reported is no estimate.</summary>
    public const string Degenerate = "degenerate";

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

    /// <summary>A closed form after an iterative projection on absorbed effects, which met its tolerance.</summary>
    public const string Projection = "projection";
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

    /// <summary>Rows used; their frequencies' sum under frequency weights.</summary>
    public required int Observations { get; init; }

    /// <summary>Of the rows used, those selected for the frontier; null for models without a selection equation.</summary>
    public int? SelectedObservations { get; init; }

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

    /// <summary>Unit constants with their errors; empty for models without.</summary>
    public IReadOnlyList<UnitEffect> Effects { get; init; } = [];

    /// <summary>The formula for bias behind <see cref="Parameters"/>; null where they are as estimated.</summary>
    public AnalyticCorrection? AnalyticCorrection { get; init; }

    /// <summary>The jackknife behind <see cref="Parameters"/>; null where they are plain maximum likelihood.</summary>
    public BiasCorrection? Correction { get; init; }

    /// <summary>Of a metafrontier: the likelihood-ratio test of one common frontier against a frontier for each group; null for other models.</summary>
    public HypothesisTest? CommonFrontierTest { get; init; }

    /// <summary>
    /// Parameters that leave the likelihood when σ_u = 0 beside its level: μ, shapes of u, slopes of its indices, η. They are not identified under the null of the
    /// test of no inefficiency, so that its mixed χ² is an approximation and the parametric bootstrap the safer p-value.
    /// </summary>
    public IReadOnlyList<string> UnidentifiedWithoutInefficiency => InefficiencyTest is null ? [] :
    [
        .. Parameters.Where(p => BlockNames.ClassOf(p.Block) is (_, > 1) || BlockNames.ClassOf(p.Block).Block switch
        {
            BlockNames.ClassMembership => true,
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

    /// <summary>AIC and BIC with N the rows used (Σw under frequency weights); NaN under sampling weights, whose ℓ is no likelihood.</summary>
    public InformationCriteria Information => InformationCriteria.Of(HasLikelihood ? LogLikelihood : double.NaN, ParameterCount, Observations);

    /// <summary>
    /// False for pseudo-likelihoods and under sampling weights, where Σ wᵢℓᵢ is one: there are no likelihood ratios and no information criteria.
    /// </summary>
    public bool HasLikelihood => !IsPseudoLikelihood && Weights is not { Kind: WeightKind.Sampling };

    /// <summary>Whether the likelihood is believed for its mean only, as that of Poisson for flows.</summary>
    public bool IsPseudoLikelihood { get; init; }

    /// <summary>Absorbed fixed effects in the order of the formula; empty without.</summary>
    public IReadOnlyList<AbsorbedGroups> Absorbed { get; init; } = [];

    /// <summary>Whether the redundant coefficients of <see cref="Absorbed"/> are counted exactly; with three effects or more some may be missed.</summary>
    public bool AbsorbedRankIsExact { get; init; } = true;

    /// <summary>Coefficients of the absorbed effects: groups less the redundant ones.</summary>
    public int AbsorbedDegreesOfFreedom => Absorbed.Sum(effect => effect.Groups - effect.Redundant);

    /// <summary>Regressors without a coefficient because absorbed effects span them.</summary>
    public IReadOnlyList<AbsorbedColumn> AbsorbedColumns { get; init; } = [];

    /// <summary>The row weights; null without.</summary>
    public WeightNote? Weights { get; init; }

    /// <summary>Fixed parameters and constraints, one equation each with parameters as <c>block:name</c>; empty without.</summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>What <see cref="ParameterEstimate.Low"/> and <see cref="ParameterEstimate.High"/> are.</summary>
    public IntervalKind Intervals { get; init; }

    /// <summary>What a referee can check of the maximum; null for closed forms.</summary>
    public ConvergenceCertificate? Certificate { get; init; }

    /// <summary>The derived quantity of that name, NaN without it.</summary>
    public double DerivedValue(string name) => Derived.FirstOrDefault(d => d.Name == name)?.Value ?? double.NaN;

    /// <summary>The parameter of that block and name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public ParameterEstimate Parameter(string block, string name) =>
        Parameters.FirstOrDefault(p => p.Block == block && p.Name == name)
        ?? throw new KeyNotFoundException($"no parameter '{name}' in block '{block}'");
}
