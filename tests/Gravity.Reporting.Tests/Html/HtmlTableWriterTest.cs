using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Gravity.Reporting.Html;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Tests.Html;

public sealed class HtmlTableWriterTest
{
    private static XElement Write(ReportTable table)
    {
        string text = TableWriters.Find("htm") is ITableWriter writer ? writer.WriteToString(table) : "";
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    private static ReportTable Table(params ReportRow[] rows) => new(
        "a-table", "Trade & <potential>",
        [
            ReportColumn.Words("Partner", "partner"), ReportColumn.Numbers("Actual\n", NumberFormat.Fixed(1, thousands: true), "Sum", "actual"),
            ReportColumn.Numbers("Room, %\n[95%]", NumberFormat.Percent(1, sign: false), "Sum", "room"),
        ],
        rows)
    { Notes = ["First.", "Second."] };

    private static readonly ReportRow[] Three =
    [
        ReportRow.Of("A", 1234.5678, Cell.Interval(0.1, -0.2, double.NaN)), ReportRow.Of("B", double.NaN, Cell.Interval(0.3, 0.2, 0.4)),
        ReportRow.Of("C", 1.0 / 3, Cell.Interval(double.NaN, double.NaN, double.NaN)), ReportRow.Of("All", 5, Cell.Empty) with { RuleBefore = true },
    ];

    [Fact]
    public void Headings_have_scopes_groups_have_spans_and_sums_a_body_of_their_own()
    {
        XElement table = Write(Table(Three)).Descendants("table").Single();
        Assert.Equal("Trade & <potential>", table.Element("caption")!.Value);
        Assert.Equal(["", "2"], table.Elements("colgroup").Select(c => (string?)c.Attribute("span") ?? ""));
        XElement[] head = [.. table.Element("thead")!.Elements("tr")];
        Assert.Equal([("Partner", "col", "2", null), ("Sum", "colgroup", null, "2")], head[0].Elements("th").Select(
            h => (h.Value, (string)h.Attribute("scope")!, (string?)h.Attribute("rowspan"), (string?)h.Attribute("colspan"))));
        Assert.Equal(["Actual", "Room, %[95%]"], head[1].Elements("th").Select(h => h.Value));
        Assert.Equal([3, 1], table.Elements("tbody").Select(b => b.Elements("tr").Count()));
        Assert.Equal("ruled", (string?)table.Elements("tbody").Last().Attribute("class"));
        Assert.All(table.Elements("tbody").Elements("tr"), r => Assert.Equal("row", (string?)r.Elements().First().Attribute("scope")));
        Assert.NotNull(table.Attribute("data-sortable"));
    }

    [Fact]
    public void Cells_hold_the_exact_number_and_print_a_minus()
    {
        XElement[] cells = [.. Write(Table(Three)).Descendants("tbody").Descendants("td")];
        Assert.Equal(1.0 / 3, double.Parse((string)cells[4].Attribute("data-value")!, CultureInfo.InvariantCulture));
        Assert.Equal("", (string?)cells[2].Attribute("data-value"));
        Assert.Equal("–", cells[2].Value);
        Assert.Equal("1,234.6", cells[0].Value);
        Assert.Equal(("−0.2", ""), ("−" + ((string)cells[1].Attribute("data-low")!)[1..], (string?)cells[1].Attribute("data-high")));
        Assert.Contains("[−20.0", cells[1].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Estimates_hang_their_stars_and_stand_on_the_point()
    {
        var table = new ReportTable(
            "b", "Estimates", [ReportColumn.Words("Term"), ReportColumn.Estimates("(1)", NumberFormat.Fixed(3))],
            [ReportRow.Of("x", Cell.Estimate(-1.5, 0.25, 0.001)) with { Group = "Frontier" }, ReportRow.Of("N", Cell.Number(208, NumberFormat.Whole())) with { Group = "Fit" }])
        { Stars = SignificanceStars.Default };
        XElement written = Write(table).Descendants("table").Single();
        Assert.Null(written.Attribute("data-sortable"));
        Assert.Equal(["Frontier", "Fit"], written.Descendants("tr").Where(r => (string?)r.Attribute("class") == "group").Select(r => r.Value));
        XElement cell = written.Descendants("td").First();
        Assert.Equal("−1.500***(0.250)", cell.Value);
        Assert.Equal(("-1.5", "0.25", "0.001"), ((string?)cell.Attribute("data-value"), (string?)cell.Attribute("data-se"), (string?)cell.Attribute("data-p")));
        Assert.Equal("num point lack3 whole", (string?)written.Descendants("td").Last().Attribute("class"));
    }

    [Fact]
    public void A_table_of_its_own_is_a_page_that_fetches_nothing()
    {
        XElement page = Write(Table(Three));
        Assert.Equal("html", page.Name.LocalName);
        Assert.Equal("en", (string?)page.Attribute("lang"));
        Assert.Contains("script-src 'none'", page.Descendants("meta").Select(m => (string?)m.Attribute("content") ?? "").Single(c => c.StartsWith("default-src 'none'", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(["Notes: First.", "Second."], page.Descendants("p").Select(p => p.Value));
        Assert.Equal("html", new HtmlTableWriter().Key);
        Assert.Equal(".html", new HtmlTableWriter().Extension);
    }

    [Fact]
    public void A_table_without_rows_prints_its_headings() => Assert.Single(Write(Table()).Descendants("tbody"));
}
