using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Draws;
using Gravity.Core.Frontier.Intercepts;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Models;

/// <summary>
/// Each unit has an intercept of its own: y_it = x_it'β + a_i + v_it − s·u_it, v_it ~ N(0, σ_v²), u_it half-normal or exponential, a_i of an <see cref="InterceptLaw"/>.
/// </summary>
/// <remarks>
/// a_i ~ N(0, σ_w²): true random effects, Greene (2005). a_i = w_i − s·u_i0: four components, Colombi, Kumbhakar, Martini and Vittadini (2014), Kumbhakar, Lien and
/// Hardaker (2014), Filippini and Greene (2016). Flat: the density of the within deviations, Chen, Schmidt and Wang (2014). Given a_i the rows are
/// independent, so a unit's likelihood is one integral over a_i whatever its number of rows; it is computed to about 1e-12 and differentiated under the
/// integral (docs/models/random-intercepts.md). ln σ_u² and ln σ_v² may vary over rows, ln σ_u0² and ln σ_w² over units.
/// </remarks>
public sealed class RandomInterceptFrontier : FrontierLikelihood, ISimulates, IDrawsGivenConstants
{
    /// <summary>ln of a variance in units of all variance at which a component that is 0 is evaluated: its effect, of the order of the variance, is far inside rounding.</summary>
    internal const double Depth = -46;

    private readonly ConjugateLaw _law;
    private readonly InterceptLayout _layout;
    private readonly InterceptSum _sum;
    private readonly WithinColumns? _within;

    /// <summary>Binds the model to its rows.</summary>
    /// <param name="design">Frontier block and, optionally, blocks of the four log variances.</param>
    /// <param name="law">Law of u_it: half-normal or exponential.</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="intercept">Law of the intercept.</param>
    /// <param name="threads">Threads; 0 for one per processor. The result does not depend on it.</param>
    /// <exception cref="UsageException">No units, or a law without closed form here.</exception>
    /// <exception cref="DataUnfitException">An index of a unit's variance varies within it; a flat intercept and no column that varies within units.</exception>
    public RandomInterceptFrontier(Design design, ConjugateLaw law, FrontierSide side, InterceptLaw intercept, int threads = 0)
        : this(WithinColumns.Of(design, intercept), design, law, side, intercept, threads, design.Response)
    {
    }

    private RandomInterceptFrontier(
        WithinColumns? within, Design design, ConjugateLaw law, FrontierSide side, InterceptLaw intercept, int threads, double[] response)
        : base(within?.Design ?? design, law, side, within?.Deviations(response) ?? response, threads)
    {
        if (law.HasMean)
            throw new UsageException("law-not-for-model", $"random intercepts take half-normal or exponential inefficiency, not {law.Key}");
        if (design.Block(BlockNames.InefficiencyMean) is not null)
            throw new UsageException("law-without-mean", $"the {law.Key} law has no mean index: use --sigma-u");
        _law = law;
        _within = within;
        Intercept = intercept;
        _layout = new InterceptLayout(Design, intercept);
        _sum = new InterceptSum(this, law, _layout);
        Derived = InterceptQuantities.Of(law, _layout);
    }

