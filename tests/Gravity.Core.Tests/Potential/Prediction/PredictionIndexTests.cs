using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Potential.Prediction;

/// <summary>Predictions of rows that took no part in the fit.</summary>
public sealed class PredictionIndexTests
{
    private const string Home = "exporter == \"C1\" && importer in (\"C2\", \"C3\")";

    private static (FlowRegression Regression, double[] Index) HeldOut(TradePanel panel, string model, string right, string filter)
    {
        ModelFit fit = PredictionBench.Fit(panel, model, right);
        FlowRegression without = FlowRegressions.Without(HeldOutSample.Of(fit.Request with { Where = null }, fit.Panel, filter, new FitOptions()), new FitOptions());
        return (without, PredictionIndex.Of(without.Solution, without.Others!));
    }

    [Theory]
    [InlineData("ppml")]
    [InlineData("ols")]
    public void Absorbed_effects_predict_as_their_indicators_do(string model)
    {
        TradePanel panel = PredictionBench.Panel(5, 2);
        (_, double[] first) = HeldOut(panel, model, "ln(dist) + border | exporter + importer + year", Home);
        (_, double[] second) = HeldOut(panel, model, "ln(dist) + border + i(exporter) + i(importer) + i(year)", Home);
        Assert.NotEmpty(first);
        Assert.All(first, eta => Assert.True(double.IsFinite(eta)));
        for (int i = 0; i < first.Length; i++)
            Assert.Equal(second[i], first[i], 1e-7);
    }

    /// <summary>Without effects the prediction is x'b of the fit on the other rows.</summary>
    [Fact]
    public void A_prediction_is_that_of_the_fit_without_the_rows()
    {
        TradePanel panel = PredictionBench.Panel();
        (FlowRegression regression, double[] index) = HeldOut(panel, "ppml", "ln(dist) + border", Home);
        ModelFit other = PredictionBench.Fit(panel, "ppml", "ln(dist) + border", where: $"!({Home})");
        Assert.Equal(other.Design.RowCount, regression.Fitted.RowCount);
        double[] expected = regression.Predicted.Frontier.Values.Times(other.Result.Theta);
        for (int i = 0; i < index.Length; i++)
            Assert.Equal(expected[i], index[i], 1e-8);
    }

    [Fact]
    public void A_group_without_a_fitted_row_is_not_identified()
    {
        (FlowRegression regression, double[] index) = HeldOut(PredictionBench.Panel(), "ppml", PredictionBench.Structural, "exporter == \"C1\"");
        Assert.All(index, eta => Assert.True(double.IsNaN(eta)));
        PredictionResult result = PredictedFlows.Of(regression, new PredictionOptions { Draws = 3, Groupings = [Grouping.All(index.Length)] }, [.. Enumerable.Range(1, 10_000)], default);
        Assert.Equal(index.Length, result.Unidentified.Count);
        Assert.Contains(result.Warnings, w => w.Code == "prediction-unidentified");
        Assert.True(double.IsNaN(result.Totals[0].Groups[0].Predicted.Value));
        Assert.Equal((0, index.Length), (result.Totals[0].Groups[0].Count, result.Totals[0].Groups[0].Left));
    }

    /// <summary>Where only the rows held out have a border, its coefficient is not known, and matters for those with one.</summary>
    [Fact]
    public void A_column_that_only_held_out_rows_have_is_not_identified()
    {
        TradePanel panel = PredictionBench.Panel().Derive("special", "exporter == \"C1\" && importer == \"C2\"");
        (FlowRegression regression, double[] index) = HeldOut(panel, "ppml", "ln(dist) + special", Home);
        string[] importers = [.. regression.Predicted.PanelRows.Select(row => panel["importer"].TextAt(row)!)];
        for (int i = 0; i < index.Length; i++)
            Assert.Equal(importers[i] == "C2", double.IsNaN(index[i]));
    }

    /// <summary>The first year's indicator is the base: without a row of that year the intercept is another year's, which the prediction must not take.</summary>
    [Fact]
    public void A_base_level_without_a_fitted_row_is_not_identified()
    {
        (_, double[] index) = HeldOut(PredictionBench.Panel(), "ppml", "ln(dist) + i(year)", "year == 2000");
        Assert.All(index, eta => Assert.True(double.IsNaN(eta)));
    }

    [Fact]
    public void Effects_that_no_row_connects_are_not_summed()
    {
        // Exporters C0 … C3 sell to C0 … C3 only, C4 … C8 to C4 … C8 only: across, only their differences within blocks are known.
        TradePanel panel = PredictionBench.Panel().Derive("left", "exporter in (\"C0\", \"C1\", \"C2\", \"C3\")").Derive("right", "importer in (\"C0\", \"C1\", \"C2\", \"C3\")");
        (_, double[] index) = HeldOut(panel, "ppml", "ln(dist) | exporter + importer", "left != right");
        Assert.All(index, eta => Assert.True(double.IsNaN(eta)));
        (_, double[] within) = HeldOut(panel.Where("left == right"), "ppml", "ln(dist) | exporter + importer", "exporter == \"C1\" && importer == \"C2\"");
        Assert.All(within, eta => Assert.True(double.IsFinite(eta)));
    }

    [Fact]
    public void A_filter_that_takes_nothing_or_all_is_told()
    {
        ModelFit fit = PredictionBench.Fit(PredictionBench.Panel(), "ppml", "ln(dist)");
        Assert.Contains("no row", Assert.Throws<DataUnfitException>(() => HeldOutSample.Of(fit.Request, fit.Panel, "year > 2050", new FitOptions())).Message, StringComparison.Ordinal);
        Assert.Contains("every row", Assert.Throws<DataUnfitException>(() => HeldOutSample.Of(fit.Request, fit.Panel, "year > 1950", new FitOptions())).Message, StringComparison.Ordinal);
    }
}
