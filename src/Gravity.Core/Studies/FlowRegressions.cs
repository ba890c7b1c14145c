using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Core.Regression;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Studies.Families;

namespace Gravity.Core.Studies;

/// <summary>Fits as predictors of flows, of their own rows or of rows that they were not fitted on.</summary>
internal static class FlowRegressions
{
    /// <summary>A fit that predicts its own rows.</summary>
    /// <exception cref="UsageException"><c>no-prediction</c>: the model is no regression.</exception>
    public static FlowRegression Of(ModelFit fit)
    {
        if (!fit.PredictsFlow)
            throw new UsageException("no-prediction", $"'{fit.Request.Model}' is no regression, so it predicts no usual flow: its potential is that of its frontier");
        AbsorbedSolution solution = fit.Regression?.Value ?? LeastSquaresSolution.Of(fit.Design, fit.Result.Theta);
        return new FlowRegression(
            fit.Request.Model, solution, fit.Design, fit.Result.Covariance, CovarianceRequests.Parse(fit.Request, fit.Panel, fit.Design), fit.Design, null);
    }

    /// <summary>A regression fitted without some rows, which predicts those (Egger 2002).</summary>
    /// <param name="sample">The rows, bound, and those left out.</param>
    /// <param name="options">Seed, threads, cancellation.</param>
    /// <exception cref="DataUnfitException">What is left does not carry the regression.</exception>
    public static FlowRegression Without(HeldOutSample sample, FitOptions options)
    {
        (ModelRequest request, TradePanel panel, Design all) = (sample.Request, sample.Panel, sample.Design);
        var effects = new EffectSet(all.RowCount, [.. all.AbsorbedEffects.Select(e => EffectBinding.Bind(panel, all.PanelRows, e))]);
        AbsorbedSample left = AbsorbedSample.Of(
            all.KeepRows(sample.Fitted, all.Sample), effects.Select(sample.Fitted), RegressionSample.Rules(request.Model), null, options);
        var place = new Dictionary<int, int>();
        for (int row = 0; row < all.RowCount; row++)
            place.Add(all.PanelRows[row], row);
        int[] fitted = Array.ConvertAll(left.Design.PanelRows, row => place[row]);
        FitOptions asked = options with { Level = request.Level, Covariance = CovarianceRequests.Parse(request, panel, left.Design) };
        (FitResult result, AbsorbedSolution solution) = AbsorbedRegression.Fit(request.Model, left, asked);
        var others = PredictedRows.Others(all.Frontier.Values, effects, fitted, left.Effects, sample.HeldOut);
        return new FlowRegression(
            request.Model, solution, left.Design, result.Covariance, asked.Covariance, all.KeepRows(sample.HeldOut, all.Sample), others);
    }
}

/// <summary>The rows of a model, of which some are held out of the fit.</summary>
/// <param name="Request">The model.</param>
/// <param name="Family">Its family.</param>
/// <param name="Panel">The panel after the model's filter.</param>
/// <param name="Design">All rows.</param>
/// <param name="Fitted">Rows of the design to fit on.</param>
/// <param name="HeldOut">Rows of the design to predict.</param>
internal sealed record HeldOutSample(ModelRequest Request, ModelFamily Family, TradePanel Panel, Design Design, int[] Fitted, int[] HeldOut)
{
    /// <summary>Binds a model and holds the rows out that satisfy a filter.</summary>
    /// <param name="request">The model.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="filter">Which rows to hold out.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <exception cref="DataUnfitException"><c>nothing-held-out</c>: no row of the model satisfies the filter, or all do.</exception>
    public static HeldOutSample Of(ModelRequest request, TradePanel panel, string filter, FitOptions options)
    {
        ModelFamily family = ModelFamilies.Of(request.Model);
        (TradePanel used, Design design) = family.Bind(request, panel, options);
        bool[] satisfies = new ExpressionEvaluator(used).Condition(Expression.Parse(filter));
        int[] heldOut = [.. Enumerable.Range(0, design.RowCount).Where(r => satisfies[design.PanelRows[r]])];
        int[] fitted = [.. Enumerable.Range(0, design.RowCount).Where(r => !satisfies[design.PanelRows[r]])];
        if (heldOut.Length == 0 || fitted.Length == 0)
        {
            throw new DataUnfitException("nothing-held-out", heldOut.Length == 0
                ? $"no row of '{request.Model}' satisfies {filter}, so there is nothing to predict out of sample"
                : $"every row of '{request.Model}' satisfies {filter}, so there is nothing to fit it on");
        }
        return new HeldOutSample(request, family, used, design, fitted, heldOut);
    }
}
