using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Gravity.Reporting.Html;

/// <summary>Writes elements so that both a browser and an XML reader take them: HTML in the syntax that XML shares (void elements closed, no
/// named entities, scripts and styles between comments that hide them from XML).</summary>
internal static class HtmlMarkup
{
    private const string SvgNamespace = "http://www.w3.org/2000/svg";

    private static readonly HashSet<string> Void = ["br", "hr", "img", "input", "link", "meta", "col", "wbr"];

    // Where a line break between elements changes nothing that a reader sees.
    private static readonly HashSet<string> Blocks =
    [
        "html", "head", "body", "meta", "title", "style", "script", "header", "main", "nav", "footer", "section", "div", "h1", "h2", "h3", "p", "ul", "ol",
        "li", "dl", "dt", "dd", "table", "caption", "colgroup", "thead", "tbody", "tr", "figure", "figcaption", "details", "summary", "pre", "svg", "aside",
    ];

    /// <summary>A whole document.</summary>
    public static void WriteDocument(XElement html, TextWriter output)
    {
        output.Write("<!DOCTYPE html>");
        Write(html, output, inSvg: false);
        output.Write('\n');
    }

    /// <summary>The words without what XML forbids; a control character in a country's name should not cost the page.</summary>
    public static string Clean(string text)
    {
        foreach (char c in text)
        {
            if (!XmlConvert.IsXmlChar(c)) return Cleaned(text);
        }

        return text;
    }

    /// <summary>A number for machines: the shortest text that reads back as the same number; nothing for a missing one.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Words as an identifier: letters, digits and hyphens.</summary>
    public static string Identifier(string text) => string.Concat(text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-'));

    private static string Cleaned(string text)
    {
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) result.Append(text[i]).Append(text[++i]);
            else if (XmlConvert.IsXmlChar(text[i])) result.Append(text[i]);
        }

        return result.ToString();
    }

    private static void Write(XElement element, TextWriter output, bool inSvg)
    {
        string name = element.Name.LocalName;
        bool svg = element.Name.NamespaceName == SvgNamespace;
        if (Blocks.Contains(name) && !inSvg) output.Write('\n');
        output.Write('<');
        output.Write(name);
        if (svg && !inSvg) output.Write($" xmlns=\"{SvgNamespace}\"");
        foreach (XAttribute attribute in element.Attributes())
        {
            if (attribute.IsNamespaceDeclaration) continue;
            // xlink:href is href since SVG 2.
            output.Write($" {attribute.Name.LocalName}=\"");
            Escape(attribute.Value, output, quotes: true);
            output.Write('"');
        }

        if (svg ? element.IsEmpty || !element.Nodes().Any() : Void.Contains(name))
        {
            output.Write("/>");
            return;
        }

        output.Write('>');
        if (name is "style" or "script" && !svg)
        {
            output.Write(element.Value);
        }
        else
        {
            foreach (XNode node in element.Nodes())
            {
                if (node is XElement child) Write(child, output, svg);
                else if (node is XText text) Escape(text.Value, output, quotes: false);
            }
        }

        output.Write($"</{name}>");
    }

    private static void Escape(string text, TextWriter output, bool quotes)
    {
        foreach (char c in Clean(text))
        {
            switch (c)
            {
                case '&':
                    output.Write("&amp;");
                    break;
                case '<':
                    output.Write("&lt;");
                    break;
                case '>':
                    output.Write("&gt;");
                    break;
                case '"' when quotes:
                    output.Write("&quot;");
                    break;
                default:
                    output.Write(c);
                    break;
            }
        }
    }
}
