using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Core.Potential;

/// <summary>Complementarity, intensity and export potential from flows by product.</summary>
/// <remarks>
/// Decreux and Spies (2016), Export Potential Assessments, International Trade Centre: EPI_ijk = supply_ik·ease_ij·demand_jk; Michaely (1996) for TC_ij; the other sources stand at the
/// fields of <see cref="PairIndicators"/>. Deviations from Decreux and Spies: growth is what the user gives, none unless given; flows are taken as they are, without their corrections of
/// supply for re-exports and tariffs and of demand for tariffs and distance, and without their averages over five years.
/// Descriptive: sums and shares, no estimation and no interval. The world is the file, so shares are of its trade; a file of some countries gives other numbers than one of all.
/// Formulas: docs/models/trade-indicators.md. For potential with intervals from an estimated model see <see cref="TradePotential"/>.
/// </remarks>
public static class TradeIndicators
{
    /// <summary>Computes them.</summary>
    /// <param name="panel">Rows of exporter, importer, product and flow, a period where named.</param>
    /// <param name="columns">Their columns.</param>
    /// <param name="options">What to report; null for all.</param>
    /// <param name="cancellation">Stops between exporters.</param>
    /// <exception cref="UsageException">A column (<c>unknown-column</c>) or a name (<c>unknown-name</c>) is unknown.</exception>
    /// <exception cref="DataUnfitException">
    /// <c>negative-flow</c>, <c>no-positive-flow</c>, <c>one-country</c>, <c>aggregate-rows</c>, <c>period-not-whole</c>, <c>duplicate-rows</c>, <c>growth-not-positive</c>, <c>growth-differs</c>, with rows; <c>no-pairs</c> among those asked for.
    /// </exception>
    public static IndicatorResult Of(TradePanel panel, ProductColumns columns, IndicatorOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new IndicatorOptions();
        var world = new ProductWorld(panel, columns, options.Repeated);
        int[] exporters = world.Exporters.Choose(options.Exporters), importers = world.Importers.Choose(options.Importers), products = world.Products.Choose(options.Products);
        bool listed = (double)exporters.Length * importers.Length * products.Length * world.Periods.Count <= options.MostProducts;
        var wanted = new bool[world.Products.Count];
        foreach (int k in products)
            wanted[k] = listed;
        var pairs = new List<PairIndicators>();
        var potentials = new List<ProductPotential>();
        long cells = 0, above = 0;
        foreach ((int? period, ProductFlows flows, GrowthFactors supply, GrowthFactors demand) in world.Periods)
        {
            double[] projected = Projected(flows, supply);
            foreach (int i in exporters)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!(flows.ExportTotals[i] > 0))
                    continue;
                (double[] ByProduct, double Total) others = flows.ImportsOfOthers(world.ImporterOf[i]);
                foreach (int j in importers)
                {
                    if (world.ImporterOf[i] == j || !(flows.ImportTotals[j] > 0))
                        continue;
                    double ease = Ease(flows, i, j), potential = 0, unrealised = 0;
                    for (int k = 0; k < wanted.Length; k++)
                    {
                        if (!(flows.Exports[i][k] > 0 && flows.Imports[j][k] > 0))
                            continue;
                        double share = flows.Exports[i][k] * supply.Of(i, k) / projected[k], imports = flows.Imports[j][k] * demand.Of(j, k);
                        double one = share * imports * ease, trade = flows.Of(i, j, k);
                        potential += one;
                        unrealised += Math.Max(0, one - trade);
                        cells++;
                        // Without growth supply·ease of an only supplier is 1 but for rounding.
                        above += share * ease > 1 + 1e-9 ? 1 : 0;
                        if (wanted[k])
                        {
                            double advantage = flows.Exports[i][k] / flows.ExportTotals[i] / (flows.World[k] / flows.Total);
                            potentials.Add(new ProductPotential(
                                world.Exporters.Names[i], world.Importers.Names[j], world.Products.Names[k], period, trade, share, imports, ease, one, advantage));
                        }
                    }

                    (double michaely, double drysdale, double comparative) = Complementarity(flows, others, i, j);
                    double intensity = flows.Pairs[i][j] / flows.ExportTotals[i] / (flows.ImportTotals[j] / others.Total);
                    pairs.Add(new PairIndicators(
                        world.Exporters.Names[i], world.Importers.Names[j], period, flows.Pairs[i][j], michaely, drysdale, comparative, intensity,
                        drysdale > 0 ? intensity / drysdale : double.NaN, ease, potential, unrealised));
                }
            }
        }

        if (pairs.Count == 0)
        {
            throw new DataUnfitException(
                "no-pairs", $"{panel.SourceName} has no pair of an exporter with exports and another country with imports among those asked for: widen the choice of exporters (--from) and importers (--to)");
        }

        return new IndicatorResult
        {
            Pairs = pairs,
            Products = potentials,
            ProductsLeftOut = !listed,
            Counts = (world.Exporters.Count, world.Importers.Count, world.Products.Count, world.Periods.Count),
            SourceName = panel.SourceName,
            Projected = columns.SupplyGrowth is not null || columns.DemandGrowth is not null,
            Rows = world.Rows,
            MissingRows = world.MissingRows,
            DomesticRows = world.DomesticRows,
            RepeatedRows = world.RepeatedRows,
            Notices = above == 0 ? world.Notices : [.. world.Notices, new Phrase("indicators.above-demand", ("count", above), ("all", cells))],
        };
    }

    /// <summary>v_ij/Σ_k(v_ik·v_jk/v_k), Decreux and Spies (2016); NaN where no product that i exports is imported by j.</summary>
    private static double Ease(ProductFlows flows, int i, int j)
    {
        double hypothetical = 0;
        for (int k = 0; k < flows.World.Length; k++)
            if (flows.World[k] > 0)
                hypothetical += flows.Exports[i][k] * (flows.Imports[j][k] / flows.World[k]);
        return hypothetical > 0 ? flows.Pairs[i][j] / hypothetical : double.NaN;
    }

    /// <summary>Σ_i v_ik·g_ik: world supply after growth.</summary>
    private static double[] Projected(ProductFlows flows, GrowthFactors supply)
    {
        if (!supply.Given)
            return flows.World;
        var projected = new double[flows.World.Length];
        for (int i = 0; i < flows.Exports.Length; i++)
            for (int k = 0; k < projected.Length; k++)
                projected[k] += flows.Exports[i][k] * supply.Of(i, k);
        return projected;
    }

    /// <summary>Three measures of one thing; <paramref name="others"/> are the imports of all but the exporter, which cannot buy from itself.</summary>
    private static (double Michaely, double Drysdale, double Comparative) Complementarity(ProductFlows flows, (double[] ByProduct, double Total) others, int i, int j)
    {
        double common = 0, drysdale = 0, comparative = 0;
        for (int k = 0; k < flows.World.Length; k++)
        {
            double x = flows.Exports[i][k] / flows.ExportTotals[i], m = flows.Imports[j][k] / flows.ImportTotals[j];
            if (!(x > 0 && m > 0))
                continue;
            common += Math.Min(x, m);
            comparative += x * m / (flows.World[k] / flows.Total);
            drysdale += x * m / (others.ByProduct[k] / others.Total);
        }

        // Shares sum to 1, so 1 − ½Σ|m − x| = Σ min(m, x), which has no rounding left where nothing is shared.
        return (Math.Min(100, 100 * common), drysdale, comparative);
    }
}
