using System.Text.Json;
using Gravity.Core.Data;
using Gravity.Core.Estimation;

namespace Gravity.Cli.Json;

/// <summary>A description of data as JSON.</summary>
internal static class DescriptionJson
{
    public static void Write(Utf8JsonWriter writer, PanelDescription description)
    {
        writer.WriteString("data", description.SourceName);
        writer.WriteString("dataSha256", description.Sha256);
        writer.WriteNumber("rows", description.Rows);
        writer.WriteStartArray("dropped");
        foreach (DroppedRows dropped in description.Sample.Dropped)
        {
            writer.WriteStartObject();
            writer.WriteString("reason", dropped.Reason);
            writer.WriteNumber("rows", dropped.Rows.Count);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (description.Structure is { } structure)
            Structure(writer, structure);
        writer.WriteStartArray("columns");
        foreach (NumberSummary column in description.Numbers)
            Column(writer, column);
        foreach (TextSummary column in description.Texts)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("type", "text");
            writer.WriteNumber("count", column.Count);
            writer.WriteNumber("missing", column.Missing);
            writer.Number("missingShare", column.MissingShare);
            writer.WriteNumber("distinct", column.Distinct);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("correlations");
        foreach (Correlation correlation in description.Correlations)
        {
            writer.WriteStartObject();
            writer.WriteString("left", correlation.Left);
            writer.WriteString("right", correlation.Right);
            writer.Number("correlation", correlation.Value);
            writer.WriteNumber("rows", correlation.Count);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStrings("notices", description.Notices.Select(notice => notice.ToString()));
    }

    private static void Structure(Utf8JsonWriter writer, PanelStructure structure)
    {
        writer.WriteStartObject("panel");
        writer.WriteNumber("units", structure.Units);
        writer.WriteNumber("periods", structure.Periods);
        writer.WriteWhole("firstPeriod", structure.FirstPeriod);
        writer.WriteWhole("lastPeriod", structure.LastPeriod);
        writer.WriteNumber("minimumRows", structure.MinimumRows);
        writer.Number("meanRows", structure.MeanRows);
        writer.WriteNumber("maximumRows", structure.MaximumRows);
        writer.WriteBoolean("balanced", structure.IsBalanced);
        writer.WriteStartArray("gaps");
        foreach (UnitGap gap in structure.Gaps)
        {
            writer.WriteStartObject();
            writer.WriteString("unit", gap.Unit);
            writer.WriteDoubles("periods", gap.Periods.Select(p => (double)p));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteDoubles("absentPeriods", structure.AbsentPeriods.Select(p => (double)p));
        writer.WriteEndObject();
    }

    private static void Column(Utf8JsonWriter writer, NumberSummary column)
    {
        writer.WriteStartObject();
        writer.WriteString("name", column.Name);
        writer.WriteString("type", "number");
        writer.WriteNumber("count", column.Count);
        writer.WriteNumber("missing", column.Missing);
        writer.Number("missingShare", column.MissingShare);
        writer.WriteNumber("zeros", column.Zeros);
        writer.WriteNumber("negatives", column.Negatives);
        writer.WriteNumber("infinite", column.Infinite);
        writer.Number("mean", column.Mean);
        writer.Number("standardDeviation", column.StandardDeviation);
        writer.Number("minimum", column.Minimum);
        writer.Number("lowerQuartile", column.LowerQuartile);
        writer.Number("median", column.Median);
        writer.Number("upperQuartile", column.UpperQuartile);
        writer.Number("maximum", column.Maximum);
        writer.Number("betweenDeviation", column.BetweenDeviation);
        writer.Number("withinDeviation", column.WithinDeviation);
        writer.WriteEndObject();
    }
}
