using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Regression;

/// <summary>Least squares of the response on the frontier's columns, with its Gaussian log-likelihood.</summary>
/// <remarks>
/// ℓ = −½n(ln 2π + ln(RSS/n) + 1) uses the maximum-likelihood variance, as LR tests against it need; standard errors use s² = RSS/(n − k) and t(n − k),
/// as Stata's <c>regress</c> and R's <c>lm</c>.
/// </remarks>
public static class OrdinaryLeastSquares
{
    /// <summary>Fits the regression: with weights where the design has them, and restricted where parameters are fixed or constrained.</summary>
    /// <remarks>
    /// Analytic weights mean V[eᵢ] = σ²/wᵢ. ℓ is Σ wᵢℓᵢ at the maximum, −½W(ln 2π + ln(RSS/W) + 1) with W = Σw, as the frontiers' that is compared with it; the term
    /// ½Σ ln wᵢ, the same for every model of the rows, is left out.
    /// </remarks>
    /// <exception cref="DataUnfitException">There are not more rows than columns.</exception>
    /// <exception cref="UsageException">A fixed parameter, constraint or covariance does not apply.</exception>
    public static FitResult Fit(Design design, FitOptions options)
    {
        Parameter[] parameters = [.. design.Frontier.ColumnNames.Select(name => new Parameter(BlockNames.Frontier, name))];
        AffineRestriction restriction = LinearConstraints.Resolve(options.Fix, options.Constraints, parameters);
        int n = design.ObservationCount, k = restriction.Free.Count;
        if (n <= k)
            throw new DataUnfitException("too-few-rows", $"least squares needs more rows than columns; there are {n} rows and {k} columns");
        var problem = new LeastSquaresProblem(design, restriction, options.Threads);
        ResidualSize.Check(design, design.Response, problem.Solution);
        double[] residuals = problem.Residuals();
        CovarianceRequest request = WeightedErrors.Request(design, options.Covariance);
        CovarianceEstimate inner = request.Kind == CovarianceKind.Bootstrap
            ? Resampled(design, problem, options) : RegressionCovariance.Of(problem.Parts(residuals), request, request.SmallSample ?? SmallSample.StataRegress);
        CovarianceEstimate covariance = inner with
        {
            Matrix = restriction.ExpandCovariance(inner.Matrix),
            Unrepaired = inner.Unrepaired is { } unrepaired ? restriction.ExpandCovariance(unrepaired) : null,
        };
        double df = RegressionCovariance.DegreesOfFreedom(covariance, request.SmallSample, n - k, n - k, scaled: true);
        double[] coefficients = problem.Coefficients;
        CoefficientTable table = CoefficientTable.Build(coefficients, covariance.StandardErrors(), df, options.Level / 100);
        double[]? wild = WildP(design, problem, covariance, options);
        bool profile = WeightedErrors.Intervals(design, covariance, options) == IntervalKind.Profile;
        List<FitWarning> warnings = [.. DesignWarnings.Of(design), .. WeightedErrors.Warnings(design), .. RegressionWarnings.OfErrors(covariance, df)];
        double total = SumOfSquares(design.Response, design.Weights, design.Frontier.Intercept >= 0);
        return new FitResult
        {
            Model = "ols",
            Formula = design.Formula,
            Response = design.ResponseName,
            Observations = n,
            Units = design.Units?.Count,
            Periods = design.Units?.PeriodOfRow?.Distinct().Count(),
            Sample = design.Sample,
            LogLikelihood = problem.LogLikelihood,
            ParameterCount = k + 1,
            Converged = true,
            Termination = TerminationWords.ClosedForm,
            MessagePhrase = new Phrase("message.least-squares"),
            Method = "least squares",
            Weights = design.Weighting,
            Constraints = LinearConstraints.Describe(restriction, parameters),
            Intervals = profile ? IntervalKind.Profile : IntervalKind.Wald,
            Parameters = [.. parameters.Select((parameter, j) =>
            {
                CoefficientRow row = table.Rows[j];
                bool held = !restriction.Moves(j);
                double half = profile && !held ? problem.ProfileHalfWidth(j, options.Level) : double.NaN;
                return new ParameterEstimate(
                    parameter.Block, parameter.Name, row.Estimate, held ? double.NaN : row.StandardError, row.Statistic, row.P,
                    profile ? row.Estimate - half : row.Lower, profile ? row.Estimate + half : row.Upper, wild is null || double.IsNaN(wild[j]) ? null : wild[j])
                {
                    Fixed = held,
                };
            })],
            Derived =
            [
                new DerivedEstimate("sigma", Math.Sqrt(problem.ResidualVariance), double.NaN),
                new DerivedEstimate("rSquared", 1 - problem.Solution.ResidualSumOfSquares / total, double.NaN),
                new DerivedEstimate("skewness", SkewnessTests.Of(residuals, design.Weights).Skewness, double.NaN),
            ],
            Covariance = covariance,
            Level = options.Level,
            DegreesOfFreedom = df,
            Warnings = warnings,
            DataSha256 = design.DataSha256,
            Seed = wild is not null || covariance.Kind == CovarianceKind.Bootstrap ? options.Seed : null,
        };
    }

    private static CovarianceEstimate Resampled(Design design, LeastSquaresProblem problem, FitOptions options)
    {
        // Units are drawn with the weights of their rows; without units, each of the rows that a frequency stands for.
        Design rows = design.Units is null ? design.Expanded(wholeUnits: false) : design;
        return Bootstrap.Run(
            rows.Units?.Count ?? rows.RowCount,
            problem.Solution.Coefficients,
            (units, _) =>
            {
                LeastSquares draw = new LeastSquaresProblem(rows.Resample(units), problem.Restriction).Solution;
                return draw.Dependent.Count == 0 ? draw.Coefficients : null;
            },
            new ReplicationOptions
            {
                Replications = options.Covariance.Replications,
                Seed = options.Seed,
                Threads = options.Threads,
                Progress = (done, total) => options.Progress?.Invoke("bootstrap", done, total),
            },
            options.Cancellation).Covariance();
    }

    /// <summary>Wild score bootstrap p-values with few clusters; null otherwise, and under fixed parameters and constraints.</summary>
    private static double[]? WildP(Design design, LeastSquaresProblem problem, CovarianceEstimate covariance, FitOptions options)
    {
        if (covariance.Kind != CovarianceKind.Clustered || covariance.Clusters.Count != 1 || covariance.FewestClusters >= CoefficientTable.FewClusters
            || !problem.Restriction.IsEmpty)
        {
            return null;
        }
        var result = new double[problem.Free];
        for (int j = 0; j < result.Length; j++)
        {
            var restricted = new LeastSquaresProblem(design, AffineRestriction.Fix(problem.Free, new Dictionary<int, double> { [j] = 0 }));
            result[j] = WildScoreBootstrap.Test(
                ClusterSums.Of(problem.Scores(restricted.Residuals()), options.Covariance.Clusters[0]), problem.Solution.InverseGram, j,
                new WildBootstrapOptions { Seed = options.Seed, Threads = options.Threads }, options.Cancellation).P;
            options.Progress?.Invoke("wild bootstrap", j + 1, result.Length);
        }
        return result;
    }

    private static double SumOfSquares(double[] values, double[]? weights, bool centred)
    {
        double sum = 0, all = 0, squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double weight = weights?[i] ?? 1;
            sum += weight * values[i];
            all += weight;
        }
        double mean = centred ? sum / all : 0;
        for (int i = 0; i < values.Length; i++)
            squares += (weights?[i] ?? 1) * (values[i] - mean) * (values[i] - mean);
        return squares;
    }
}
