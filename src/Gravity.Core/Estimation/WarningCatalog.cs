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

    /// <summary>All kinds, by code.</summary>
    public static IReadOnlyList<WarningKind> All { get; } =
    [
        BoundarySigmaU, BoundarySigmaV, WrongSkewness, BelowOls, NearSingularHessian, CollinearColumn, Ridge, NormalRidge, PathRidge, ShapeRidge,
        NoExpectedPotential, LimitHigher, FewClusters,
        CovarianceRepaired, LogOnePlus, NotConverged, StartsDisagree, BootstrapFailures,
    ];

    /// <summary>The kind with that code, or null.</summary>
    public static WarningKind? Find(string code) => All.FirstOrDefault(k => k.Code == code);
}
