using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Efficiency of every unit in every period.</summary>
internal sealed class EfficiencyHeatmapPlot : IPlotKind
{
    public ChartKind Kind => EfficiencyHeatmapChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Periods;

    public PlotTakes Takes => PlotTakes.Nothing;

    public IChart Create(PlotInput input, PlotChoice choice) => new EfficiencyHeatmapChart(
        PlotText.Of(input, $"Trade efficiency by {PlotText.Lower(input)} and {input.Labels.TimeHeader.ToLowerInvariant()}"),
        input.Efficiency!.Grid!.Periods, PlotText.Series(input.Efficiency.Grid, input.Labels));
}
