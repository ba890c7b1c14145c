using Gravity.Core;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Core.Wording;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>The words and numbers that several kinds share.</summary>
internal static class PlotText
{
    /// <summary>Title with the span of the periods, sample and model below it, source.</summary>
    public static ChartText Of(PlotInput input, string title, bool withSpan = true)
    {
        string? span = withSpan && input.Efficiency is { } efficiency ? StudyWords.Span(efficiency.Periods.Select(p => p.Period)) : null;
        FitResult fit = input.Fit.Result;
        Words words = input.Labels.Words;
        return new ChartText(
            span is null ? title : words.Say("plot.title-span", ("title", title), ("span", span)),
            words.Say("plot.subtitle", ("flow", FlowName(input)), ("model", StudyWords.Model(fit, input.Name, words)), ("sample", StudyWords.Sample(fit, input.Labels))))
        {
            Words = words,
            Source = input.Source,
            Highlight = input.Labels.Highlight?.Label,
        };
    }

    /// <summary>What the flow is called.</summary>
    public static string FlowName(PlotInput input) => input.Fit.Design.FlowColumn is { } flow ? input.Labels.Column(flow) : input.Labels.Words["plot.trade"];

    /// <summary>Efficiencies by unit over the periods of the panel.</summary>
    public static UnitSeries[] Series(EfficiencyGrid grid, ReportLabels labels) =>
        [.. grid.Units.Select((u, i) => new UnitSeries(labels.Unit(u), [.. grid.Periods.Select((_, t) => grid.Values[i, t])]) { Highlighted = labels.IsHighlighted(u) })];

    /// <summary>Potential summed by unit.</summary>
    public static IReadOnlyList<PotentialTotal> ByUnit(PotentialResult potential) =>
        PotentialTables.UnitTotals(potential)?.Groups
        ?? throw new UsageException("no-unit-totals", "potential was not summed by unit: add the unit column to 'by'");
}
