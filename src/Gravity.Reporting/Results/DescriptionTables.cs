using Gravity.Core.Data;
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
        var tables = new List<ReportTable> { Structure(description) };
        if (description.Sample.Dropped.Count > 0) tables.Add(SampleLogTable.Of(description.Sample, labels.Words));
        if (numbers.Length > 0) tables.Add(Statistics(description, numbers, labels));
        tables.Add(Missing(description, numbers, texts, labels));
        if (numbers.Length > 1) tables.Add(Correlations(description, numbers, labels));
        return tables;
    }

    private static ReportTable Structure(PanelDescription description)
    {
        var rows = new List<ReportRow> { ReportRow.Of("Rows", description.Rows) };
        var notes = new List<string>();
        if (description.Structure is { } s)
        {
            rows.Add(ReportRow.Of("Units", s.Units));
            if (s.FirstPeriod is { } first && s.LastPeriod is { } last)
            {
                rows.Add(ReportRow.Of("Periods", s.Periods));
                rows.Add(ReportRow.Of("First period", Cell.Number(first, NumberFormat.Whole(thousands: false))));
                rows.Add(ReportRow.Of("Last period", Cell.Number(last, NumberFormat.Whole(thousands: false))));
            }
            rows.Add(ReportRow.Of("Rows per unit, fewest", s.MinimumRows));
            rows.Add(ReportRow.Of("Rows per unit, mean", Cell.Number(s.MeanRows, NumberFormat.Fixed(1))));
            rows.Add(ReportRow.Of("Rows per unit, most", s.MaximumRows));
            rows.Add(ReportRow.Of("Balanced", s.IsBalanced ? "yes" : "no"));
            rows.Add(ReportRow.Of("Units with gaps", s.Gaps.Count));
            foreach (UnitGap gap in s.Gaps.Take(20))
                notes.Add($"{gap.Unit} lacks {SampleLogTable.Which(gap.Periods)}.");
            if (s.Gaps.Count > 20)
                notes.Add(ResultWords.Count(s.Gaps.Count - 20, "further unit") + " with gaps.");
            if (s.AbsentPeriods.Count > 0)
                notes.Add($"No unit has a row in {SampleLogTable.Which(s.AbsentPeriods)}.");
        }
        notes.AddRange(description.Notices.Select(ResultWords.Sentence));
        return new ReportTable(
            "structure", $"Structure of {description.SourceName}",
            [ReportColumn.Words("Panel", "item"), ReportColumn.Numbers("Value", ResultFormats.Count, key: "value")], rows)
        {
            Notes = notes,
        };
    }

    private static ReportTable Statistics(PanelDescription description, NumberSummary[] numbers, ReportLabels labels)
    {
        bool measured = numbers.Any(n => labels.Measures.ContainsKey(n.Name));
        bool split = numbers.Any(n => double.IsFinite(n.WithinDeviation));
        List<ReportColumn> columns = [ReportColumn.Words("Variable", "variable")];
        if (measured) columns.Add(ReportColumn.Words("Measure", "measure"));
        columns.Add(ReportColumn.Numbers("N", ResultFormats.Count, key: "n"));
        columns.Add(ReportColumn.Numbers("Mean", NumberFormat.Fixed(3), key: "mean"));
        columns.Add(ReportColumn.Numbers("overall", NumberFormat.Fixed(3), "Standard deviation", "sd"));
        if (split)
        {
            columns.Add(ReportColumn.Numbers("between", NumberFormat.Fixed(3), "Standard deviation", "sd_between"));
            columns.Add(ReportColumn.Numbers("within", NumberFormat.Fixed(3), "Standard deviation", "sd_within"));
        }
        columns.AddRange(((string[])["Min", "Q1", "Median", "Q3", "Max"]).Select(h => ReportColumn.Numbers(h, NumberFormat.Fixed(3), key: h.ToLowerInvariant())));
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
        string[] notes = split ? ["Between: standard deviation of the units' means; within: of deviations from them."] : [];
        return new ReportTable(
            "statistics", $"Summary statistics, {ResultWords.Count(description.Rows, "row")}", columns, [.. numbers.Select(Row)])
        { Notes = notes };
    }

    private static ReportTable Missing(PanelDescription description, NumberSummary[] numbers, TextSummary[] texts, ReportLabels labels)
    {
        NumberFormat share = NumberFormat.Percent(1, sign: false);
        bool infinite = numbers.Any(n => n.Infinite > 0);
        List<ReportColumn> columns =
        [
            ReportColumn.Words("Variable", "variable"), ReportColumn.Words("Kind", "kind"),
            ReportColumn.Numbers("Missing", ResultFormats.Count, key: "missing"), ReportColumn.Numbers("%", share, key: "missing_share"),
            ReportColumn.Numbers("Zeros", ResultFormats.Count, key: "zeros"), ReportColumn.Numbers("Negative", ResultFormats.Count, key: "negative"),
            ReportColumn.Numbers("Different\ntexts", ResultFormats.Count, key: "distinct"),
        ];
        if (infinite) columns.Add(ReportColumn.Numbers("Infinite", ResultFormats.Count, key: "infinite"));
        ReportRow Row(Cell[] cells, Cell last) => new(infinite ? [.. cells, last] : cells);
        return new ReportTable(
            "missing", $"Missing cells and zeros, {ResultWords.Count(description.Rows, "row")}", columns,
            [
                .. numbers.Select(n => Row([labels.Column(n.Name), "number", n.Missing, n.MissingShare, n.Zeros, n.Negatives, Cell.Empty], n.Infinite)),
                .. texts.Select(t => Row([labels.Column(t.Name), "text", t.Missing, t.MissingShare, Cell.Empty, Cell.Empty, t.Distinct], Cell.Empty)),
            ])
        {
            Notes = numbers.Any(n => n.Zeros > 0 || n.Negatives > 0) ? ["ln() of a column with zeros or negative values is refused, never dropped silently."] : [],
        };
    }

    private static ReportTable Correlations(PanelDescription description, NumberSummary[] numbers, ReportLabels labels)
    {
        Dictionary<(string, string), double> values = description.Correlations.ToDictionary(c => (c.Left, c.Right), c => c.Value);
        double Of(string a, string b) => values.TryGetValue((a, b), out double value) || values.TryGetValue((b, a), out value) ? value : double.NaN;
        return new ReportTable(
            "correlations", "Correlations",
            [
                ReportColumn.Words("Variable", "variable"),
                .. numbers.Select((n, j) => ReportColumn.Numbers(
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"({j + 1})"), NumberFormat.Fixed(2), key: n.Name)),
            ],
            [
                .. numbers.Select((n, i) => new ReportRow([
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"({i + 1}) {labels.Column(n.Name)}"),
                    .. numbers.Select((m, j) => j > i ? Cell.Empty : j == i ? Cell.Number(1) : Cell.Number(Of(n.Name, m.Name)))])),
            ])
        {
            Notes = ["Over the rows that have both columns."],
        };
    }
}
