using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Wording;

namespace Gravity.Core.Potential;

/// <summary>Draws of δη = η(θ*) − η(θ̂): the sampling error of the predictions of a regression.</summary>
/// <remarks>
/// <para>Without effects δη = Xδ, δ ~ N(0, V) with V the covariance of the coefficients as reported.</para>
/// <para>With effects their errors matter as much. A Newton step from scores with multipliers moves coefficients and effects together: with uᵢ = ξ_c(i)·rᵢ, ξ ~ N(0, 1) one a
/// cluster, δη = P(u/W), P the W-weighted projection on regressors and effects. Given the data δη is normal with the sandwich covariance of η; for errors of the Hessian
/// uᵢ = ξᵢ√Wᵢ. It is scaled so that the coefficients have the variances reported (their small-sample factor). Kline and Santos (2012), Journal of
/// Econometric Methods 1: 23–41, for the multipliers; the step is that of a regression without effects as well.</para>
/// </remarks>
internal sealed class PredictionDraws
{
    private const int Batch = 16;

    private readonly AbsorbedSolution _solution;
    private readonly PredictedRows? _others;
    private readonly long _seed;
    private readonly int _threads;
    private readonly ParameterDraws? _coefficients;
    private readonly int[]? _clusterOfRow;
    private readonly int _clusters;
    private readonly bool _model;
    private readonly double _scale = 1;

    /// <param name="solution">The regression.</param>
    /// <param name="covariance">Covariance of its coefficients.</param>
    /// <param name="request">How that was asked for, bound to its rows.</param>
    /// <param name="units">Unit of each fitted row; null without.</param>
    /// <param name="others">Rows to predict; null for the fitted ones.</param>
    /// <param name="seed">Draw s is stream s of it.</param>
    /// <param name="threads">Threads; 0 for one per processor. No number depends on it.</param>
    public PredictionDraws(
        AbsorbedSolution solution, CovarianceEstimate covariance, CovarianceRequest request, int[]? units, PredictedRows? others, long seed, int threads)
    {
        (_solution, _others, _seed, _threads) = (solution, others, seed, threads);
        if (solution.Problem.Effects.Count == 0)
        {
            _coefficients = new ParameterDraws(solution.Coefficients, covariance.Matrix);
            Errors = new Phrase("prediction.errors-coefficients", ("covariance", covariance.TextPhrase));
            return;
        }

        (_clusterOfRow, string? name, bool exact) = Clusters(request, units);
        _model = request.Kind == CovarianceKind.Hessian;
        _clusters = _clusterOfRow is null ? solution.Problem.Rows : _clusterOfRow.Max() + 1;
        _scale = Scale(covariance.Matrix);
        Errors = _model ? new Phrase("prediction.errors-model")
            : new Phrase(exact ? "prediction.errors-multipliers" : "prediction.errors-scaled", ("covariance", covariance.TextPhrase), ("clusters", name is null ? new Phrase("prediction.by-row") : new Phrase("prediction.by-cluster", ("name", name))));
    }

    /// <summary>What the draws hold, as part of a sentence.</summary>
    public Phrase Errors { get; }

    /// <summary>Makes draws; <paramref name="take"/> gets each, in order: its number, δη of the predicted rows and of the fitted ones (the same array where these are predicted).</summary>
    public void Run(int count, Action<int, double[], double[]> take, CancellationToken cancellation)
    {
        if (_coefficients is not null)
        {
            for (int draw = 0; draw < count; draw++)
            {
                cancellation.ThrowIfCancellationRequested();
                double[] step = Step(draw);
                double[] fitted = PredictionIndex.Sums(_solution, PredictedRows.Fitted(_solution), step, null);
                take(draw, _others is null ? fitted : PredictionIndex.Sums(_solution, _others, step, null), fitted);
            }
            return;
        }

        var projection = new EffectProjection(_solution.Problem.Effects, _threads);
        projection.SetWeights(_solution.WorkingWeights);
        int rows = _solution.Problem.Rows;
        for (int first = 0; first < count; first += Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            int size = Math.Min(Batch, count - first);
            var left = new Matrix(rows, size);
            var targets = new double[size][];
            var steps = new double[size][];
            for (int b = 0; b < size; b++)
            {
                (targets[b], steps[b]) = Target(first + b);
                Span<double> column = left.Column(b);
                targets[b].CopyTo(column);
                for (int k = 0; k < steps[b].Length; k++)
                    GramKernels.AddScaled(-steps[b][k], _solution.Problem.Columns.Column(_solution.Kept[k]), column);
            }
            projection.Project(left, null, cancellation);
            for (int b = 0; b < size; b++)
            {
                double[] fitted = targets[b];
                GramKernels.AddScaled(-1, left.Column(b), fitted);
                take(first + b, _others is null ? fitted : Predicted(steps[b], fitted), fitted);
            }
        }
    }

