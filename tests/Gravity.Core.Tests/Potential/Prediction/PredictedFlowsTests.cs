using Gravity.Core.Data;
using Gravity.Core.Potential;
using Gravity.Core.Regression;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Potential.Prediction;

public sealed class PredictedFlowsTests
{
    private static readonly PredictionOptions Few = new() { Draws = 200 };

    [Fact]
    public void A_poisson_prediction_is_its_fitted_mean_and_sums_follow()
    {
        ModelFit fit = PredictionBench.Fit(PredictionBench.Panel(), "ppml", "ln(dist) + border");
        PredictionResult result = fit.Predict(Few);
        double[] expected = Array.ConvertAll(fit.Design.Frontier.Values.Times(fit.Result.Theta), Math.Exp);
        for (int i = 0; i < expected.Length; i++)
        {
            PredictedRow row = result.Rows[i];
            Assert.Equal(expected[i], row.Predicted.Value, 1e-9 * expected[i]);
            Assert.Equal(row.Actual / expected[i], row.Ratio.Value, 1e-9);
            Assert.InRange(row.Predicted.Value, row.Predicted.Low, row.Predicted.High);
        }
        foreach (PredictedTotal unit in result.Totals[1].Groups)
        {
            PredictedRow[] rows = [.. result.Rows.Where(r => r.Unit == unit.Key)];
            Assert.Equal(rows.Sum(r => r.Predicted.Value), unit.Predicted.Value, 1e-9 * unit.Predicted.Value);
            Assert.Equal(rows.Sum(r => r.Actual), unit.Actual, 1e-9);
            Assert.Equal(unit.Predicted.Value / unit.Actual - 1, unit.Room.Value, 1e-9 * (1 + Math.Abs(unit.Room.Value)));
            Assert.InRange(unit.Predicted.Value, unit.Predicted.Low, unit.Predicted.High);
        }
        // A unit of one row is that row.
        PredictedTotal alone = result.Totals[1].Groups[0];
        if (alone.Count == 1)
            Assert.Equal(result.Rows.Single(r => r.Unit == alone.Key).Predicted, alone.Predicted);
        Assert.Null(result.Retransformation);
        Assert.Equal(1, result.Factor.Value);
    }

    [Theory]
    [InlineData(Retransformation.Smearing)]
    [InlineData(Retransformation.Lognormal)]
    [InlineData(Retransformation.None)]
    public void A_regression_of_logarithms_predicts_the_factor_times_exp(Retransformation kind)
    {
        ModelFit fit = PredictionBench.Fit(PredictionBench.Panel(), "ols", "ln(dist) + border");
        double[] index = fit.Design.Frontier.Values.Times(fit.Result.Theta);
        double[] residuals = [.. fit.Design.Response.Select((y, i) => y - index[i])];
        double factor = kind switch
        {
            Retransformation.Smearing => residuals.Average(Math.Exp),
            Retransformation.Lognormal => Math.Exp(0.5 * residuals.Sum(e => e * e) / (residuals.Length - 3)),
            _ => 1,
        };
        PredictionResult result = fit.Predict(Few with { Retransformation = kind });
        Assert.Equal(factor, result.Factor.Value, 12);
        Assert.Equal(kind, result.Retransformation);
        for (int i = 0; i < index.Length; i++)
            Assert.Equal(factor * Math.Exp(index[i]), result.Rows[i].Predicted.Value, 1e-9 * Math.Exp(index[i]));
        Assert.Equal(kind == Retransformation.None, result.Factor.Low == result.Factor.High);
    }

    [Fact]
    public void Log1p_is_undone()
    {
        TradePanel panel = PredictionBench.Panel();
        ModelFit fit = ModelRunner.Fit(PredictionBench.Request("ols", "x") with { Formula = "log1p(flow) ~ ln(dist)", Where = null }, panel, new Core.Estimation.FitOptions());
        PredictionResult result = fit.Predict(Few with { Retransformation = Retransformation.None });
        double[] index = fit.Design.Frontier.Values.Times(fit.Result.Theta);
        Assert.Equal(Math.Exp(index[3]) - 1, result.Rows[3].Predicted.Value, 1e-9);
        Assert.Equal(fit.Design.Flow![3], result.Rows[3].Actual);
    }

