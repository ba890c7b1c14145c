using Gravity.Core.Data;

namespace Gravity.Core.Potential;

/// <summary>Finds names that stand for the sum of the others, as "World" among partners or "TOTAL" among products of a download: with them all trade counts twice.</summary>
/// <remarks>
/// Own rule. A product is such a sum where v_ijk = Σ_{l≠k} v_ijl over the pairs, a country likewise over partners and products: to 1e-4 of all trade, and to 1e-3 in half of the cells, so that
/// neither rounding hides it nor one large cell feigns it. Sums of some of the others (the European Union beside its members) are not found.
/// </remarks>
internal static class AggregateNames
{
    private const double OfTrade = 1e-4, OfCell = 1e-3;

    // A country sells to others only, so a sum of two partners takes four names; fewer that trade are equal by chance.
    private const int FewestProducts = 3, FewestCountries = 4;

    /// <summary>Refuses a world that has one.</summary>
    /// <exception cref="DataUnfitException"><c>aggregate-rows</c>.</exception>
    public static void Refuse(TradePanel panel, ProductColumns columns, ProductWorld world)
    {
        foreach (ProductPeriod period in world.Periods)
        {
            ProductFlows flows = period.Flows;
            Check(columns.Product, world.Products, FewestProducts, "pair", c => c.Product, c => flows.Pairs[c.Exporter][c.Importer], _ => flows.Total);
            Check(columns.Importer, world.Importers, FewestCountries, "exporter and product", c => c.Importer, c => flows.Exports[c.Exporter][c.Product],
                j => flows.Total - (world.Exporters.Find(world.Importers.Names[j]) is >= 0 and var same ? flows.ExportTotals[same] : 0));
            Check(columns.Exporter, world.Exporters, FewestCountries, "importer and product", c => c.Exporter, c => flows.Imports[c.Importer][c.Product],
                i => flows.Total - (world.ImporterOf[i] is >= 0 and var same ? flows.ImportTotals[same] : 0));

            // whole: all trade of a cell, the name's own flow among it. Cells that the name has no flow in count through the total.
            void Check(
                string column, NameIndex names, int fewest, string cell, Func<(int Exporter, int Importer, int Product), int> nameOf, Func<(int Exporter, int Importer, int Product), double> whole,
                Func<int, double> total)
            {
                double[] off = new double[names.Count], covered = new double[names.Count];
                int[] cells = new int[names.Count], equal = new int[names.Count];
                var trading = new HashSet<int>();
                foreach (((int, int, int) at, double flow) in flows.Cells)
                {
                    double all = whole(at), difference = Math.Abs(2 * flow - all);
                    if (!(all > 0))
                        continue;
                    int name = nameOf(at);
                    off[name] += difference;
                    covered[name] += all;
                    cells[name]++;
                    equal[name] += difference <= OfCell * all ? 1 : 0;
                    if (flow > 0)
                        trading.Add(name);
                }

                if (trading.Count < fewest)
                    return;
                for (int name = 0; name < names.Count; name++)
                {
                    double trade = total(name);
                    if (trade > 0 && 2 * equal[name] >= cells[name] && off[name] + Math.Max(0, trade - covered[name]) <= OfTrade * trade)
                        throw Error(panel, column, names.Names[name], cell, period.Period);
                }
            }
        }
    }

    private static DataUnfitException Error(TradePanel panel, string column, string name, string cell, int? period)
    {
        string quoted = panel[column] is NumberColumn ? name : $"\"{name}\"";
        string within = period is { } year ? FormattableString.Invariant($" in {year}") : "";
        return new DataUnfitException(
            "aggregate-rows",
            $"'{name}' in column '{column}' of {panel.SourceName} is the sum of all others, by {cell}{within}, so that trade would count twice: leave it out with --where '{column} != {quoted}'");
    }
}
