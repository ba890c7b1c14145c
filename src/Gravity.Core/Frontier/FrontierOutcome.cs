using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier;

/// <summary>Where a climb ended, read as an econometrician would: interior maximum, boundary σ_u = 0, ridge, or nowhere.</summary>
internal sealed class FrontierOutcome
{
    /// <summary>σ_u²/σ_v² below which the estimate is the boundary σ_u = 0: the likelihood then differs from least squares by rounding.</summary>
    private const double BoundaryRatio = 1e-6;

    /// <summary>ln(σ_u²/σ_v²) at which boundary solutions are evaluated: far inside rounding of the limit.</summary>
    private const double BoundaryDepth = -60;

    /// <summary>μ/σ_u below which the truncated normal is compared with its exponential limit as a ridge; beyond its negative u is normal.</summary>
    private const double RidgePoint = -12;

    public required BestClimb Climb { get; init; }

    /// <summary>θ̂; −∞ and NaN in the inefficiency parameters at the boundary.</summary>
    public required double[] Point { get; init; }

    public required double LogLikelihood { get; init; }

    public required bool Converged { get; init; }

    public required string Termination { get; init; }

    public required Phrase Message { get; init; }

    public bool AtBoundary { get; init; }

    /// <summary>A finite point that gives the boundary's likelihood; the same as <see cref="Point"/> elsewhere.</summary>
    public required double[] BoundaryPoint { get; init; }

    /// <summary>Positions of the parameters with a covariance.</summary>
    public required IReadOnlyList<int> Free { get; init; }

    /// <summary>Hessian over the free parameters.</summary>
    public required Matrix Hessian { get; init; }

    public required Conditioning Conditioning { get; init; }

    /// <summary>The exponential fit: the limit of a ridge, or a higher neighbour of an interior maximum.</summary>
    public FrontierFit? Limit { get; init; }

    /// <summary>ℓ without inefficiency, the model's noise with one scale.</summary>
    public required NoiseRegression Null { get; init; }

    /// <summary>Which shape has run to which end, in words; null where none has.</summary>
    public Phrase? ShapeRidge { get; init; }

    public static FrontierOutcome Find(FrontierSpecification specification, FrontierLikelihood model, FitOptions options)
    {
        int starts = options.Starts > 0 ? options.Starts : specification.DefaultStarts;
        BestClimb climb = MaximumLikelihood.Run(model, model.Starts(starts), options);
        NoiseRegression nothing = NoiseRegression.Fit(model, options);
        double ols = nothing.LogLikelihood;
        bool constantNoise = model.Offsets.LogVColumns is null;
        bool vanished = model.LargestVarianceRatio(climb.Point) < BoundaryRatio;
        // Least squares is a point of the closure of every model here, so a climb that ends below it has not found the maximum.
        bool below = !(climb.LogLikelihood > ols + 1e-9 * Math.Max(1, Math.Abs(ols)));
        if (vanished || below || (!constantNoise && !climb.Summary.Converged))
        {
            FrontierOutcome boundary = Boundary(model, climb, nothing, options);
            // σ_u → 0 with μ > 0 is inefficiency without spread, not its absence: the height tells.
            if (!(climb.LogLikelihood > boundary.LogLikelihood + 1e-7 * Math.Max(1, Math.Abs(boundary.LogLikelihood))))
                return boundary;
        }
        FrontierFit? limit = model.Law is TruncatedNormal && model.Offsets.MeanColumns is null ? ExponentialLimit(specification, model, options) : null;
        return Interior(model, climb, nothing, limit);
    }

    private static FrontierOutcome Interior(FrontierLikelihood model, BestClimb climb, NoiseRegression nothing, FrontierFit? limit)
    {
        int[] all = [.. Enumerable.Range(0, model.Dimension)];
        Matrix hessian = HessianAt(model, climb.Point);
        double margin = 1e-6 * Math.Max(1, Math.Abs(climb.LogLikelihood));
        bool limitReached = limit is not null && limit.Result.Converged && limit.Result.LogLikelihood > climb.LogLikelihood - 1e-3;
        bool ridge = limitReached && model.LargestTruncationPoint(climb.Point) < RidgePoint;
        bool normalRidge = model.Law is TruncatedNormal && model.Offsets.MeanColumns is null && !climb.Summary.Converged && model.LargestTruncationPoint(climb.Point) > -RidgePoint;
        bool higher = limit is not null && limit.Result.Converged && limit.Result.LogLikelihood > climb.LogLikelihood + margin;
        bool step = !ridge && !normalRidge && model is SharedInefficiencyFrontier shared && shared.PathIsFlat(climb.Point);
        OptimizationSummary summary = climb.Summary;
        Phrase? shapeRidge = ridge || normalRidge ? null : ShapeRidgeOf(model, climb);
        return new FrontierOutcome
        {
            Climb = climb,
            Null = nothing,
            ShapeRidge = shapeRidge,
            Point = climb.Point,
            BoundaryPoint = climb.Point,
            LogLikelihood = climb.LogLikelihood,
            Converged = summary.Converged && !ridge && !step && shapeRidge is null,
            Termination = ridge || normalRidge || shapeRidge is not null ? TerminationWords.Ridge : step ? TerminationWords.PathRidge : Word(summary.Termination),
            Message = ridge ? new Phrase("message.ridge")
                : normalRidge ? new Phrase("message.normal-ridge")
                : step ? new Phrase("message.path-ridge")
                : shapeRidge is not null ? new Phrase("message.shape-ridge", ("where", shapeRidge))
                : summary.MessagePhrase,
            Free = all,
            Hessian = hessian,
            Conditioning = Conditioning.Of(Negative(hessian)),
            Limit = ridge || higher ? limit : null,
        };
    }

