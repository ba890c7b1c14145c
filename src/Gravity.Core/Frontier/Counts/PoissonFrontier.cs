using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Counts;

/// <summary>The Poisson–half-normal frontier of flows in levels, zeros included: y ~ Poisson(exp(x'β − s·u)), u = |N(0, σ_u²)|, ln σ_u² = z'γ.</summary>
/// <remarks>
/// Fé and Hofler (2013), Journal of Productivity Analysis 39: 271–284, whose simulated likelihood is here an exact integral. exp(x'β) is the mean flow without
/// inefficiency. With flows that are no counts it is a pseudo-likelihood; estimates depend on the unit of the flow, unlike those of Poisson regression, since the
/// Poisson variance does. For given variances the log-likelihood is concave in β. Derivation: docs/models/poisson-half-normal.md.
/// </remarks>
public sealed class PoissonFrontier : FrontierLikelihood, ISimulates
{
    private const int LogU = 1;

    /// <summary>ln σ_u² at which u has vanished beside the noise of a flow of 1.</summary>
    private const double NullDepth = -60;

    private readonly double[]? _offset;

    private readonly IndexTerm[] _terms;
    private readonly IndexSum _sum;
    private readonly Lazy<BestClimb> _null;

    /// <summary>Binds the model to its rows.</summary>
    /// <param name="design">Rows whose response is the flow; beside the frontier it may have an index of ln σ_u².</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="threads">Threads; 0 for one per processor. The result does not depend on it.</param>
    /// <exception cref="ArgumentException">The response of the design is not in levels.</exception>
    public PoissonFrontier(Design design, FrontierSide side, int threads = 0)
        : this(design, side, threads, design.Response, null)
    {
    }

    /// <summary>The same with another response and with η = x'β + offset.</summary>
    internal PoissonFrontier(Design design, FrontierSide side, int threads, double[] response, double[]? offset)
        : base(design, new HalfNormal(), side, response, threads)
    {
        if (design.ResponseScale != ResponseScale.Level)
            throw new ArgumentException("the response is not a flow in levels", nameof(design));
        _terms = [IndexTerm.Of(design, BlockNames.Frontier), IndexTerm.Of(design, BlockNames.InefficiencyVariance)];
        _offset = offset;
        _sum = new IndexSum(response, _terms, new PoissonKernel(side), threads, design.Weights, offset);
        _null = new Lazy<BestClimb>(() => PoissonRegression.Fit(design, response, new FitOptions { Threads = threads }));
        Parameters = [.. _terms.SelectMany(t => t.Names.Select(n => new Parameter(t.Block, n)))];
        Func<IReadOnlyList<double>, double> level = IndexAverage.Of(_terms[LogU], _sum.Offset(LogU), design.Weights);
        double[] form = new double[Parameters.Count];
        for (int j = 0; j < form.Length; j++)
            form[j] = level([.. Enumerable.Range(0, form.Length).Select(k => k == j ? 1.0 : 0)]);
        Derived = [new DerivedQuantity("sigmaU", t => Math.Exp(0.5 * level(t))) { Monotone = new MonotoneForm(form, x => Math.Exp(0.5 * x)) }];
    }

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
    internal override string NoiseName => "poisson";

    /// <inheritdoc/>
    internal override bool SkewnessMatters => false;

    /// <summary>Null: least squares of a flow in levels is no special case of the model.</summary>
    internal override double? LeastSquaresHeight => null;

    /// <inheritdoc/>
    internal override IEnumerable<FitWarning> Notes => PoissonWarnings.Of(Design, Response);

    /// <inheritdoc/>
    public override int InefficiencyRestrictions => _terms[LogU].Count;

    /// <inheritdoc/>
    public override IReadOnlyList<int> InefficiencyParameters => [.. Enumerable.Range(_sum.Offset(LogU), _terms[LogU].Count)];

