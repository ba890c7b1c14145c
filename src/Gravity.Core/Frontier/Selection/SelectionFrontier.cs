using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Selection;

/// <summary>
/// The frontier with sample selection: d = 1[z'α + w &gt; 0]; y = x'β + v − s·u where d = 1; (w, v) bivariate normal with V[w] = 1 and correlation ρ,
/// u half-normal and independent of them.
/// </summary>
/// <remarks>
/// Greene (2010), Journal of Productivity Analysis 34: 15–24. The likelihood of all rows together, by exact quadrature; with α held at the probit's
/// estimate it is the second of Greene's two steps. θ = (β, ln σ_u², ln σ_v², atanh ρ, α). Derivation: docs/models/selection.md.
/// </remarks>
public sealed class SelectionFrontier : FrontierLikelihood
{
    private const int LogU = 1, LogV = 2, Tau = 3, Equation = 4;

    /// <summary>ln(σ_u²/σ_v²) at which u has vanished up to rounding.</summary>
    private const double NullDepth = -60;

    private readonly SelectionRows _rows;
    private readonly SelectionSum _sum;
    private readonly double[]? _held;

    /// <summary>Binds the model to a design with <see cref="Design.Selection"/>.</summary>
    /// <param name="design">The selected rows; beside the frontier it may have indices of ln σ_u² and ln σ_v².</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    /// <param name="heldSelection">α where it is held fixed and no parameter; null where it is estimated.</param>
    /// <exception cref="ArgumentException">The design has no selection equation.</exception>
    public SelectionFrontier(Design design, FrontierSide side, int threads = 0, double[]? heldSelection = null)
        : this(design, side, threads, heldSelection, design.Response)
    {
    }

