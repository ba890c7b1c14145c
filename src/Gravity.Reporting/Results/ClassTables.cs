using System.Globalization;
using Gravity.Core.Potential;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Rows and units by class of actual over predicted trade.</summary>
public static class ClassTables
{
    /// <summary>The classes with their bounds, counts and shares of rows.</summary>
    /// <param name="classification">The classes.</param>
    public static ReportTable Counts(TradeClassification classification)
    {
        int total = classification.Classes.Sum(c => c.Count);
        return new ReportTable(
            "classes", $"Classes of actual over {Base(classification)}",
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

    /// <summary>By unit: median, lowest and highest ratio, and rows by class.</summary>
    /// <param name="classification">The classes.</param>
    /// <param name="units">The unit of each row.</param>
    /// <param name="labels">Words for units; null for their keys.</param>
    public static ReportTable ByUnit(TradeClassification classification, IReadOnlyList<string> units, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        if (units.Count != classification.Ratios.Length)
            throw new ArgumentException($"{units.Count} units for {classification.Ratios.Length} rows", nameof(units));
        int[] rows = [.. Enumerable.Range(0, units.Count).Where(r => !double.IsNaN(classification.Ratios[r]))];
        var groups = rows.GroupBy(r => units[r])
            .Select(g => (Unit: g.Key, Median: Median([.. g.Select(r => classification.Ratios[r])]), Rows: g.ToList()))
            .OrderBy(g => g.Median).ThenBy(g => g.Unit, StringComparer.Ordinal);
        return new ReportTable(
            "classes-by-unit", $"Actual over {Base(classification)} by {labels.UnitHeader.ToLowerInvariant()}",
            [
                ReportColumn.Words(labels.UnitHeader, "unit"),
                ReportColumn.Numbers("Median\nratio", ResultFormats.Efficiency, key: "median_ratio"),
                ReportColumn.Numbers("Lowest", ResultFormats.Efficiency, key: "lowest"), ReportColumn.Numbers("Highest", ResultFormats.Efficiency, key: "highest"),
                .. classification.Classes.Select((c, k) => ReportColumn.Numbers(
                    c.Name.Replace(' ', '\n'), ResultFormats.Count, "Rows in class", string.Create(CultureInfo.InvariantCulture, $"class_{k + 1}"))),
            ],
            [
                .. groups.Select(g => new ReportRow([
                    labels.Unit(g.Unit), g.Median, g.Rows.Min(r => classification.Ratios[r]), g.Rows.Max(r => classification.Ratios[r]),
                    .. classification.Classes.Select((_, k) => Cell.Number(g.Rows.Count(r => classification.ClassOfRow[r] == k)))])),
            ])
        {
            Notes = [$"Classes: {string.Join("; ", classification.Classes.Select((c, k) => $"{c.Name}, ratio {Range(classification, k)}"))}."],
        };
    }

    private static string Base(TradeClassification classification) =>
        classification.Base == ClassBase.Ols ? "predicted trade" : "potential trade (efficiency)";

    /// <summary>Which side a cut belongs to, as the classes are defined: the first closed above, the last closed below.</summary>
    private static string Range(TradeClassification classification, int k)
    {
        IReadOnlyList<double> cuts = classification.Cuts;
        string Text(int j) => cuts[j].ToString(CultureInfo.InvariantCulture);
        if (k == 0) return $"≤ {Text(0)}";
        if (k < cuts.Count) return $"{Text(k - 1)} to {Text(k)}";
        return cuts.Count == 1 ? $"> {Text(k - 1)}" : $"≥ {Text(k - 1)}";
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
    }
}
