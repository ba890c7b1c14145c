using Gravity.Core;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Studies.Plots;

namespace Gravity.Reporting.Studies;

/// <summary>Draws the kinds of charts from the estimates of a fit or of a study.</summary>
public static class PlotKinds
{
    /// <summary>Every kind, in the order of help and of a study's charts.</summary>
    public static IReadOnlyList<IPlotKind> Kinds { get; } =
    [
        new EfficiencyRankingPlot(),
        new EfficiencyOverTimePlot(),
        new EfficiencyHeatmapPlot(),
        new ActualPotentialPlot(),
        new RoomPlot(),
        new MethodPlot(),
        new EfficiencyMapPlot(),
        new RoomMapPlot(),
        new EfficiencyPanelsPlot(),
        new EfficiencySizePlot(),
        new EfficiencyDistributionPlot(),
        new CoefficientsPlot(),
        new ResidualsPlot(),
        new FittedResidualsPlot(),
        new InfluencePlot(),
        new PosteriorPlot(),
        new ProfilePlot(),
    ];

    /// <summary>The kind of a name.</summary>
    /// <param name="key">The key, in any case.</param>
    /// <exception cref="UsageException">No kind has that name; the message lists those that exist.</exception>
    public static IPlotKind Find(string key)
    {
        ChartKind found = ChartCatalog.Find(key);
        return Kinds.First(k => k.Kind == found);
    }

    /// <summary>Whether a kind needs potential.</summary>
    /// <param name="kind">A key of the catalogue.</param>
    /// <exception cref="UsageException">No kind has that name.</exception>
    public static bool NeedsPotential(string kind) => Find(kind).Needs.HasFlag(PlotNeeds.Potential);

    /// <summary>The chart of a kind.</summary>
    /// <param name="kind">A key of the catalogue, in any case.</param>
    /// <param name="input">What it is drawn from.</param>
    /// <param name="choice">What to draw; null for the kind's own choice.</param>
    /// <exception cref="UsageException">No kind has that name, the model has no units, periods or potential that it needs, or it does not take the choice.</exception>
    public static IChart Create(string kind, PlotInput input, PlotChoice? choice = null)
    {
        IPlotKind found = Find(kind);
        if (Refusal(found.Kind.Key, found.Needs, input) is { } refusal) throw refusal;
        choice ??= PlotChoice.Default;
        foreach ((PlotTakes option, string name, bool given) in Given(choice))
        {
            if (given && !found.Takes.HasFlag(option)) throw new UsageException("not-for-chart", NotTaken(found, name, option));
        }
        return found.Create(input, choice);
    }

    /// <summary>Every chart that the input allows, with the file name of each.</summary>
    /// <param name="input">What they are drawn from.</param>
    public static IReadOnlyList<(string Name, IChart Chart)> All(PlotInput input) =>
    [
        .. Kinds.Where(k => Refusal(k.Kind.Key, k.Needs, input) is null)
            .SelectMany(k => k.Files(input).Select(file => (file.Name, k.Create(input, file.Choice)))),
    ];

    /// <summary>The sentence for a choice that a kind does not take.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="name">What was given, e.g. <c>--period</c> or "a period".</param>
    /// <param name="option">The choice.</param>
    public static string NotTaken(IPlotKind kind, string name, PlotTakes option)
    {
        string[] takers = [.. Kinds.Where(k => k.Takes.HasFlag(option)).Select(k => k.Kind.Key)];
        return $"the chart '{kind.Kind.Key}' takes no {name}" + (takers.Length == 0 ? "" : $"; it is for {string.Join(", ", takers)}");
    }

    private static (PlotTakes Option, string Name, bool Given)[] Given(PlotChoice choice) =>
    [
        (PlotTakes.Unit, "unit", choice.Unit is not null),
        (PlotTakes.Parameter, "parameter", choice.Parameter is not null),
        (PlotTakes.Period, "period", choice.Period is not null),
    ];

    private static UsageException? Refusal(string key, PlotNeeds needs, PlotInput input)
    {
        if (needs.HasFlag(PlotNeeds.Efficiency) && input.Efficiency is null)
            return new UsageException("no-efficiency", $"the chart '{key}' is of efficiencies, and '{input.Fit.Request.Model}' has no inefficiency term: fit a frontier, e.g. --model bc92");
        if (needs.HasFlag(PlotNeeds.Units) && input.Efficiency!.Units.Count == 0)
            return new UsageException("no-units", $"the chart '{key}' has a mark for every unit: name the unit column with --unit");
        if (needs.HasFlag(PlotNeeds.Potential) && input.Potential is null)
            return new UsageException("no-potential", $"the chart '{key}' needs potential, which was not computed");
        if (needs.HasFlag(PlotNeeds.Periods) && input.Efficiency!.Grid is null)
            return new UsageException("no-periods", $"the chart '{key}' needs periods: name the time column with --time");
        if (needs.HasFlag(PlotNeeds.Likelihood) && input.Fit.Likelihood is null)
            return new UsageException("no-likelihood", $"the chart '{key}' needs a frontier with a likelihood; '{input.Fit.Request.Model}' has none: fit e.g. --model bc92");
        return null;
    }
}
