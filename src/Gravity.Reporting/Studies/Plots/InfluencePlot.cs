using Gravity.Core;
using Gravity.Core.Frontier.Diagnostics;
using Gravity.Core.Studies;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>The most influential units, or rows where there are no units.</summary>
internal sealed class InfluencePlot : IPlotKind
{
    private const int Most = 25;

    public ChartKind Kind => InfluenceChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Likelihood;

    public PlotTakes Takes => PlotTakes.Nothing;

    // Among a study's charts it stands beside the tables of its diagnostics, so only where they were made.
    public IReadOnlyList<PlotFile> Files(PlotInput input) =>
    [
        .. input.Influence is null ? (PlotFile[])[] : [new PlotFile(Kind.Key, PlotChoice.Default)],
        .. input.Further.Select(f => new PlotFile($"{Kind.Key}-{StudySections.FileName(f.Model.Name)}", new PlotChoice { Model = f.Model.Name })),
    ];

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        if (choice.Model is { } name)
        {
            (NamedFit model, InfluenceResult further) = input.Further.First(f => f.Model.Name == name);
            input = input with { Fit = model.Fit, Efficiency = model.Efficiency, Name = name, Influence = further };
        }

        InfluenceResult influence = Influence(input)
            ?? throw new UsageException("no-influence", $"the chart '{Kind.Key}' needs a frontier with inefficiency whose information can be inverted; '{input.Fit.Request.Model}' has none here");
        bool units = influence.Units.Count > 0;
        IReadOnlyList<InfluenceCase> cases = units ? influence.Units : influence.Rows;
        Core.Wording.Words words = input.Labels.Words;
        InfluenceCase[] shown = [.. cases.Take(Most)];
        return new InfluenceChart(
            PlotText.Of(input, words[units ? "plot.influence.title" : "plot.influence.title-rows"]) with { Note = words.Say("plot.influence.note", ("count", shown.Length)) },
            [.. shown.Select(c => new UnitValue(units ? input.Labels.Unit(c.Name) : c.Name, c.Displacement) { Highlighted = units && input.Labels.IsHighlighted(c.Name) })]);
    }

    /// <summary>One step for all, no fits anew; null at the boundary and where there is no likelihood.</summary>
    private static InfluenceResult? Influence(PlotInput input) => input.Influence ?? FitDiagnostics.Influence(input.Fit);
}
