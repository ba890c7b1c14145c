using Gravity.Core.Efficiency;
using Gravity.Core.Wording;
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
        string note = EfficiencyTables.SharesInefficiency(input.Fit.Result) ? "plot.ranking-note-shared" : "plot.ranking-note-rows";
        Words words = input.Labels.Words;
        return new EfficiencyRankingChart(
            PlotText.Of(input, words.Say("plot.ranking", ("unit", input.Labels.UnitInside))) with { Note = words.Say(note, ("level", percent)) },
            [
                .. efficiency.Units.Select(u => new UnitValue(
                    input.Labels.Unit(u.Unit), u.Mean, rows[u.Unit].Average(r => r.TeLow), rows[u.Unit].Average(r => r.TeHigh)) { Highlighted = input.Labels.IsHighlighted(u.Unit) }),
            ],
            efficiency.Mean);
    }
}
