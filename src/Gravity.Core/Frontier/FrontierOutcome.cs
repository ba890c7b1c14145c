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
internal sealed record FrontierOutcome
{
    /// <summary>σ_u²/σ_v² below which the estimate is the boundary σ_u = 0: the likelihood then differs from least squares by rounding.</summary>
    internal const double BoundaryRatio = 1e-6;

    /// <summary>μ/σ_u below which the truncated normal is compared with its exponential limit as a ridge; beyond its negative u is normal.</summary>
    internal const double RidgePoint = -12;

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

    /// <summary>What fixed parameters and constraints leave.</summary>
    public required FrontierRestriction Restriction { get; init; }

    /// <summary>The points over which <see cref="Hessian"/> is taken: those of <see cref="Restriction"/>, at the boundary without what vanishes there.</summary>
    public required AffineRestriction Space { get; init; }

    /// <summary>Hessian over the free coordinates of <see cref="Space"/>.</summary>
    public required Matrix Hessian { get; init; }

    public required Conditioning Conditioning { get; init; }

    /// <summary>The exponential fit: the limit of a ridge, or a higher neighbour of an interior maximum.</summary>
    public FrontierFit? Limit { get; init; }

    /// <summary>The model without inefficiency, its noise with one scale; null where constraints do not allow it.</summary>
    public required ConstrainedNull? Null { get; init; }

    /// <summary>ℓ without inefficiency; NaN without such a model.</summary>
    public double NullLogLikelihood => Null?.Model.LogLikelihood ?? double.NaN;

    /// <summary>Which shape has run to which end, in words; null where none has.</summary>
    public Phrase? ShapeRidge { get; init; }

    /// <summary>What else a reader must know of this end.</summary>
    public IReadOnlyList<FitWarning> Warnings { get; init; } = [];

    public static FrontierOutcome Find(FrontierSpecification specification, FrontierLikelihood model, FitOptions options) =>
        model.FindOutcome(() => Climbed(specification, model, options), options);

    private static FrontierOutcome Climbed(FrontierSpecification specification, FrontierLikelihood model, FitOptions options)
    {
        int starts = options.Starts > 0 ? options.Starts : specification.StartsFor(model.ObservationCount);
        var restriction = FrontierRestriction.Of(model, options);
        BestClimb climb = Climbed(model, restriction, starts, options);
        NullModel free = model.Null(options);
        ConstrainedNull? nothing = restriction.Null(free, options);
        double ols = nothing?.Model.LogLikelihood ?? double.NegativeInfinity;
        bool vanished = model.LargestVarianceRatio(climb.Point) < BoundaryRatio;
        // Least squares is a point of the closure of every model here, so a climb that ends below it has not found the maximum.
        bool below = !(climb.LogLikelihood > ols + 1e-9 * Math.Max(1, Math.Abs(ols)));
        if ((vanished || below || (!free.IsBoundary && !climb.Summary.Converged)) && Boundary(model, restriction, climb, free, nothing, options) is { } boundary)
        {
            // σ_u → 0 with μ > 0 is inefficiency without spread, not its absence: the height tells.
            if (!(climb.LogLikelihood > boundary.LogLikelihood + 1e-7 * Math.Max(1, Math.Abs(boundary.LogLikelihood))))
                return boundary;
        }
        bool hasLimit = !climb.AtEdge && model.Law is TruncatedNormal && model.Offsets.MeanColumns is null && !restriction.Touches(BlockNames.InefficiencyMean);
        return Interior(model, restriction, climb, nothing, hasLimit ? ExponentialLimit(specification, model, options) : null);
    }

    private static BestClimb Climbed(FrontierLikelihood model, FrontierRestriction restriction, int starts, FitOptions options)
    {
        if (restriction.Space.IsEmpty)
            return model.Climb(model.Starts(starts), options);
        var restricted = new RestrictedLikelihood(model, restriction.Space);
        BestClimb climb = MaximumLikelihood.Run(restricted, restriction.Starts(restricted, starts), options);
        return climb with { Point = restricted.Expand(climb.Point) };
    }

