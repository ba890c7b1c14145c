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
        CovarianceRequest request = WeightedErrors.Request(model.Design, options.Covariance);
        SmallSample factor = request.SmallSample ?? SmallSample.StataLikelihood;
        CovarianceEstimate bread = Covariance.FromHessian(outcome.Hessian);
        if (outcome.Climb.AtEdge)
        {
            var none = new Matrix(model.Dimension, model.Dimension);
            none.Values.Fill(double.NaN);
            return bread with { Matrix = none };
        }
        CovarianceEstimate estimate = request.Kind switch
        {
            CovarianceKind.Hessian => bread,
            CovarianceKind.OuterProduct => Covariance.OuterProduct(IndependentScores(model, outcome)),
            CovarianceKind.Robust => Covariance.Sandwich(bread.Matrix, IndependentScores(model, outcome), factor, Units(model)),
            CovarianceKind.Clustered => Covariance.Clustered(
                bread.Matrix, FreeScores(model, outcome), UnitClusters(model, request.Clusters), factor, observations: model.ObservationCount),
            CovarianceKind.Bootstrap => Resampled(specification, model, outcome, options, warnings),
            _ => throw new UsageException(
                "covariance-not-for-model", $"--vce {request.Kind.Key()} is for least squares; a frontier takes hessian, opg, robust, cluster:COL or bootstrap:N"),
        };
        return estimate with { Matrix = Embed(estimate.Matrix, model, outcome) };
    }

    /// <summary>Wild score bootstrap p-values of slopes, with few clusters; null otherwise, and under fixed parameters and constraints.</summary>
    public static double[]? WildP(FrontierLikelihood model, FrontierOutcome outcome, FitOptions options, FrontierWarnings warnings)
    {
        CovarianceRequest request = options.Covariance;
        if (request.Kind != CovarianceKind.Clustered || request.Clusters.Count != 1 || outcome.AtBoundary || !outcome.Converged || !outcome.Space.IsEmpty)
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
                || BlockNames.ClassOf(parameter.Block).Block is BlockNames.Frontier or BlockNames.InefficiencyMean;
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
        return outcome.Space.IsEmpty ? all : outcome.Space.ReduceScores(all);
    }

    /// <summary>Scores whose outer products are those of independent units: a frequency stands for so many units of their own.</summary>
    private static Matrix IndependentScores(FrontierLikelihood model, FrontierOutcome outcome)
    {
        Matrix scores = FreeScores(model, outcome);
        if (model.Design.Weighting is { Kind: WeightKind.Frequency } && model.UnitWeights is { } weights)
            RowScaling.Apply(scores, [.. weights.Select(w => 1 / Math.Sqrt(w))]);
        return scores;
    }

    /// <summary>Number of independent units.</summary>
    private static int Units(FrontierLikelihood model) =>
        model.Design.Weighting is { Kind: WeightKind.Frequency } && model.UnitWeights is { } weights ? (int)Math.Round(weights.Sum()) : model.UnitCount;

    /// <summary>Clusters of the likelihood's units; a cluster may hold several units but not split one.</summary>
    private static ClusterDimension[] UnitClusters(FrontierLikelihood model, IReadOnlyList<ClusterDimension> clusters)
    {
        if (clusters.All(c => c.ClusterOfRow.Length == model.UnitCount))
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
        // Without units, the rows that frequencies stand for are drawn one by one; shared inefficiency makes a frequency one of units.
        bool ofUnits = specification.SharesInefficiency || model.UnitCount < model.Design.RowCount;
        Design design = ofUnits || model.Design.Units is null ? model.Design.Expanded(ofUnits) : model.Design;
        FitOptions plain = options.Silent() with { Threads = 1, Covariance = new CovarianceRequest() };
        BootstrapResult draws = Bootstrap.Run(
            design.ResampleCount(),
            outcome.Space.Reduce(outcome.BoundaryPoint),
            (units, _) =>
            {
                FrontierLikelihood sample = specification.Build(design.Resample(units), 1);
                // A draw without, say, any landlocked unit does not identify its coefficient: it is counted as failed.
                if (sample.Dimension != model.Dimension || !sample.IsIdentified)
                    return null;
                LikelihoodModel climbed = outcome.Space.IsEmpty ? sample : new RestrictedLikelihood(sample, outcome.Space);
                BestClimb climb = outcome.Space.IsEmpty
                    ? sample.Climb([outcome.Point], plain) : MaximumLikelihood.Run(climbed, [outcome.Space.Reduce(outcome.BoundaryPoint)], plain);
                return climb.AtEdge ? null : climb.Summary.Converged ? climb.Point : null;
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

    /// <summary>N·V·N', NaN in rows and columns of what vanishes at the boundary or lies at −∞.</summary>
    private static Matrix Embed(Matrix free, FrontierLikelihood model, FrontierOutcome outcome)
    {
        Matrix full = outcome.Space.ExpandCovariance(free);
        IEnumerable<int> gone = outcome.AtBoundary
            ? model.InefficiencyParameters : Enumerable.Range(0, model.Dimension).Where(j => !double.IsFinite(outcome.Point[j]));
        foreach (int position in gone.Where(outcome.Restriction.Space.Moves))
        {
            for (int j = 0; j < full.Rows; j++)
                full[position, j] = full[j, position] = double.NaN;
        }
        return full;
    }
}
