using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gravity.Core.Data;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Tests.Charts;

/// <summary>What charts say and tell a pointer, in both languages.</summary>
public partial class ChartWordsTest
{
    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, SampleCharts.All().Count)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_Chinese_chart_has_no_English_word(int kind)
    {
        ChartImage image = Chinese()[kind].Draw(ChartFormat.Svg);
        Assert.Empty(image.Warnings);
        XElement root = Root(image);
        string words = root.Element(SvgDocument.Namespace + "desc")!.Value.Replace("\n", " ", StringComparison.Ordinal) + string.Join(' ', Said(root));
        // Codes of countries on maps and the name of the outlines' source stay.
        string[] english = [.. LatinWord().Matches(words).Select(match => match.Value).Where(word => word is not ("Natural" or "Earth") && Countries.Find(word)?.Iso3 != word)];
        Assert.True(english.Length == 0, string.Join(' ', english));
        Assert.Contains("注：", words, StringComparison.Ordinal);
        Assert.Contains("资料来源：", words, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_mark_tells_its_value(int kind)
    {
        XElement root = Root(SampleCharts.All()[kind].Draw(ChartFormat.Svg));
        string[] said = Said(root);
        // 16 rows; 16 lines and the mean at 13 years; 16 rows of 13 cells; 16 countries.
        Assert.Equal(kind switch { 1 => 17 * 13, 2 => 16 * 13, _ => 16 }, said.Length);
        if (kind != 1) Assert.All(SampleCharts.Countries, country => Assert.Contains(said, line => line.StartsWith(country, StringComparison.Ordinal)));
        Assert.Contains(said, line => kind switch
        {
            0 => line == "Albania: 0.20 [0.18, 0.22]",
            1 => line == "2013: mean 0.56 [0.51, 0.61]",
            2 => line == "Bulgaria, 2013: 0.67",
            3 => line == "Albania: actual 20.00, potential 100.0 [80.00, 130.0]",
            4 => line == "Albania: 20.0% [18.0%, 22.0%]",
            5 => line == "Albania: 0.20 [0.18, 0.22]",
            _ => line == "Albania: 20.0% [18.0%, 22.0%]",
        });
        if (kind == 2) Assert.Contains("Albania, 2007: missing", said);
        // A pointer hits: no area is narrower or lower than 10 pixels, and all lie on the page.
        foreach (XElement area in root.Descendants(SvgDocument.Namespace + "rect").Where(rect => rect.Parent!.Attribute("class")?.Value == "spots"))
        {
            double[] place = [.. ((string[])["x", "y", "width", "height"]).Select(name => (double)area.Attribute(name)!)];
            Assert.True(place[2] >= 10 && place[3] >= 10, area.ToString());
            Assert.True(place[0] >= 0 && place[1] >= 0 && place[0] + place[2] <= 801, area.ToString());
        }
    }

    [Fact]
    public void Numbers_have_the_commas_of_the_tables()
    {
        Assert.Equal(("1,092", "−1,092.50", "7.817", "0.001235", "0"), (ChartNumber.Fixed(1092, 0), ChartNumber.Fixed(-1092.5, 2), ChartNumber.Level(7.817), ChartNumber.Level(0.00123456), ChartNumber.Level(0)));
        Assert.Equal("1,092", ChartNumber.Level(1092.4));
        Assert.Equal("0.85", ChartNumber.WithInterval(0.85, double.NaN, double.NaN, ChartNumber.Share));
        Assert.Equal("5.0% [0.0%, ∞]", ChartNumber.WithInterval(5, 0, double.PositiveInfinity, ChartNumber.Percent));
    }

    private static List<IChart> Chinese()
    {
        ChartText text = SampleCharts.In("zh");
        static string Name(string label) => Countries.Find(label)?.Chinese ?? label;
        List<UnitValue> units = [.. SampleCharts.Units(41).Select((unit, i) => unit with { Label = i < 16 ? Name(unit.Label) : $"国家 {i}", High = i == 3 ? 40 : unit.High })];
        List<UnitSeries> series = [.. SampleCharts.Series(16, missing: true).Select(unit => unit with { Label = Name(unit.Label) })];
        return
        [
            new EfficiencyRankingChart(text, [.. units, new UnitValue("无", double.NaN)], 0.55),
            new EfficiencyOverTimeChart(text, SampleCharts.Periods(), series),
            new EfficiencyHeatmapChart(text, SampleCharts.Years, series),
            new ActualPotentialChart(text, [.. SampleCharts.Potentials(16).Select(unit => unit with { Label = Name(unit.Label) })]),
            new RoomChart(text, units, 0.6),
            new EfficiencyMapChart(text, [.. SampleCharts.OnMap(16, "zh"), new MapValue(null, "浙江", 0.5), new MapValue(Countries.Find("GIB"), "直布罗陀", 0.5)]),
            new RoomMapChart(text, SampleCharts.OnMap(16, "zh")),
        ];
    }

    private static XElement Root(ChartImage image) => XDocument.Load(new MemoryStream(image.Content)).Root!;

    private static string[] Said(XElement root) =>
        [.. root.Elements(SvgDocument.Namespace + "g").Single(g => (string?)g.Attribute("class") == "spots").Elements().Select(spot => spot.Element(SvgDocument.Namespace + "title")!.Value)];

    [GeneratedRegex("[A-Za-z]{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex LatinWord();
}
