using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using SkiaSharp;

namespace Gravity.Reporting.Charts;

/// <summary>Turns drawing into the bytes of a file.</summary>
internal static class FigureFile
{
    /// <summary>A PNG with <see cref="ChartSize.PixelsPerUnit"/> pixels per logical pixel.</summary>
    public static byte[] Png(int width, int height, Action<SKCanvas> paint)
    {
        const int Scale = ChartSize.PixelsPerUnit;
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width * Scale, height * Scale, SKColorType.Rgba8888, SKAlphaType.Premul))
            ?? throw new InvalidOperationException($"no memory for a chart of {width * Scale} × {height * Scale} pixels");
        surface.Canvas.Scale(Scale);
        paint(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>An SVG that scales with its place (viewBox), carries its words as title and description, for search and screen readers, and
    /// shows the values of its spots to a reader who points at them.</summary>
    public static byte[] Svg(
        int width, int height, Action<SKCanvas> paint, string title, Func<IEnumerable<string>> words, Func<IReadOnlyList<ChartSpot>> spots)
    {
        using var drawn = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), drawn))
            paint(canvas);
        drawn.Position = 0;
        XDocument document = XDocument.Load(drawn);
        SvgDocument.Tidy(document);
        XElement root = document.Root!;
        root.SetAttributeValue("viewBox", FormattableString.Invariant($"0 0 {width} {height}"));
        root.SetAttributeValue("role", "img");
        root.AddFirst(
            new XElement(SvgDocument.Namespace + "title", Clean(title)), new XElement(SvgDocument.Namespace + "desc", Clean(string.Join("\n", words()))));
        if (spots().Count > 0) root.Add(Spots(spots()));
        using var output = new MemoryStream();
        using (var writer = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new UTF8Encoding(false), NewLineChars = "\n", CloseOutput = false }))
            document.Save(writer);
        return output.ToArray();
    }

    /// <summary>Invisible areas on top of everything, each with its value as the title that viewers show.</summary>
    private static XElement Spots(IEnumerable<ChartSpot> spots)
    {
        static string Pixels(float value) => value.ToString("0.##", CultureInfo.InvariantCulture);
        XNamespace svg = SvgDocument.Namespace;
        return new XElement(
            svg + "g", new XAttribute("class", "spots"), new XAttribute("fill", "none"), new XAttribute("pointer-events", "all"),
            spots.Select(spot => new XElement(
                spot.Shape is null ? svg + "rect" : svg + "path",
                spot.Shape is { } shape
                    ? [new XAttribute("d", SvgPath.Steps(SvgDocument.Shortened(shape))), new XAttribute("fill-rule", "evenodd")]
                    : (XAttribute[])[
                        new XAttribute("x", Pixels(spot.X)), new XAttribute("y", Pixels(spot.Y)),
                        new XAttribute("width", Pixels(spot.Width)), new XAttribute("height", Pixels(spot.Height))],
                new XElement(svg + "title", Clean(spot.Says)))));
    }

    // Control characters are not XML; a country name that holds one should not cost the chart.
    private static string Clean(string text) => string.Concat(text.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)));
}
