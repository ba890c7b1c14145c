using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gravity.Core.Studies;

/// <summary>What the name of a column says: in English, Chinese, German, French and Spanish, with the abbreviations of the usual data sets.</summary>
internal static class ColumnNames
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    // A name is taken apart into words between underscores, "_gdp_o_". The first rule that fits wins: variables stand before flows, since
    // 'efw_trade_freedom' is no flow, and flows before economies, since 'export_value' is no exporter.
    private static readonly (ColumnRole Role, Regex Pattern)[] Variables =
    [
        (ColumnRole.Other, Rule("source|sources|flag|flags|note|notes|status|quelle|remark|comment|来源|备注")),
        (ColumnRole.GdpPerCapita, Rule("gdp_?(per_)?cap(ita)?|gdp_?pc|bip_pro_kopf|pib_par_tete|pib_per_capita|人均.*", "人均")),
        (ColumnRole.Gdp, Rule("r?n?gdp[0-9]*|gnp|gni|bip|bruttoinlandsprodukt|pib", "国内生产总值|生产总值|经济规模|经济总量")),
        (ColumnRole.Population, Rule("pop[0-9]*|popul|population|bevolkerung|bev|einwohner|poblacion|habitants", "人口")),
        (ColumnRole.Distance, Rule("dist[a-z]{0,3}|distance|distances|entfernung|distanz|distancia|geodist", "距离|里程")),
        (ColumnRole.Area, Rule("area|flache|superficie|surface", "面积")),
        (ColumnRole.Contiguity, Rule("contig|contiguity|contiguous|border|borders|adjacent|adjacency|neighbou?r|grenze|nachbar|frontera|frontiere|contiguite", "接壤|相邻|边界|毗邻|邻国")),
        (ColumnRole.CommonLanguage, Rule("comlang|comlang_off|comlang_ethno|language|lang|csl|cnl|col_lang|sprache|langue|idioma|lengua", "语言")),
        (ColumnRole.Colony, Rule("colony|colonies|colonial|comcol|col[0-9]{2}|curcol|col_dep.*|kolonie|colonie|colonia", "殖民")),
        (ColumnRole.Agreement, Rule("rta|fta|pta|bta|epa|agreement|customs_union|cu|cefta|asean|nafta|rcep|abkommen|freihandel|accord|acuerdo|tlc|ale", "自贸|贸易协定|协定|自由贸易")),
        (ColumnRole.CommonCurrency, Rule("comcur|comcurr?ency|currency_union|common_currency|euro|curr?_?union|wahrung", "货币")),
        (ColumnRole.Wto, Rule("wto|gatt|omc", "世贸|世界贸易组织")),
        (ColumnRole.EuropeanUnion, Rule("eu|eu_member|eu_mitglied|ue|eu[0-9]{2}", "欧盟")),
        (ColumnRole.BeltAndRoad, Rule("bri|bri_mou|belt|obor|belt_and_road|silk_road", "一带一路|倡议")),
        (ColumnRole.Landlocked, Rule("landlocked|landlock|landl|locked|binnenland|enclave|sin_litoral", "内陆")),
        (ColumnRole.Tariff, Rule("tariffs?|zoll|zollsatz|droits?|aranceles?|arancel|mfn", "关税")),
        (ColumnRole.Logistics, Rule("lpi|lsci|logistics|port|infrastructure|infrastruktur", "物流|基础设施|航运")),
        (ColumnRole.Governance, Rule("wgi|governance|government|effectiveness|rule_of_law|corruption|regulatory|accountability|stability|polity|institutions?|institutional|efw|freedom|democracy|kkz", "制度|政府|法治|腐败|政治稳定|监管|治理|经济自由")),
        (ColumnRole.ExchangeRate, Rule("exchange|exchange_rate|xrate|xr|cny_per_usd|wechselkurs|reer", "汇率")),
        (ColumnRole.Coordinate, Rule("latitude|longitude|lat|lon|lng", "纬度|经度")),
    ];

    private static readonly (ColumnRole Role, Regex Pattern)[] Flows =
    [
        (ColumnRole.Exports, Rule("exports?|export_?value|exportwert|ausfuhr(en|wert)?|exportations?|exportaciones|x_?ij|fob", "(?<!进)出口(额|值|总额|贸易额)|^出口$")),
        (ColumnRole.Imports, Rule("imports?|import_?value|importwert|einfuhr(en|wert)?|importations?|importaciones|m_?ij|cif", "进口额|进口值|进口总额|进口贸易额|^进口$")),
        (ColumnRole.Trade, Rule("trade|tradeflow|tradeflows|trade_?value|flow|flows|handel|handelswert|commerce|comercio|primary_?value|value|wert|valeur|valor|v", "贸易额|进出口|贸易总额|贸易量|贸易值|金额")),
    ];

    private static readonly Regex ExporterName = Rule(
        "exporter|exporting|reporter|reporting|origin|orig|o|source|home|exporteur|ausfuhrland|herkunft(sland)?|ursprung(sland)?|exportateur|exportador|declarant|declarante|i|from|province|provinz",
        "出口国|出口方|出口地|本国|报告国|来源国|出口省|省份|母国");

    private static readonly Regex ImporterName = Rule(
        "importer|importing|partner|destination|dest|d|importeur|ziel(land)?|einfuhrland|bestimmungsland|importateur|partenaire|importador|socio|destino|j|to|counterpart",
        "进口国|进口方|伙伴|对方|目的|贸易国|东道国|进口地");

    private static readonly Regex EconomyName = Rule(
        "country|countries|land|pays|pais|iso|iso[23]|iso[23]num|iso_?code|code|ctry|cty|nation|economy|geo|area|ccode|countrycode|country_code",
        "国家|国别|地区|经济体");

    private static readonly Regex TimeName = Rule("year|years|yr|refyear|ref_?year|annee|ano|anio|jahr|time|period|t|refperiodid", "年份|年度|^年$|时间|时期");

    private static readonly Regex OriginSide = Rule(
        "o|orig|origin|exp|exporter|exporting|reporter|home|i|source|exporteur|herkunft|ursprung|from|origine|origen|domestic|own|1", "出口国|出口方|本国|母国|来源|出口省|本省|我国|中国");

    private static readonly Regex PartnerSide = Rule(
        "d|dest|destination|j|partner|imp|importer|importing|ziel|zielland|importeur|to|destino|partenaire|foreign|2", "伙伴|进口国|进口方|东道国|目的|对方|贸易国");

    private static readonly Regex LoggedStem = new("^(gdp|pop|dist|trade|export|import|flow|area|bip|pib|gnp)", Options);

    /// <summary>What the name says.</summary>
    /// <param name="Role">The role; <see cref="ColumnRole.Other"/> where it says nothing.</param>
    /// <param name="Side">The side.</param>
    /// <param name="Logged">Whether it is called a logarithm.</param>
    /// <param name="Known">Whether some rule fitted.</param>
    public readonly record struct Meaning(ColumnRole Role, TradeSide Side, bool Logged, bool Known);

    /// <summary>Reads the name of a column that holds numbers.</summary>
    public static Meaning OfNumbers(string name)
    {
        string words = Words(name, out bool logged);
        foreach ((ColumnRole role, Regex pattern) in Variables.Concat(Flows))
            if (pattern.IsMatch(words))
                return new Meaning(role, role is ColumnRole.Exports or ColumnRole.Imports or ColumnRole.Trade ? TradeSide.None : SideOf(words), logged, true);
        if (TimeName.IsMatch(words))
            return new Meaning(ColumnRole.Time, TradeSide.None, false, true);
        return OfEconomy(words);
    }

    /// <summary>Reads the name of a column that holds texts: an economy or nothing.</summary>
    public static Meaning OfTexts(string name)
    {
        string words = Words(name, out _);
        // Sources, flags and products are texts too: they name no economy.
        return Variables[0].Pattern.IsMatch(words) && !EconomyName.IsMatch(words) ? default : OfEconomy(words);
    }

    /// <summary>Whether a name is a period, as the columns of a wide file are called: 2007, y2007, exports_2007, 2007年.</summary>
    public static int? Period(string name)
    {
        Match match = Regex.Match(name, @"(?<![0-9])(1[89]|20)[0-9]{2}(?![0-9])", Options);
        string rest = match.Success ? name.Remove(match.Index, 4) : name;
        // A base year is no period: gdp_const2015_usd, pop2010k.
        bool nothingElse = match.Success && !Regex.IsMatch(rest, "const|real|ppp|base|prices|不变", Options | RegexOptions.IgnoreCase);
        return nothingElse ? int.Parse(match.Value, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Whether a name speaks of constant prices or purchasing power: the second choice in gravity models.</summary>
    public static bool IsDeflated(string name) => Regex.IsMatch(Words(name, out _), "_(const[0-9]*|real|rgdp[a-z]*|ppp|kkp|volume)_|不变价|实际|购买力", Options);

    private static Meaning OfEconomy(string words)
    {
        bool origin = ExporterName.IsMatch(words), partner = ImporterName.IsMatch(words);
        if (origin != partner)
            return new Meaning(origin ? ColumnRole.Exporter : ColumnRole.Importer, origin ? TradeSide.Origin : TradeSide.Partner, false, true);
        return EconomyName.IsMatch(words) ? new Meaning(ColumnRole.Importer, TradeSide.None, false, true) : default;
    }

    private static TradeSide SideOf(string words)
    {
        bool origin = OriginSide.IsMatch(words), partner = PartnerSide.IsMatch(words);
        return origin == partner ? TradeSide.None : origin ? TradeSide.Origin : TradeSide.Partner;
    }

    /// <summary>Lower-case words without accents between underscores, and without the sign of a logarithm.</summary>
    private static string Words(string name, out bool logged)
    {
        string apart = Regex.Replace(name.Trim(), "(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])", "_", Options);
        var plain = new StringBuilder(apart.Length + 2);
        foreach (char letter in apart.Replace("ß", "ss", StringComparison.Ordinal).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
                plain.Append(char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_');
        }
        string words = Regex.Replace(plain.ToString().Normalize(NormalizationForm.FormC), "_+", "_", Options).Trim('_');
        Match log = Regex.Match(words, "^(ln|log)_?(?=.)", Options);
        logged = (log.Success && !words.StartsWith("logist", StringComparison.Ordinal)) || words.Contains("对数", StringComparison.Ordinal);
        if (log.Success && logged)
            words = words[log.Length..];
        else if (words.Length > 3 && words[0] == 'l' && LoggedStem.IsMatch(words[1..]))
            (words, logged) = (words[1..], true);
        return "_" + words + "_";
    }

    /// <summary>Whole words between underscores, and Chinese words wherever they stand.</summary>
    private static Regex Rule(string words, string? chinese = null) =>
        new($"_(?:{words})_" + (chinese is null ? "" : "|" + chinese.Replace("^", "^_", StringComparison.Ordinal).Replace("$", "_$", StringComparison.Ordinal)), Options);
}
