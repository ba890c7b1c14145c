using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>What a kind of chart needs of its <see cref="PlotInput"/>.</summary>
[Flags]
public enum PlotNeeds
{
    /// <summary>Nothing but a fit.</summary>
    None = 0,

    /// <summary>Efficiencies, one a row.</summary>
    Efficiency = 1,

    /// <summary>Units: partners or pairs.</summary>
    Units = Efficiency | 2,

    /// <summary>Periods of units.</summary>
    Periods = Units | 4,

    /// <summary>Potential.</summary>
    Potential = Units | 8,

    /// <summary>A composed error v − u with its likelihood.</summary>
    Likelihood = 16,
}

/// <summary>The choices that a kind of chart takes.</summary>
[Flags]
public enum PlotTakes
{
    /// <summary>None.</summary>
    Nothing = 0,

    /// <summary>A unit.</summary>
    Unit = 1,

    /// <summary>A parameter.</summary>
    Parameter = 2,

    /// <summary>A period.</summary>
    Period = 4,
}

/// <summary>What to draw where a kind leaves a choice; null is the kind's own.</summary>
public sealed record PlotChoice
{
    /// <summary>The kind's own choices.</summary>
    public static PlotChoice Default { get; } = new();

    /// <summary>The key of a unit.</summary>
    public string? Unit { get; init; }

    /// <summary>A parameter: its name, or block and name as <c>noise-variance:(Intercept)</c>.</summary>
    public string? Parameter { get; init; }

    /// <summary>A period.</summary>
    public int? Period { get; init; }

    /// <summary>The name of a further model of <see cref="PlotInput.Further"/>.</summary>
    internal string? Model { get; init; }
}

/// <summary>A chart of a study with its file name.</summary>
/// <param name="Name">The name without extension.</param>
/// <param name="Choice">What is drawn.</param>
public readonly record struct PlotFile(string Name, PlotChoice Choice);

/// <summary>A kind of chart: from estimates to a figure. One file a kind, one line in <see cref="PlotKinds.Kinds"/>.</summary>
public interface IPlotKind
{
    /// <summary>Its entry in the catalogue.</summary>
    ChartKind Kind { get; }

    /// <summary>What must be there.</summary>
    PlotNeeds Needs { get; }

    /// <summary>The choices it takes.</summary>
    PlotTakes Takes { get; }

    /// <summary>The chart. What <see cref="Needs"/> says is there, and no choice is given that <see cref="Takes"/> lacks: <see cref="PlotKinds.Create"/> sees to both.</summary>
    /// <param name="input">What it is drawn from.</param>
    /// <param name="choice">What to draw.</param>
    /// <exception cref="Core.UsageException">A choice names something that is not there.</exception>
    IChart Create(PlotInput input, PlotChoice choice);

    /// <summary>The charts of this kind that a study writes, in order; empty where the input has nothing to show.</summary>
    /// <param name="input">What they are drawn from.</param>
    IReadOnlyList<PlotFile> Files(PlotInput input) => [new PlotFile(Kind.Key, PlotChoice.Default)];
}
