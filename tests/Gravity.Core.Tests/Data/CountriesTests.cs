using Gravity.Core.Data;

namespace Gravity.Tests.Data;

public sealed class CountriesTests
{
    [Fact]
    public void Every_country_of_ISO_3166_is_there_once_and_Kosovo()
    {
        Assert.Equal(250, Countries.All.Count);
        Assert.Equal(249, Countries.All.Count(country => country.Numeric.Length == 3));
        Assert.Equal("XKX", Assert.Single(Countries.All, country => country.Numeric.Length == 0).Iso3);
        Assert.All(Countries.All, country =>
        {
            Assert.Matches("^[A-Z]{2}$", country.Iso2);
            Assert.Matches("^[A-Z]{3}$", country.Iso3);
            Assert.Matches("^([0-9]{3})?$", country.Numeric);
            Assert.NotEqual("", country.English);
            Assert.Contains(country.Chinese, c => c is >= '一' and <= '鿿');
        });
        Assert.Equal(Countries.All.Count, Countries.All.Select(country => country.English).Distinct().Count());
        Assert.Equal(Countries.All.Count, Countries.All.Select(country => country.Chinese).Distinct().Count());
    }

    [Fact]
    public void Each_is_found_by_its_codes_and_names_in_any_case()
    {
        foreach (Country country in Countries.All)
        {
            string[] texts = [country.Iso2, country.Iso3, country.English, country.Chinese, country.Iso3.ToLowerInvariant(), country.English.ToUpperInvariant(), $" The {country.English} "];
            Assert.All(texts, text => Assert.Same(country, Countries.Find(text)));
            if (country.Numeric.Length == 0) continue;
            Assert.Same(country, Countries.Find(country.Numeric));
            Assert.Same(country, Countries.Find(country.Numeric.TrimStart('0')));
        }
    }

    [Theory]
    [InlineData("Czech Republic", "CZE")]
    [InlineData("Bosnia & Herzegovina", "BIH")]
    [InlineData("Bosnia-Herzegovina", "BIH")]
    [InlineData("波斯尼亚和黑塞哥维那", "BIH")]
    [InlineData("Korea, Rep.", "KOR")]
    [InlineData("Republic of Korea", "KOR")]
    [InlineData("Korea, Dem. People's Rep.", "PRK")]
    [InlineData("Dem. People’s Rep. of Korea", "PRK")]
    [InlineData("Viet Nam", "VNM")]
    [InlineData("China, Hong Kong SAR", "HKG")]
    [InlineData("Hong Kong SAR, China", "HKG")]
    [InlineData("香港", "HKG")]
    [InlineData("Macao SAR, China", "MAC")]
    [InlineData("Taiwan, China", "TWN")]
    [InlineData("TFYR of Macedonia", "MKD")]
    [InlineData("Republic of North Macedonia", "MKD")]
    [InlineData("Kosovo*", "XKX")]
    [InlineData("XK", "XKX")]
    [InlineData("Congo, Dem. Rep.", "COD")]
    [InlineData("Congo, Rep.", "COG")]
    [InlineData("Congo", "COG")]
    [InlineData("刚果民主共和国", "COD")]
    [InlineData("Côte d’Ivoire", "CIV")]
    [InlineData("COTE D'IVOIRE", "CIV")]
    [InlineData("Curacao", "CUW")]
    [InlineData("Sao Tome & Principe", "STP")]
    [InlineData("St. Vincent and the Grenadines", "VCT")]
    [InlineData("Gambia, The", "GMB")]
    [InlineData("Micronesia, Fed. Sts.", "FSM")]
    [InlineData("Venezuela, RB", "VEN")]
    [InlineData("Bolivia (Plurinational State of)", "BOL")]
    [InlineData("Lao PDR", "LAO")]
    [InlineData("Slovak Republic", "SVK")]
    [InlineData("Turkey", "TUR")]
    [InlineData("Türkiye", "TUR")]
    [InlineData("Solomon Isds", "SLB")]
    [InlineData("Cayman Isds", "CYM")]
    [InlineData("Rep. of Moldova", "MDA")]
    [InlineData("United Rep. of Tanzania", "TZA")]
    [InlineData("Russian Federation", "RUS")]
    [InlineData("U.S.A.", "USA")]
    [InlineData("842", "USA")]
    [InlineData("251", "FRA")]
    [InlineData("UK", "GBR")]
    [InlineData("EL", "GRC")]
    [InlineData("8", "ALB")]
    [InlineData("Kingdom of Denmark", "DNK")]
    [InlineData("Republic of Poland", "POL")]
    [InlineData("波兰共和国", "POL")]
    [InlineData("捷克共和国", "CZE")]
    [InlineData("The Netherlands", "NLD")]
    [InlineData("Dominican Rep.", "DOM")]
    [InlineData("Dominica", "DMA")]
    [InlineData("Republic of Guinea", "GIN")]
    [InlineData("Guinea-Bissau", "GNB")]
    [InlineData("Virgin Islands, U.S.", "VIR")]
    [InlineData("ＰＯＬＡＮＤ", "POL")]
    public void Variants_of_names_and_codes_are_found(string text, string iso3) => Assert.Equal(iso3, Countries.Find(text)?.Iso3);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("–")]
    [InlineData("World")]
    [InlineData("Rest of the world")]
    [InlineData("Yugoslavia")]
    [InlineData("Serbia and Montenegro")]
    [InlineData("Virgin Islands")]
    [InlineData("Republic of China")]
    [InlineData("Republic")]
    [InlineData("999")]
    [InlineData("0001")]
    [InlineData("Zhejiang")]
    [InlineData("PO")]
    public void What_is_no_country_is_not_found(string? text) => Assert.Null(Countries.Find(text));

    [Fact]
    public void Names_are_those_of_the_language()
    {
        Country poland = Countries.Find("POL")!;
        Assert.Equal(("Poland", "波兰"), (poland.Name("en"), poland.Name("zh")));
        Assert.Equal(new Country("PL", "POL", "616", "Poland", "波兰"), poland);
    }
}
