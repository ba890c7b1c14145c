using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Models;

/// <summary>
/// Rows of a unit share their inefficiency: y_it = x_it'β + v_it − s·h_it·u_i, v_it ~ N(0, σ_v²), u_i of the given law, h of the given path.
/// </summary>
/// <remarks>
/// Pitt and Lee (1981) with h = 1, Battese and Coelli (1992) with h = exp(−η(t − T)), Kumbhakar (1990) with h = 1/(1 + exp(bt + ct²)); unbalanced panels and gaps. ln σ_v² may vary over rows (sums are then
/// weighted by 1/σ_v², Hadri 1999); ln σ_u² and μ may vary over units. A unit enters only through Σh²/σ_v², Σhe/σ_v² and Σe²/σ_v².
/// </remarks>
public sealed class SharedInefficiencyFrontier : FrontierLikelihood, ISimulates
{
    private readonly SharedLayout _layout;
    private readonly SharedSum _sum;
    private readonly ConjugateLaw _law;

    /// <summary>Binds the model to its rows.</summary>
    /// <exception cref="DataUnfitException">The design has no units, or an index of u varies within a unit.</exception>
    public SharedInefficiencyFrontier(Design design, ConjugateLaw law, FrontierSide side, InefficiencyPath path, int threads = 0)
        : this(design, law, side, path, threads, design.Response)
    {
    }

    private SharedInefficiencyFrontier(
        Design design, ConjugateLaw law, FrontierSide side, InefficiencyPath path, int threads, double[] response)
        : base(design, law, side, response, threads)
    {
        _law = law;
        Path = path;
        UnitWeights = DesignWeights.OfUnits(design);
        _layout = new SharedLayout(design, law, path);
        _sum = new SharedSum(this, law, _layout);
        RowsOfOneU = Units.LongestUnit;
        Parameters = _layout.Parameters;
        Derived = DerivedQuantities.Of(
            this,
            _layout.Mean is null ? null : IndexAverage.Of(_layout.Mean, _layout.Offsets.Mean, design.Weights),
            IndexAverage.Of(_layout.LogU, _layout.Offsets.LogU, design.Weights),
            IndexAverage.Of(_layout.LogV, _layout.Offsets.LogV, design.Weights));
    }

    /// <summary>h.</summary>
    public InefficiencyPath Path { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<DerivedQuantity> Derived { get; }

    /// <summary>The units; never null here.</summary>
    public UnitIndex Units => Design.Units!;

    /// <inheritdoc/>
    public override int UnitCount => Units.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<double>? UnitWeights { get; }

    /// <inheritdoc/>
    internal override bool TakesWeights => true;

    /// <inheritdoc/>
    public override int InefficiencyRestrictions => InefficiencyParameters.Count + _layout.LogV.Count - 1;

    /// <inheritdoc/>
    public override IReadOnlyList<int> InefficiencyParameters
    {
        get
        {
            BlockOffsets offsets = Offsets;
            int first = offsets.Mean >= 0 ? offsets.Mean : offsets.LogU;
            return [.. Enumerable.Range(first, offsets.LogV - first), .. Enumerable.Range(offsets.Time, Dimension - offsets.Time)];
        }
    }

    internal override BlockOffsets Offsets => _layout.Offsets;

    /// <inheritdoc/>
    private protected override int RowsOfOneU { get; }

    /// <inheritdoc/>
    public override int UnitOf(int row) => Units.UnitOfRow[row];

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) =>
        _sum.Evaluate(point, gradient, hessian);

    /// <inheritdoc/>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores) => _sum.Scores(point, scores);

    /// <inheritdoc/>
    public override double[] UnitLogLikelihoods(ReadOnlySpan<double> point) => _sum.Values(point);

    /// <inheritdoc/>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates() =>
        FrontierCoordinates.Of(Dimension, Design.TotalWeight, Ols, Offsets, j => Path.StepOf(j, _layout.LongestArgument));

    /// <summary>Values of the path's parameters to start from.</summary>
    internal IReadOnlyList<double[]> PathStarts => Path.Starts(_layout.LongestArgument);

    /// <summary>h in the middle of the data's arguments for given path parameters.</summary>
    internal double PathLevel(double[] tau) => _layout.MeanPath(tau);

    /// <summary>Whether the data's periods say nothing about some combination of the path's parameters at this point: h has become a step.</summary>
    internal bool PathIsFlat(ReadOnlySpan<double> point) => _layout.PathIsFlat(point);

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(int count) => new FrontierStarts(this).Take(count);

    /// <inheritdoc/>
    public override double LargestVarianceRatio(ReadOnlySpan<double> point) => Math.Exp(LargestLogRatio(point, 1));

    /// <inheritdoc/>
    public override double LargestNoiseRatio(ReadOnlySpan<double> point) => Math.Exp(LargestLogRatio(point, -1));

    /// <inheritdoc/>
    public override double LargestTruncationPoint(ReadOnlySpan<double> point)
    {
        if (_layout.Mean is null)
            return double.NaN;
        double largest = double.NegativeInfinity;
        for (int unit = 0; unit < Units.Count; unit++)
        {
            double mu = SharedLayout.UnitIndexValue(_layout.Mean, point, Offsets.Mean, Units.Starts[unit]);
            double logU = SharedLayout.UnitIndexValue(_layout.LogU, point, Offsets.LogU, Units.Starts[unit]);
            largest = Math.Max(largest, mu * Math.Exp(-0.5 * logU));
        }
        return largest;
    }

