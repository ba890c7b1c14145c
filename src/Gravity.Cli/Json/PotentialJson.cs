using System.Text.Json;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Potential;

namespace Gravity.Cli.Json;

/// <summary>Potential as JSON.</summary>
internal static class PotentialJson
{
    public static void Write(
        Utf8JsonWriter writer, PotentialResult result, TradeClassification? classes, FitResult fit, IEnumerable<FitWarning> warnings)
    {
        writer.WriteStartArray("rows");
        for (int i = 0; i < result.Rows.Count; i++)
            Row(writer, result.Rows[i], classes, i);
        writer.WriteEndArray();
        writer.WriteStartArray("totals");
        foreach (PotentialTotals totals in result.Totals)
        {
            writer.WriteStartObject();
            writer.WriteString("by", totals.Name);
            writer.WriteStartArray("groups");
            foreach (PotentialTotal group in totals.Groups)
                Total(writer, group);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (classes is not null)
        {
            writer.WriteStartObject("classes");
            ClassBounds(writer, classes, classes.BaseName);
            writer.WriteEndObject();
        }
        writer.Number("level", 100 * result.Level);
        writer.WriteNumber("draws", result.Draws);
        writer.WriteNumber("seed", result.Seed);
        writer.WriteString("side", result.Side == FrontierSide.Production ? "production" : "cost");
        writer.WriteString("model", fit.Model);
        writer.WriteBoolean("converged", fit.Converged);
        writer.Warnings(warnings);
    }

    private static void Row(Utf8JsonWriter writer, PotentialRow row, TradeClassification? classes, int position)
    {
        writer.WriteStartObject();
        writer.WriteNumber("row", row.Row);
        writer.WriteString("unit", row.Unit);
        writer.WriteWhole("time", row.Time);
        writer.Number("actual", row.Actual);
        Interval(writer, "te", row.Te);
        Interval(writer, "potential", row.Potential);
        Interval(writer, "frontier", row.Frontier);
        Interval(writer, "frontierMean", row.FrontierMean);
        Interval(writer, "expected", row.Expected);
        Interval(writer, "gap", row.Gap);
        Interval(writer, "room", row.Room);
        Interval(writer, "rank", row.Rank);
        if (classes is not null)
        {
            int found = classes.ClassOfRow[position];
            writer.Number("ratio", classes.Ratios[position]);
            writer.WriteString("class", found < 0 ? null : classes.Classes[found].Name);
        }
        writer.WriteEndObject();
    }

    private static void Total(Utf8JsonWriter writer, PotentialTotal group)
    {
        writer.WriteStartObject();
        writer.WriteString("key", group.Key);
        writer.WriteNumber("rows", group.Count);
        writer.WriteNumber("rowsWithoutFlow", group.Left);
        writer.Number("actual", group.Actual);
        Interval(writer, "potential", group.Potential);
        Interval(writer, "frontier", group.Frontier);
        Interval(writer, "frontierMean", group.FrontierMean);
        Interval(writer, "expected", group.Expected);
        Interval(writer, "gap", group.Gap);
        Interval(writer, "room", group.Room);
        Interval(writer, "rank", group.Rank);
        writer.Number("firstProbability", group.FirstProbability);
        writer.Number("topThreeProbability", group.TopThreeProbability);
        writer.WriteEndObject();
    }

    /// <summary>Base, cuts and classes with their counts.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="predictor">What predicts trade.</param>
    public static void ClassBounds(Utf8JsonWriter writer, TradeClassification classes, string predictor)
    {
        writer.WriteString("base", predictor);
        writer.WriteDoubles("cuts", classes.Cuts);
        writer.WriteStartArray("classes");
        foreach (TradeClass entry in classes.Classes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", entry.Name);
            writer.Number("from", entry.From);
            writer.Number("to", entry.To);
            writer.WriteNumber("rows", entry.Count);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteString("note", classes.Note);
    }

    private static void Interval(Utf8JsonWriter writer, string name, IntervalEstimate estimate)
    {
        writer.Number(name, estimate.Value);
        writer.Number(name + "Low", estimate.Low);
        writer.Number(name + "High", estimate.High);
    }
}
