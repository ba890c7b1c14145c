using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Families;
using Gravity.Core.Regression.Separation;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Regression;

/// <summary>Least squares with absorbed effects, and pseudo-likelihoods of flows with or without: from rows to a result.</summary>
internal static class AbsorbedRegression
{
    /// <summary>Fits a regression.</summary>
    /// <param name="model">Model key.</param>
    /// <param name="sample">Its rows, <see cref="RegressionSample"/>.</param>
    /// <param name="options">Covariance over those rows, level, seed, threads.</param>
    /// <exception cref="DataUnfitException">There are not more rows than parameters, or no column has a coefficient.</exception>
    /// <exception cref="UsageException">The covariance does not apply.</exception>
    public static (FitResult Result, AbsorbedSolution Solution) Fit(string model, AbsorbedSample sample, FitOptions options)
    {
        AbsorbedSolution solution = Solve(model, AbsorbedProblem.Of(sample), options, beside: SeparationWarnings.Beside(sample.Design));
        if (solution.Coefficients.Length == 0)
        {
            string effects = string.Join(" + ", sample.Design.AbsorbedEffects), beside = SeparationWarnings.Beside(sample.Design);
            string where = beside.Length == 0 ? "" : $" in the {RowList.Count(sample.Design.RowCount, "row")}{beside}";
            throw new DataUnfitException("no-columns-left", solution.LeftOut.Count == 0
                ? $"the formula has no regressor beside the absorbed effects {effects}: add a term"
                : $"the absorbed effects {effects} span every regressor ({string.Join(", ", solution.LeftOut.Select(c => c.Name))}){where}: absorb coarser effects, or add a term that varies within them");
        }
        return (Result(model, sample.Design, solution, options), solution);
    }

    /// <summary>The estimates alone.</summary>
    /// <param name="model">Model key.</param>
    /// <param name="problem">Its rows.</param>
    /// <param name="options">Threads, cancellation.</param>
    /// <param name="start">η to begin at; null for the model's own start.</param>
    /// <param name="beside">What an error says of rows that are no part of the problem.</param>
    /// <exception cref="DataUnfitException"><c>too-few-rows</c>.</exception>
    internal static AbsorbedSolution Solve(string model, AbsorbedProblem problem, FitOptions options, double[]? start = null, string beside = "")
    {
        int parameters = problem.Columns.Columns + problem.Effects.Rank.DegreesOfFreedom;
        // Beyond two effects their number is a bound, which says nothing against the sample.
        if (problem.Effects.Rank.IsExact && problem.Rows <= parameters)
        {
            throw new DataUnfitException(
                "too-few-rows", $"the sample has {RowList.Count(problem.Rows, "row")}{beside} for {RowList.Whole(parameters)} coefficients and effects: absorb coarser effects, leave out terms or find more data");
        }
        var absorption = new AbsorptionOptions { Threads = options.Threads, Start = start };
        return PseudoLikelihoods.Find(model) switch
        {
            null => AbsorbedLeastSquares.Fit(problem, absorption, options.Cancellation),
            { Key: "negbin" } => PseudoMaximumLikelihood.FitNegativeBinomial(problem, absorption, options.Cancellation),
            // Its sum of squares has several valleys: Poisson's estimates lie in the one that a mean exp(x'β) would have.
            { Key: "nls" } nls when start is null => PseudoMaximumLikelihood.Fit(
                problem, nls.Family(),
                absorption with { Start = PseudoMaximumLikelihood.Fit(problem, new PoissonFamily(), absorption, options.Cancellation).LinearPredictor }, options.Cancellation),
            var pseudo => PseudoMaximumLikelihood.Fit(problem, pseudo.Family(), absorption, options.Cancellation),
        };
    }

    /// <summary>The convention of a model that is not asked for one: <c>fixest</c>'s count of effects for least squares, <c>ppmlhdfe</c>'s factors for pseudo-likelihoods.</summary>
    internal static SmallSample OwnConvention(string model) => PseudoLikelihoods.Find(model) is null ? SmallSample.Fixest : SmallSample.StataLikelihood;

