using Gravity.Core.Data;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Specification;

public class DesignBuilderTests
{
    private static readonly double[] Exports = [3, 1, 4, 1.5, 9, 2.6, 5, 3.5];

    private static TradePanel Panel(params PanelColumn[] more) => TradePanel.Create(
    [
        new TextColumn("iso3", ["POL", "HUN", "POL", "HUN", "CZE", "CZE", "POL", "HUN"]),
        new NumberColumn("year", [2009, 2008, 2007, 2007, 2008, 2007, 2008, 2009]),
        new NumberColumn("exports", Exports),
        new NumberColumn("gdp", [2, 7, 1, 8, 2.8, 1.8, 2.2, 8.4]),
        new NumberColumn("dist", [5, 6, 5, 6, 7, 7, 5, 6]),
        .. more,
    ], "panel.csv");

    private static TradePanel Indexed(params PanelColumn[] more) => Panel(more).WithIndex(["iso3"], "year");

    private static DataUnfitException Refused(TradePanel panel, string formula) =>
        Assert.Throws<DataUnfitException>(() => DesignBuilder.Build(panel, formula));

    [Fact]
    public void Rows_are_in_the_order_of_unit_and_period()
    {
        Design design = DesignBuilder.Build(Indexed(), "ln(exports) ~ ln(gdp) + dist");
        Assert.Equal([5, 4, 3, 1, 7, 2, 6, 0], design.PanelRows);
        Assert.Equal(["CZE", "HUN", "POL"], design.Units!.Names);
        Assert.Equal([0, 0, 1, 1, 1, 2, 2, 2], design.Units.UnitOfRow);
        Assert.Equal([2007, 2008, 2007, 2008, 2009, 2007, 2008, 2009], design.Units.PeriodOfRow!);
        Assert.Equal(["(Intercept)", "ln(gdp)", "dist"], design.Frontier.ColumnNames);
        Assert.Equal(design.PanelRows.Select(r => Math.Log(Exports[r])), design.Response);
        Assert.Equal(design.PanelRows.Select(r => Exports[r]), design.Flow);
        Assert.Equal("exports", design.FlowColumn);
        Assert.Equal(ResponseScale.Log, design.ResponseScale);
        Assert.Equal("ln(exports)", design.ResponseName);
        Assert.Equal(Math.Log(1.8), design.Frontier.Values[0, 1]);
        Assert.Equal(0, design.Frontier.Intercept);
        Assert.Equal(8, design.Sample.RowsUsed);
        Assert.Empty(design.Collinear);
        Assert.Equal(Indexed().Sha256, design.DataSha256);
    }

    [Fact]
    public void The_order_of_the_file_does_not_matter()
    {
        TradePanel panel = Indexed();
        int[] order = [3, 7, 0, 5, 1, 6, 2, 4];
        TradePanel shuffled = TradePanel.Create([.. panel.Columns.Select(c => c.Select(order))]).WithIndex(["iso3"], "year");
        const string Text = "ln(exports) ~ lag(ln(gdp)) + i(year) + dist";
        Design first = DesignBuilder.Build(panel, Text), second = DesignBuilder.Build(shuffled, Text);
        Assert.Equal(first.Response, second.Response);
        Assert.Equal(first.Frontier.Values.Values.ToArray(), second.Frontier.Values.Values.ToArray());
        Assert.Equal(first.Frontier.ColumnNames, second.Frontier.ColumnNames);
        Assert.Equal(first.PanelRows, second.PanelRows.Select(r => order[r]));
    }

    [Fact]
    public void Without_an_index_rows_stay_as_they_are()
    {
        Design design = DesignBuilder.Build(Panel(), "exports ~ gdp");
        Assert.Null(design.Units);
        Assert.Equal(Enumerable.Range(0, 8), design.PanelRows);
        Assert.Equal(ResponseScale.AsGiven, design.ResponseScale);
        Assert.Null(design.Flow);
    }

