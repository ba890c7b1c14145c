using Gravity.Core.Data;
using Gravity.Core.Potential;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Potential.Prediction;

/// <summary>Sampling errors of predictions: with effects by multipliers, without by the covariance of the coefficients.</summary>
public sealed class PredictionDrawsTests
{
    private static double[][] Shifts(ModelFit fit, int draws, long seed = 1)
    {
        FlowRegression r = FlowRegressions.Of(fit);
        var shifts = new double[draws][];
        new PredictionDraws(r.Solution, r.Covariance, r.Request, r.Fitted.Units?.UnitOfRow, null, seed, 1).Run(draws, (draw, moved, _) => shifts[draw] = [.. moved], default);
        return shifts;
    }

    /// <summary>η of a row has the variance x'Vx of the regression with an indicator for every group, V its sandwich with the same factor.</summary>
    [Theory]
    [InlineData("ols", "robust")]
    [InlineData("ols", "cluster:exporter")]
    [InlineData("ols", "hessian")]
    [InlineData("ppml", "robust")]
    [InlineData("ppml", "cluster:importer")]
    public void Variances_are_those_of_a_regression_with_indicators(string model, string vce)
    {
        TradePanel panel = PredictionBench.Panel(6, 2);
        ModelFit absorbed = PredictionBench.Fit(panel, model, "ln(dist) + border | exporter + importer", vce);
        ModelFit written = PredictionBench.Fit(panel, model, "ln(dist) + border + i(exporter) + i(importer)", vce);
        // Both covariances without their small-sample factors: that of the coefficients which both have.
        double factor = absorbed.Result.Covariance.Matrix[0, 0] / written.Result.Covariance.Matrix[1, 1];
        const int Draws = 6000;
        double[][] shifts = Shifts(absorbed, Draws);
        double worst = 0;
        for (int i = 0; i < absorbed.Design.RowCount; i++)
        {
            double[] x = [.. Enumerable.Range(0, written.Design.Frontier.Columns).Select(j => written.Design.Frontier.Values[i, j])];
            double expected = factor * written.Result.Covariance.Matrix.Quadratic(x, x), drawn = shifts.Average(s => s[i] * s[i]);
            worst = Math.Max(worst, Math.Abs(drawn / expected - 1));
        }
        // The variance of 6000 squares of a normal variable has a relative error of √(2/6000) = 0.018; four of them over all rows.
        Assert.InRange(worst, 0, 0.075);
    }

    /// <summary>First-order conditions of every draw: Σ Wδη = Σ u in each group, so that predicted sums move as the scores say and nothing else.</summary>
    [Fact]
    public void Draws_keep_the_conditions_of_the_effects()
    {
        ModelFit fit = PredictionBench.Fit(PredictionBench.Panel(), "ppml", PredictionBench.Structural, "cluster:exporter^importer");
        AbsorbedSolution solution = fit.Regression!.Value;
        double[][] shifts = Shifts(fit, 3);
        foreach (double[] shift in shifts)
        {
            // The shift is a fit by regressors and effects: projecting it on them leaves nothing.
            AbsorbedSolution again = AbsorbedLeastSquares.Fit(solution.Problem with { Response = shift, Weights = solution.WorkingWeights });
            Assert.True(again.Deviance < 1e-12 * shift.Sum(s => s * s), $"{again.Deviance}");
        }
    }

    [Fact]
    public void Without_effects_the_covariance_is_that_reported()
    {
        ModelFit fit = PredictionBench.Fit(PredictionBench.Panel(), "ppml", "ln(dist) + border", "cluster:exporter,importer");
        double[][] shifts = Shifts(fit, 4000);
        double[] x = [1, fit.Design.Frontier.Values[7, 1], fit.Design.Frontier.Values[7, 2]];
        Assert.Equal(1, shifts.Average(s => s[7] * s[7]) / fit.Result.Covariance.Matrix.Quadratic(x, x), 0.09);
    }

    [Fact]
    public void Draws_do_not_depend_on_their_number_or_on_threads()
    {
        ModelFit fit = PredictionBench.Fit(PredictionBench.Panel(), "ppml", PredictionBench.Structural);
        double[][] few = Shifts(fit, 5), many = Shifts(fit, 40);
        Assert.Equal(few[4], many[4]);
        PredictionResult one = fit.Predict(new PredictionOptions { Draws = 40, Threads = 1 }), two = fit.Predict(new PredictionOptions { Draws = 40, Threads = 2 });
        Assert.Equal(one.Rows.Select(r => r.Predicted), two.Rows.Select(r => r.Predicted));
        Assert.Equal(one.Totals[1].Groups.Select(g => g.Rank), two.Totals[1].Groups.Select(g => g.Rank));
        PredictionResult other = fit.Predict(new PredictionOptions { Draws = 40, Seed = 2 });
        Assert.NotEqual(one.Rows[0].Predicted.Low, other.Rows[0].Predicted.Low);
    }
}
