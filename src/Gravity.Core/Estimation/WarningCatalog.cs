namespace Gravity.Core.Estimation;

/// <summary>Every kind of warning, with its meaning and remedy.</summary>
public static class WarningCatalog
{
    /// <summary>σ_u = 0.</summary>
    public static WarningKind BoundarySigmaU { get; } = new(
        "boundary-sigma-u",
        "The likelihood is highest at σ_u = 0: the data show no inefficiency of this law, and the frontier is the least-squares line.",
        "Report least squares; look at the skewness of the residuals, outliers and missing regressors before trying another law.");

    /// <summary>σ_v → 0.</summary>
    public static WarningKind BoundarySigmaV { get; } = new(
        "boundary-sigma-v",
        "σ_v is vanishing beside σ_u: the frontier is becoming deterministic, and its standard errors are not reliable.",
        "Check for outliers above the frontier and for too few rows per parameter; try another law.");

    /// <summary>Skewness of the wrong sign.</summary>
    public static WarningKind WrongSkewness { get; } = new(
        "wrong-skewness",
        "The least-squares residuals are skewed away from inefficiency (Waldman 1982): the pooled frontier has a local maximum at σ_u = 0.",
        "Efficiency that is persistent between units can still be found by a panel model; otherwise report least squares.");

    /// <summary>Likelihood below least squares.</summary>
    public static WarningKind BelowOls { get; } = new(
        "ml-below-ols",
        "The climb ended below the log-likelihood of least squares, which the model contains: it is not the maximum.",
        "Raise the number of starts, or report the boundary solution.");

    /// <summary>Hessian nearly singular.</summary>
    public static WarningKind NearSingularHessian { get; } = new(
        "near-singular-hessian",
        "The Hessian is nearly singular in scaled units: some combination of parameters is hardly identified by these data.",
        "Look at the named combination; drop or combine regressors, or fix one of them.");

    /// <summary>Collinear column dropped.</summary>
    public static WarningKind CollinearColumn { get; } = new(
        "collinear-column",
        "A column is a linear combination of others and was left out.",
        "Drop it from the formula, or drop what it duplicates.");

    /// <summary>The ridge μ → −∞.</summary>
    public static WarningKind Ridge { get; } = new(
        "ridge-exponential-limit",
        "The truncated-normal likelihood rises without end as μ → −∞: it has no finite maximum, and its limit is the exponential law.",
        "Report the exponential fit, which is the limit and has a finite maximum; do not report μ and σ_u of the truncated normal.");

    /// <summary>The ridge μ → +∞.</summary>
    public static WarningKind NormalRidge { get; } = new(
        "ridge-normal-limit",
        "The truncated-normal likelihood rises without end as μ → +∞: truncation then does not bind, u is normal, and its mean is not told from the intercept.",
        "Do not report μ, the intercept or efficiencies: the level of inefficiency is not identified. Use the half-normal or the exponential law.");

    /// <summary>A shape that runs to 0 or ∞.</summary>
    public static WarningKind ShapeRidge { get; } = new(
        "ridge-shape-limit",
        "The likelihood rises without end as the shape of a law runs to 0 or ∞, where the law turns into another or its level is not identified.",
        "Report the law at the limit if it has a name (exponential for the truncated skewed Laplace, normal noise for Student's t); otherwise a law without shape.");

    /// <summary>E[e^u|ε] does not exist.</summary>
    public static WarningKind NoExpectedPotential { get; } = new(
        "no-expected-potential",
        "The expected potential, actual·E[e^u|ε], is infinite: the tails of u and v fall too slowly together, whatever the data say.",
        "Read potential as actual/te, which always exists; or use normal noise.");

    /// <summary>The exponential limit is above the interior maximum.</summary>
    public static WarningKind LimitHigher { get; } = new(
        "exponential-limit-higher",
        "The truncated normal has this interior maximum, but its limit μ → −∞, the exponential law, has a higher likelihood.",
        "Compare with the exponential fit before choosing.");

    /// <summary>Few clusters.</summary>
    public static WarningKind FewClusters { get; } = new(
        "few-clusters",
        "Clustered errors rest on few clusters (under 40): t(G − 1) is used, and the errors are still likely to be too small.",
        "Read the wild score bootstrap p-values, which come beside one-way clusters; or use bootstrap:N.");

    /// <summary>Multiway covariance repaired.</summary>
    public static WarningKind CovarianceRepaired { get; } = new(
        "covariance-repaired",
        "The multiway clustered covariance was indefinite; its negative eigenvalues were set to 0.",
        "Cluster by fewer dimensions, or use the bootstrap.");

    /// <summary>ln(1 + flow).</summary>
    public static WarningKind LogOnePlus { get; } = new(
        "response-log1p",
        "ln(1 + flow) is not equivariant to the unit of the flow: coefficients, efficiency and potential change when it is rescaled.",
        "Use ln(flow) on positive flows, or an estimator for flows in levels.");

    /// <summary>Did not converge.</summary>
    public static WarningKind NotConverged { get; } = new(
        "not-converged",
        "The climb ended without a maximum; the numbers are where it stopped.",
        "Raise the iteration limit or the number of starts, rescale the model, or drop what is hardly identified.");

    /// <summary>Starts disagree.</summary>
    public static WarningKind StartsDisagree { get; } = new(
        "starts-disagree",
        "Only one of several starts reached the highest likelihood: the surface has several maxima.",
        "Raise the number of starts and see whether a higher one appears.");

    /// <summary>Bootstrap failures.</summary>
    public static WarningKind BootstrapFailures { get; } = new(
        "bootstrap-failures",
        "Some bootstrap replications did not converge and were left out.",
        "Few failures are harmless; many mean that the model is fragile on these data.");

    /// <summary>All kinds, by code.</summary>
    public static IReadOnlyList<WarningKind> All { get; } =
    [
        BoundarySigmaU, BoundarySigmaV, WrongSkewness, BelowOls, NearSingularHessian, CollinearColumn, Ridge, NormalRidge, ShapeRidge, NoExpectedPotential, LimitHigher, FewClusters,
        CovarianceRepaired, LogOnePlus, NotConverged, StartsDisagree, BootstrapFailures,
    ];

    /// <summary>The kind with that code, or null.</summary>
    public static WarningKind? Find(string code) => All.FirstOrDefault(k => k.Code == code);
}
