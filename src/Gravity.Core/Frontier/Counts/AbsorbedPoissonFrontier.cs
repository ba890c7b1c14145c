using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Absorbed;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Families;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Counts;

/// <summary>The Poisson–half-normal frontier with absorbed effects: y ~ Poisson(exp(x'β + d'α − s·u)). The effects are concentrated out.</summary>
/// <remarks>
/// For given σ_u the log-likelihood is concave in η = x'β + d'α, so that α(θ) is unique up to what effects share. Frontier columns enter as deviations from their projection
/// on the effects, which moves α and nothing else; flows stay as they are. Groups without a flow have α = −∞ and ℓ = 0 and are left out.
/// Derivation: docs/models/poisson-half-normal.md, docs/models/absorbed-frontier.md.
/// </remarks>
internal sealed class AbsorbedPoissonFrontier : FrontierLikelihood
{
    /// <summary>Longest working response of a damped step of the effects: η is a logarithm, so that 2 is a factor of seven.</summary>
    private const double Reach = 2;

    /// <summary>Rows a group below which the bias of σ_u is told: it is up to 3/L of σ_u, more than that of frontiers with a σ_v to take it.</summary>
    private const double ShortRows = 100;

    /// <summary>σ_u of the starts.</summary>
    private static readonly double[] Sigmas = [0.4, 0.8, 1.5, 0.15, 3];

    private readonly WithinEffects _within;
    private readonly PoissonFrontier _plain;
    private readonly ConcentratedSum _sum;
    private readonly Lazy<Regression> _null;

    /// <summary>The same in a coarser unit; null where flows are small as they are.</summary>
    private readonly Lazy<(AbsorbedPoissonFrontier Model, double Unit)?> _coarser;

    /// <summary>Binds the model to its rows.</summary>
    /// <param name="sample">Rows whose response is the flow, and effects in whose groups there are two rows or more and a flow.</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="threads">Threads; 0 for one per processor. The result does not depend on it.</param>
    /// <exception cref="DataUnfitException">The effects span all columns.</exception>
    public AbsorbedPoissonFrontier(AbsorbedSample sample, FrontierSide side, int threads = 0)
        : this(WithinEffects.Of(sample, threads, keepsResponse: true), side, threads, null)
    {
    }

    private AbsorbedPoissonFrontier(WithinEffects within, FrontierSide side, int threads, double[]? flow)
        : base(within.Design, new HalfNormal(), side, flow ?? within.Design.Response, threads)
    {
        _within = within;
        _plain = new PoissonFrontier(within.Design, side, threads, Response, null);
        _null = new Lazy<Regression>(() => Regression.Of(within, Response, threads));
        _coarser = new Lazy<(AbsorbedPoissonFrontier, double)?>(() => UnitContinuation.Coarser(Response) is > 1 and var unit
            ? (new AbsorbedPoissonFrontier(within, side, threads, Array.ConvertAll(Response, y => y / unit)), unit) : null);
        _sum = new ConcentratedSum(_plain.Sum, within.Equations, Reach) { Start = Level };
    }

    /// <summary>Which rows the effects take up: of groups without a flow, and alone in a group.</summary>
    public static AbsorbedRowRules Rules { get; } = new(Singletons: true, ZeroGroups: true, Separated: true);

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => _plain.Parameters;

    /// <inheritdoc/>
    public override IReadOnlyList<DerivedQuantity> Derived => _plain.Derived;

    /// <inheritdoc/>
    public override int UnitCount => Design.RowCount;

    /// <inheritdoc/>
    public override IReadOnlyList<double>? UnitWeights => Design.Weights;

    /// <inheritdoc/>
    internal override bool TakesWeights => true;

    /// <inheritdoc/>
    internal override string NoiseName => _plain.NoiseName;

    /// <inheritdoc/>
    internal override bool SkewnessMatters => false;

    /// <inheritdoc/>
    internal override double? LeastSquaresHeight => null;

    /// <inheritdoc/>
    internal override int ConcentratedConstants => _within.Effects.Rank.DegreesOfFreedom;

    /// <inheritdoc/>
    internal override IEnumerable<FitWarning> Notes => [.. PoissonWarnings.Of(Design, Response), .. AbsorbedNotes.Of(_within, ShortRows)];

    /// <inheritdoc/>
    public override int InefficiencyRestrictions => _plain.InefficiencyRestrictions;

