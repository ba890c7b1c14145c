using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Models;

/// <summary>
/// Independent rows: y = x'β + v − s·u, v and u of the given laws; ln σ_u² = z'γ, ln σ_v² = w'δ and, for laws with a location, μ = q'ω; or u = exp(z'δ)·u*.
/// </summary>
/// <remarks>
/// With constant variances: Aigner, Lovell and Schmidt (1977), Meeusen and van den Broeck (1977), Stevenson (1980). With variance indices: Caudill,
/// Ford and Gropper (1995), Wang (2002). With μ = z'δ over rows of a panel: Battese and Coelli (1995). With u = exp(z'δ)·u*: Wang and Schmidt (2002).
/// Pairs of laws: docs/models/laws.md.
/// </remarks>
public sealed class PooledFrontier : FrontierLikelihood, ISimulates
{
    private readonly PooledRows _rows;

    /// <summary>Binds the model to its rows.</summary>
    /// <param name="design">Frontier block and, optionally, blocks of the scaling, of the mean and of the log variances.</param>
    /// <param name="law">Law of u.</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="threads">Threads; 0 for one per processor. The result does not depend on it.</param>
    /// <param name="noise">Law of v; null for the normal.</param>
    public PooledFrontier(Design design, InefficiencyLaw law, FrontierSide side, int threads = 0, NoiseLaw? noise = null)
        : this(design, law, side, threads, noise ?? new NormalNoise(), design.Response)
    {
    }

    private PooledFrontier(Design design, InefficiencyLaw law, FrontierSide side, int threads, NoiseLaw noise, double[] response)
        : base(design, law, side, response, threads)
    {
        if (!law.HasMean && design.Block(BlockNames.InefficiencyMean) is not null)
        {
            string[] located = [.. InefficiencyLaw.All.Where(l => l.HasMean).Select(l => l.Key)];
            throw new UsageException(
                "law-without-mean", $"the {law.Key} law has no mean index: use --law {string.Join(" or --law ", located)}, or --sigma-u");
        }
        Noise = noise;
        _rows = new PooledRows(design, new LawPair(law, noise), side, response, threads);
        Parameters = [.. _rows.Terms.SelectMany(t => t.Names.Select(n => new Parameter(t.Block, n)))];
        Derived = DerivedQuantities.Of(this, MeanIndexAverage, VarianceIndexAverage(_rows.LogU), VarianceIndexAverage(_rows.LogV));
    }

    /// <inheritdoc/>
    public override NoiseLaw Noise { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<DerivedQuantity> Derived { get; }

    /// <inheritdoc/>
    public override int UnitCount => Design.RowCount;

    /// <inheritdoc/>
    public override IReadOnlyList<double>? UnitWeights => Design.Weights;

    /// <inheritdoc/>
    internal override bool TakesWeights => true;

    /// <inheritdoc/>
    public override int InefficiencyRestrictions => InefficiencyParameters.Count + _rows.Terms[_rows.LogV].Count - 1;

    /// <inheritdoc/>
    public override IReadOnlyList<int> InefficiencyParameters =>
        [.. new[] { _rows.Scaling, _rows.Mean, _rows.LogU, _rows.LawShape }.SelectMany(_rows.Positions)];

    /// <summary>True when μ carries determinants, as in Battese and Coelli (1995).</summary>
    public bool HasMeanIndex => _rows.Mean >= 0 && Design.Block(BlockNames.InefficiencyMean) is not null;

    /// <inheritdoc/>
    public override int UnitOf(int row) => row;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) =>
        _rows.Sum.Evaluate(point, gradient, hessian);

    /// <inheritdoc/>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores) => _rows.Sum.Scores(point, scores);

    /// <inheritdoc/>
    public override double[] UnitLogLikelihoods(ReadOnlySpan<double> point) => _rows.Sum.Values(point);

