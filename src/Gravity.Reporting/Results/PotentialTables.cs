using Gravity.Core.Frontier;
using Gravity.Core.Potential;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Trade potential and room for expansion by row, by unit and period, by group, over all.</summary>
public static class PotentialTables
{
    /// <summary>Every row, every quantity, every interval.</summary>
    /// <param name="potential">The potentials.</param>
    /// <param name="labels">Words for units and the measure of the flow; null for none.</param>
    public static ReportTable Rows(PotentialResult potential, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        var stub = new RowStub(potential.Rows.Any(r => r.Unit is not null), potential.Rows.Any(r => r.Time is not null), labels);
        NumberFormat level = ResultFormats.Level(potential.Rows.Select(r => r.Actual));
        string interval = "\n" + words.Say("table.interval", ("level", ResultWords.Percent(potential.Level)));
        return new ReportTable(
            "potential-rows", stub.Columns.Count > 1
                ? words.Say("potential.rows-title", ("unit", labels.UnitInside), ("time", labels.TimeInside), ("measure", labels.MeasureAfter))
                : words.Say("potential.by-title", ("group", words["potential.row"]), ("measure", labels.MeasureAfter)),
            [
                .. stub.Columns,
                ReportColumn.Numbers(words["table.actual"], level, key: "actual"),
                ReportColumn.Numbers("TE" + interval, ResultFormats.Efficiency, key: "te"),
                ReportColumn.Numbers(words["potential.over-te"] + interval, level, key: "potential"),
                ReportColumn.Numbers(words["potential.expected-broken"], level, key: "expected"),
                ReportColumn.Numbers(words["potential.gap"] + "\n", level, key: "gap"),
                ReportColumn.Numbers(words["potential.room"] + interval, NumberFormat.Percent(1, sign: false), key: "room"),
                ReportColumn.Numbers(words["potential.median-frontier"] + interval, level, key: "frontier"),
                ReportColumn.Numbers(words["potential.mean-frontier"] + interval, level, key: "frontier_mean"),
                ReportColumn.Numbers(words["table.rank"] + interval, ResultFormats.Ranks(potential.Rows.Select(r => r.Rank.Value)), key: "rank"),
            ],
            [
                .. potential.Rows.Select(r => new ReportRow([
                    .. stub.Cells(r.Row, r.Unit, r.Time), r.Actual, Interval(r.Te), Interval(r.Potential), r.Expected.Value, r.Gap.Value, Interval(r.Room),
                    Interval(r.Frontier), Interval(r.FrontierMean), Interval(r.Rank)])),
            ])
        {
            StubColumns = stub.Columns.Count,
            Words = words,
            Notes = [.. RowNotes(potential, words)],
        };
    }

    /// <summary>One quantity by unit (rows) and period (columns).</summary>
    /// <param name="potential">The potentials of a panel.</param>
    /// <param name="quantity">Which quantity.</param>
    /// <param name="labels">Words for units and the measure of the flow; null for none.</param>
    public static ReportTable Matrix(PotentialResult potential, PotentialQuantity quantity, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        int[] periods = [.. potential.Rows.Where(r => r.Time is not null).Select(r => r.Time!.Value).Distinct().Order()];
        string[] units = [.. potential.Rows.Where(r => r.Unit is not null).Select(r => r.Unit!).Distinct()];
        if (periods.Length == 0 || units.Length == 0)
            throw new Core.UsageException("no-grid", "a matrix of potentials needs units and periods: name them with --unit and --time");
        Dictionary<(string, int), PotentialRow> cells = potential.Rows.ToDictionary(r => (r.Unit!, r.Time!.Value));
        bool room = quantity == PotentialQuantity.Room;
        NumberFormat format = room ? NumberFormat.Percent(1, sign: false) : ResultFormats.Level(potential.Rows.Select(r => r.Actual));
        double Sum(IEnumerable<PotentialRow> rows, Func<PotentialRow, double> value) => rows.Where(r => double.IsFinite(r.Actual)).Sum(value);
        // Over several rows the expected potential is summed: sums of actual/te are biased downwards.
        double Total(IReadOnlyList<PotentialRow> rows) => quantity switch
        {
            PotentialQuantity.Room => Sum(rows, r => r.Expected.Value) / Sum(rows, r => r.Actual) - 1,
            _ => Sum(rows, r => r.Expected.Value),
        };
        double One(PotentialRow row) => room ? row.Expected.Value / row.Actual - 1 : row.Expected.Value;
        ILookup<string, PotentialRow> byUnit = potential.Rows.ToLookup(r => r.Unit!);
        ILookup<int, PotentialRow> byPeriod = potential.Rows.ToLookup(r => r.Time!.Value);
        IEnumerable<string> ordered = units.OrderByDescending(u => Total([.. byUnit[u]]) is var total && double.IsNaN(total) ? double.NegativeInfinity : total)
            .ThenBy(u => u, StringComparer.Ordinal);
        return new ReportTable(
            room ? "room-matrix" : "potential-matrix",
            words.Say(
                room ? "potential.room-title" : "potential.expected-title",
                ("unit", labels.UnitInside), ("time", labels.TimeInside), ("measure", labels.MeasureAfter)),
            [
                ReportColumn.Words(labels.UnitHeader, "unit"),
                .. periods.Select(p => ReportColumn.Numbers(p.ToString(System.Globalization.CultureInfo.InvariantCulture), format)),
                ReportColumn.Numbers(words["table.all"], format, key: "all"),
            ],
            [
                .. ordered.Select(u => new ReportRow([
                    labels.Unit(u), .. periods.Select(p => Cell.Number(cells.TryGetValue((u, p), out PotentialRow? row) ? One(row) : null)),
                    Total([.. byUnit[u]])])),
                new ReportRow([words["table.total"], .. periods.Select(p => Cell.Number(Total([.. byPeriod[p]]))), Total(potential.Rows)]) { RuleBefore = true },
            ])
        {
            Words = words,
            Notes = [words[room ? "potential.room-note" : "potential.expected-note"]],
        };
    }

