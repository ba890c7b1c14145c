using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;

namespace Gravity.Core.Regression;

/// <summary>Wild score bootstrap p-values of a regression whose errors are clustered one way in few clusters.</summary>
/// <remarks>
/// Kline and Santos (2012): for each coefficient the model is fitted without its column, effects estimated anew, and scores and bread of all columns are taken there. That is a fit a
/// coefficient, so that it is done up to <see cref="MostRows"/> rows.
/// </remarks>
internal static class RegressionWildBootstrap
{
    /// <summary>Most rows for which it runs by itself.</summary>
    public const int MostRows = 200_000;

    /// <summary>One p-value a coefficient; null where errors are not clustered one way, clusters are many or rows too many.</summary>
    public static double[]? Run(string model, AbsorbedSolution solution, CovarianceEstimate covariance, FitOptions options)
    {
        if (covariance.Kind != CovarianceKind.Clustered || covariance.Clusters.Count != 1 || covariance.FewestClusters >= CoefficientTable.FewClusters
            || solution.Problem.Rows > MostRows || model == "negbin" || !solution.Iteration.Converged)
        {
            return null;
        }
        var result = new double[solution.Coefficients.Length];
        for (int j = 0; j < result.Length; j++)
        {
            result[j] = Test(model, solution, j, options);
            options.Progress?.Invoke("wild bootstrap", j + 1, result.Length);
        }
        return result;
    }

    private static double Test(string model, AbsorbedSolution solution, int position, FitOptions options)
    {
        AbsorbedProblem problem = solution.Problem;
        int[] others = [.. solution.Kept.Where((_, k) => k != position)];
        AbsorbedProblem without = problem with { Columns = problem.Columns.Pick(others), Names = [.. others.Select(k => problem.Names[k])] };
        AbsorbedSolution restricted = AbsorbedRegression.Solve(model, without, options.Silent());
        if (!restricted.Iteration.Converged)
            return double.NaN;
        Matrix columns = problem.Columns.Pick(solution.Kept);
        var projection = new EffectProjection(problem.Effects, options.Threads);
        projection.SetWeights(restricted.WorkingWeights);
        projection.Project(columns, cancellation: options.Cancellation);
        if (Cholesky.TryFactor(WeightedGram.Of(columns, restricted.WorkingWeights, options.Threads)) is not { } factor)
            return double.NaN;
        RowScaling.Apply(columns, restricted.ScoreResiduals);
        return WildScoreBootstrap.Test(
            ClusterSums.Of(columns, options.Covariance.Clusters[0]), factor.Inverse(), position,
            new WildBootstrapOptions { Seed = options.Seed, Threads = options.Threads }, options.Cancellation).P;
    }

    /// <summary>Some columns, as a new matrix.</summary>
    private static Matrix Pick(this Matrix matrix, int[] columns)
    {
        var picked = new Matrix(matrix.Rows, columns.Length);
        for (int j = 0; j < columns.Length; j++)
            matrix.Column(columns[j]).CopyTo(picked.Column(j));
        return picked;
    }
}
