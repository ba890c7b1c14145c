using Gravity.Core.Potential;

namespace Gravity.Core.Tests.Potential.Indicators;

/// <summary>Cases worked by hand on <see cref="ProductBench.ThreeCountries"/>.</summary>
public sealed class TradeIndicatorsTests
{
    /// <summary>Export shares of A (0.6, 0.4), import shares of B (2/3, 1/3), of world trade (0.5, 0.5), of the imports of B and C together (80/150, 70/150).</summary>
    [Fact]
    public void Complementarity_and_intensity_of_a_pair()
    {
        PairIndicators pair = ProductBench.Of(ProductBench.ThreeCountries).Pair("A", "B");
        Assert.Equal(40, pair.Trade);
        // 100·(1 − ½(|2/3 − 0.6| + |1/3 − 0.4|)) = 100·(1 − 1/15)
        Assert.Equal(100.0 * 14 / 15, pair.Michaely, 1e-12);
        // 0.6·(2/3)/(8/15) + 0.4·(1/3)/(7/15) = 3/4 + 2/7
        Assert.Equal(29.0 / 28, pair.Drysdale, 1e-13);
        // 0.6·(2/3)/0.5 + 0.4·(1/3)/0.5 = 4/5 + 4/15
        Assert.Equal(16.0 / 15, pair.Comparative, 1e-13);
        // (40/100)/(60/150)
        Assert.Equal(1, pair.Intensity, 1e-13);
        Assert.Equal(28.0 / 29, pair.Bias, 1e-13);
        Assert.Null(pair.Time);
    }

    /// <summary>A→C trades 60; at A's world shares 0.6 and 0.4 it would be 0.6·40 + 0.4·50 = 44, so ease is 60/44 = 15/11.</summary>
    [Fact]
    public void Export_potential_without_growth_spreads_trade_over_products()
    {
        IndicatorResult result = ProductBench.Of(ProductBench.ThreeCountries);
        PairIndicators pair = result.Pair("A", "C");
        Assert.Equal(15.0 / 11, pair.Ease, 1e-13);
        ProductPotential p = result.Product("A", "C", "p"), q = result.Product("A", "C", "q");
        Assert.Equal((0.6, 40, 30), (p.Supply, p.Demand, p.Trade));
        Assert.Equal((0.4, 50, 30), (q.Supply, q.Demand, q.Trade));
        // 0.6·40·15/11 = 360/11 = 32.7 above the trade of 30; 0.4·50·15/11 = 300/11 = 27.3 below it.
        Assert.Equal(360.0 / 11, p.Potential, 1e-12);
        Assert.Equal(30.0 / 11, p.Unrealised, 1e-12);
        Assert.Equal(30, p.Realised);
        Assert.Equal(300.0 / 11, q.Potential, 1e-12);
        Assert.Equal(0, q.Unrealised);
        Assert.Equal(300.0 / 11, q.Realised, 1e-12);
        Assert.Equal(60, pair.Potential, 1e-12);
        Assert.Equal(30.0 / 11, pair.Unrealised, 1e-12);
        Assert.Equal(630.0 / 11, pair.Realised, 1e-12);
        // x_A/w: 0.6/0.5 and 0.4/0.5.
        Assert.Equal(1.2, p.Advantage, 1e-13);
        Assert.Equal(0.8, q.Advantage, 1e-13);
        Assert.False(result.Projected);
        Assert.Empty(result.Notices);
    }

    /// <summary>A's supply of p grows by half: 90 of 90 + 20 + 20; C's demand for p by a fifth: 48. Ease is that of the flows as they are.</summary>
    [Fact]
    public void Growth_moves_supply_and_demand_and_not_ease()
    {
        string csv = """
            exporter,importer,product,value,supply,demand
            A,B,p,30,1.5,
            A,B,q,10,,
            A,C,p,30,1.5,1.2
            A,C,q,30,1,
            B,A,p,10,,
            B,A,q,20,,
            B,C,p,10,1,
            B,C,q,20,,
            C,A,p,10,1,
            C,A,q,10,,
            C,B,p,10,,1
            C,B,q,10,,
            """;
        IndicatorResult result = ProductBench.Of(csv, ProductBench.Columns with { SupplyGrowth = "supply", DemandGrowth = "demand" });
        ProductPotential p = result.Product("A", "C", "p");
        Assert.Equal(9.0 / 13, p.Supply, 1e-13);
        Assert.Equal(48, p.Demand, 1e-12);
        Assert.Equal(15.0 / 11, p.Ease, 1e-13);
        // 9/13·48·15/11
        Assert.Equal(6480.0 / 143, p.Potential, 1e-12);
        PairIndicators pair = result.Pair("A", "C");
        Assert.Equal(6480.0 / 143 + 300.0 / 11, pair.Potential, 1e-12);
        Assert.Equal(6480.0 / 143 - 30, pair.Unrealised, 1e-12);
        Assert.Equal(93.0 + 1.0 / 3, result.Pair("A", "B").Michaely, 1e-12);
        Assert.True(result.Projected);
        // Supply lacks B and C of q (A's is given); demand lacks all but C and B of p.
        Assert.Equal(
            [
                "Column 'supply' lacks a factor for 2 of 6 countries × products with trade; 1 (no growth) is taken for them.",
                "Column 'demand' lacks a factor for 4 of 6 countries × products with trade; 1 (no growth) is taken for them.",
            ],
            result.Notices.Select(n => n.ToString()));
    }

