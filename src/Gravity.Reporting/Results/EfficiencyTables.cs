using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Studies;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Trade efficiency by row, by unit and period, by unit, by period.</summary>
public static class EfficiencyTables
{
    /// <summary>Every row: te with its interval, the other point estimates, residual and ranks.</summary>
    /// <param name="efficiency">The efficiencies.</param>
    /// <param name="labels">Words for units; null for their keys.</param>
    public static ReportTable Rows(EfficiencyResult efficiency, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        var stub = new RowStub(efficiency.Rows.Any(r => r.Unit is not null), efficiency.Rows.Any(r => r.Time is not null), labels);
        return new ReportTable(
            "efficiency-rows", "Trade efficiency by row",
            [
                .. stub.Columns,
                ReportColumn.Numbers("TE", ResultFormats.Efficiency, key: "te"),
                ReportColumn.Numbers("exp(−E[u|ε])", ResultFormats.Efficiency, key: "jlms"),
                ReportColumn.Numbers("exp(−mode)", ResultFormats.Efficiency, key: "mode"),
                ReportColumn.Numbers("E[u|ε]", ResultFormats.Efficiency, key: "u"),
                ReportColumn.Numbers("Residual", ResultFormats.Efficiency, key: "residual"),
                ReportColumn.Numbers("Frontier x'β", ResultFormats.Efficiency, key: "fitted"),
                ReportColumn.Numbers("Rank", ResultFormats.Ranks(efficiency.Rows.Select(r => r.Rank)), key: "rank"),
                ReportColumn.Numbers("Rank in\nperiod", ResultFormats.Ranks(efficiency.Rows.Select(r => r.RankInPeriod)), key: "rank_in_period"),
            ],
            [
                .. efficiency.Rows.Select(r => new ReportRow([
                    .. stub.Cells(r.Row, r.Unit, r.Time), Cell.Interval(r.Te, r.TeLow, r.TeHigh), r.Jlms, r.ModeTe, r.U, r.Residual, r.Fitted,
                    r.Rank, r.RankInPeriod])),
            ])
        {
            StubColumns = stub.Columns.Count,
            Notes = [PointNote, RowIntervalNote(efficiency)],
        };
    }

    /// <summary>te by unit (rows, best first) and period (columns), with each unit's mean and rank and each period's mean.</summary>
    /// <param name="efficiency">The efficiencies of a panel.</param>
    /// <param name="labels">Words for units; null for their keys.</param>
    /// <exception cref="Core.UsageException">There are no units or no periods.</exception>
    public static ReportTable Matrix(EfficiencyResult efficiency, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        EfficiencyGrid grid = efficiency.Grid ?? throw new Core.UsageException(
            "no-grid", "a matrix of efficiencies needs units and periods: name them with --unit and --time");
        Dictionary<string, int> place = Enumerable.Range(0, grid.Units.Count).ToDictionary(i => grid.Units[i], i => i);
        IEnumerable<UnitEfficiency> ordered = Ordered(efficiency);
        return new ReportTable(
            "efficiency-matrix", $"Trade efficiency by {labels.UnitHeader.ToLowerInvariant()} and {labels.TimeHeader.ToLowerInvariant()}",
            [
                ReportColumn.Words(labels.UnitHeader, "unit"),
                .. grid.Periods.Select(p => ReportColumn.Numbers(
                    p.ToString(System.Globalization.CultureInfo.InvariantCulture), ResultFormats.Efficiency)),
                ReportColumn.Numbers("Mean", ResultFormats.Efficiency, key: "mean"),
                ReportColumn.Numbers("Rank", ResultFormats.Ranks(efficiency.Units.Select(u => u.Rank)), key: "rank"),
            ],
            [
                .. ordered.Select(u => new ReportRow([
                    labels.Unit(u.Unit), .. grid.Periods.Select((_, t) => Cell.Number(grid.Values[place[u.Unit], t])), u.Mean, u.Rank])),
                new ReportRow([
                    "Mean", .. grid.Periods.Select(p => Cell.Number(efficiency.Periods.First(e => e.Period == p).Mean)), efficiency.Mean, Cell.Empty])
                { RuleBefore = true },
            ])
        {
            Notes = [PointNote + " Ranks go by the mean over periods, 1 = most efficient."],
        };
    }

