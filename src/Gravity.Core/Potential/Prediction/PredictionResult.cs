using Gravity.Core.Estimation;
using Gravity.Core.Regression;
using Gravity.Core.Wording;

namespace Gravity.Core.Potential;

/// <summary>The flow that a regression predicts for one row.</summary>
/// <param name="Row">1-based data row of the input file.</param>
/// <param name="Unit">Name of the unit; null without.</param>
/// <param name="Time">Period; null without.</param>
/// <param name="Actual">The flow.</param>
/// <param name="Predicted">E[flow | x], or the median where no retransformation was asked for; NaN where the fitted rows do not identify it.</param>
/// <param name="Ratio">Actual over predicted.</param>
public sealed record PredictedRow(int Row, string? Unit, int? Time, double Actual, IntervalEstimate Predicted, IntervalEstimate Ratio);

/// <summary>Sums over the rows of one group that have a prediction.</summary>
/// <param name="Key">The group.</param>
/// <param name="Count">Rows summed.</param>
/// <param name="Left">Rows of the group left out, without flow or prediction.</param>
/// <param name="Actual">Σ actual.</param>
/// <param name="Predicted">Σ predicted: the potential.</param>
/// <param name="Ratio">Σ actual/Σ predicted.</param>
/// <param name="Room">Σ predicted/Σ actual − 1; negative where trade is above what is usual.</param>
/// <param name="Rank">Place by room among the groups of the grouping, 1 = largest room.</param>
public sealed record PredictedTotal(
    string Key, int Count, int Left, double Actual, IntervalEstimate Predicted, IntervalEstimate Ratio, IntervalEstimate Room, IntervalEstimate Rank);

/// <summary>What a fit makes equal in the groups of a grouping, whatever the data.</summary>
public enum ExactFit
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The sums of actual and predicted flows: first-order conditions of a Poisson pseudo-likelihood.</summary>
    Sums,

    /// <summary>The geometric means of actual flow and median prediction: first-order conditions of least squares of logarithms.</summary>
    GeometricMeans,
}

/// <summary>The totals of one grouping.</summary>
/// <param name="Name">The grouping's name.</param>
/// <param name="Groups">Groups by key, in ordinal order.</param>
/// <param name="Exact">What is equal by construction, over all rows that the regression was fitted on.</param>
public sealed record PredictedTotals(string Name, IReadOnlyList<PredictedTotal> Groups, ExactFit Exact);

/// <summary>Potential as the flow that a regression predicts: what is usual, where a frontier says what is possible.</summary>
public sealed record PredictionResult
{
    /// <summary>Model key of the regression.</summary>
    public required string Model { get; init; }

    /// <summary>Coverage of the intervals, which are of the prediction and not of a new flow.</summary>
    public required double Level { get; init; }

    /// <summary>Draws used.</summary>
    public required int Draws { get; init; }

    /// <summary>Seed of the draws.</summary>
    public required long Seed { get; init; }

    /// <summary>What the intervals hold, as part of a sentence.</summary>
    public required Phrase Errors { get; init; }

    /// <summary>How logarithms became flows; null for regressions of the flow itself.</summary>
    public Retransformation? Retransformation { get; init; }

    /// <summary>The factor of the retransformation; 1 without.</summary>
    public required IntervalEstimate Factor { get; init; }

    /// <summary>Rows that the regression was fitted on.</summary>
    public required int FittedRows { get; init; }

    /// <summary>True where the rows predicted took no part in the fit.</summary>
    public required bool OutOfSample { get; init; }

    /// <summary>Data rows whose prediction the fitted rows do not identify.</summary>
    public required IReadOnlyList<int> Unidentified { get; init; }

    /// <summary>One entry a predicted row.</summary>
    public required IReadOnlyList<PredictedRow> Rows { get; init; }

    /// <summary>One entry a grouping, in the order of the request.</summary>
    public required IReadOnlyList<PredictedTotals> Totals { get; init; }

    /// <summary>What a reader must know.</summary>
    public required IReadOnlyList<FitWarning> Warnings { get; init; }
}
