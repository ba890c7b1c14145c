using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Draws;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Models;

/// <summary>
/// A free constant a unit and inefficiency that is drawn anew in every row: y_it = α_i + x_it'β + v_it − s·u_it. The constants are concentrated out.
/// </summary>
/// <remarks>
/// Greene (2005), Journal of Econometrics 126: 269–303, the true fixed-effects model. ℓ(θ) = Σ_i max_α Σ_t ℓ_it(α, θ) with θ = (β, μ, ln σ_u², ln σ_v²):
/// by the envelope theorem its gradient is that of the rows at α_i(θ), and its Hessian is Σ_i (H_θθ − H_θα·H_αθ/H_αα). Variances and μ may vary over
/// rows. The frontier's columns enter as deviations from unit means; those constant within units are part of α_i. Derivation in
/// docs/models/true-fixed-effects.md.
/// </remarks>
public sealed class TrueFixedEffects : FrontierLikelihood, IDrawsGivenConstants
{
    /// <summary>σ_v²/V[u] below which no point is feasible.</summary>
    private const double NoiseFloor = 1e-10;

    private readonly WithinRows _within;
    private readonly ConjugateLaw _law;
    private readonly PooledFrontier _pooled;
    private readonly PooledRows _rows;
    private readonly UnitConstants _constants;

    /// <summary>Binds the model to its rows.</summary>
    /// <param name="design">Frontier block and, optionally, blocks of μ and of the log variances; every unit has two rows or more.</param>
    /// <param name="law">Law of u.</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="threads">Threads; 0 for one per processor. The result does not depend on it.</param>
    /// <exception cref="UsageException">The design has no units.</exception>
    /// <exception cref="DataUnfitException">No column varies within units, or a unit has a single row.</exception>
    public TrueFixedEffects(Design design, ConjugateLaw law, FrontierSide side, int threads = 0)
        : this(WithinRows.Of(design, RowGroups.OfUnits(UnitsOf(design))), law, side, threads, null)
    {
    }

    private TrueFixedEffects(WithinRows within, ConjugateLaw law, FrontierSide side, int threads, double[]? response)
        : base(within.Design, law, side, response is null ? within.Design.Response : within.Groups.Demean(response), threads)
    {
        _within = within;
        _law = law;
        Levels = response ?? within.Original.Response;
        _pooled = new PooledFrontier(within.Design, law, side, threads);
        _rows = new PooledRows(within.Design, new LawPair(law, Noise), side, Response, threads);
        _constants = new UnitConstants(Response, _rows, side, Units, threads);
        Parameters = _pooled.Parameters;
        Derived = _pooled.Derived;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<DerivedQuantity> Derived { get; }

    /// <summary>The units; never null here.</summary>
    public UnitIndex Units => Design.Units!;

    /// <summary>Columns of the formula that are constant within units and so part of α_i.</summary>
    public IReadOnlyList<string> AbsorbedColumns => _within.Absorbed;

    /// <inheritdoc/>
    public override int UnitCount => Units.Count;

    /// <inheritdoc/>
    public override int InefficiencyRestrictions => _pooled.InefficiencyRestrictions;

    /// <inheritdoc/>
    public override IReadOnlyList<int> InefficiencyParameters => _pooled.InefficiencyParameters;

    internal override BlockOffsets Offsets => _pooled.Offsets;

    /// <summary>The response before unit means were taken out.</summary>
    private double[] Levels { get; }

    /// <inheritdoc/>
    public override int UnitOf(int row) => Units.UnitOfRow[row];

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        // Nearer to σ_v = 0 the likelihood is that of the deterministic limit to rounding: no maximum lies there, and a climb must not crawl there.
        UnitRoots? roots = NoiseShare(point) < NoiseFloor ? null : _constants.Solve(point.ToArray(), !hessian.IsEmpty);
        if (roots is not { Exist: true })
        {
            gradient.Clear();
            hessian.Clear();
            return double.NegativeInfinity;
        }
        double value = RowsAt(roots).Evaluate(point, gradient, hessian);
        if (!hessian.IsEmpty)
            SubtractConstants(roots, hessian);
        return value;
    }

    /// <inheritdoc/>
    /// <remarks>The derivative of ℓ_i(θ, α_i(θ)), which is the rows' at α_i: the constants' own share is zero at their optimum.</remarks>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores)
    {
        Matrix rows = new(Design.RowCount, Dimension);
        RowsAt(_constants.Solve(point.ToArray(), false)).Scores(point, rows);
        for (int j = 0; j < Dimension; j++)
        {
            ReadOnlySpan<double> column = rows.Column(j);
            for (int unit = 0; unit < Units.Count; unit++)
                scores[unit, j] = System.Numerics.Tensors.TensorPrimitives.Sum(column[Units.Starts[unit]..Units.Starts[unit + 1]]);
        }
    }

    /// <inheritdoc/>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates() =>
        FrontierCoordinates.Of(Dimension, Design.RowCount, Ols, Offsets);

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(int count) => new FrontierStarts(this).Take(count);

    /// <inheritdoc/>
    public override double LargestVarianceRatio(ReadOnlySpan<double> point) => _pooled.LargestVarianceRatio(point);

    /// <inheritdoc/>
    public override double LargestNoiseRatio(ReadOnlySpan<double> point) => _pooled.LargestNoiseRatio(point);

    /// <inheritdoc/>
    public override double LargestTruncationPoint(ReadOnlySpan<double> point) => _pooled.LargestTruncationPoint(point);