    /// <summary>Units by mean efficiency, best first, with the mean of their rows' intervals.</summary>
    /// <param name="efficiency">The efficiencies.</param>
    /// <param name="sharedInefficiency">Whether the rows of a unit share one u_i (Pitt–Lee, BC92), which decides what the interval means.</param>
    /// <param name="labels">Words for units; null for their keys.</param>
    public static ReportTable Ranking(EfficiencyResult efficiency, bool sharedInefficiency, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        ILookup<string?, EfficiencyRow> rows = efficiency.Rows.ToLookup(r => r.Unit);
        string percent = ResultWords.Percent(efficiency.Level);
        return new ReportTable(
            "efficiency-ranking", $"Mean trade efficiency by {labels.UnitHeader.ToLowerInvariant()}",
            [
                ReportColumn.Numbers("Rank", ResultFormats.Ranks(efficiency.Units.Select(u => u.Rank)), key: "rank"),
                ReportColumn.Words(labels.UnitHeader, "unit"),
                ReportColumn.Numbers("Rows", ResultFormats.Count, key: "rows"),
                ReportColumn.Numbers($"Mean TE\n[{percent} interval]", ResultFormats.Efficiency, key: "te"),
                ReportColumn.Numbers("Lowest", ResultFormats.Efficiency, key: "lowest"),
                ReportColumn.Numbers("Highest", ResultFormats.Efficiency, key: "highest"),
            ],
            [
                .. Ordered(efficiency).Select(u => ReportRow.Of(
                    u.Rank, labels.Unit(u.Unit), u.Count,
                    Cell.Interval(u.Mean, rows[u.Unit].Average(r => r.TeLow), rows[u.Unit].Average(r => r.TeHigh)),
                    rows[u.Unit].Min(r => r.Te), rows[u.Unit].Max(r => r.Te))),
                ReportRow.Of(Cell.Empty, "Mean of rows", efficiency.Rows.Count, efficiency.Mean, efficiency.Rows.Min(r => r.Te), efficiency.Rows.Max(r => r.Te))
                    with { RuleBefore = true },
            ])
        {
            StubColumns = 2,
            Notes =
            [
                PointNote,
                sharedInefficiency
                    ? $"{percent} intervals of the unit's mean: its rows share one u, and the limits of a mean are then the means of the limits (Horrace and Schmidt 1996). The parameters are held at their estimates."
                    : $"Limits are the means of the rows' {percent} limits (Horrace and Schmidt 1996), which are wider than an interval of the mean, because u is independent over rows. The parameters are held at their estimates.",
            ],
        };
    }

    /// <summary>Mean, least and greatest efficiency by period.</summary>
    /// <param name="efficiency">The efficiencies of a panel with periods.</param>
    /// <param name="labels">Words for units; null for their keys.</param>
    public static ReportTable ByPeriod(EfficiencyResult efficiency, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        ILookup<int?, EfficiencyRow> rows = efficiency.Rows.ToLookup(r => r.Time);
        return new ReportTable(
            "efficiency-by-period", $"Trade efficiency by {labels.TimeHeader.ToLowerInvariant()}",
            [
                new ReportColumn(labels.TimeHeader, ColumnAlignment.Left, NumberFormat.Whole(thousands: false)) { Key = "period" },
                ReportColumn.Numbers("Rows", ResultFormats.Count, key: "rows"),
                ReportColumn.Numbers("Mean TE", ResultFormats.Efficiency, key: "te"),
                ReportColumn.Numbers("Lowest", ResultFormats.Efficiency, key: "lowest"),
                ReportColumn.Words(labels.UnitHeader, "lowest_unit"),
                ReportColumn.Numbers("Highest", ResultFormats.Efficiency, key: "highest"),
                ReportColumn.Words(labels.UnitHeader, "highest_unit"),
            ],
            [
                .. efficiency.Periods.Select(p =>
                {
                    EfficiencyRow lowest = rows[p.Period].MinBy(r => r.Te)!;
                    EfficiencyRow highest = rows[p.Period].MaxBy(r => r.Te)!;
                    return ReportRow.Of(p.Period, p.Count, p.Mean, lowest.Te, labels.Unit(lowest.Unit), highest.Te, labels.Unit(highest.Unit));
                }),
            ])
        {
            Notes = [PointNote],
        };
    }

    /// <summary>Whether the rows of a unit share one u_i under a model, which decides what intervals of a unit's mean are.</summary>
    /// <param name="fit">The model.</param>
    public static bool SharesInefficiency(FitResult fit) => ModelCatalog.Find(fit.Model)?.Kind == "panel frontier";

    private const string PointNote = "TE = E[exp(−u)|ε] (Battese and Coelli 1988).";

    private static string RowIntervalNote(EfficiencyResult efficiency) =>
        $"In brackets {ResultWords.Percent(efficiency.Level)} intervals of exp(−u) given ε (Horrace and Schmidt 1996); the parameters are held at their estimates.";

    private static IEnumerable<UnitEfficiency> Ordered(EfficiencyResult efficiency) =>
        efficiency.Units.OrderBy(u => double.IsNaN(u.Rank) ? double.PositiveInfinity : u.Rank).ThenBy(u => u.Unit, StringComparer.Ordinal);
}