    private static FrontierOutcome Interior(
        FrontierLikelihood model, FrontierRestriction restriction, BestClimb climb, ConstrainedNull? nothing, FrontierFit? limit)
    {
        Matrix hessian = restriction.Space.ReduceForm(HessianAt(model, climb.Point));
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
            Converged = summary.Converged && !ridge && !step && shapeRidge is null && !climb.AtEdge,
            Termination = climb.AtEdge ? TerminationWords.Degenerate : ridge || normalRidge || shapeRidge is not null ? TerminationWords.Ridge : step ? TerminationWords.PathRidge : Word(summary.Termination),
            Message = climb.AtEdge ? new Phrase("message.degenerate")
                : ridge ? new Phrase("message.ridge")
                : normalRidge ? new Phrase("message.normal-ridge")
                : step ? new Phrase("message.path-ridge")
                : shapeRidge is not null ? new Phrase("message.shape-ridge", ("where", shapeRidge))
                : summary.MessagePhrase,
            Restriction = restriction,
            Space = restriction.Space,
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

    /// <summary>The maximum over the other parameters with u ≡ 0: regression under the model's noise. Null where constraints hold a scale of u.</summary>
    private static FrontierOutcome? Boundary(
        FrontierLikelihood model, FrontierRestriction restriction, BestClimb climb, NullModel free, ConstrainedNull? nothing, FitOptions options)
    {
        if (restriction.Boundary(free) is not { } space)
            return null;
        var restricted = new RestrictedLikelihood(model, space);
        bool known = free.IsBoundary && nothing is not null;
        double[] start = known && !restriction.Space.IsEmpty ? restricted.Project(nothing!.Model.Point) : restricted.Project(free.Point);
        BestClimb bounded = known || space.Free.Count == 0
            ? new BestClimb(start, restricted.Evaluate(start, default, default), climb.Summary, climb.Starts, climb.Agreeing)
            : MaximumLikelihood.Run(restricted, [start], options);
        double[] finite = restricted.Expand(bounded.Point);
        double[] point = [.. finite];
        foreach (int position in model.InefficiencyParameters)
            if (restriction.Space.Moves(position))
                point[position] = double.NaN;
        foreach (int level in model.InefficiencyLevels)
            point[level] = double.NegativeInfinity;
        Matrix hessian = HessianAt(restricted, bounded.Point);
        bool converged = known || bounded.Summary.Converged;
        return new FrontierOutcome
        {
            Climb = climb,
            Null = nothing,
            Point = point,
            BoundaryPoint = finite,
            // With one σ_v the limit is known in closed form; the model evaluated near it differs by rounding.
            LogLikelihood = known ? nothing!.Model.LogLikelihood : bounded.LogLikelihood,
            Converged = converged,
            Termination = converged ? TerminationWords.Boundary : Word(bounded.Summary.Termination),
            Message = new Phrase("message.boundary"),
            AtBoundary = true,
            Restriction = restriction,
            Space = space,
            Hessian = hessian,
            Conditioning = Conditioning.Of(Negative(hessian)),
        };
    }

    private static FrontierFit? ExponentialLimit(FrontierSpecification specification, FrontierLikelihood model, FitOptions options)
    {
        // A factory makes a model under its own law: without one for the exponential there is nothing to compare with.
        if (specification.Factory is not null && specification.ExponentialFactory is null)
            return null;
        FrontierSpecification exponential = specification with { Law = new Exponential(), Factory = specification.ExponentialFactory };
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

    internal static string Word(Termination termination) => termination switch
    {
        Optimization.Termination.Gradient => TerminationWords.Gradient,
        Optimization.Termination.Flat => TerminationWords.Flat,
        Optimization.Termination.Stalled => TerminationWords.Stalled,
        Optimization.Termination.IterationLimit => TerminationWords.IterationLimit,
        _ => TerminationWords.Infeasible,
    };
}
