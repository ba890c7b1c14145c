using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Models;

/// <summary>The frontier without inefficiency, y = x'β + v, under any noise law with one scale: what a test of no inefficiency is against.</summary>
/// <remarks>
/// Normal noise is least squares. Smooth laws are climbed by Newton's method. Laplace noise is least absolute deviations, by reweighted least
/// squares with √(r² + δ²) for |r|, δ → 1e-10 of the residuals' size; its log-likelihood is then right to about that share.
/// </remarks>
internal sealed record NoiseRegression(double[] Coefficients, double LogVariance, double LogShape, double LogLikelihood)
{
    /// <summary>ln(σ_u²/σ_v²) at which boundary solutions are evaluated: far inside rounding of the limit.</summary>
    private const double BoundaryDepth = -60;

    /// <summary>The regression as a point of the frontier's parameters.</summary>
    public NullModel Of(FrontierLikelihood model)
    {
        BlockOffsets offsets = model.Offsets;
        var point = new double[model.Dimension];
        Coefficients.CopyTo(point, 0);
        // u is scaled to nothing: by σ_u, or by μ where that is the location of ln u.
        if (offsets.HasLogarithmicScale)
            point[offsets.Mean + FrontierCoordinates.InterceptOf(offsets.MeanColumns)] = 0.5 * (LogVariance + BoundaryDepth);
        else
            point[offsets.LogU + FrontierCoordinates.InterceptOf(offsets.LogUColumns)] = LogVariance + BoundaryDepth;
        point[offsets.LogV + FrontierCoordinates.InterceptOf(offsets.LogVColumns)] = LogVariance;
        if (offsets.NoiseShape >= 0)
            point[offsets.NoiseShape] = LogShape;
        double[] fitted = model.Design.Frontier.Values.Times(Coefficients);
        LawPoint noise = model.Noise.At(LogVariance, Math.Exp(LogShape));
        return new NullModel
        {
            LogLikelihood = LogLikelihood,
            Point = point,
            IsBoundary = offsets.LogVColumns is null,
            Draw = random => Array.ConvertAll(fitted, f => f + model.Noise.Sample(noise, random)),
        };
    }

    /// <summary>The maximum.</summary>
    public static NoiseRegression Fit(FrontierLikelihood model, FitOptions options)
    {
        double rows = model.Design.TotalWeight;
        double logVariance = Math.Log(model.Ols.ResidualSumOfSquares / rows);
        if (model.Noise is NormalNoise)
        {
            double height = FrontierEstimator.GaussianLogLikelihood(model.Ols.ResidualSumOfSquares, rows);
            return new NoiseRegression([.. model.Ols.Coefficients], logVariance, double.NaN, height);
        }
        return model.Noise.SlopeJump(model.Noise.At(0, model.Noise.Shape?.Grid[0] ?? double.NaN)) != 0
            ? LeastAbsoluteDeviations(model, logVariance)
            : Climb(model, logVariance, options);
    }

    private static NoiseRegression Climb(FrontierLikelihood model, double logVariance, FitOptions options)
    {
        var likelihood = new Likelihood(model);
        double[] shapes = [.. model.Noise.Shape?.Grid ?? [double.NaN]];
        double[][] starts = [.. shapes.Select(shape =>
        {
            double unit = model.Noise.Variance(model.Noise.At(0, shape));
            double level = logVariance - Math.Log(double.IsFinite(unit) ? unit : 3);
            return (double[])[.. model.Ols.Coefficients, level, .. double.IsNaN(shape) ? (double[])[] : [Math.Log(shape)]];
        })];
        BestClimb best = MaximumLikelihood.Run(likelihood, starts, options with { Method = new TrustRegionNewton(), Progress = null });
        int k = model.Ols.Coefficients.Length;
        return new NoiseRegression(best.Point[..k], best.Point[k], best.Point.Length > k + 1 ? best.Point[k + 1] : double.NaN, best.LogLikelihood);
    }

