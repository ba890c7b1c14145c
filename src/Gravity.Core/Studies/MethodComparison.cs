using Gravity.Core.Numerics;
using Gravity.Core.Potential;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Potential by several methods over the rows that all of them have.</summary>
/// <remarks>
/// A regression predicts what is usual for partners like these: actual trade lies on both sides of it. A frontier says what is possible: it lies above. Their levels answer different
/// questions, their orders can be compared.
/// </remarks>
public sealed record MethodComparison
{
    /// <summary>The methods, in the order of the request.</summary>
    public required IReadOnlyList<PotentialMethod> Methods { get; init; }

    /// <summary>Rows that all methods have.</summary>
    public required int CommonRows { get; init; }

    /// <summary>Σ actual over the common rows.</summary>
    public required double Actual { get; init; }

    /// <summary>Coverage of the intervals.</summary>
    public required double Level { get; init; }

    /// <summary>Draws behind them.</summary>
    public required int Draws { get; init; }

    /// <summary>The filter of the rows held out of every fit; null for potential in sample.</summary>
    public string? HeldOut { get; init; }

    /// <summary>Spearman's rank correlations of potential over actual trade between methods, over units (rows without units).</summary>
    public required Matrix Spearman { get; init; }

    /// <summary>Kendall's τ_b of the same.</summary>
    public required Matrix Kendall { get; init; }

    /// <summary>Methods that could not be had here, and why.</summary>
    public IReadOnlyList<(string Name, string Why)> LeftOut { get; init; } = [];
}

/// <summary>Potential by one method.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Model">Its key in the catalogue.</param>
/// <param name="Rows">One entry a common row.</param>
/// <param name="Units">Sums by unit over the common rows, in the order of the panel; empty without units.</param>
/// <param name="Total">Sums over all common rows.</param>
public sealed record PotentialMethod(string Name, string Model, IReadOnlyList<MethodRow> Rows, IReadOnlyList<MethodTotal> Units, MethodTotal Total)
{
    /// <summary>The predictions of a regression; null for a frontier.</summary>
    public PredictionResult? Prediction { get; init; }

    /// <summary>The potential of a frontier; null for a regression.</summary>
    public PotentialResult? Frontier { get; init; }

    /// <summary>True for regressions that absorb effects: structural gravity where these are exporter-year and importer-year.</summary>
    public bool Absorbs { get; init; }

    /// <summary>The absorbed effects, e.g. <c>exporter^year + importer^year</c>; null without.</summary>
    public string? Effects { get; init; }

    /// <summary>Rows that the model was fitted on.</summary>
    public int FittedRows { get; init; }

    /// <summary>Classes of actual over predicted flow of the common rows; null for a frontier, whose ratio never exceeds 1.</summary>
    public TradeClassification? Classes { get; init; }

    /// <summary>Classes of the units' sums; null for a frontier and without units.</summary>
    public TradeClassification? UnitClasses { get; init; }

    /// <summary>What is predicted, as part of a sentence.</summary>
    public required Phrase What { get; init; }

    /// <summary>Groupings in which actual and predicted sums (or geometric means) are equal by construction, with what is equal.</summary>
    public IReadOnlyList<(string Grouping, ExactFit Exact)> Exact { get; init; } = [];
}

/// <summary>One row by one method.</summary>
/// <param name="Row">1-based data row of the input file.</param>
/// <param name="Unit">Unit; null without.</param>
/// <param name="Time">Period; null without.</param>
/// <param name="Actual">The flow.</param>
/// <param name="Potential">Predicted flow of a regression; expected potential of a frontier.</param>
public sealed record MethodRow(int Row, string? Unit, int? Time, double Actual, IntervalEstimate Potential);

/// <summary>A sum by one method.</summary>
/// <param name="Key">The unit, or <c>all</c>.</param>
/// <param name="Actual">Σ actual.</param>
/// <param name="Potential">Σ potential.</param>
/// <param name="Ratio">Σ actual/Σ potential.</param>
/// <param name="Rank">Place by potential over actual trade, 1 = largest.</param>
public sealed record MethodTotal(string Key, double Actual, IntervalEstimate Potential, IntervalEstimate Ratio, double Rank);
