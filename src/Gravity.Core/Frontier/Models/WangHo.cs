using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Draws;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Models;

/// <summary>How the unit constants of <see cref="WangHo"/> are taken out.</summary>
public enum UnitTransform
{
    /// <summary>Deviations from unit means.</summary>
    Within,

    /// <summary>Differences of consecutive periods; a gap separates.</summary>
    FirstDifference,
}

/// <summary>A free constant a unit and one inefficiency a unit that moves with determinants: y_it = α_i + x_it'β + v_it − s·exp(z_it'δ)·u_i.</summary>
/// <remarks>
/// Wang and Ho (2010), Journal of Econometrics 157: 286–296. The constants are transformed away before the likelihood is written, so that their number does
/// not bias it, however short the units. First differences of a run of n consecutive periods and deviations from its mean carry the same information: their
/// log-likelihoods differ by ½ln n (the determinant of the differences' covariance), so both are computed from deviations, of the unit or of the run.
/// δ has no intercept: σ_u is the scale. Derivation in docs/models/wang-ho.md.
/// </remarks>
public sealed class WangHo : FrontierLikelihood, IDrawsGivenConstants
{
    private readonly WithinRows _within;
    private readonly ConjugateLaw _law;
    private readonly WangHoRows _rows;
    private readonly double _constant;

    /// <summary>Binds the model to its rows.</summary>
    /// <param name="design">Frontier block, the scaling block z and, optionally, blocks of μ and ln σ_u² that are constant within units.</param>
    /// <param name="law">Law of u_i.</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="transform">How the constants are taken out.</param>
    /// <param name="threads">Threads; 0 for one per processor. The result does not depend on it.</param>
    /// <exception cref="UsageException">The design has no units, no determinants, or a noise index.</exception>
    /// <exception cref="DataUnfitException">Nothing varies within units, or a row is alone in its unit or run.</exception>
    public WangHo(Design design, ConjugateLaw law, FrontierSide side, UnitTransform transform = UnitTransform.Within, int threads = 0)
        : this(WithinRows.Of(Checked(design), Groups(design.Units!, transform)), law, side, transform, threads, null)
    {
    }

    private WangHo(WithinRows within, ConjugateLaw law, FrontierSide side, UnitTransform transform, int threads, double[]? response)
        : base(within.Design, law, side, response is null ? within.Design.Response : within.Groups.Demean(response), threads)
    {
        _within = within;
        _law = law;
        Transform = transform;
        Levels = response ?? within.Original.Response;
        _rows = new WangHoRows(within, law, Response, Sign, threads);
        RowsOfOneU = Units.LongestUnit;
        if (!Enumerable.Range(0, _rows.Z.Columns).Any(j => within.Groups.Demean(_rows.Z.Column(j)).Any(v => Math.Abs(v) > 1e-9)))
        {
            throw new DataUnfitException(
                "no-within-variation", "no determinant of inefficiency varies within units, so that unit constants absorb inefficiency: use determinants that move over time");
        }
        SharedLayout.RequireConstantWithinUnits(_rows.LogU, Units);
        if (_rows.Mean is { } mean)
            SharedLayout.RequireConstantWithinUnits(mean, Units);
        if (transform == UnitTransform.FirstDifference)
            for (int group = 0; group < within.Groups.Count; group++)
                _constant -= 0.5 * Math.Log(within.Groups.Length(group));
        Parameters = _rows.Parameters;
        Derived = DerivedQuantities.Of(
            this,
            _rows.Mean is null ? null : IndexAverage.Of(_rows.Mean, Offsets.Mean),
            IndexAverage.Of(_rows.LogU, Offsets.LogU),
            theta => theta[Offsets.LogV]);
    }

    /// <summary>How the constants are taken out.</summary>
    public UnitTransform Transform { get; }

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
    public override int InefficiencyRestrictions => InefficiencyParameters.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<int> InefficiencyParameters => [.. Enumerable.Range(Offsets.Scaling, Offsets.LogV - Offsets.Scaling)];

    internal override BlockOffsets Offsets => _rows.Offsets;

    /// <inheritdoc/>
    private protected override int RowsOfOneU { get; }

    /// <summary>Rows less constants: the deviations that are free.</summary>
    internal int FreeDeviations => _rows.FreeDeviations;

    /// <summary>The rows before the transformation.</summary>
    internal Design Original => _within.Original;

    private double[] Levels { get; }