    /// <summary>The law of a_i.</summary>
    public InterceptLaw Intercept { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => _layout.Parameters;

    /// <inheritdoc/>
    public override IReadOnlyList<DerivedQuantity> Derived { get; }

    /// <inheritdoc/>
    public override int UnitCount => _layout.Units.Count;

    /// <inheritdoc/>
    public override int UnitOf(int row) => _layout.Units.UnitOfRow[row];

    /// <inheritdoc/>
    public override int InefficiencyRestrictions => InefficiencyParameters.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<int> InefficiencyParameters =>
        [.. _layout.RowPositions(InterceptLayout.LogU), .. _layout.LogU0 is { } own ? InterceptLayout.Positions(own, _layout.LogU0Offset) : []];

    /// <inheritdoc/>
    internal override IReadOnlyList<int> InefficiencyLevels => _layout.LogU0 is { } own
        ? [.. base.InefficiencyLevels, _layout.LogU0Offset + FrontierCoordinates.InterceptOf(own.Columns)] : base.InefficiencyLevels;

    /// <inheritdoc/>
    /// <remarks>Transient and persistent inefficiency can each vanish while the other stays.</remarks>
    internal override double[]? Leap(double[] point)
    {
        double[]? far = null;
        if (IsSmall(Math.Exp(_layout.LargestLogRatio(point, InterceptLayout.LogU, InterceptLayout.LogV))))
            RemoveInefficiency(far = [.. point]);
        if (_layout.LogU0 is not null && IsSmall(_layout.LargestPersistentRatio(point)))
        {
            far ??= [.. point];
            double deviation = Enumerable.Range(0, UnitCount).Average(unit => Math.Exp(0.5 * _layout.Prior(point, unit).LogU0));
            int level = _layout.LogWOffset + FrontierCoordinates.InterceptOf(_layout.LogW!.Columns);
            far[InefficiencyLevels[1]] -= LeapDepth;
            if (Design.Frontier.Intercept is >= 0 and var intercept)
                far[intercept] -= Sign * Math.Sqrt(2 / Math.PI) * deviation;
            far[level] += Math.Log(1 + (1 - 2 / Math.PI) * deviation * deviation * Math.Exp(-far[level]));
        }
        return far;
    }

    /// <inheritdoc/>
    internal override IEnumerable<double[]> Near(double[] point) => Near(point, Math.Exp(_layout.LargestLogRatio(point, InterceptLayout.LogU, InterceptLayout.LogV)));

    internal InterceptLayout Layout => _layout;

    /// <inheritdoc/>
    public override int InefficiencyComponents => _layout.LogU0 is null ? 1 : 2;

    /// <inheritdoc/>
    /// <remarks>The normal random-intercept model, y = x'β + w_i + v_it; with a flat intercept the within regression. ln σ_v² and ln σ_w² keep their indices.</remarks>
    public override NullModel Null(FitOptions options)
    {
        double[] deep = new InterceptStarts(this, _layout).Without();
        var held = InefficiencyParameters.ToDictionary(j => j, j => deep[j]);
        var restricted = new RestrictedLikelihood(this, held);
        BestClimb climb = MaximumLikelihood.Run(restricted, [restricted.Reduce(deep)], options.Silent());
        double[] point = restricted.Expand(climb.Point);
        double[] fitted = Design.Frontier.Values.Times(point.AsSpan(0, Design.Frontier.Columns)), logV = _layout.RowValues(InterceptLayout.LogV, point);
        return new NullModel
        {
            LogLikelihood = climb.LogLikelihood,
            Point = point,
            IsBoundary = climb.Summary.Converged,
            Draw = random =>
            {
                var response = new double[fitted.Length];
                for (int unit = 0; unit < UnitCount; unit++)
                {
                    double logW = _layout.Prior(point, unit).LogW, own = double.IsNaN(logW) ? 0 : Math.Exp(0.5 * logW) * random.NextNormal();
                    for (int i = _layout.Units.Starts[unit]; i < _layout.Units.Starts[unit + 1]; i++)
                        response[i] = fitted[i] + own + Math.Exp(0.5 * logV[i]) * random.NextNormal();
                }
                return response;
            },
        };
    }

    /// <inheritdoc/>
    internal override FrontierOutcome FindOutcome(Func<FrontierOutcome> common, FitOptions options) =>
        InterceptOutcome.Of(this, _layout, common(), options);

    /// <inheritdoc/>
    internal override IReadOnlyList<FitWarning> Notes => _within is null ? [] :
    [
        .. _within.Absorbed.Select(name => new FitWarning(WarningCatalog.CollinearColumn, new Phrase("warning.collinear-column.constant", ("name", name)))),
    ];

    /// <inheritdoc/>
    internal override double? LeastSquaresHeight => _within is null ? base.LeastSquaresHeight : Null(new FitOptions()).LogLikelihood;

    internal override BlockOffsets Offsets => new()
    {
        Mean = -1,
        MeanColumns = null,
        LogU = _layout.RowOffsets[InterceptLayout.LogU],
        LogUColumns = _layout.Rows[InterceptLayout.LogU].Columns,
        LogV = _layout.RowOffsets[InterceptLayout.LogV],
        LogVColumns = _layout.Rows[InterceptLayout.LogV].Columns,
        Time = Dimension,
    };

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) => _sum.Evaluate(point, gradient, hessian);

