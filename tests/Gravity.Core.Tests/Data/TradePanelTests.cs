using Gravity.Core.Data;

namespace Gravity.Core.Tests.Data;

public class TradePanelTests
{
    private static TradePanel Pairs(double[]? years = null, string?[]? importers = null) => TradePanel.Create(
    [
        new TextColumn("exporter", ["CHN", "CHN", "POL", "CHN", "POL"]),
        new TextColumn("importer", importers ?? ["POL", "HUN", "CHN", "POL", "CHN"]),
        new NumberColumn("year", years ?? [2007, 2007, 2007, 2009, 2008]),
    ], "pairs.csv");

    [Fact]
    public void Units_are_named_by_one_or_two_columns_in_ordinal_order()
    {
        PanelIndex index = Pairs().WithIndex(["exporter", "importer"], "year").Index!;
        Assert.Equal(["CHN→HUN", "CHN→POL", "POL→CHN"], index.UnitNames);
        Assert.Equal([1, 0, 2, 1, 2], index.UnitOfRow);
        Assert.Equal([1, 0, 3, 2, 4], index.Order);
        Assert.Equal([0, 3], index.RowsOf(1).ToArray());
        Assert.Equal(3, index.Find(1, 2009));
        Assert.Equal(-1, index.Find(1, 2008));
        Assert.Equal(-1, index.Find(0, 2010));
    }

    [Fact]
    public void Numeric_units_are_named_without_decimals()
    {
        TradePanel panel = TradePanel.Create([new NumberColumn("id", [12, 7, 1.5]), new NumberColumn("t", [1, 1, 1])]);
        Assert.Equal(["1.5", "12", "7"], panel.WithIndex(["id"], "t").Index!.UnitNames);
    }

    [Fact]
    public void The_structure_counts_units_periods_gaps()
    {
        PanelStructure structure = Pairs().WithIndex(["exporter", "importer"], "year").Index!.Structure;
        Assert.Equal((5, 3, 3), (structure.Rows, structure.Units, structure.Periods));
        Assert.Equal((2007, 2009), (structure.FirstPeriod, structure.LastPeriod));
        Assert.Equal((1, 5 / 3.0, 2), (structure.MinimumRows, structure.MeanRows, structure.MaximumRows));
        UnitGap gap = Assert.Single(structure.Gaps);
        Assert.Equal("CHN→POL", gap.Unit);
        Assert.Equal([2008], gap.Periods);
        Assert.False(structure.IsBalanced);
    }

    [Fact]
    public void Five_yearly_data_have_no_gaps_but_absent_periods()
    {
        TradePanel panel = TradePanel.Create(
            [new TextColumn("u", ["a", "b", "a", "b"]), new NumberColumn("t", [2000, 2000, 2005, 2005])]).WithIndex(["u"], "t");
        Assert.True(panel.Index!.Structure.IsBalanced);
        Assert.Empty(panel.Index.Structure.Gaps);
        Assert.Equal([2001, 2002, 2003, 2004], panel.Index.Structure.AbsentPeriods);
    }

    [Fact]
    public void Duplicate_unit_periods_are_refused_with_both_rows()
    {
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => Pairs().WithIndex(["exporter"], "year"));
        Assert.Equal("duplicate-rows", error.Code);
        Assert.Equal([1, 2], error.Rows);
        Assert.Contains("CHN 2007: rows 1, 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("name two unit columns", error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], Assert.Throws<DataUnfitException>(() => Pairs().WithIndex([], "year")).Rows);
    }

    [Fact]
    public void Missing_or_broken_periods_and_units_are_refused_with_rows()
    {
        DataUnfitException missing = Assert.Throws<DataUnfitException>(
            () => Pairs([2007, double.NaN, 2007, 2009, double.NaN]).WithIndex(["exporter", "importer"], "year"));
        Assert.Equal("missing-period", missing.Code);
        Assert.Equal([2, 5], missing.Rows);
        DataUnfitException half = Assert.Throws<DataUnfitException>(
            () => Pairs([2007, 2007.5, 2007, 2009, 2008]).WithIndex(["exporter", "importer"], "year"));
        Assert.Equal("period-not-whole", half.Code);
        Assert.Equal([2], half.Rows);
        Assert.Contains("'2007.5'", half.Message, StringComparison.Ordinal);
        DataUnfitException unit = Assert.Throws<DataUnfitException>(
            () => Pairs(importers: ["POL", null, "CHN", "POL", "CHN"]).WithIndex(["exporter", "importer"], "year"));
        Assert.Equal("missing-unit", unit.Code);
        Assert.Equal([2], unit.Rows);
        Assert.Equal("text-column", Assert.Throws<DataUnfitException>(() => Pairs().WithIndex(["exporter"], "importer")).Code);
    }

