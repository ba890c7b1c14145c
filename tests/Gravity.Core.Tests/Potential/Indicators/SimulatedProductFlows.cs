using System.Globalization;
using System.Text;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Potential.Indicators;

/// <summary>The law by which <c>data/examples/product-flows.csv</c> was drawn: eight invented countries, six products, three years. Nothing in it is official.</summary>
/// <remarks>
/// v_ijkt = 40·s_i·s_j·a_ik·b_jk·(dist_ij/1000)^−0.9·1.04^(t−2017)·e^v, v ~ N(0, 0.4²), and 0 with probability 0.1; ln s ~ N(0, 0.8²), ln a ~ N(0, 0.9²) what a country is good at,
/// ln b ~ N(0, 0.5²) what it wants; points uniform in a rectangle of 9,000 × 6,000 km, at least 300 km apart. Growth factors: ln g ~ N(0.10, 0.08²) by exporter and product,
/// ln h ~ N(0.08, 0.08²) by importer and product, the same in all years.
/// </remarks>
internal static class SimulatedProductFlows
{
    public const string Path = "data/examples/product-flows.csv";

    private const long Seed = 20190523;
    private static readonly string[] Countries = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH"];
    private static readonly string[] Products = ["cereals", "chemicals", "electronics", "machinery", "ores", "textiles"];

    /// <summary>The file, with the line ends of the repository.</summary>
    public static string Text()
    {
        // One stream a kind of draw, so that another year or product would leave the others as they are.
        RandomSource sizes = new(Seed), places = new(Seed, 1), supply = new(Seed, 2), demand = new(Seed, 3), flows = new(Seed, 4), growth = new(Seed, 5);
        double[] size = [.. Countries.Select(_ => Math.Exp(0.8 * sizes.NextNormal()))];
        (double X, double Y)[] place = [.. Countries.Select(_ => (9000 * places.NextUniform(), 6000 * places.NextUniform()))];
        double[][] good = Table(supply, 0, 0.9), wants = Table(demand, 0, 0.5), supplyGrowth = Table(growth, 0.10, 0.08), demandGrowth = Table(growth, 0.08, 0.08);
        var text = new StringBuilder("exporter,importer,product,year,value_usd_mn,supply_growth,demand_growth\n");
        for (int year = 2017; year <= 2019; year++)
        {
            for (int i = 0; i < Countries.Length; i++)
            {
                for (int j = 0; j < Countries.Length; j++)
                {
                    for (int k = 0; k < Products.Length && i != j; k++)
                    {
                        double distance = Math.Max(300, Math.Sqrt(Math.Pow(place[i].X - place[j].X, 2) + Math.Pow(place[i].Y - place[j].Y, 2)));
                        double mean = 40 * size[i] * size[j] * good[i][k] * wants[j][k] * Math.Pow(distance / 1000, -0.9) * Math.Pow(1.04, year - 2017);
                        double value = mean * Math.Exp(0.4 * flows.NextNormal());
                        if (flows.NextUniform() < 0.1)
                            value = 0;
                        text.Append(string.Join(',', Countries[i], Countries[j], Products[k], year.ToString(CultureInfo.InvariantCulture), Number(value), Number(supplyGrowth[i][k]), Number(demandGrowth[j][k])))
                            .Append('\n');
                    }
                }
            }
        }

        return text.ToString();
    }

    private static double[][] Table(RandomSource source, double mean, double deviation) =>
        [.. Countries.Select(_ => Products.Select(_ => Math.Exp(mean + deviation * source.NextNormal())).ToArray())];

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
