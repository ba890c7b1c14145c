using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Core.Potential;

/// <summary>Flows and growth factors of one period; no period where the file is of one.</summary>
internal sealed record ProductPeriod(int? Period, ProductFlows Flows, GrowthFactors Supply, GrowthFactors Demand);

/// <summary>The flows of a file by period, numbered, and what was left out of it.</summary>
internal sealed class ProductWorld
{
    private readonly List<int> _repeated = [];
    private readonly List<ProductPeriod> _periods = [];

    public ProductWorld(TradePanel panel, ProductColumns columns, RepeatedFlows repeated)
    {
        PanelColumn exporter = panel[columns.Exporter], importer = panel[columns.Importer], product = panel[columns.Product];
        double[] flow = panel.Numbers(columns.Flow).Values;
        double[]? time = columns.Time is { } name ? panel.Numbers(name).Values : null;
        RefuseNegative(panel, columns.Flow, flow);
        if (time is not null)
            RefuseFractions(panel, columns.Time!, time);

        var used = new List<int>();
        var missing = new List<int>();
        var domestic = new List<int>();
        for (int row = 0; row < flow.Length; row++)
        {
            bool complete = !exporter.IsMissing(row) && !importer.IsMissing(row) && !product.IsMissing(row) && !double.IsNaN(flow[row]) && !(time is not null && double.IsNaN(time[row]));
            if (!complete)
                missing.Add(panel.SourceRow(row));
            else if (exporter.TextAt(row) == importer.TextAt(row))
                domestic.Add(panel.SourceRow(row));
            else
                used.Add(row);
        }

        (Rows, MissingRows, DomesticRows, RepeatedRows) = (used.Count, missing, domestic, _repeated);
        if (!used.Any(r => flow[r] > 0))
        {
            throw new DataUnfitException(
                "no-positive-flow", $"column '{columns.Flow}' of {panel.SourceName} has no positive flow between two countries in {RowList.Count(flow.Length, "row")}: check the columns of countries and flow, and the filter");
        }

        Exporters = new NameIndex(columns.Exporter, used.Select(r => exporter.TextAt(r)!));
        Importers = new NameIndex(columns.Importer, used.Select(r => importer.TextAt(r)!));
        Products = new NameIndex(columns.Product, used.Select(r => product.TextAt(r)!));
        RefuseOneCountry(panel, columns);
        ImporterOf = [.. Exporters.Names.Select(Importers.Find)];

        foreach (IGrouping<int?, int> period in used.GroupBy(r => time is null ? (int?)null : (int)time[r]).OrderBy(g => g.Key))
        {
            var flows = new ProductFlows(Exporters.Count, Importers.Count, Products.Count);
            GrowthFactors supply = new(panel, columns.SupplyGrowth), demand = new(panel, columns.DemandGrowth);
            foreach (int r in period)
            {
                int i = Exporters[exporter.TextAt(r)!], j = Importers[importer.TextAt(r)!], k = Products[product.TextAt(r)!];
                supply.Take(r, i, k, $"exports of {Products.Names[k]} by {Exporters.Names[i]}");
                demand.Take(r, j, k, $"imports of {Products.Names[k]} by {Importers.Names[j]}");
                if (flows.Has(i, j, k))
                    _repeated.Add(panel.SourceRow(r));
                flows.Add(i, j, k, flow[r]);
            }

            _periods.Add(new ProductPeriod(period.Key, flows, supply, demand));
        }

        _repeated.Sort();
        if (_repeated.Count > 0 && repeated == RepeatedFlows.Refuse)
            throw Repeated(panel, columns);
        AggregateNames.Refuse(panel, columns, this);
        Notices = [.. Notes(columns)];
    }

    public NameIndex Exporters { get; }

    public NameIndex Importers { get; }

    public NameIndex Products { get; }

    /// <summary>For each exporter its place among the importers, −1 where it imports nothing.</summary>
    public int[] ImporterOf { get; }

    public IReadOnlyList<ProductPeriod> Periods => _periods;

    public int Rows { get; }

    public IReadOnlyList<int> MissingRows { get; }

    public IReadOnlyList<int> DomesticRows { get; }

    public IReadOnlyList<int> RepeatedRows { get; }

    public IReadOnlyList<Phrase> Notices { get; }

    private static void RefuseNegative(TradePanel panel, string column, double[] flow)
    {
        int[] negative = [.. Enumerable.Range(0, flow.Length).Where(r => flow[r] < 0)];
        if (negative.Length == 0)
            return;
        int[] rows = [.. negative.Select(panel.SourceRow)];
        throw new DataUnfitException(
            "negative-flow",
            $"column '{column}' of {panel.SourceName} is below 0 in {RowList.Text(rows)} ({RowList.Examples(negative.Select(r => NumberText.Of(flow[r])))}); a flow is not: "
            + "correct the cells, or declare codes of missing cells, e.g. --missing -9", rows);
    }

