namespace Gravity.Core.Estimation;

/// <summary>A model as a user asks for it, in the words of the command line and of study files.</summary>
/// <remarks>Strings only: it is bound to data by the model runner, written into saved fits, and read back from them.</remarks>
public sealed record ModelRequest
{
    /// <summary>Frontier formula, <c>ln(exports) ~ ln(gdp) + …</c>.</summary>
    public required string Formula { get; init; }

    /// <summary>Model key of the catalogue, e.g. <c>bc92</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Determinants of inefficiency (the μ index of bc95).</summary>
    public string? Inefficiency { get; init; }

    /// <summary>Index of ln σ_u².</summary>
    public string? SigmaU { get; init; }

    /// <summary>Index of ln σ_v².</summary>
    public string? SigmaV { get; init; }

    /// <summary>Index of μ in models other than bc95.</summary>
    public string? MeanU { get; init; }

    /// <summary>Index of ln σ_u0², the persistent inefficiency of a unit.</summary>
    public string? SigmaU0 { get; init; }

    /// <summary>Index of ln σ_w², the heterogeneity of units.</summary>
    public string? SigmaW { get; init; }

    /// <summary>Law of u; null for the model's default.</summary>
    public string? Law { get; init; }

    /// <summary>Law of v; null for the normal.</summary>
    public string? Noise { get; init; }

    /// <summary>True for u = exp(z'δ)·u* with z the determinants of <see cref="Inefficiency"/> (the scaling property).</summary>
    public bool Scaling { get; init; }

    /// <summary>The variant of an estimator that has several, e.g. <c>three-step</c>; null for the model's default.</summary>
    public string? Method { get; init; }

    /// <summary>Number of classes; 0 for the model's default.</summary>
    public int ClassesCount { get; init; }

    /// <summary>Index of class membership.</summary>
    public string? ClassIndex { get; init; }

    /// <summary>The selection equation, <c>left ~ terms</c> or terms only.</summary>
    public string? Selection { get; init; }

    /// <summary>The column of groups, each with its own frontier.</summary>
    public string? Group { get; init; }

    /// <summary>Absorbed fixed effects, <c>iso_o^year + iso_d^year</c>, where the formula has none after <c>|</c>; null for none.</summary>
    public string? Absorb { get; init; }

    /// <summary>Row weights, <c>COL</c> or <c>COL:kind</c>; null for none.</summary>
    public string? Weights { get; init; }

    /// <summary>Parameters held at values, <c>NAME=VALUE</c> each.</summary>
    public IReadOnlyList<string> Fix { get; init; } = [];

    /// <summary>Linear constraints on the parameters, one equation each.</summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>Confidence limits: <c>wald</c> or <c>profile</c>.</summary>
    public string Intervals { get; init; } = "wald";

    /// <summary><c>production</c> or <c>cost</c>.</summary>
    public string Side { get; init; } = "production";

    /// <summary>One unit column, or exporter and importer; empty for none.</summary>
    public IReadOnlyList<string> Unit { get; init; } = [];

    /// <summary>Time column; null for none.</summary>
    public string? Time { get; init; }

    /// <summary><c>panel</c> or <c>unit</c>.</summary>
    public string TimeOrigin { get; init; } = "panel";

    /// <summary>Row filter; null for none.</summary>
    public string? Where { get; init; }

    /// <summary>Covariance, e.g. <c>robust</c>, <c>cluster:iso3</c>, <c>bootstrap:499</c>; null for the model's own: <c>robust</c> for pseudo-likelihoods, else <c>hessian</c>.</summary>
    public string? Vce { get; init; }

    /// <summary>Small-sample convention; null for the model's own.</summary>
    public string? SmallSample { get; init; }

    /// <summary>Confidence level in percent.</summary>
    public double Level { get; init; } = 95;

    /// <summary>Optimiser: <c>newton</c>, <c>bfgs</c> or <c>bhhh</c>.</summary>
    public string Optimizer { get; init; } = "newton";

    /// <summary>Starts; 0 for the model's default.</summary>
    public int Starts { get; init; }

    /// <summary>Replications of the parametric bootstrap of the test of no inefficiency; 0 for none.</summary>
    public int TestReplications { get; init; }
}
