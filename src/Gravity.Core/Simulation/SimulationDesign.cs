using Gravity.Core.Estimation;

namespace Gravity.Core.Simulation;

/// <summary>A true parameter as the design states it.</summary>
/// <param name="Block">Its block; null where the name alone says it.</param>
/// <param name="Name">Name within the block as printed, or of a natural scale: <c>sigma_u</c>, <c>sigma_v</c>, <c>lambda</c>, <c>gamma</c>, <c>mu</c>, a shape.</param>
/// <param name="Value">Its value.</param>
/// <param name="Place">File, line and column with a colon and a blank, for messages; empty without a file.</param>
public sealed record TrueParameter(string? Block, string Name, double Value, string Place = "");

/// <summary>An estimator that every sample is given to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Request">What it fits.</param>
public sealed record SimulatedEstimator(string Name, ModelRequest Request);

/// <summary>Parts of the report.</summary>
public static class SimulationSections
{
    /// <summary>Parameters.</summary>
    public const string Parameters = "parameters";

    /// <summary>σ_u, σ_v, γ, λ …</summary>
    public const string NaturalScale = "natural-scale";

    /// <summary>Efficiency of rows, and its mean.</summary>
    public const string Efficiency = "efficiency";

    /// <summary>How fits ended: shares of converged, boundary, failed, and of each warning.</summary>
    public const string Outcomes = "outcomes";

    /// <summary>All, in the order of the report.</summary>
    public static IReadOnlyList<string> All { get; } = [Outcomes, Parameters, NaturalScale, Efficiency];
}

/// <summary>A Monte Carlo design: where samples come from, and what is estimated on them.</summary>
public sealed record SimulationDesign
{
    /// <summary>Name of a built-in design, or of the file without its extension.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, one line.</summary>
    public required string Title { get; init; }

    /// <summary>The design file as it stands: it is kept with the results, so that they can be reported without the file.</summary>
    public required string Text { get; init; }

    /// <summary>SHA-256 of <see cref="Text"/> in UTF-8, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The rows.</summary>
    public required PanelDesign Panel { get; init; }

    /// <summary>The regressors, in the order of drawing.</summary>
    public required IReadOnlyList<RegressorDesign> Regressors { get; init; }

    /// <summary>Their correlations; pairs not named have none.</summary>
    public IReadOnlyList<RegressorCorrelation> Correlations { get; init; } = [];

    /// <summary>True to draw rows and regressors once and hold them over the replications. Default false.</summary>
    public bool FixedRegressors { get; init; }

    /// <summary>
    /// The regressors that hold numbers of units which the true model takes as given, its unit constants; they are no part of its formula. Empty for models that
    /// draw all themselves.
    /// </summary>
    public IReadOnlyList<string> UnitEffects { get; init; } = [];

    /// <summary>The model that the responses are drawn from.</summary>
    public required ModelRequest Truth { get; init; }

    /// <summary>Its parameters.</summary>
    public required IReadOnlyList<TrueParameter> Parameters { get; init; }

    /// <summary>Where the parameters stand, for messages; empty without a file.</summary>
    public string ParametersPlace { get; init; } = "";

    /// <summary>What is fitted to every sample, at least one.</summary>
    public required IReadOnlyList<SimulatedEstimator> Estimators { get; init; }

    /// <summary>Parts of the report, values of <see cref="SimulationSections"/>.</summary>
    public IReadOnlyList<string> Report { get; init; } = SimulationSections.All;

    /// <summary>Replications unless the caller says otherwise. Default 200.</summary>
    public int Replications { get; init; } = 200;

    /// <summary>Seed unless the caller says otherwise. Default 1.</summary>
    public long Seed { get; init; } = 1;
}
