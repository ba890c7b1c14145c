using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gravity.Reporting.Charts;

/// <summary>Makes a drawn SVG small and reproducible: each glyph outline once, coordinates to a hundredth of a pixel, and identifiers made from the
/// content. Such identifiers also let several charts stand in one HTML page: equal names mean equal content.</summary>
internal static partial class SvgDocument
{
    public static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    private static readonly XNamespace Link = "http://www.w3.org/1999/xlink";

    // Shorter outlines cost less than the reference to them.
    private const int ShortestShared = 80;

    /// <summary>Rewrites the document in place.</summary>
    /// <exception cref="InvalidOperationException">The document holds text that is not outlines.</exception>
    public static void Tidy(XDocument document)
    {
        XElement root = document.Root!;
        if (root.Descendants(Namespace + "text").Any())
            throw new InvalidOperationException("a chart wrote text that is not outlines: it would look different where the font is not installed");
        RemoveInvisible(root);
        foreach (XAttribute attribute in root.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is not "id"))
        {
            if (attribute.Name.LocalName is "d" or "transform" or "x" or "y" or "width" or "height" or "stroke-width" or "cx" or "cy" or "rx" or "ry")
                attribute.Value = attribute.Name.LocalName == "d" ? SvgPath.Steps(Shortened(attribute.Value)) : Shortened(attribute.Value);
        }

        ShareClips(root);
        ShareOutlines(root);
    }

    private static void RemoveInvisible(XElement root)
    {
        // Clearing the canvas to transparent arrives as a black rectangle, which the white background covers but for its edges.
        if (root.Elements().FirstOrDefault() is { } first && first.Name.LocalName == "rect" && first.Attribute("fill") is null) first.Remove();
        root.Descendants(Namespace + "path").Where(path => string.IsNullOrEmpty((string?)path.Attribute("d"))).Remove();
    }

    private static void ShareClips(XElement root)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (XElement clip in root.Descendants(Namespace + "clipPath").ToList())
        {
            string name = Name("c", string.Concat(clip.Elements()));
            names["url(#" + (string?)clip.Attribute("id") + ")"] = "url(#" + name + ")";
            clip.SetAttributeValue("id", name);
            if (!kept.Add(name)) clip.Remove();
        }

        foreach (XAttribute use in root.Descendants().Attributes("clip-path").ToList())
            use.Value = names[use.Value];
        // Identical neighbouring clips come from marks drawn one by one.
        foreach (XElement group in root.Descendants(Namespace + "g").ToList())
        {
            if (group.NextNode is not XElement next || next.Name != group.Name || !SameAttributes(group, next)) continue;
            next.AddFirst(group.Nodes());
            group.Remove();
        }
    }

    private static bool SameAttributes(XElement a, XElement b) =>
        a.Attributes().Select(attribute => attribute.ToString()).SequenceEqual(b.Attributes().Select(attribute => attribute.ToString()));

    private static void ShareOutlines(XElement root)
    {
        var shared = root.Descendants(Namespace + "path").GroupBy(path => (string)path.Attribute("d")!, StringComparer.Ordinal)
            .Where(same => same.Key.Length >= ShortestShared && same.Count() > 1).ToList();
        if (shared.Count == 0) return;
        var definitions = new XElement(Namespace + "defs");
        foreach (IGrouping<string, XElement> same in shared)
        {
            string name = Name("g", same.Key);
            definitions.Add(new XElement(Namespace + "path", new XAttribute("id", name), new XAttribute("d", same.Key)));
            foreach (XElement path in same.ToList())
            {
                path.Name = Namespace + "use";
                path.SetAttributeValue("d", null);
                path.SetAttributeValue(Link + "href", "#" + name);
            }
        }

        root.AddFirst(definitions);
    }

    private static string Name(string prefix, string content) =>
        prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 8));

    /// <summary>Coordinates to a hundredth of a pixel.</summary>
    public static string Shortened(string numbers) => LongDecimal().Replace(numbers, Shortened);

    private static string Shortened(Match number)
    {
        string text = double.Parse(number.ValueSpan, CultureInfo.InvariantCulture).ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    [GeneratedRegex(@"-?\d+\.\d{3,}(e-?\d+)?|-?\d+(\.\d+)?e-?\d+", RegexOptions.CultureInvariant)]
    private static partial Regex LongDecimal();
}