    /// <inheritdoc/>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates() =>
        FrontierCoordinates.Of(Dimension, Design.TotalWeight, Ols, Offsets);

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(int count) => new FrontierStarts(this).Take(count);

    /// <inheritdoc/>
    /// <remarks>For pairs beside the classical three it is E[u²]/σ_v², since σ_u then is no measure of the size of u.</remarks>
    public override double LargestVarianceRatio(ReadOnlySpan<double> point) => Law is ConjugateLaw && _rows.Scaling < 0
        ? LargestRatio(point, _rows.LogU, _rows.LogV)
        : Largest(point.ToArray(), row =>
        {
            double mean = Law.Mean(row.Law);
            return (mean * mean + Law.Variance(row.Law)) * Math.Exp(-row.Noise.LogVariance);
        });

    /// <inheritdoc/>
    public override double LargestNoiseRatio(ReadOnlySpan<double> point) => Law is ConjugateLaw && _rows.Scaling < 0
        ? LargestRatio(point, _rows.LogV, _rows.LogU)
        : Largest(point.ToArray(), row => Math.Exp(row.Noise.LogVariance) / Law.Variance(row.Law));

    /// <inheritdoc/>
    public override double LargestTruncationPoint(ReadOnlySpan<double> point)
    {
        if (_rows.Mean < 0 || Law.HasLogarithmicScale)
            return double.NaN;
        if (_rows.Terms[_rows.Mean].Columns is null && _rows.Terms[_rows.LogU].Columns is null)
            return point[_rows.Sum.Offset(_rows.Mean)] * Math.Exp(-0.5 * point[_rows.Sum.Offset(_rows.LogU)]);
        double[] mu = _rows.Sum.IndexValues(point, _rows.Mean);
        double[] logU = _rows.Sum.IndexValues(point, _rows.LogU);
        double largest = double.NegativeInfinity;
        for (int i = 0; i < mu.Length; i++)
            largest = Math.Max(largest, mu[i] * Math.Exp(-0.5 * logU[i]));
        return largest;
    }

    /// <inheritdoc/>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> point)
    {
        double[] theta = [.. point];
        double[] frontier = _rows.Sum.IndexValues(theta, 0);
        bool boundary = IsBoundary(point);
        int rows = frontier.Length;
        double[] residual = new double[rows], noise = new double[rows], mean = new double[rows], scale = new double[rows];
        var laws = new IConditionalLaw[boundary ? 0 : rows];
        var lawOfRow = new int[rows];
        for (int start = 0; start < rows; start += RowPartition.BlockRows)
        {
            PooledPoint[] at = _rows.At(theta, start, Math.Min(RowPartition.BlockRows, rows - start));
            for (int k = 0; k < at.Length; k++)
            {
                int i = start + k;
                residual[i] = Response[i] - frontier[i];
                noise[i] = Noise.Variance(at[k].Noise);
                mean[i] = Noise.LogMeanExponential(at[k].Noise) is var m && double.IsFinite(m) ? m : double.NaN;
                scale[i] = 1;
                lawOfRow[i] = i;
                if (!boundary)
                    laws[i] = _rows.Conditional(at[k]);
            }
        }
        if (boundary)
            return WithoutInefficiency(frontier, residual, noise, mean);
        return new ConditionalInefficiency(laws, lawOfRow, scale, frontier, residual, noise, mean);
    }

    /// <inheritdoc/>
    public override int RowsWithoutExpectedPotential(IReadOnlyList<double> point)
    {
        if (IsBoundary(point) || Noise is NormalNoise)
            return 0;
        double t = Sign > 0 ? 1 : -1;
        return _rows.At([.. point]).Count(row => !_rows.Pair.HasMoment(t, row.Law, row.Noise));
    }

    /// <inheritdoc/>
    public override RowLaws? RowLaws(IReadOnlyList<double> point) => IsBoundary(point) ? null : _rows.Laws([.. point]);

    /// <inheritdoc/>
    protected override LawPoint[] NoiseLaws(IReadOnlyList<double> point) => [.. _rows.At([.. point]).Select(row => row.Noise)];