    /// <summary>Σ(y − μ) = 0 in every group of every absorbed effect and of whatever they span: a gap by exporter and year is zero whatever the data.</summary>
    [Fact]
    public void Sums_that_poisson_reproduces_are_said_to_be_exact()
    {
        TradePanel panel = PredictionBench.Panel();
        ModelFit fit = PredictionBench.Fit(panel, "ppml", PredictionBench.Structural);
        PredictionResult result = fit.Predict(Few with { Groupings = [Grouping.All(fit.Design.RowCount), .. fit.Groupings(["exporter^year", "importer", "year", "border"])] });
        Dictionary<string, ExactFit> exact = result.Totals.DistinctBy(t => t.Name).ToDictionary(t => t.Name, t => t.Exact);
        Assert.Equal(ExactFit.Sums, exact["exporter^year"]);
        Assert.Equal(ExactFit.Sums, exact["importer"]);
        Assert.Equal(ExactFit.Sums, exact["year"]);
        Assert.Equal(ExactFit.Sums, exact["all"]);
        // A 0/1 regressor is reproduced too; pairs are not.
        Assert.Equal(ExactFit.Sums, exact["border"]);
        Assert.Equal(ExactFit.None, fit.Predict(Few).Totals.Single(t => t.Name == "exporter^importer").Exact);
        foreach (PredictedTotal group in result.Totals.Single(t => t.Name == "exporter^year").Groups)
        {
            Assert.Equal(0, group.Room.Value, 1e-7);
            Assert.True(double.IsNaN(group.Rank.Value) && double.IsNaN(group.Room.Low), "an order of rounding errors is no order");
            Assert.True(group.Predicted.Low < group.Actual && group.Predicted.High > group.Actual);
        }
    }

    [Fact]
    public void Other_likelihoods_reproduce_no_sums_and_least_squares_geometric_means()
    {
        TradePanel panel = PredictionBench.Panel().Where("flow > 0");
        Assert.All(PredictionBench.Fit(panel, "gamma-pml", PredictionBench.Structural).Predict(Few).Totals, t => Assert.Equal(ExactFit.None, t.Exact));
        ModelFit logs = PredictionBench.Fit(panel, "ols", PredictionBench.Structural);
        PredictionResult result = logs.Predict(Few with { Groupings = logs.Groupings(["exporter^year"]), Retransformation = Retransformation.None });
        Assert.Equal(ExactFit.GeometricMeans, result.Totals.Single(t => t.Name == "exporter^year").Exact);
        foreach (var group in result.Rows.GroupBy(r => (r.Unit!.Split('→')[0], r.Time)))
            Assert.Equal(0, group.Average(r => Math.Log(r.Ratio.Value)), 1e-7);
    }

    [Fact]
    public void Rows_outside_the_sums_are_counted()
    {
        ModelFit fit = PredictionBench.Fit(PredictionBench.Panel(), "ppml", "ln(dist)");
        bool[] summed = [.. Enumerable.Range(0, fit.Design.RowCount).Select(i => i % 3 != 0)];
        PredictionResult result = fit.Predict(Few with { Summed = summed, Groupings = [Grouping.All(fit.Design.RowCount)] });
        PredictedTotal all = result.Totals[0].Groups[0];
        Assert.Equal(summed.Count(s => s), all.Count);
        Assert.Equal(summed.Count(s => !s), all.Left);
        Assert.Equal(result.Rows.Where((_, i) => summed[i]).Sum(r => r.Predicted.Value), all.Predicted.Value, 1e-6);
    }

    [Fact]
    public void A_frontier_predicts_no_usual_flow()
    {
        ModelFit fit = PredictionBench.Fit(PredictionBench.Panel(), "half-normal", "ln(dist)");
        Assert.Equal("no-prediction", Assert.Throws<UsageException>(() => fit.Predict()).Code);
    }

    /// <summary>Intervals of a mean cover it: least squares of logarithms, 300 samples, no effects.</summary>
    [Fact]
    public void Intervals_of_the_total_cover_its_mean()
    {
        int covered = 0;
        const int Samples = 300;
        for (int sample = 0; sample < Samples; sample++)
        {
            var random = new Core.Numerics.RandomSource(77, sample);
            double[] x = new double[150], flow = new double[150];
            double truth = 0;
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = i / 75.0 - 1;
                flow[i] = Math.Exp(1 + 0.7 * x[i] + 0.5 * random.NextNormal());
                truth += Math.Exp(1 + 0.7 * x[i] + 0.125);
            }
            ModelFit fit = ModelRunner.Fit(
                new Core.Estimation.ModelRequest { Model = "ols", Formula = "ln(flow) ~ x", Vce = "robust" },
                TradePanel.Create([new NumberColumn("x", x), new NumberColumn("flow", flow)], "s"), new Core.Estimation.FitOptions());
            IntervalEstimate total = fit.Predict(new PredictionOptions { Draws = 400, Seed = sample, Groupings = [Grouping.All(150)] }).Totals[0].Groups[0].Predicted;
            covered += total.Low <= truth && truth <= total.High ? 1 : 0;
        }
        // 0.95 less four standard errors of a share of 300, and simulation error of the quantiles.
        Assert.InRange((double)covered / Samples, 0.89, 1);
    }
}
