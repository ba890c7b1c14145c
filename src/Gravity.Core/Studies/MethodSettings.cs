using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Core.Regression;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>How potential by several methods is computed.</summary>
internal sealed record MethodSettings
{
    public required double Level { get; init; }

    public required int Draws { get; init; }

    public required long Seed { get; init; }

    public int Threads { get; init; }

    public Retransformation Retransformation { get; init; }

    public IReadOnlyList<double> Cuts { get; init; } = TradeClasses.DefaultCuts;

    /// <summary>From data rows of the file to units; null without units.</summary>
    public IReadOnlyDictionary<int, string?>? UnitOfRow { get; init; }

    /// <summary>The groupings of a model's rows in which sums may be equal by construction.</summary>
    public required Func<TradePanel, Design, IReadOnlyList<Grouping>> Groupings { get; init; }

    /// <summary>A frontier's potential that is known already, with the same draws; null for none.</summary>
    public (NamedFit Fit, PotentialResult Result)? Known { get; init; }

    /// <summary>Seed, threads and cancellation of fits without the rows held out.</summary>
    public FitOptions Fits { get; init; } = new();

    public Action<string, int, int>? Progress { get; init; }
}
