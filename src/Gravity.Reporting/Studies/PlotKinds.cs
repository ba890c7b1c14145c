using Gravity.Core;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies;

/// <summary>Draws the kinds of <see cref="ChartCatalog"/> from a model's efficiencies and potential.</summary>
public static class PlotKinds
{
    /// <summary>Whether a kind needs potential.</summary>
    /// <param name="kind">A key of the catalogue.</param>
    /// <exception cref="UsageException">No kind has that name.</exception>
    public static bool NeedsPotential(string kind) =>
        ChartCatalog.Find(kind).Key == ActualPotentialChart.Kind.Key || ChartCatalog.Find(kind).Key == RoomChart.Kind.Key;

    /// <summary>The chart of a kind.</summary>
    /// <param name="kind">A key of the catalogue, in any case.</param>
    /// <param name="input">What it is drawn from.</param>
    /// <exception cref="UsageException">No kind has that name, or the model has no units, periods or potential that it needs.</exception>
    public static IChart Create(string kind, PlotInput input)
    {
        string key = ChartCatalog.Find(kind).Key;
        if (input.Efficiency.Units.Count == 0)
            throw new UsageException("no-units", $"the chart '{key}' has a mark for every unit: name the unit column with --unit");
        if (NeedsPotential(key) && input.Potential is null)
            throw new UsageException("no-potential", $"the chart '{key}' needs potential, which was not computed");
        if (input.Efficiency.Grid is null && (key == EfficiencyOverTimeChart.Kind.Key || key == EfficiencyHeatmapChart.Kind.Key))
            throw new UsageException("no-periods", $"the chart '{key}' needs periods: name the time column with --time");
        if (key == EfficiencyRankingChart.Kind.Key) return Ranking(input);
        if (key == EfficiencyOverTimeChart.Kind.Key) return OverTime(input);
        if (key == EfficiencyHeatmapChart.Kind.Key) return Heatmap(input);
        return key == RoomChart.Kind.Key ? Room(input) : ActualPotential(input, lastPeriod: false);
    }

    /// <summary>Every chart that the input allows, with the file name of each; actual against potential over all periods and in the last.</summary>
    /// <param name="input">What they are drawn from.</param>
    public static IReadOnlyList<(string Name, IChart Chart)> All(PlotInput input)
    {
        var charts = new List<(string, IChart)>();
        if (input.Efficiency.Units.Count == 0) return charts;
        bool periods = input.Efficiency.Grid is not null;
        foreach (string key in ChartCatalog.All.Select(k => k.Key))
        {
            bool timed = key == EfficiencyOverTimeChart.Kind.Key || key == EfficiencyHeatmapChart.Kind.Key;
            if ((timed && !periods) || (NeedsPotential(key) && input.Potential is null)) continue;
            charts.Add((key, Create(key, input)));
            if (key == ActualPotentialChart.Kind.Key && input.Efficiency.Periods.Count > 1)
                charts.Add((key + "-last", ActualPotential(input, lastPeriod: true)));
        }
        return charts;
    }

    private static EfficiencyRankingChart Ranking(PlotInput input)
    {
        ILookup<string?, EfficiencyRow> rows = input.Efficiency.Rows.ToLookup(r => r.Unit);
        string percent = ResultWords.Percent(input.Efficiency.Level);
        string what = EfficiencyTables.SharesInefficiency(input.Fit.Result)
            ? $"Lines are {percent} intervals of the mean over rows" : $"Lines join the means of the rows' {percent} limits";
        return new EfficiencyRankingChart(
            Text(input, $"Trade efficiency by {Lower(input)}") with { Note = $"{what}; the parameters are held at their estimates." },
            [
                .. input.Efficiency.Units.Select(u => new UnitValue(
                    input.Labels.Unit(u.Unit), u.Mean, rows[u.Unit].Average(r => r.TeLow), rows[u.Unit].Average(r => r.TeHigh))),
            ],
            input.Efficiency.Mean);
    }

