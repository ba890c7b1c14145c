using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
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
        Words words = labels.Words;
        var stub = new RowStub(efficiency.Rows.Any(r => r.Unit is not null), efficiency.Rows.Any(r => r.Time is not null), labels);
        return new ReportTable(
            "efficiency-rows", words["efficiency.rows-title"],
            [
                .. stub.Columns,
                ReportColumn.Numbers("TE", ResultFormats.Efficiency, key: "te"),
                .. PartColumns(efficiency, words),
                .. Enumerable.Range(1, efficiency.Rows.Count == 0 ? 0 : efficiency.Rows[0].ClassProbabilities.Count).Select(
                    j => ReportColumn.Numbers(words.Say("efficiency.class-probability", ("number", j)), ResultFormats.Efficiency, key: FormattableString.Invariant($"class_probability_{j}"))),
                ReportColumn.Numbers("exp(−E[u|ε])", ResultFormats.Efficiency, key: "jlms"),
                ReportColumn.Numbers(words["efficiency.mode"], ResultFormats.Efficiency, key: "mode"),
                ReportColumn.Numbers("E[u|ε]", ResultFormats.Efficiency, key: "u"),
                ReportColumn.Numbers(words["efficiency.residual"], ResultFormats.Efficiency, key: "residual"),
                ReportColumn.Numbers(words["efficiency.frontier"], ResultFormats.Efficiency, key: "fitted"),
                ReportColumn.Numbers(words["table.rank"], ResultFormats.Ranks(efficiency.Rows.Select(r => r.Rank)), key: "rank"),
                ReportColumn.Numbers(words["efficiency.rank-in-period"], ResultFormats.Ranks(efficiency.Rows.Select(r => r.RankInPeriod)), key: "rank_in_period"),
            ],
            [
                .. efficiency.Rows.Select(r => new ReportRow([
                    .. stub.Cells(r.Row, r.Unit, r.Time), Cell.Interval(r.Te, r.TeLow, r.TeHigh),
                    .. r.Parts.Select(part => Cell.Interval(part.Te, part.TeLow, part.TeHigh)), .. r.ClassProbabilities.Select(p => Cell.Number(p)), r.Jlms, r.ModeTe, r.U, r.Residual, r.Fitted,
                    r.Rank, r.RankInPeriod])),
            ])
        {
            StubColumns = stub.Columns.Count,
            Words = words,
            Notes = [words["efficiency.point-note"], words.Say("efficiency.interval-note", ("level", ResultWords.Percent(efficiency.Level)))],
        };
    }

    /// <summary>te by unit (rows, best first) and period (columns), with each unit's mean and rank and each period's mean.</summary>
    /// <param name="efficiency">The efficiencies of a panel.</param>
    /// <param name="labels">Words for units; null for their keys.</param>
    /// <exception cref="Core.UsageException">There are no units or no periods.</exception>
    public static ReportTable Matrix(EfficiencyResult efficiency, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        EfficiencyGrid grid = efficiency.Grid ?? throw new Core.UsageException(
            "no-grid", "a matrix of efficiencies needs units and periods: name them with --unit and --time");
        Dictionary<string, int> place = Enumerable.Range(0, grid.Units.Count).ToDictionary(i => grid.Units[i], i => i);
        IEnumerable<UnitEfficiency> ordered = Ordered(efficiency);
        return new ReportTable(
            "efficiency-matrix", words.Say("efficiency.matrix-title", ("unit", labels.UnitInside), ("time", labels.TimeInside)),
            [
                ReportColumn.Words(labels.UnitHeader, "unit"),
                .. grid.Periods.Select(p => ReportColumn.Numbers(
                    p.ToString(System.Globalization.CultureInfo.InvariantCulture), ResultFormats.Efficiency)),
                ReportColumn.Numbers(words["table.mean"], ResultFormats.Efficiency, key: "mean"),
                ReportColumn.Numbers(words["table.rank"], ResultFormats.Ranks(efficiency.Units.Select(u => u.Rank)), key: "rank"),
            ],
            [
                .. ordered.Select(u => new ReportRow([
                    labels.Unit(u.Unit), .. grid.Periods.Select((_, t) => Cell.Number(grid.Values[place[u.Unit], t])), u.Mean, u.Rank])),
                new ReportRow([
                    words["table.mean"], .. grid.Periods.Select(p => Cell.Number(efficiency.Periods.First(e => e.Period == p).Mean)), efficiency.Mean, Cell.Empty])
                { RuleBefore = true },
            ])
        {
            Words = words,
            Notes = [words.Paragraph(words["efficiency.point-note"], words["efficiency.rank-note"])],
        };
    }

    /// <summary>Units by mean efficiency, best first, with the mean of their rows' intervals.</summary>
    /// <param name="efficiency">The efficiencies.</param>
    /// <param name="sharedInefficiency">Whether the rows of a unit share one u_i (Pitt–Lee, BC92), which decides what the interval means.</param>
    /// <param name="labels">Words for units; null for their keys.</param>
    public static ReportTable Ranking(EfficiencyResult efficiency, bool sharedInefficiency, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        ILookup<string?, EfficiencyRow> rows = efficiency.Rows.ToLookup(r => r.Unit);
        string percent = ResultWords.Percent(efficiency.Level);
        return new ReportTable(
            "efficiency-ranking", words.Say("efficiency.ranking-title", ("unit", labels.UnitInside)),
            [
                ReportColumn.Numbers(words["table.rank"], ResultFormats.Ranks(efficiency.Units.Select(u => u.Rank)), key: "rank"),
                ReportColumn.Words(labels.UnitHeader, "unit"),
                ReportColumn.Numbers(words["table.rows"], ResultFormats.Count, key: "rows"),
                ReportColumn.Numbers(words["efficiency.mean"] + "\n" + words.Say("table.interval", ("level", percent)), ResultFormats.Efficiency, key: "te"),
                .. PartColumns(efficiency, words),
                ReportColumn.Numbers(words["table.lowest"], ResultFormats.Efficiency, key: "lowest"),
                ReportColumn.Numbers(words["table.highest"], ResultFormats.Efficiency, key: "highest"),
            ],
            [
                .. Ordered(efficiency).Select(u => new ReportRow(
                [
                    u.Rank, labels.Unit(u.Unit), u.Count,
                    Cell.Interval(u.Mean, rows[u.Unit].Average(r => r.TeLow), rows[u.Unit].Average(r => r.TeHigh)),
                    .. PartMeans(rows[u.Unit], efficiency), rows[u.Unit].Min(r => r.Te), rows[u.Unit].Max(r => r.Te),
                ])),
                new ReportRow(
                [
                    Cell.Empty, words["efficiency.mean-of-rows"], efficiency.Rows.Count, efficiency.Mean, .. PartMeans(efficiency.Rows, efficiency),
                    efficiency.Rows.Min(r => r.Te), efficiency.Rows.Max(r => r.Te),
                ])
                { RuleBefore = true },
            ])
        {
            StubColumns = 2,
            Words = words,
            Notes =
            [
                words["efficiency.point-note"],
                words.Say(sharedInefficiency ? "efficiency.shared-note" : "efficiency.independent-note", ("level", percent)),
            ],
        };
    }

    /// <summary>Mean, least and greatest efficiency by period.</summary>
    /// <param name="efficiency">The efficiencies of a panel with periods.</param>
    /// <param name="labels">Words for units; null for their keys.</param>
    public static ReportTable ByPeriod(EfficiencyResult efficiency, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        ILookup<int?, EfficiencyRow> rows = efficiency.Rows.ToLookup(r => r.Time);
        return new ReportTable(
            "efficiency-by-period", words.Say("efficiency.by-period-title", ("time", labels.TimeInside)),
            [
                new ReportColumn(labels.TimeHeader, ColumnAlignment.Left, NumberFormat.Whole(thousands: false)) { Key = "period" },
                ReportColumn.Numbers(words["table.rows"], ResultFormats.Count, key: "rows"),
                ReportColumn.Numbers(words["efficiency.mean"], ResultFormats.Efficiency, key: "te"),
                ReportColumn.Numbers(words["table.lowest"], ResultFormats.Efficiency, key: "lowest"),
                ReportColumn.Words(labels.UnitHeader, "lowest_unit"),
                ReportColumn.Numbers(words["table.highest"], ResultFormats.Efficiency, key: "highest"),
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
            Words = words,
            Notes = [words["efficiency.point-note"]],
        };
    }

    /// <summary>Whether the rows of a unit share one u_i under a model, which decides what intervals of a unit's mean are.</summary>
    /// <param name="fit">The model.</param>
    public static bool SharesInefficiency(FitResult fit) => ModelCatalog.Find(fit.Model)?.SharesInefficiency == true;

    private static IEnumerable<ReportColumn> PartColumns(EfficiencyResult efficiency, Words words) => efficiency.PartNames.Select(
        name => ReportColumn.Numbers(words["efficiency.part." + name], ResultFormats.Efficiency, key: "te_" + name));

    private static IEnumerable<Cell> PartMeans(IEnumerable<EfficiencyRow> rows, EfficiencyResult efficiency) =>
        efficiency.PartNames.Select((_, k) => Cell.Number(rows.Average(r => r.Parts[k].Te)));

    private static IEnumerable<UnitEfficiency> Ordered(EfficiencyResult efficiency) =>
        efficiency.Units.OrderBy(u => double.IsNaN(u.Rank) ? double.PositiveInfinity : u.Rank).ThenBy(u => u.Unit, StringComparer.Ordinal);
}