    [Theory]
    [InlineData("log(exports) ~ gdp", ResponseScale.Log, "exports", 3)]
    [InlineData("ln(exports + gdp) ~ dist", ResponseScale.Log, "exports + gdp", 5)]
    [InlineData("log1p(exports) ~ gdp", ResponseScale.Log1p, "exports", 3)]
    [InlineData("ln(1 + exports) ~ gdp", ResponseScale.Log1p, "exports", 3)]
    [InlineData("ln(exports + 1) ~ gdp", ResponseScale.Log1p, "exports", 3)]
    public void The_flow_is_what_the_logarithm_was_taken_of(string formula, ResponseScale scale, string flow, double first)
    {
        Design design = DesignBuilder.Build(Panel(), formula);
        Assert.Equal(scale, design.ResponseScale);
        Assert.Equal(flow, design.FlowColumn);
        Assert.Equal(first, design.Flow![0]);
    }

    [Fact]
    public void Blocks_have_their_own_columns_and_intercepts()
    {
        Design design = DesignBuilder.Build(Indexed(), ModelFormulas.Parse(
            "ln(exports) ~ ln(gdp)", inefficiencyMean: "dist", inefficiencyVariance: "0 + gdp", noiseVariance: "1"));
        Assert.Equal(["frontier", "inefficiency-mean", "inefficiency-variance", "noise-variance"], design.Blocks.Select(b => b.Name));
        Assert.Equal(["(Intercept)", "dist"], design.Block(BlockNames.InefficiencyMean)!.ColumnNames);
        Assert.Equal(["gdp"], design.Block(BlockNames.InefficiencyVariance)!.ColumnNames);
        Assert.Equal(["(Intercept)"], design.Block(BlockNames.NoiseVariance)!.ColumnNames);
    }

    [Fact]
    public void Rows_lost_are_counted_by_the_first_column_of_the_file_that_is_missing()
    {
        double nan = double.NaN;
        TradePanel panel = Indexed(
            new NumberColumn("z", [nan, nan, 1, 2, 3, 4, 5, 6]),
            new NumberColumn("a", [nan, 1, nan, 4, 2, 6, 1, 9]));
        Design design = DesignBuilder.Build(panel, ModelFormulas.Parse("ln(exports) ~ a", inefficiencyMean: "z"));
        Assert.Equal(["missing value in 'z'", "missing value in 'a'"], design.Sample.Dropped.Select(d => d.Reason));
        Assert.Equal([1, 2], design.Sample.Dropped[0].Rows);
        Assert.Equal([3], design.Sample.Dropped[1].Rows);
        Assert.Equal(5, design.Sample.RowsUsed);
        Assert.Equal(5, design.RowCount);

        Design lagged = DesignBuilder.Build(panel, "ln(exports) ~ lag(gdp)");
        Assert.Equal("no value of 'lag(gdp)'", Assert.Single(lagged.Sample.Dropped).Reason);
        Assert.Equal([3, 4, 6], lagged.Sample.Dropped[0].Rows);
    }

