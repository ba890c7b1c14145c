namespace Gravity.Core.Regression;

/// <summary>Rows of a three-way gravity model: exporter, importer and period of each, with effects of exporter-period, importer-period and directed pair.</summary>
/// <param name="Exporter">0 … of each row.</param>
/// <param name="Importer">0 … of each row.</param>
/// <param name="Period">0 … of each row.</param>
internal sealed record ThreeWayRows(int[] Exporter, int[] Importer, int[] Period)
{
    /// <summary>Number of exporters.</summary>
    public int Exporters { get; } = Exporter.Max() + 1;

    /// <summary>Number of importers.</summary>
    public int Importers { get; } = Importer.Max() + 1;

    /// <summary>Number of periods.</summary>
    public int Periods { get; } = Period.Max() + 1;

    /// <summary>The rows of each directed pair, pairs in the order of exporters, then importers; rows in the order of periods.</summary>
    public int[][] Pairs() =>
    [
        .. Enumerable.Range(0, Exporter.Length).GroupBy(row => (Exporter[row], Importer[row])).OrderBy(pair => pair.Key)
            .Select(pair => pair.OrderBy(row => Period[row]).ToArray()),
    ];
}
