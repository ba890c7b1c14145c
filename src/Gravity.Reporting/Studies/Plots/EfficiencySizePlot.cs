using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Efficiency against trade.</summary>
internal sealed class EfficiencySizePlot : IPlotKind
{
    public ChartKind Kind => EfficiencySizeChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Potential;

    public PlotTakes Takes => PlotTakes.Nothing;

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        Dictionary<string, double> trade = PlotText.ByUnit(input.Potential!).ToDictionary(g => g.Key, g => g.Actual);
        string axis = input.Labels.FlowMeasure is { } measure
            ? input.Labels.Words.Say("plot.size.axis", ("flow", PlotText.FlowName(input)), ("measure", measure))
            : input.Labels.Words.Say("plot.size.axis-bare", ("flow", PlotText.FlowName(input)));
        return new EfficiencySizeChart(
            PlotText.Of(input, input.Labels.Words.Say("plot.size.title", ("unit", input.Labels.UnitInside))),
            [.. input.Efficiency!.Units.Select(u => new UnitSize(input.Labels.Unit(u.Unit), trade.GetValueOrDefault(u.Unit, double.NaN), u.Mean) { Highlighted = input.Labels.IsHighlighted(u.Unit) })], axis);
    }
}
