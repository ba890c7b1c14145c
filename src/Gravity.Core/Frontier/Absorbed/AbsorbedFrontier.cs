using System.Numerics.Tensors;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>
/// Independent rows with any number of absorbed effects: y = x'β + d'α + v − s·u. The effects are concentrated out.
/// </summary>
/// <remarks>
/// ℓ(θ) = max_α Σ ℓ_i(x_i'β + d_i'α, …), θ = (β, δ, μ, ln σ_u², ln σ_v²) as in the pooled model. By the envelope theorem the gradient is that of the rows at α(θ); the Hessian is
/// H_θθ + C'D(D'WD)⁻D'C with W = −∂²ℓ/∂η² and C = ∂²ℓ/∂η∂θ, the Schur complement over the effects, so that errors are those of the pooled model with an
/// indicator a group. Derivation, and the bias of short groups: docs/models/absorbed-frontier.md.
/// </remarks>
internal sealed class AbsorbedFrontier : FrontierLikelihood
{
    /// <summary>σ_v²/V[u] below which no point is feasible.</summary>
    private const double NoiseFloor = 1e-10;

    private readonly WithinEffects _within;
    private readonly PooledFrontier _pooled;
    private readonly PooledRows _rows;
    private readonly ConcentratedSum _sum;

    /// <summary>Binds the model to its rows.</summary>
    /// <param name="sample">Frontier block and, optionally, blocks of the scaling, of μ and of the log variances; effects whose groups have two rows or more.</param>
    /// <param name="law">Law of u, with a log-concave density.</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="threads">Threads; 0 for one per processor. The result does not depend on it.</param>
    /// <exception cref="DataUnfitException">The effects span all columns.</exception>
    public AbsorbedFrontier(AbsorbedSample sample, InefficiencyLaw law, FrontierSide side, int threads = 0)
        : this(WithinEffects.Of(sample, threads), law, side, threads, null)
    {
    }

    private AbsorbedFrontier(WithinEffects within, InefficiencyLaw law, FrontierSide side, int threads, double[]? response)
        : base(within.Design, law, side, response is null ? within.Design.Response : within.Deviations(response), threads)
    {
        _within = within;
        Levels = response ?? within.Original.Response;
        _pooled = (PooledFrontier)new PooledFrontier(within.Design, law, side, threads).WithResponse(Response);
        _rows = new PooledRows(within.Design, new LawPair(law, Noise), side, Response, threads);
        _sum = new ConcentratedSum(_rows.Sum, within.Equations) { Start = Level, IsInfeasible = theta => NoiseShare(theta) < NoiseFloor };
        Parameters = _pooled.Parameters;
        Derived = _pooled.Derived;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<DerivedQuantity> Derived { get; }

    /// <summary>The effects.</summary>
    public EffectSet Effects => _within.Effects;

    /// <summary>Columns of the formula without a coefficient, and what spans them.</summary>
    public IReadOnlyList<LeftOutColumn> LeftOut => _within.LeftOut;

    /// <inheritdoc/>
    public override int UnitCount => Design.RowCount;

    /// <inheritdoc/>
    public override IReadOnlyList<double>? UnitWeights => Design.Weights;

    /// <inheritdoc/>
    internal override bool TakesWeights => true;

    /// <inheritdoc/>
    public override int InefficiencyRestrictions => _pooled.InefficiencyRestrictions;

    /// <inheritdoc/>
    public override IReadOnlyList<int> InefficiencyParameters => _pooled.InefficiencyParameters;

    internal override BlockOffsets Offsets => _pooled.Offsets;

    internal override int ConcentratedConstants => Effects.Rank.DegreesOfFreedom;

    internal override IEnumerable<FitWarning> Notes => AbsorbedNotes.Of(_within);

    /// <summary>The response before the effects were taken out.</summary>
    private double[] Levels { get; }

    /// <inheritdoc/>
    public override int UnitOf(int row) => row;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) => _sum.Evaluate(point, gradient, hessian, null, out _);

    /// <inheritdoc/>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores) => _sum.Scores(point, scores);

    /// <inheritdoc/>
    public override double[] UnitLogLikelihoods(ReadOnlySpan<double> point) => _sum.Values(point);

    /// <inheritdoc/>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates() => FrontierCoordinates.Of(Dimension, Design.TotalWeight, Ols, Offsets);

    /// <inheritdoc/>
    /// <remarks>Candidates are ranked by their likelihood with the effects of least squares.</remarks>
    public override IReadOnlyList<double[]> Starts(int count) =>
        new FrontierStarts(this, _sum.ValueAtStart).Take(count);

    /// <inheritdoc/>
    public override double LargestVarianceRatio(ReadOnlySpan<double> point) => _pooled.LargestVarianceRatio(point);

    /// <inheritdoc/>
    public override double LargestNoiseRatio(ReadOnlySpan<double> point) => _pooled.LargestNoiseRatio(point);

