using System.Globalization;
using System.Text;
using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Potential;

namespace Gravity.Core.Tests.Potential.Indicators;

/// <summary>Small worlds of flows by product.</summary>
internal static class ProductBench
{
    public static ProductColumns Columns { get; } = new("exporter", "importer", "product", "value");

    /// <summary>
    /// Three countries, two products. Exports of p and q: A 60 + 40, B 20 + 40, C 20 + 20, the world 100 + 100. Imports: A 20 + 30, B 40 + 20, C 40 + 50.
    /// </summary>
    public const string ThreeCountries = """
        exporter,importer,product,value
        A,B,p,30
        A,B,q,10
        A,C,p,30
        A,C,q,30
        B,A,p,10
        B,A,q,20
        B,C,p,10
        B,C,q,20
        C,A,p,10
        C,A,q,10
        C,B,p,10
        C,B,q,10
        """;

    public static TradePanel Read(string csv) => CsvPanelReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "flows.csv");

    public static IndicatorResult Of(string csv, ProductColumns? columns = null, IndicatorOptions? options = null) => TradeIndicators.Of(Read(csv), columns ?? Columns, options);

    public static PairIndicators Pair(this IndicatorResult result, string exporter, string importer) => result.Pairs.Single(p => p.Exporter == exporter && p.Importer == importer);

    public static ProductPotential Product(this IndicatorResult result, string exporter, string importer, string product) =>
        result.Products.Single(p => p.Exporter == exporter && p.Importer == importer && p.Product == product);

    /// <summary>A drawn world with zeros: exporter, importer, product, value, growth factors; every value times <paramref name="scale"/>.</summary>
    public static string Drawn(long seed, int countries = 5, int products = 7, double scale = 1, bool reversed = false)
    {
        var source = new RandomSource(seed);
        double[] growth = [.. Enumerable.Range(0, 2 * countries * products).Select(_ => Math.Exp(0.2 * source.NextNormal()))];
        var lines = new List<string>();
        for (int i = 0; i < countries; i++)
        {
            for (int j = 0; j < countries; j++)
            {
                for (int k = 0; k < products && i != j; k++)
                {
                    double value = source.NextUniform() < 0.2 ? 0 : Math.Exp(2 * source.NextNormal());
                    lines.Add(string.Create(
                        CultureInfo.InvariantCulture, $"c{i},c{j},k{k},{value * scale:R},{growth[i * products + k]:R},{growth[(countries + j) * products + k]:R}"));
                }
            }
        }

        if (reversed)
            lines.Reverse();
        return "exporter,importer,product,value,supply,demand\n" + string.Join('\n', lines) + "\n";
    }
}
