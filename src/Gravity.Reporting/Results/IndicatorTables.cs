using System.Globalization;
using Gravity.Core.Potential;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Complementarity, intensity and export potential of pairs, and export potential by product.</summary>
public static class IndicatorTables
{
    /// <summary>Both tables for readers: the last period, the largest unrealised potential first.</summary>
    /// <param name="result">The indicators.</param>
    /// <param name="columns">The columns, for headings.</param>
    /// <param name="lines">Most lines of each table.</param>
    /// <param name="words">The language; null for English.</param>
    public static IReadOnlyList<ReportTable> Of(IndicatorResult result, ProductColumns columns, int lines, Words? words = null)
    {
        words ??= Words.English;
        int? last = result.Pairs.Select(p => p.Time).Max();
        PairIndicators[] pairs = [.. result.Pairs.Where(p => p.Time == last).OrderByDescending(p => p.Unrealised).ThenBy(p => p.Exporter, StringComparer.Ordinal).ThenBy(p => p.Importer, StringComparer.Ordinal)];
        ProductPotential[] products = [.. result.Products.Where(p => p.Time == last).OrderByDescending(p => p.Unrealised).ThenBy(p => p.Exporter, StringComparer.Ordinal).ThenBy(p => p.Importer, StringComparer.Ordinal).ThenBy(p => p.Product, StringComparer.Ordinal)];
        string period = last is { } year ? words.Say("indicators.in", ("period", year.ToString(CultureInfo.InvariantCulture))) : "";
        var tables = new List<ReportTable>
        {
            Pairs([.. pairs.Take(lines)], columns, words, words.Say("indicators.pairs-title", ("period", period)), printed: result) with
            {
                Notes =
                [
                    .. Notes(result, columns, words), .. First(pairs.Length), Growth(columns, words), words["indicators.complementarity-note"], words["indicators.intensity-note"], words["indicators.potential-note"],
                ],
            },
        };
        if (products.Length > 0)
        {
            tables.Add(Products([.. products.Take(lines)], columns, words, words.Say("indicators.products-title", ("period", period)), printed: result) with
            {
                Notes = [.. First(products.Length), Growth(columns, words), words["indicators.products-note"]],
            });
        }

        return tables;

        string[] First(int total) => total > lines ? [words.Say("indicators.first", ("lines", lines), ("total", total))] : [];
    }

    /// <summary>Every pair and period.</summary>
    /// <param name="result">The indicators.</param>
    /// <param name="columns">The columns, whose names the keys take.</param>
    public static ReportTable AllPairs(IndicatorResult result, ProductColumns columns) => Pairs(result.Pairs, columns, Words.English, "pairs", printed: null);

    /// <summary>Every pair, product and period.</summary>
    /// <param name="result">The indicators.</param>
    /// <param name="columns">The columns, whose names the keys take.</param>
    public static ReportTable AllProducts(IndicatorResult result, ProductColumns columns) => Products(result.Products, columns, Words.English, "products", printed: null);

    /// <summary>A printed table says the period in its title, and shows potential only where it is not trade once more.</summary>
    private static ReportTable Pairs(IReadOnlyList<PairIndicators> pairs, ProductColumns columns, Words words, string title, IndicatorResult? printed)
    {
        NumberFormat level = Level(pairs.Select(p => p.Trade)), room = Level(pairs.Select(p => p.Unrealised)), ratio = NumberFormat.Fixed(3);
        string complementarity = words["indicators.complementarity"], potential = words["indicators.export-potential"];
        var shown = new List<(ReportColumn Column, Func<PairIndicators, Cell> Value)>
        {
            (ReportColumn.Words(columns.Exporter, columns.Exporter), p => p.Exporter),
            (ReportColumn.Words(columns.Importer, columns.Importer), p => p.Importer),
        };
        if (printed is null && columns.Time is not null)
            shown.Add((Time(columns), p => Cell.Number(p.Time)));
        int stub = shown.Count;
        shown.AddRange(
        [
            (ReportColumn.Numbers(words["indicators.trade"], level, key: "trade"), p => p.Trade),
            (ReportColumn.Numbers("Michaely", NumberFormat.Fixed(1), complementarity, "michaely"), p => p.Michaely),
            (ReportColumn.Numbers("Drysdale", ratio, complementarity, "drysdale"), p => p.Drysdale),
            (ReportColumn.Numbers("RCA×RCM", ratio, complementarity, "comparative"), p => p.Comparative),
            (ReportColumn.Numbers(words["indicators.intensity"], ratio, key: "intensity"), p => p.Intensity),
            (ReportColumn.Numbers(words["indicators.bias"], ratio, key: "bias"), p => p.Bias),
            (ReportColumn.Numbers(words["indicators.ease"], ratio, key: "ease"), p => p.Ease),
        ]);
        if (printed is null or { Projected: true })
            shown.Add((ReportColumn.Numbers(words["indicators.potential"], level, potential, "potential"), p => p.Potential));
        shown.Add((ReportColumn.Numbers(words["indicators.unrealised"], room, potential, "unrealised"), p => p.Unrealised));
        shown.Add(printed is null
            ? (ReportColumn.Numbers(words["indicators.realised"], level, potential, "realised"), p => p.Realised)
            : (ReportColumn.Numbers(words["indicators.realised-share"], NumberFormat.Percent(1, sign: false), potential, "realised_share"), p => p.Realised / p.Potential));
        return new ReportTable("trade-indicators", title, [.. shown.Select(s => s.Column)], [.. pairs.Select(p => new ReportRow([.. shown.Select(s => s.Value(p))]))])
        {
            StubColumns = stub,
            Words = words,
        };
    }

