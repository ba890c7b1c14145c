using System.Globalization;
using Gravity.Core.Potential;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Potential by several methods side by side: what each predicts, sums by unit, classes, rank correlations, rows.</summary>
public static class MethodTables
{
    /// <summary>The tables for readers, in order.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="labels">Words for units and the measure of the flow; null for none.</param>
    public static IReadOnlyList<ReportTable> Of(MethodComparison comparison, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        var tables = new List<ReportTable> { Methods(comparison, labels) };
        if (comparison.Methods.Count > 1) tables.Add(Correlations(comparison, labels));
        if (comparison.Methods[0].Units.Count > 0)
        {
            tables.Add(ByUnit(comparison, labels));
            if (comparison.Methods.Any(m => m.UnitClasses is not null)) tables.Add(Classes(comparison, labels));
        }

        return tables;
    }

    /// <summary>What each method predicts, on how many rows it was fitted, and the sums over the rows that all have.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="labels">Words for the measure of the flow; null for none.</param>
    public static ReportTable Methods(MethodComparison comparison, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        NumberFormat level = ResultFormats.Level([comparison.Actual]);
        TradeClassification? classes = comparison.Methods.Select(m => m.Classes).FirstOrDefault(c => c is not null);
        string interval = "\n" + words.Say("table.interval", ("level", ResultWords.Percent(comparison.Level)));
        return new ReportTable(
            Key("methods", comparison), Title("methods.title", comparison, labels),
            [
                ReportColumn.Words(words["methods.method"], "method"), ReportColumn.Words(words["table.model"], "model"), ReportColumn.Words(words["methods.predicts"], "predicts"),
                ReportColumn.Numbers(words["methods.fitted"], ResultFormats.Count, key: "fitted_rows"),
                ReportColumn.Numbers(words["methods.potential"] + interval, level, key: "potential"),
                ReportColumn.Numbers(words["methods.ratio"] + interval, ResultFormats.Efficiency, key: "ratio"),
                .. (classes?.Classes ?? []).Select((c, k) => ReportColumn.Numbers(
                    c.NameIn(words).Replace(' ', '\n'), ResultFormats.Count, words["classes.rows-in-class"], string.Create(CultureInfo.InvariantCulture, $"class_{k + 1}"))),
            ],
            [
                .. comparison.Methods.Select(m => new ReportRow(
                [
                    m.Name, m.Model, m.What.In(words) + (m.Effects is { } effects ? words.Say("methods.effects", ("effects", effects)) : ""), m.FittedRows,
                    Interval(m.Total.Potential), Interval(m.Total.Ratio),
                    .. (classes?.Classes ?? []).Select((_, k) => m.Classes is { } own ? Cell.Number(own.Classes[k].Count) : Cell.Text("–")),
                ])),
            ])
        {
            Words = words,
            Notes = [.. Notes(comparison, labels, classes)],
        };
    }

    /// <summary>Sums by unit: actual trade, and each method's potential with the ratio of the two; largest room of the last method first.</summary>
    /// <param name="comparison">The comparison, with units.</param>
    /// <param name="labels">Words for units and the measure of the flow; null for none.</param>
    public static ReportTable ByUnit(MethodComparison comparison, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        IReadOnlyList<PotentialMethod> methods = comparison.Methods;
        NumberFormat level = ResultFormats.Level(methods[0].Units.Select(u => u.Actual));
        string interval = "\n" + words.Say("table.interval", ("level", ResultWords.Percent(comparison.Level)));
        return new ReportTable(
            Key("potential-by-method", comparison), Title("methods.by-unit-title", comparison, labels),
            [
                ReportColumn.Words(labels.UnitHeader, "unit"), ReportColumn.Numbers(words["table.actual"], level, key: "actual"),
                .. methods.SelectMany((m, k) => new[]
                {
                    ReportColumn.Numbers(words["methods.potential"] + interval, level, m.Name, Column("potential", m.Name, k)),
                    ReportColumn.Numbers(words["methods.ratio-short"] + "\n", ResultFormats.Efficiency, m.Name, Column("ratio", m.Name, k)),
                    ReportColumn.Numbers(words["table.rank"] + "\n", ResultFormats.Ranks(m.Units.Select(u => u.Rank)), m.Name, Column("rank", m.Name, k)),
                }),
            ],
            [
                .. Order(comparison).Select(i => new ReportRow(
                [
                    labels.Unit(methods[0].Units[i].Key), methods[0].Units[i].Actual,
                    .. methods.SelectMany(m => new[] { Interval(m.Units[i].Potential), Cell.Number(m.Units[i].Ratio.Value), Cell.Number(m.Units[i].Rank) }),
                ])),
                new ReportRow(
                [
                    words["table.all"], comparison.Actual,
                    .. methods.SelectMany(m => new[] { Interval(m.Total.Potential), Cell.Number(m.Total.Ratio.Value), Cell.Empty }),
                ])
                { RuleBefore = true },
            ])
        {
            Words = words,
            Notes = [words.Say("methods.by-unit-note", ("method", methods[^1].Name)), Intervals(comparison, words)],
        };
    }

