namespace Gravity.Core.Potential;

/// <summary>Flows by exporter, importer and product of one period, with their sums.</summary>
internal sealed class ProductFlows
{
    private readonly Dictionary<(int Exporter, int Importer, int Product), double> _flows = [];

    public ProductFlows(int exporters, int importers, int products)
    {
        (Exports, Imports, World) = (Table(exporters, products), Table(importers, products), new double[products]);
        ExportTotals = new double[exporters];
        ImportTotals = new double[importers];
        Pairs = Table(exporters, importers);
    }

    /// <summary>v_ik.</summary>
    public double[][] Exports { get; }

    /// <summary>v_jk.</summary>
    public double[][] Imports { get; }

    /// <summary>v_k.</summary>
    public double[] World { get; }

    /// <summary>v_i.</summary>
    public double[] ExportTotals { get; }

    /// <summary>v_·j.</summary>
    public double[] ImportTotals { get; }

    /// <summary>v_ij.</summary>
    public double[][] Pairs { get; }

    /// <summary>v.</summary>
    public double Total { get; private set; }

    /// <summary>The cells of the file with their flows, in its order.</summary>
    public IReadOnlyCollection<KeyValuePair<(int Exporter, int Importer, int Product), double>> Cells => _flows;

    /// <summary>v_ijk; 0 where the file has none.</summary>
    public double Of(int exporter, int importer, int product) => _flows.GetValueOrDefault((exporter, importer, product));

    /// <summary>Whether the file has a row of the cell.</summary>
    public bool Has(int exporter, int importer, int product) => _flows.ContainsKey((exporter, importer, product));

    /// <summary>Adds a flow to its cell and to the sums.</summary>
    public void Add(int exporter, int importer, int product, double flow)
    {
        _flows[(exporter, importer, product)] = Of(exporter, importer, product) + flow;
        Exports[exporter][product] += flow;
        Imports[importer][product] += flow;
        World[product] += flow;
        ExportTotals[exporter] += flow;
        ImportTotals[importer] += flow;
        Pairs[exporter][importer] += flow;
        Total += flow;
    }

    /// <summary>
    /// Imports by product of all importers but one, and their sum. Summed over the others: the difference World − own loses all digits where a country imports nearly everything.
    /// </summary>
    /// <param name="left">The importer left out, −1 for none.</param>
    public (double[] ByProduct, double Total) ImportsOfOthers(int left)
    {
        if (left < 0)
            return (World, Total);
        var byProduct = new double[World.Length];
        double total = 0;
        for (int j = 0; j < Imports.Length; j++)
        {
            if (j == left)
                continue;
            total += ImportTotals[j];
            for (int k = 0; k < byProduct.Length; k++)
                byProduct[k] += Imports[j][k];
        }

        return (byProduct, total);
    }

    private static double[][] Table(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new double[columns])];
}
