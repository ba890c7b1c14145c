using System.Globalization;
using Gravity.Core;
using Gravity.Core.Efficiency;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Distribution of the rows efficiencies.</summary>
internal sealed class EfficiencyDistributionPlot : IPlotKind
{
    public ChartKind Kind => EfficiencyDistributionChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Efficiency;

    public PlotTakes Takes => PlotTakes.Period;

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        EfficiencyRow[] rows = [.. input.Efficiency!.Rows.Where(r => choice.Period is null || r.Time == choice.Period)];
        if (rows.Length == 0) throw new UsageException("no-such-period", FormattableString.Invariant($"there is no period {choice.Period} among the efficiencies"));
        ChartText text = choice.Period is { } period
            ? PlotText.Of(input, input.Labels.Words.Say("plot.distribution.title-in", ("period", period.ToString(CultureInfo.InvariantCulture))), withSpan: false)
            : PlotText.Of(input, input.Labels.Words["plot.distribution.title"]);
        return new EfficiencyDistributionChart(text, [.. rows.Select(r => r.Te)]);
    }
}
