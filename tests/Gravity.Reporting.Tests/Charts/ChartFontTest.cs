using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gravity.Reporting.Charts;
using SkiaSharp;

namespace Gravity.Reporting.Tests.Charts;

public partial class ChartFontTest
{
    [Fact]
    public void The_font_is_embedded_with_its_licence_and_known_to_the_plotting_library()
    {
        Assert.Equal("Inter", ChartFont.Regular.FamilyName);
        Assert.Equal((int)SKFontStyleWeight.Bold, ChartFont.Bold.FontWeight);
        Assert.Same(ChartFont.Regular, ScottPlot.Fonts.GetTypeface(ChartFont.Name, bold: false, italic: false));
        Assert.Same(ChartFont.Bold, ScottPlot.Fonts.GetTypeface(ChartFont.Name, bold: true, italic: false));
        Assert.Equal(ChartFont.Name, ScottPlot.Fonts.Default);
        using var licence = new StreamReader(typeof(ChartFont).Assembly.GetManifestResourceStream("Gravity.Reporting.Fonts.OFL.txt")!);
        Assert.Contains("SIL OPEN FONT LICENSE", licence.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_font_has_the_letters_and_signs_of_our_charts()
    {
        const string Needed = "−–…‘’“”×±≤≥≠≈∞√→²³⁻₀₁ᵢᵤᵥₜ·%€£¥σμηγλβδεχΣΔ\u2009\u202F\u00A0ąčďęěğłňőřśşšťůűźžșțđćçãñøåæßÅÉİıЖђја";
        foreach (System.Text.Rune rune in Needed.EnumerateRunes())
        {
            Assert.True(ChartFont.Regular.ContainsGlyph(rune.Value), $"regular lacks {rune}");
            Assert.True(ChartFont.Bold.ContainsGlyph(rune.Value), $"bold lacks {rune}");
        }
    }

    /// <summary>The outlines in the file are compared with glyphs read from the resource here, past the drawing code.</summary>
    [Theory]
    [InlineData("Inter-Bold.otf", 'T', 17)]
    [InlineData("Inter-Regular.otf", 'A', 12)]
    public void Outlines_are_those_of_the_embedded_font(string file, char letter, float size)
    {
        using Stream stream = typeof(ChartFont).Assembly.GetManifestResourceStream("Gravity.Reporting.Fonts." + file)!;
        using SKTypeface face = SKTypeface.FromStream(stream);
        using var font = new SKFont(face, size) { Subpixel = true, Hinting = SKFontHinting.None, LinearMetrics = true };
        using SKPath glyph = font.GetGlyphPath(font.GetGlyph(letter));
        double[] expected = Numbers(glyph.ToSvgPathData());
        ChartImage image = SampleCharts.All()[0].Draw(ChartFormat.Svg);
        // Coordinates in the file are rounded to a hundredth.
        Assert.Contains(
            XDocument.Load(new MemoryStream(image.Content)).Descendants(SvgDocument.Namespace + "path").Select(path => Numbers((string)path.Attribute("d")!)),
            drawn => drawn.Length == expected.Length && drawn.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) < 0.0051));

        static double[] Numbers(string path) => Number().Matches(path).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture)).ToArray();
    }

    [Fact]
    public void Words_are_kerned_and_measured_alike()
    {
        using var lettering = new ChartLettering();
        Assert.True(lettering.Width("To", 100, bold: true) < lettering.Width("T", 100, bold: true) + lettering.Width("o", 100, bold: true));
        Assert.Equal(2 * lettering.Width("Poland", 12), lettering.Width("Poland", 24), 1);
        Assert.Equal(0, lettering.Width("", 12));
    }

    [Fact]
    public void Letters_that_no_font_has_are_reported()
    {
        // A private-use character that no font assigns.
        var chart = new EfficiencyRankingChart(SampleCharts.Text, [new UnitValue("A\U0010FFFD", 0.5)]);
        string warning = Assert.Single(chart.Draw(ChartFormat.Png).Warnings);
        Assert.Contains("\U0010FFFD", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_wrap_and_long_labels_are_cut_within_their_width()
    {
        using var lettering = new ChartLettering();
        const string Name = "Saint Helena, Ascension and Tristan da Cunha";
        Assert.All(lettering.Wrap(Name, 12, bold: false, 100), line => Assert.InRange(lettering.Width(line, 12), 0, 100));
        string cut = lettering.Shorten(Name, 12, 100);
        Assert.EndsWith("…", cut, StringComparison.Ordinal);
        Assert.InRange(lettering.Width(cut, 12), 80, 100);
        Assert.Equal("Poland", lettering.Shorten("Poland", 12, 100));
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?(e-?\d+)?")]
    private static partial Regex Number();
}