    private static ReportTable Products(IReadOnlyList<ProductPotential> products, ProductColumns columns, Words words, string title, IndicatorResult? printed)
    {
        NumberFormat level = Level(products.Select(p => p.Potential)), demand = Level(products.Select(p => p.Demand));
        var shown = new List<(ReportColumn Column, Func<ProductPotential, Cell> Value)>
        {
            (ReportColumn.Words(columns.Exporter, columns.Exporter), p => p.Exporter),
            (ReportColumn.Words(columns.Importer, columns.Importer), p => p.Importer),
            (ReportColumn.Words(columns.Product, columns.Product), p => p.Product),
        };
        if (printed is null && columns.Time is not null)
            shown.Add((Time(columns), p => Cell.Number(p.Time)));
        int stub = shown.Count;
        shown.AddRange(
        [
            (ReportColumn.Numbers(words["indicators.trade"], level, key: "trade"), p => p.Trade),
            (ReportColumn.Numbers(words["indicators.supply"], NumberFormat.Percent(2, sign: false), key: "supply"), p => p.Supply),
            (ReportColumn.Numbers(words["indicators.demand"], demand, key: "demand"), p => p.Demand),
            (ReportColumn.Numbers(words["indicators.ease"], NumberFormat.Fixed(3), key: "ease"), p => p.Ease),
            (ReportColumn.Numbers(words["indicators.potential"], level, key: "potential"), p => p.Potential),
            (ReportColumn.Numbers(words["indicators.unrealised"], level, key: "unrealised"), p => p.Unrealised),
        ]);
        if (printed is null)
            shown.Add((ReportColumn.Numbers(words["indicators.realised"], level, key: "realised"), p => p.Realised));
        shown.Add((ReportColumn.Numbers("RCA", NumberFormat.Fixed(2), key: "advantage"), p => p.Advantage));
        return new ReportTable("export-potential", title, [.. shown.Select(s => s.Column)], [.. products.Select(p => new ReportRow([.. shown.Select(s => s.Value(p))]))])
        {
            StubColumns = stub,
            Words = words,
        };
    }

    /// <summary>Levels by all but the smallest fifth of the values: a trickle of trade must not give millions its decimals.</summary>
    private static NumberFormat Level(IEnumerable<double> values)
    {
        double[] positive = [.. values.Where(v => v > 0).Order()];
        return ResultFormats.Level(positive.Skip(positive.Length / 5));
    }

    private static ReportColumn Time(ProductColumns columns) => new(columns.Time!, ColumnAlignment.Left, NumberFormat.Whole(thousands: false)) { Key = columns.Time! };

    /// <summary>What the world is, what was left out of it, and what is assumed, in the order a reader asks.</summary>
    private static IEnumerable<string> Notes(IndicatorResult result, ProductColumns columns, Words words)
    {
        yield return words.Say(
            "indicators.world", ("source", result.SourceName), ("rows", result.Rows), ("exporters", result.Counts.Exporters), ("importers", result.Counts.Importers), ("products", result.Counts.Products),
            ("flow", columns.Flow));
        if (result.Counts.Periods > 1)
            yield return words.Say("indicators.periods", ("periods", result.Counts.Periods));
        foreach (Phrase notice in result.Notices)
            yield return notice.In(words);
        if (result.ProductsLeftOut)
            yield return words["indicators.left-out"];
    }

    private static string Growth(ProductColumns columns, Words words)
    {
        string[] given = [.. new[] { columns.SupplyGrowth, columns.DemandGrowth }.OfType<string>().Select(c => $"'{c}'")];
        return given.Length == 0 ? words["indicators.no-projection"] : words.Say("indicators.projection", ("columns", words.List(given)));
    }
}
