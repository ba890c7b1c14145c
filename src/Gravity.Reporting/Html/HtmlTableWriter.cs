using System.Xml.Linq;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Html;

/// <summary>A table as a page of its own that opens without a network: headings with scope, groups as bodies, the exact number of every cell in
/// <c>data-value</c> (and <c>data-low</c>, <c>data-high</c>, <c>data-se</c>, <c>data-p</c>) for those who read it by program.</summary>
public sealed class HtmlTableWriter : ITableWriter
{
    /// <inheritdoc/>
    public string Key => "html";

    /// <inheritdoc/>
    public string Extension => ".html";

    /// <inheritdoc/>
    public IReadOnlyList<string> Aliases => ["htm"];

    /// <inheritdoc/>
    public void Write(ReportTable table, TextWriter output)
    {
        var page = new XElement(
            "html", new XAttribute("lang", HtmlAssets.Language(table.Words)),
            HtmlAssets.Head(HtmlMarkup.Clean(table.Title), HtmlAssets.TableStyle, null),
            new XElement("body", new XElement("main", HtmlTable.Of(table, table.Title))));
        HtmlMarkup.WriteDocument(page, output);
    }
}
