using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Frontier.Counts;

/// <summary>
/// Seeded flows between countries, y ~ Poisson(exp(level + a_it + b_jt + 0.8x₁ − 0.5x₂ − s·u)), ln σ_u² = 2 ln σ + γ·z, x₁ correlated with the effects, as a panel of y, x1, x2, z,
/// exporter, importer, year and the codes of exporter-years (ey), importer-years (iy) and pairs (pair).
/// </summary>
internal static class CountPanel
{
    public static TradePanel Draw(
        int countries, int years, long seed, FrontierSide side = FrontierSide.Production, double sigmaU = 0.8, double slope = 0, double level = 1.5)
    {
        var random = new RandomSource(seed);
        double sign = side == FrontierSide.Production ? 1 : -1;
        double[] ofExporter = [.. Enumerable.Range(0, countries * years).Select(_ => 0.6 * random.NextNormal())];
        double[] ofImporter = [.. Enumerable.Range(0, countries * years).Select(_ => 0.6 * random.NextNormal())];
        List<double> y = [], x1 = [], x2 = [], z = [], exporter = [], importer = [], year = [];
        for (int i = 0; i < countries; i++)
        {
            for (int j = 0; j < countries; j++)
            {
                for (int t = 0; i != j && t < years; t++)
                {
                    double effect = ofExporter[i * years + t] + ofImporter[j * years + t];
                    double first = 0.3 * effect + random.NextNormal(), second = random.NextNormal(), own = random.NextNormal();
                    double u = sigmaU * Math.Exp(0.5 * slope * own) * Math.Abs(random.NextNormal());
                    y.Add(random.NextPoisson(Math.Exp(level + effect + 0.8 * first - 0.5 * second - sign * u)));
                    x1.Add(first);
                    x2.Add(second);
                    z.Add(own);
                    exporter.Add(i);
                    importer.Add(j);
                    year.Add(t);
                }
            }
        }
        double[] Codes(List<double> of) => [.. of.Zip(year, (value, t) => value * years + t)];
        return TradePanel.Create(
        [
            new NumberColumn("y", [.. y]), new NumberColumn("x1", [.. x1]), new NumberColumn("x2", [.. x2]), new NumberColumn("z", [.. z]),
            new NumberColumn("exporter", [.. exporter]), new NumberColumn("importer", [.. importer]), new NumberColumn("year", [.. year]),
            new NumberColumn("ey", Codes(exporter)), new NumberColumn("iy", Codes(importer)),
            new NumberColumn("pair", [.. exporter.Zip(importer, (i, j) => i * countries + j)]),
        ]);
    }
}