    private static EfficiencyOverTimeChart OverTime(PlotInput input)
    {
        EfficiencyGrid grid = input.Efficiency.Grid!;
        IReadOnlyList<PeriodValue> periods = PeriodMeans.Of(input.Fit, input.Efficiency);
        return new EfficiencyOverTimeChart(
            Text(input, "Mean trade efficiency over time") with
            {
                Note = "The band is of the mean given the data (normal approximation); the parameters are held at their estimates.",
            },
            periods, Series(grid, input.Labels), bandLabel: ResultWords.Percent(input.Efficiency.Level) + " interval of the mean",
            unitLabel: "Single " + Lower(input) + "s");
    }

    private static EfficiencyHeatmapChart Heatmap(PlotInput input) => new(
        Text(input, $"Trade efficiency by {Lower(input)} and {input.Labels.TimeHeader.ToLowerInvariant()}"),
        input.Efficiency.Grid!.Periods, Series(input.Efficiency.Grid!, input.Labels));

    internal static ActualPotentialChart ActualPotential(PlotInput input, bool lastPeriod)
    {
        PotentialResult potential = input.Potential!;
        int? last = lastPeriod ? potential.Rows.Max(r => r.Time) : null;
        string percent = ResultWords.Percent(potential.Level);
        UnitPotential[] units = lastPeriod
            ? [.. potential.Rows.Where(r => r.Time == last).Select(r => new UnitPotential(
                input.Labels.Unit(r.Unit), r.Actual, r.Expected.Value, r.Expected.Low, r.Expected.High))]
            : [.. ByUnit(potential).Select(g => new UnitPotential(
                input.Labels.Unit(g.Key), g.Actual, g.Expected.Value, g.Expected.Low, g.Expected.High))];
        string span = last is { } year ? FormattableString.Invariant($"in {year}") : "";
        return new ActualPotentialChart(
            Text(input, $"Actual and potential trade by {Lower(input)} {span}".TrimEnd(), withSpan: !lastPeriod) with
            {
                Note = $"Potential is actual·E[exp(u)|ε]{(lastPeriod || input.Efficiency.Periods.Count < 2 ? "" : ", summed over the " + input.Labels.TimeHeader.ToLowerInvariant() + "s")};"
                    + $" {percent} intervals from joint draws of the parameters and of u.",
            },
            units, $"{FlowName(input)} ({(input.Labels.FlowMeasure is { } measure ? measure + ", " : "")}log scale)", percent + " interval of the potential");
    }

    private static RoomChart Room(PlotInput input)
    {
        PotentialResult potential = input.Potential!;
        PotentialTotal? total = PotentialTables.OverallTotal(potential)?.Groups[0];
        return new RoomChart(
            Text(input, $"Room for expansion by {Lower(input)}") with
            {
                Note = $"Expected potential over actual trade, less 1; {ResultWords.Percent(potential.Level)} intervals from joint draws of the parameters and of u.",
            },
            [.. ByUnit(potential).Select(g => new UnitValue(input.Labels.Unit(g.Key), g.Expected.Value / g.Actual - 1, g.Room.Low, g.Room.High))],
            total is null ? null : total.Expected.Value / total.Actual - 1);
    }

    /// <summary>The totals by unit.</summary>
    private static IReadOnlyList<PotentialTotal> ByUnit(PotentialResult potential) =>
        PotentialTables.UnitTotals(potential)?.Groups
        ?? throw new UsageException("no-unit-totals", "potential was not summed by unit: add the unit column to 'by'");

    private static UnitSeries[] Series(EfficiencyGrid grid, ReportLabels labels) =>
        [.. grid.Units.Select((u, i) => new UnitSeries(labels.Unit(u), [.. grid.Periods.Select((_, t) => grid.Values[i, t])]))];

    private static ChartText Text(PlotInput input, string title, bool withSpan = true)
    {
        string? span = withSpan ? StudyWords.Span(input.Efficiency.Periods.Select(p => p.Period)) : null;
        FitResult fit = input.Fit.Result;
        return new ChartText(
            span is null ? title : $"{title}, {span}",
            $"{FlowName(input)}; {StudyWords.Model(fit, input.Name)}; {StudyWords.Sample(fit, input.Labels)}")
        {
            Source = input.Source,
        };
    }

    private static string FlowName(PlotInput input) => input.Fit.Design.FlowColumn is { } flow ? input.Labels.Column(flow) : "Trade";

    private static string Lower(PlotInput input) => input.Labels.UnitHeader.ToLowerInvariant();
}
