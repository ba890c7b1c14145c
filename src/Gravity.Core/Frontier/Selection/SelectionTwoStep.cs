using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Selection;

/// <summary>Greene's two steps: α̂ by probit over all rows, then β, variances and ρ by maximum likelihood given α̂, with errors that know of the first step.</summary>
/// <remarks>
/// With H₂₁ = ∂²ℓ/∂θ₂∂α', V₂ = (−H₂₂)⁻¹ and V₁ the probit's covariance, θ̂₂ − θ₂ = V₂(s₂ + H₂₁(α̂ − α)). The score s₂ given d has mean 0, so that it is not
/// correlated with the probit's, and V(θ̂₂) = V₂ + V₂H₂₁V₁H₁₂V₂ (Murphy and Topel 1985, their cross term being 0). Robust and clustered errors are sums over
/// rows of the same influence. Derivation: docs/models/selection.md.
/// </remarks>
internal static class SelectionTwoStep
{
    public static FrontierFit Fit(Design design, FrontierSide side, FitOptions options)
    {
        if (options.Covariance.Kind is CovarianceKind.OuterProduct)
            throw new UsageException("covariance-not-for-model", "--method two-step takes --vce hessian, robust, cluster:COL or bootstrap:N");
        Design all = design.Selection!.All;
        BestClimb probit = ProbitLikelihood.Fit(all, options);
        FrontierFit second = FrontierEstimator.Fit(
            SelectionEstimator.Specification(side, probit.Point), design, options with { Covariance = new CovarianceRequest() });
        var joint = new SelectionFrontier(design, side, options.Threads);
        var own = (SelectionFrontier)second.Likelihood;
        double[] estimate = second.Result.Theta, finite = Finite(own, estimate);
        int[] free = [.. Enumerable.Range(0, own.Dimension).Where(j => double.IsFinite(estimate[j]))];
        CovarianceEstimate covariance = Covariance(design, side, joint, [.. finite, .. probit.Point], free, own.Dimension, options);
        double[] point = [.. estimate, .. probit.Point];
        double df = CoefficientTable.DegreesOfFreedomFor(covariance);
        CoefficientTable table = CoefficientTable.Build(point, covariance.StandardErrors(), df, options.Level / 100);
        bool boundary = own.IsBoundary(estimate);
        FitResult result = second.Result with
        {
            ParameterCount = joint.Dimension,
            Converged = second.Result.Converged && probit.Summary.Converged,
            Parameters = [.. joint.Parameters.Select((p, j) =>
            {
                CoefficientRow row = table.Rows[j];
                return new ParameterEstimate(p.Block, p.Name, row.Estimate, row.StandardError, row.Statistic, row.P, row.Lower, row.Upper);
            })],
            Derived = [.. second.Result.Derived.Select(d => boundary && d.Name is not ("sigmaV" or "sigmaSquared" or "rho") ? d
                : FrontierEstimator.Delta(own.Derived.First(q => q.Name == d.Name), finite, covariance.Matrix, free))],
            Covariance = covariance,
            DegreesOfFreedom = df,
            Seed = options.Covariance.Kind == CovarianceKind.Bootstrap ? options.Seed : second.Result.Seed,
            Warnings = covariance.FewestClusters is { } clusters and < CoefficientTable.FewClusters
                ? [.. second.Result.Warnings, FitWarning.FewClusters(clusters)] : second.Result.Warnings,
        };
        return new FrontierFit(result, joint);
    }

