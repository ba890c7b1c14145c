using Gravity.Core.Potential;
using Gravity.Core.Regression;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Flows that a regression predicts, by row and in sums.</summary>
public static class PredictionTables
{
    /// <summary>The sums of a grouping, the largest room first; years in their order.</summary>
    /// <param name="result">The predictions.</param>
    /// <param name="totals">One of its groupings.</param>
    /// <param name="labels">Words for units and the measure of the flow; null for none.</param>
    /// <param name="all">The grouping over all rows for the last line, or null.</param>
    public static ReportTable Totals(PredictionResult result, PredictedTotals totals, ReportLabels? labels = null, PredictedTotals? all = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        NumberFormat level = ResultFormats.Level(totals.Groups.Select(g => g.Actual));
        string interval = "\n" + words.Say("table.interval", ("level", ResultWords.Percent(result.Level)));
        bool units = totals.Groups.All(g => result.Rows.Any(r => r.Unit == g.Key));
        string header = units ? labels.UnitHeader : labels.Column(totals.Name);
        ReportRow Row(PredictedTotal g, string name, bool ranked) => new(
        [
            name, g.Count, g.Actual, Interval(g.Predicted), Interval(g.Ratio), Interval(g.Room), ranked ? Interval(g.Rank) : Cell.Empty,
        ]);
        List<ReportRow> rows = [.. totals.Groups.OrderBy(g => double.IsNaN(g.Rank.Value) ? double.PositiveInfinity : g.Rank.Value).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Row(g, totals.Name == "all" ? words["table.all"] : labels.Unit(g.Key), totals.Groups.Count > 1))];
        if (all is { Groups: [var whole] } && all != totals) rows.Add(Row(whole, words["table.all"], false) with { RuleBefore = true });
        return new ReportTable(
            PotentialTables.Key(totals.Name), words.Say("prediction.title", ("group", words.Inside(totals.Name == "all" ? words["table.all"] : header)), ("measure", labels.MeasureAfter)),
            [
                ReportColumn.Words(totals.Name == "all" ? "" : header, "group"), ReportColumn.Numbers(words["table.rows"], ResultFormats.Count, key: "rows"),
                ReportColumn.Numbers(words["table.actual"], level, key: "actual"), ReportColumn.Numbers(words["prediction.predicted"] + interval, level, key: "potential"),
                ReportColumn.Numbers(words["prediction.ratio"] + interval, ResultFormats.Efficiency, key: "ratio"),
                ReportColumn.Numbers(words["potential.room"] + interval, NumberFormat.Percent(1, sign: false), key: "room"),
                ReportColumn.Numbers(words["table.rank"] + interval, ResultFormats.Ranks(totals.Groups.Select(g => g.Rank.Value)), key: "rank"),
            ],
            rows)
        {
            Words = words,
            Notes = [.. Notes(result, totals, words)],
        };
    }

    /// <summary>Every row.</summary>
    /// <param name="result">The predictions.</param>
    /// <param name="labels">Words for units and the measure of the flow; null for none.</param>
    public static ReportTable Rows(PredictionResult result, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        var stub = new RowStub(result.Rows.Any(r => r.Unit is not null), result.Rows.Any(r => r.Time is not null), labels);
        NumberFormat level = ResultFormats.Level(result.Rows.Select(r => r.Actual));
        string interval = "\n" + words.Say("table.interval", ("level", ResultWords.Percent(result.Level)));
        return new ReportTable(
            "prediction-rows", words.Say("prediction.title", ("group", words["potential.row"]), ("measure", labels.MeasureAfter)),
            [
                .. stub.Columns, ReportColumn.Numbers(words["table.actual"], level, key: "actual"), ReportColumn.Numbers(words["prediction.predicted"] + interval, level, key: "potential"),
                ReportColumn.Numbers(words["prediction.ratio"] + interval, ResultFormats.Efficiency, key: "ratio"),
            ],
            [.. result.Rows.Select(r => new ReportRow([.. stub.Cells(r.Row, r.Unit, r.Time), r.Actual, Interval(r.Predicted), Interval(r.Ratio)]))])
        {
            StubColumns = stub.Columns.Count,
            Words = words,
            Notes = [.. Notes(result, null, words)],
        };
    }

    private static IEnumerable<string> Notes(PredictionResult result, PredictedTotals? totals, Words words)
    {
        string factor = result.Factor.Value.ToString("F3", System.Globalization.CultureInfo.InvariantCulture);
        yield return result.Retransformation switch
        {
            null => words["prediction.note-mean"],
            Retransformation.Smearing => words.Say("prediction.note-smearing", ("factor", factor)),
            Retransformation.Lognormal => words.Say("prediction.note-lognormal", ("factor", factor)),
            _ => words["prediction.note-median"],
        };
        yield return words.Say("prediction.note-draws", ("level", ResultWords.Percent(result.Level)), ("draws", result.Draws), ("errors", result.Errors));
        if (totals?.Exact == ExactFit.Sums) yield return words["prediction.note-sums"];
        if (totals?.Exact == ExactFit.GeometricMeans) yield return words["prediction.note-means"];
        if (result.Unidentified.Count > 0) yield return words.Say("prediction.note-unidentified", ("count", result.Unidentified.Count));
    }

    private static Cell Interval(IntervalEstimate estimate) => Cell.Interval(estimate.Value, estimate.Low, estimate.High);
}
