using Gravity.Core.Efficiency;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Efficiency over time, one panel a unit.</summary>
internal sealed class EfficiencyPanelsPlot : IPlotKind
{
    public ChartKind Kind => EfficiencyPanelsChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Periods;

    public PlotTakes Takes => PlotTakes.Nothing;

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        EfficiencyGrid grid = input.Efficiency!.Grid!;
        return new EfficiencyPanelsChart(
            PlotText.Of(input, input.Labels.Words.Say("plot.panels.title", ("unit", input.Labels.UnitInside))), grid.Periods, PlotText.Series(grid, input.Labels),
            [.. input.Efficiency.Periods.Select(p => p.Mean)]);
    }
}
