using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gravity.Core.Data;
using Gravity.Core.Wording;
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

    [Fact]
    public void The_embedded_fonts_alone_have_every_letter_of_the_Chinese_words_and_of_every_country()
    {
        Assert.Equal("Gravity CJK", ChartFont.Chinese(bold: false).FamilyName);
        Assert.Equal((int)SKFontStyleWeight.Bold, ChartFont.Chinese(bold: true).FontWeight);
        IEnumerable<string> texts = Words.Chinese.Keys.Select(key => Words.Chinese[key]).Concat(Countries.All.SelectMany(country => (string[])[country.English, country.Chinese]));
        HashSet<System.Text.Rune> letters = [.. texts.SelectMany(text => text.EnumerateRunes()).Where(letter => letter.Value >= ' ')];
        Assert.True(letters.Count > 400);
        foreach (bool bold in (bool[])[false, true])
        {
            SKTypeface inter = bold ? ChartFont.Bold : ChartFont.Regular;
            string[] lacking = [.. letters.Where(letter => !inter.ContainsGlyph(letter.Value) && !ChartFont.Chinese(bold).ContainsGlyph(letter.Value)).Select(letter => letter.ToString())];
            Assert.True(lacking.Length == 0, $"in no embedded font: {string.Join(' ', lacking)}; rebuild the Chinese font with eng/subset-cjk.py");
        }
    }

    [Fact]
    public void The_Chinese_font_has_the_letters_of_GB_2312()
    {
        // The first and last letters of the standard's two levels, and letters of rare use in countries' names.
        Assert.All("啊阿座亍丌鼾鼽".EnumerateRunes(), letter => Assert.True(ChartFont.Chinese(bold: false).ContainsGlyph(letter.Value), letter.ToString()));
        using var licence = new StreamReader(typeof(ChartFont).Assembly.GetManifestResourceStream("Gravity.Reporting.Fonts.OFL-GravityCJK.txt")!);
        string text = licence.ReadToEnd();
        Assert.Contains("Reserved Font Name 'Source'", text, StringComparison.Ordinal);
        Assert.Contains("SIL OPEN FONT LICENSE", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Chinese_lines_break_between_letters_but_not_before_closing_signs()
    {
        Assert.Equal(["贸", "易", "效", "率", "（TE）。"], LineBreaks.Pieces("贸易效率（TE）。").Select(piece => piece.Piece));
        Assert.Equal([("Trade", false), ("efficiency,", true), ("2019", true)], LineBreaks.Pieces("Trade efficiency, 2019"));
        Assert.Equal([("见", false), ("“无", false), ("效", false), ("率”，", false), ("95%", true), ("区", true), ("间", false)], LineBreaks.Pieces("见“无效率”， 95% 区间"));
        using var lettering = new ChartLettering();
        const string Note = "潜力值为期望潜力，各年加总；区间来自参数与无效率项的联合抽样（2,000 次），不代表预测。";
        List<string> lines = lettering.Wrap(Note, 12, bold: false, 120);
        Assert.True(lines.Count > 3);
        Assert.All(lines, line => Assert.InRange(lettering.Width(line, 12), 0, 120));
        Assert.All(lines, line => Assert.DoesNotContain(line[0], "，。；）"));
        Assert.Equal(Note.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
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
