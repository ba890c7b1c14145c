using Gravity.Core.Regression;

namespace Gravity.Core.Potential;

/// <summary>How the flows that a regression predicts, and their intervals, are computed.</summary>
public sealed record PredictionOptions
{
    /// <summary>Coverage of the intervals, in (0, 1). Default 0.95.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Draws, ≥ 2. Default 2000.</summary>
    public int Draws { get; init; } = 2000;

    /// <summary>Seed of the draws; draw s takes stream s. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads; 0 for one per processor. The numbers do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>From logarithms to flows. Default smearing.</summary>
    public Retransformation Retransformation { get; init; }

    /// <summary>Rows of the design of which alone there are sums, e.g. those that several methods share; null for all.</summary>
    public IReadOnlyList<bool>? Summed { get; init; }

    /// <summary>Sums to report, keys for every row predicted. Default none.</summary>
    public IReadOnlyList<Grouping> Groupings { get; init; } = [];

    /// <summary>Called with draws done and draws to do; null for silence.</summary>
    public Action<int, int>? Progress { get; init; }
}
