using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier;

/// <summary>Fits a frontier: starts → climb → boundary and ridge → covariance → result.</summary>
public static class FrontierEstimator
{
    /// <summary>Fits <paramref name="specification"/> to <paramref name="design"/>.</summary>
    /// <exception cref="DataUnfitException">The data cannot carry the model.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static FrontierFit Fit(FrontierSpecification specification, Design design, FitOptions options)
    {
        if (specification.SharesInefficiency)
            SeveralUnits.Require(design, specification.Model, Models.PanelPaths.MovesOverTime(specification.Model));
        FrontierLikelihood model = specification.Build(design, options.Threads);
        return Fit(specification, model, options);
    }

    internal static FrontierFit Fit(FrontierSpecification specification, FrontierLikelihood model, FitOptions options)
    {
        ResidualSize.Check(model.Design, model.Response, model.Ols);
        var context = new FrontierWarnings(model);
        FrontierOutcome outcome = FrontierOutcome.Find(specification, model, options);
        CovarianceEstimate covariance = FrontierCovariance.Of(specification, model, outcome, options, context);
        FrontierIntervals? intervals = WeightedErrors.Intervals(model.Design, covariance, options) == IntervalKind.Profile
            ? FrontierIntervals.Of(model, outcome, covariance.Matrix, options) : null;
        DerivedEstimate[] derived = DerivedEstimates(model, outcome, covariance, intervals);
        if (intervals is not null)
            context.AddProfileHigher(intervals);
        Design design = model.Design;
        double olsLogLikelihood = GaussianLogLikelihood(model.Ols.ResidualSumOfSquares, design.RowCount);
        context.AddOutcome(outcome, covariance);
        context.AddWeakScales(derived);
        double df = CoefficientTable.DegreesOfFreedomFor(covariance);
        FitResult result = new()
        {
            Model = specification.Model,
            Law = model.Law.Key,
            Noise = model.NoiseName,
            Side = model.Side == FrontierSide.Production ? "production" : "cost",
            TimeOrigin = Models.PanelPaths.WithOrigin.Contains(specification.Model) ? specification.TimeOrigin == Models.TimeOrigin.Panel ? "panel" : "unit" : null,
            Formula = design.Formula,
            Response = design.ResponseName,
            Observations = model.ObservationCount,
            Units = design.Units?.Count,
            Periods = design.Units?.PeriodOfRow?.Distinct().Count(),
            Sample = design.Sample,
            LogLikelihood = outcome.LogLikelihood,
            OlsLogLikelihood = LeastSquaresHeight(model, outcome),
            ParameterCount = outcome.Restriction.Space.Free.Count + model.ConcentratedConstants,
            Converged = outcome.Converged,
            Termination = outcome.Termination,
            MessagePhrase = outcome.Message,
            Method = outcome.Climb.Summary.Method,
            Iterations = outcome.Climb.Summary.Iterations,
            GradientNorm = outcome.Climb.Summary.GradientMeasure,
            Starts = outcome.Climb.Starts,
            AgreeingStarts = outcome.Climb.Agreeing,
            Parameters = Estimates(model, outcome, covariance, df, options, context, intervals),
            Derived = derived,
            InefficiencyTest = outcome.Climb.AtEdge ? null : NoInefficiencyTest.Of(specification, model, outcome, options),
            Effects = model.UnitEffects(outcome.AtBoundary ? outcome.BoundaryPoint : outcome.Point, covariance.Matrix),
            MeanEfficiency = model.MeanEfficiency(outcome.Point),
            Covariance = covariance,
            Conditioning = outcome.Conditioning,
            Certificate = FrontierCertificate.Of(model, outcome),
            Weights = design.Weighting,
            Constraints = LinearConstraints.Describe(outcome.Restriction.Space, model.Parameters),
            Intervals = intervals is null ? IntervalKind.Wald : IntervalKind.Profile,
            Level = options.Level,
            DegreesOfFreedom = df,
            Warnings = context.Warnings,
            Limit = outcome.Limit?.Result,
            DataSha256 = design.DataSha256,
            Seed = options.Covariance.Kind == CovarianceKind.Bootstrap || options.TestReplications > 0 || context.UsedSeed ? options.Seed : null,
        };
        return new FrontierFit(model.Describe(result, options), model);
    }

    /// <summary>ℓ of a normal regression at its maximum: −½n(ln 2π + ln(RSS/n) + 1), n the rows or the sum of their weights.</summary>
    public static double GaussianLogLikelihood(double residualSumOfSquares, double rows) =>
        -0.5 * rows * (Math.Log(2 * Math.PI) + Math.Log(residualSumOfSquares / rows) + 1);

    /// <summary>Mean over rows, weighted where they have weights, of E[exp(−u)|ε].</summary>
    internal static double MeanEfficiency(ConditionalInefficiency conditional, int threads = 1, double[]? weights = null)
    {
        double[] sums = new RowPartition(conditional.RowCount).Sum(2, threads, (start, length, sum) =>
        {
            for (int i = start; i < start + length; i++)
            {
                double weight = weights?[i] ?? 1;
                sum[0] += weight * Math.Exp(conditional.Laws[conditional.LawOfRow[i]].LogMomentGenerating(-conditional.Scale[i]));
                sum[1] += weight;
            }
        });
        return sums[0] / sums[1];
    }