    /// <inheritdoc/>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> point)
    {
        double[] theta = [.. point];
        int rows = Design.RowCount;
        double[] frontier = Design.Frontier.Values.Times(theta.AsSpan(0, Design.Frontier.Columns));
        double[] noise = _layout.NoiseVariances(theta);
        var residual = new double[rows];
        for (int i = 0; i < rows; i++)
            residual[i] = Response[i] - frontier[i];
        if (IsBoundary(point))
            return WithoutInefficiency(frontier, residual, noise);
        double[] scale = _layout.PathValues(theta);
        var laws = new IConditionalLaw[Units.Count];
        for (int unit = 0; unit < laws.Length; unit++)
        {
            double a = 0, b = 0;
            for (int i = Units.Starts[unit]; i < Units.Starts[unit + 1]; i++)
            {
                a += scale[i] * scale[i] / noise[i];
                b += scale[i] * Sign * residual[i] / noise[i];
            }
            double mu = _layout.Mean is null ? 0 : SharedLayout.UnitIndexValue(_layout.Mean, theta, Offsets.Mean, Units.Starts[unit]);
            double varianceU = Math.Exp(SharedLayout.UnitIndexValue(_layout.LogU, theta, Offsets.LogU, Units.Starts[unit]));
            laws[unit] = varianceU == 0 ? DegenerateLaw.Instance : _law.Conditional(a, b, mu, varianceU);
        }
        return new ConditionalInefficiency(laws, Units.UnitOfRow, scale, frontier, residual, noise);
    }

    /// <inheritdoc/>
    /// <remarks>h·u of a law with scale σ_u and location μ is of the same law with scale hσ_u and location hμ.</remarks>
    public override RowLaws? RowLaws(IReadOnlyList<double> point)
    {
        if (IsBoundary(point))
            return null;
        double[] theta = [.. point];
        double[] factor = Array.ConvertAll(_layout.PathValues(theta), Math.Log);
        var laws = new LawPoint[factor.Length];
        for (int i = 0; i < laws.Length; i++)
            laws[i] = _law.Rescaled(LawOf(theta, Units.UnitOfRow[i]), factor[i]);
        return new RowLaws(laws, factor, NoiseLaws(point));
    }

    /// <inheritdoc/>
    protected override LawPoint[] NoiseLaws(IReadOnlyList<double> point) =>
        Array.ConvertAll(_layout.NoiseVariances([.. point]), variance => new LawPoint(0, Math.Log(variance)));

    /// <inheritdoc/>
    /// <remarks>One draw of u a unit.</remarks>
    public override double[] Simulate(IReadOnlyList<double> point, RandomSource random)
    {
        if (IsBoundary(point))
            return base.Simulate(point, random)!;
        double[] theta = [.. point];
        double[] response = Design.Frontier.Values.Times(theta.AsSpan(0, Design.Frontier.Columns));
        double[] scale = _layout.PathValues(theta), noise = _layout.NoiseVariances(theta);
        for (int unit = 0; unit < Units.Count; unit++)
        {
            double u = _law.Sample(LawOf(theta, unit), random);
            for (int i = Units.Starts[unit]; i < Units.Starts[unit + 1]; i++)
                response[i] += Math.Sqrt(noise[i]) * random.NextNormal() - Sign * scale[i] * u;
        }
        return response;
    }

    /// <inheritdoc/>
    public override FrontierLikelihood WithResponse(double[] response) =>
        new SharedInefficiencyFrontier(Design, _law, Side, Path, Threads, response);

    /// <inheritdoc/>
    /// <remarks>Unit by unit u_i, then v of its rows; u_it = h_it·u_i.</remarks>
    public ResponseDraw DrawResponse(IReadOnlyList<double> point, RandomSource random)
    {
        double[] theta = [.. point];
        bool boundary = IsBoundary(point);
        double[] response = Design.Frontier.Values.Times(theta.AsSpan(0, Design.Frontier.Columns));
        double[] noise = _layout.NoiseVariances(theta), inefficiency = new double[response.Length];
        double[]? scale = boundary ? null : _layout.PathValues(theta);
        for (int unit = 0; unit < Units.Count; unit++)
        {
            int first = Units.Starts[unit];
            double mu = boundary || _layout.Mean is null ? 0 : SharedLayout.UnitIndexValue(_layout.Mean, theta, Offsets.Mean, first);
            double own = boundary ? 0 : _law.Sample(mu, Math.Exp(0.5 * SharedLayout.UnitIndexValue(_layout.LogU, theta, Offsets.LogU, first)), random);
            for (int i = first; i < Units.Starts[unit + 1]; i++)
            {
                inefficiency[i] = boundary ? 0 : scale![i] * own;
                response[i] += Math.Sqrt(noise[i]) * random.NextNormal() - Sign * inefficiency[i];
            }
        }
        return new ResponseDraw(response, inefficiency);
    }

    private LawPoint LawOf(double[] theta, int unit) => new(
        _layout.Mean is null ? 0 : SharedLayout.UnitIndexValue(_layout.Mean, theta, Offsets.Mean, Units.Starts[unit]),
        SharedLayout.UnitIndexValue(_layout.LogU, theta, Offsets.LogU, Units.Starts[unit]));

    private double LargestLogRatio(ReadOnlySpan<double> point, int sign)
    {
        double[] noise = _layout.NoiseVariances(point.ToArray());
        double[] path = _layout.PathValues(point.ToArray());
        double largest = double.NegativeInfinity;
        for (int unit = 0; unit < Units.Count; unit++)
        {
            double logU = SharedLayout.UnitIndexValue(_layout.LogU, point, Offsets.LogU, Units.Starts[unit]);
            for (int i = Units.Starts[unit]; i < Units.Starts[unit + 1]; i++)
                largest = Math.Max(largest, sign * (logU + 2 * Math.Log(path[i]) - Math.Log(noise[i])));
        }
        return largest;
    }
}
