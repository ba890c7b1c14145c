namespace Gravity.Core.Potential;

/// <summary>Columns of flows by product.</summary>
/// <param name="Exporter">The exporting country.</param>
/// <param name="Importer">The importing country.</param>
/// <param name="Product">The product.</param>
/// <param name="Flow">The flow, ≥ 0.</param>
public sealed record ProductColumns(string Exporter, string Importer, string Product, string Flow)
{
    /// <summary>The period, in each of which indicators are computed apart; null for a file of one period.</summary>
    public string? Time { get; init; }

    /// <summary>Expected growth factor of an exporter's supply of a product, 1 for none; null for 1 throughout.</summary>
    public string? SupplyGrowth { get; init; }

    /// <summary>Expected growth factor of an importer's demand for a product, 1 for none; null for 1 throughout.</summary>
    public string? DemandGrowth { get; init; }
}

/// <summary>What becomes of rows that repeat an exporter, importer, product and period.</summary>
public enum RepeatedFlows
{
    /// <summary>They are an error: a flow that stands twice would count twice.</summary>
    Refuse,

    /// <summary>They are parts of one flow: finer products, months, or years taken together.</summary>
    Add,
}

/// <summary>Which pairs and products are reported; the world is all of them whatever is reported.</summary>
public sealed record IndicatorOptions
{
    /// <summary>Exporters; empty for all.</summary>
    public IReadOnlyCollection<string> Exporters { get; init; } = [];

    /// <summary>Importers; empty for all.</summary>
    public IReadOnlyCollection<string> Importers { get; init; } = [];

    /// <summary>Products that are listed; empty for all. The sums of a pair are over all products whatever is listed.</summary>
    public IReadOnlyCollection<string> Products { get; init; } = [];

    /// <summary>Products are listed up to this number of pairs × products × periods, and left out beyond. Default 1,000,000.</summary>
    public int MostProducts { get; init; } = 1_000_000;

    /// <summary>Rows that repeat a cell. Default <see cref="RepeatedFlows.Refuse"/>.</summary>
    public RepeatedFlows Repeated { get; init; }
}