    /// <summary>Supply·ease above 1 is more than the market; an only pair of a product, whose supply·ease is 1, is not.</summary>
    [Fact]
    public void A_potential_above_the_whole_market_is_told()
    {
        IndicatorOptions ofA = new() { Exporters = ["A"] };
        // Exports of p: A 40, D 40; B buys 30 of it. Ease 30/(40·30/80) = 2, supply 1/2: all that B buys.
        IndicatorResult all = ProductBench.Of("exporter,importer,product,value\nA,B,p,30\nA,C,p,10\nD,C,p,40\nD,B,q,20\n", null, ofA);
        Assert.Equal(30, all.Product("A", "B", "p").Potential, 1e-12);
        Assert.Empty(all.Notices);
        // A sells 40 of 50 of p and 25 of 100 of q, B buys 30 and 27. Ease 55/(0.8·30 + 0.25·27) = 55/30.75, p: 0.8·55/30.75 = 1.43 times what B buys.
        IndicatorResult above = ProductBench.Of("exporter,importer,product,value\nA,B,p,30\nA,B,q,25\nA,C,p,10\nD,C,p,10\nD,B,q,2\nD,C,q,73\n", null, ofA);
        Assert.Equal(0.8 * 30 * 55 / 30.75, above.Product("A", "B", "p").Potential, 1e-12);
        Assert.Equal("1 of 4 potentials by pair and product exceed the importer's whole demand (supply × ease > 1): read those as the whole market.", Assert.Single(above.Notices).ToString());
    }

    [Fact]
    public void Nothing_in_common_is_zero_and_has_no_ease()
    {
        IndicatorResult result = ProductBench.Of("exporter,importer,product,value\nA,B,p,5\nB,A,q,7\nC,B,p,1\nC,A,q,2\nA,C,r,4\n");
        // A sells p and r, and B buys p only; B sells q, which C does not buy.
        PairIndicators none = result.Pair("B", "C");
        Assert.Equal((0, 0, 0, 0), (none.Trade, none.Michaely, none.Drysdale, none.Potential));
        Assert.True(double.IsNaN(none.Ease) && double.IsNaN(none.Bias));
        Assert.DoesNotContain(result.Products, p => p.Exporter == "B" && p.Importer == "C");
    }

    [Fact]
    public void Periods_stand_apart_and_are_ordered()
    {
        string two = "exporter,importer,product,value,year\n"
            + string.Join('\n', new[] { 2019, 2018 }.SelectMany(y => ProductBench.ThreeCountries.ReplaceLineEndings("\n").Split('\n').Skip(1).Select(l => FormattableString.Invariant($"{l}{(y == 2019 ? "0" : "")},{y}"))));
        IndicatorResult result = ProductBench.Of(two, ProductBench.Columns with { Time = "year" });
        Assert.Equal(2, result.Counts.Periods);
        Assert.Equal(result.Pairs.OrderBy(p => p.Time).ThenBy(p => p.Exporter, StringComparer.Ordinal).ThenBy(p => p.Importer, StringComparer.Ordinal), result.Pairs);
        PairIndicators before = result.Pairs.Single(p => p is { Exporter: "A", Importer: "C", Time: 2018 }), after = result.Pairs.Single(p => p is { Exporter: "A", Importer: "C", Time: 2019 });
        Assert.Equal((60, 600), (before.Trade, after.Trade));
        Assert.Equal(before.Ease, after.Ease, 1e-13);
    }

    [Fact]
    public void What_is_reported_does_not_change_the_world()
    {
        IndicatorResult all = ProductBench.Of(ProductBench.ThreeCountries);
        IndicatorResult some = ProductBench.Of(ProductBench.ThreeCountries, null, new IndicatorOptions { Exporters = ["A"], Importers = ["C", "A"], Products = ["q"] });
        Assert.Equal(all.Pair("A", "C"), Assert.Single(some.Pairs));
        Assert.Equal(all.Product("A", "C", "q"), Assert.Single(some.Products));
        Assert.Equal(all.Counts, some.Counts);
        IndicatorResult many = ProductBench.Of(ProductBench.ThreeCountries, null, new IndicatorOptions { MostProducts = 17 });
        Assert.True(many.ProductsLeftOut);
        Assert.Empty(many.Products);
        Assert.Equal(all.Pairs, many.Pairs);
        Assert.False(ProductBench.Of(ProductBench.ThreeCountries, null, new IndicatorOptions { MostProducts = 18 }).ProductsLeftOut);
    }
}