    /// <summary>The class of each unit's sums by each regression.</summary>
    /// <param name="comparison">The comparison, with units.</param>
    /// <param name="labels">Words for units; null for none.</param>
    public static ReportTable Classes(MethodComparison comparison, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        PotentialMethod[] regressions = [.. comparison.Methods.Where(m => m.UnitClasses is not null)];
        return new ReportTable(
            Key("classes-by-method", comparison), Title("methods.classes-title", comparison, labels),
            [ReportColumn.Words(labels.UnitHeader, "unit"), .. regressions.Select((m, k) => ReportColumn.Words(m.Name, Column("class", m.Name, k)))],
            [
                .. Order(comparison).Select(i => new ReportRow(
                [
                    labels.Unit(comparison.Methods[0].Units[i].Key),
                    .. regressions.Select(m => Cell.Text(m.UnitClasses!.ClassOfRow[i] is >= 0 and var c ? m.UnitClasses.Classes[c].NameIn(words) : "–")),
                ])),
            ])
        {
            Words = words,
            Notes = [words.Say("methods.classes-note", ("cuts", string.Join(words["list.between"], regressions[0].UnitClasses!.Cuts.Select(c => c.ToString(CultureInfo.InvariantCulture)))))],
        };
    }

    /// <summary>Rank correlations of potential over actual trade between methods: Spearman above the diagonal, Kendall below.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="labels">Words; null for none.</param>
    public static ReportTable Correlations(MethodComparison comparison, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        int count = comparison.Methods.Count;
        bool units = comparison.Methods[0].Units.Count > 1;
        return new ReportTable(
            Key("method-correlations", comparison), Title("methods.correlations-title", comparison, labels),
            [
                ReportColumn.Words(words["methods.method"], "method"),
                .. comparison.Methods.Select((m, k) => ReportColumn.Numbers(string.Create(CultureInfo.InvariantCulture, $"({k + 1})"), NumberFormat.Fixed(2), key: Column("with", m.Name, k))),
            ],
            [
                .. comparison.Methods.Select((m, i) => new ReportRow(
                [
                    string.Create(CultureInfo.InvariantCulture, $"({i + 1}) {m.Name}"),
                    .. Enumerable.Range(0, count).Select(j => i == j ? Cell.Empty : Cell.Number(i < j ? comparison.Spearman[i, j] : comparison.Kendall[i, j])),
                ])),
            ])
        {
            Words = words,
            Notes = [words.Say(units ? "methods.correlations-note" : "methods.correlations-note-rows", ("count", units ? comparison.Methods[0].Units.Count : comparison.CommonRows))],
        };
    }

    /// <summary>Every common row by every method.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="labels">Words for units and the measure of the flow; null for none.</param>
    public static ReportTable Rows(MethodComparison comparison, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        IReadOnlyList<MethodRow> first = comparison.Methods[0].Rows;
        var stub = new RowStub(first.Any(r => r.Unit is not null), first.Any(r => r.Time is not null), labels);
        NumberFormat level = ResultFormats.Level(first.Select(r => r.Actual));
        string interval = "\n" + words.Say("table.interval", ("level", ResultWords.Percent(comparison.Level)));
        return new ReportTable(
            Key("method-rows", comparison), Title("methods.rows-title", comparison, labels),
            [
                .. stub.Columns, ReportColumn.Numbers(words["table.actual"], level, key: "actual"),
                .. comparison.Methods.Select((m, k) => ReportColumn.Numbers(m.Name + interval, level, key: Column("potential", m.Name, k))),
            ],
            [
                .. first.Select((r, i) => new ReportRow([.. stub.Cells(r.Row, r.Unit, r.Time), r.Actual, .. comparison.Methods.Select(m => Interval(m.Rows[i].Potential))])),
            ])
        {
            StubColumns = stub.Columns.Count,
            Words = words,
            Notes = [Intervals(comparison, words)],
        };
    }

