using Gravity.Core.Efficiency;
using Gravity.Core.Wording;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Mean efficiency by country on a map.</summary>
internal sealed class EfficiencyMapPlot : IPlotKind
{
    public ChartKind Kind => EfficiencyMapChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Units;

    public PlotTakes Takes => PlotTakes.Nothing;

    public IReadOnlyList<PlotFile> Files(PlotInput input) =>
        MapUnits.Of(Units(input), input.Labels) is null ? [] : [new PlotFile(Kind.Key, PlotChoice.Default)];

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        EfficiencyResult efficiency = input.Efficiency!;
        Words words = input.Labels.Words;
        MapUnits units = MapUnits.OrRefuse(Kind.Key, Units(input), input.Labels);
        ILookup<string?, EfficiencyRow> rows = efficiency.Rows.ToLookup(r => r.Unit);
        string note = EfficiencyTables.SharesInefficiency(input.Fit.Result) ? "plot.map-note-shared" : "plot.map-note-rows";
        return new EfficiencyMapChart(
            PlotText.Of(input, words.Say("plot.ranking", ("unit", input.Labels.UnitInside))) with { Note = words.Say(note, ("level", ResultWords.Percent(efficiency.Level))) },
            [.. efficiency.Units.Select(u => units.Value(u.Unit!, u.Mean, rows[u.Unit].Average(r => r.TeLow), rows[u.Unit].Average(r => r.TeHigh)))]);
    }

    private static string[] Units(PlotInput input) => [.. input.Efficiency!.Units.Select(u => u.Unit!)];
}
