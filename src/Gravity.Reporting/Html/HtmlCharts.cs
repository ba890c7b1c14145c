using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Html;

/// <summary>Charts inside a page: outlines and clips of all of them stand once, at the end of the body, and every chart says in words what it shows.</summary>
internal sealed class HtmlCharts
{
    // Shorter outlines cost less than the reference to them.
    private const int ShortestShared = 60;

    private readonly Dictionary<string, XElement> definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, XElement> pictures = new(StringComparer.Ordinal);

    /// <summary>Draws the charts.</summary>
    public HtmlCharts(IReadOnlyList<(string Name, IChart Chart)> charts)
    {
        foreach ((string name, IChart chart) in charts)
        {
            using var content = new MemoryStream(chart.Draw(ChartFormat.Svg).Content);
            XElement root = XDocument.Load(content).Root!;
            Define(root);
            pictures.Add(name, Described(root, name, chart.Title));
        }

        Share();
    }

    /// <summary>What the charts share; null where they share nothing.</summary>
    public XElement? Definitions => definitions.Count == 0 ? null : new XElement(
        SvgDocument.Namespace + "svg", new XAttribute("class", "shared"), new XAttribute("width", 0), new XAttribute("height", 0), new XAttribute("aria-hidden", "true"),
        new XElement(SvgDocument.Namespace + "defs", definitions.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => d.Value)));

    /// <summary>The identifier of a chart's place in the page.</summary>
    public static string Identifier(string name) => "figure-" + HtmlMarkup.Identifier(name);

    /// <summary>The picture of a chart.</summary>
    public XElement Picture(string name) => pictures[name];

    private void Define(XElement root)
    {
        foreach (XElement named in root.Descendants().Where(e => e.Attribute("id") is not null).ToList())
        {
            definitions.TryAdd((string)named.Attribute("id")!, new XElement(named));
            named.Remove();
        }

        root.Descendants(SvgDocument.Namespace + "defs").Where(defs => !defs.HasElements).Remove();
    }

    private static XElement Described(XElement root, string name, string title)
    {
        // As an element the title would pop up wherever the pointer rests; the spots have titles of their own.
        root.Elements(SvgDocument.Namespace + "title").Remove();
        root.SetAttributeValue("aria-label", title);
        root.SetAttributeValue("data-name", name);
        if (root.Element(SvgDocument.Namespace + "desc") is { } words)
        {
            string id = Identifier(name) + "-words";
            words.SetAttributeValue("id", id);
            root.SetAttributeValue("aria-describedby", id);
        }

        return root;
    }

    private void Share()
    {
        Dictionary<string, string> names = definitions.Where(d => d.Value.Attribute("d") is not null)
            .ToDictionary(d => (string)d.Value.Attribute("d")!, d => d.Key, StringComparer.Ordinal);
        var outlines = pictures.Values.SelectMany(p => p.Descendants(SvgDocument.Namespace + "path"))
            .Where(path => ((string?)path.Attribute("d"))?.Length >= ShortestShared && path.Element(SvgDocument.Namespace + "title") is null)
            .GroupBy(path => (string)path.Attribute("d")!, StringComparer.Ordinal).ToList();
        foreach (IGrouping<string, XElement> same in outlines)
        {
            if (!names.TryGetValue(same.Key, out string? name))
            {
                if (same.Count() < 2) continue;
                name = "o" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(same.Key)).AsSpan(0, 8));
                definitions.TryAdd(name, new XElement(SvgDocument.Namespace + "path", new XAttribute("id", name), new XAttribute("d", same.Key)));
            }

            foreach (XElement path in same)
            {
                path.Name = SvgDocument.Namespace + "use";
                path.SetAttributeValue("d", null);
                path.SetAttributeValue("href", string.Create(CultureInfo.InvariantCulture, $"#{name}"));
            }
        }
    }
}