    [Fact]
    public void No_complete_row_says_which_column_is_to_blame()
    {
        var empty = new double[8];
        Array.Fill(empty, double.NaN);
        DataUnfitException error = Refused(Panel(new NumberColumn("tariff", empty)), "ln(exports) ~ gdp + tariff");
        Assert.Equal("no-rows-left", error.Code);
        Assert.Contains("missing value in 'tariff' takes the last 8 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zero_flow_under_a_logarithm_is_an_error()
    {
        DataUnfitException error = Refused(Panel(new NumberColumn("flow", [1, 0, 2, 0, 1, 3, 4, 5])), "ln(flow) ~ gdp");
        Assert.Equal("log-of-nonpositive", error.Code);
        Assert.Equal([2, 4], error.Rows);
    }

    [Fact]
    public void Indicators_leave_out_the_first_value_or_the_one_named()
    {
        Design design = DesignBuilder.Build(Indexed(), "ln(exports) ~ gdp + i(year)");
        Assert.Equal(["(Intercept)", "gdp", "year=2008", "year=2009"], design.Frontier.ColumnNames);
        Assert.Equal([0, 1, 0, 1, 0, 0, 1, 0], design.Frontier.Values.Column(2).ToArray());
        Assert.Equal(["(Intercept)", "year=2007", "year=2009"], DesignBuilder.Build(Indexed(), "ln(exports) ~ i(year, ref=2008)").Frontier.ColumnNames);
        Assert.Equal(["(Intercept)", "iso3=HUN", "iso3=POL"], DesignBuilder.Build(Indexed(), "ln(exports) ~ iso3").Frontier.ColumnNames);
        Design all = DesignBuilder.Build(Indexed(), "ln(exports) ~ 0 + i(year) + iso3");
        Assert.Equal(["year=2007", "year=2008", "year=2009", "iso3=HUN", "iso3=POL"], all.Frontier.ColumnNames);
        Assert.Single(all.Notices);
    }

    [Fact]
    public void Values_without_a_complete_row_get_no_indicator()
    {
        TradePanel panel = Indexed(new NumberColumn("z", [1, 2, double.NaN, double.NaN, 3, double.NaN, 5, 7]));
        Design design = DesignBuilder.Build(panel, "ln(exports) ~ z + i(year)");
        Assert.Equal(["(Intercept)", "z", "year=2009"], design.Frontier.ColumnNames);
        Assert.Contains("i(year): 1 value without a complete row ('2007')", Assert.Single(design.Notices), StringComparison.Ordinal);
        DataUnfitException error = Refused(panel, "ln(exports) ~ z + i(year, ref=2007)");
        Assert.Equal("reference-empty", error.Code);
        UsageException unknown = Assert.Throws<UsageException>(() => DesignBuilder.Build(panel, "ln(exports) ~ i(year, ref=2006)"));
        Assert.Equal("unknown-level", unknown.Code);
        Assert.Contains("'2007'", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Interactions_multiply_and_code_levels_so_that_nothing_is_lost()
    {
        Design numbers = DesignBuilder.Build(Panel(), "ln(exports) ~ ln(gdp)*dist");
        Assert.Equal(["(Intercept)", "ln(gdp)", "dist", "ln(gdp):dist"], numbers.Frontier.ColumnNames);
        Assert.Equal(Math.Log(7) * 6, numbers.Frontier.Values[1, 3], 1e-14);
        Assert.Equal(["(Intercept)", "gdp", "iso3=HUN", "iso3=POL", "gdp:iso3=HUN", "gdp:iso3=POL"],
            DesignBuilder.Build(Panel(), "ln(exports) ~ gdp*iso3").Frontier.ColumnNames);
        // Without its main effect each value has its own slope.
        Assert.Equal(["(Intercept)", "gdp:iso3=CZE", "gdp:iso3=HUN", "gdp:iso3=POL"],
            DesignBuilder.Build(Panel(), "ln(exports) ~ gdp:iso3").Frontier.ColumnNames);
    }

    [Fact]
    public void A_column_meant_as_numbers_never_becomes_indicators()
    {
        TradePanel panel = Panel(new TextColumn("gdp2", ["1", "2", "n/a", "4", "5", "6", "7", "8"]));
        DataUnfitException error = Refused(panel, "ln(exports) ~ gdp2");
        Assert.Equal("text-in-numbers", error.Code);
        Assert.Equal([3], error.Rows);
    }

    [Fact]
    public void Absorbed_effects_are_kept_and_need_their_columns()
    {
        TradePanel panel = Panel(new TextColumn("region", ["a", null, "b", "a", "b", "a", "b", "a"]));
        Design design = DesignBuilder.Build(panel, "ln(exports) ~ gdp | region^year");
        Assert.Equal(["region", "year"], Assert.Single(design.AbsorbedEffects).Columns);
        Assert.Equal("missing value in 'region'", Assert.Single(design.Sample.Dropped).Reason);
    }

    [Fact]
    public void Weights_are_positive()
    {
        TradePanel panel = Indexed(new NumberColumn("w", [1, 2, 3, 4, 5, 6, 7, double.NaN]), new NumberColumn("v", [1, 0, 3, -1, 5, 6, 7, 8]));
        Design design = DesignBuilder.Build(panel, ModelFormulas.Parse("ln(exports) ~ gdp", weights: "w"));
        Assert.Equal([6, 5, 4, 2, 3, 7, 1], design.Weights!);
        DataUnfitException error = Assert.Throws<DataUnfitException>(
            () => DesignBuilder.Build(panel, ModelFormulas.Parse("ln(exports) ~ gdp", weights: "v")));
        Assert.Equal("weight-negative", error.Code);
        Assert.Equal([4], error.Rows);
    }

    [Fact]
    public void Rows_of_weight_zero_are_left_out_and_counted()
    {
        TradePanel panel = Indexed(new NumberColumn("w", [1, 0, 3, 4, 0.5, 6, 7, double.NaN]));
        Assert.Equal("weight-not-whole", Assert.Throws<DataUnfitException>(() => DesignBuilder.Build(panel, ModelFormulas.Parse("ln(exports) ~ gdp", weights: "w"))).Code);
        Design design = DesignBuilder.Build(panel, ModelFormulas.Parse("ln(exports) ~ gdp", weights: "w:analytic"));
        DroppedRows zero = Assert.Single(design.Sample.Dropped, d => d.Reason == "weight 0 in 'w'");
        Assert.Equal([2], zero.Rows);
        Assert.Equal(1, design.Weights!.Average(), 1e-14);
        Assert.Equal(21.5, design.Weighting!.Sum);
        Assert.Equal(design.RowCount, design.ObservationCount);
        Design sampling = DesignBuilder.Build(panel, ModelFormulas.Parse("ln(exports) ~ gdp", weights: "w:sampling"));
        Assert.Equal(21.5, sampling.TotalWeight);
    }

    [Theory]
    [InlineData("w:often")]
    [InlineData(":sampling")]
    public void Kinds_of_weights_are_three(string weights) => Assert.Equal(
        "weights-syntax", Assert.Throws<UsageException>(() => DesignBuilder.Build(Indexed(), ModelFormulas.Parse("ln(exports) ~ gdp", weights: weights))).Code);

    [Theory]
    [InlineData("I(0 * exports + 3) ~ gdp", "constant-response")]
    [InlineData("ln(exports) ~ 0 + I(0 * gdp)", "no-columns-left")]
    [InlineData("ln(exports) ~ 0", "no-columns-left")]
    [InlineData("ln(exports) ~ gdp*dist*i(year)", "too-few-rows")]
    [InlineData("ln(exports) ~ I(gdp*1e200) : I(dist*1e200)", "not-finite")]
    public void Designs_that_cannot_be_estimated_are_refused(string formula, string code) => Assert.Equal(code, Refused(Panel(), formula).Code);

    [Fact]
    public void Indicators_without_number_are_refused_before_they_are_made()
    {
        const int Rows = 10_000;
        double[] id = [.. Enumerable.Range(0, Rows).Select(i => (double)i)];
        TradePanel panel = TradePanel.Create([new NumberColumn("y", id), new NumberColumn("id", id)]);
        DataUnfitException error = Refused(panel, "y ~ i(id)");
        Assert.Equal("too-many-levels", error.Code);
        Assert.Contains("i(id) expands to 9999 columns of 10000 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_columns_get_a_hint()
    {
        UsageException error = Assert.Throws<UsageException>(() => DesignBuilder.Build(Panel(), "ln(export) ~ gdp"));
        Assert.Equal("unknown-column", error.Code);
        Assert.Contains("did you mean 'exports'?", error.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => DesignBuilder.Build(Panel(), "ln(exports) ~ gdp | pair"));
    }
}