    [Fact]
    public void An_index_may_lack_the_time_or_the_units()
    {
        PanelIndex noTime = Pairs().WithIndex(["exporter"], null).Index!;
        Assert.Null(noTime.PeriodOfRow);
        Assert.Equal([0, 1, 3, 2, 4], noTime.Order);
        Assert.Equal((2, 3), (noTime.Structure.MinimumRows, noTime.Structure.MaximumRows));
        Assert.Null(Pairs().WithIndex([], null).Index);
        TradePanel series = TradePanel.Create([new NumberColumn("t", [3, 1, 2])]).WithIndex([], "t");
        Assert.Equal([1, 2, 0], series.Index!.Order);
    }

    [Fact]
    public void Unknown_columns_get_the_nearest_names()
    {
        UsageException error = Assert.Throws<UsageException>(() => Pairs()["exporer"]);
        Assert.Equal("unknown-column", error.Code);
        Assert.Contains("'exporter'", error.Message, StringComparison.Ordinal);
        Assert.Contains("its columns are exporter, importer, year", Assert.Throws<UsageException>(() => Pairs()["zzzzzz"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_of_contents_depends_on_names_values_and_types()
    {
        TradePanel first = TradePanel.Create([new NumberColumn("a", [1, double.NaN])]);
        Assert.Equal(64, first.Sha256.Length);
        Assert.Equal(first.Sha256, TradePanel.Create([new NumberColumn("a", [1, -double.NaN])]).Sha256);
        Assert.NotEqual(first.Sha256, TradePanel.Create([new NumberColumn("b", [1, double.NaN])]).Sha256);
        Assert.NotEqual(first.Sha256, TradePanel.Create([new NumberColumn("a", [1, 2])]).Sha256);
        Assert.NotEqual(first.Sha256, TradePanel.Create([new TextColumn("a", ["1", null])]).Sha256);
    }

    [Fact]
    public void A_join_adds_columns_and_counts_what_did_not_match()
    {
        TradePanel gdp = TradePanel.Create(
        [
            new TextColumn("importer", ["POL", "HUN", "POL", "SVK"]),
            new TextColumn("year", ["2007", "2007", "2009", "2007"]),
            new NumberColumn("gdp", [1, 2, 3, 4]),
            new TextColumn("region", ["a", "b", "c", "d"]),
        ], "gdp.csv");
        JoinResult result = Pairs().WithIndex(["exporter", "importer"], "year").Join(gdp, ["importer", "year"]);
        Assert.Equal([1, 2, double.NaN, 3, double.NaN], result.Panel.Numbers("gdp").Values);
        Assert.Equal(["a", "b", null, "c", null], ((TextColumn)result.Panel["region"]).Values);
        Assert.Equal(3, result.Report.MatchedRows);
        Assert.Equal([3, 5], result.Report.UnmatchedRows);
        Assert.Equal([4], result.Report.UnusedRows);
        Assert.Equal(["gdp", "region"], result.Report.Added);
        Assert.Contains("3 of 5 rows matched; without a partner: rows 3, 5; 1 row of gdp.csv not used", Assert.Single(result.Panel.Notices), StringComparison.Ordinal);
        Assert.NotEqual(Pairs().Sha256, result.Panel.Sha256);
        Assert.NotNull(result.Panel.Index);
    }

    [Fact]
    public void A_join_that_is_ambiguous_is_refused()
    {
        TradePanel gdp = TradePanel.Create([new TextColumn("importer", ["POL", "HUN", "POL"]), new NumberColumn("gdp", [1, 2, 3])], "gdp.csv");
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => Pairs().Join(gdp, ["importer"]));
        Assert.Equal("duplicate-keys", error.Code);
        Assert.Equal([1, 3], error.Rows);
        Assert.Contains("'POL'", error.Message, StringComparison.Ordinal);
        Assert.Equal("unknown-column", Assert.Throws<UsageException>(() => Pairs().Join(gdp, ["year"])).Code);
        Assert.Equal("no-join-keys", Assert.Throws<UsageException>(() => Pairs().Join(gdp, [])).Code);
        TradePanel clash = TradePanel.Create([new TextColumn("importer", ["POL"]), new NumberColumn("year", [1])], "gdp.csv");
        Assert.Equal("duplicate-column", Assert.Throws<UsageException>(() => Pairs().Join(clash, ["importer"])).Code);
    }

    [Theory]
    [InlineData("gpd", "gdp")]
    [InlineData("half-norml", "half-normal")]
    [InlineData("GDP", "gdp")]
    [InlineData("exports", "exports_usd_mn")]
    [InlineData("qqq", null)]
    public void The_nearest_name_is_found(string word, string? expected) =>
        Assert.Equal(expected, NearestNames.Of(word, ["gdp", "half-normal", "exports_usd_mn"]) is [var first, ..] ? first : null);

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("same", "SAME", 0)]
    public void Distances_count_edits(string left, string right, int expected) => Assert.Equal(expected, NearestNames.Distance(left, right));
}
