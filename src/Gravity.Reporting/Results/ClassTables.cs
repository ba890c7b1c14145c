using System.Globalization;
using Gravity.Core.Potential;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Rows and units by class of actual over predicted trade.</summary>
public static class ClassTables
{
    /// <summary>The classes with their bounds, counts and shares of rows.</summary>
    /// <param name="classification">The classes.</param>
    /// <param name="predictor">Name of the model that predicts, e.g. <c>ols</c>; null to leave it out.</param>
    /// <param name="words">The language; null for English.</param>
    public static ReportTable Counts(TradeClassification classification, string? predictor = null, Words? words = null)
    {
        words ??= Words.English;
        int total = classification.Classes.Sum(c => c.Count);
        return new ReportTable(
            "classes", words.Say("classes.title", ("ratio", Ratio(classification, predictor))),
            [
                ReportColumn.Words(words["classes.class"], "class"), ReportColumn.Words(words["classes.ratio"], "ratio"),
                ReportColumn.Numbers(words["table.rows"], ResultFormats.Count, key: "rows"), ReportColumn.Numbers("%", NumberFormat.Percent(1, sign: false), key: "share"),
            ],
            [
                .. classification.Classes.Select((c, k) => ReportRow.Of(
                    c.NameIn(words), Range(classification, k, words), c.Count, total == 0 ? double.NaN : (double)c.Count / total)),
            ])
        {
            Words = words,
            Notes = classification.NoteIn(words) is { } note ? [note] : [],
        };
    }

    /// <summary>By unit: the ratio of sums of actual and predicted trade with its class, and the unit's rows by class; smallest ratio first.</summary>
    /// <param name="classes">The classes of a study.</param>
    /// <param name="labels">Words for units and the measure of the flow; null for none.</param>
    public static ReportTable ByUnit(StudyClasses classes, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        TradeClassification classification = classes.Classification;
        NumberFormat level = ResultFormats.Level(classes.Units.Select(u => u.Actual));
        ILookup<string?, ClassifiedRow> rows = classes.Rows.ToLookup(r => r.Unit);
        return new ReportTable(
            "classes-by-unit",
            words.Say(
                "classes.by-unit-title", ("ratio", Capital(Ratio(classification, classes.Base).In(words))), ("unit", labels.UnitInside), ("measure", labels.MeasureAfter)),
            [
                ReportColumn.Words(labels.UnitHeader, "unit"),
                ReportColumn.Numbers(words["table.actual"], level, words["classes.sum"], "actual"),
                ReportColumn.Numbers(words["classes.predicted"], level, words["classes.sum"], "predicted"),
                ReportColumn.Numbers(words["classes.ratio"], ResultFormats.Efficiency, key: "ratio"), ReportColumn.Words(words["classes.class-of-ratio"], "class"),
                .. classification.Classes.Select((c, k) => ReportColumn.Numbers(
                    c.NameIn(words).Replace(' ', '\n'), ResultFormats.Count, words["classes.rows-in-class"], string.Create(CultureInfo.InvariantCulture, $"class_{k + 1}"))),
            ],
            [
                .. classes.Units.OrderBy(u => double.IsNaN(u.Ratio) ? double.PositiveInfinity : u.Ratio).ThenBy(u => u.Unit, StringComparer.Ordinal)
                    .Select(u => new ReportRow([
                        labels.Unit(u.Unit), u.Actual, u.Predicted, u.Ratio, u.Class < 0 ? "–" : classification.Classes[u.Class].NameIn(words),
                        .. classification.Classes.Select((_, k) => Cell.Number(rows[u.Unit].Count(r => r.Class == k)))])),
            ])
        {
            Words = words,
            Notes =
            [
                words.Say("classes.note", ("classes", string.Join(words["list.semicolon"], classification.Classes.Select((c, k) =>
                    words.Say("classes.one", ("class", c.NameIn(words)), ("range", Range(classification, k, words))))))),
            ],
        };
    }

    private static Phrase Ratio(TradeClassification classification, string? predictor) => classification.Base == ClassBase.Te
        ? new Phrase("classes.efficiency")
        : predictor is null ? new Phrase("classes.actual-predicted") : new Phrase("classes.actual-predicted-by", ("model", predictor));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Which side a cut belongs to, as the classes are defined: the first closed above, the last of several closed below.</summary>
    private static string Range(TradeClassification classification, int k, Words words)
    {
        IReadOnlyList<double> cuts = classification.Cuts;
        string Text(int j) => cuts[j].ToString(CultureInfo.InvariantCulture);
        if (k == 0) return $"≤ {Text(0)}";
        if (k < cuts.Count) return words.Say("words.range", ("from", Text(k - 1)), ("to", Text(k)));
        return cuts.Count == 1 ? $"> {Text(k - 1)}" : $"≥ {Text(k - 1)}";
    }
}