    /// <inheritdoc/>
    public override double LargestTruncationPoint(ReadOnlySpan<double> point) => _pooled.LargestTruncationPoint(point);

    /// <inheritdoc/>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> point) => ConditionalWith(point, _sum.Solve(Finite(point), 0).Effects);

    /// <inheritdoc/>
    internal override double MeanEfficiency(double[] point) =>
        IsBoundary(point) ? 1 : _pooled.WithResponse(Shifted(_sum.Solve(Finite(point), 0).Effects)).MeanEfficiency(point);

    /// <inheritdoc/>
    public override RowLaws? RowLaws(IReadOnlyList<double> point) => _pooled.RowLaws(point);

    /// <inheritdoc/>
    public override IReadOnlyList<ComposedError>? ErrorLaws(IReadOnlyList<double> point) => _pooled.ErrorLaws(point);

    /// <inheritdoc/>
    public override FrontierLikelihood WithResponse(double[] response) => new AbsorbedFrontier(_within, Law, Side, Threads, response);

    /// <inheritdoc/>
    internal override FitResult Describe(FitResult result, FitOptions options) => AbsorbedNotes.Describe(result, Effects, LeftOut, Design, options);

    /// <inheritdoc/>
    internal override Func<IReadOnlyList<double>, RandomSource, ConditionalInefficiency> Draws(IReadOnlyList<double> estimate)
    {
        EffectDraws draws = _sum.Draws(Finite(estimate));
        return (theta, random) => ConditionalWith(theta, draws.Next(Finite(theta), random));
    }

    /// <inheritdoc/>
    internal override BestClimb Climb(IReadOnlyList<double[]> starts, FitOptions options) =>
        new EdgeAwareClimb(this, () => new AbsorbedClimb(this, _sum), NoiseShare, options).Best(starts);

    /// <summary>The largest σ_v²/V[u] over the rows: V[u] and not σ_u², which runs to infinity with −μ without u growing.</summary>
    internal double NoiseShare(IReadOnlyList<double> point)
    {
        double[] theta = [.. point];
        double share = LargestNoiseRatio(theta);
        // V[u] ≤ σ_u² for the truncated normal, so that a share above the edge needs no closer look.
        if (Law is not ConjugateLaw conjugate || _rows.Scaling >= 0 || (_rows.Mean >= 0 && share > 1e-5))
            return share;
        if (_rows.Mean < 0)
            return share / conjugate.Variance(conjugate.At(0, 0));
        bool constant = _rows.Terms.Skip(1).All(t => t.Columns is null);
        double largest = 0;
        for (int start = 0; start < (constant ? 1 : Design.RowCount); start += RowPartition.BlockRows)
            foreach (PooledPoint row in _rows.At(theta, start, constant ? 1 : Math.Min(RowPartition.BlockRows, Design.RowCount - start)))
                largest = Math.Max(largest, Math.Exp(row.Noise.LogVariance) / Law.Variance(row.Law));
        return double.IsNaN(largest) ? double.PositiveInfinity : largest;
    }

    /// <summary>What the effects are at θ when least squares on them leaves nothing: the mean of s·u, the same in all rows.</summary>
    private double[] Level(double[] theta)
    {
        var level = new double[Design.RowCount];
        PooledPoint first = _rows.At(theta, 0, 1)[0];
        double mean = Sign * Law.Mean(first.Law);
        Array.Fill(level, double.IsFinite(mean) ? mean : 0);
        return level;
    }

    private ConditionalInefficiency ConditionalWith(IReadOnlyList<double> point, double[] effects)
    {
        ConditionalInefficiency at = _pooled.WithResponse(Shifted(effects)).Conditional(point);
        double[] frontier = new double[at.RowCount];
        for (int i = 0; i < frontier.Length; i++)
            frontier[i] = Levels[i] - at.Residual[i];
        return new ConditionalInefficiency(at.Laws, at.LawOfRow, at.Scale, frontier, at.Residual, at.NoiseVariance, at.LogNoiseMean);
    }

    /// <summary>θ with a finite point in place of the boundary's −∞ and NaN: u = 0 to rounding.</summary>
    private double[] Finite(IReadOnlyList<double> point)
    {
        double[] theta = [.. point];
        if (!IsBoundary(point))
            return theta;
        foreach (int j in InefficiencyParameters)
            theta[j] = 0;
        BlockOffsets offsets = Offsets;
        theta[offsets.LogU + FrontierCoordinates.InterceptOf(offsets.LogUColumns)] =
            point[offsets.LogV + FrontierCoordinates.InterceptOf(offsets.LogVColumns)] - 60;
        return theta;
    }

    private double[] Shifted(double[] effects)
    {
        var shifted = new double[Response.Length];
        TensorPrimitives.Subtract(Response, effects, shifted);
        return shifted;
    }
}
