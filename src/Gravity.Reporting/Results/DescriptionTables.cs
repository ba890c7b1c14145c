using Gravity.Core.Data;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>A panel in numbers: structure, missing cells and zeros, statistics, correlations.</summary>
public static class DescriptionTables
{
    /// <summary>All tables in reading order; those with nothing to say are left out.</summary>
    /// <param name="description">The description.</param>
    /// <param name="labels">Words for columns; null for their names.</param>
    /// <param name="columns">The columns to describe, in this order; null for all.</param>
    public static IReadOnlyList<ReportTable> Of(PanelDescription description, ReportLabels? labels = null, IReadOnlyList<string>? columns = null)
    {
        labels ??= ReportLabels.None;
        NumberSummary[] numbers = columns is null
            ? [.. description.Numbers]
            : [.. columns.Select(c => description.Numbers.FirstOrDefault(n => n.Name == c)).OfType<NumberSummary>()];
        TextSummary[] texts = [.. description.Texts.Where(t => columns is null || columns.Contains(t.Name))];
        var tables = new List<ReportTable> { Structure(description, labels.Words) };
        if (description.Sample.Dropped.Count > 0) tables.Add(SampleLogTable.Of(description.Sample, labels.Words));
        if (numbers.Length > 0) tables.Add(Statistics(description, numbers, labels));
        tables.Add(Missing(description, numbers, texts, labels));
        if (numbers.Length > 1) tables.Add(Correlations(description, numbers, labels));
        return tables;
    }

    private static ReportTable Structure(PanelDescription description, Words words)
    {
        var rows = new List<ReportRow> { ReportRow.Of(words["table.rows"], description.Rows) };
        var notes = new List<string>();
        if (description.Structure is { } s)
        {
            rows.Add(ReportRow.Of(words["table.units"], s.Units));
            if (s.FirstPeriod is { } first && s.LastPeriod is { } last)
            {
                rows.Add(ReportRow.Of(words["table.periods"], s.Periods));
                rows.Add(ReportRow.Of(words["structure.first-period"], Cell.Number(first, NumberFormat.Whole(thousands: false))));
                rows.Add(ReportRow.Of(words["structure.last-period"], Cell.Number(last, NumberFormat.Whole(thousands: false))));
            }
            rows.Add(ReportRow.Of(words["structure.fewest"], s.MinimumRows));
            rows.Add(ReportRow.Of(words["structure.mean"], Cell.Number(s.MeanRows, NumberFormat.Fixed(1))));
            rows.Add(ReportRow.Of(words["structure.most"], s.MaximumRows));
            rows.Add(ReportRow.Of(words["structure.balanced"], ResultWords.YesNo(s.IsBalanced, words)));
            rows.Add(ReportRow.Of(words["structure.gaps"], s.Gaps.Count));
            foreach (UnitGap gap in s.Gaps.Take(20))
                notes.Add(words.Say("structure.gap", ("unit", gap.Unit), ("periods", SampleLogTable.Which(gap.Periods))));
            if (s.Gaps.Count > 20)
                notes.Add(words.Say("structure.more-gaps", ("count", s.Gaps.Count - 20)));
            if (s.AbsentPeriods.Count > 0)
                notes.Add(words.Say("structure.absent", ("periods", SampleLogTable.Which(s.AbsentPeriods))));
        }
        notes.AddRange(description.Notices.Select(notice => words.Sentence(notice.In(words))));
        return new ReportTable(
            "structure", words.Say("structure.title", ("source", description.SourceName)),
            [ReportColumn.Words(words["structure.panel"], "item"), ReportColumn.Numbers(words["table.value"], ResultFormats.Count, key: "value")], rows)
        {
            Words = words,
            Notes = notes,
        };
    }

