using ScottPlot;
using SkiaSharp;

namespace Gravity.Reporting.Charts;

/// <summary>The font of all charts, Inter, and one for Chinese letters. Both travel in this assembly: charts look alike on every machine, also on one
/// without fonts.</summary>
/// <remarks>Without a font the plotting library draws no text and reports no error; here a font that cannot be read is an error.
/// Chosen because it has the signs of our notes (−, ≤, σ², ₜ) besides the letters of European languages. The Chinese font is a subset of Noto Sans CJK SC:
/// the letters of GB 2312 and of our own words (eng/subset-cjk.py makes it).</remarks>
internal static class ChartFont
{
    /// <summary>The name under which the plotting library knows the font. Not "Inter": an installed font of that name, of another version,
    /// would be taken first.</summary>
    public const string Name = "Gravity Inter";

    private static readonly Lazy<(SKTypeface Regular, SKTypeface Bold)> Typefaces = new(Load);
    private static readonly Lazy<SKTypeface> RegularChinese = new(() => Read("GravityCJK-Regular.otf", "Gravity CJK"));
    private static readonly Lazy<SKTypeface> BoldChinese = new(() => Read("GravityCJK-Bold.otf", "Gravity CJK"));

    /// <summary>The regular weight.</summary>
    public static SKTypeface Regular => Typefaces.Value.Regular;

    /// <summary>The bold weight.</summary>
    public static SKTypeface Bold => Typefaces.Value.Bold;

    /// <summary>The font of Chinese letters; read only when one is written.</summary>
    public static SKTypeface Chinese(bool bold) => (bold ? BoldChinese : RegularChinese).Value;

    private static (SKTypeface Regular, SKTypeface Bold) Load()
    {
        (SKTypeface Regular, SKTypeface Bold) faces = (Read("Inter-Regular.otf", "Inter"), Read("Inter-Bold.otf", "Inter"));
        ScottPlot.Fonts.FontResolvers.Insert(0, new Resolver(faces.Regular, faces.Bold));
        ScottPlot.Fonts.Default = Name;
        return faces;
    }

    private static SKTypeface Read(string file, string family)
    {
        string resource = "Gravity.Reporting.Fonts." + file;
        using Stream stream = typeof(ChartFont).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"the chart font '{resource}' is not in the assembly; charts would have no text");
        using SKData data = SKData.Create(stream);
        SKTypeface? face = SKTypeface.FromData(data);
        return face?.FamilyName == family
            ? face
            : throw new InvalidOperationException($"the chart font '{resource}' cannot be read; charts would have no text");
    }

    private sealed class Resolver(SKTypeface regular, SKTypeface bold) : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName != Name ? null : weight >= FontWeight.SemiBold ? bold : regular;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            CreateTypeface(fontName, bold ? FontWeight.Bold : FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);
    }
}