    /// <summary>The sums of a grouping, with those over all rows as the last line where given.</summary>
    /// <param name="potential">The potentials.</param>
    /// <param name="totals">One of its groupings.</param>
    /// <param name="labels">Words for units and the measure of the flow; null for none.</param>
    /// <param name="all">The grouping over all rows, or null.</param>
    /// <param name="concise">Without gap, probabilities of ranks, Σ actual/TE and frontiers: narrow enough for a terminal.</param>
    public static ReportTable Totals(
        PotentialResult potential, PotentialTotals totals, ReportLabels? labels = null, PotentialTotals? all = null, bool concise = false)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        PotentialTotal? overall = all?.Groups.Count == 1 && all != totals ? all.Groups[0] : null;
        NumberFormat level = ResultFormats.Level(totals.Groups.Select(g => g.Actual));
        string interval = "\n" + words.Say("table.interval", ("level", ResultWords.Percent(potential.Level)));
        bool probabilities = !concise && totals.Groups.Count > 3;
        bool left = totals.Groups.Any(g => g.Left > 0);
        List<ReportColumn> columns =
        [
            ReportColumn.Words(GroupHeader(potential, totals, labels), "group"),
        ];
        if (!concise) columns.Add(ReportColumn.Numbers(words["table.rows"], ResultFormats.Count, key: "rows"));
        if (left) columns.Add(ReportColumn.Numbers(words["potential.left-out"], ResultFormats.Count, key: "left_out"));
        columns.AddRange(
        [
            ReportColumn.Numbers(words["table.actual"], level, key: "actual"),
            ReportColumn.Numbers(words["potential.expected"] + interval, level, key: "expected"),
            ReportColumn.Numbers(words["potential.room"] + interval, NumberFormat.Percent(1, sign: false), key: "room"),
            ReportColumn.Numbers(words["table.rank"] + interval, ResultFormats.Ranks(totals.Groups.Select(g => g.Rank.Value)), key: "rank"),
        ]);
        if (probabilities)
        {
            columns.Add(ReportColumn.Numbers(words["potential.first"], NumberFormat.Fixed(2), words["potential.probability"], "first_probability"));
            columns.Add(ReportColumn.Numbers(words["potential.top-three"], NumberFormat.Fixed(2), words["potential.probability"], "top_three_probability"));
        }
        if (!concise)
        {
            columns.AddRange(
            [
                ReportColumn.Numbers(words["potential.gap"] + interval, level, key: "gap"), ReportColumn.Numbers(words["potential.sum-over-te"], level, key: "potential"),
                ReportColumn.Numbers(words["potential.median-frontier"] + interval, level, key: "frontier"),
                ReportColumn.Numbers(words["potential.mean-frontier"] + interval, level, key: "frontier_mean"),
            ]);
        }

