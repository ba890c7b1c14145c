using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Models;

/// <summary>
/// Independent rows: y = x'β + v − s·u, v ~ N(0, σ_v²), u of the given law; ln σ_u² = z'γ, ln σ_v² = w'δ and, for the truncated normal, μ = q'ω.
/// </summary>
/// <remarks>
/// With constant variances: Aigner, Lovell and Schmidt (1977), Meeusen and van den Broeck (1977), Stevenson (1980). With variance indices: Caudill,
/// Ford and Gropper (1995), Wang (2002). With μ = z'δ over rows of a panel: Battese and Coelli (1995).
/// </remarks>
public sealed class PooledFrontier : FrontierLikelihood
{
    private readonly List<IndexTerm> _terms;
    private readonly IndexSum _sum;
    private readonly int _meanTerm;
    private readonly int _logUTerm;
    private readonly int _logVTerm;

    /// <summary>Binds the model to its rows.</summary>
    /// <param name="design">Frontier block and, optionally, blocks of the mean and of the log variances.</param>
    /// <param name="law">Law of u.</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="threads">Threads; 0 for one per processor. The result does not depend on it.</param>
    public PooledFrontier(Design design, InefficiencyLaw law, FrontierSide side, int threads = 0)
        : this(design, law, side, threads, design.Response)
    {
    }

    private PooledFrontier(Design design, InefficiencyLaw law, FrontierSide side, int threads, double[] response)
        : base(design, law, side, response, threads)
    {
        _terms = [IndexTerm.Of(design, BlockNames.Frontier)];
        _meanTerm = law.HasMean ? 1 : -1;
        if (law.HasMean)
            _terms.Add(IndexTerm.Of(design, BlockNames.InefficiencyMean));
        else if (design.Block(BlockNames.InefficiencyMean) is not null)
            throw new UsageException("law-without-mean", $"the {law.Key} law has no mean index: use the truncated-normal law, or --sigma-u");
        _logUTerm = _terms.Count;
        _terms.Add(IndexTerm.Of(design, BlockNames.InefficiencyVariance));
        _logVTerm = _terms.Count;
        _terms.Add(IndexTerm.Of(design, BlockNames.NoiseVariance));
        _sum = new IndexSum(response, _terms, law.Kernel(side), threads);
        Parameters = [.. _terms.SelectMany(t => t.Names.Select(n => new Parameter(t.Block, n)))];
        Derived = DerivedQuantities.Of(this, MeanIndexAverage, VarianceIndexAverage(_logUTerm), VarianceIndexAverage(_logVTerm));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<DerivedQuantity> Derived { get; }

    /// <inheritdoc/>
    public override int UnitCount => Design.RowCount;

    /// <inheritdoc/>
    public override int InefficiencyRestrictions => InefficiencyParameters.Count + _terms[_logVTerm].Count - 1;

    /// <inheritdoc/>
    public override IReadOnlyList<int> InefficiencyParameters
    {
        get
        {
            IEnumerable<int> scale = Enumerable.Range(_sum.Offset(_logUTerm), _terms[_logUTerm].Count);
            return _meanTerm < 0 ? [.. scale] : [.. Enumerable.Range(_sum.Offset(_meanTerm), _terms[_meanTerm].Count), .. scale];
        }
    }

    /// <summary>True when μ carries determinants, as in Battese and Coelli (1995).</summary>
    public bool HasMeanIndex => _meanTerm >= 0 && Design.Block(BlockNames.InefficiencyMean) is not null;

    /// <inheritdoc/>
    public override int UnitOf(int row) => row;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) =>
        _sum.Evaluate(point, gradient, hessian);

    /// <inheritdoc/>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores) => _sum.Scores(point, scores);

    /// <inheritdoc/>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates() =>
        FrontierCoordinates.Of(Dimension, Design.RowCount, Ols, Offsets);

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(int count) => new FrontierStarts(this).Take(count);

    /// <inheritdoc/>
    public override double LargestVarianceRatio(ReadOnlySpan<double> point) => LargestRatio(point, _logUTerm, _logVTerm);

    /// <inheritdoc/>
    public override double LargestNoiseRatio(ReadOnlySpan<double> point) => LargestRatio(point, _logVTerm, _logUTerm);

    /// <inheritdoc/>
    public override double LargestTruncationPoint(ReadOnlySpan<double> point)
    {
        if (_meanTerm < 0)
            return double.NaN;
        if (_terms[_meanTerm].Columns is null && _terms[_logUTerm].Columns is null)
            return point[_sum.Offset(_meanTerm)] * Math.Exp(-0.5 * point[_sum.Offset(_logUTerm)]);
        double[] mu = _sum.IndexValues(point, _meanTerm);
        double[] logU = _sum.IndexValues(point, _logUTerm);
        double largest = double.NegativeInfinity;
        for (int i = 0; i < mu.Length; i++)
            largest = Math.Max(largest, mu[i] * Math.Exp(-0.5 * logU[i]));
        return largest;
    }