    private static IEnumerable<string> Notes(MethodComparison comparison, ReportLabels labels, TradeClassification? classes)
    {
        Words words = labels.Words;
        yield return words.Say(comparison.HeldOut is null ? "methods.common" : "methods.common-held-out", ("count", comparison.CommonRows), ("filter", comparison.HeldOut ?? ""));
        if (comparison.Methods.Any(m => m.Frontier is not null) && comparison.Methods.Any(m => m.Prediction is not null)) yield return words["methods.meaning"];
        if (classes is not null) yield return words["methods.classes-base"];
        foreach (IGrouping<string, PotentialMethod> same in comparison.Methods.Where(m => m.Prediction is not null).GroupBy(m => m.Prediction!.Errors.In(words)))
            yield return words.Say("words.colon", ("what", (string[])[.. same.Select(m => m.Name)]), ("text", same.Key + words["sentence.end"]));
        yield return Intervals(comparison, words);
        foreach (string sentence in Exact(comparison, labels)) yield return sentence;
        foreach ((string name, string why) in comparison.LeftOut)
            yield return words.Say("methods.left-out", ("name", name), ("why", why));
        foreach (PotentialMethod method in comparison.Methods.Where(m => m.Prediction is { Unidentified.Count: > 0 }))
            yield return words.Say("methods.unidentified", ("name", method.Name), ("count", method.Prediction!.Unidentified.Count));
    }

    /// <summary>What is equal by construction, in sentences.</summary>
    internal static IEnumerable<string> Exact(MethodComparison comparison, ReportLabels labels)
    {
        Words words = labels.Words;
        foreach (PotentialMethod method in comparison.Methods)
        {
            foreach (IGrouping<ExactFit, (string Grouping, ExactFit Exact)> kind in method.Exact.GroupBy(e => e.Exact))
            {
                string[] names = [.. kind.Select(e => e.Grouping == "all" ? words["methods.over-all"] : words.Say("methods.by", ("group", labels.Column(e.Grouping))))];
                yield return words.Say(kind.Key == ExactFit.Sums ? "methods.exact-sums" : "methods.exact-means", ("name", method.Name), ("groups", names));
            }
        }
    }

    private static string Intervals(MethodComparison comparison, Words words) =>
        words.Say("methods.intervals", ("level", ResultWords.Percent(comparison.Level)), ("draws", comparison.Draws));

    private static string Title(string key, MethodComparison comparison, ReportLabels labels)
    {
        string title = labels.Words.Say(key, ("unit", labels.UnitInside), ("measure", labels.MeasureAfter));
        return comparison.HeldOut is { } filter ? labels.Words.Say("methods.held-out", ("title", title), ("filter", filter)) : title;
    }

    private static string Key(string key, MethodComparison comparison) => comparison.HeldOut is null ? key : key + "-held-out";

    private static string Column(string what, string method, int place) =>
        what + "_" + string.Concat(method.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_')) + string.Create(CultureInfo.InvariantCulture, $"_{place + 1}");

    /// <summary>Positions of units, the largest room of the last method first.</summary>
    private static IEnumerable<int> Order(MethodComparison comparison)
    {
        IReadOnlyList<MethodTotal> last = comparison.Methods[^1].Units;
        return Enumerable.Range(0, last.Count).OrderBy(i => double.IsNaN(last[i].Rank) ? double.PositiveInfinity : last[i].Rank).ThenBy(i => last[i].Key, StringComparer.Ordinal);
    }

    private static Cell Interval(IntervalEstimate estimate) => Cell.Interval(estimate.Value, estimate.Low, estimate.High);
}
