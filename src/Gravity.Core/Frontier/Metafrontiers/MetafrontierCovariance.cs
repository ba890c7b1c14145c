using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Metafrontiers;

/// <summary>Covariances of a metafrontier's parameters, which know that the gap equation's response is itself estimated.</summary>
/// <remarks>
/// θ̂* − θ* = B(s* + Σ D_k(β̂_k − β_k)) with B the inverse Hessian of the gap equation, s* its score and D_k = ∂s*/∂β_k. Hence B(Σ s*ᵢs*ᵢ' + Σ D_kV_kD_k')B: the sandwich
/// that Huang, Huang and Liu (2014) ask for, plus what the group estimates add. Robust and clustered errors sum the influence of a row on all
/// parameters. Parameters at a boundary are left out.
/// </remarks>
internal sealed class MetafrontierCovariance
{
    private readonly Metafrontier _model;
    private readonly double[] _finite;
    private readonly int[] _free;

    /// <param name="model">The model.</param>
    /// <param name="finite">θ̂, with parameters at a boundary at finite values that give the boundary's likelihood.</param>
    /// <param name="free">Positions of the parameters that are not at a boundary.</param>
    public MetafrontierCovariance(Metafrontier model, double[] finite, int[] free) => (_model, _finite, _free) = (model, finite, free);

    public CovarianceEstimate Of(CovarianceRequest request)
    {
        SmallSample factor = request.SmallSample ?? SmallSample.StataLikelihood;
        bool stochastic = _model.Method == MetafrontierMethod.Stochastic;
        CovarianceEstimate estimate = request.Kind switch
        {
            CovarianceKind.Hessian => new CovarianceEstimate
            {
                Matrix = FromHessians(),
                Kind = CovarianceKind.Hessian,
                TextPhrase = stochastic ? CovariancePhrases.Metafrontier : CovariancePhrases.GroupsOnly,
            },
            CovarianceKind.Robust => Covariance.Sandwich(Matrix.Identity(_finite.Length), Influence(), factor),
            CovarianceKind.Clustered => Covariance.Clustered(Matrix.Identity(_finite.Length), Influence(), request.Clusters, factor),
            _ => throw new UsageException(
                "covariance-not-for-model", $"a metafrontier takes --vce hessian, robust, cluster:COL or bootstrap:N, not {request.Kind.Key()}"),
        };
        foreach (int j in Enumerable.Range(0, _finite.Length).Except(_free))
            for (int k = 0; k < _finite.Length; k++)
                estimate.Matrix[j, k] = estimate.Matrix[k, j] = double.NaN;
        return estimate;
    }

    /// <summary>Block diagonal over the groups; the gap equation's sandwich and its covariance with the groups.</summary>
    private Matrix FromHessians()
    {
        int all = _finite.Length, meta = _model.MetaDimension;
        Matrix covariance = new(all, all);
        for (int k = 0; k < _model.Groups.Length; k++)
            Add(covariance, GroupBread(k), _model.Offset(k), _model.Offset(k));
        if (_model.Method != MetafrontierMethod.Stochastic)
            return covariance;
        FrontierLikelihood equation = _model.GapEquation(_model.GroupFrontiers(_finite));
        Matrix bread = GapBread(equation), scores = new(_model.Design.RowCount, meta);
        equation.Scores(_finite.AsSpan(0, meta), scores);
        Matrix meat = scores.Transpose() * scores;
        for (int k = 0; k < _model.Groups.Length; k++)
        {
            Matrix moved = GroupSlope(k), own = GroupBread(k), part = moved * own;
            Add(meat, part * moved.Transpose(), 0, 0);
            Matrix cross = bread * part;
            Add(covariance, cross, 0, _model.Offset(k));
            Add(covariance, cross.Transpose(), _model.Offset(k), 0);
        }
        Add(covariance, bread * meat * bread, 0, 0);
        return covariance;
    }

    /// <summary>What each row does to each parameter: rows × parameters.</summary>
    private Matrix Influence()
    {
        int all = _finite.Length, meta = _model.MetaDimension, rows = _model.Design.RowCount;
        Matrix influence = new(rows, all);
        bool stochastic = _model.Method == MetafrontierMethod.Stochastic;
        Matrix bread = new(meta, meta);
        if (stochastic)
        {
            FrontierLikelihood equation = _model.GapEquation(_model.GroupFrontiers(_finite));
            bread = GapBread(equation);
            Matrix scores = new(rows, meta);
            equation.Scores(_finite.AsSpan(0, meta), scores);
            Add(influence, scores * bread, 0, 0);
        }
        for (int k = 0; k < _model.Groups.Length; k++)
        {
            GroupFrontier group = _model.Groups[k];
            int offset = _model.Offset(k);
            Matrix scores = new(group.Rows.Length, group.Likelihood.Dimension);
            group.Likelihood.Scores(_finite.AsSpan(offset, group.Likelihood.Dimension), scores);
            Matrix own = scores * GroupBread(k), moved = own * (GroupSlope(k).Transpose() * bread);
            for (int i = 0; i < group.Rows.Length; i++)
            {
                for (int j = 0; j < own.Columns; j++)
                    influence[group.Rows[i], offset + j] += own[i, j];
                for (int j = 0; stochastic && j < meta; j++)
                    influence[group.Rows[i], j] += moved[i, j];
            }
        }
        return influence;
    }

    /// <summary>D_k, parameters of the gap equation × parameters of the group: a response moves the scores as the location does, with the sign turned.</summary>
    private Matrix GroupSlope(int k)
    {
        GroupFrontier group = _model.Groups[k];
        int meta = _model.MetaDimension, columns = _model.Design.Frontier.Columns;
        Matrix slope = new(meta, group.Likelihood.Dimension);
        if (_model.Method != MetafrontierMethod.Stochastic)
            return slope;
        double[] frontiers = _model.GroupFrontiers(_finite);
        FrontierLikelihood part = _model.GapSpecification.Build(_model.GapDesign.Rows(group.Rows), _model.Threads)
            .WithResponse([.. group.Rows.Select(row => frontiers[row])]);
        Matrix hessian = new(meta, meta);
        part.Evaluate(_finite.AsSpan(0, meta), new double[meta], hessian.Values);
        for (int j = 0; j < columns; j++)
            for (int i = 0; i < meta; i++)
                slope[i, j] = _free.Contains(i) ? -hessian[i, j] : 0;
        return slope;
    }

    /// <summary>The inverse Hessian of a group's free parameters, 0 elsewhere.</summary>
    private Matrix GroupBread(int k)
    {
        GroupFrontier group = _model.Groups[k];
        return Bread(group.Likelihood, _model.Offset(k));
    }

    private Matrix GapBread(FrontierLikelihood equation) => Bread(equation, 0);

    private Matrix Bread(FrontierLikelihood likelihood, int offset)
    {
        int own = likelihood.Dimension;
        int[] free = [.. _free.Where(j => j >= offset && j < offset + own).Select(j => j - offset)];
        Matrix hessian = new(own, own), bread = new(own, own);
        likelihood.Evaluate(_finite.AsSpan(offset, own), new double[own], hessian.Values);
        Matrix inverse = Covariance.FromHessian(hessian.Submatrix(free)).Matrix;
        for (int l = 0; l < free.Length; l++)
            for (int i = 0; i < free.Length; i++)
                bread[free[i], free[l]] = inverse[i, l];
        return bread;
    }

    private static void Add(Matrix target, Matrix part, int row, int column)
    {
        for (int j = 0; j < part.Columns; j++)
            for (int i = 0; i < part.Rows; i++)
                target[row + i, column + j] += part[i, j];
    }
}