    private static CovarianceEstimate Covariance(
        Design design, FrontierSide side, SelectionFrontier joint, double[] point, int[] free, int own, FitOptions options)
    {
        if (options.Covariance.Kind == CovarianceKind.Bootstrap && free.Length == own)
            return Resampled(design, side, point, own, options);
        int total = joint.Dimension;
        var probit = new ProbitLikelihood(design.Selection!.All, options.Threads);
        Matrix hessian = new(total, total), first = new(total - own, total - own);
        joint.Evaluate(point, new double[total], hessian.Values);
        probit.Evaluate(point.AsSpan(own), new double[total - own], first.Values);
        Matrix v1 = Inference.Covariance.FromHessian(first).Matrix;
        CovarianceEstimate inner = Inference.Covariance.FromHessian(hessian.Submatrix(free));
        Matrix v2 = inner.Matrix;
        // A = V₂H₂₁V₁: what the probit's score does to θ̂₂.
        Matrix cross = new(free.Length, total - own);
        for (int k = 0; k < free.Length; k++)
            for (int j = 0; j < total - own; j++)
                cross[k, j] = hessian[free[k], own + j];
        Matrix a = v2 * cross * v1;
        if (options.Covariance.Kind is CovarianceKind.Hessian or CovarianceKind.Bootstrap)
        {
            Matrix spread = a * cross.Transpose() * v2, full = Filled(total);
            Place(full, Sum(v2, spread), free, free);
            int[] equation = [.. Enumerable.Range(own, total - own)];
            Place(full, a, free, equation);
            Place(full, a.Transpose(), equation, free);
            Place(full, v1, equation, equation);
            return inner with { Matrix = full, TextPhrase = CovariancePhrases.TwoStep };
        }
        Matrix scores = new(joint.UnitCount, total), equationScores = new(joint.UnitCount, total - own), influence = new(joint.UnitCount, total);
        joint.Scores(point, scores);
        probit.Scores(point.AsSpan(own), equationScores);
        Matrix second = scores.Pick(free) * v2.Transpose(), moved = equationScores * a.Transpose(), alone = equationScores * v1;
        for (int k = 0; k < free.Length; k++)
            for (int i = 0; i < influence.Rows; i++)
                influence[i, free[k]] = second[i, k] + moved[i, k];
        for (int j = 0; j < total - own; j++)
            alone.Column(j).CopyTo(influence.Column(own + j));
        SmallSample factor = options.Covariance.SmallSample ?? SmallSample.StataLikelihood;
        CovarianceEstimate estimate = options.Covariance.Kind switch
        {
            CovarianceKind.Robust => Inference.Covariance.Sandwich(Matrix.Identity(total), influence, factor),
            CovarianceKind.Clustered => Inference.Covariance.Clustered(Matrix.Identity(total), influence, options.Covariance.Clusters, factor),
            _ => throw new UsageException(
                "covariance-not-for-model", $"--vce {options.Covariance.Kind.Key()} is for least squares; --method two-step takes hessian, robust, cluster:COL or bootstrap:N"),
        };
        foreach (int j in Enumerable.Range(0, own).Except(free))
            for (int k = 0; k < total; k++)
                estimate.Matrix[j, k] = estimate.Matrix[k, j] = double.NaN;
        return estimate;
    }

    /// <summary>Both steps on units drawn with replacement.</summary>
    private static CovarianceEstimate Resampled(Design design, FrontierSide side, double[] point, int own, FitOptions options)
    {
        FitOptions plain = options.Silent() with { Threads = 1, Covariance = new CovarianceRequest() };
        BootstrapResult draws = Bootstrap.Run(
            design.ResampleCount(), point,
            (drawn, _) =>
            {
                Design sample = design.Resample(drawn);
                if (sample.Selection!.UnselectedRows.Length == 0 || sample.RowCount == 0)
                    return null;
                BestClimb probit = ProbitLikelihood.Fit(sample.Selection.All, plain);
                var likelihood = new SelectionFrontier(sample, side, 1, probit.Point);
                if (!probit.Summary.Converged || !likelihood.IsIdentified)
                    return null;
                BestClimb climb = MaximumLikelihood.Run(likelihood, [point[..own]], plain);
                return climb.Summary.Converged ? [.. climb.Point, .. probit.Point] : null;
            },
            new ReplicationOptions
            {
                Replications = options.Covariance.Replications,
                Seed = options.Seed,
                Threads = options.Threads,
                Progress = (done, total) => options.Progress?.Invoke("bootstrap", done, total),
            },
            options.Cancellation);
        return draws.Covariance();
    }

    /// <summary>The estimates with u as small as nothing where its variance is at the boundary.</summary>
    private static double[] Finite(SelectionFrontier model, double[] point)
    {
        if (!model.IsBoundary(point))
            return point;
        double[] finite = Array.ConvertAll(point, value => double.IsFinite(value) ? value : 0);
        BlockOffsets offsets = model.Offsets;
        finite[offsets.LogU + FrontierCoordinates.InterceptOf(offsets.LogUColumns)] =
            finite[offsets.LogV + FrontierCoordinates.InterceptOf(offsets.LogVColumns)] - 60;
        return finite;
    }

    private static Matrix Filled(int order)
    {
        Matrix matrix = new(order, order);
        matrix.Values.Fill(double.NaN);
        return matrix;
    }

    private static void Place(Matrix target, Matrix part, int[] rows, int[] columns)
    {
        for (int j = 0; j < columns.Length; j++)
            for (int i = 0; i < rows.Length; i++)
                target[rows[i], columns[j]] = part[i, j];
    }

    private static Matrix Sum(Matrix left, Matrix right)
    {
        Matrix sum = left.Clone();
        for (int k = 0; k < sum.Values.Length; k++)
            sum.Values[k] += right.Values[k];
        return sum;
    }

    private static Matrix Pick(this Matrix values, int[] columns)
    {
        Matrix picked = new(values.Rows, columns.Length);
        for (int k = 0; k < columns.Length; k++)
            values.Column(columns[k]).CopyTo(picked.Column(k));
        return picked;
    }
}
