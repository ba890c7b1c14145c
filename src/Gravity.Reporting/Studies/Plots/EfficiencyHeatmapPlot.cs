using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Efficiency of every unit in every period.</summary>
internal sealed class EfficiencyHeatmapPlot : IPlotKind
{
    public ChartKind Kind => EfficiencyHeatmapChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Periods;

    public PlotTakes Takes => PlotTakes.Nothing;

    public IChart Create(PlotInput input, PlotChoice choice) => new EfficiencyHeatmapChart(
        PlotText.Of(input, input.Labels.Words.Say("plot.heatmap", ("unit", input.Labels.UnitInside), ("time", input.Labels.TimeInside))),
        input.Efficiency!.Grid!.Periods, PlotText.Series(input.Efficiency.Grid, input.Labels));
}
