using System.Globalization;
using System.Xml.Linq;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Html;

/// <summary>A study as one page, <c>report.html</c>: every table and chart under the question it answers, an abstract from the numbers, nothing that
/// is fetched from anywhere. It can be read, searched and printed without its script, which adds sorting, filters and values at the pointer.</summary>
internal sealed class HtmlReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "report.html";

    // A longer table stands behind its heading; one beyond the second is a file only.
    private const int OpenRows = 60;
    private const int MostRows = 1000;

    private readonly StudyResult study;
    private readonly ReportLabels labels;
    private readonly Words words;
    private readonly IReadOnlyList<ReportPart> parts;
    private readonly HtmlCharts charts;
    private readonly Func<string, string?> file;
    private readonly Dictionary<string, int> tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> figures = new(StringComparer.Ordinal);

    /// <summary>Prepares the page and draws its charts.</summary>
    /// <param name="study">The study.</param>
    /// <param name="sections">Its report.</param>
    /// <param name="file">From the key of a table to its file relative to the page; null where it is not written.</param>
    public HtmlReport(StudyResult study, IReadOnlyList<ReportSection> sections, Func<string, string?> file)
    {
        (this.study, this.file) = (study, file);
        labels = StudyWords.Labels(study);
        words = labels.Words;
        parts = ReportParts.Of(study, sections);
        charts = new HtmlCharts([.. sections.SelectMany(s => s.Charts)]);
        foreach (PlacedSection section in parts.SelectMany(p => p.Sections))
        {
            foreach ((string name, _) in section.Charts)
                figures.Add(name, figures.Count + 1);
            foreach (ReportTable table in section.Section.Tables.Concat(section.Section.Files))
                tables.Add(table.Key, tables.Count + 1);
        }
    }

    /// <summary>Writes the page.</summary>
    public void Write(TextWriter output)
    {
        var summary = new ReportAbstract(study, labels);
        var body = new XElement(
            "body",
            new XAttribute("data-sort", words["html.sort"]), new XAttribute("data-filter", words["html.filter"]), new XAttribute("data-shown", words["html.shown"].Replace('[', '{').Replace(']', '}')),
            new XAttribute("data-light", words["html.light"]), new XAttribute("data-dark", words["html.dark"]), new XAttribute("data-save", words["html.save"]),
            new XElement("a", new XAttribute("class", "skip"), new XAttribute("href", "#content"), words["html.skip"]),
            new XElement("div", new XAttribute("class", "page"), Top(summary), Contents(), Main(), Foot()),
            charts.Definitions,
            new XElement("script", HtmlAssets.Script));
        var page = new XElement(
            "html", new XAttribute("lang", HtmlAssets.Language(words)),
            HtmlAssets.Head(HtmlMarkup.Clean(study.Title), HtmlAssets.ReportStyle, HtmlAssets.Script, "Gravity " + study.Provenance.Version), body);
        HtmlMarkup.WriteDocument(page, output);
    }

    private XElement Top(ReportAbstract summary)
    {
        string about = words.Say("html.about", ("version", study.Provenance.Version.Split('+')[0]))
            + (study.Provenance.Started is { } started ? " · " + started.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "");
        return new XElement(
            "header", new XAttribute("class", "top"),
            new XElement("p", new XAttribute("class", "kind"), words["html.kind"]),
            new XElement("h1", HtmlMarkup.Clean(study.Title)),
            new XElement("p", new XAttribute("class", "about"), about),
            new XElement(
                "section", new XAttribute("class", "abstract"), new XAttribute("aria-labelledby", "abstract"),
                new XElement("h2", new XAttribute("id", "abstract"), words["html.abstract"]), new XElement("p", HtmlMarkup.Clean(summary.Paragraph()))),
            new XElement("dl", new XAttribute("class", "numbers"), summary.Figures().Select(f => new XElement(
                "div", new XElement("dt", f.Name),
                new XElement("dd", new XElement("span", new XAttribute("class", "figure"), f.Figure), new XElement("span", new XAttribute("class", "more"), HtmlMarkup.Clean(f.More)))))));
    }

    private XElement Contents() => new(
        "nav", new XAttribute("class", "contents"), new XAttribute("aria-labelledby", "contents"),
        new XElement(
            "div", new XAttribute("class", "stay"), new XElement("h2", new XAttribute("id", "contents"), words["html.contents"]),
            new XElement("ol", parts.Select(part => new XElement("li", new XElement("a", new XAttribute("href", "#part-" + part.Key), words["html.short." + part.Key])))),
            new XElement("div", new XAttribute("class", "tools"))));

    private XElement Main() => new("main", new XAttribute("id", "content"), parts.Select((part, i) => new XElement(
        "section", new XAttribute("class", Short(part) ? "part follows" : "part"), new XAttribute("id", "part-" + part.Key), new XAttribute("aria-labelledby", "heading-" + part.Key),
        new XElement(
            "h2", new XAttribute("id", "heading-" + part.Key),
            new XElement("span", new XAttribute("class", "count"), (i + 1).ToString(CultureInfo.InvariantCulture)), words["html.question." + part.Key]),
        Introduction(part),
        part.Findings.Count == 0 ? null : List("findings", part.Findings),
        part.Sections.Select(section => Section(part, section)),
        part.Key == "provenance" ? Citation() : null)));

    private XElement Foot() => new("footer", new XElement("p", words.Say("html.foot", ("version", study.Provenance.Version))));

    // On paper a part with little in it does not start a page.
    private static bool Short(ReportPart part) => part.Sections.Sum(s => 3 * s.Charts.Count + s.Section.Tables.Count) <= 2;

    private IEnumerable<XElement> Introduction(ReportPart part)
    {
        if (part.Key == "model" || (part.Key == "estimates" && parts.All(p => p.Key != "model")))
            yield return new ModelEquation(study.HeadlineFit.Result, study.HeadlineFit.Fit.Request, labels).Element();
        if (part.Key == "performance" && !study.HeadlineFit.Converged)
            yield return new XElement("p", HtmlMarkup.Clean(words.Say("html.abstract.failed", ("name", study.Headline))));
    }

    private IEnumerable<XElement> Section(ReportPart part, PlacedSection placed)
    {
        ReportSection section = placed.Section;
        // The question is heading enough for a section alone.
        if (part.Sections.Count > 1) yield return new XElement("h3", HtmlMarkup.Clean(section.Title));
        if (section.Key == "warnings") yield return new WarningList(study, words).Element();
        else if (section.Sentences.Count > 0) yield return List("sentences", section.Sentences);
        foreach ((string name, IChart chart) in placed.Charts)
            yield return Figure(name, chart, section);
        foreach (ReportTable table in section.Tables)
            yield return Table(table, table.Rows.Count > OpenRows);
        foreach (ReportTable table in section.Files)
            yield return Table(table, closed: true);
    }

    private XElement Figure(string name, IChart chart, ReportSection section)
    {
        ReportTable? numbers = section.Tables.FirstOrDefault(t => t.Key == name)
            ?? section.Tables.FirstOrDefault(t => t.Key.StartsWith(name + "-", StringComparison.Ordinal)) ?? (section.Tables.Count > 0 ? section.Tables[0] : null);
        return new XElement(
            "figure", new XAttribute("class", "chart"), new XAttribute("id", HtmlCharts.Identifier(name)),
            new XElement("div", new XAttribute("class", "card"), charts.Picture(name)),
            new XElement(
                "figcaption",
                new XElement("span", new XElement("strong", words.Say("html.figure", ("number", figures[name]))), " " + HtmlMarkup.Clean(chart.Title)),
                numbers is null ? null : new XElement("a", new XAttribute("href", "#" + HtmlTable.Identifier(numbers.Key)), words.Say("html.numbers-in", ("number", tables[numbers.Key])))));
    }

    private XElement Table(ReportTable table, bool closed)
    {
        string caption = words.Say("html.table", ("number", tables[table.Key])) + " " + table.Title;
        if (table.Rows.Count > MostRows)
        {
            string rows = words.Count(table.Rows.Count, "row");
            return new XElement(
                "p", new XAttribute("id", HtmlTable.Identifier(table.Key)), HtmlMarkup.Clean(caption) + words["html.colon"] + rows + " ",
                file(table.Key) is { } path ? new XElement("a", new XAttribute("href", path), path) : words["html.no-file"]);
        }

        XElement element = HtmlTable.Of(table, caption);
        return !closed ? element : new XElement(
            "details", new XElement("summary", HtmlMarkup.Clean(caption) + words["html.comma"] + words.Count(table.Rows.Count, "row")), element);
    }

    private static XElement List(string kind, IEnumerable<string> items) =>
        new("ul", new XAttribute("class", kind), items.Select(item => new XElement("li", HtmlMarkup.Clean(item))));

    private IEnumerable<XElement> Citation()
    {
        var citation = new ReportCitation(study, words);
        yield return new XElement("h3", words["html.repeat"]);
        yield return new XElement("pre", new XAttribute("tabindex", "0"), HtmlMarkup.Clean(citation.Command));
        yield return new XElement("h3", words["html.cite"]);
        yield return new XElement("p", HtmlMarkup.Clean(citation.Text()));
        yield return new XElement("pre", new XAttribute("tabindex", "0"), HtmlMarkup.Clean(citation.BibTeX()));
    }
}