    /// <inheritdoc/>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> point)
    {
        double[] theta = [.. point];
        double[] frontier = _sum.IndexValues(theta, 0);
        double[] noise = Array.ConvertAll(_sum.IndexValues(theta, _logVTerm), Math.Exp);
        int rows = frontier.Length;
        var residual = new double[rows];
        for (int i = 0; i < rows; i++)
            residual[i] = Response[i] - frontier[i];
        if (IsBoundary(point))
            return WithoutInefficiency(frontier, residual, noise);
        double[] logU = _sum.IndexValues(theta, _logUTerm);
        double[]? mu = _meanTerm < 0 ? null : _sum.IndexValues(theta, _meanTerm);
        var laws = new IConditionalLaw[rows];
        var lawOfRow = new int[rows];
        var scale = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            scale[i] = 1;
            lawOfRow[i] = i;
            double varianceU = Math.Exp(logU[i]);
            laws[i] = varianceU == 0
                ? DegenerateLaw.Instance
                : Law.Conditional(1 / noise[i], Sign * residual[i] / noise[i], mu?[i] ?? 0, varianceU);
        }
        return new ConditionalInefficiency(laws, lawOfRow, scale, frontier, residual, noise);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ComposedError> ErrorLaws(IReadOnlyList<double> point)
    {
        double[] theta = [.. point];
        double[] logV = _sum.IndexValues(theta, _logVTerm);
        bool none = IsBoundary(point);
        double[]? logU = none ? null : _sum.IndexValues(theta, _logUTerm);
        double[]? mu = none || _meanTerm < 0 ? null : _sum.IndexValues(theta, _meanTerm);
        return [.. logV.Select((v, i) => new ComposedError(Law, mu?[i] ?? 0, logU is null ? 0 : Math.Exp(0.5 * logU[i]), Math.Exp(0.5 * v), Side))];
    }

    /// <inheritdoc/>
    /// <remarks>Row by row, without the laws and columns that <see cref="Conditional"/> keeps.</remarks>
    internal override double MeanEfficiency(double[] point) => IsBoundary(point)
        ? 1
        : new RowPartition(Design.RowCount).Sum(1, Threads, (start, length, sum) =>
        {
            var index = new double[_terms.Count][];
            for (int k = 0; k < index.Length; k++)
            {
                index[k] = new double[Math.Min(length, RowPartition.BlockRows)];
                if (_terms[k].Columns is null)
                    Array.Fill(index[k], point[_sum.Offset(k)]);
            }
            for (int first = start; first < start + length; first += RowPartition.BlockRows)
            {
                int count = Math.Min(RowPartition.BlockRows, start + length - first);
                for (int k = 0; k < index.Length; k++)
                    if (_terms[k].Columns is not null)
                        _sum.LoadIndex(k, point, first, index[k].AsSpan(0, count));
                for (int i = 0; i < count; i++)
                {
                    double varianceU = Math.Exp(index[_logUTerm][i]), precision = Math.Exp(-index[_logVTerm][i]);
                    double mu = _meanTerm < 0 ? 0 : index[_meanTerm][i];
                    double residual = Sign * (Response[first + i] - index[0][i]);
                    sum[0] += varianceU == 0 ? 1 : Math.Exp(Law.LogEfficiency(precision, residual * precision, mu, varianceU, 1));
                }
            }
        })[0] / Design.RowCount;

    /// <inheritdoc/>
    public override FrontierLikelihood WithResponse(double[] response) => new PooledFrontier(Design, Law, Side, Threads, response);

    internal override BlockOffsets Offsets => new()
    {
        Mean = _meanTerm < 0 ? -1 : _sum.Offset(_meanTerm),
        MeanColumns = _meanTerm < 0 ? null : _terms[_meanTerm].Columns,
        LogU = _sum.Offset(_logUTerm),
        LogUColumns = _terms[_logUTerm].Columns,
        LogV = _sum.Offset(_logVTerm),
        LogVColumns = _terms[_logVTerm].Columns,
        Time = Dimension,
    };

    private double LargestRatio(ReadOnlySpan<double> point, int numerator, int denominator)
    {
        if (_terms[numerator].Columns is null && _terms[denominator].Columns is null)
            return Math.Exp(point[_sum.Offset(numerator)] - point[_sum.Offset(denominator)]);
        double[] top = _sum.IndexValues(point, numerator);
        double[] bottom = _sum.IndexValues(point, denominator);
        double largest = double.NegativeInfinity;
        for (int i = 0; i < top.Length; i++)
            largest = Math.Max(largest, top[i] - bottom[i]);
        return Math.Exp(largest);
    }

    private Func<IReadOnlyList<double>, double> VarianceIndexAverage(int term) => IndexAverage.Of(_terms[term], _sum.Offset(term));

    private Func<IReadOnlyList<double>, double>? MeanIndexAverage =>
        _meanTerm < 0 ? null : IndexAverage.Of(_terms[_meanTerm], _sum.Offset(_meanTerm));
}