    /// <inheritdoc/>
    /// <remarks>Row by row, without the laws and columns that <see cref="Conditional"/> keeps.</remarks>
    internal override double MeanEfficiency(double[] point) => IsBoundary(point) ? 1 : Design.Weights is not null ? base.MeanEfficiency(point) : _rows.SumOfEfficiencies(point, Threads) / Design.RowCount;

    /// <inheritdoc/>
    public override FrontierLikelihood WithResponse(double[] response) => new PooledFrontier(Design, Law, Side, Threads, Noise, response);

    /// <inheritdoc/>
    /// <remarks>Row by row u, then v, each from its law in the row.</remarks>
    public ResponseDraw DrawResponse(IReadOnlyList<double> point, RandomSource random)
    {
        double[] theta = [.. point];
        bool boundary = IsBoundary(point);
        int rows = Design.RowCount;
        double[] response = _rows.Sum.IndexValues(theta, 0), inefficiency = new double[rows];
        for (int start = 0; start < rows; start += RowPartition.BlockRows)
        {
            PooledPoint[] at = _rows.At(theta, start, Math.Min(RowPartition.BlockRows, rows - start));
            for (int k = 0; k < at.Length; k++)
            {
                double u = boundary ? 0 : Law.Sample(at[k].Law, random);
                inefficiency[start + k] = u;
                response[start + k] += Noise.Sample(at[k].Noise, random) - Sign * u;
            }
        }
        return new ResponseDraw(response, inefficiency);
    }

    internal override BlockOffsets Offsets => new()
    {
        Scaling = Offset(_rows.Scaling),
        ScalingColumns = Columns(_rows.Scaling),
        Mean = Offset(_rows.Mean),
        MeanColumns = Columns(_rows.Mean),
        LogU = Offset(_rows.LogU),
        LogUColumns = Columns(_rows.LogU),
        LogV = Offset(_rows.LogV),
        LogVColumns = Columns(_rows.LogV),
        LawShape = Offset(_rows.LawShape),
        NoiseShape = Offset(_rows.NoiseShape),
        HasLogarithmicScale = Law.HasLogarithmicScale,
        Time = Dimension,
    };

    private double Largest(double[] theta, Func<PooledPoint, double> measure)
    {
        double largest = double.NegativeInfinity;
        for (int start = 0; start < Design.RowCount; start += RowPartition.BlockRows)
            largest = Math.Max(largest, _rows.At(theta, start, Math.Min(RowPartition.BlockRows, Design.RowCount - start)).Max(measure));
        return largest;
    }

    private int Offset(int term) => term < 0 ? -1 : _rows.Sum.Offset(term);

    private Matrix? Columns(int term) => term < 0 ? null : _rows.Terms[term].Columns;

    private double LargestRatio(ReadOnlySpan<double> point, int numerator, int denominator)
    {
        if (_rows.Terms[numerator].Columns is null && _rows.Terms[denominator].Columns is null)
            return Math.Exp(point[_rows.Sum.Offset(numerator)] - point[_rows.Sum.Offset(denominator)]);
        double[] top = _rows.Sum.IndexValues(point, numerator);
        double[] bottom = _rows.Sum.IndexValues(point, denominator);
        double largest = double.NegativeInfinity;
        for (int i = 0; i < top.Length; i++)
            largest = Math.Max(largest, top[i] - bottom[i]);
        return Math.Exp(largest);
    }

    private Func<IReadOnlyList<double>, double> VarianceIndexAverage(int term) => IndexAverage.Of(_rows.Terms[term], _rows.Sum.Offset(term), Design.Weights);

    private Func<IReadOnlyList<double>, double>? MeanIndexAverage =>
        _rows.Mean < 0 ? null : IndexAverage.Of(_rows.Terms[_rows.Mean], _rows.Sum.Offset(_rows.Mean), Design.Weights);
}
