using Gravity.Core.Estimation;
using Gravity.Core.Frontier;

namespace Gravity.Core.Potential;

/// <summary>Potential of one row. Levels are in the unit of the flow.</summary>
/// <param name="Row">1-based data row of the input file.</param>
/// <param name="Unit">Name of the unit; null for a cross-section without units.</param>
/// <param name="Time">Period; null without a time column.</param>
/// <param name="Actual">The flow.</param>
/// <param name="Te">E[exp(−u)|ε]; the interval is of draws of exp(−u).</param>
/// <param name="Potential">actual/te (cost: actual·te); the interval is of draws of actual·exp(u). The frontier, with its interval, where a model in levels has a zero flow.</param>
/// <param name="Frontier">exp(x'β), the median of the flow on the frontier.</param>
/// <param name="FrontierMean">exp(x'β + σ_v²/2), its mean under normal noise.</param>
/// <param name="Expected">
/// actual·E[exp(u)|ε], never below <paramref name="Potential"/> (Jensen). NaN where the expectation does not exist. The interval is the
/// prediction interval of actual·exp(u), that of <paramref name="Potential"/>.
/// </param>
/// <param name="Gap">potential − actual.</param>
/// <param name="Room">potential/actual − 1, the room for expansion; NaN at a zero flow.</param>
/// <param name="Rank">Place by room among the rows of the same period (all rows without periods), 1 = largest room; ties share the average place.</param>
public sealed record PotentialRow(
    int Row, string? Unit, int? Time, double Actual, IntervalEstimate Te, IntervalEstimate Potential, IntervalEstimate Frontier,
    IntervalEstimate FrontierMean, IntervalEstimate Expected, IntervalEstimate Gap, IntervalEstimate Room, IntervalEstimate Rank);

/// <summary>Sums over the rows of one group that have a flow.</summary>
/// <remarks>
/// The intervals of potential, expected, gap and room are of Σ actual·exp(u). Its centre is <see cref="Expected"/>; Σ actual/te is lower by Jensen's
/// inequality and, over many units, may lie below the interval, which a warning then says.
/// </remarks>
/// <param name="Key">The group.</param>
/// <param name="Count">Rows summed.</param>
/// <param name="Left">Rows of the group left out because their flow is missing.</param>
/// <param name="Actual">Σ actual.</param>
/// <param name="Potential">Σ potential.</param>
/// <param name="Frontier">Σ exp(x'β).</param>
/// <param name="FrontierMean">Σ exp(x'β + σ_v²/2).</param>
/// <param name="Expected">Σ actual·E[exp(u)|ε].</param>
/// <param name="Gap">Σ potential − Σ actual.</param>
/// <param name="Room">Σ potential/Σ actual − 1.</param>
/// <param name="Rank">Place by room among the groups of the grouping, 1 = largest room.</param>
/// <param name="FirstProbability">Share of the draws in which the group has the largest room.</param>
/// <param name="TopThreeProbability">Share of the draws in which it is among the three largest.</param>
public sealed record PotentialTotal(
    string Key, int Count, int Left, double Actual, IntervalEstimate Potential, IntervalEstimate Frontier, IntervalEstimate FrontierMean,
    IntervalEstimate Expected, IntervalEstimate Gap, IntervalEstimate Room, IntervalEstimate Rank,
    double FirstProbability, double TopThreeProbability);

/// <summary>The totals of one grouping.</summary>
/// <param name="Name">The grouping's name.</param>
/// <param name="Groups">Groups by key, in ordinal order.</param>
public sealed record PotentialTotals(string Name, IReadOnlyList<PotentialTotal> Groups);

/// <summary>Potential of a sample: point estimates at θ̂, intervals from parameter and inefficiency uncertainty together.</summary>
public sealed record PotentialResult
{
    /// <summary>Coverage of the intervals.</summary>
    public required double Level { get; init; }

    /// <summary>Draws used.</summary>
    public required int Draws { get; init; }

    /// <summary>Seed of the draws.</summary>
    public required long Seed { get; init; }

    /// <summary>Side of the frontier.</summary>
    public required FrontierSide Side { get; init; }

    /// <summary>Parameter draws thrown away because the model is not defined there, and drawn again.</summary>
    public required int Redrawn { get; init; }

    /// <summary>Positions of parameters held at their estimates because their variance is 0 or not finite.</summary>
    public required IReadOnlyList<int> HeldParameters { get; init; }

    /// <summary>Smallest eigenvalue of the parameters' correlation matrix where it is negative beyond rounding, else 0. It was taken as 0.</summary>
    public required double NegativeEigenvalue { get; init; }

    /// <summary>Warnings, of the kinds of <see cref="PotentialWarnings"/>.</summary>
    public required IReadOnlyList<FitWarning> Warnings { get; init; }

    /// <summary>One entry a row, in the order of the design.</summary>
    public required IReadOnlyList<PotentialRow> Rows { get; init; }

    /// <summary>One entry a grouping, in the order of the request.</summary>
    public required IReadOnlyList<PotentialTotals> Totals { get; init; }
}
