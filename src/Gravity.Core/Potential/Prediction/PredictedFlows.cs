using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Regression;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Potential;

/// <summary>A fitted regression and the rows whose flow it predicts.</summary>
/// <param name="Model">Model key.</param>
/// <param name="Solution">The regression with its effects.</param>
/// <param name="Fitted">The rows it was fitted on.</param>
/// <param name="Covariance">Covariance of its coefficients.</param>
/// <param name="Request">How that was asked for, bound to the fitted rows.</param>
/// <param name="Predicted">The rows to predict; the fitted design itself for those.</param>
/// <param name="Others">Their columns and groups; null for the fitted rows.</param>
internal sealed record FlowRegression(
    string Model, AbsorbedSolution Solution, Design Fitted, CovarianceEstimate Covariance, CovarianceRequest Request, Design Predicted, PredictedRows? Others)
{
    /// <summary>Whether the left side is a logarithm.</summary>
    public bool IsLogarithmic => PseudoLikelihoods.Find(Model) is null;

    /// <summary>The flow of each row of a design.</summary>
    public double[] Flow(Design design) => !IsLogarithmic ? design.Response : design.Flow ?? Array.ConvertAll(design.Response, Math.Exp);
}

/// <summary>Flows that a regression predicts, their sums, ratios and ranks, with intervals.</summary>
/// <remarks>
/// A draw moves the logarithm of a row's prediction by δηᵢ + ln(S*/S), S the factor of the retransformation, and that of a sum by the same weighted with the predictions,
/// Σμᵢδηᵢ/Σμᵢ: the first-order change, which leaves sums where first-order conditions hold them. Summing exp(ηᵢ + δηᵢ) would push them up by Jensen's inequality.
/// Derivation: docs/models/potential-by-method.md.
/// </remarks>
internal static class PredictedFlows
{
    /// <summary>Relative difference below which sums count as equal by construction.</summary>
    private const double Exactly = 1e-6;

    public static PredictionResult Of(FlowRegression regression, PredictionOptions options, int[] sourceRows, CancellationToken cancellation)
    {
        AbsorbedSolution solution = regression.Solution;
        Design predicted = regression.Predicted;
        double[] index = regression.Others is { } others ? PredictionIndex.Of(solution, others) : solution.LinearPredictor;
        double shift = predicted.ResponseScale == ResponseScale.Log1p ? 1 : 0;
        double[]? residuals = regression.IsLogarithmic ? [.. regression.Fitted.Response.Select((y, i) => y - solution.LinearPredictor[i])] : null;
        int[]? units = regression.Fitted.Units?.UnitOfRow;
        RetransformationFactor? factor = residuals is null ? null : new RetransformationFactor(
            options.Retransformation, residuals, regression.Fitted.Weights, regression.Fitted.ObservationCount, solution.ParameterCount, units);
        double[] actual = regression.Flow(predicted);
        double value = factor?.Value ?? 1;
        double[] means = Array.ConvertAll(index, eta => value * Math.Exp(eta) - shift);
        double[] counted = [.. actual.Select((flow, i) => double.IsNaN(means[i]) || options.Summed is { } summed && !summed[i] ? double.NaN : flow)];
        GroupIndex[] groups = [.. options.Groupings.Select(g => new GroupIndex(g, counted))];

        var rowQuantiles = new TailQuantiles(means.Length, options.Draws, options.Level);
        var factorQuantiles = new TailQuantiles(1, options.Draws, options.Level);
        TailQuantiles[] sums = [.. groups.Select(g => new TailQuantiles(g.Count, options.Draws, options.Level))];
        TailQuantiles[] places = [.. groups.Select(g => new TailQuantiles(g.Count, options.Draws, options.Level))];
        var draws = new PredictionDraws(solution, regression.Covariance, regression.Request, units, regression.Others, options.Seed, options.Threads);
        // The factor's own error is drawn from streams that no coefficient takes.
        var noise = new Numerics.RandomSource(options.Seed, -1);
        GroupDraws[] moving = [.. groups.Select((g, k) => new GroupDraws(g, means, shift, sums[k], places[k]))];
        draws.Run(options.Draws, (draw, moved, fitted) =>
        {
            double drawn = factor is null ? 1 : Math.Max(double.Epsilon, factor.Of(residuals!, fitted) + factor.Error * noise.NextNormal());
            factorQuantiles.Offer(0, drawn);
            for (int i = 0; i < means.Length; i++)
                rowQuantiles.Offer(i, drawn * Math.Exp(index[i] + moved[i]) - shift);
            foreach (GroupDraws group in moving)
                group.Take(moved, drawn / value);
            options.Progress?.Invoke(draw + 1, options.Draws);
        }, cancellation);
        foreach (TailQuantiles quantiles in (TailQuantiles[])[rowQuantiles, factorQuantiles, .. sums, .. places])
            quantiles.Seal();

        UnitIndex? unitIndex = predicted.Units;
        PredictedRow[] rows = [.. means.Select((mean, i) => new PredictedRow(
            sourceRows[predicted.PanelRows[i]], unitIndex?.Names[unitIndex.UnitOfRow[i]], unitIndex?.PeriodOfRow?[i], actual[i],
            Join(mean, rowQuantiles.Interval(i, d => d)), Join(actual[i] / mean, rowQuantiles.Interval(i, d => actual[i] / d))))];
        int[] unidentified = [.. rows.Where(r => double.IsNaN(r.Predicted.Value)).Select(r => r.Row).Order()];
        return new PredictionResult
        {
            Model = regression.Model,
            Level = options.Level,
            Draws = options.Draws,
            Seed = options.Seed,
            Errors = draws.Errors,
            Retransformation = factor is null ? null : options.Retransformation,
            Factor = factor is null ? new IntervalEstimate(1, 1, 1) : Join(value, factorQuantiles.Interval(0, d => d)),
            FittedRows = regression.Fitted.RowCount,
            OutOfSample = regression.Others is not null,
            Unidentified = unidentified,
            Rows = rows,
            Totals = [.. groups.Select((g, k) => Totals(regression, options.Groupings[k], g, means, sums[k], places[k]))],
            Warnings = unidentified.Length == 0 ? [] : [new FitWarning(PotentialWarnings.Unidentified, new Phrase(
                "warning.prediction-unidentified.here", ("count", unidentified.Length), ("rows", RowList.Phrase(unidentified))))],
        };
    }