    private static ReportTable Statistics(PanelDescription description, NumberSummary[] numbers, ReportLabels labels)
    {
        Words words = labels.Words;
        bool measured = numbers.Any(n => labels.Measures.ContainsKey(n.Name));
        bool split = numbers.Any(n => double.IsFinite(n.WithinDeviation));
        List<ReportColumn> columns = [ReportColumn.Words(words["table.variable"], "variable")];
        if (measured) columns.Add(ReportColumn.Words(words["statistics.measure"], "measure"));
        columns.Add(ReportColumn.Numbers("N", ResultFormats.Count, key: "n"));
        columns.Add(ReportColumn.Numbers(words["table.mean"], NumberFormat.Fixed(3), key: "mean"));
        string deviation = words["table.deviation"];
        columns.Add(ReportColumn.Numbers(words["table.overall"], NumberFormat.Fixed(3), deviation, "sd"));
        if (split)
        {
            columns.Add(ReportColumn.Numbers(words["table.between"], NumberFormat.Fixed(3), deviation, "sd_between"));
            columns.Add(ReportColumn.Numbers(words["table.within"], NumberFormat.Fixed(3), deviation, "sd_within"));
        }
        columns.AddRange(((string[])["min", "q1", "median", "q3", "max"]).Select(key => ReportColumn.Numbers(words["statistics." + key], NumberFormat.Fixed(3), key: key)));
        ReportRow Row(NumberSummary n)
        {
            NumberFormat format = ResultFormats.Spread(n.StandardDeviation, Math.Max(Math.Abs(n.Minimum), Math.Abs(n.Maximum)));
            Cell In(double value) => Cell.Number(value, format);
            List<Cell> cells = [labels.Column(n.Name)];
            if (measured) cells.Add(labels.Measures.GetValueOrDefault(n.Name, ""));
            cells.AddRange([n.Count, In(n.Mean), In(n.StandardDeviation)]);
            if (split) cells.AddRange([In(n.BetweenDeviation), In(n.WithinDeviation)]);
            cells.AddRange([In(n.Minimum), In(n.LowerQuartile), In(n.Median), In(n.UpperQuartile), In(n.Maximum)]);
            return new ReportRow(cells);
        }
        string[] notes = split ? [words["statistics.note"]] : [];
        return new ReportTable(
            "statistics", words.Say("statistics.title", ("count", description.Rows)), columns, [.. numbers.Select(Row)])
        {
            Words = words,
            Notes = notes,
        };
    }

    private static ReportTable Missing(PanelDescription description, NumberSummary[] numbers, TextSummary[] texts, ReportLabels labels)
    {
        Words words = labels.Words;
        NumberFormat share = NumberFormat.Percent(1, sign: false);
        bool infinite = numbers.Any(n => n.Infinite > 0);
        List<ReportColumn> columns =
        [
            ReportColumn.Words(words["table.variable"], "variable"), ReportColumn.Words(words["missing.kind"], "kind"),
            ReportColumn.Numbers(words["missing.missing"], ResultFormats.Count, key: "missing"), ReportColumn.Numbers("%", share, key: "missing_share"),
            ReportColumn.Numbers(words["missing.zeros"], ResultFormats.Count, key: "zeros"), ReportColumn.Numbers(words["missing.negative"], ResultFormats.Count, key: "negative"),
            ReportColumn.Numbers(words["missing.distinct"], ResultFormats.Count, key: "distinct"),
        ];
        if (infinite) columns.Add(ReportColumn.Numbers(words["missing.infinite"], ResultFormats.Count, key: "infinite"));
        ReportRow Row(Cell[] cells, Cell last) => new(infinite ? [.. cells, last] : cells);
        return new ReportTable(
            "missing", words.Say("missing.title", ("count", description.Rows)), columns,
            [
                .. numbers.Select(n => Row([labels.Column(n.Name), words["missing.number"], n.Missing, n.MissingShare, n.Zeros, n.Negatives, Cell.Empty], n.Infinite)),
                .. texts.Select(t => Row([labels.Column(t.Name), words["missing.text"], t.Missing, t.MissingShare, Cell.Empty, Cell.Empty, t.Distinct], Cell.Empty)),
            ])
        {
            Words = words,
            Notes = numbers.Any(n => n.Zeros > 0 || n.Negatives > 0) ? [words["missing.note"]] : [],
        };
    }

    private static ReportTable Correlations(PanelDescription description, NumberSummary[] numbers, ReportLabels labels)
    {
        Words words = labels.Words;
        Dictionary<(string, string), double> values = description.Correlations.ToDictionary(c => (c.Left, c.Right), c => c.Value);
        double Of(string a, string b) => values.TryGetValue((a, b), out double value) || values.TryGetValue((b, a), out value) ? value : double.NaN;
        return new ReportTable(
            "correlations", words["correlations.title"],
            [
                ReportColumn.Words(words["table.variable"], "variable"),
                .. numbers.Select((n, j) => ReportColumn.Numbers(
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"({j + 1})"), NumberFormat.Fixed(2), key: n.Name)),
            ],
            [
                .. numbers.Select((n, i) => new ReportRow([
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"({i + 1}) {labels.Column(n.Name)}"),
                    .. numbers.Select((m, j) => j > i ? Cell.Empty : j == i ? Cell.Number(1) : Cell.Number(Of(n.Name, m.Name)))])),
            ])
        {
            Words = words,
            Notes = [words["correlations.note"]],
        };
    }
}
