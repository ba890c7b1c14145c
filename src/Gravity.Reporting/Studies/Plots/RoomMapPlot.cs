using Gravity.Core.Potential;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Room for expansion by country on a map.</summary>
internal sealed class RoomMapPlot : IPlotKind
{
    public ChartKind Kind => RoomMapChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Potential;

    public PlotTakes Takes => PlotTakes.Nothing;

    public IReadOnlyList<PlotFile> Files(PlotInput input) =>
        PotentialTables.UnitTotals(input.Potential!) is { } totals && MapUnits.Of([.. totals.Groups.Select(g => g.Key)], input.Labels) is not null
            ? [new PlotFile(Kind.Key, PlotChoice.Default)] : [];

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        PotentialResult potential = input.Potential!;
        IReadOnlyList<PotentialTotal> totals = PlotText.ByUnit(potential);
        MapUnits units = MapUnits.OrRefuse(Kind.Key, [.. totals.Select(g => g.Key)], input.Labels);
        return new RoomMapChart(
            PlotText.Of(input, input.Labels.Words.Say("plot.room", ("unit", input.Labels.UnitInside))) with
            {
                Note = input.Labels.Words.Say("plot.room-note", ("level", ResultWords.Percent(potential.Level))),
            },
            [.. totals.Select(g => units.Value(g.Key, g.Expected.Value / g.Actual - 1, g.Room.Low, g.Room.High))]);
    }
}
