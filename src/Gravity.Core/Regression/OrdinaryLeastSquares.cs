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
    /// <summary>Fits the regression.</summary>
    /// <exception cref="DataUnfitException">There are not more rows than columns.</exception>
    public static FitResult Fit(Design design, FitOptions options)
    {
        Matrix x = design.RequireUnweighted().Frontier.Values;
        int n = design.RowCount, k = x.Columns;
        if (n <= k)
            throw new DataUnfitException("too-few-rows", $"least squares needs more rows than columns; there are {n} rows and {k} columns");
        LeastSquares fit = LeastSquares.Solve(x, design.Response, threads: options.Threads);
        ResidualSize.Check(design, design.Response, fit);
        double[] residuals = fit.Residuals(x, design.Response);
        double s2 = fit.ResidualSumOfSquares / (n - k);
        CovarianceEstimate covariance = CovarianceOf(design, fit, residuals, s2, options);
        double df = CoefficientTable.DegreesOfFreedomFor(covariance, n - k);
        CoefficientTable table = CoefficientTable.Build(fit.Coefficients, covariance.StandardErrors(), df, options.Level / 100);
        double[]? wild = WildP(design, covariance, options);
        List<FitWarning> warnings = [.. DesignWarnings.Of(design)];
        if (covariance.FewestClusters is { } clusters and < CoefficientTable.FewClusters)
            warnings.Add(FitWarning.FewClusters(clusters));
        double total = SumOfSquares(design.Response, design.Frontier.Intercept >= 0);
        return new FitResult
        {
            Model = "ols",
            Formula = design.Formula,
            Response = design.ResponseName,
            Observations = n,
            Units = design.Units?.Count,
            Periods = design.Units?.PeriodOfRow?.Distinct().Count(),
            Sample = design.Sample,
            LogLikelihood = -0.5 * n * (Math.Log(2 * Math.PI) + Math.Log(fit.ResidualSumOfSquares / n) + 1),
            ParameterCount = k + 1,
            Converged = true,
            Termination = TerminationWords.ClosedForm,
            MessagePhrase = new Phrase("message.least-squares"),
            Method = "least squares",
            Parameters = [.. design.Frontier.ColumnNames.Select((name, j) =>
            {
                CoefficientRow row = table.Rows[j];
                return new ParameterEstimate(
                    BlockNames.Frontier, name, row.Estimate, row.StandardError, row.Statistic, row.P, row.Lower, row.Upper,
                    wild is null || double.IsNaN(wild[j]) ? null : wild[j]);
            })],
            Derived =
            [
                new DerivedEstimate("sigma", Math.Sqrt(s2), double.NaN),
                new DerivedEstimate("rSquared", 1 - fit.ResidualSumOfSquares / total, double.NaN),
                new DerivedEstimate("skewness", SkewnessTests.Of(residuals).Skewness, double.NaN),
            ],
            Covariance = covariance,
            Level = options.Level,
            DegreesOfFreedom = df,
            Warnings = warnings,
            DataSha256 = design.DataSha256,
            Seed = wild is not null || covariance.Kind == CovarianceKind.Bootstrap ? options.Seed : null,
        };
    }

    private static CovarianceEstimate CovarianceOf(Design design, LeastSquares fit, double[] residuals, double s2, FitOptions options)
    {
        Matrix x = design.Frontier.Values;
        CovarianceRequest request = options.Covariance;
        SmallSample factor = request.SmallSample ?? SmallSample.StataRegress;
        switch (request.Kind)
        {
            case CovarianceKind.Hessian:
                Matrix matrix = fit.InverseGram.Clone();
                foreach (ref double value in matrix.Values)
                    value *= s2;
                return new CovarianceEstimate { Matrix = matrix, Kind = CovarianceKind.Hessian, TextPhrase = CovariancePhrases.LeastSquares };
            case CovarianceKind.Robust or CovarianceKind.HC1:
                return factor == SmallSample.StataRegress || request.Kind == CovarianceKind.HC1
                    ? Covariance.LeastSquares(fit.InverseGram, x, residuals, default, CovarianceKind.HC1)
                    : Covariance.Sandwich(fit.InverseGram, Scores(x, residuals), factor);
            case CovarianceKind.HC0:
                return Covariance.LeastSquares(fit.InverseGram, x, residuals, default, CovarianceKind.HC0);
            case CovarianceKind.HC2 or CovarianceKind.HC3:
                return Covariance.LeastSquares(fit.InverseGram, x, residuals, Leverages(x, fit.InverseGram), request.Kind);
            case CovarianceKind.Clustered:
                return Covariance.Clustered(fit.InverseGram, Scores(x, residuals), request.Clusters, factor);
            case CovarianceKind.Bootstrap:
                return Resampled(design, fit, options);
            default:
                throw new UsageException("covariance-not-for-model", $"--vce {request.Kind.Key()} needs a likelihood; least squares takes robust, hc0 … hc3, cluster:COL or bootstrap:N");
        }
    }

    private static CovarianceEstimate Resampled(Design design, LeastSquares fit, FitOptions options) =>
        Bootstrap.Run(
            design.Units?.Count ?? design.RowCount,
            fit.Coefficients,
            (units, _) =>
            {
                Design sample = design.Resample(units);
                LeastSquares draw = LeastSquares.Solve(sample.Frontier.Values, sample.Response);
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

    /// <summary>Wild score bootstrap p-values with few clusters; null otherwise.</summary>
    private static double[]? WildP(Design design, CovarianceEstimate covariance, FitOptions options)
    {
        if (covariance.Kind != CovarianceKind.Clustered || covariance.Clusters.Count != 1 || covariance.FewestClusters >= CoefficientTable.FewClusters)
            return null;
        Matrix x = design.Frontier.Values;
        Matrix bread = LeastSquares.Solve(x, design.Response).InverseGram;
        var result = new double[x.Columns];
        for (int j = 0; j < result.Length; j++)
        {
            // The null θⱼ = 0 is imposed by leaving column j out.
            int[] kept = [.. Enumerable.Range(0, x.Columns).Where(l => l != j)];
            Matrix reduced = new(x.Rows, kept.Length);
            for (int l = 0; l < kept.Length; l++)
                x.Column(kept[l]).CopyTo(reduced.Column(l));
            double[] residuals = LeastSquares.Solve(reduced, design.Response).Residuals(reduced, design.Response);
            result[j] = WildScoreBootstrap.Test(
                ClusterSums.Of(Scores(x, residuals), options.Covariance.Clusters[0]), bread, j,
                new WildBootstrapOptions { Seed = options.Seed, Threads = options.Threads }, options.Cancellation).P;
            options.Progress?.Invoke("wild bootstrap", j + 1, result.Length);
        }
        return result;
    }

    private static Matrix Scores(Matrix x, double[] residuals)
    {
        Matrix scores = x.Clone();
        for (int j = 0; j < x.Columns; j++)
        {
            Span<double> column = scores.Column(j);
            for (int i = 0; i < column.Length; i++)
                column[i] *= residuals[i];
        }
        return scores;
    }

    private static double[] Leverages(Matrix x, Matrix inverse)
    {
        var leverages = new double[x.Rows];
        var row = new double[x.Columns];
        for (int i = 0; i < leverages.Length; i++)
        {
            for (int j = 0; j < row.Length; j++)
                row[j] = x[i, j];
            leverages[i] = inverse.Quadratic(row, row);
        }
        return leverages;
    }

    private static double SumOfSquares(double[] values, bool centred)
    {
        double mean = centred ? values.Average() : 0;
        return values.Sum(v => (v - mean) * (v - mean));
    }
}
