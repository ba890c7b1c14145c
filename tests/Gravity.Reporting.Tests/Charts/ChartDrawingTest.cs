using System.Buffers.Binary;
using System.Xml.Linq;
using Gravity.Core;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Tests.Charts;

public class ChartDrawingTest
{
    private static readonly byte[] PngSignature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, SampleCharts.All().Count)];

    public static TheoryData<int> AwkwardCases => new(Enumerable.Range(0, SampleCharts.Awkward().Count));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Png_has_two_pixels_per_logical_pixel(int kind)
    {
        ChartImage image = SampleCharts.All()[kind].Draw(ChartFormat.Png);
        Assert.Equal(PngSignature, image.Content[..8]);
        Assert.Equal(800, image.Size.Width);
        Assert.Equal(1600, BinaryPrimitives.ReadInt32BigEndian(image.Content.AsSpan(16)));
        Assert.Equal(2 * image.Size.Height, BinaryPrimitives.ReadInt32BigEndian(image.Content.AsSpan(20)));
        Assert.Empty(image.Warnings);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Two_drawings_have_the_same_bytes(int kind)
    {
        foreach (ChartFormat format in Enum.GetValues<ChartFormat>())
        {
            byte[] first = SampleCharts.All()[kind].Draw(format).Content;
            byte[] second = Tables.Samples.InGerman(() => SampleCharts.All()[kind].Draw(format).Content);
            Assert.Equal(first, second);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Svg_is_well_formed_and_names_title_labels_note_and_source(int kind)
    {
        ChartImage image = SampleCharts.All()[kind].Draw(ChartFormat.Svg);
        XElement root = XDocument.Load(new MemoryStream(image.Content)).Root!;
        Assert.Equal(FormattableString.Invariant($"0 0 {image.Size.Width} {image.Size.Height}"), (string?)root.Attribute("viewBox"));
        Assert.Equal(SampleCharts.Text.Title, root.Element(SvgDocument.Namespace + "title")!.Value);
        string words = root.Element(SvgDocument.Namespace + "desc")!.Value;
        Assert.Contains("Sixteen partners; time-varying frontier", words, StringComparison.Ordinal);
        Assert.Contains("Note: Lines are 95% intervals.", words, StringComparison.Ordinal);
        Assert.Contains("Source: Invented numbers.", words, StringComparison.Ordinal);
        // A note on a map breaks names over lines.
        if (kind != 1) Assert.All(SampleCharts.Countries, country => Assert.Contains(country, words.Replace('\n', ' '), StringComparison.Ordinal));
        if (kind is 1 or 2) Assert.Contains("\n2013\n", words, StringComparison.Ordinal);
        Assert.Empty(root.Descendants(SvgDocument.Namespace + "text"));
        // Every reference has its target.
        HashSet<string> names = root.Descendants().Attributes("id").Select(id => id.Value).ToHashSet(StringComparer.Ordinal);
        Assert.All(root.Descendants(SvgDocument.Namespace + "use"), use => Assert.Contains(((string)use.Attributes().Single(a => a.Name.LocalName == "href"))[1..], names));
        Assert.All(root.Descendants().Attributes("clip-path"), clip => Assert.Contains(clip.Value["url(#".Length..^1], names));
    }

    [Theory]
    [MemberData(nameof(AwkwardCases))]
    public void Awkward_data_are_drawn(int index)
    {
        IChart chart = SampleCharts.Awkward()[index];
        Assert.Equal(PngSignature, chart.Draw(ChartFormat.Png).Content[..8]);
        string svg = System.Text.Encoding.UTF8.GetString(chart.Draw(ChartFormat.Svg).Content);
        Assert.DoesNotContain("nan", svg, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"inf", svg, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_figure_grows_with_the_units_and_many_are_cut_to_both_ends()
    {
        Assert.True(Height(40) > Height(16) + 20 * 15);
        ChartImage many = new EfficiencyRankingChart(SampleCharts.Text, SampleCharts.Units(200)).Draw(ChartFormat.Svg);
        string words = Words(many);
        Assert.Contains("… 160 more …", words, StringComparison.Ordinal);
        Assert.Contains("The 20 highest and the 20 lowest of 200 are shown.", words, StringComparison.Ordinal);
        var order = SampleCharts.Units(200).OrderByDescending(unit => unit.Value).Select(unit => unit.Label).ToList();
        string[] lines = words.Split('\n');
        Assert.All(order.Take(20).Concat(order.TakeLast(20)), label => Assert.Contains(label, lines));
        Assert.All(order.Skip(20).SkipLast(20), label => Assert.DoesNotContain(label, lines));

        static int Height(int units) => new EfficiencyRankingChart(SampleCharts.Text, SampleCharts.Units(units)).Draw(ChartFormat.Svg).Size.Height;
    }

    [Fact]
    public void A_size_too_small_for_the_rows_grows()
    {
        ChartImage image = new RoomChart(SampleCharts.Text, SampleCharts.Units(30)).Draw(ChartFormat.Svg, new ChartSize(100, 50));
        Assert.Equal(400, image.Size.Width);
        Assert.True(image.Size.Height >= 30 * 15);
        Assert.Equal(new ChartSize(900, 900), new RoomChart(SampleCharts.Text, SampleCharts.Units(30)).Draw(ChartFormat.Svg, new ChartSize(900, 900)).Size);
    }

    [Fact]
    public void Huge_intervals_become_arrows_with_a_note()
    {
        UnitValue[] units = [new("A", 0.5, 0.4, 0.6), new("B", 0.3, 0, 40)];
        string words = Words(new RoomChart(SampleCharts.Text, units).Draw(ChartFormat.Svg));
        Assert.Contains("Arrows mark intervals that reach beyond the axis.", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Arrows", Words(new RoomChart(SampleCharts.Text, [units[0]]).Draw(ChartFormat.Svg)), StringComparison.Ordinal);
    }

    [Fact]
    public void Units_without_an_estimate_are_counted()
    {
        UnitValue[] units = [new("A", 0.5), new("B", double.NaN)];
        string words = Words(new EfficiencyRankingChart(SampleCharts.Text, units).Draw(ChartFormat.Svg));
        Assert.Contains("1 without an estimate is left out.", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Periods_are_checked()
    {
        Assert.Throws<DataUnfitException>(() => new EfficiencyOverTimeChart(SampleCharts.Text, []));
        Assert.Throws<DataUnfitException>(() => new EfficiencyOverTimeChart(SampleCharts.Text, [new PeriodValue(2019, 0.5), new PeriodValue(2019, 0.6)]));
        Assert.Throws<DataUnfitException>(() => new EfficiencyHeatmapChart(SampleCharts.Text, [2019, 2018], []));
        Assert.Throws<ArgumentException>(() => new EfficiencyHeatmapChart(SampleCharts.Text, [2019], [new UnitSeries("A", [1, 2])]));
    }

    private static string Words(ChartImage image) =>
        XDocument.Load(new MemoryStream(image.Content)).Root!.Element(SvgDocument.Namespace + "desc")!.Value;
}
