using System.Collections.Frozen;

namespace Gravity.Core.Data;

/// <summary>The countries and territories of the world, found by any code or name that trade data use for them.</summary>
/// <remarks>
/// Codes are those of ISO 3166-1 (alpha-2, alpha-3, numeric), of UN Comtrade and CEPII's BACI where they differ (757 Switzerland, 842 United States …)
/// and older ones of the World Bank (ROM, ZAR). Names are English and Chinese with the variants of UN Comtrade, the World Bank, the IMF and Eurostat.
/// The entry of a territory and its name imply no judgement on its status. What no longer exists (Yugoslavia, Serbia and Montenegro)
/// or names two countries (Virgin Islands, Republic of China) is not found: a silent guess would put a value into the wrong country.
/// The table is <c>Data/countries.tsv</c>.
/// </remarks>
public static class Countries
{
    private static readonly Lazy<Table> Known = new(Read);

    /// <summary>Every entry, by alpha-3 code.</summary>
    public static IReadOnlyList<Country> All => Known.Value.All;

    /// <summary>The country of a code or name; null where there is none.</summary>
    /// <param name="text">An alpha-2, alpha-3 or numeric code, or a name in English or Chinese. Case, accents, punctuation, "the", "and" and the order of
    /// words (Korea, Republic of) do not matter; usual abbreviations (Rep., Dem., St., Is.) are understood.</param>
    public static Country? Find(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        Table table = Known.Value;
        string trimmed = text.Trim();
        if (table.ByCode.TryGetValue(Code(trimmed), out Country? country)) return country;
        string name = CountryName.Key(trimmed);
        if (table.ByName.TryGetValue(name, out country)) return country;
        // Republic of Poland, Kingdom of Denmark, 波兰共和国: the form of the state says nothing where the rest is a name of one country only.
        return CountryName.WithoutForm(name) is { } rest && table.ByName.TryGetValue(rest, out country) && !Ambiguous.Contains(country.Iso3) ? country : null;
    }

    // Names that with "republic" mean another country than without, or two.
    private static readonly FrozenSet<string> Ambiguous = FrozenSet.ToFrozenSet(["CHN", "TWN", "COG", "COD", "KOR", "PRK"]);

    /// <summary>Numeric codes lose leading zeros in spreadsheets: 8 is 008.</summary>
    private static string Code(string text) =>
        text.Length <= 3 && text.All(char.IsAsciiDigit) ? text.PadLeft(3, '0') : text.ToUpperInvariant();

    private static Table Read()
    {
        const string Resource = "Gravity.Core.Data.countries.tsv";
        using Stream stream = typeof(Countries).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the table '{Resource}' is not in the assembly");
        using var reader = new StreamReader(stream);
        var all = new List<Country>();
        var codes = new Dictionary<string, Country>(StringComparer.Ordinal);
        var names = new Dictionary<string, Country>(StringComparer.Ordinal);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split('\t');
            var country = new Country(fields[0], fields[1], fields[2], fields[3], fields[4]);
            all.Add(country);
            string[] others = fields[5].Split('|', StringSplitOptions.RemoveEmptyEntries);
            foreach (string code in (string[])[country.Iso2, country.Iso3, country.Numeric, .. others.Where(IsNumber)])
            {
                if (code.Length > 0) Add(codes, code, country);
            }

            foreach (string name in (string[])[country.English, country.Chinese, .. others.Where(other => !IsNumber(other))])
                Add(names, CountryName.Key(name), country);
        }

        return new Table(all, codes.ToFrozenDictionary(StringComparer.Ordinal), names.ToFrozenDictionary(StringComparer.Ordinal));
    }

    private static bool IsNumber(string text) => text.All(char.IsAsciiDigit);

    private static void Add(Dictionary<string, Country> table, string key, Country country)
    {
        if (!table.TryAdd(key, country) && table[key] != country)
            throw new InvalidOperationException($"the table of countries has '{key}' for {table[key].Iso3} and for {country.Iso3}");
    }

    private sealed record Table(IReadOnlyList<Country> All, FrozenDictionary<string, Country> ByCode, FrozenDictionary<string, Country> ByName);
}