    /// <inheritdoc/>
    public override IReadOnlyList<int> InefficiencyParameters => _plain.InefficiencyParameters;

    internal override BlockOffsets Offsets => _plain.Offsets;

    /// <inheritdoc/>
    public override int UnitOf(int row) => row;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) => _sum.Evaluate(point, gradient, hessian, null, out _);

    /// <inheritdoc/>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores) => _sum.Scores(point, scores);

    /// <inheritdoc/>
    public override double[] UnitLogLikelihoods(ReadOnlySpan<double> point) => _sum.Values(point);

    /// <inheritdoc/>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates() => _plain.ScaledCoordinates();

    /// <inheritdoc/>
    /// <remarks>
    /// Slopes of Poisson regression over a grid of σ_u, ranked by their likelihood with the effects at their maximum: for given variances it is concave in the slopes, so that
    /// only σ_u need be searched for. The climb begins in the coarsest unit, and so does the search.
    /// </remarks>
    public override IReadOnlyList<double[]> Starts(int count)
    {
        if (_coarser.Value is { } coarser)
            return coarser.Model.Starts(count);
        double[][] points = Array.ConvertAll(Sigmas, sigma =>
        {
            var point = new double[Dimension];
            _null.Value.Coefficients.CopyTo(point, 0);
            FrontierStarts.SetLevel(point, Offsets.LogU, Offsets.LogUColumns, 2 * Math.Log(sigma));
            return point;
        });
        var ranked = points.Select(point => (Point: point, Value: Evaluate(point, default, default))).Where(p => double.IsFinite(p.Value)).OrderByDescending(p => p.Value);
        double[][] best = [.. ranked.Take(Math.Max(1, count)).Select(p => p.Point)];
        return best.Length == 0 ? [points[0]] : best;
    }

    /// <inheritdoc/>
    internal override double[]? Leap(double[] point) => null;

    /// <inheritdoc/>
    /// <remarks>The effects move with the unit of the flow by themselves.</remarks>
    internal override BestClimb Climb(IReadOnlyList<double[]> starts, FitOptions options) =>
        UnitContinuation.Climb(this, [], model => new AbsorbedClimb(model, ((AbsorbedPoissonFrontier)model)._sum), starts, options);

    /// <inheritdoc/>
    /// <remarks>Where no start has effects that could be found, nothing is known of σ_u, and not that it is 0.</remarks>
    internal override FrontierOutcome FindOutcome(Func<FrontierOutcome> common, FitOptions options)
    {
        FrontierOutcome outcome = common();
        return double.IsFinite(outcome.Climb.LogLikelihood)
            ? outcome : outcome with { Converged = false, Termination = TerminationWords.Infeasible, Message = outcome.Climb.Summary.MessagePhrase };
    }

    /// <inheritdoc/>
    /// <remarks>The largest σ_u²·μ, μ of Poisson regression: where inefficiency vanishes the two are the same.</remarks>
    public override double LargestVarianceRatio(ReadOnlySpan<double> point)
    {
        double[] eta = _null.Value.Index, logU = _plain.Sum.IndexValues(point, 1);
        double largest = double.NegativeInfinity;
        for (int i = 0; i < eta.Length; i++)
            largest = Math.Max(largest, eta[i] + logU[i]);
        return Math.Exp(largest);
    }

    /// <inheritdoc/>
    public override double LargestNoiseRatio(ReadOnlySpan<double> point) => double.NaN;

    /// <inheritdoc/>
    public override double LargestTruncationPoint(ReadOnlySpan<double> point) => double.NaN;

    /// <inheritdoc/>
    /// <remarks>Frontier x'β + d'α.</remarks>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> point) => At(point).Conditional(point);

    /// <inheritdoc/>
    public override RowLaws? RowLaws(IReadOnlyList<double> point) => _plain.RowLaws(point);

    /// <inheritdoc/>
    public override IReadOnlyList<ComposedError>? ErrorLaws(IReadOnlyList<double> point) => null;

    /// <inheritdoc/>
    public override double[]? Simulate(IReadOnlyList<double> point, RandomSource random) => At(point).Simulate(point, random);

    /// <inheritdoc/>
    public override NullModel Null(FitOptions options)
    {
        Regression regression = _null.Value;
        return _plain.NullOf(regression.Coefficients, regression.LogLikelihood, regression.Index);
    }

    /// <inheritdoc/>
    /// <remarks>Flows of a draw may leave groups without any: their rows have ℓ = 0 whatever θ is, and are left out as those of the sample were.</remarks>
    public override FrontierLikelihood WithResponse(double[] response)
    {
        double[]? frequencies = Design.Weighting is { Kind: WeightKind.Frequency } ? Design.Weights : null;
        IReadOnlyList<(Phrase Reason, int[] Rows)> left = AbsorbedRows.Find(_within.Effects, response, Rules, frequencies);
        if (left.Count == 0)
            return new AbsorbedPoissonFrontier(_within, Side, Threads, response);
        int[] kept = [.. Enumerable.Range(0, response.Length).Except(left.SelectMany(l => l.Rows)).Order()];
        if (kept.Length == 0)
            throw new DataUnfitException("all-rows-absorbed", "the absorbed effects take up every row");
        var sample = new AbsorbedSample(_within.Original.KeepRows(kept, Design.Sample), _within.Effects.Select(kept));
        return new AbsorbedPoissonFrontier(WithinEffects.Of(sample, Threads, keepsResponse: true), Side, Threads, Array.ConvertAll(kept, row => response[row]));
    }

    /// <inheritdoc/>
    internal override FitResult Describe(FitResult result, FitOptions options) => AbsorbedNotes.Describe(result, _within.Effects, _within.LeftOut, Design, options);

    /// <inheritdoc/>
    internal override Func<IReadOnlyList<double>, RandomSource, ConditionalInefficiency> Draws(IReadOnlyList<double> estimate)
    {
        EffectDraws draws = _sum.Draws(Finite(estimate));
        return (theta, random) => With(draws.Next(Finite(theta), random)).Conditional(theta);
    }

    /// <summary>The frontier without effects, these added to its index.</summary>
    private PoissonFrontier With(double[] effects) => new(Design, Side, Threads, Response, effects);

    private PoissonFrontier At(IReadOnlyList<double> point) => With(_sum.Solve(Finite(point), 0).Effects);

    /// <summary>θ with a finite point in place of the boundary's −∞ and NaN: u = 0 to rounding.</summary>
    private double[] Finite(IReadOnlyList<double> point)
    {
        double[] theta = [.. point];
        if (!IsBoundary(point))
            return theta;
        double[] nothing = Null(new FitOptions()).Point;
        foreach (int j in InefficiencyParameters)
            theta[j] = nothing[j];
        return theta;
    }

    /// <summary>The effects at θ in a coarser unit, moved to this one; in the coarsest those of Poisson regression, raised (in cost lowered) by the mean of u.</summary>
    /// <remarks>Rows of large flows are walls along which Newton's method creeps, in the effects as in θ: see <see cref="UnitContinuation"/>.</remarks>
    private double[] Level(double[] theta)
    {
        if (_coarser.Value is { } coarser && coarser.Model._sum.Solve(theta, 0) is var at && !double.IsNaN(at.Value))
            return Array.ConvertAll(at.Effects, effect => effect + Math.Log(coarser.Unit));
        double mean = Sign * Math.Sqrt(2 / Math.PI) * Derived[0].Value(theta);
        return Array.ConvertAll(_null.Value.Effects, effect => double.IsFinite(mean) ? effect + mean : effect);
    }

    /// <summary>Poisson regression with the effects: the model without inefficiency.</summary>
    /// <param name="Coefficients">Of the frontier's columns; 0 for one that it leaves out.</param>
    /// <param name="Index">η.</param>
    /// <param name="Effects">Dα.</param>
    /// <param name="LogLikelihood">ℓ.</param>
    private sealed record Regression(double[] Coefficients, double[] Index, double[] Effects, double LogLikelihood)
    {
        public static Regression Of(WithinEffects within, double[] flow, int threads)
        {
            AbsorbedProblem problem = AbsorbedProblem.Of(new AbsorbedSample(within.Design, within.Effects)) with { Response = flow };
            AbsorbedSolution solution = PseudoMaximumLikelihood.Fit(problem, new PoissonFamily(), new AbsorptionOptions { Threads = threads });
            var coefficients = new double[problem.Columns.Columns];
            for (int k = 0; k < solution.Kept.Length; k++)
                coefficients[solution.Kept[k]] = solution.Coefficients[k];
            double[] effects = problem.Columns.Times(coefficients);
            for (int i = 0; i < effects.Length; i++)
                effects[i] = solution.LinearPredictor[i] - effects[i];
            return new Regression(coefficients, solution.LinearPredictor, effects, solution.LogLikelihood);
        }
    }
}