    private static FitResult Result(string model, Design design, AbsorbedSolution solution, FitOptions options)
    {
        PseudoLikelihoods? pseudo = PseudoLikelihoods.Find(model);
        CovarianceRequest request = WeightedErrors.Request(design, options.Covariance);
        SmallSample convention = request.SmallSample ?? OwnConvention(model);
        var parts = RegressionParts.Of(solution, design, pseudo is null, pseudo is null || pseudo.HasScale);
        if (model == "negbin")
            parts = NegativeBinomialParts.Of(parts, solution, options);
        int n = design.ObservationCount, k = ParameterCounts.Of(convention, parts.Regressors, parts.Effects, request);
        CovarianceEstimate covariance = request.Kind == CovarianceKind.Bootstrap
            ? RegressionBootstrap.Run(model, design, solution, options) : RegressionCovariance.Of(parts, request, convention);
        double own = pseudo is null ? n - k : double.PositiveInfinity;
        double df = RegressionCovariance.DegreesOfFreedom(covariance, request.SmallSample, own, n - k, parts.HasScale);
        CoefficientTable table = CoefficientTable.Build(solution.Coefficients, covariance.StandardErrors(), df, options.Level / 100);
        double[]? wild = RegressionWildBootstrap.Run(model, solution, covariance, options);
        bool[] nested = ParameterCounts.Nested(parts.Effects, request);
        IterationSummary iteration = solution.Iteration;
        return new FitResult
        {
            Model = model,
            Formula = design.Formula,
            Response = design.ResponseName,
            Observations = n,
            Units = design.Units?.Count,
            Periods = design.Units?.PeriodOfRow?.Distinct().Count(),
            Sample = design.Sample,
            LogLikelihood = solution.LogLikelihood,
            IsPseudoLikelihood = pseudo?.IsPseudo ?? false,
            ParameterCount = solution.ParameterCount + (model is "ols" or "negbin" ? 1 : 0),
            Converged = iteration.Converged,
            Termination = iteration.Converged ? pseudo is null ? TerminationWords.Projection : TerminationWords.Gradient
                : iteration.Reason.Key == "absorbed.stalled" ? TerminationWords.Stalled : TerminationWords.IterationLimit,
            MessagePhrase = new Phrase(
                "message.absorbed", ("reason", iteration.Reason), ("measure", iteration.Measure.ToString("0.0e+0", CultureInfo.InvariantCulture)),
                ("relation", iteration.Measure <= iteration.Tolerance ? "≤" : "≰"), ("tolerance", iteration.Tolerance.ToString("0.0e+0", CultureInfo.InvariantCulture))),
            Method = pseudo is null ? "least squares" : "iterated weighted least squares",
            Iterations = iteration.Iterations,
            GradientNorm = iteration.Measure,
            Weights = design.Weighting,
            Parameters = [.. solution.Names.Select((name, j) =>
            {
                CoefficientRow row = table.Rows[j];
                return new ParameterEstimate(BlockNames.Frontier, name, row.Estimate, row.StandardError, row.Statistic, row.P, row.Lower, row.Upper, wild?[j]);
            })],
            // With zeros the gamma density, its deviance and what follows from them do not exist.
            Derived = [.. RegressionFit.Of(model, design, solution, n, n - solution.ParameterCount).Where(d => double.IsFinite(d.Value))],
            Covariance = covariance,
            Level = options.Level,
            DegreesOfFreedom = df,
            Absorbed = [.. parts.Effects.Effects.Select((effect, q) => new AbsorbedGroups(effect.Name, effect.Count, parts.Effects.Rank.Redundant[q])
            {
                SpannedBy = parts.Effects.Rank.SpannedBy[q] is >= 0 and var finer ? parts.Effects.Effects[finer].Name : null,
                Nested = nested[q],
            })],
            AbsorbedRankIsExact = parts.Effects.Rank.IsExact,
            AbsorbedColumns = [.. solution.LeftOut.Where(c => c.Absorbed).Select(c => new AbsorbedColumn(c.Name, c.Effects))],
            Warnings = [.. DesignWarnings.Of(design), .. WeightedErrors.Warnings(design), .. RegressionWarnings.Of(model, design, solution), .. RegressionWarnings.OfErrors(covariance, df)],
            DataSha256 = design.DataSha256,
            Seed = wild is not null || covariance.Kind == CovarianceKind.Bootstrap ? options.Seed : null,
        };
    }
}
