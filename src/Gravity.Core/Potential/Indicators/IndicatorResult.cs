using Gravity.Core.Wording;

namespace Gravity.Core.Potential;

/// <summary>How well what one country exports fits what another imports, and how much they trade for it.</summary>
/// <remarks>
/// With v_ijk the flow of product k from i to j and a missing index for a sum: x_ik = v_ik/v_i the share of k in i's exports, m_jk in j's imports, w_k = v_k/v in world trade. The world is
/// the file: all its exporters, importers and products. Derivations and limits: docs/models/trade-indicators.md.
/// </remarks>
/// <param name="Exporter">i.</param>
/// <param name="Importer">j.</param>
/// <param name="Time">Period; null without.</param>
/// <param name="Trade">v_ij, the flow over all products.</param>
/// <param name="Michaely">TC_ij = 100·(1 − ½Σ_k|m_jk − x_ik|) = 100·Σ_k min(m_jk, x_ik), 0 … 100: Michaely (1996), World Bank Policy Research Working Paper 1583.</param>
/// <param name="Drysdale">Σ_k x_ik·m_jk/w̃_k, w̃_k the share of k in the imports of all but i; 1 where i is not specialised in what j buys: Drysdale (1967), Economic Record 43: 321–342; Drysdale and Garnaut (1982), Hitotsubashi Journal of Economics 22: 62–84.</param>
/// <param name="Comparative">Σ_k w_k·RCA_ik·RCM_jk = Σ_k x_ik·m_jk/w_k, RCM the comparative advantage of Balassa (1965) in imports: as <paramref name="Drysdale"/> with i among the importers.</param>
/// <param name="Intensity">(v_ij/v_i)/(v_·j/(v − v_·i)), v_·j all that j imports: Drysdale and Garnaut (1982), after Brown (1949) and Kojima (1964), Hitotsubashi Journal of Economics 5: 16–36.</param>
/// <param name="Bias">Intensity over Drysdale's complementarity: what trade owes to all but products (distance, language, agreements): Drysdale and Garnaut (1982). NaN where nothing is complementary.</param>
/// <param name="Ease">Ease of trade v_ij/Σ_k(v_ik·v_jk/v_k): trade over what it would be had i the share in j's market of every product that it has in the world's: Decreux and Spies (2016), International Trade Centre. NaN where i exports nothing that j imports.</param>
/// <param name="Potential">Σ_k EPI_ijk of Decreux and Spies (2016); equals v_ij but for growth factors.</param>
/// <param name="Unrealised">Σ_k max(0, EPI_ijk − v_ijk), so that a product above its potential does not make up for one below.</param>
public sealed record PairIndicators(
    string Exporter, string Importer, int? Time, double Trade, double Michaely, double Drysdale, double Comparative, double Intensity, double Bias, double Ease,
    double Potential, double Unrealised)
{
    /// <summary>Σ_k min(EPI_ijk, v_ijk) = potential − unrealised: what of the potential is traded.</summary>
    public double Realised => Math.Max(0, Potential - Unrealised);
}

/// <summary>Export potential of one product from one country to another.</summary>
/// <param name="Exporter">i.</param>
/// <param name="Importer">j.</param>
/// <param name="Product">k.</param>
/// <param name="Time">Period; null without.</param>
/// <param name="Trade">v_ijk.</param>
/// <param name="Supply">Share of i in world trade of k, v_ik·g_ik/Σ_l(v_lk·g_lk), g the growth factors of supply, 1 where none is given.</param>
/// <param name="Demand">v_jk·h_jk, h the growth factors of demand, 1 where none is given.</param>
/// <param name="Ease">Ease of trade of the pair, at the flows of the file.</param>
/// <param name="Potential">EPI_ijk = supply·demand·ease: Decreux and Spies (2016), International Trade Centre.</param>
/// <param name="Advantage">Revealed comparative advantage RCA_ik = x_ik/w_k: Balassa (1965), Manchester School 33: 99–123.</param>
public sealed record ProductPotential(
    string Exporter, string Importer, string Product, int? Time, double Trade, double Supply, double Demand, double Ease, double Potential, double Advantage)
{
    /// <summary>max(0, potential − trade).</summary>
    public double Unrealised => Math.Max(0, Potential - Trade);

    /// <summary>min(potential, trade).</summary>
    public double Realised => Math.Min(Potential, Trade);
}

/// <summary>Indicators of trade by product.</summary>
public sealed record IndicatorResult
{
    /// <summary>One entry a pair and period, in the order of period, exporter, importer.</summary>
    public required IReadOnlyList<PairIndicators> Pairs { get; init; }

    /// <summary>One entry a pair, product and period with supply and demand; empty where there would be more than asked for.</summary>
    public required IReadOnlyList<ProductPotential> Products { get; init; }

    /// <summary>Whether products are too many to be listed.</summary>
    public required bool ProductsLeftOut { get; init; }

    /// <summary>Exporters, importers, products and periods of the file.</summary>
    public required (int Exporters, int Importers, int Products, int Periods) Counts { get; init; }

    /// <summary>The file's name.</summary>
    public required string SourceName { get; init; }

    /// <summary>Whether supply or demand is projected; otherwise the potential of a pair is its trade.</summary>
    public required bool Projected { get; init; }

    /// <summary>Rows used.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows (1-based, of the file) whose flow, country, product or period is missing; left out.</summary>
    public required IReadOnlyList<int> MissingRows { get; init; }

    /// <summary>Rows from a country to itself, which are no trade; left out.</summary>
    public required IReadOnlyList<int> DomesticRows { get; init; }

    /// <summary>Rows that repeat a pair, product and period and were added to the first.</summary>
    public required IReadOnlyList<int> RepeatedRows { get; init; }

    /// <summary>What a reader should know of the rows: those left out or added, products and countries without trade, growth factors that are missing.</summary>
    public required IReadOnlyList<Phrase> Notices { get; init; }
}