    /// <summary>A shape at the end where its law has become another: named with the law's own words.</summary>
    private static Phrase? ShapeRidgeOf(FrontierLikelihood model, BestClimb climb)
    {
        foreach ((ShapeParameter? shape, int position) in new[] { (model.Law.Shape, model.Offsets.LawShape), (model.Noise.Shape, model.Offsets.NoiseShape) })
        {
            if (shape is null)
                continue;
            double value = Math.Exp(climb.Point[position]);
            if (value >= shape.Low && value <= shape.High)
                continue;
            bool low = value < shape.Low;
            return new Phrase(
                "message.shape-end", ("shape", shape.Name), ("end", low ? "0" : "∞"), ("value", value.ToString("G3", CultureInfo.InvariantCulture)),
                ("limit", low ? shape.AtZero : shape.AtInfinity));
        }
        return null;
    }

    /// <summary>The maximum over the other parameters with u ≡ 0: regression under the model's noise.</summary>
    private static FrontierOutcome Boundary(FrontierLikelihood model, BestClimb climb, NoiseRegression nothing, FitOptions options)
    {
        BlockOffsets offsets = model.Offsets;
        var held = new Dictionary<int, double>();
        foreach (int position in model.InefficiencyParameters)
            held[position] = 0;
        double logNoise = nothing.LogVariance;
        // u is scaled to nothing: by σ_u, or by μ where that is the location of ln u.
        if (offsets.HasLogarithmicScale)
            held[offsets.Mean + FrontierCoordinates.InterceptOf(offsets.MeanColumns)] = 0.5 * (logNoise + BoundaryDepth);
        else
            held[offsets.LogU + FrontierCoordinates.InterceptOf(offsets.LogUColumns)] = logNoise + BoundaryDepth;
        var restricted = new RestrictedLikelihood(model, held);
        var start = new double[model.Dimension];
        nothing.Coefficients.CopyTo(start, 0);
        start[offsets.LogV + FrontierCoordinates.InterceptOf(offsets.LogVColumns)] = logNoise;
        if (offsets.NoiseShape >= 0)
            start[offsets.NoiseShape] = nothing.LogShape;
        BestClimb bounded = offsets.LogVColumns is null
            ? new BestClimb(restricted.Reduce(start), restricted.Evaluate(restricted.Reduce(start), default, default), climb.Summary, climb.Starts, climb.Agreeing)
            : MaximumLikelihood.Run(restricted, [restricted.Reduce(start)], options);
        double[] finite = restricted.Expand(bounded.Point);
        double[] point = [.. finite];
        foreach (int position in model.InefficiencyParameters)
            point[position] = double.NaN;
        point[offsets.LogU + FrontierCoordinates.InterceptOf(offsets.LogUColumns)] = double.NegativeInfinity;
        Matrix hessian = HessianAt(restricted, bounded.Point);
        bool converged = offsets.LogVColumns is null || bounded.Summary.Converged;
        return new FrontierOutcome
        {
            Climb = climb,
            Null = nothing,
            Point = point,
            BoundaryPoint = finite,
            // With one σ_v the limit is known in closed form; the model evaluated near it differs by rounding.
            LogLikelihood = offsets.LogVColumns is null ? nothing.LogLikelihood : bounded.LogLikelihood,
            Converged = converged,
            Termination = converged ? TerminationWords.Boundary : Word(bounded.Summary.Termination),
            Message = new Phrase("message.boundary"),
            AtBoundary = true,
            Free = restricted.Free,
            Hessian = hessian,
            Conditioning = Conditioning.Of(Negative(hessian)),
        };
    }

    private static FrontierFit ExponentialLimit(FrontierSpecification specification, FrontierLikelihood model, FitOptions options)
    {
        FrontierSpecification exponential = specification with { Law = new Exponential() };
        FitOptions plain = options.Silent() with { Covariance = new CovarianceRequest(), TestReplications = 0, Starts = 0 };
        FrontierLikelihood likelihood = exponential.Build(model.Design.Without(BlockNames.InefficiencyMean), options.Threads);
        if (!ReferenceEquals(model.Response, model.Design.Response))
            likelihood = likelihood.WithResponse(model.Response);
        return FrontierEstimator.Fit(exponential, likelihood, plain);
    }

    private static Matrix HessianAt(LikelihoodModel model, double[] point)
    {
        Matrix hessian = new(model.Dimension, model.Dimension);
        model.Evaluate(point, new double[model.Dimension], hessian.Values);
        return hessian;
    }

    private static Matrix Negative(Matrix matrix)
    {
        Matrix negative = matrix.Clone();
        foreach (ref double value in negative.Values)
            value = -value;
        return negative;
    }

    private static string Word(Termination termination) => termination switch
    {
        Optimization.Termination.Gradient => TerminationWords.Gradient,
        Optimization.Termination.Flat => TerminationWords.Flat,
        Optimization.Termination.Stalled => TerminationWords.Stalled,
        Optimization.Termination.IterationLimit => TerminationWords.IterationLimit,
        _ => TerminationWords.Infeasible,
    };
}
