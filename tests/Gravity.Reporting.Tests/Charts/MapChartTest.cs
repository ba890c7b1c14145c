using System.Text;
using System.Xml.Linq;
using Gravity.Core.Data;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Tests.Charts;

public class MapChartTest
{
    [Theory]
    [InlineData(1, "en")]
    [InlineData(16, "en")]
    [InlineData(200, "en")]
    [InlineData(1, "zh")]
    [InlineData(16, "zh")]
    [InlineData(200, "zh")]
    public void A_map_of_any_number_of_countries_is_whole_in_every_culture(int count, string language)
    {
        IReadOnlyList<MapValue> units = SampleCharts.OnMap(count, language);
        foreach (IChart chart in (IChart[])[new EfficiencyMapChart(SampleCharts.In(language), units), new RoomMapChart(SampleCharts.In(language), units)])
        {
            ChartImage image = chart.Draw(ChartFormat.Svg);
            Assert.Empty(image.Warnings);
            Assert.Equal(image.Content, Tables.Samples.InGerman(() => chart.Draw(ChartFormat.Svg).Content));
            Assert.True(image.Content.Length < 600_000, $"{image.Content.Length} bytes");
            XElement root = XDocument.Load(new MemoryStream(image.Content)).Root!;
            Assert.Empty(root.Descendants(SvgDocument.Namespace + "text"));
            string[] ids = [.. root.Descendants().Attributes("id").Select(id => id.Value)];
            Assert.Equal(ids.Length, ids.Distinct().Count());
            Assert.DoesNotContain("nan", Encoding.UTF8.GetString(image.Content), StringComparison.OrdinalIgnoreCase);

            string[] said = Said(root);
            string notes = root.Element(SvgDocument.Namespace + "desc")!.Value.Replace("\n", language == "en" ? " " : "", StringComparison.Ordinal);
            // Every country is told by its spot, or listed as lacking: the note names ten of many and counts the others.
            int shown = units.Count(unit => said.Any(line => line.StartsWith(unit.Label + (language == "en" ? ": " : "："), StringComparison.Ordinal)));
            Assert.Equal(count == 200 ? 188 : count, shown);
            Assert.Equal(count == 200, notes.Contains(language == "en" ? "no outline of its own: Antarctica" : "没有单独的轮廓", StringComparison.Ordinal));
            Assert.Contains(SampleCharts.In(language).Words["map.boundaries"].Replace(" ", "", StringComparison.Ordinal), notes.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_pointer_is_told_the_value_with_its_interval()
    {
        MapValue poland = SampleCharts.OnMap(16).Single(unit => unit.Label == "Poland") with { Value = 0.85, Low = 0.8, High = 0.9 };
        Assert.Contains("Poland: 0.85 [0.80, 0.90]", Said(new EfficiencyMapChart(SampleCharts.Text, [poland])));
        Assert.Contains("Poland: 85.0% [80.0%, 90.0%]", Said(new RoomMapChart(SampleCharts.Text, [poland])));
        Assert.Contains("波兰：0.85 [0.80, 0.90]", Said(new EfficiencyMapChart(SampleCharts.In("zh"), [poland with { Label = "波兰" }])));
        Assert.Contains("Poland: missing", Said(new EfficiencyMapChart(SampleCharts.Text, [poland with { Value = double.NaN }])));
    }

    [Fact]
    public void What_is_not_on_the_map_is_in_the_note()
    {
        MapValue[] units =
        [
            .. SampleCharts.OnMap(16), new MapValue(null, "Zhejiang", 0.5), new MapValue(Countries.Find("GIB"), "Gibraltar", 0.5),
            new MapValue(Countries.Find("POL"), "Poland again", 0.5), SampleCharts.OnMap(16)[0] with { Country = Countries.Find("DEU"), Label = "Germany", Value = double.NaN },
        ];
        string words = Words(new EfficiencyMapChart(SampleCharts.Text, units)).Replace('\n', ' ');
        Assert.Contains("because it is no known country: Zhejiang.", words, StringComparison.Ordinal);
        Assert.Contains("because it has no outline of its own: Gibraltar.", words, StringComparison.Ordinal);
        Assert.Contains("because another unit is the same country: Poland again.", words, StringComparison.Ordinal);
        Assert.Contains("Missing", words, StringComparison.Ordinal);
        string plain = Words(new EfficiencyMapChart(SampleCharts.Text, SampleCharts.OnMap(16))).Replace('\n', ' ');
        Assert.DoesNotContain("Not on the map", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("Missing", plain, StringComparison.Ordinal);
        // Every name is on the map, or its code is and the note explains it.
        Assert.All(SampleCharts.Countries, name => Assert.Contains(name, plain, StringComparison.Ordinal));
        Assert.Contains("Codes: ", plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_of_room_are_said_to_be_logarithmic_where_they_are()
    {
        Assert.Contains("logarithmic", Words(new RoomMapChart(SampleCharts.Text, [.. SampleCharts.OnMap(16).Select((unit, i) => unit with { Value = 0.05 * Math.Pow(1.5, i) })])), StringComparison.Ordinal);
        Assert.DoesNotContain("logarithmic", Words(new RoomMapChart(SampleCharts.Text, [.. SampleCharts.OnMap(16).Select((unit, i) => unit with { Value = 0.5 + 0.01 * i })])), StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_and_names_of_units_find_their_country()
    {
        Assert.Equal("POL", MapValue.CountryOf("POL", "Polen")?.Iso3);
        Assert.Equal("POL", MapValue.CountryOf("p1", "Poland")?.Iso3);
        Assert.Null(MapValue.CountryOf("p1", "Zhejiang"));
    }

    private static string[] Said(IChart chart) => Said(XDocument.Load(new MemoryStream(chart.Draw(ChartFormat.Svg).Content)).Root!);

    private static string[] Said(XElement root) =>
        [.. root.Elements(SvgDocument.Namespace + "g").Single(g => (string?)g.Attribute("class") == "spots").Elements().Select(spot => spot.Element(SvgDocument.Namespace + "title")!.Value)];

    private static string Words(IChart chart) =>
        XDocument.Load(new MemoryStream(chart.Draw(ChartFormat.Svg).Content)).Root!.Element(SvgDocument.Namespace + "desc")!.Value;
}