    private double[] Step(int draw)
    {
        double[] theta = _coefficients!.Next(new RandomSource(_seed, draw));
        for (int k = 0; k < theta.Length; k++)
            theta[k] -= _solution.Coefficients[k];
        return theta;
    }

    /// <summary>u/W of a draw, and δ of the coefficients.</summary>
    private (double[] Target, double[] Step) Target(int draw)
    {
        var random = new RandomSource(_seed, draw);
        var multiplier = new double[_clusters];
        for (int c = 0; c < multiplier.Length; c++)
            multiplier[c] = _scale * random.NextNormal();
        int rows = _solution.Problem.Rows;
        var scores = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double weight = _solution.WorkingWeights?[i] ?? 1;
            scores[i] = multiplier[_clusterOfRow?[i] ?? i] * (_model ? Math.Sqrt(weight) : _solution.ScoreResiduals[i]);
        }
        double[] step = _solution.InverseGram.Times(Product(scores));
        for (int i = 0; i < rows; i++)
        {
            double weight = _solution.WorkingWeights?[i] ?? 1;
            scores[i] = weight > 0 ? scores[i] / weight : 0;
        }
        return (scores, step);
    }

    private double[] Predicted(double[] step, double[] fitted)
    {
        double[] sums = [.. fitted];
        for (int k = 0; k < step.Length; k++)
            GramKernels.AddScaled(-step[k], _solution.Problem.Columns.Column(_solution.Kept[k]), sums);
        return PredictionIndex.Sums(_solution, _others!, step, EffectCoefficients.Of(_solution.Problem.Effects, sums, _threads));
    }

    private double[] Product(double[] scores)
    {
        var product = new double[_solution.Projected.Columns];
        for (int k = 0; k < product.Length; k++)
            product[k] = GramKernels.Dot(_solution.Projected.Column(k), scores);
        return product;
    }

    /// <summary>Root of the mean ratio of the variances reported to those that multipliers of variance 1 give.</summary>
    private double Scale(Matrix reported)
    {
        int columns = _solution.Coefficients.Length;
        Matrix own = _solution.InverseGram;
        if (!_model)
        {
            var sums = new Matrix(columns, _clusters);
            for (int i = 0; i < _solution.Problem.Rows; i++)
                for (int k = 0; k < columns; k++)
                    sums[k, _clusterOfRow?[i] ?? i] += _solution.Projected[i, k] * _solution.ScoreResiduals[i];
            var meat = new Matrix(columns, columns);
            for (int j = 0; j < columns; j++)
                for (int k = 0; k < columns; k++)
                    for (int c = 0; c < _clusters; c++)
                        meat[j, k] += sums[j, c] * sums[k, c];
            own = _solution.InverseGram * meat * _solution.InverseGram;
        }
        double ratio = 0;
        for (int k = 0; k < columns; k++)
            ratio += reported[k, k] / own[k, k] / columns;
        return ratio > 0 && double.IsFinite(ratio) ? Math.Sqrt(ratio) : 1;
    }

    /// <summary>Rows that share a multiplier, what they are called, and whether the covariance asked for is that of such multipliers.</summary>
    private static (int[]? ClusterOfRow, string? Name, bool Exact) Clusters(CovarianceRequest request, int[]? units) => request.Kind switch
    {
        CovarianceKind.Clustered => (request.Clusters[0].ClusterOfRow, request.Clusters[0].Name, request.Clusters.Count == 1),
        CovarianceKind.DriscollKraay => (request.Periods!.StepOfRow, request.Periods.Name, request.Lag == 0),
        CovarianceKind.Dyadic => (units, units is null ? null : "unit", false),
        CovarianceKind.Bootstrap => (units, units is null ? null : "unit", true),
        CovarianceKind.Conley => (request.Places!.PlaceOfRow, request.Places.Name, false),
        _ => (null, null, true),
    };
}
