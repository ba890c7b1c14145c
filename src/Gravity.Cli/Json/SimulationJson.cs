using System.Text.Json;
using Gravity.Core.Estimation;
using Gravity.Core.Simulation;

namespace Gravity.Cli.Json;

/// <summary>JSON of <c>gravity simulate</c>: the summary; the replications themselves are in the file of <c>--output</c>.</summary>
internal static class SimulationJson
{
    public static void Write(Utf8JsonWriter writer, SimulationResults results, IReadOnlyList<SimulatedEstimatorSummary> summaries)
    {
        writer.WriteString("design", results.Name);
        writer.WriteString("designSha256", results.DesignSha256);
        writer.WriteNumber("seed", results.Seed);
        writer.WriteNumber("replications", results.Replications);
        writer.WriteNumber("done", results.Done.Count);
        writer.WriteWhole("shard", results.Shard?.Index);
        writer.WriteWhole("shards", results.Shard?.Count);
        writer.WriteStartArray("estimators");
        foreach (SimulatedEstimatorSummary summary in summaries)
            Write(writer, summary);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, SimulatedEstimatorSummary summary)
    {
        writer.WriteStartObject();
        writer.WriteString("name", summary.Name);
        Shares(writer, "outcomes", summary.Outcomes);
        Shares(writer, "warnings", summary.Warnings);
        Shares(writer, "failures", summary.Failures);
        writer.WriteStartArray("parameters");
        foreach (SimulatedQuantity quantity in summary.Parameters)
        {
            string[] parts = quantity.Name.Split(':', 2);
            Quantity(writer, quantity, () =>
            {
                writer.WriteString("block", parts[0]);
                writer.WriteString("name", parts[1]);
            });
        }
        writer.WriteEndArray();
        writer.WriteStartArray("derived");
        foreach (SimulatedQuantity quantity in summary.Derived)
            Quantity(writer, quantity, () => writer.WriteString("name", quantity.Name));
        writer.WriteEndArray();
        if (summary.MeanEfficiency is { } mean)
        {
            writer.WritePropertyName("meanEfficiency");
            Quantity(writer, mean, () => { });
        }
        else
        {
            writer.WriteNull("meanEfficiency");
        }
        if (summary.Efficiencies.FirstOrDefault(e => e.Part == SimulatedEfficiency.Overall) is { } efficiency)
        {
            writer.WriteStartObject("efficiency");
            Efficiency(writer, efficiency);
        }
        else
        {
            writer.WriteNull("efficiency");
        }
        writer.WriteStartArray("efficiencyParts");
        foreach (SimulatedEfficiencySummary part in summary.Efficiencies.Where(e => e.Part != SimulatedEfficiency.Overall))
        {
            writer.WriteStartObject();
            writer.WriteString("part", part.Part);
            Efficiency(writer, part);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The numbers, and the end of the object.</summary>
    private static void Efficiency(Utf8JsonWriter writer, SimulatedEfficiencySummary efficiency)
    {
        writer.WriteNumber("count", efficiency.Count);
        writer.Number("rankCorrelation", efficiency.RankCorrelation);
        writer.Number("rankCorrelationError", efficiency.RankCorrelationError);
        writer.Number("bias", efficiency.Bias);
        writer.Number("biasError", efficiency.BiasError);
        writer.Number("rmse", efficiency.Rmse);
        writer.Number("coverage", efficiency.Coverage);
        writer.Number("coverageError", efficiency.CoverageError);
        writer.WriteEndObject();
    }

    private static void Shares(Utf8JsonWriter writer, string key, IReadOnlyList<SimulatedShare> shares)
    {
        writer.WriteStartArray(key);
        foreach (SimulatedShare share in shares)
        {
            writer.WriteStartObject();
            writer.WriteString("code", share.Code);
            writer.WriteNumber("count", share.Count);
            writer.Number("share", share.Share);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void Quantity(Utf8JsonWriter writer, SimulatedQuantity quantity, Action name)
    {
        writer.WriteStartObject();
        name();
        writer.Number("truth", quantity.Truth);
        writer.WriteNumber("count", quantity.Count);
        writer.Number("mean", quantity.Mean);
        writer.Number("bias", quantity.Bias);
        writer.Number("biasError", quantity.BiasError);
        writer.Number("rmse", quantity.Rmse);
        writer.Number("standardDeviation", quantity.Deviation);
        writer.Number("meanStandardError", quantity.MeanStandardError);
        writer.WriteNumber("intervalCount", quantity.IntervalCount);
        writer.Number("coverage", quantity.Coverage);
        writer.Number("coverageError", quantity.CoverageError);
        writer.WriteEndObject();
    }
}
