using Gravity.Core.Potential;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Potential.Indicators;

/// <summary>What cannot be computed, and what is computed and told: file, column, rows, reason, remedy.</summary>
public sealed class IndicatorFailureTests
{
    private const string Header = "exporter,importer,product,value\n";

    private static DataUnfitException Unfit(string csv, ProductColumns? columns = null) => Assert.Throws<DataUnfitException>(() => ProductBench.Of(csv, columns));

    [Fact]
    public void Negative_flows()
    {
        DataUnfitException error = Unfit(Header + "A,B,p,1\nB,A,p,-9\nA,C,p,2\nC,A,p,-0.5\n");
        Assert.Equal("negative-flow", error.Code);
        Assert.Equal([2, 4], error.Rows);
        Assert.Equal(
            "column 'value' of flows.csv is below 0 in rows 2, 4 ('-9', '-0.5'); a flow is not: correct the cells, or declare codes of missing cells, e.g. --missing -9", error.Message);
    }

    [Theory]
    [InlineData("exportr", "importer", "product", "value", "'exporter'")]
    [InlineData("exporter", "importer", "prodct", "value", "'product'")]
    [InlineData("exporter", "importer", "product", "valu", "'value'")]
    public void Columns_that_are_not_there(string exporter, string importer, string product, string flow, string near)
    {
        UsageException error = Assert.Throws<UsageException>(() => ProductBench.Of(ProductBench.ThreeCountries, new ProductColumns(exporter, importer, product, flow)));
        Assert.Equal("unknown-column", error.Code);
        Assert.Contains(near, error.Message, StringComparison.Ordinal);
        Assert.Contains("flows.csv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_among_flows() => Assert.Equal("text-in-numbers", Unfit(Header + "A,B,p,1\nB,A,p,2\nA,C,p,low\nC,A,p,1\n").Code);

    [Fact]
    public void Repeated_flows_are_refused_with_their_rows_unless_they_are_parts()
    {
        string csv = Header + "A,B,p,1\nB,A,p,2\nA,B,p,1\nC,A,p,5\n";
        DataUnfitException error = Unfit(csv);
        Assert.Equal("duplicate-rows", error.Code);
        Assert.Equal([3], error.Rows);
        Assert.Equal(
            "flows.csv has rows with the same values of columns 'exporter', 'importer', 'product' as a row before them (row 3), so that flows would count twice: "
            + "name the column of periods (--time), keep one row each, or add them up (--repeated add) where they are parts of one flow", error.Message);
        IndicatorResult added = ProductBench.Of(csv, null, new IndicatorOptions { Repeated = RepeatedFlows.Add });
        Assert.Equal([3], added.RepeatedRows);
        Assert.Equal("1 row repeats an exporter, importer, product and period and was added to the first (row 3).", Assert.Single(added.Notices).ToString());
        Assert.Equal(2, added.Pair("A", "B").Trade);
    }

    [Fact]
    public void Repeated_flows_within_a_period_name_the_column_of_periods()
    {
        DataUnfitException error = Unfit("exporter,importer,product,value,year\nA,B,p,1,2001\nB,A,p,2,2001\nA,B,p,1,2002\nB,A,p,3,2001\n", ProductBench.Columns with { Time = "year" });
        Assert.Equal([4], error.Rows);
        Assert.Contains("'product', 'year'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flows_to_oneself_and_rows_with_gaps_are_left_out_and_told()
    {
        IndicatorResult whole = ProductBench.Of(ProductBench.ThreeCountries);
        IndicatorResult result = ProductBench.Of(ProductBench.ThreeCountries + "\nA,A,p,500\nB,B,q,1\nA,B,,7\nA,C,r,\n,C,q,1\n");
        Assert.Equal(whole.Pairs, result.Pairs);
        Assert.Equal([13, 14], result.DomesticRows);
        Assert.Equal([15, 16, 17], result.MissingRows);
        Assert.Equal(12, result.Rows);
        Assert.Equal(
            ["3 rows lack a flow, country, product or period and are left out (rows 15, 16, 17).", "2 rows lead from a country to itself and are left out (rows 13, 14)."],
            result.Notices.Select(n => n.ToString()));
    }

    [Fact]
    public void A_product_and_a_country_without_trade_are_told_and_change_nothing()
    {
        IndicatorResult whole = ProductBench.Of(ProductBench.ThreeCountries);
        IndicatorResult result = ProductBench.Of(ProductBench.ThreeCountries + "\nA,B,r,0\nB,C,r,0\nD,A,p,0\nA,E,q,0\n");
        Assert.Equal(whole.Pairs, result.Pairs);
        Assert.Equal(whole.Products, result.Products);
        Assert.Equal((4, 4, 3, 1), result.Counts);
        Assert.Equal(
            ["No trade in 'product': r. Such a product counts for nothing.", "No exports: D. Their pairs are not listed.", "No imports: E. Pairs with them are not listed."],
            result.Notices.Select(n => n.ToString()));
    }

    [Fact]
    public void A_country_silent_in_one_period_is_told_with_the_period()
    {
        IndicatorResult result = ProductBench.Of("exporter,importer,product,value,year\nA,B,p,1,1\nB,A,p,2,1\nA,B,p,1,2\nB,A,p,0,2\n", ProductBench.Columns with { Time = "year" });
        Assert.Equal(3, result.Pairs.Count);
        Assert.Equal(["No exports: B (2). Their pairs are not listed.", "No imports: A (2). Pairs with them are not listed."], result.Notices.Select(n => n.ToString()));
    }

    [Fact]
    public void No_trade_at_all()
    {
        DataUnfitException error = Unfit(Header + "A,B,p,0\nB,A,p,0\nA,A,p,3\n");
        Assert.Equal("no-positive-flow", error.Code);
        Assert.Equal("column 'value' of flows.csv has no positive flow between two countries in 3 rows: check the columns of countries and flow, and the filter", error.Message);
        Assert.Equal("no-positive-flow", Unfit(Header + "A,A,p,3\n").Code);
    }

    [Theory]
    [InlineData("A,B,p,1\nA,C,p,2\nA,C,q,2\n", "column 'exporter' of flows.csv has one exporter, 'A'")]
    [InlineData("A,C,p,1\nB,C,p,2\nA,C,q,2\n", "column 'importer' of flows.csv has one importer, 'C'")]
    public void A_world_of_one_country(string rows, string message)
    {
        DataUnfitException error = Unfit(Header + rows);
        Assert.Equal("one-country", error.Code);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("--from", error.Message, StringComparison.Ordinal);
    }

    /// <summary>"World" and "TOTAL" of a download, rounded as downloads are; every column alone and named in the remedy.</summary>
    [Theory]
    [InlineData("product", "TOTAL", "by pair")]
    [InlineData("importer", "WLD", "by exporter and product")]
    [InlineData("exporter", "WLD", "by importer and product")]
    public void Sums_among_the_names(string column, string name, string cell)
    {
        int at = Array.IndexOf(["exporter", "importer", "product"], column);
        string[][] rows = [.. ProductBench.Drawn(9).TrimEnd('\n').Split('\n').Skip(1).Select(l => l.Split(',')[..4])];
        IEnumerable<string> sums = rows.GroupBy(r => string.Join(',', r[..3].Select((c, n) => n == at ? name : c)))
            .Select(g => FormattableString.Invariant($"{g.Key},{g.Sum(r => double.Parse(r[3], System.Globalization.CultureInfo.InvariantCulture)):0.###}"));
        string csv = Header + string.Join('\n', rows.Select(r => string.Join(',', r)).Concat(sums));
        DataUnfitException error = Unfit(csv);
        Assert.Equal("aggregate-rows", error.Code);
        Assert.Equal(
            $"'{name}' in column '{column}' of flows.csv is the sum of all others, {cell}, so that trade would count twice: leave it out with --where '{column} != \"{name}\"'", error.Message);
        IndicatorResult without = TradeIndicators.Of(ProductBench.Read(csv).Where($"{column} != \"{name}\""), ProductBench.Columns);
        Assert.Equal(20, without.Pairs.Count);
    }

    [Fact]
    public void A_product_with_half_of_all_trade_is_no_sum()
    {
        // p is half of the whole and half of A→B, and nowhere else.
        IndicatorResult result = ProductBench.Of(Header + "A,B,p,50\nA,B,q,30\nA,B,r,20\nB,A,p,30\nB,A,q,10\nC,A,r,20\n");
        Assert.Equal(3, result.Pairs.Count(p => p.Trade > 0));
    }

    [Fact]
    public void Periods_that_are_not_whole()
    {
        DataUnfitException error = Unfit("exporter,importer,product,value,year\nA,B,p,1,2001\nB,A,p,2,2001.5\nB,A,p,2,1e12\n", ProductBench.Columns with { Time = "year" });
        Assert.Equal("period-not-whole", error.Code);
        Assert.Equal([2, 3], error.Rows);
    }

    [Fact]
    public void Growth_factors_that_are_none_or_two()
    {
        ProductColumns columns = ProductBench.Columns with { SupplyGrowth = "g" };
        DataUnfitException zero = Unfit("exporter,importer,product,value,g\nA,B,p,1,1.1\nB,A,p,2,0\n", columns);
        Assert.Equal("growth-not-positive", zero.Code);
        Assert.Equal("column 'g' of flows.csv is 0 in row 2; a growth factor is > 0: write 1 for none, 1.2 for a fifth more, 0.9 for a tenth less", zero.Message);
        DataUnfitException two = Unfit("exporter,importer,product,value,g\nA,B,p,1,1.1\nB,A,p,2,1\nA,C,p,1,1.25\n", columns);
        Assert.Equal("growth-differs", two.Code);
        Assert.Equal([1, 3], two.Rows);
        Assert.Equal(
            "column 'g' of flows.csv is 1.1 in row 1 and 1.25 in row 3, both of exports of p by A: a country has one factor for a product in a period; correct one, or leave all but one of its rows empty",
            two.Message);
    }

    [Fact]
    public void A_choice_without_pairs()
    {
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => ProductBench.Of(ProductBench.ThreeCountries, null, new IndicatorOptions { Exporters = ["A"], Importers = ["A"] }));
        Assert.Equal("no-pairs", error.Code);
        Assert.Contains("--from", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_not_there()
    {
        UsageException error = Assert.Throws<UsageException>(() => ProductBench.Of(SimulatedProductFlows.Text(), new ProductColumns("exporter", "importer", "product", "value_usd_mn") { Time = "year" }, new IndicatorOptions { Products = ["machinry"] }));
        Assert.Equal("unknown-name", error.Code);
        Assert.Equal("column 'product' has no 'machinry' in the rows used; did you mean 'machinery'?", error.Message);
        error = Assert.Throws<UsageException>(() => ProductBench.Of(ProductBench.ThreeCountries, null, new IndicatorOptions { Importers = ["Poland"] }));
        Assert.Equal("column 'importer' has no 'Poland' in the rows used: it has 'A', 'B', 'C'", error.Message);
    }
}
