using System.Numerics.Tensors;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Kernels;

namespace Gravity.Core.Frontier.Intercepts;

/// <summary>ln of the integrand of a unit as a function of its intercept: H(a) = ln f_a(a) + Σₜ ln f_ε(eₜ − a), e = s(y − x'β), a in the same orientation.</summary>
/// <remarks>
/// f_ε is the composed density of the pooled kernels with a as location. The intercept's own density is one more such row: w − u_i0 is a normal less a
/// half-normal number, so f_a is the normal–half-normal density with σ_w for σ_v and σ_u0 for σ_u (σ_u0 = 0: normal). All densities are log-concave
/// in a, hence so is the integrand.
/// </remarks>
internal sealed class UnitIntegrand
{
    private static readonly double[] Zeros = new double[KernelBlock.Size];

    private readonly IndexKernel _rows;
    private readonly HalfNormalKernel? _prior;
    private readonly KernelBlock _block = new(3);
    private readonly KernelBlock _own = new(3);
    private double[] _e = [], _logU = [], _logV = [];
    private double _logU0, _logW;
    private int _start;

    public UnitIntegrand(ConjugateLaw law, InterceptLaw intercept)
    {
        _rows = law.ClosedForm(new NormalNoise(), FrontierSide.Production)
            ?? throw new UsageException("law-not-for-model", $"random intercepts take half-normal or exponential inefficiency, not {law.Key}");
        _prior = intercept == InterceptLaw.Flat ? null : new HalfNormalKernel(FrontierSide.Production);
    }

    /// <summary>Rows of the unit.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether the intercept has a law.</summary>
    public bool HasPrior => _prior is not null;

    /// <summary>Takes the rows of a unit: entries <paramref name="start"/> … of the arrays, which are kept, not copied.</summary>
    public void Bind(double[] e, double[] logU, double[] logV, int start, int rows, double logU0, double logW)
    {
        (_e, _logU, _logV, _start, Rows) = (e, logU, logV, start, rows);
        (_logU0, _logW) = (logU0, logW);
    }

    /// <summary>H, H′ and H″ at one intercept.</summary>
    public (double Value, double Slope, double Curvature) At(double a)
    {
        double value = 0, slope = 0, curvature = 0;
        for (int first = 0; first < Rows; first += KernelBlock.Size)
        {
            int count = Math.Min(KernelBlock.Size, Rows - first);
            _block.Begin(_e.AsSpan(_start + first, count));
            _block.Index(0)[..count].Fill(a);
            _logU.AsSpan(_start + first, count).CopyTo(_block.Index(1));
            _logV.AsSpan(_start + first, count).CopyTo(_block.Index(2));
            _block.Pad();
            _rows.Evaluate(_block, 2);
            value += _block.Sum(_block.Value);
            slope += _block.Sum(_block.Gradient(0));
            curvature += _block.Sum(_block.Hessian(0, 0));
        }
        if (_prior is null)
            return (value, slope, curvature);
        Own([a], 2);
        // ∂/∂a is minus ∂/∂location.
        return (value + _own.Value[0], slope - _own.Gradient(0)[0], curvature + _own.Hessian(0, 0)[0]);
    }

    /// <summary>H at the nodes of a panel (a multiple of eight, at most a block).</summary>
    public void Heights(ReadOnlySpan<double> a, Span<double> heights)
    {
        int nodes = a.Length, together = KernelBlock.Size / nodes;
        heights.Clear();
        for (int first = 0; first < Rows; first += together)
        {
            int rows = Math.Min(together, Rows - first);
            _block.Begin(Zeros.AsSpan(0, rows * nodes));
            for (int r = 0; r < rows; r++)
            {
                int row = _start + first + r;
                _block.Response.Slice(r * nodes, nodes).Fill(_e[row]);
                a.CopyTo(_block.Index(0)[(r * nodes)..]);
                _block.Index(1).Slice(r * nodes, nodes).Fill(_logU[row]);
                _block.Index(2).Slice(r * nodes, nodes).Fill(_logV[row]);
            }
            _block.Pad();
            _rows.Evaluate(_block, 0);
            for (int r = 0; r < rows; r++)
                TensorPrimitives.Add(heights, _block.Value.Slice(r * nodes, nodes), heights);
        }
        if (_prior is null)
            return;
        Own(a, 0);
        TensorPrimitives.Add(heights, _own.Value[..nodes], heights);
    }

    /// <summary>Values and derivatives of one row at up to a block of intercepts; the block is read until the next call.</summary>
    public KernelBlock Row(int row, ReadOnlySpan<double> a, int order)
    {
        _block.Begin(a);
        int at = _start + row;
        _block.Response[.._block.Padded].Fill(_e[at]);
        a.CopyTo(_block.Index(0));
        _block.Index(1)[..a.Length].Fill(_logU[at]);
        _block.Index(2)[..a.Length].Fill(_logV[at]);
        _block.Pad();
        _rows.Evaluate(_block, order);
        return _block;
    }

    /// <summary>The same of the intercept's own law; indices 1 and 2 are ln σ_u0² and ln σ_w².</summary>
    public KernelBlock Own(ReadOnlySpan<double> a, int order)
    {
        _own.Begin(a);
        _own.Index(0)[..a.Length].Clear();
        _own.Index(1)[..a.Length].Fill(_logU0);
        _own.Index(2)[..a.Length].Fill(_logW);
        _own.Pad();
        _prior!.Evaluate(_own, order);
        return _own;
    }

    /// <summary>Where the search for the mode begins: the mean of e + E[u], weighted by precision, drawn to the intercept's own mean.</summary>
    public double Guess()
    {
        double precision = 0, sum = 0;
        for (int i = _start; i < _start + Rows; i++)
        {
            double deviation = Math.Exp(0.5 * _logU[i]);
            double weight = 1 / (Math.Exp(_logV[i]) + 0.36 * deviation * deviation);
            precision += weight;
            sum += weight * (_e[i] + 0.8 * deviation);
        }
        if (_prior is null)
            return sum / precision;
        double persistent = Math.Exp(0.5 * _logU0);
        double own = 1 / (Math.Exp(_logW) + 0.36 * persistent * persistent);
        return (sum - own * 0.8 * persistent) / (precision + own);
    }

    /// <summary>e of a row, where its density has a near-kink as σ_v → 0.</summary>
    public double Residual(int row) => _e[_start + row];

    /// <summary>Width of that near-kink, σ_v√(σ_u² + σ_v²)/σ_u.</summary>
    public double KinkWidth(int row) => Math.Exp(0.5 * _logV[_start + row]) * Math.Sqrt(1 + Math.Exp(_logV[_start + row] - _logU[_start + row]));

    /// <summary>Width of the near-kink of a skew-normal intercept at a = 0, σ_w√(σ_u0² + σ_w²)/σ_u0; ∞ without one.</summary>
    public double KinkWidth()
    {
        if (_prior is null || double.IsNegativeInfinity(_logU0))
            return double.PositiveInfinity;
        double w = Math.Exp(_logW);
        return Math.Sqrt(w) * Math.Sqrt(1 + Math.Exp(_logW - _logU0));
    }
}
