using System.Globalization;
using Gravity.Core;
using Gravity.Core.Potential;
using Gravity.Core.Wording;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Actual against potential trade, over all periods or in one.</summary>
internal sealed class ActualPotentialPlot : IPlotKind
{
    public ChartKind Kind => ActualPotentialChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Potential;

    public PlotTakes Takes => PlotTakes.Period;

    public IReadOnlyList<PlotFile> Files(PlotInput input)
    {
        var files = new List<PlotFile> { new(Kind.Key, PlotChoice.Default) };
        if (input.Efficiency!.Periods.Count > 1)
            files.Add(new PlotFile(Kind.Key + "-last", new PlotChoice { Period = input.Potential!.Rows.Max(r => r.Time) }));
        return files;
    }

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        PotentialResult potential = input.Potential!;
        PotentialRow[] rows = [.. potential.Rows.Where(r => r.Time == choice.Period)];
        if (choice.Period is { } missing && rows.Length == 0)
            throw new UsageException("no-such-period", FormattableString.Invariant($"there is no period {missing} among the rows of the potential"));
        string percent = ResultWords.Percent(potential.Level);
        UnitPotential[] units = choice.Period is not null
            ? [.. rows.Select(r => new UnitPotential(input.Labels.Unit(r.Unit), r.Actual, r.Expected.Value, r.Expected.Low, r.Expected.High) { Highlighted = input.Labels.IsHighlighted(r.Unit) })]
            : [.. PlotText.ByUnit(potential).Select(g => new UnitPotential(
                input.Labels.Unit(g.Key), g.Actual, g.Expected.Value, g.Expected.Low, g.Expected.High) { Highlighted = input.Labels.IsHighlighted(g.Key) })];
        Words words = input.Labels.Words;
        string unit = input.Labels.UnitInside;
        string title = choice.Period is { } year
            ? words.Say("plot.actual-potential-in", ("unit", unit), ("period", year.ToString(CultureInfo.InvariantCulture)))
            : words.Say("plot.actual-potential", ("unit", unit));
        string axis = input.Labels.FlowMeasure is { } measure
            ? words.Say("plot.flow-axis-measure", ("flow", PlotText.FlowName(input)), ("measure", measure))
            : words.Say("plot.flow-axis", ("flow", PlotText.FlowName(input)));
        bool summed = choice.Period is null && input.Efficiency!.Periods.Count > 1;
        return new ActualPotentialChart(
            PlotText.Of(input, title, withSpan: choice.Period is null) with
            {
                Note = words.Say(summed ? "plot.actual-potential-note-summed" : "plot.actual-potential-note", ("level", percent), ("time", input.Labels.TimeInside)),
            },
            units, axis, words.Say("chart.potential-interval", ("level", percent)));
    }
}
