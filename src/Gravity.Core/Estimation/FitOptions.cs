using Gravity.Core.Inference;
using Gravity.Core.Optimization;

namespace Gravity.Core.Estimation;

/// <summary>How a likelihood is climbed and what its errors are; every field has a documented default.</summary>
public sealed record FitOptions
{
    /// <summary>The method. Default trust-region Newton on the exact Hessian.</summary>
    public OptimizationMethod Method { get; init; } = new TrustRegionNewton();

    /// <summary>Tolerances and limits.</summary>
    public OptimizationOptions Optimization { get; init; } = new();

    /// <summary>Number of starts; 0 for the model's own number. Default 0.</summary>
    public int Starts { get; init; }

    /// <summary>The covariance asked for. Default the inverse Hessian.</summary>
    public CovarianceRequest Covariance { get; init; } = new();

    /// <summary>Confidence level in percent, in (0, 100). Default 95.</summary>
    public double Level { get; init; } = 95;

    /// <summary>Parameters held, <c>NAME=VALUE</c>, with names as printed. Default none.</summary>
    public IReadOnlyList<string> Fix { get; init; } = [];

    /// <summary>Linear constraints on the parameters, e.g. <c>ln(gdp_o) + ln(gdp_d) = 2</c>. Default none.</summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>What the confidence limits are. Default Wald's.</summary>
    public IntervalKind Intervals { get; init; }

    /// <summary>Seed of everything random (bootstraps). Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads; 0 for one per processor. No result depends on it.</summary>
    public int Threads { get; init; }

    /// <summary>Replications of the parametric bootstrap of the test of no inefficiency; 0 for none. Default 0.</summary>
    public int TestReplications { get; init; }

    /// <summary>Called with (what, done, total) during long work; null for silence.</summary>
    public Action<string, int, int>? Progress { get; init; }

    /// <summary>Stops the work.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The same for work within other work, which nobody watches.</summary>
    internal FitOptions Silent() => this with { Progress = null, Optimization = Optimization with { Progress = null } };
}

/// <summary>What confidence limits are.</summary>
public enum IntervalKind
{
    /// <summary>Estimate ± critical value × standard error.</summary>
    Wald,

    /// <summary>Where the profile likelihood is within χ²/2 of its maximum.</summary>
    Profile,
}

/// <summary>The covariance asked for.</summary>
public sealed record CovarianceRequest
{
    /// <summary>Its kind. Default (−H)⁻¹; for least squares the homoskedastic s²(X'X)⁻¹.</summary>
    public CovarianceKind Kind { get; init; } = CovarianceKind.Hessian;

    /// <summary>For clusters: one grouping or several, each with an identifier for every row of the design.</summary>
    public IReadOnlyList<ClusterDimension> Clusters { get; init; } = [];

    /// <summary>For dyadic errors: the two countries of every row of the design.</summary>
    public DyadIndex? Dyads { get; init; }

    /// <summary>For Driscoll and Kraay's errors: the period of every row.</summary>
    public PeriodIndex? Periods { get; init; }

    /// <summary>For Driscoll and Kraay's errors: lags; null for ⌊4(T/100)^(2/9)⌋.</summary>
    public int? Lag { get; init; }

    /// <summary>For Conley's errors: the place of every row.</summary>
    public PlaceIndex? Places { get; init; }

    /// <summary>For Conley's errors: the distance in km beyond which rows are independent.</summary>
    public double Cutoff { get; init; }

    /// <summary>For Conley's errors: weights by distance. Default uniform.</summary>
    public SpatialKernel Kernel { get; init; }

    /// <summary>For the bootstrap: replications. Default 499.</summary>
    public int Replications { get; init; } = 499;

    /// <summary>Small-sample factor of robust and clustered errors; null for the model's own convention (Stata's).</summary>
    public SmallSample? SmallSample { get; init; }
}
