using Gravity.Core.Potential;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Units ranked by room for expansion.</summary>
internal sealed class RoomPlot : IPlotKind
{
    public ChartKind Kind => RoomChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Potential;

    public PlotTakes Takes => PlotTakes.Nothing;

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        PotentialResult potential = input.Potential!;
        PotentialTotal? total = PotentialTables.OverallTotal(potential)?.Groups[0];
        return new RoomChart(
            PlotText.Of(input, input.Labels.Words.Say("plot.room", ("unit", input.Labels.UnitInside))) with
            {
                Note = input.Labels.Words.Say("plot.room-note", ("level", ResultWords.Percent(potential.Level))),
            },
            [.. PlotText.ByUnit(potential).Select(g => new UnitValue(input.Labels.Unit(g.Key), g.Expected.Value / g.Actual - 1, g.Room.Low, g.Room.High) { Highlighted = input.Labels.IsHighlighted(g.Key) })],
            total is null ? null : total.Expected.Value / total.Actual - 1);
    }
}
