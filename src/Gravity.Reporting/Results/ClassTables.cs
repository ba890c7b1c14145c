using System.Globalization;
using Gravity.Core.Potential;
using Gravity.Core.Studies;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Rows and units by class of actual over predicted trade.</summary>
public static class ClassTables
{
    /// <summary>The classes with their bounds, counts and shares of rows.</summary>
    /// <param name="classification">The classes.</param>
    /// <param name="predictor">Name of the model that predicts, e.g. <c>ols</c>; null to leave it out.</param>
    public static ReportTable Counts(TradeClassification classification, string? predictor = null)
    {
        int total = classification.Classes.Sum(c => c.Count);
        return new ReportTable(
            "classes", $"Classes of {Ratio(classification, predictor)}",
            [
                ReportColumn.Words("Class", "class"), ReportColumn.Words("Ratio", "ratio"),
                ReportColumn.Numbers("Rows", ResultFormats.Count, key: "rows"), ReportColumn.Numbers("%", NumberFormat.Percent(1, sign: false), key: "share"),
            ],
            [
                .. classification.Classes.Select((c, k) => ReportRow.Of(
                    c.Name, Range(classification, k), c.Count, total == 0 ? double.NaN : (double)c.Count / total)),
            ])
        {
            Notes = classification.Note is { } note ? [note] : [],
        };
    }

    /// <summary>By unit: the ratio of sums of actual and predicted trade with its class, and the unit's rows by class; smallest ratio first.</summary>
    /// <param name="classes">The classes of a study.</param>
    /// <param name="labels">Words for units and the measure of the flow; null for none.</param>
    public static ReportTable ByUnit(StudyClasses classes, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        TradeClassification classification = classes.Classification;
        NumberFormat level = ResultFormats.Level(classes.Units.Select(u => u.Actual));
        ILookup<string?, ClassifiedRow> rows = classes.Rows.ToLookup(r => r.Unit);
        return new ReportTable(
            "classes-by-unit",
            $"{Capital(Ratio(classification, classes.Base))} by {labels.UnitHeader.ToLowerInvariant()}{(labels.FlowMeasure is { } measure ? ", " + measure : "")}",
            [
                ReportColumn.Words(labels.UnitHeader, "unit"),
                ReportColumn.Numbers("Actual", level, "Sum over rows", "actual"), ReportColumn.Numbers("Predicted", level, "Sum over rows", "predicted"),
                ReportColumn.Numbers("Ratio", ResultFormats.Efficiency, key: "ratio"), ReportColumn.Words("Class of the ratio", "class"),
                .. classification.Classes.Select((c, k) => ReportColumn.Numbers(
                    c.Name.Replace(' ', '\n'), ResultFormats.Count, "Rows in class", string.Create(CultureInfo.InvariantCulture, $"class_{k + 1}"))),
            ],
            [
                .. classes.Units.OrderBy(u => double.IsNaN(u.Ratio) ? double.PositiveInfinity : u.Ratio).ThenBy(u => u.Unit, StringComparer.Ordinal)
                    .Select(u => new ReportRow([
                        labels.Unit(u.Unit), u.Actual, u.Predicted, u.Ratio, u.Class < 0 ? "–" : classification.Classes[u.Class].Name,
                        .. classification.Classes.Select((_, k) => Cell.Number(rows[u.Unit].Count(r => r.Class == k)))])),
            ])
        {
            Notes =
            [
                $"Classes: {string.Join("; ", classification.Classes.Select((c, k) => $"{c.Name}, ratio {Range(classification, k)}"))}. Predicted trade is exp(x'b), a median.",
            ],
        };
    }

    private static string Ratio(TradeClassification classification, string? predictor) => classification.Base == ClassBase.Te
        ? "trade efficiency"
        : predictor is null ? "actual over predicted trade" : $"actual over predicted trade ({predictor})";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Which side a cut belongs to, as the classes are defined: the first closed above, the last of several closed below.</summary>
    private static string Range(TradeClassification classification, int k)
    {
        IReadOnlyList<double> cuts = classification.Cuts;
        string Text(int j) => cuts[j].ToString(CultureInfo.InvariantCulture);
        if (k == 0) return $"≤ {Text(0)}";
        if (k < cuts.Count) return $"{Text(k - 1)} to {Text(k)}";
        return cuts.Count == 1 ? $"> {Text(k - 1)}" : $"≥ {Text(k - 1)}";
    }
}
