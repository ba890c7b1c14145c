using System.Text.Json;
using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Core.Wording;

namespace Gravity.Cli.Json;

/// <summary>Indicators of trade by product as JSON.</summary>
internal static class IndicatorsJson
{
    public static void Write(Utf8JsonWriter writer, IndicatorResult result)
    {
        writer.WriteStartObject("world");
        writer.WriteString("source", result.SourceName);
        writer.WriteNumber("exporters", result.Counts.Exporters);
        writer.WriteNumber("importers", result.Counts.Importers);
        writer.WriteNumber("products", result.Counts.Products);
        writer.WriteNumber("periods", result.Counts.Periods);
        writer.WriteNumber("rows", result.Rows);
        writer.WriteNumber("missingRows", result.MissingRows.Count);
        writer.WriteNumber("domesticRows", result.DomesticRows.Count);
        writer.WriteNumber("repeatedRows", result.RepeatedRows.Count);
        writer.WriteBoolean("projected", result.Projected);
        writer.WriteEndObject();
        writer.WriteStartArray("notices");
        foreach (Phrase notice in result.Notices)
            writer.WriteStringValue(notice.ToString());
        writer.WriteEndArray();
        writer.WriteStartArray("pairs");
        foreach (PairIndicators pair in result.Pairs)
        {
            writer.WriteStartObject();
            writer.WriteString("exporter", pair.Exporter);
            writer.WriteString("importer", pair.Importer);
            writer.WriteWhole("time", pair.Time);
            writer.Number("trade", pair.Trade);
            writer.Number("michaely", pair.Michaely);
            writer.Number("drysdale", pair.Drysdale);
            writer.Number("comparative", pair.Comparative);
            writer.Number("intensity", pair.Intensity);
            writer.Number("bias", pair.Bias);
            writer.Number("ease", pair.Ease);
            writer.Number("potential", pair.Potential);
            writer.Number("unrealised", pair.Unrealised);
            writer.Number("realised", pair.Realised);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("products");
        foreach (ProductPotential one in result.Products)
        {
            writer.WriteStartObject();
            writer.WriteString("exporter", one.Exporter);
            writer.WriteString("importer", one.Importer);
            writer.WriteString("product", one.Product);
            writer.WriteWhole("time", one.Time);
            writer.Number("trade", one.Trade);
            writer.Number("supply", one.Supply);
            writer.Number("demand", one.Demand);
            writer.Number("ease", one.Ease);
            writer.Number("potential", one.Potential);
            writer.Number("unrealised", one.Unrealised);
            writer.Number("realised", one.Realised);
            writer.Number("advantage", one.Advantage);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteBoolean("productsLeftOut", result.ProductsLeftOut);
    }
}