    private SelectionFrontier(Design design, FrontierSide side, int threads, double[]? held, double[] response)
        : base(design, new HalfNormal(), side, response, threads)
    {
        _rows = design.Selection ?? throw new ArgumentException("the design has no selection equation", nameof(design));
        _held = held;
        DesignBlock z = design.Block(BlockNames.Selection)!;
        IndexTerm[] terms =
        [
            IndexTerm.Columned(BlockNames.Frontier, design.Frontier.ColumnNames, design.Frontier.Values),
            IndexTerm.Of(design, BlockNames.InefficiencyVariance),
            IndexTerm.Of(design, BlockNames.NoiseVariance),
            IndexTerm.Constant(BlockNames.Correlation, "atanh(rho)"),
        ];
        _sum = new SelectionSum(_rows, response, terms, new SelectionKernel(side), z.Values, [.. z.ColumnNames], threads);
        Parameters = [.. _sum.Terms.Take(held is null ? 5 : 4).SelectMany(t => t.Names.Select(n => new Parameter(t.Block, n)))];
        Derived =
        [
            .. DerivedQuantities.Of(this, null, IndexAverage.Of(_sum.Terms[LogU], _sum.Offset(LogU)), IndexAverage.Of(_sum.Terms[LogV], _sum.Offset(LogV))),
            new DerivedQuantity("rho", theta => Math.Tanh(theta[_sum.Offset(Tau)])),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<DerivedQuantity> Derived { get; }

    /// <summary>All rows of the selection equation.</summary>
    public override int ObservationCount => _rows.All.RowCount;

    /// <inheritdoc/>
    public override int UnitCount => _rows.All.RowCount;

    /// <inheritdoc/>
    public override int InefficiencyRestrictions => _sum.Terms[LogU].Count;

    /// <inheritdoc/>
    public override IReadOnlyList<int> InefficiencyParameters => [.. Enumerable.Range(_sum.Offset(LogU), _sum.Terms[LogU].Count)];

    /// <summary>Position of atanh ρ.</summary>
    internal int TauPosition => _sum.Offset(Tau);

    /// <summary>Position of the first coefficient of the selection equation.</summary>
    internal int EquationOffset => _sum.Offset(Equation);

    /// <summary>Blocks of the parameters and their columns in the selected rows.</summary>
    internal IReadOnlyList<IndexTerm> Terms => _sum.Terms;

    /// <inheritdoc/>
    public override int UnitOf(int row) => _rows.SelectedRows[row];

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        if (_held is null)
            return _sum.Evaluate(point, gradient, hessian);
        int own = Dimension, all = _sum.Dimension;
        double[] slope = new double[gradient.IsEmpty ? 0 : all], bend = new double[hessian.IsEmpty ? 0 : all * all];
        double value = _sum.Evaluate(Full(point), slope, bend);
        if (!gradient.IsEmpty)
            slope.AsSpan(0, own).CopyTo(gradient);
        for (int j = 0; !hessian.IsEmpty && j < own; j++)
            bend.AsSpan(j * all, own).CopyTo(hessian[(j * own)..]);
        return value;
    }

    /// <inheritdoc/>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores)
    {
        if (_held is null)
        {
            _sum.Scores(point, scores);
            return;
        }
        Matrix all = new(UnitCount, _sum.Dimension);
        _sum.Scores(Full(point), all);
        all.Values[..scores.Values.Length].CopyTo(scores.Values);
    }

    /// <inheritdoc/>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates()
    {
        (double[] reference, Matrix directions) = FrontierCoordinates.Of(Dimension, Design.RowCount, Ols, Offsets);
        if (_held is null)
            FrontierCoordinates.SetBlock(directions, EquationOffset, _rows.All.Frontier.Values, 1);
        return (reference, directions);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(int count) => new SelectionStarts(this, _held).Take(count);

    /// <inheritdoc/>
    public override double LargestVarianceRatio(ReadOnlySpan<double> point) => LargestRatio(point, LogU, LogV);

    /// <inheritdoc/>
    public override double LargestNoiseRatio(ReadOnlySpan<double> point) => LargestRatio(point, LogV, LogU);

    /// <inheritdoc/>
    public override double LargestTruncationPoint(ReadOnlySpan<double> point) => double.NaN;

    /// <inheritdoc/>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> point)
    {
        double[] theta = Full([.. point]);
        double[] frontier = _sum.IndexValues(theta, 0), logV = _sum.IndexValues(theta, LogV);
        int rows = frontier.Length;
        double[] residual = new double[rows], noise = Array.ConvertAll(logV, Math.Exp), one = new double[rows];
        for (int i = 0; i < rows; i++)
            residual[i] = Response[i] - frontier[i];
        if (IsBoundary(point))
            return WithoutInefficiency(frontier, residual, noise);
        double[] logU = _sum.IndexValues(theta, LogU), c = _sum.IndexValues(theta, Equation);
        var laws = new IConditionalLaw[rows];
        for (int i = 0; i < rows; i++)
        {
            (double h, double scale, double a, double b) = SelectionRow.Posterior(Sign * residual[i], logU[i], logV[i], Sign * theta[TauPosition], c[i]);
            laws[i] = new SelectedInefficiencyLaw(h * scale, scale, a, b);
            one[i] = 1;
        }
        return new ConditionalInefficiency(laws, [.. Enumerable.Range(0, rows)], one, frontier, residual, noise);
    }

    /// <inheritdoc/>
    /// <remarks>Heckman's regression at its maximum, with α held where it is held here. Responses are drawn given that their rows are selected.</remarks>
    public override NullModel Null(FitOptions options)
    {
        var regression = new SelectedRegression(Design, Response, Threads);
        LikelihoodModel free = _held is null ? regression
            : new RestrictedLikelihood(regression, _held.Select((a, j) => (regression.EquationOffset + j, a)).ToDictionary());
        IReadOnlyList<double[]> starts = [.. regression.Starts(3).Select(p => free is RestrictedLikelihood r ? r.Reduce(p) : p)];
        BestClimb climb = MaximumLikelihood.Run(free, starts, options.Silent() with { Method = new TrustRegionNewton() });
        double[] point = free is RestrictedLikelihood restricted ? restricted.Expand(climb.Point) : climb.Point;
        int logV = _sum.Offset(LogV) - _sum.Terms[LogU].Count;
        double level = _sum.Terms[LogV].Columns is null ? point[logV] : Math.Log(Ols.ResidualSumOfSquares / Design.RowCount);
        var inefficiency = new double[_sum.Terms[LogU].Count];
        inefficiency[FrontierCoordinates.InterceptOf(_sum.Terms[LogU].Columns)] = level + NullDepth;
        double[] whole = [.. point[.._sum.Offset(LogU)], .. inefficiency, .. point[logV..]];
        return new NullModel
        {
            LogLikelihood = climb.LogLikelihood,
            Point = whole[..Dimension],
            IsBoundary = true,
            Draw = random => regression.Draw(point, random),
        };
    }

    /// <inheritdoc/>
    public override FrontierLikelihood WithResponse(double[] response) => new SelectionFrontier(Design, Side, Threads, _held, response);

    internal override BlockOffsets Offsets => new()
    {
        Mean = -1,
        MeanColumns = null,
        LogU = _sum.Offset(LogU),
        LogUColumns = _sum.Terms[LogU].Columns,
        LogV = _sum.Offset(LogV),
        LogVColumns = _sum.Terms[LogV].Columns,
        Time = Dimension,
    };

    /// <summary>σ_u of every row at θ; 0 at the boundary.</summary>
    internal double[] InefficiencyScales(double[] theta) => IsBoundary(theta)
        ? new double[Design.RowCount] : Array.ConvertAll(_sum.IndexValues(theta, LogU), value => Math.Exp(0.5 * value));

    /// <summary>x'β, σ_v and z'α of every row at θ with α.</summary>
    internal (double[] Location, double[] SigmaV, double[] Index) SelectedRegression(double[] theta) => (
        _sum.IndexValues(theta, 0), Array.ConvertAll(_sum.IndexValues(theta, LogV), value => Math.Exp(0.5 * value)), _sum.IndexValues(theta, Equation));

    /// <summary>θ with α, held or not.</summary>
    internal double[] Full(ReadOnlySpan<double> point) => _held is null ? point.ToArray() : [.. point, .. _held];

    private double LargestRatio(ReadOnlySpan<double> point, int numerator, int denominator)
    {
        double[] theta = Full(point), top = _sum.IndexValues(theta, numerator), bottom = _sum.IndexValues(theta, denominator);
        double largest = double.NegativeInfinity;
        for (int i = 0; i < top.Length; i++)
            largest = Math.Max(largest, top[i] - bottom[i]);
        return Math.Exp(largest);
    }
}
