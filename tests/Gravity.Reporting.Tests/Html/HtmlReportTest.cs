using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Gravity.Core.Wording;
using Gravity.Reporting.Html;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Tables;
using Gravity.Reporting.Tests.Studies;
using Gravity.Reporting.Tests.Tables;

namespace Gravity.Reporting.Tests.Html;

/// <summary>What must hold for the page whatever browser reads it.</summary>
public sealed partial class HtmlReportTest
{
    private static readonly string[] Kinds = ["en", "zh", "hostile"];

    public static TheoryData<string> Pages => [.. Kinds];

    private static XElement Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    private static IEnumerable<XElement> Named(XElement page, string name) => page.DescendantsAndSelf().Where(e => e.Name.LocalName == name);

    private static string? Attribute(XElement element, string name) => (string?)element.Attribute(name);

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_page_is_well_formed_and_every_identifier_is_its_own(string kind)
    {
        XElement page = Parse(ReportPages.Of(kind));
        string[] ids = [.. page.Descendants().Select(e => Attribute(e, "id")).OfType<string>()];
        Assert.True(ids.Length > 100);
        Assert.Equal([], ids.GroupBy(id => id).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_reference_leads_to_a_place_in_the_page(string kind)
    {
        XElement page = Parse(ReportPages.Of(kind));
        HashSet<string> ids = [.. page.Descendants().Select(e => Attribute(e, "id")).OfType<string>()];
        string[] wanted =
        [
            .. page.Descendants().Select(e => Attribute(e, "href")).OfType<string>().Select(h => { Assert.StartsWith("#", h, StringComparison.Ordinal); return h[1..]; }),
            .. page.Descendants().SelectMany(e => new[] { "aria-labelledby", "aria-describedby", "for" }.Select(a => Attribute(e, a))).OfType<string>(),
            .. page.Descendants().Select(e => Attribute(e, "clip-path")).OfType<string>().Select(c => c[5..^1]),
        ];
        Assert.True(wanted.Length > 100);
        Assert.Equal([], wanted.Where(id => !ids.Contains(id)).Distinct());
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Nothing_is_fetched_and_only_the_pages_own_style_and_script_may_run(string kind)
    {
        string text = ReportPages.Of(kind);
        XElement page = Parse(text);
        Assert.DoesNotContain(page.Descendants(), e => e.Attribute("src") is not null || e.Attribute("style") is not null || e.Name.LocalName is "link" or "iframe" or "object" or "img");
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotMatch(Address(), string.Join('\n', page.Descendants().Where(e => e.Name.LocalName is "style" or "script").Select(e => e.Value)).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
        string policy = Attribute(Named(page, "meta").Single(m => Attribute(m, "http-equiv") == "Content-Security-Policy"), "content")!;
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src '{Hash(Between(text, "<style>", "</style>"))}'", policy, StringComparison.Ordinal);
        Assert.Contains($"script-src '{Hash(Between(text, "<script>", "</script>"))}'", policy, StringComparison.Ordinal);
        Assert.Single(Named(page, "script"));
    }

    [Fact]
    public void Names_are_text_whatever_they_hold()
    {
        string text = ReportPages.OfHostileNames;
        Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0001', text);
        XElement page = Parse(text);
        Assert.Equal("Trade " + ReportPages.Hostile, Named(page, "h1").Single().Value);
        Assert.Contains(Named(page, "th"), th => th.Value == ReportPages.Hostile);
        Assert.Contains(Named(page, "th"), th => th.Value == "Beta");
    }

    [Fact]
    public void Every_table_and_chart_of_the_report_is_there_once()
    {
        XElement page = Parse(ReportPages.English);
        var report = StudyReport.Of(SampleStudy.Small);
        string[] captions = [.. Named(page, "caption").Select(c => Number().Replace(c.Value, ""))];
        Assert.Equal(report.Tables.Select(t => t.Title).Order(StringComparer.Ordinal), captions.Order(StringComparer.Ordinal));
        string[] figures = [.. Named(page, "figure").Select(f => Attribute(Named(f, "svg").Single(), "data-name")!)];
        Assert.Equal(report.Charts.Select(c => c.Name).Order(StringComparer.Ordinal), figures.Order(StringComparer.Ordinal));
        // Numbered as they come.
        Assert.Equal(Enumerable.Range(1, captions.Length).Select(i => $"Table {i}."), Named(page, "caption").Select(c => Number().Match(c.Value).Value.Trim()));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void Questions_head_the_parts_in_the_order_of_a_referee_in_the_readers_language(string language)
    {
        XElement page = Parse(ReportPages.Of(language));
        var words = Words.Of(language);
        Assert.Equal(language == "zh" ? "zh-Hans" : "en", Attribute(page, "lang"));
        XElement main = Named(page, "main").Single();
        string[] keys = ["asked", "sample", "identification", "model", "estimates", "performance", "drivers", "robustness", "caution", "provenance"];
        Assert.Equal(keys.Select((k, i) => (i + 1) + words["html.question." + k]), Named(main, "h2").Select(h => h.Value));
        Assert.Equal(keys.Select(k => "#part-" + k), Named(Named(page, "nav").Single(), "a").Select(a => Attribute(a, "href")));
        // No level of headings is left out.
        int level = 1;
        foreach (XElement heading in page.Descendants().Where(e => e.Name.LocalName is "h1" or "h2" or "h3" or "h4"))
        {
            int next = heading.Name.LocalName[1] - '0';
            Assert.InRange(next, 1, level + 1);
            level = next;
        }
    }

    [Fact]
    public void Every_chart_says_what_it_shows_and_where_its_numbers_are()
    {
        foreach (XElement figure in Named(Parse(ReportPages.English), "figure"))
        {
            XElement svg = Named(figure, "svg").Single();
            Assert.False(string.IsNullOrEmpty(Attribute(svg, "aria-label")));
            Assert.False(string.IsNullOrEmpty(Named(svg, "desc").Single().Value));
            Assert.StartsWith("#table-", Attribute(Named(Named(figure, "figcaption").Single(), "a").Single(), "href"), StringComparison.Ordinal);
            Assert.DoesNotContain(svg.Elements(), e => e.Name.LocalName == "title");
        }
    }

    [Fact]
    public void The_page_is_the_same_in_any_culture_and_when_written_twice()
    {
        string german = "";
        Samples.InGerman(() => german = ReportPages.Write(SampleStudy.Small));
        Assert.Equal(ReportPages.English, german);
    }

    [Fact]
    public void Warnings_are_grouped_by_kind_with_meaning_remedy_and_models()
    {
        XElement list = Named(Parse(ReportPages.English), "dl").Single(d => Attribute(d, "class") == "warnings");
        Assert.Equal("ols and pooled few-clusters", Named(list, "dt").Single().Value);
        string[] said = [.. Named(list, "dd").Select(d => d.Value)];
        Assert.Equal(2, said.Length);
        Assert.Contains("Clustered errors rest on few clusters", said[0], StringComparison.Ordinal);
        Assert.Contains("bootstrap:N", said[0], StringComparison.Ordinal);
        Assert.Contains("8 clusters", said[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_citation_repeats_the_run()
    {
        string text = Named(Parse(ReportPages.English), "section").Single(s => Attribute(s, "id") == "part-provenance").Value;
        Assert.Contains("gravity run study.yaml --seed 42", text, StringComparison.Ordinal);
        Assert.Contains("@misc{gravity-study-aaaaaaaaaaaa", text, StringComparison.Ordinal);
        Assert.Contains(@"Exports \& potential of a small panel", text, StringComparison.Ordinal);
        Assert.Contains(new string('b', 64), text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_table_is_a_link_to_its_file_where_there_is_one()
    {
        static string Page(Func<string, string?> file)
        {
            var table = new ReportTable("rows", "Rows", [ReportColumn.Words("Row")], [.. Enumerable.Range(1, 1001).Select(i => ReportRow.Of($"row {i}"))]);
            using var output = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
            new HtmlReport(SampleStudy.Small, [new ReportSection("Efficiency") { Key = "efficiency", Files = [table] }], file).Write(output);
            return output.ToString();
        }

        string linked = Page(key => $"tables/{key}.csv");
        Assert.Contains("<a href=\"tables/rows.csv\">", linked, StringComparison.Ordinal);
        Assert.DoesNotContain("row 1001", linked, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"tables/", Page(_ => null), StringComparison.Ordinal);
    }

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex(@"https?:|url\(|@import|fetch\(|XMLHttpRequest|localStorage|document\.cookie")]
    private static partial Regex Address();

    [GeneratedRegex(@"^Table \d+\. ")]
    private static partial Regex Number();
}
