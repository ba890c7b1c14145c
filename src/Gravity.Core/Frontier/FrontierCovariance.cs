using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier;

/// <summary>The covariance asked for, over the parameters that have one; rows and columns of the others are NaN.</summary>
internal static class FrontierCovariance
{
    public static CovarianceEstimate Of(
        FrontierSpecification specification, FrontierLikelihood model, FrontierOutcome outcome, FitOptions options, FrontierWarnings warnings)
    {
        CovarianceRequest request = options.Covariance;
        SmallSample factor = request.SmallSample ?? SmallSample.StataLikelihood;
        CovarianceEstimate bread = Covariance.FromHessian(outcome.Hessian);
        CovarianceEstimate estimate = request.Kind switch
        {
            CovarianceKind.Hessian => bread,
            CovarianceKind.OuterProduct => Covariance.OuterProduct(FreeScores(model, outcome)),
            CovarianceKind.Robust => Covariance.Sandwich(bread.Matrix, FreeScores(model, outcome), factor),
            CovarianceKind.Clustered => Covariance.Clustered(
                bread.Matrix, FreeScores(model, outcome), UnitClusters(model, request.Clusters), factor, observations: model.ObservationCount),
            CovarianceKind.Bootstrap => Resampled(specification, model, outcome, options, warnings),
            _ => throw new UsageException(
                "covariance-not-for-model", $"--vce {request.Kind.Key()} is for least squares; a frontier takes hessian, opg, robust, cluster:COL or bootstrap:N"),
        };
        return estimate with { Matrix = Embed(estimate.Matrix, outcome.Free, model.Dimension) };
    }

    /// <summary>Wild score bootstrap p-values of slopes, with few clusters; null otherwise.</summary>
    public static double[]? WildP(FrontierLikelihood model, FrontierOutcome outcome, FitOptions options, FrontierWarnings warnings)
    {
        CovarianceRequest request = options.Covariance;
        if (request.Kind != CovarianceKind.Clustered || request.Clusters.Count != 1 || outcome.AtBoundary || !outcome.Converged)
            return null;
        ClusterDimension clusters = UnitClusters(model, request.Clusters)[0];
        if (clusters.Count >= CoefficientTable.FewClusters)
            return null;
        warnings.UsedSeed = true;
        var result = new double[model.Dimension];
        for (int j = 0; j < result.Length; j++)
        {
            Parameter parameter = model.Parameters[j];
            bool testable = parameter.Name != BlockNames.Intercept
                || parameter.Block is BlockNames.Frontier or BlockNames.InefficiencyMean;
            result[j] = testable ? WildP(model, outcome, clusters, j, options) : double.NaN;
            options.Progress?.Invoke("wild bootstrap", j + 1, result.Length);
        }
        return result;
    }

    private static double WildP(FrontierLikelihood model, FrontierOutcome outcome, ClusterDimension clusters, int position, FitOptions options)
    {
        var restricted = new RestrictedLikelihood(model, new Dictionary<int, double> { [position] = 0 });
        BestClimb climb = MaximumLikelihood.Run(restricted, [restricted.Reduce(outcome.Point)], options.Silent());
        if (!climb.Summary.Converged)
            return double.NaN;
        double[] point = restricted.Expand(climb.Point);
        Matrix hessian = new(model.Dimension, model.Dimension);
        model.Evaluate(point, new double[model.Dimension], hessian.Values);
        CovarianceEstimate bread = Covariance.FromHessian(hessian);
        if (!double.IsFinite(bread.Matrix[position, position]))
            return double.NaN;
        Matrix scores = new(model.UnitCount, model.Dimension);
        model.Scores(point, scores);
        return WildScoreBootstrap.Test(
            ClusterSums.Of(scores, clusters), bread.Matrix, position,
            new WildBootstrapOptions { Seed = options.Seed, Threads = options.Threads }, options.Cancellation).P;
    }

    private static Matrix FreeScores(FrontierLikelihood model, FrontierOutcome outcome)
    {
        Matrix all = new(model.UnitCount, model.Dimension);
        model.Scores(outcome.BoundaryPoint, all);
        if (outcome.Free.Count == model.Dimension)
            return all;
        Matrix free = new(model.UnitCount, outcome.Free.Count);
        for (int k = 0; k < outcome.Free.Count; k++)
            all.Column(outcome.Free[k]).CopyTo(free.Column(k));
        return free;
    }

    /// <summary>Clusters of the likelihood's units; a cluster may hold several units but not split one.</summary>
    private static ClusterDimension[] UnitClusters(FrontierLikelihood model, IReadOnlyList<ClusterDimension> clusters)
    {
        if (model.UnitCount == model.Design.RowCount)
            return [.. clusters];
        return [.. clusters.Select(dimension =>
        {
            var ofUnit = new int[model.UnitCount];
            Array.Fill(ofUnit, -1);
            for (int row = 0; row < dimension.ClusterOfRow.Length; row++)
            {
                int unit = model.UnitOf(row);
                if (ofUnit[unit] >= 0 && ofUnit[unit] != dimension.ClusterOfRow[row])
                {
                    throw new DataUnfitException(
                        "cluster-splits-unit",
                        $"'{dimension.Name}' differs within {model.Design.Units!.Names[unit]}, but rows of a unit share one inefficiency and are not "
                        + "independent: cluster by the unit or by something that contains it");
                }
                ofUnit[unit] = dimension.ClusterOfRow[row];
            }
            return ClusterDimension.FromKeys(dimension.Name, ofUnit);
        })];
    }

    private static CovarianceEstimate Resampled(
        FrontierSpecification specification, FrontierLikelihood model, FrontierOutcome outcome, FitOptions options, FrontierWarnings warnings)
    {
        if (outcome.AtBoundary)
            return Covariance.FromHessian(outcome.Hessian);
        Design design = model.Design;
        FitOptions plain = options.Silent() with { Threads = 1, Covariance = new CovarianceRequest() };
        int resampled = design.Units?.Count ?? design.RowCount;
        BootstrapResult draws = Bootstrap.Run(
            resampled,
            outcome.Point,
            (units, _) =>
            {
                FrontierLikelihood sample = specification.Build(design.Resample(units), 1);
                // A draw without, say, any landlocked unit does not identify its coefficient: it is counted as failed.
                if (!sample.IsIdentified)
                    return null;
                BestClimb climb = MaximumLikelihood.Run(sample, [outcome.Point], plain);
                return climb.Summary.Converged ? climb.Point : null;
            },
            new ReplicationOptions
            {
                Replications = options.Covariance.Replications,
                Seed = options.Seed,
                Threads = options.Threads,
                Progress = (done, total) => options.Progress?.Invoke("bootstrap", done, total),
            },
            options.Cancellation);
        warnings.AddBootstrapFailures(draws.Failures, options.Covariance.Replications);
        return draws.Covariance();
    }

    private static Matrix Embed(Matrix free, IReadOnlyList<int> positions, int order)
    {
        if (positions.Count == order)
            return free;
        Matrix full = new(order, order);
        full.Values.Fill(double.NaN);
        for (int l = 0; l < positions.Count; l++)
            for (int k = 0; k < positions.Count; k++)
                full[positions[k], positions[l]] = free[k, l];
        return full;
    }
}
