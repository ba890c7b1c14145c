using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Potential;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Potential.Indicators;

/// <summary>European trade by product (Eurostat, as shipped with R fixest), against the formulas of the papers taken word for word from dictionaries of sums.</summary>
public sealed class EuropeanTradeTests
{
    private const int Year = 2016;

    private sealed record Flow(string From, string To, string Product, double Euros);

    [Fact]
    public void Indicators_of_european_trade_are_those_of_the_papers_formulas()
    {
        string path = Path.Combine(ReferenceFolder.RequireExternal(), "gravity", "data", "fixest_trade.csv");
        IndicatorResult result = TradeIndicators.Of(
            CsvPanelReader.ReadFile(path), new ProductColumns("Origin", "Destination", "Product", "Euros") { Time = "Year" }, new IndicatorOptions { Repeated = RepeatedFlows.Refuse });
        Assert.Equal(10, result.Counts.Periods);
        Assert.Equal(20, result.Counts.Products);
        Assert.Equal(38_325, result.Rows + result.DomesticRows.Count + result.MissingRows.Count);

        Flow[] flows = [.. Read(path)];
        double world = flows.Sum(f => f.Euros);
        Dictionary<string, double> worldOf = Sums(flows, f => f.Product), exportsOf = Sums(flows, f => f.From), importsOf = Sums(flows, f => f.To);
        Dictionary<string, double> exports = Sums(flows, f => f.From + "/" + f.Product), imports = Sums(flows, f => f.To + "/" + f.Product), pairs = Sums(flows, f => f.From + "/" + f.To);
        Dictionary<string, double> cells = Sums(flows, f => f.From + "/" + f.To + "/" + f.Product);
        string[] products = [.. worldOf.Keys];
        PairIndicators[] found = [.. result.Pairs.Where(p => p.Time == Year)];
        Assert.True(found.Length > 190, $"{found.Length} pairs");
        foreach (PairIndicators pair in found)
        {
            double tradeOfPair = pairs.GetValueOrDefault(pair.Exporter + "/" + pair.Importer), importsOfExporter = importsOf.GetValueOrDefault(pair.Exporter);
            double X(string k) => exports.GetValueOrDefault(pair.Exporter + "/" + k);
            double M(string k) => imports.GetValueOrDefault(pair.Importer + "/" + k);
            double michaely = 100 * (1 - products.Sum(k => Math.Abs(M(k) / importsOf[pair.Importer] - X(k) / exportsOf[pair.Exporter])) / 2);
            double drysdale = products.Sum(k => X(k) / exportsOf[pair.Exporter] * ((world - importsOfExporter) / (worldOf[k] - imports.GetValueOrDefault(pair.Exporter + "/" + k))) * (M(k) / importsOf[pair.Importer]));
            double comparative = products.Sum(k => worldOf[k] / world * (X(k) / exportsOf[pair.Exporter] / (worldOf[k] / world)) * (M(k) / importsOf[pair.Importer] / (worldOf[k] / world)));
            double intensity = tradeOfPair / exportsOf[pair.Exporter] / (importsOf[pair.Importer] / (world - importsOfExporter));
            double ease = tradeOfPair / products.Sum(k => X(k) * M(k) / worldOf[k]);
            double unrealised = products.Sum(k => Math.Max(0, X(k) / worldOf[k] * M(k) * ease - cells.GetValueOrDefault(pair.Exporter + "/" + pair.Importer + "/" + k)));
            Assert.Equal(tradeOfPair, pair.Trade, 1e-12 * tradeOfPair);
            Assert.Equal(michaely, pair.Michaely, 1e-10);
            Assert.Equal(drysdale, pair.Drysdale, 1e-10);
            Assert.Equal(comparative, pair.Comparative, 1e-10);
            Assert.Equal(intensity, pair.Intensity, 1e-10 * (1 + intensity));
            Assert.Equal(intensity / drysdale, pair.Bias, 1e-10 * (1 + intensity));
            Assert.Equal(ease, pair.Ease, 1e-10 * (1 + ease));
            Assert.Equal(unrealised, pair.Unrealised, 1e-10 * tradeOfPair);
        }
    }

    /// <summary>The file by hand: no reader of ours, and no culture of the machine.</summary>
    private static IEnumerable<Flow> Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        Assert.Equal("Destination,Origin,Product,Year,dist_km,Euros", lines[0]);
        foreach (string[] cells in lines.Skip(1).Select(l => l.Split(',')))
            if (cells[3] == Year.ToString(CultureInfo.InvariantCulture) && cells[0] != cells[1])
                yield return new Flow(cells[1], cells[0], cells[2], double.Parse(cells[5], CultureInfo.InvariantCulture));
    }

    private static Dictionary<string, double> Sums(IEnumerable<Flow> flows, Func<Flow, string> key) =>
        flows.GroupBy(key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(f => f.Euros), StringComparer.Ordinal);
}