    internal static double Room(double predicted, double actual, int rows) => rows == 0 ? double.NaN : predicted / actual - 1;

    private static PredictedTotals Totals(FlowRegression regression, Grouping grouping, GroupIndex groups, double[] means, TailQuantiles sums, TailQuantiles places)
    {
        double[] totals = new double[groups.Count];
        groups.Sum(r => means[r], totals);
        ExactFit exact = regression.Others is null ? ExactIn(regression, grouping) : ExactFit.None;
        // Where sums are equal by construction the order of gaps is one of rounding errors.
        bool none = exact == ExactFit.Sums && groups.Left.All(l => l == 0);
        double[] ranks = Ranks.Descending([.. totals.Select((t, g) => none ? double.NaN : Room(t, groups.Actual[g], groups.Rows[g]))]);
        return new PredictedTotals(
            grouping.Name,
            [
                .. Enumerable.Range(0, groups.Count).Select(g =>
                {
                    double actual = groups.Actual[g];
                    (double low, double high) = none ? (double.NaN, double.NaN) : places.Interval(g, d => d);
                    (double, double) Of(Func<double, double> map) => none ? (double.NaN, double.NaN) : sums.Interval(g, map);
                    return groups.Rows[g] == 0
                        ? new PredictedTotal(groups.Keys[g], 0, groups.Left[g], double.NaN, IntervalEstimate.Missing, IntervalEstimate.Missing, IntervalEstimate.Missing, IntervalEstimate.Missing)
                        : new PredictedTotal(
                            groups.Keys[g], groups.Rows[g], groups.Left[g], actual, Join(totals[g], sums.Interval(g, d => d)), Join(actual / totals[g], Of(d => actual / d)), Join(totals[g] / actual - 1, Of(d => d / actual - 1)),
                            new IntervalEstimate(ranks[g], Math.Floor(2 * low) / 2, Math.Ceiling(2 * high) / 2));
                }),
            ],
            exact);
    }

    /// <summary>What is equal in every group over all fitted rows.</summary>
    private static ExactFit ExactIn(FlowRegression regression, Grouping grouping)
    {
        AbsorbedSolution solution = regression.Solution;
        if (regression.Model is not ("ols" or "ppml"))
            return ExactFit.None;
        double[] left = solution.Problem.Response;
        // Sizes to compare differences with: Σ|y|.
        var difference = new Dictionary<string, (double Sum, double Size)>(StringComparer.Ordinal);
        for (int i = 0; i < left.Length; i++)
        {
            double weight = solution.Problem.Weights?[i] ?? 1;
            (double sum, double size) = difference.GetValueOrDefault(grouping.Keys[i]);
            difference[grouping.Keys[i]] = (sum + weight * (left[i] - solution.FittedMean[i]), size + weight * Math.Abs(left[i]));
        }
        return difference.Values.All(d => Math.Abs(d.Sum) <= Exactly * d.Size) ? regression.IsLogarithmic ? ExactFit.GeometricMeans : ExactFit.Sums : ExactFit.None;
    }

    private static IntervalEstimate Join(double value, (double Low, double High) interval) => new(value, interval.Low, interval.High);
}
