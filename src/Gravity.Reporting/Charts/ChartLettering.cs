using System.Text;
using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace Gravity.Reporting.Charts;

/// <summary>Measures and outlines text in the chart font, with kerning. Letters that Inter lacks are taken from the embedded Chinese font, then from
/// any font of the machine.</summary>
/// <remarks>Text is always drawn as outlines: PNG and SVG then agree, and an SVG needs no font where it is read. Not safe for several threads.</remarks>
internal sealed class ChartLettering : IDisposable
{
    private readonly Dictionary<SKTypeface, SKShaper> shapers = [];
    private readonly Dictionary<(SKTypeface Face, ushort Glyph, float Size), SKPath> outlines = [];
    private readonly Dictionary<Rune, SKTypeface?> substitutes = [];
    private readonly SortedSet<Rune> lacking = [];

    /// <summary>Letters that no font on the machine has; they are drawn as boxes.</summary>
    public IReadOnlyCollection<Rune> Lacking => lacking;

    /// <summary>The width of a line in logical pixels.</summary>
    public float Width(string text, float size, bool bold = false)
    {
        Lay(text, size, bold, out float width);
        return width;
    }

    /// <summary>The outlines of a line's glyphs with their places, for a baseline that starts at the origin. The paths belong to this object.</summary>
    public IReadOnlyList<(SKPath Outline, float X, float Y)> Lay(string text, float size, bool bold, out float width)
    {
        var glyphs = new List<(SKPath, float, float)>(text.Length);
        width = 0;
        foreach ((SKTypeface face, string run) in Runs(text, bold))
        {
            using var font = new SKFont(face, size) { Subpixel = true, Hinting = SKFontHinting.None, LinearMetrics = true };
            SKShaper.Result shaped = Shaper(face).Shape(run, width, 0, font);
            for (int i = 0; i < shaped.Codepoints.Length; i++)
            {
                var key = (face, (ushort)shaped.Codepoints[i], size);
                if (!outlines.TryGetValue(key, out SKPath? outline)) outlines[key] = outline = font.GetGlyphPath(key.Item2) ?? new SKPath();
                if (!outline.IsEmpty) glyphs.Add((outline, shaped.Points[i].X, shaped.Points[i].Y));
            }

            width += shaped.Width;
        }

        return glyphs;
    }

    /// <summary>The text in lines no wider than given, broken at spaces and between Chinese letters.</summary>
    public List<string> Wrap(string text, float size, bool bold, float width)
    {
        var lines = new List<string>();
        foreach ((string piece, bool spaced) in LineBreaks.Pieces(text))
        {
            string longer = lines.Count == 0 ? piece : lines[^1] + (spaced ? " " : "") + piece;
            if (lines.Count == 0) lines.Add(piece);
            else if (Width(longer, size, bold) <= width) lines[^1] = longer;
            else lines.Add(piece);
        }

        return lines;
    }

    /// <summary>The text, cut with an ellipsis where it is wider than given.</summary>
    public string Shorten(string text, float size, float width, bool bold = false)
    {
        if (Width(text, size, bold) <= width) return text;
        int length = text.Length;
        while (length > 1 && Width(text[..length].TrimEnd() + "…", size, bold) > width)
            length -= char.IsLowSurrogate(text[length - 1]) ? 2 : 1;
        return text[..length].TrimEnd() + "…";
    }

    public void Dispose()
    {
        foreach (SKShaper shaper in shapers.Values)
            shaper.Dispose();
        foreach (SKPath outline in outlines.Values)
            outline.Dispose();
    }

    private SKShaper Shaper(SKTypeface face)
    {
        if (!shapers.TryGetValue(face, out SKShaper? shaper)) shapers[face] = shaper = new SKShaper(face);
        return shaper;
    }

    private IEnumerable<(SKTypeface Face, string Run)> Runs(string text, bool bold)
    {
        SKTypeface own = bold ? ChartFont.Bold : ChartFont.Regular;
        var run = new StringBuilder();
        SKTypeface current = own;
        bool chinese = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            SKTypeface face = own.ContainsGlyph(rune.Value) ? own : Embedded(rune, bold) ?? Substitute(rune) ?? own;
            // Quotation marks and dashes are in both fonts; after a Chinese letter they are Chinese ones, a square wide.
            if (chinese && rune.Value is >= 0x2014 and <= 0x2026 && Embedded(rune, bold) is { } wide) face = wide;
            chinese = face != own;
            if (face != current && run.Length > 0)
            {
                yield return (current, run.ToString());
                run.Clear();
            }

            current = face;
            run.Append(rune.ToString());
        }

        if (run.Length > 0) yield return (current, run.ToString());
    }

    private static SKTypeface? Embedded(Rune rune, bool bold) =>
        rune.Value >= 0x2010 && ChartFont.Chinese(bold) is var face && face.ContainsGlyph(rune.Value) ? face : null;

    private SKTypeface? Substitute(Rune rune)
    {
        if (substitutes.TryGetValue(rune, out SKTypeface? known)) return known;
        SKTypeface? found = SKFontManager.Default.MatchCharacter(rune.Value);
        // Font managers without a fallback table answer nothing: then every installed family is asked, in alphabetical order.
        foreach (string family in SKFontManager.Default.FontFamilies.Order(StringComparer.Ordinal))
        {
            if (found is not null) break;
            SKTypeface? face = SKFontManager.Default.MatchFamily(family);
            if (face is not null && face.ContainsGlyph(rune.Value)) found = face;
        }

        if (found is null) lacking.Add(rune);
        return substitutes[rune] = found;
    }
}
