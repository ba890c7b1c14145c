namespace Gravity.Core.Estimation;

/// <summary>Every kind of warning, with its meaning and remedy.</summary>
public static class WarningCatalog
{
    /// <summary>σ_u = 0.</summary>
    public static WarningKind BoundarySigmaU { get; } = new("boundary-sigma-u");

    /// <summary>σ_v → 0.</summary>
    public static WarningKind BoundarySigmaV { get; } = new("boundary-sigma-v");

    /// <summary>Skewness of the wrong sign.</summary>
    public static WarningKind WrongSkewness { get; } = new("wrong-skewness");

    /// <summary>Likelihood below least squares.</summary>
    public static WarningKind BelowOls { get; } = new("ml-below-ols");

    /// <summary>Hessian nearly singular.</summary>
    public static WarningKind NearSingularHessian { get; } = new("near-singular-hessian");

    /// <summary>Collinear column dropped.</summary>
    public static WarningKind CollinearColumn { get; } = new("collinear-column");

    /// <summary>The ridge μ → −∞.</summary>
    public static WarningKind Ridge { get; } = new("ridge-exponential-limit");

    /// <summary>The ridge μ → +∞.</summary>
    public static WarningKind NormalRidge { get; } = new("ridge-normal-limit");

    /// <summary>The path over time becomes a step.</summary>
    public static WarningKind PathRidge { get; } = new("ridge-step-path");

    /// <summary>A shape that runs to 0 or ∞.</summary>
    public static WarningKind ShapeRidge { get; } = new("ridge-shape-limit");

    /// <summary>E[e^u|ε] does not exist.</summary>
    public static WarningKind NoExpectedPotential { get; } = new("no-expected-potential");

    /// <summary>The exponential limit is above the interior maximum.</summary>
    public static WarningKind LimitHigher { get; } = new("exponential-limit-higher");

    /// <summary>Few clusters.</summary>
    public static WarningKind FewClusters { get; } = new("few-clusters");

    /// <summary>Multiway covariance repaired.</summary>
    public static WarningKind CovarianceRepaired { get; } = new("covariance-repaired");

    /// <summary>ln(1 + flow).</summary>
    public static WarningKind LogOnePlus { get; } = new("response-log1p");

    /// <summary>Did not converge.</summary>
    public static WarningKind NotConverged { get; } = new("not-converged");

    /// <summary>Starts disagree.</summary>
    public static WarningKind StartsDisagree { get; } = new("starts-disagree");

    /// <summary>Bootstrap failures.</summary>
    public static WarningKind BootstrapFailures { get; } = new("bootstrap-failures");

    /// <summary>Unit constants from few rows each.</summary>
    public static WarningKind IncidentalParameters { get; } = new("incidental-parameters");

    /// <summary>The likelihood is highest where σ_v → 0.</summary>
    public static WarningKind Degenerate { get; } = new("degenerate-maximum");

    /// <summary>A jackknife that could not be computed.</summary>
    public static WarningKind NoJackknife { get; } = new("jackknife-not-possible");

    /// <summary>Σ wᵢℓᵢ is no likelihood.</summary>
    public static WarningKind SamplingWeights { get; } = new("sampling-weights");

    /// <summary>A restricted climb of a profile ended above the maximum.</summary>
    public static WarningKind ProfileHigher { get; } = new("profile-found-higher");

    /// <summary>Errors of a step that take earlier steps as known.</summary>
    public static WarningKind StepErrors { get; } = new("step-errors");

    /// <summary>Units with too few rows for their effects.</summary>
    public static WarningKind ShortUnits { get; } = new("short-units");

    /// <summary>Columns that hardly vary beyond unit effects.</summary>
    public static WarningKind WeakWithin { get; } = new("weak-within");

    /// <summary>Results that depend on the units of the response.</summary>
    public static WarningKind LevelDependent { get; } = new("level-dependent");

    /// <summary>ρ of a selection model at ±1.</summary>
    public static WarningKind BoundaryRho { get; } = new("boundary-rho");

    /// <summary>No column of the selection equation outside the frontier.</summary>
    public static WarningKind NoExclusion { get; } = new("no-exclusion");

    /// <summary>A deterministic metafrontier without standard errors.</summary>
    public static WarningKind NoEnvelopeErrors { get; } = new("no-envelope-errors");

    /// <summary>Persistent inefficiency vanishes.</summary>
    public static WarningKind BoundarySigmaU0 { get; } = new("boundary-sigma-u0");

    /// <summary>Heterogeneity of units vanishes.</summary>
    public static WarningKind BoundarySigmaW { get; } = new("boundary-sigma-w");

    /// <summary>A latent class that holds too few rows, or no variance.</summary>
    public static WarningKind ClassCollapsed { get; } = new("class-collapsed");

    /// <summary>A latent class without inefficiency.</summary>
    public static WarningKind ClassEfficient { get; } = new("class-efficient");

    /// <summary>The probability of full efficiency is at 0 or 1.</summary>
    public static WarningKind ZeroInefficiencyBound { get; } = new("zero-inefficiency-bound");

    /// <summary>The probability of full efficiency and σ_u are hard to tell apart.</summary>
    public static WarningKind ZeroInefficiencyWeak { get; } = new("zero-inefficiency-weak");

    /// <summary>Regressors that absorbed effects span.</summary>
    public static WarningKind AbsorbedRegressor { get; } = new("absorbed-regressor");

    /// <summary>Effects whose groups fall into parts that no row ties together.</summary>
    public static WarningKind DisconnectedEffects { get; } = new("disconnected-effects");

    /// <summary>Estimates that change with the unit of trade.</summary>
    public static WarningKind UnitOfTrade { get; } = new("unit-of-trade");

    /// <summary>Groups named by numbers with decimals.</summary>
    public static WarningKind FractionalGroups { get; } = new("fractional-groups");

    /// <summary>An identifier that splits some pairs by direction and others not.</summary>
    public static WarningKind SplitPairs { get; } = new("split-pairs");

    /// <summary>Zero flows whose mean is 0 at the maximum.</summary>
    public static WarningKind SeparatedRows { get; } = new("separated-rows");

    /// <summary>The error of a scale of inefficiency is larger than the scale.</summary>
    public static WarningKind WeakSigmaU { get; } = new("weak-sigma-u");

    /// <summary>A model of counts on flows that are no counts.</summary>
    public static WarningKind FractionalFlows { get; } = new("fractional-flows");

    /// <summary>All kinds, by code.</summary>
    public static IReadOnlyList<WarningKind> All { get; } =
    [
        BoundarySigmaU, BoundarySigmaV, WrongSkewness, BelowOls, NearSingularHessian, CollinearColumn, Ridge, NormalRidge, PathRidge, ShapeRidge,
        NoExpectedPotential, LimitHigher, FewClusters,
        CovarianceRepaired, LogOnePlus, NotConverged, StartsDisagree, BootstrapFailures, IncidentalParameters,
        Degenerate, NoJackknife, SamplingWeights, ProfileHigher, StepErrors, ShortUnits, WeakWithin, LevelDependent, BoundaryRho, NoExclusion, NoEnvelopeErrors, ClassCollapsed, ClassEfficient, BoundarySigmaU0, BoundarySigmaW,
        ZeroInefficiencyBound, ZeroInefficiencyWeak, AbsorbedRegressor, DisconnectedEffects, UnitOfTrade, SeparatedRows, FractionalGroups, SplitPairs, WeakSigmaU, FractionalFlows,
    ];

    /// <summary>The kind with that code, or null.</summary>
    public static WarningKind? Find(string code) => All.FirstOrDefault(k => k.Code == code);
}