    /// <inheritdoc/>
    public override int UnitOf(int row) => Units.UnitOfRow[row];

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) =>
        _rows.Evaluate(point, gradient, hessian) + _constant;

    /// <inheritdoc/>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores) => _rows.Scores(point, scores);

    /// <inheritdoc/>
    /// <remarks>A step in δ keeps h·σ_u at the mean of z, so that determinants far from zero do not make δ and σ_u one direction.</remarks>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates()
    {
        (double[] reference, Matrix directions) = FrontierCoordinates.Of(Dimension, Design.RowCount, Ols, Offsets);
        double[] means = WangHoStarts.Means(_rows.Z);
        int level = Offsets.LogU + FrontierCoordinates.InterceptOf(Offsets.LogUColumns);
        for (int j = 0; j < means.Length; j++)
            for (int m = 0; m < means.Length; m++)
                directions[level, Offsets.Scaling + j] -= 2 * means[m] * directions[Offsets.Scaling + m, Offsets.Scaling + j];
        return (reference, directions);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(int count) => new WangHoStarts(this, _rows).Take(count);

    /// <inheritdoc/>
    public override double LargestVarianceRatio(ReadOnlySpan<double> point) => Math.Exp(LargestLogRatio(point, 1));

    /// <inheritdoc/>
    public override double LargestNoiseRatio(ReadOnlySpan<double> point) => Math.Exp(LargestLogRatio(point, -1));

    /// <inheritdoc/>
    public override double LargestTruncationPoint(ReadOnlySpan<double> point)
    {
        if (_rows.Mean is null)
            return double.NaN;
        double largest = double.NegativeInfinity;
        for (int unit = 0; unit < Units.Count; unit++)
        {
            (double mu, double logU) = _rows.IndicesOf(unit, point);
            largest = Math.Max(largest, mu * Math.Exp(-0.5 * logU));
        }
        return largest;
    }

    /// <inheritdoc/>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> point)
    {
        double[] residual = LevelResiduals(point), theta = [.. point];
        double[] constants = Constants(theta, residual, out IConditionalLaw[] laws, out double[] h);
        double noise = Math.Exp(theta[Offsets.LogV]);
        double[] frontier = new double[residual.Length], noises = new double[residual.Length];
        for (int i = 0; i < frontier.Length; i++)
        {
            residual[i] -= constants[Units.UnitOfRow[i]];
            frontier[i] = Levels[i] - residual[i];
            noises[i] = noise;
        }
        return IsBoundary(point)
            ? WithoutInefficiency(frontier, residual, noises)
            : new ConditionalInefficiency(laws, Units.UnitOfRow, h, frontier, residual, noises);
    }

    /// <inheritdoc/>
    /// <remarks>h·u of a law with scale σ_u and location μ is of the same law with scale hσ_u and location hμ.</remarks>
    public override IReadOnlyList<ComposedError> ErrorLaws(IReadOnlyList<double> point)
    {
        double[] theta = [.. point];
        bool none = IsBoundary(point);
        double noise = Math.Exp(0.5 * theta[Offsets.LogV]);
        double[]? h = none ? null : _rows.Path(theta);
        var laws = new ComposedError[Design.RowCount];
        for (int i = 0; i < laws.Length; i++)
        {
            (double mu, double logU) = none ? (0, 0) : _rows.IndicesOf(Units.UnitOfRow[i], theta);
            laws[i] = new ComposedError(_law, none ? 0 : h![i] * mu, none ? 0 : h![i] * Math.Exp(0.5 * logU), noise, Side);
        }
        return laws;
    }

    /// <inheritdoc/>
    /// <remarks>Unit by unit u_i, then v of its rows; u_it = h_it·u_i.</remarks>
    ResponseDraw IDrawsGivenConstants.DrawResponse(IReadOnlyList<double> point, double[] constants, RandomSource random)
    {
        double[] theta = [.. point], response = _within.Levels(theta.AsSpan(0, Design.Frontier.Columns)), inefficiency = new double[response.Length];
        bool boundary = IsBoundary(point);
        double noise = Math.Exp(0.5 * theta[Offsets.LogV]);
        double[]? h = boundary ? null : _rows.Path(theta);
        for (int unit = 0; unit < Units.Count; unit++)
        {
            (double mu, double logU) = boundary ? (0, 0) : _rows.IndicesOf(unit, theta);
            double own = boundary ? 0 : _law.Sample(mu, Math.Exp(0.5 * logU), random);
            for (int i = Units.Starts[unit]; i < Units.Starts[unit + 1]; i++)
            {
                inefficiency[i] = boundary ? 0 : h![i] * own;
                response[i] += constants[i] + noise * random.NextNormal() - Sign * inefficiency[i];
            }
        }
        return new ResponseDraw(response, inefficiency);
    }

    /// <inheritdoc/>
    public override FrontierLikelihood WithResponse(double[] response) => new WangHo(_within, _law, Side, Transform, Threads, response);

    /// <inheritdoc/>
    /// <remarks>The within regression (by runs, in first differences), its variance over the free deviations.</remarks>
    public override NullModel Null(FitOptions options)
    {
        int free = FreeDeviations;
        double variance = Ols.ResidualSumOfSquares / free, sigma = Math.Sqrt(variance);
        var point = new double[Dimension];
        Ols.Coefficients.CopyTo(point, 0);
        point[Offsets.LogV] = Math.Log(variance);
        point[Offsets.LogU + FrontierCoordinates.InterceptOf(Offsets.LogUColumns)] = Math.Log(variance) - 60;
        double[] fitted = Design.Frontier.Values.Times(Ols.Coefficients);
        return new NullModel
        {
            LogLikelihood = FrontierEstimator.GaussianLogLikelihood(Ols.ResidualSumOfSquares, free) + _constant,
            Point = point,
            IsBoundary = true,
            Draw = random => Array.ConvertAll(fitted, f => f + sigma * random.NextNormal()),
        };
    }

    internal override double? LeastSquaresHeight => Null(new FitOptions()).LogLikelihood;

    internal override IEnumerable<FitWarning> Notes => UnitConstantNotes.Of(_within, incidental: false);

    /// <inheritdoc/>
    internal override IReadOnlyList<UnitEffect> UnitEffects(IReadOnlyList<double> point, Matrix covariance)
    {
        double[] theta = [.. point];
        double[] constants = Constants(theta, LevelResiduals(point), out IConditionalLaw[] laws, out double[] h);
        double noise = Math.Exp(theta[Offsets.LogV]);
        Matrix slopes = Inference.DeltaMethod.Jacobian(ConstantsAt, Units.Count, theta, covariance);
        return [.. constants.Select((constant, unit) =>
        {
            int start = Units.Starts[unit], count = Units.Starts[unit + 1] - start;
            double path = System.Numerics.Tensors.TensorPrimitives.Average<double>(h.AsSpan(start, count));
            double own = noise / count + path * path * laws[unit].Variance;
            double[] slope = [.. Enumerable.Range(0, theta.Length).Select(j => slopes[unit, j])];
            return new UnitEffect(Units.Names[unit], constant, UnitConstantNotes.Error(slope, covariance, own), count);
        })];
    }

    /// <summary>E[α_i | data] at θ, on the scale of the response.</summary>
    internal double[] ConstantsAt(IReadOnlyList<double> point) => Constants([.. point], LevelResiduals(point), out _, out _);

    /// <summary>α_i = mean of y − x'β + s·h̄·E[u_i | ẽ]; also u_i | ẽ and h.</summary>
    private double[] Constants(double[] theta, double[] residual, out IConditionalLaw[] laws, out double[] h)
    {
        bool none = IsBoundary(theta);
        double precision = Math.Exp(-theta[Offsets.LogV]);
        h = none ? new double[residual.Length] : _rows.Path(theta);
        double[] deviation = _within.Groups.Demean(h), e = _within.Groups.Demean(residual);
        laws = new IConditionalLaw[Units.Count];
        var constants = new double[Units.Count];
        for (int unit = 0; unit < constants.Length; unit++)
        {
            int start = Units.Starts[unit], count = Units.Starts[unit + 1] - start;
            double a = 0, b = 0, level = 0, path = 0;
            for (int i = start; i < start + count; i++)
            {
                a += precision * deviation[i] * deviation[i];
                b += precision * deviation[i] * Sign * e[i];
                level += residual[i] / count;
                path += h[i] / count;
            }
            if (none)
            {
                laws[unit] = DegenerateLaw.Instance;
            }
            else
            {
                (double mu, double logU) = _rows.IndicesOf(unit, theta);
                laws[unit] = _law.Conditional(a, b, mu, Math.Exp(logU));
            }
            constants[unit] = level + Sign * path * laws[unit].Mean;
        }
        return constants;
    }

    private double[] LevelResiduals(IReadOnlyList<double> point)
    {
        double[] residual = _within.Levels([.. point.Take(Design.Frontier.Columns)]);
        for (int i = 0; i < residual.Length; i++)
            residual[i] = Levels[i] - residual[i];
        return residual;
    }

    private double LargestLogRatio(ReadOnlySpan<double> point, int sign)
    {
        double[] theta = point.ToArray(), h = _rows.Path(theta);
        double largest = double.NegativeInfinity;
        for (int unit = 0; unit < Units.Count; unit++)
        {
            double logU = _rows.IndicesOf(unit, theta).LogU;
            for (int i = Units.Starts[unit]; i < Units.Starts[unit + 1]; i++)
                largest = Math.Max(largest, sign * (logU + 2 * Math.Log(h[i]) - theta[Offsets.LogV]));
        }
        return largest;
    }

    private static RowGroups Groups(UnitIndex units, UnitTransform transform) =>
        transform == UnitTransform.Within ? RowGroups.OfUnits(units) : RowGroups.OfConsecutivePeriods(units);

    private static Design Checked(Design design)
    {
        if (design.Units is null)
            throw new UsageException("no-units", "unit constants need units: name their column, e.g. --unit iso3");
        if (design.Block(BlockNames.NoiseVariance) is { } noise && (noise.Columns > 1 || noise.Intercept < 0))
            throw new UsageException("no-such-index", "wang-ho has one noise variance: taking out unit means needs rows of one weight; leave out --sigma-v");
        return design;
    }
}
