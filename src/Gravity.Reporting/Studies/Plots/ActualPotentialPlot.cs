using Gravity.Core;
using Gravity.Core.Potential;
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
            ? [.. rows.Select(r => new UnitPotential(input.Labels.Unit(r.Unit), r.Actual, r.Expected.Value, r.Expected.Low, r.Expected.High))]
            : [.. PlotText.ByUnit(potential).Select(g => new UnitPotential(
                input.Labels.Unit(g.Key), g.Actual, g.Expected.Value, g.Expected.Low, g.Expected.High))];
        string span = choice.Period is { } year ? FormattableString.Invariant($"in {year}") : "";
        bool summed = choice.Period is null && input.Efficiency!.Periods.Count > 1;
        return new ActualPotentialChart(
            PlotText.Of(input, $"Actual and potential trade by {PlotText.Lower(input)} {span}".TrimEnd(), withSpan: choice.Period is null) with
            {
                Note = $"Potential is actual·E[exp(u)|ε]{(summed ? ", summed over the " + input.Labels.TimeHeader.ToLowerInvariant() + "s" : "")};"
                    + $" {percent} intervals from joint draws of the parameters and of u.",
            },
            units, $"{PlotText.FlowName(input)} ({(input.Labels.FlowMeasure is { } measure ? measure + ", " : "")}log scale)", percent + " interval of the potential");
    }
}
