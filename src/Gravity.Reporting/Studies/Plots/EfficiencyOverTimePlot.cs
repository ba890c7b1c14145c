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
        PlotText.Of(input, "Mean trade efficiency over time") with
        {
            Note = "The band is of the mean given the data (normal approximation); the parameters are held at their estimates.",
        },
        PeriodMeans.Of(input.Fit, input.Efficiency!), PlotText.Series(input.Efficiency!.Grid!, input.Labels),
        bandLabel: ResultWords.Percent(input.Efficiency.Level) + " interval of the mean",
        unitLabel: "Single " + PlotText.Lower(input) + "s");
}
