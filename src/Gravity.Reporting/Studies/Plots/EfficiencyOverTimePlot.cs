using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Mean efficiency by period.</summary>
internal sealed class EfficiencyOverTimePlot : IPlotKind
{
    public ChartKind Kind => EfficiencyOverTimeChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Periods;

    public PlotTakes Takes => PlotTakes.Nothing;

    public IChart Create(PlotInput input, PlotChoice choice) => new EfficiencyOverTimeChart(
        PlotText.Of(input, input.Labels.Words["plot.over-time"]) with
        {
            Note = input.Labels.Words["plot.over-time-note"],
        },
        PeriodMeans.Of(input.Fit, input.Efficiency!), PlotText.Series(input.Efficiency!.Grid!, input.Labels),
        bandLabel: input.Labels.Words.Say("chart.mean-interval", ("level", ResultWords.Percent(input.Efficiency.Level))),
        unitLabel: input.Labels.Words.Say("chart.single-units", ("unit", input.Labels.UnitInside)));
}
