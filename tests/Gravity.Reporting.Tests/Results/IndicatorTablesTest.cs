using System.Text;
using Gravity.Core.Data;
using Gravity.Core.Potential;
using Gravity.Core.Wording;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Tests.Results;

/// <summary>Tables of <c>gravity indicators</c>: what a reader sees, and what a file keeps.</summary>
public sealed class IndicatorTablesTest
{
    private const string Csv = "from,to,good,usd,year,g\nA,B,p,30,1,1.5\nA,C,p,10,1,1.5\nB,A,q,0.004,1,1\nC,B,q,20,1,1\nA,B,p,40,2,1.5\nC,B,q,25,2,1\nC,A,q,5,2,\nA,A,p,9,2,\n";
    private static readonly ProductColumns Columns = new("from", "to", "good", "usd") { Time = "year" };

    private static IndicatorResult Result(ProductColumns columns) => TradeIndicators.Of(CsvPanelReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(Csv)), "f.csv"), columns);

    [Fact]
    public void A_printed_table_is_of_the_last_period_and_leaves_out_potential_that_is_trade()
    {
        IReadOnlyList<ReportTable> tables = IndicatorTables.Of(Result(Columns), Columns, 10);
        Assert.Equal(["trade-indicators", "export-potential"], tables.Select(t => t.Key));
        Assert.EndsWith(", 2", tables[0].Title, StringComparison.Ordinal);
        Assert.DoesNotContain(tables[0].Columns, c => c.Key is "potential" or "year");
        Assert.Contains(tables[0].Columns, c => c.Key == "realised_share");
        Assert.Contains(tables[0].Notes, n => n.StartsWith("Source: f.csv, 7 rows.", StringComparison.Ordinal) && n.Contains("column 'usd'", StringComparison.Ordinal));
        Assert.Contains("1 row leads from a country to itself and is left out (row 8).", tables[0].Notes);
        Assert.Contains(tables[0].Notes, n => n.StartsWith("No growth is assumed", StringComparison.Ordinal));
        Assert.Contains(IndicatorTables.Of(Result(Columns), Columns, 1)[0].Notes, n => n.StartsWith("Of ", StringComparison.Ordinal));
        Assert.Single(IndicatorTables.Of(Result(Columns), Columns, 1)[0].Rows);
    }

    [Theory]
    [InlineData("en", "Growth from 'g'; 1 for a side without.")]
    [InlineData("zh", "增长取自 'g'；未给出的一侧取 1。")]
    public void With_growth_potential_is_shown_and_its_source_said(string language, string note)
    {
        ProductColumns grown = Columns with { SupplyGrowth = "g" };
        ReportTable table = IndicatorTables.Of(Result(grown), grown, 10, Words.Of(language))[0];
        Assert.Contains(table.Columns, c => c.Key == "potential");
        Assert.Contains(note, table.Notes);
    }

    [Fact]
    public void Files_keep_all_periods_and_no_shares_of_print()
    {
        IndicatorResult result = Result(Columns);
        ReportTable pairs = IndicatorTables.AllPairs(result, Columns), products = IndicatorTables.AllProducts(result, Columns);
        Assert.Equal(
            ["from", "to", "year", "trade", "michaely", "drysdale", "comparative", "intensity", "bias", "ease", "potential", "unrealised", "realised"], pairs.Columns.Select(c => c.Key));
        Assert.Equal(["from", "to", "good", "year", "trade", "supply", "demand", "ease", "potential", "unrealised", "realised", "advantage"], products.Columns.Select(c => c.Key));
        Assert.Equal(result.Pairs.Count, pairs.Rows.Count);
        Assert.Equal(result.Products.Count, products.Rows.Count);
    }
}
