using System.Globalization;
using Gravity.Core;
using Gravity.Core.Efficiency;
using Gravity.Core.Frontier;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Density of the efficiency of one unit given the data.</summary>
internal sealed class PosteriorPlot : IPlotKind
{
    public ChartKind Kind => PosteriorChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Units;

    public PlotTakes Takes => PlotTakes.Unit | PlotTakes.Period;

    private const int Points = 400;

    public IReadOnlyList<PlotFile> Files(PlotInput input) => HasDensity(input, Row(input, PlotChoice.Default)) ? [new PlotFile(Kind.Key, PlotChoice.Default)] : [];

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        int place = Row(input, choice);
        if (!HasDensity(input, place))
            throw new UsageException("no-density", $"the chart '{Kind.Key}' needs a law of u|ε with a density; here efficiency is a single value");
        Core.Wording.Words words = input.Labels.Words;
        ConditionalInefficiency conditional = input.Fit.Conditional();
        IConditionalLaw law = conditional.Laws[conditional.LawOfRow[place]];
        double h = conditional.Scale[place];
        EfficiencyRow row = input.Efficiency!.Rows[place];
        // TE = exp(−hu) has density f(−ln TE/h)/(h·TE).
        double from = Math.Exp(-h * law.Quantile(0.9995)), to = Math.Exp(-h * law.Quantile(0.0005));
        // Near the frontier the density does not fall to 0: it is drawn up to its end.
        if (law.Quantile(0.0005) < 0.02 * law.Quantile(0.9995)) to = 1;
        double[] places = [.. Enumerable.Range(0, Points + 1).Select(k => from + (to - from) * k / Points).Append(row.TeLow).Append(row.TeHigh).Where(te => te >= from && te <= to).Distinct().Order()];
        string unit = input.Labels.Unit(row.Unit);
        string title = row.Time is { } time
            ? words.Say("plot.posterior.title-in", ("unit", unit), ("period", time.ToString(CultureInfo.InvariantCulture))) : words.Say("plot.posterior.title", ("unit", unit));
        return new PosteriorChart(
            PlotText.Of(input, title, withSpan: false) with { Note = words["plot.posterior.note"] },
            new EfficiencyPosterior(
                [.. places.Select(te => (te, Math.Exp(law.LogDensity(-Math.Log(te) / h)) / (h * te)))], row.Te, row.ModeTe, row.Jlms, row.TeLow, row.TeHigh,
                ResultWords.Percent(input.Efficiency.Level)));
    }

    private static bool HasDensity(PlotInput input, int row)
    {
        ConditionalInefficiency conditional = input.Fit.Conditional();
        IConditionalLaw law = conditional.Laws[conditional.LawOfRow[row]];
        return law.Variance > 0 && double.IsFinite(law.LogDensity(law.Quantile(0.5)));
    }

    /// <summary>The row asked for: the unit's, by default that of median efficiency, in the period, by default the unit's last.</summary>
    private static int Row(PlotInput input, PlotChoice choice)
    {
        EfficiencyResult efficiency = input.Efficiency!;
        UnitEfficiency[] ordered = [.. efficiency.Units.OrderBy(u => u.Mean).ThenBy(u => u.Unit, StringComparer.Ordinal)];
        string unit = choice.Unit ?? ordered[ordered.Length / 2].Unit;
        int[] rows = [.. Enumerable.Range(0, efficiency.Rows.Count).Where(i => efficiency.Rows[i].Unit == unit).OrderBy(i => efficiency.Rows[i].Time ?? 0)];
        if (rows.Length == 0)
            throw new UsageException("no-such-unit", Core.Data.NearestNames.Sentence("unit of these data", unit, [.. efficiency.Units.Select(u => u.Unit)]));
        if (choice.Period is not { } period) return rows[^1];
        int[] inPeriod = [.. rows.Where(i => efficiency.Rows[i].Time == period)];
        return inPeriod.Length > 0 ? inPeriod[0] : throw new UsageException(
            "no-such-period", FormattableString.Invariant($"'{unit}' has no row in period {period}; it has {string.Join(", ", rows.Select(i => efficiency.Rows[i].Time))}"));
    }
}
