using System.Text.Json;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Potential;
using Gravity.Core.Regression;
using Gravity.Core.Studies;

namespace Gravity.Cli.Json;

/// <summary>Predicted flows, and potential by several methods, as JSON.</summary>
internal static class MethodJson
{
    /// <summary>The predictions of one regression, the keys of <c>potential</c> that a regression has.</summary>
    public static void Prediction(Utf8JsonWriter writer, PredictionResult result, TradeClassification? classes, FitResult fit, IEnumerable<FitWarning> warnings)
    {
        writer.WriteStartArray("rows");
        for (int i = 0; i < result.Rows.Count; i++)
        {
            PredictedRow row = result.Rows[i];
            writer.WriteStartObject();
            writer.WriteNumber("row", row.Row);
            writer.WriteString("unit", row.Unit);
            writer.WriteWhole("time", row.Time);
            writer.Number("actual", row.Actual);
            Interval(writer, "potential", row.Predicted);
            Interval(writer, "gap", Map(row.Predicted, p => p - row.Actual));
            Interval(writer, "room", Map(row.Predicted, p => p / row.Actual - 1));
            Interval(writer, "ratio", row.Ratio);
            if (classes is not null)
                writer.WriteString("class", classes.ClassOfRow[i] is >= 0 and var found ? classes.Classes[found].Name : null);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("totals");
        foreach (PredictedTotals totals in result.Totals)
        {
            writer.WriteStartObject();
            writer.WriteString("by", totals.Name);
            writer.WriteString("equalByConstruction", Words(totals.Exact));
            writer.WriteStartArray("groups");
            foreach (PredictedTotal group in totals.Groups)
            {
                writer.WriteStartObject();
                writer.WriteString("key", group.Key);
                writer.WriteNumber("rows", group.Count);
                writer.WriteNumber("rowsWithoutFlow", group.Left);
                writer.Number("actual", group.Actual);
                Interval(writer, "potential", group.Predicted);
                Interval(writer, "gap", Map(group.Predicted, p => p - group.Actual));
                Interval(writer, "room", group.Room);
                Interval(writer, "ratio", group.Ratio);
                Interval(writer, "rank", group.Rank);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (classes is not null)
        {
            writer.WriteStartObject("classes");
            PotentialJson.ClassBounds(writer, classes, fit.Model);
            writer.WriteEndObject();
        }
        Prediction(writer, result);
        writer.Number("level", 100 * result.Level);
        writer.WriteNumber("draws", result.Draws);
        writer.WriteNumber("seed", result.Seed);
        writer.WriteString("model", fit.Model);
        writer.WriteBoolean("converged", fit.Converged);
        writer.Warnings(warnings);
    }

    /// <summary>Methods side by side, an object of that name; null without.</summary>
    public static void Write(Utf8JsonWriter writer, string name, MethodComparison? comparison)
    {
        if (comparison is null)
        {
            writer.WriteNull(name);
            return;
        }
        writer.WriteStartObject(name);
        writer.WriteNumber("commonRows", comparison.CommonRows);
        writer.Number("actual", comparison.Actual);
        writer.WriteString("outOfSample", comparison.HeldOut);
        writer.Number("level", 100 * comparison.Level);
        writer.WriteNumber("draws", comparison.Draws);
        writer.WriteStartArray("methods");
        foreach (PotentialMethod method in comparison.Methods)
            Method(writer, method);
        writer.WriteEndArray();
        Rows(writer, "spearman", comparison.Spearman);
        Rows(writer, "kendall", comparison.Kendall);
        writer.WriteStartArray("leftOut");
        foreach ((string left, string why) in comparison.LeftOut)
        {
            writer.WriteStartObject();
            writer.WriteString("name", left);
            writer.WriteString("why", why);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Method(Utf8JsonWriter writer, PotentialMethod method)
    {
        writer.WriteStartObject();
        writer.WriteString("name", method.Name);
        writer.WriteString("model", method.Model);
        writer.WriteString("kind", method.Frontier is null ? "regression" : "frontier");
        writer.WriteString("potentialIs", method.What.ToString());
        writer.WriteString("absorbs", method.Effects);
        writer.WriteNumber("fittedRows", method.FittedRows);
        if (method.Prediction is { } prediction)
            Prediction(writer, prediction);
        Interval(writer, "potential", method.Total.Potential);
        Interval(writer, "ratio", method.Total.Ratio);
        writer.WriteStartArray("equalByConstruction");
        foreach ((string grouping, ExactFit exact) in method.Exact)
        {
            writer.WriteStartObject();
            writer.WriteString("by", grouping);
            writer.WriteString("equal", Words(exact));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (method.Classes is { } classes)
        {
            writer.WriteStartObject("classes");
            PotentialJson.ClassBounds(writer, classes, method.Name);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("classes");
        }
        writer.WriteStartArray("units");
        for (int i = 0; i < method.Units.Count; i++)
        {
            MethodTotal unit = method.Units[i];
            writer.WriteStartObject();
            writer.WriteString("unit", unit.Key);
            writer.Number("actual", unit.Actual);
            Interval(writer, "potential", unit.Potential);
            Interval(writer, "ratio", unit.Ratio);
            writer.Number("rank", unit.Rank);
            writer.WriteString("class", method.UnitClasses is { } c && c.ClassOfRow[i] >= 0 ? c.Classes[c.ClassOfRow[i]].Name : null);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("rows");
        foreach (MethodRow row in method.Rows)
        {
            writer.WriteStartObject();
            writer.WriteNumber("row", row.Row);
            writer.WriteString("unit", row.Unit);
            writer.WriteWhole("time", row.Time);
            writer.Number("actual", row.Actual);
            Interval(writer, "potential", row.Potential);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Prediction(Utf8JsonWriter writer, PredictionResult result)
    {
        writer.WriteString("retransformation", result.Retransformation is { } kind ? RetransformationNames.Of(kind) : null);
        Interval(writer, "factor", result.Factor);
        writer.WriteBoolean("outOfSample", result.OutOfSample);
        writer.WriteString("intervalsHold", result.Errors.ToString());
        writer.WriteDoubles("unidentifiedRows", result.Unidentified.Select(r => (double)r));
    }

    private static void Rows(Utf8JsonWriter writer, string name, Matrix matrix)
    {
        writer.WriteStartArray(name);
        for (int i = 0; i < matrix.Rows; i++)
        {
            writer.WriteStartArray();
            for (int j = 0; j < matrix.Columns; j++)
            {
                if (double.IsFinite(matrix[i, j]))
                    writer.WriteNumberValue(matrix[i, j]);
                else
                    writer.WriteNullValue();
            }
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    private static string? Words(ExactFit exact) => exact switch
    {
        ExactFit.Sums => "sums",
        ExactFit.GeometricMeans => "geometric-means",
        _ => null,
    };

    private static IntervalEstimate Map(IntervalEstimate estimate, Func<double, double> map) => new(map(estimate.Value), map(estimate.Low), map(estimate.High));

    private static void Interval(Utf8JsonWriter writer, string name, IntervalEstimate estimate)
    {
        writer.Number(name, estimate.Value);
        writer.Number(name + "Low", estimate.Low);
        writer.Number(name + "High", estimate.High);
    }
}
