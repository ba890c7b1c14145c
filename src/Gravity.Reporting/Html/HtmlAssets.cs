using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Gravity.Core.Wording;

namespace Gravity.Reporting.Html;

/// <summary>Style and script of pages, which travel in the assembly, and the policy that lets a browser run these and nothing else.</summary>
internal static class HtmlAssets
{
    private static readonly Lazy<string> TableStyleText = new(() => Style("table.css"));
    private static readonly Lazy<string> ReportStyleText = new(() => Style("table.css", "report.css"));
    private static readonly Lazy<string> ScriptText = new(() => "/*<![CDATA[*/\n" + Read("report.js") + "/*]]>*/");

    /// <summary>Style of a table that is a file of its own.</summary>
    public static string TableStyle => TableStyleText.Value;

    /// <summary>Style of the report.</summary>
    public static string ReportStyle => ReportStyleText.Value;

    /// <summary>The report's script.</summary>
    public static string Script => ScriptText.Value;

    /// <summary>The language tag of a page.</summary>
    public static string Language(Words words) => words.Language == "zh" ? "zh-Hans" : words.Language;

    /// <summary>The head of a page: nothing may be fetched, and only the given style and script may run.</summary>
    public static XElement Head(string title, string style, string? script, string? generator = null)
    {
        string policy = $"default-src 'none'; style-src '{Hash(style)}'; script-src {(script is null ? "'none'" : $"'{Hash(script)}'")}; img-src data:; base-uri 'none'; form-action 'none'";
        return new XElement(
            "head",
            new XElement("meta", new XAttribute("charset", "utf-8")),
            new XElement("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", policy)),
            new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
            new XElement("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
            generator is null ? null : new XElement("meta", new XAttribute("name", "generator"), new XAttribute("content", generator)),
            new XElement("title", title),
            new XElement("style", style));
    }

    private static string Style(params string[] names) => "\n" + string.Concat(names.Select(Read));

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Read(string name)
    {
        string resource = "Gravity.Reporting.Html." + name;
        using Stream stream = typeof(HtmlAssets).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"'{resource}' is not in the assembly");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // A browser reads \r\n as \n before it computes the hash.
        return reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
