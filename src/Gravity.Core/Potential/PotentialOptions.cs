using Gravity.Core.Frontier;

namespace Gravity.Core.Potential;

/// <summary>How potential and its intervals are computed.</summary>
public sealed record PotentialOptions
{
    /// <summary>Coverage of the intervals, in (0, 1). Default 0.95.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Draws of parameters and inefficiency, ≥ 2. Default 2000.</summary>
    public int Draws { get; init; } = 2000;

    /// <summary>Seed of the draws; draw s takes stream s. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads; 0 for one per processor. The numbers do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// The side of the frontier. Under <see cref="FrontierSide.Cost"/> what could be attained is the least cost, actual·te, and rooms are negative.
    /// </summary>
    public FrontierSide Side { get; init; } = FrontierSide.Production;

    /// <summary>The actual flow in levels, one value a row; null for the flow of the design, or exp(y) where it has none.</summary>
    public IReadOnlyList<double>? Actual { get; init; }

    /// <summary>1-based data row of the file for each row of the panel; null when the panel holds the file's rows in order.</summary>
    public IReadOnlyList<int>? SourceRows { get; init; }

    /// <summary>Sums to report. Default none.</summary>
    public IReadOnlyList<Grouping> Groupings { get; init; } = [];

    /// <summary>
    /// Bytes for the draws that the intervals of rows need. Where they need more, rows are done in blocks and the same draws are
    /// generated once for each block. Default 768 MB, enough for 200,000 rows at 2000 draws in one block.
    /// </summary>
    public long MemoryLimit { get; init; } = 768L << 20;

    /// <summary>Called from the calling thread with draws done and draws to do; null for silence.</summary>
    public Action<int, int>? Progress { get; init; }
}
