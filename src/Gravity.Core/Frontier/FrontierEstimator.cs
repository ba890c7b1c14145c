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
        double olsLogLikelihood = GaussianLogLikelihood(model.Ols.ResidualSumOfSquares, model.ObservationCount);
        context.AddOutcome(outcome, covariance);
        Design design = model.Design;
        double df = CoefficientTable.DegreesOfFreedomFor(covariance);
        FitResult result = new()
        {
            Model = specification.Model,
            Law = model.Law.Key,
            Noise = model.Noise.Key,
            Side = model.Side == FrontierSide.Production ? "production" : "cost",
            TimeOrigin = Models.PanelPaths.WithOrigin.Contains(specification.Model) ? specification.TimeOrigin == Models.TimeOrigin.Panel ? "panel" : "unit" : null,
            Formula = design.Formula,
            Response = design.ResponseName,
            Observations = model.ObservationCount,
            Units = design.Units?.Count,
            Periods = design.Units?.PeriodOfRow?.Distinct().Count(),
            Sample = design.Sample,
            LogLikelihood = outcome.LogLikelihood,
            OlsLogLikelihood = olsLogLikelihood,
            ParameterCount = model.Dimension,
            Converged = outcome.Converged,
            Termination = outcome.Termination,
            MessagePhrase = outcome.Message,
            Method = outcome.Climb.Summary.Method,
            Iterations = outcome.Climb.Summary.Iterations,
            GradientNorm = outcome.Climb.Summary.GradientMeasure,
            Starts = outcome.Climb.Starts,
            AgreeingStarts = outcome.Climb.Agreeing,
            Parameters = Estimates(model, outcome, covariance, df, options, context),
            Derived = DerivedEstimates(model, outcome, covariance),
            InefficiencyTest = Test(specification, model, outcome, options),
            MeanEfficiency = model.MeanEfficiency(outcome.Point),
            Covariance = covariance,
            Conditioning = outcome.Conditioning,
            Level = options.Level,
            DegreesOfFreedom = df,
            Warnings = context.Warnings,
            Limit = outcome.Limit?.Result,
            DataSha256 = design.DataSha256,
            Seed = options.Covariance.Kind == CovarianceKind.Bootstrap || options.TestReplications > 0 || context.UsedSeed ? options.Seed : null,
        };
        return new FrontierFit(result, model);
    }

    /// <summary>ℓ of a normal regression at its maximum: −½n(ln 2π + ln(RSS/n) + 1).</summary>
    public static double GaussianLogLikelihood(double residualSumOfSquares, int rows) =>
        -0.5 * rows * (Math.Log(2 * Math.PI) + Math.Log(residualSumOfSquares / rows) + 1);

    /// <summary>Mean over rows of E[exp(−u)|ε].</summary>
    internal static double MeanEfficiency(ConditionalInefficiency conditional, int threads = 1) =>
        new RowPartition(conditional.RowCount).Sum(1, threads, (start, length, sum) =>
        {
            for (int i = start; i < start + length; i++)
                sum[0] += Math.Exp(conditional.Laws[conditional.LawOfRow[i]].LogMomentGenerating(-conditional.Scale[i]));
        })[0] / conditional.RowCount;

    private static ParameterEstimate[] Estimates(
        FrontierLikelihood model, FrontierOutcome outcome, CovarianceEstimate covariance, double df, FitOptions options, FrontierWarnings context)
    {
        CoefficientTable table = CoefficientTable.Build(outcome.Point, covariance.StandardErrors(), df, options.Level / 100);
        double[]? wild = FrontierCovariance.WildP(model, outcome, options, context);
        return [.. model.Parameters.Select((p, j) =>
        {
            CoefficientRow row = table.Rows[j];
            double? wildP = wild is null || double.IsNaN(wild[j]) ? null : wild[j];
            return new ParameterEstimate(p.Block, p.Name, row.Estimate, row.StandardError, row.Statistic, row.P, row.Lower, row.Upper, wildP);
        })];
    }

    private static DerivedEstimate[] DerivedEstimates(FrontierLikelihood model, FrontierOutcome outcome, CovarianceEstimate covariance)
    {
        // Without inefficiency σ_u, γ and λ are 0 and have no error; μ and η are not identified.
        if (outcome.AtBoundary)
        {
            return [.. model.Derived.Select(d => d.Name switch
            {
                "sigmaV" or "sigmaSquared" => Delta(d, outcome.BoundaryPoint, covariance.Matrix, outcome.Free),
                "mu" => new DerivedEstimate(d.Name, double.NaN, double.NaN),
                "sigmaU" or "gamma" or "lambda" or "uVarianceShare" or "meanU" => new DerivedEstimate(d.Name, 0, double.NaN),
                _ => new DerivedEstimate(d.Name, double.NaN, double.NaN),
            })];
        }
        return [.. model.Derived.Select(d => Delta(d, outcome.Point, covariance.Matrix, null))];
    }

    private static DerivedEstimate Delta(DerivedQuantity quantity, double[] point, Matrix covariance, IReadOnlyList<int>? free)
    {
        Matrix used = covariance;
        Func<IReadOnlyList<double>, double> function = quantity.Value;
        double[] at = point;
        if (free is not null)
        {
            used = covariance.Submatrix(free);
            at = [.. free.Select(j => point[j])];
            function = reduced =>
            {
                double[] full = [.. point];
                for (int k = 0; k < free.Count; k++)
                    full[free[k]] = reduced[k];
                return quantity.Value(full);
            };
        }
        DeltaEstimate estimate = DeltaMethod.Evaluate(function, at, used);
        return new DerivedEstimate(quantity.Name, estimate.Value, estimate.StandardError);
    }

    private static InefficiencyTest Test(
        FrontierSpecification specification, FrontierLikelihood model, FrontierOutcome outcome, FitOptions options)
    {
        double statistic = Math.Max(0, 2 * (outcome.LogLikelihood - outcome.Null.LogLikelihood));
        int restrictions = model.InefficiencyRestrictions;
        double p = MixedChiSquare.ForOneBoundary(restrictions).Survival(statistic);
        if (options.TestReplications == 0)
            return new InefficiencyTest(statistic, restrictions, p);
        double[] fitted = model.Design.Frontier.Values.Times(outcome.Null.Coefficients);
        LawPoint noise = model.Noise.At(outcome.Null.LogVariance, Math.Exp(outcome.Null.LogShape));
        ParametricBootstrapResult draws = ParametricBootstrap.Run(
            statistic,
            random =>
            {
                double[] response = Array.ConvertAll(fitted, f => f + model.Noise.Sample(noise, random));
                FrontierLikelihood null0 = model.WithResponse(response);
                FrontierOutcome drawn = FrontierOutcome.Find(specification, null0, options.Silent() with { Threads = 1 });
                return double.IsFinite(drawn.LogLikelihood) ? Math.Max(0, 2 * (drawn.LogLikelihood - drawn.Null.LogLikelihood)) : null;
            },
            new ReplicationOptions
            {
                Replications = options.TestReplications,
                Seed = options.Seed,
                Threads = options.Threads,
                Progress = (done, total) => options.Progress?.Invoke("parametric bootstrap", done, total),
            },
            options.Cancellation);
        return new InefficiencyTest(statistic, restrictions, p, draws.P, draws.Draws.Count);
    }
}