    /// <inheritdoc/>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> point)
    {
        double[] alpha = _constants.Solve(Finite(point), false).Alpha;
        ConditionalInefficiency at = _pooled.WithResponse(Shifted(alpha)).Conditional(point);
        double[] frontier = new double[at.RowCount];
        for (int i = 0; i < frontier.Length; i++)
            frontier[i] = Levels[i] - at.Residual[i];
        return new ConditionalInefficiency(at.Laws, at.LawOfRow, at.Scale, frontier, at.Residual, at.NoiseVariance, at.LogNoiseMean);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ComposedError>? ErrorLaws(IReadOnlyList<double> point) => _pooled.ErrorLaws(point);

    /// <inheritdoc/>
    public override FrontierLikelihood WithResponse(double[] response) => new TrueFixedEffects(_within, _law, Side, Threads, response);

    /// <inheritdoc/>
    /// <remarks>Row by row u, then v; what deviations took out of the frontier is put back.</remarks>
    ResponseDraw IDrawsGivenConstants.DrawResponse(IReadOnlyList<double> point, double[] constants, RandomSource random)
    {
        double[] beta = [.. point.Take(Design.Frontier.Columns)], levels = _within.Levels(beta), within = Design.Frontier.Values.Times(beta);
        ResponseDraw draw = _pooled.DrawResponse(point, random);
        for (int i = 0; i < levels.Length; i++)
            draw.Response[i] += levels[i] - within[i] + constants[i];
        return draw;
    }

    internal override int ConcentratedConstants => Units.Count;

    internal override IEnumerable<FitWarning> Notes => UnitConstantNotes.Of(_within, incidental: true);

    internal override BestClimb Climb(IReadOnlyList<double[]> starts, FitOptions options) => new EdgeAwareClimb(this, () => this, point => NoiseShare(point), options).Best(starts);

    /// <inheritdoc/>
    internal override IReadOnlyList<UnitEffect> UnitEffects(IReadOnlyList<double> point, Matrix covariance)
    {
        double[] theta = [.. point], constants = ConstantsAt(point);
        UnitRoots roots = _constants.Solve(theta, true);
        double[][] means = _within.LevelMeans(Units);
        return [.. constants.Select((constant, unit) =>
        {
            // α_i in levels is α_i in deviations + ȳ_i − x̄_i'β.
            double[] slope = [.. Enumerable.Range(0, Dimension).Select(j => -roots.Cross![unit, j] / roots.Curvature[unit])];
            for (int j = 0; j < means[unit].Length; j++)
                slope[j] -= means[unit][j];
            return new UnitEffect(
                Units.Names[unit], constant, UnitConstantNotes.Error(slope, covariance, -1 / roots.Curvature[unit]), Units.Starts[unit + 1] - Units.Starts[unit]);
        })];
    }

    /// <summary>The largest σ_v²/V[u] over the rows: V[u] and not σ_u², which runs to infinity with −μ without u growing.</summary>
    internal double NoiseShare(ReadOnlySpan<double> point)
    {
        if (_rows.Mean < 0)
            return LargestNoiseRatio(point) / _law.Variance(_law.At(0, 0));
        bool constant = _rows.Terms.Skip(1).All(t => t.Columns is null);
        double[] theta = point.ToArray();
        double largest = 0;
        foreach (PooledPoint row in _rows.At(theta, 0, constant ? 1 : Design.RowCount))
            largest = Math.Max(largest, Math.Exp(row.Noise.LogVariance) / _law.Variance(row.Law));
        return double.IsNaN(largest) ? double.PositiveInfinity : largest;
    }

    /// <summary>α_i at θ, on the scale of the response.</summary>
    internal double[] ConstantsAt(IReadOnlyList<double> point)
    {
        double[] theta = Finite(point);
        double[] alpha = _constants.Solve(theta, false).Alpha;
        double[] index = _within.Levels(theta.AsSpan(0, Design.Frontier.Columns));
        double[] within = Design.Frontier.Values.Times(theta.AsSpan(0, Design.Frontier.Columns));
        for (int unit = 0; unit < alpha.Length; unit++)
        {
            // y − x'β − α is the same in deviations and in levels.
            int row = Units.Starts[unit];
            alpha[unit] += Levels[row] - index[row] - (Response[row] - within[row]);
        }
        return alpha;
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

    private IndexSum RowsAt(UnitRoots roots) => new(Shifted(roots.Alpha), _rows.Terms, _rows.Pair.Kernel(Side), Threads);

    private double[] Shifted(double[] alpha)
    {
        double[] shifted = [.. Response];
        for (int i = 0; i < shifted.Length; i++)
            shifted[i] -= alpha[Units.UnitOfRow[i]];
        return shifted;
    }

    /// <summary>H −= Σ_i c_i·c_i'/H_αα,i with c_i = ∂²ℓ_i/∂α∂θ.</summary>
    private void SubtractConstants(UnitRoots roots, Span<double> hessian)
    {
        int order = Dimension;
        Matrix cross = roots.Cross!;
        double[] weights = Array.ConvertAll(roots.Curvature, c => -1 / c);
        double[] sums = new RowPartition(Units.Count).Sum(order * order, Threads, (start, length, sum) =>
        {
            var scratch = new double[GramKernels.GramScratch(RowPartition.BlockRows)];
            for (int first = start; first < start + length; first += RowPartition.BlockRows)
            {
                int count = Math.Min(RowPartition.BlockRows, start + length - first);
                GramKernels.AddWeightedGram(cross, cross, first, weights.AsSpan(first, count), scratch, sum);
            }
        });
        GramKernels.MirrorLower(sums, order);
        for (int k = 0; k < sums.Length; k++)
            hessian[k] += sums[k];
    }

    private static UnitIndex UnitsOf(Design design) => design.Units
        ?? throw new UsageException("no-units", "unit constants need units: name their column, e.g. --unit iso3");
}
