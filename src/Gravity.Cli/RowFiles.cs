using System.Text;
using Gravity.Core.Efficiency;
using Gravity.Core.Potential;
using Gravity.Reporting;
using Gravity.Reporting.Tables;

namespace Gravity.Cli;

/// <summary>Rows of results as CSV, under the keys of the JSON and with all digits.</summary>
internal static class RowFiles
{
    private static readonly CsvTableWriter Csv = new();

    /// <summary>Writes the file whole or not at all.</summary>
    public static void Write(string path, ReportTable table) => AtomicFile.Write(path, stream =>
    {
        using var output = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        Csv.Write(table, output);
    });

    /// <summary>One line a row of the data.</summary>
    public static ReportTable Of(EfficiencyResult result) => Table(
        "efficiency",
        [
            "te", "teLow", "teHigh", "jlms", "u", "residual", "fitted", "mode", "rank", "rankInPeriod",
            .. result.PartNames.Count == 0 ? [] : result.Rows[0].Parts.Select(KeyOf).SelectMany(key => new[] { key, key + "Low", key + "High" }),
            .. Classes(result) is 0 ? (string[])[] : ["class", .. Enumerable.Range(1, Classes(result)).Select(j => FormattableString.Invariant($"classProbability{j}"))],
        ],
        result.Rows.Select(r => (r.Row, r.Unit, r.Time,
            (double[])
            [
                r.Te, r.TeLow, r.TeHigh, r.Jlms, r.U, r.Residual, r.Fitted, r.ModeTe, r.Rank, r.RankInPeriod,
                .. r.Parts.SelectMany(part => new[] { part.Te, part.TeLow, part.TeHigh }),
                .. r.Class == 0 ? (double[])[] : [r.Class, .. r.ClassProbabilities],
            ], (string?)null)),
        withClass: false);

    private static int Classes(EfficiencyResult result) => result.Rows.Count == 0 ? 0 : result.Rows[0].ClassProbabilities.Count;

    /// <summary>Marginal effects, one line a row of the data: ∂E[u], ∂V[u] and ∂E[exp(−u)] of each determinant, named <c>onMean:z</c>.</summary>
    public static ReportTable Of(EfficiencyResult result, IReadOnlyList<MarginalEffect> effects) => Table(
        "effects",
        [.. effects.SelectMany(e => new[] { "onMean:" + e.Name, "onVariance:" + e.Name, "onEfficiency:" + e.Name })],
        result.Rows.Select((r, i) => (r.Row, r.Unit, r.Time, (double[])[.. effects.SelectMany(e => new[] { e.OnMean[i], e.OnVariance[i], e.OnEfficiency[i] })], (string?)null)),
        withClass: false);

    /// <summary>The key of a part's efficiency: <c>tePersistent</c>.</summary>
    public static string KeyOf(PartEfficiency part) => $"te{char.ToUpperInvariant(part.Name[0])}{part.Name[1..]}";

    /// <summary>One line a row of the data.</summary>
    public static ReportTable Of(PotentialResult result, TradeClassification? classes)
    {
        string[] names = ["te", "potential", "frontier", "frontierMean", "expected", "gap", "room", "rank"];
        string[] keys = ["actual", .. names.SelectMany(n => new[] { n, n + "Low", n + "High" })];
        return Table("potential", classes is null ? keys : [.. keys, "ratio"], result.Rows.Select((r, i) =>
        {
            IntervalEstimate[] estimates = [r.Te, r.Potential, r.Frontier, r.FrontierMean, r.Expected, r.Gap, r.Room, r.Rank];
            double[] numbers = [r.Actual, .. estimates.SelectMany(e => new[] { e.Value, e.Low, e.High })];
            if (classes is null)
                return (r.Row, r.Unit, r.Time, numbers, (string?)null);
            int found = classes.ClassOfRow[i];
            return (r.Row, r.Unit, r.Time, [.. numbers, classes.Ratios[i]], found < 0 ? null : classes.Classes[found].Name);
        }), classes is not null);
    }

    /// <summary>One line a predicted row of the data.</summary>
    public static ReportTable Of(PredictionResult result, TradeClassification? classes) => Table(
        "potential",
        ["actual", "potential", "potentialLow", "potentialHigh", "ratio", "ratioLow", "ratioHigh"],
        result.Rows.Select((r, i) => (r.Row, r.Unit, r.Time,
            (double[])[r.Actual, r.Predicted.Value, r.Predicted.Low, r.Predicted.High, r.Ratio.Value, r.Ratio.Low, r.Ratio.High],
            classes is null || classes.ClassOfRow[i] < 0 ? null : classes.Classes[classes.ClassOfRow[i]].Name)),
        classes is not null);

    private static ReportTable Table(
        string name, string[] keys, IEnumerable<(int Row, string? Unit, int? Time, double[] Numbers, string? Class)> rows, bool withClass)
    {
        ReportColumn[] columns =
        [
            ReportColumn.Numbers("row", NumberFormat.Text), ReportColumn.Words("unit"), ReportColumn.Numbers("time", NumberFormat.Text),
            .. keys.Select(key => ReportColumn.Numbers(key, NumberFormat.Text)),
            .. withClass ? new[] { ReportColumn.Words("class") } : [],
        ];
        return new ReportTable(name, name, columns,
        [
            .. rows.Select(r => new ReportRow(
            [
                Cell.Number(r.Row), Cell.Text(r.Unit ?? ""), Cell.Number(r.Time),
                .. r.Numbers.Select(number => Cell.Number(number)),
                .. withClass ? new[] { Cell.Text(r.Class ?? "") } : [],
            ])),
        ]);
    }
}