    /// <inheritdoc/>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores) => _sum.Scores(point, scores);

    /// <inheritdoc/>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates()
    {
        (double[] reference, Matrix directions) = FrontierCoordinates.Of(Dimension, Design.RowCount, Ols, Offsets with { Time = _layout.Dimension });
        double level = reference[Offsets.LogV + FrontierCoordinates.InterceptOf(Offsets.LogVColumns)];
        foreach ((IndexTerm? term, int offset) in new[] { (_layout.LogU0, _layout.LogU0Offset), (_layout.LogW, _layout.LogWOffset) })
        {
            if (term is null)
                continue;
            reference[offset + FrontierCoordinates.InterceptOf(term.Columns)] = level;
            FrontierCoordinates.SetBlock(directions, offset, term.Columns, 1);
        }
        return (reference, directions);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(int count) => new InterceptStarts(this, _layout).Take(count);

    /// <inheritdoc/>
    /// <remarks>σ_u²/σ_v² over rows; with persistent inefficiency the larger of that and σ_u0²/σ_v².</remarks>
    public override double LargestVarianceRatio(ReadOnlySpan<double> point) => Math.Exp(Math.Max(
        _layout.LargestLogRatio(point, InterceptLayout.LogU, InterceptLayout.LogV), _layout.LargestLogRatioOfUnits(point, _layout.LogU0, _layout.LogU0Offset)));

    /// <inheritdoc/>
    public override double LargestNoiseRatio(ReadOnlySpan<double> point) =>
        Math.Exp(_layout.LargestLogRatio(point, InterceptLayout.LogV, InterceptLayout.LogU));

    /// <inheritdoc/>
    public override double LargestTruncationPoint(ReadOnlySpan<double> point) => double.NaN;

    /// <inheritdoc/>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> point) =>
        InterceptConditional.Of(this, _law, _layout, _sum, point, _within);

    /// <inheritdoc/>
    /// <remarks>With a normal intercept v + w is one normal number. The four components and deviations from means have no such form.</remarks>
    public override IReadOnlyList<ComposedError>? ErrorLaws(IReadOnlyList<double> point)
    {
        if (Intercept != InterceptLaw.Normal)
            return null;
        double[] theta = _layout.Finite([.. point]);
        double[] logU = _layout.RowValues(InterceptLayout.LogU, theta), logV = _layout.RowValues(InterceptLayout.LogV, theta);
        bool none = IsBoundary(point);
        return [.. Enumerable.Range(0, Design.RowCount).Select(i => new ComposedError(
            _law, 0, none ? 0 : Math.Exp(0.5 * logU[i]), Math.Sqrt(Math.Exp(logV[i]) + Math.Exp(_layout.Prior(theta, UnitOf(i)).LogW)), Side))];
    }

    /// <inheritdoc/>
    /// <remarks>Unit by unit w_i and u_i0, then u and v of its rows. A flat intercept has no law: its units' constants are 0 here.</remarks>
    public ResponseDraw DrawResponse(IReadOnlyList<double> point, RandomSource random) =>
        ((IDrawsGivenConstants)this).DrawResponse(point, new double[Design.RowCount], random);

    /// <inheritdoc/>
    ResponseDraw IDrawsGivenConstants.DrawResponse(IReadOnlyList<double> point, double[] constants, RandomSource random) =>
        InterceptDraw.Of(this, _law, _layout, _within?.Levels([.. point.Take(Design.Frontier.Columns)]), [.. point], constants, random);

    /// <inheritdoc/>
    public override FrontierLikelihood WithResponse(double[] response) =>
        new RandomInterceptFrontier(_within, Design, _law, Side, Intercept, Threads, response);
}
