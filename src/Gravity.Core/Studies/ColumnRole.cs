namespace Gravity.Core.Studies;

/// <summary>What a column of a user's file is for in a gravity model.</summary>
public enum ColumnRole
{
    /// <summary>Not recognised, or of no use here.</summary>
    Other,

    /// <summary>Code or name of the exporting economy.</summary>
    Exporter,

    /// <summary>Code or name of the importing economy, or of the partner of a home economy.</summary>
    Importer,

    /// <summary>The period.</summary>
    Time,

    /// <summary>Exports.</summary>
    Exports,

    /// <summary>A flow without direction in its name: trade, value.</summary>
    Trade,

    /// <summary>Imports.</summary>
    Imports,

    /// <summary>Gross domestic product.</summary>
    Gdp,

    /// <summary>Gross domestic product by person.</summary>
    GdpPerCapita,

    /// <summary>Population.</summary>
    Population,

    /// <summary>Distance.</summary>
    Distance,

    /// <summary>Area of the country.</summary>
    Area,

    /// <summary>Common border.</summary>
    Contiguity,

    /// <summary>Common language.</summary>
    CommonLanguage,

    /// <summary>Colonial ties.</summary>
    Colony,

    /// <summary>Without access to the sea.</summary>
    Landlocked,

    /// <summary>Trade agreement.</summary>
    Agreement,

    /// <summary>Common currency.</summary>
    CommonCurrency,

    /// <summary>Member of the WTO or the GATT.</summary>
    Wto,

    /// <summary>Member of the European Union.</summary>
    EuropeanUnion,

    /// <summary>Belt and Road Initiative.</summary>
    BeltAndRoad,

    /// <summary>Tariff.</summary>
    Tariff,

    /// <summary>Quality of government or economic freedom.</summary>
    Governance,

    /// <summary>Logistics and infrastructure.</summary>
    Logistics,

    /// <summary>Exchange rate.</summary>
    ExchangeRate,

    /// <summary>Latitude or longitude.</summary>
    Coordinate,
}

/// <summary>Which side of trade a column is about.</summary>
public enum TradeSide
{
    /// <summary>Both, or not told.</summary>
    None,

    /// <summary>The exporter, the home economy.</summary>
    Origin,

    /// <summary>The importer, the partner.</summary>
    Partner,
}

/// <summary>How sure a guess is.</summary>
public enum GuessConfidence
{
    /// <summary>To be checked by the user.</summary>
    Doubtful,

    /// <summary>The name or the content says so.</summary>
    Likely,

    /// <summary>Name and content agree, or the user said so.</summary>
    Certain,
}

/// <summary>Over what the values of a column vary.</summary>
public enum ColumnSpread
{
    /// <summary>One value.</summary>
    Constant,

    /// <summary>Over periods only, like the GDP of a home economy.</summary>
    OverTime,

    /// <summary>Between exporters only.</summary>
    BetweenExporters,

    /// <summary>Between importers only.</summary>
    BetweenImporters,

    /// <summary>Between units only, like distance.</summary>
    BetweenUnits,

    /// <summary>By exporter and period, like its GDP.</summary>
    ByExporterAndTime,

    /// <summary>By importer and period, like its GDP.</summary>
    ByImporterAndTime,

    /// <summary>In every way.</summary>
    Everywhere,
}