        ReportRow Row(PotentialTotal total, string name, bool ranked)
        {
            // Expected potential and what follows from it: the interval of Σ actual·exp(u) closes around it, not around Σ actual/te.
            double gap = total.Expected.Value - total.Actual;
            List<Cell> cells = concise ? [name] : [name, total.Count];
            if (left) cells.Add(total.Left);
            cells.AddRange([
                total.Actual, Interval(total.Expected), Cell.Interval(gap / total.Actual, total.Room.Low, total.Room.High),
                ranked ? Interval(total.Rank) : Cell.Empty]);
            if (probabilities) cells.AddRange(ranked ? [total.FirstProbability, total.TopThreeProbability] : [Cell.Empty, Cell.Empty]);
            if (!concise)
                cells.AddRange([Cell.Interval(gap, total.Gap.Low, total.Gap.High), total.Potential.Value, Interval(total.Frontier), Interval(total.FrontierMean)]);
            return new ReportRow(cells);
        }
        List<ReportRow> rows =
        [
            .. Ordered(totals.Groups).Select(g => Row(g, labels.Unit(g.Key), ranked: totals.Groups.Count > 1)),
        ];
        if (overall is not null) rows.Add(Row(overall, words["table.all"], ranked: false) with { RuleBefore = true });
        string title = totals.Groups.Count == 1 && overall is null
            ? words.Say("potential.total-title", ("measure", labels.MeasureAfter))
            : words.Say("potential.by-title", ("group", words.Inside(columns[0].Header)), ("measure", labels.MeasureAfter));
        return new ReportTable(Key(totals.Name), title, columns, rows) { Words = words, Notes = [.. TotalNotes(potential, left, concise, words)] };
    }

    /// <summary>Years in their order, other groups by room, the largest first.</summary>
    private static IEnumerable<PotentialTotal> Ordered(IReadOnlyList<PotentialTotal> groups) => groups.All(g => Year(g.Key) is not null)
        ? groups.OrderBy(g => Year(g.Key))
        : groups.OrderBy(g => double.IsNaN(g.Rank.Value) ? double.PositiveInfinity : g.Rank.Value).ThenBy(g => g.Key, StringComparer.Ordinal);

    private static int? Year(string key) =>
        int.TryParse(key, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out int year) ? year : null;

    /// <summary>The heading of the groups' column: units and periods by their words, else the columns grouped by.</summary>
    private static string GroupHeader(PotentialResult potential, PotentialTotals totals, ReportLabels labels)
    {
        if (totals.Groups.Count == 0) return labels.Column(totals.Name);
        if (totals.Groups.All(g => potential.Rows.Any(r => r.Unit == g.Key))) return labels.UnitHeader;
        return totals.Groups.All(g => Year(g.Key) is { } year && potential.Rows.Any(r => r.Time == year)) ? labels.TimeHeader : labels.Column(totals.Name);
    }

    /// <summary>The totals by unit, or null when potential was not summed so.</summary>
    /// <param name="potential">The potentials.</param>
    public static PotentialTotals? UnitTotals(PotentialResult potential)
    {
        HashSet<string> units = [.. potential.Rows.Select(r => r.Unit).OfType<string>()];
        return units.Count == 0 ? null : potential.Totals.FirstOrDefault(t => t.Groups.Count == units.Count && t.Groups.All(g => units.Contains(g.Key)));
    }

    /// <summary>The total over all rows, or null when it was not asked for.</summary>
    /// <param name="potential">The potentials.</param>
    public static PotentialTotals? OverallTotal(PotentialResult potential) => potential.Totals.FirstOrDefault(t => t.Name == "all" && t.Groups.Count == 1);

    /// <summary>The file name of a grouping's table.</summary>
    internal static string Key(string name) =>
        "potential-by-" + string.Join('-', name.Split([' ', ',', '^', ':'], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => string.Concat(part.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-'))));

    private static IEnumerable<string> RowNotes(PotentialResult potential, Words words)
    {
        yield return words[potential.Side == FrontierSide.Cost ? "potential.cost-note" : "potential.rows-note"];
        yield return words["potential.frontier-note"];
        yield return Draws(potential, words);
        yield return words["potential.rank-in-period-note"];
    }

    private static IEnumerable<string> TotalNotes(PotentialResult potential, bool left, bool concise, Words words)
    {
        yield return words[
            potential.Side == FrontierSide.Cost ? "potential.cost-total-note" : concise ? "potential.total-note-concise" : "potential.total-note"];
        yield return Draws(potential, words);
        yield return words[concise ? "potential.rank-note" : "potential.total-frontier-note"];
        if (left) yield return words["potential.left-note"];
    }

    private static string Draws(PotentialResult potential, Words words) => words.Say(
        "potential.draws-note", ("level", ResultWords.Percent(potential.Level)), ("draws", potential.Draws),
        ("seed", potential.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static Cell Interval(IntervalEstimate estimate) => Cell.Interval(estimate.Value, estimate.Low, estimate.High);
}

/// <summary>What a matrix of potentials holds.</summary>
public enum PotentialQuantity
{
    /// <summary>Expected potential, in the measure of the flow.</summary>
    Expected,

    /// <summary>Expected potential over actual trade, less 1.</summary>
    Room,
}