    private static void RefuseFractions(TradePanel panel, string column, double[] time)
    {
        int[] odd = [.. Enumerable.Range(0, time.Length).Where(r => !double.IsNaN(time[r]) && (time[r] != Math.Floor(time[r]) || Math.Abs(time[r]) > 1e9)).Select(panel.SourceRow)];
        if (odd.Length > 0)
        {
            throw new DataUnfitException(
                "period-not-whole", $"column '{column}' of {panel.SourceName} has periods that are not whole numbers in {RowList.Text(odd)}: number the periods, e.g. by year", odd);
        }
    }

    /// <summary>With one exporter every share in world trade is 1, with one importer every market is the world: the indicators then say nothing.</summary>
    private void RefuseOneCountry(TradePanel panel, ProductColumns columns)
    {
        (string column, NameIndex names, string side) = Exporters.Count == 1 ? (columns.Exporter, Exporters, "exporter") : (columns.Importer, Importers, "importer");
        if (names.Count == 1)
        {
            throw new DataUnfitException(
                "one-country",
                $"column '{column}' of {panel.SourceName} has one {side}, '{names.Names[0]}', so there is no world to compare it with: "
                + "the file needs the trade of other countries too; to report one country only use --from or --to, not a filter");
        }
    }

    private DataUnfitException Repeated(TradePanel panel, ProductColumns columns)
    {
        string key = string.Join(", ", new[] { columns.Exporter, columns.Importer, columns.Product, columns.Time }.OfType<string>().Select(c => $"'{c}'"));
        string remedy = columns.Time is null ? "name the column of periods (--time), keep one row each" : "keep one row each";
        return new DataUnfitException(
            "duplicate-rows",
            $"{panel.SourceName} has rows with the same values of columns {key} as a row before them ({RowList.Text(_repeated)}), so that flows would count twice: "
            + $"{remedy}, or add them up (--repeated add) where they are parts of one flow", _repeated);
    }

    private IEnumerable<Phrase> Notes(ProductColumns columns)
    {
        if (MissingRows.Count > 0)
            yield return new Phrase("indicators.missing", ("count", MissingRows.Count), ("rows", RowList.Phrase(MissingRows)));
        if (DomesticRows.Count > 0)
            yield return new Phrase("indicators.domestic", ("count", DomesticRows.Count), ("rows", RowList.Phrase(DomesticRows)));
        if (_repeated.Count > 0)
            yield return new Phrase("indicators.repeated", ("count", _repeated.Count), ("rows", RowList.Phrase(_repeated)));
        if (Silent(Products, (flows, k) => flows.World[k]) is { Length: > 0 } products)
            yield return new Phrase("indicators.no-trade", ("column", columns.Product), ("names", products));
        if (Silent(Exporters, (flows, i) => flows.ExportTotals[i]) is { Length: > 0 } exporters)
            yield return new Phrase("indicators.no-exports", ("names", exporters));
        if (Silent(Importers, (flows, j) => flows.ImportTotals[j]) is { Length: > 0 } importers)
            yield return new Phrase("indicators.no-imports", ("names", importers));
        foreach (Phrase lack in Lacking(columns.SupplyGrowth, p => p.Supply, p => p.Flows.Exports).Concat(Lacking(columns.DemandGrowth, p => p.Demand, p => p.Flows.Imports)))
            yield return lack;
    }

    /// <summary>Names without any flow in a period, with the periods unless they are all.</summary>
    private string Silent(NameIndex names, Func<ProductFlows, int, double> sum)
    {
        var found = new List<string>();
        for (int n = 0; n < names.Count; n++)
        {
            int?[] silent = [.. _periods.Where(p => !(sum(p.Flows, n) > 0)).Select(p => p.Period)];
            if (silent.Length > 0)
                found.Add(silent.Length == _periods.Count ? names.Names[n] : FormattableString.Invariant($"{names.Names[n]} ({string.Join(", ", silent)})"));
        }

        return string.Join(", ", found.Take(RowList.Listed)) + (found.Count > RowList.Listed ? ", …" : "");
    }

    /// <summary>How many countries and products with trade have no factor though a column gives them.</summary>
    private IEnumerable<Phrase> Lacking(string? column, Func<ProductPeriod, GrowthFactors> factors, Func<ProductPeriod, double[][]> table)
    {
        if (column is null)
            yield break;
        int lacking = 0, all = 0;
        foreach (ProductPeriod period in _periods)
        {
            double[][] cells = table(period);
            for (int c = 0; c < cells.Length; c++)
            {
                for (int k = 0; k < cells[c].Length; k++)
                {
                    if (!(cells[c][k] > 0))
                        continue;
                    all++;
                    lacking += factors(period).Has(c, k) ? 0 : 1;
                }
            }
        }

        if (lacking > 0)
            yield return new Phrase("indicators.no-growth", ("column", column), ("count", lacking), ("all", all));
    }
}
