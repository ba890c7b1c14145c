using Gravity.Core.Efficiency;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Units ranked by mean efficiency.</summary>
internal sealed class EfficiencyRankingPlot : IPlotKind
{
    public ChartKind Kind => EfficiencyRankingChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Units;

    public PlotTakes Takes => PlotTakes.Nothing;

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        EfficiencyResult efficiency = input.Efficiency!;
        ILookup<string?, EfficiencyRow> rows = efficiency.Rows.ToLookup(r => r.Unit);
        string percent = ResultWords.Percent(efficiency.Level);
        string what = EfficiencyTables.SharesInefficiency(input.Fit.Result)
            ? $"Lines are {percent} intervals of the mean over rows" : $"Lines join the means of the rows' {percent} limits";
        return new EfficiencyRankingChart(
            PlotText.Of(input, $"Trade efficiency by {PlotText.Lower(input)}") with { Note = $"{what}; the parameters are held at their estimates." },
            [
                .. efficiency.Units.Select(u => new UnitValue(
                    input.Labels.Unit(u.Unit), u.Mean, rows[u.Unit].Average(r => r.TeLow), rows[u.Unit].Average(r => r.TeHigh))),
            ],
            efficiency.Mean);
    }
}