    /// <inheritdoc/>
    public override int UnitOf(int row) => row;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) => _sum.Evaluate(point, gradient, hessian);

    /// <inheritdoc/>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores) => _sum.Scores(point, scores);

    /// <inheritdoc/>
    public override double[] UnitLogLikelihoods(ReadOnlySpan<double> point) => _sum.Values(point);

    /// <inheritdoc/>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates()
    {
        Matrix directions = Matrix.Identity(Dimension);
        FrontierCoordinates.SetBlock(directions, 0, Design.Frontier.Values, 1);
        FrontierCoordinates.SetBlock(directions, _sum.Offset(LogU), _terms[LogU].Columns, 1);
        return (new double[Dimension], directions);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(int count) => new PoissonStarts(this, _null.Value.Point).Take(count);

    /// <inheritdoc/>
    /// <remarks>There is no noise variance to take up what inefficiency leaves.</remarks>
    internal override double[]? Leap(double[] point) => null;

    /// <inheritdoc/>
    internal override BestClimb Climb(IReadOnlyList<double[]> starts, FitOptions options) =>
        UnitContinuation.Climb(this, UnitContinuation.Constant(Design.Frontier.Values), model => model, starts, options);

    /// <inheritdoc/>
    /// <remarks>The largest σ_u²·exp(x'β): the noise of ln y has about the variance 1/E[y].</remarks>
    public override double LargestVarianceRatio(ReadOnlySpan<double> point)
    {
        double[] eta = _sum.IndexValues(point, 0), logU = _sum.IndexValues(point, LogU);
        double largest = double.NegativeInfinity;
        for (int i = 0; i < eta.Length; i++)
            largest = Math.Max(largest, eta[i] + logU[i]);
        return Math.Exp(largest);
    }

    /// <summary>NaN: the noise has no variance that could vanish.</summary>
    public override double LargestNoiseRatio(ReadOnlySpan<double> point) => double.NaN;

    /// <inheritdoc/>
    public override double LargestTruncationPoint(ReadOnlySpan<double> point) => double.NaN;

    /// <inheritdoc/>
    /// <remarks>Frontier x'β and residual ln y − x'β, NaN at a zero flow. The mean frontier is exp(x'β) itself.</remarks>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> point)
    {
        double[] theta = [.. point];
        double[] frontier = _sum.IndexValues(theta, 0);
        int rows = frontier.Length;
        double[] residual = new double[rows], noise = new double[rows], mean = new double[rows], one = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            residual[i] = Response[i] > 0 ? Math.Log(Response[i]) - frontier[i] : double.NaN;
            noise[i] = double.NaN;
            one[i] = 1;
        }
        if (IsBoundary(point))
            return WithoutInefficiency(frontier, residual, noise, mean);
        double[] logU = _sum.IndexValues(theta, LogU);
        var laws = new IConditionalLaw[rows];
        for (int i = 0; i < rows; i++)
            laws[i] = new PoissonInefficiencyLaw(Response[i], frontier[i], logU[i], Side);
        return new ConditionalInefficiency(laws, [.. Enumerable.Range(0, rows)], one, frontier, residual, noise, mean);
    }

    /// <inheritdoc/>
    public override RowLaws? RowLaws(IReadOnlyList<double> point) => IsBoundary(point)
        ? null
        : new RowLaws(Array.ConvertAll(_sum.IndexValues([.. point], LogU), a => Law.At(0, a, double.NaN)), new double[Design.RowCount], []);

    /// <summary>Null: a flow has no composed error.</summary>
    public override IReadOnlyList<ComposedError>? ErrorLaws(IReadOnlyList<double> point) => null;

    /// <inheritdoc/>
    public override double[]? Simulate(IReadOnlyList<double> point, RandomSource random) => DrawResponse(point, random).Response;

    /// <inheritdoc/>
    /// <remarks>Row by row u, then the flow.</remarks>
    public ResponseDraw DrawResponse(IReadOnlyList<double> point, RandomSource random)
    {
        double[] theta = [.. point], eta = _sum.IndexValues(theta, 0);
        double[]? logU = IsBoundary(point) ? null : _sum.IndexValues(theta, LogU);
        double[] flow = new double[eta.Length], inefficiency = new double[eta.Length];
        for (int i = 0; i < flow.Length; i++)
        {
            inefficiency[i] = logU is null ? 0 : Math.Exp(0.5 * logU[i]) * Math.Abs(random.NextNormal());
            flow[i] = random.NextPoisson(Math.Exp(eta[i] - Sign * inefficiency[i]));
        }
        return new ResponseDraw(flow, inefficiency);
    }

    /// <inheritdoc/>
    /// <remarks>Poisson regression (PPML). σ_u is so small that σ_u·Σ|y − μ| is below rounding.</remarks>
    public override NullModel Null(FitOptions options) => NullOf(_null.Value.Point, _null.Value.LogLikelihood, Design.Frontier.Values.Times(_null.Value.Point));

    /// <summary>A Poisson regression as the model without inefficiency.</summary>
    internal NullModel NullOf(double[] coefficients, double logLikelihood, double[] index)
    {
        double[] mean = Array.ConvertAll(index, Math.Exp);
        double size = 0;
        for (int i = 0; i < mean.Length; i++)
            size = Math.Max(size, Math.Abs(Response[i] - mean[i]));
        var point = new double[Dimension];
        coefficients.CopyTo(point, 0);
        FrontierStarts.SetLevel(point, _sum.Offset(LogU), _terms[LogU].Columns, NullDepth - 2 * Math.Log(1 + size));
        return new NullModel
        {
            LogLikelihood = logLikelihood,
            Point = point,
            IsBoundary = true,
            Draw = random => Array.ConvertAll(mean, random.NextPoisson),
        };
    }

    /// <inheritdoc/>
    public override FrontierLikelihood WithResponse(double[] response) => new PoissonFrontier(Design, Side, Threads, response, _offset);

    /// <summary>The rows.</summary>
    internal IndexSum Sum => _sum;

    internal override BlockOffsets Offsets => new()
    {
        Mean = -1,
        MeanColumns = null,
        LogU = _sum.Offset(LogU),
        LogUColumns = _terms[LogU].Columns,
        LogV = -1,
        LogVColumns = null,
        Time = Dimension,
    };
}
