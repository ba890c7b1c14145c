using System.Text.Json;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;

namespace Gravity.Cli.Json;

/// <summary>Efficiencies as JSON.</summary>
internal static class EfficiencyJson
{
    public static void Write(Utf8JsonWriter writer, EfficiencyResult result, FitResult fit, IReadOnlyList<MarginalEffect> effects, IEnumerable<FitWarning> warnings)
    {
        writer.WriteStartArray("rows");
        foreach (EfficiencyRow row in result.Rows)
            Row(writer, row);
        writer.WriteEndArray();
        writer.Number("mean", result.Mean);
        writer.Number("level", 100 * result.Level);
        writer.WriteString("model", fit.Model);
        writer.WriteBoolean("converged", fit.Converged);
        writer.WriteStartArray("units");
        foreach (UnitEfficiency unit in result.Units)
        {
            writer.WriteStartObject();
            writer.WriteString("unit", unit.Unit);
            writer.WriteNumber("rows", unit.Count);
            writer.Number("mean", unit.Mean);
            writer.Number("rank", unit.Rank);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("periods");
        foreach (PeriodEfficiency period in result.Periods)
        {
            writer.WriteStartObject();
            writer.WriteNumber("time", period.Period);
            writer.WriteNumber("rows", period.Count);
            writer.Number("mean", period.Mean);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("marginalEffects");
        foreach (MarginalEffect effect in effects)
        {
            writer.WriteStartObject();
            Effect(writer, effect);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.Warnings(warnings);
    }

    /// <summary>The effects of one determinant on E[u], V[u] and E[exp(−u)], averaged and at the means, inside an object.</summary>
    public static void Effect(Utf8JsonWriter writer, MarginalEffect effect)
    {
        writer.WriteString("name", effect.Name);
        writer.Number("onMean", effect.AverageOnMean);
        writer.Number("onMeanStandardError", effect.AverageOnMeanError);
        writer.Number("onVariance", effect.AverageOnVariance);
        writer.Number("onVarianceStandardError", effect.AverageOnVarianceError);
        writer.Number("onEfficiency", effect.AverageOnEfficiency);
        writer.Number("onEfficiencyStandardError", effect.AverageOnEfficiencyError);
        if (effect.AtMeans is not { } means)
            return;
        writer.WriteStartObject("atMeans");
        writer.Number("onMean", means.OnMean);
        writer.Number("onMeanStandardError", means.OnMeanError);
        writer.Number("onVariance", means.OnVariance);
        writer.Number("onVarianceStandardError", means.OnVarianceError);
        writer.Number("onEfficiency", means.OnEfficiency);
        writer.Number("onEfficiencyStandardError", means.OnEfficiencyError);
        writer.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter writer, EfficiencyRow row)
    {
        writer.WriteStartObject();
        writer.WriteNumber("row", row.Row);
        writer.WriteString("unit", row.Unit);
        writer.WriteWhole("time", row.Time);
        writer.Number("te", row.Te);
        writer.Number("teLow", row.TeLow);
        writer.Number("teHigh", row.TeHigh);
        writer.Number("jlms", row.Jlms);
        writer.Number("u", row.U);
        writer.Number("residual", row.Residual);
        writer.Number("fitted", row.Fitted);
        writer.Number("mode", row.ModeTe);
        writer.Number("rank", row.Rank);
        writer.Number("rankInPeriod", row.RankInPeriod);
        foreach (PartEfficiency part in row.Parts)
        {
            string key = RowFiles.KeyOf(part);
            writer.Number(key, part.Te);
            writer.Number(key + "Low", part.TeLow);
            writer.Number(key + "High", part.TeHigh);
        }
        if (row.ClassProbabilities.Count > 0)
        {
            writer.WriteNumber("class", row.Class);
            writer.WriteStartArray("classProbabilities");
            foreach (double probability in row.ClassProbabilities)
                writer.WriteNumberValue(probability);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }
}
