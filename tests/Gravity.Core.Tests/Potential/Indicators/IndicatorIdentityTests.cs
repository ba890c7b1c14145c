using System.Globalization;
using Gravity.Core.Potential;

namespace Gravity.Core.Tests.Potential.Indicators;

/// <summary>What holds in every world, on drawn ones with zeros.</summary>
public sealed class IndicatorIdentityTests
{
    private static readonly ProductColumns Growing = ProductBench.Columns with { SupplyGrowth = "supply", DemandGrowth = "demand" };

    public static TheoryData<long> Seeds => [1, 2, 3];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Supplies_of_a_product_sum_to_one_with_and_without_growth(long seed)
    {
        foreach (ProductColumns columns in new[] { ProductBench.Columns, Growing })
        {
            var supplies = ProductBench.Of(ProductBench.Drawn(seed), columns).Products.Select(p => (p.Product, p.Exporter, p.Supply)).Distinct().GroupBy(p => p.Product).ToList();
            Assert.Equal(7, supplies.Count);
            Assert.All(supplies, k => Assert.Equal(1, k.Sum(p => p.Supply), 1e-12));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Without_growth_the_potential_of_a_pair_is_its_trade_and_what_is_above_equals_what_is_below(long seed)
    {
        IndicatorResult result = ProductBench.Of(ProductBench.Drawn(seed));
        Assert.Equal(20, result.Pairs.Count);
        foreach (PairIndicators pair in result.Pairs)
        {
            ProductPotential[] own = [.. result.Products.Where(p => p.Exporter == pair.Exporter && p.Importer == pair.Importer)];
            Assert.Equal(pair.Trade, pair.Potential, 1e-11 * pair.Trade);
            Assert.Equal(own.Sum(p => p.Unrealised), pair.Unrealised, 1e-11 * pair.Trade);
            Assert.Equal(own.Sum(p => p.Realised), pair.Realised, 1e-11 * pair.Trade);
            Assert.Equal(own.Sum(p => Math.Max(0, p.Trade - p.Potential)), pair.Unrealised, 1e-11 * pair.Trade);
        }
    }

    /// <summary>Σ_k w_k·RCA_ik·RCM_jk, and ease = (v_ij/v_i)/(v_·j/v) over it: intensity over complementarity with i among the importers.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Comparative_is_the_product_of_advantages_and_ease_is_a_bias(long seed)
    {
        IndicatorResult result = ProductBench.Of(ProductBench.Drawn(seed));
        double world = result.Pairs.Sum(p => p.Trade);
        foreach (PairIndicators pair in result.Pairs)
        {
            double exports = result.Pairs.Where(p => p.Exporter == pair.Exporter).Sum(p => p.Trade), imports = result.Pairs.Where(p => p.Importer == pair.Importer).Sum(p => p.Trade);
            double comparative = 0;
            foreach (ProductPotential own in result.Products.Where(p => p.Exporter == pair.Exporter && p.Importer == pair.Importer))
            {
                // Every cell of the drawn world is among the rows of some pair: a product's world trade is demand over importers.
                double trade = result.Products.Where(p => p.Product == own.Product).Select(p => (p.Importer, p.Demand)).Distinct().Sum(p => p.Demand);
                comparative += trade / world * own.Advantage * (own.Demand / imports / (trade / world));
            }

            Assert.Equal(comparative, pair.Comparative, 1e-11);
            Assert.Equal(pair.Trade / exports / (imports / world) / pair.Comparative, pair.Ease, 1e-11 * (1 + pair.Ease));
            Assert.Equal(pair.Intensity, pair.Drysdale * pair.Bias, 1e-12 * (1 + pair.Intensity));
        }
    }

    /// <summary>Exporters e, importers m: v_ijk = s_ik·d_jk gives every exporter the share in every market that it has in the world's.</summary>
    [Fact]
    public void Ease_is_one_and_nothing_is_unrealised_when_trade_is_proportional()
    {
        double[][] s = [[1, 4, 0], [2, 0.5, 3], [7, 1, 2]], d = [[3, 1, 1], [0, 2, 5]];
        var lines = new List<string> { "exporter,importer,product,value" };
        for (int i = 0; i < s.Length; i++)
            for (int j = 0; j < d.Length; j++)
                for (int k = 0; k < 3; k++)
                    lines.Add(string.Create(CultureInfo.InvariantCulture, $"e{i},m{j},k{k},{s[i][k] * d[j][k]:R}"));
        IndicatorResult result = ProductBench.Of(string.Join('\n', lines));
        Assert.Equal(6, result.Pairs.Count);
        Assert.All(result.Pairs, p => Assert.Equal(1, p.Ease, 1e-13));
        Assert.All(result.Pairs, p => Assert.Equal(0, p.Unrealised, 1e-12));
        Assert.All(result.Products, p => Assert.Equal(p.Trade, p.Potential, 1e-12));
        // No exporter imports, so nothing is left out of the others' imports.
        Assert.All(result.Pairs, p => Assert.Equal(p.Comparative, p.Drysdale, 1e-13));
        Assert.All(result.Pairs, p => Assert.Equal(1, p.Bias, 1e-13));
    }

    /// <summary>A sells p and q as 1 : 3, B buys them so from A alone; C sells p only, D buys q only.</summary>
    [Fact]
    public void Michaely_is_100_for_equal_structures_and_0_for_disjoint_ones()
    {
        IndicatorResult result = ProductBench.Of("exporter,importer,product,value\nA,B,p,10\nA,B,q,30\nC,E,p,5\nF,D,q,2\nA,E,p,1\nA,E,q,3\nC,F,p,2\n");
        Assert.Equal(100, result.Pair("A", "B").Michaely, 1e-12);
        Assert.Equal(0, result.Pair("C", "D").Michaely);
        Assert.All(result.Pairs, p => Assert.InRange(p.Michaely, 0, 100));
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e9)]
    public void The_unit_of_trade_changes_levels_only(double scale)
    {
        IndicatorResult one = ProductBench.Of(ProductBench.Drawn(5)), other = ProductBench.Of(ProductBench.Drawn(5, scale: scale));
        foreach ((PairIndicators a, PairIndicators b) in one.Pairs.Zip(other.Pairs))
        {
            Same(a, b, 1e-11);
            Assert.Equal(a.Trade * scale, b.Trade, 1e-11 * a.Trade * scale);
            Assert.Equal(a.Unrealised * scale, b.Unrealised, 1e-11 * a.Trade * scale);
        }
    }

    [Fact]
    public void The_order_of_rows_and_rows_of_zero_do_not_matter()
    {
        string csv = ProductBench.Drawn(6);
        IndicatorResult one = ProductBench.Of(csv), reversed = ProductBench.Of(ProductBench.Drawn(6, reversed: true));
        IndicatorResult positive = ProductBench.Of(string.Join('\n', csv.Split('\n').Where(l => !l.Contains(",0,", StringComparison.Ordinal))));
        Assert.True(positive.Rows < one.Rows);
        foreach (IndicatorResult other in new[] { reversed, positive })
            foreach ((PairIndicators a, PairIndicators b) in one.Pairs.Zip(other.Pairs))
                Same(a, b, 1e-11);
    }

    /// <summary>A factor common to all exporters moves no share; one common to all importers moves every potential alike.</summary>
    [Fact]
    public void Common_growth_of_supply_cancels_and_of_demand_multiplies()
    {
        string csv = string.Join('\n', ProductBench.Drawn(7).TrimEnd('\n').Split('\n').Select((l, n) => l + (n == 0 ? ",same" : ",1.25")));
        IndicatorResult none = ProductBench.Of(csv), supply = ProductBench.Of(csv, ProductBench.Columns with { SupplyGrowth = "same" }), demand = ProductBench.Of(csv, ProductBench.Columns with { DemandGrowth = "same" });
        Assert.Equal(none.Products.Count, supply.Products.Count);
        foreach ((ProductPotential a, ProductPotential b, ProductPotential c) in none.Products.Zip(supply.Products, demand.Products))
        {
            Assert.Equal(a.Potential, b.Potential, 1e-11 * (1 + a.Potential));
            Assert.Equal(1.25 * a.Potential, c.Potential, 1e-11 * (1 + a.Potential));
        }
    }

    /// <summary>Rows that repeat a cell are parts of one flow: their sum gives the same world.</summary>
    [Fact]
    public void Parts_of_a_flow_add_up()
    {
        string[] lines = ProductBench.Drawn(8).TrimEnd('\n').Split('\n');
        string halves = string.Join('\n', lines.Take(1).Concat(lines.Skip(1).SelectMany(l => new[] { l, l })));
        IndicatorResult one = ProductBench.Of(string.Join('\n', lines)), twice = ProductBench.Of(halves, null, new IndicatorOptions { Repeated = RepeatedFlows.Add });
        Assert.Equal(one.Rows, twice.RepeatedRows.Count);
        foreach ((PairIndicators a, PairIndicators b) in one.Pairs.Zip(twice.Pairs))
        {
            Same(a, b, 1e-11);
            Assert.Equal(2 * a.Trade, b.Trade, 1e-11 * a.Trade);
        }
    }

    /// <summary>B imports nearly everything: imports of the others as a difference would have lost C's.</summary>
    [Fact]
    public void A_giant_importer_leaves_the_digits_of_the_others()
    {
        IndicatorResult result = ProductBench.Of("exporter,importer,product,value\nA,B,p,1e17\nA,B,q,1e17\nB,C,p,1\nB,C,q,3\nA,C,p,1\nA,C,q,1\n");
        // Imports of all but B are C's: B's shares (1/4, 3/4), C's (2/6, 4/6) over the same: 1/4 + 3/4.
        Assert.Equal(1, result.Pair("B", "C").Drysdale, 1e-12);
        Assert.Equal(1, result.Pair("B", "C").Intensity, 1e-12);
    }

    private static void Same(PairIndicators a, PairIndicators b, double tolerance)
    {
        Assert.Equal((a.Exporter, a.Importer), (b.Exporter, b.Importer));
        Assert.Equal(a.Michaely, b.Michaely, 100 * tolerance);
        Assert.Equal(a.Drysdale, b.Drysdale, tolerance * (1 + a.Drysdale));
        Assert.Equal(a.Comparative, b.Comparative, tolerance * (1 + a.Comparative));
        Assert.Equal(a.Intensity, b.Intensity, tolerance * (1 + a.Intensity));
        Assert.Equal(a.Bias, b.Bias, tolerance * (1 + a.Bias));
        Assert.Equal(a.Ease, b.Ease, tolerance * (1 + a.Ease));
    }
}