    private static NoiseRegression LeastAbsoluteDeviations(FrontierLikelihood model, double logVariance)
    {
        Matrix x = model.Design.Frontier.Values;
        int rows = x.Rows;
        double[] beta = [.. model.Ols.Coefficients], best = beta;
        double size = Math.Exp(0.5 * logVariance), least = double.PositiveInfinity;
        double[]? weights = model.Design.Weights;
        var weighted = new Matrix(rows, x.Columns);
        var response = new double[rows];
        for (double delta = 0.1; delta > 1e-10; delta *= 0.4)
        {
            for (int step = 0; step < 8; step++)
            {
                double[] fitted = x.Times(beta);
                double sum = 0;
                for (int i = 0; i < rows; i++)
                {
                    double r = model.Response[i] - fitted[i];
                    double weight = weights?[i] ?? 1;
                    sum += weight * Math.Abs(r);
                    double root = Math.Sqrt(weight / Math.Sqrt(r * r + delta * delta * size * size));
                    response[i] = root * model.Response[i];
                    for (int j = 0; j < x.Columns; j++)
                        weighted[i, j] = root * x[i, j];
                }
                if (sum < least)
                    (least, best) = (sum, beta);
                beta = [.. LeastSquares.Solve(weighted, response).Coefficients];
            }
        }
        double scale = least / model.Design.TotalWeight;
        return new NoiseRegression(best, 2 * Math.Log(scale), double.NaN, -model.Design.TotalWeight * (Math.Log(2 * scale) + 1));
    }

    private sealed class Kernel(NoiseLaw noise) : IndexKernel
    {
        public override int IndexCount => noise.Shape is null ? 2 : 3;

        public override void Evaluate(KernelBlock block, int order)
        {
            double shape = noise.Shape is null ? double.NaN : Math.Exp(block.Index(2)[0]);
            ShapeConstants constants = noise.Shape is null ? default : noise.ConstantsOf(shape);
            for (int i = 0; i < block.Count; i++)
            {
                var at = new LawPoint(0, block.Index(1)[i], shape, constants);
                double v = block.Response[i] - block.Index(0)[i];
                block.Value[i] = noise.LogDensity(at, v);
                NoiseScores scores = default;
                noise.Scores(at, v, ref scores);
                scores.FromScale(v);
                if (order >= 1)
                    (block.Gradient(0)[i], block.Gradient(1)[i]) = (-scores.V, scores.B);
                if (order == 2)
                    (block.Hessian(0, 0)[i], block.Hessian(0, 1)[i], block.Hessian(1, 1)[i]) = (scores.VV, -scores.VB, scores.BB);
                if (noise.Shape is null)
                    continue;
                if (order >= 1)
                    block.Gradient(2)[i] = scores.S;
                if (order == 2)
                    (block.Hessian(0, 2)[i], block.Hessian(1, 2)[i], block.Hessian(2, 2)[i]) = (-scores.VS, scores.BS, scores.SS);
            }
        }
    }

    private sealed class Likelihood : LikelihoodModel
    {
        private readonly FrontierLikelihood _model;
        private readonly IndexSum _sum;

        public Likelihood(FrontierLikelihood model)
        {
            _model = model;
            List<IndexTerm> terms = [IndexTerm.Of(model.Design, BlockNames.Frontier), IndexTerm.Constant(BlockNames.NoiseVariance, BlockNames.Intercept)];
            if (model.Noise.Shape is { } shape)
                terms.Add(IndexTerm.Constant(BlockNames.Law, shape.ParameterName));
            _sum = new IndexSum(model.Response, terms, new Kernel(model.Noise), model.Threads, model.Design.Weights);
            Parameters = [.. terms.SelectMany(t => t.Names.Select(n => new Parameter(t.Block, n)))];
        }

        public override IReadOnlyList<Parameter> Parameters { get; }

        public override IReadOnlyList<DerivedQuantity> Derived => [];

        public override int ObservationCount => _model.ObservationCount;

        public override int UnitCount => _model.Design.RowCount;

        public override IReadOnlyList<double>? UnitWeights => _model.Design.Weights;

        public override int UnitOf(int row) => row;

        public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) => _sum.Evaluate(point, gradient, hessian);

        public override void Scores(ReadOnlySpan<double> point, Matrix scores) => _sum.Scores(point, scores);

        public override IReadOnlyList<double[]> Starts(int count) => throw new NotSupportedException("starts are given");

        public override (double[] Reference, Matrix Directions) ScaledCoordinates() => FrontierCoordinates.OfNoise(
            Dimension, _model.Design.TotalWeight, _model.Ols);
    }
}