    private static ParameterEstimate[] Estimates(
        FrontierLikelihood model, FrontierOutcome outcome, CovarianceEstimate covariance, double df, FitOptions options, FrontierWarnings context,
        FrontierIntervals? intervals)
    {
        CoefficientTable table = CoefficientTable.Build(outcome.Point, covariance.StandardErrors(), df, options.Level / 100);
        double[]? wild = FrontierCovariance.WildP(model, outcome, options, context);
        return [.. model.Parameters.Select((p, j) =>
        {
            CoefficientRow row = table.Rows[j];
            double? wildP = wild is null || double.IsNaN(wild[j]) ? null : wild[j];
            (double low, double high) = intervals?.Parameter(j) ?? (row.Lower, row.Upper);
            bool held = !outcome.Restriction.Space.Moves(j);
            return new ParameterEstimate(p.Block, p.Name, row.Estimate, held ? double.NaN : row.StandardError, row.Statistic, row.P, low, high, wildP) { Fixed = held };
        })];
    }

    private static DerivedEstimate[] DerivedEstimates(
        FrontierLikelihood model, FrontierOutcome outcome, CovarianceEstimate covariance, FrontierIntervals? intervals)
    {
        // Without inefficiency σ_u, γ and λ are 0 and have no error; μ and η are not identified.
        // What a mixture holds at the end of its range has a value and no error.
        bool partial = !outcome.AtBoundary && outcome.Space.Restrictions.Count > outcome.Restriction.Space.Restrictions.Count;
        DerivedEstimate Value(DerivedQuantity d) => partial && d.Value(outcome.Point) is 0 or double.NaN ? new DerivedEstimate(d.Name, 0, double.NaN)
            : !outcome.AtBoundary ? Delta(d, outcome, covariance.Matrix) : d.Name switch
            {
                "sigmaV" or "sigmaSquared" or "sigmaW" or "rho" => Delta(d, outcome, covariance.Matrix),
                "mu" => new DerivedEstimate(d.Name, double.NaN, double.NaN),
                "sigmaU" or "sigmaU0" or "gamma" or "lambda" or "uVarianceShare" or "meanU" => new DerivedEstimate(d.Name, 0, double.NaN),
                _ => new DerivedEstimate(d.Name, double.NaN, double.NaN),
            };
        return [.. model.Derived.Select(d =>
        {
            (double low, double high) = intervals?.Derived(d) ?? (double.NaN, double.NaN);
            return Value(d) with { Low = low, High = high };
        })];
    }

    internal static DerivedEstimate Delta(DerivedQuantity quantity, double[] point, Matrix covariance)
    {
        DeltaEstimate estimate = DeltaMethod.Evaluate(quantity.Value, point, covariance);
        return new DerivedEstimate(quantity.Name, estimate.Value, estimate.StandardError);
    }

    /// <summary>The same where only some parameters are free: a covariance of all with NaN for the others, or of all those at hand.</summary>
    internal static DerivedEstimate Delta(DerivedQuantity quantity, double[] point, Matrix covariance, IReadOnlyList<int> free)
    {
        DeltaEstimate estimate = DeltaMethod.Evaluate(
            reduced =>
            {
                double[] full = [.. point];
                for (int k = 0; k < free.Count; k++)
                    full[free[k]] = reduced[k];
                return quantity.Value(full);
            },
            [.. free.Select(j => point[j])], covariance.Submatrix(free));
        return new DerivedEstimate(quantity.Name, estimate.Value, estimate.StandardError);
    }

    private static DerivedEstimate Delta(DerivedQuantity quantity, FrontierOutcome outcome, Matrix covariance)
    {
        AffineRestriction space = outcome.Space;
        DeltaEstimate estimate = space.IsEmpty
            ? DeltaMethod.Evaluate(quantity.Value, outcome.BoundaryPoint, covariance)
            : DeltaMethod.Evaluate(reduced => quantity.Value(space.Expand([.. reduced])), space.Reduce(outcome.BoundaryPoint), covariance.Submatrix(space.Free));
        return new DerivedEstimate(quantity.Name, estimate.Value, estimate.StandardError > 0 ? estimate.StandardError : double.NaN);
    }

    /// <summary>ℓ of least squares on the same rows, under the constraints on its coefficients; null where there is no such regression at hand.</summary>
    private static double? LeastSquaresHeight(FrontierLikelihood model, FrontierOutcome outcome)
    {
        if (outcome.Null is { Constrained: true } constrained)
            return model.NoiseName == "normal" ? constrained.Model.LogLikelihood : null;
        return outcome.Restriction.Touches(BlockNames.Frontier) || outcome.Restriction.Touches(BlockNames.NoiseVariance)
            ? null : model.LeastSquaresHeight;
    }
}
