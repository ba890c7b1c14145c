using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>A model asked for, the rows it was bound to, and its estimates: what efficiency, potential and tables start from.</summary>
/// <param name="Request">The model in the user's words.</param>
/// <param name="Panel">The panel after the filter, indexed where units were named.</param>
/// <param name="Design">The rows used.</param>
/// <param name="Result">The estimates.</param>
/// <param name="ConditionalAt">Laws of u | ε at any θ; null for models without inefficiency.</param>
public sealed record ModelFit(
    ModelRequest Request, TradePanel Panel, Design Design, FitResult Result, Func<IReadOnlyList<double>, ConditionalInefficiency>? ConditionalAt)
{
    /// <summary>The likelihood that the estimates maximise; null for regressions and distribution-free frontiers.</summary>
    public FrontierLikelihood? Likelihood { get; init; }

    /// <summary>True when efficiencies can be computed.</summary>
    public bool HasEfficiency => ConditionalAt is not null;

    /// <summary>Laws of u | ε at θ̂.</summary>
    /// <exception cref="UsageException">The model has no inefficiency.</exception>
    public ConditionalInefficiency Conditional() => ConditionalAt?.Invoke(Result.Theta)
        ?? throw new UsageException("no-efficiency", $"'{Request.Model}' has no inefficiency term: fit a frontier, e.g. --model bc92");

    /// <summary>For each row of the panel its 1-based data row in the file.</summary>
    public int[] SourceRows() => [.. Enumerable.Range(0, Panel.RowCount).Select(Panel.SourceRow)];
}
