using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Models;

/// <summary>The maximising constant of every unit, α_i(θ) = argmax Σ_t ℓ_it(α + x_it'β, …), and the derivatives that concentrating it out needs.</summary>
/// <remarks>
/// Under normal noise and half-normal, truncated-normal or exponential u the density of v − s·u is log-concave (a convolution of log-concave densities,
/// Prékopa 1973), so that the sum's slope in α falls throughout and has one root. It lies between the smallest and the largest of the rows' own optima,
/// a bracket known beforehand: Newton's method, and bisection where a step would leave the bracket. The start depends on θ alone, so the same θ gives
/// the same bits whatever was evaluated before.
/// </remarks>
internal sealed class UnitConstants
{
    private const int ChunkUnits = 256;
    private const int IterationLimit = 200;

    private readonly double[] _response;
    private readonly IReadOnlyList<IndexTerm> _terms;
    private readonly IndexKernel _kernel;
    private readonly IndexSum _indices;
    private readonly UnitIndex _units;
    private readonly int _mean, _logU, _logV;
    private readonly double _sign;
    private readonly int _threads;

    /// <param name="response">Left side.</param>
    /// <param name="rows">The indices and their kernel, location first.</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="units">The units.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    public UnitConstants(double[] response, PooledRows rows, FrontierSide side, UnitIndex units, int threads)
    {
        _response = response;
        _terms = rows.Terms;
        _kernel = rows.Pair.Kernel(side);
        _indices = rows.Sum;
        _units = units;
        (_mean, _logU, _logV) = (rows.Mean, rows.LogU, rows.LogV);
        _sign = side == FrontierSide.Production ? 1 : -1;
        _threads = threads;
    }

    private int Parameters => _indices.Dimension;

    /// <summary>α_i(θ) of every unit; NaN throughout where some unit has none because a variance over- or underflows.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="curvature">Whether ∂²ℓ_i/∂α² and ∂²ℓ_i/∂α∂θ are wanted.</param>
    public UnitRoots Solve(double[] theta, bool curvature)
    {
        var roots = new UnitRoots(_units.Count, curvature ? Parameters : 0);
        Workers.For((_units.Count + ChunkUnits - 1) / ChunkUnits, _threads, chunk =>
        {
            int end = Math.Min(_units.Count, (chunk + 1) * ChunkUnits);
            var block = new KernelBlock(_terms.Count);
            for (int unit = chunk * ChunkUnits; unit < end; unit++)
                Solve(unit, theta, roots, curvature, block);
        });
        return roots;
    }

    private void Solve(int unit, double[] theta, UnitRoots roots, bool curvature, KernelBlock block)
    {
        int start = _units.Starts[unit], count = _units.Starts[unit + 1] - start;
        var index = new double[_terms.Count][];
        for (int k = 0; k < index.Length; k++)
        {
            index[k] = new double[count];
            _indices.LoadIndex(k, theta, start, index[k]);
        }
        (double low, double high, double scale) = Bracket(start, index);
        double alpha = 0.5 * (low + high);
        if (!double.IsFinite(alpha) || !(scale > 0))
        {
            roots.Alpha[unit] = double.NaN;
            return;
        }
        for (int iteration = 0; iteration < IterationLimit; iteration++)
        {
            (double slope, double second) = Slope(alpha, start, index, block, default);
            if (double.IsNaN(slope))
            {
                alpha = double.NaN;
                break;
            }
            if (slope > 0)
                low = alpha;
            else
                high = alpha;
            double next = alpha - slope / second;
            bool newton = second < 0 && next >= low && next <= high;
            if (!newton)
                next = 0.5 * (low + high);
            double step = Math.Abs(next - alpha);
            alpha = next;
            // A Newton step of 1e-8 of the smallest scale leaves an error of its square; below the spacing of doubles nothing can move.
            if (slope == 0 || (newton && step <= 1e-8 * scale) || step <= 4 * double.Epsilon + 2e-16 * Math.Max(Math.Abs(low), Math.Abs(high)))
                break;
        }
        roots.Alpha[unit] = alpha;
        if (curvature && !double.IsNaN(alpha))
        {
            var cross = new double[Parameters];
            (_, roots.Curvature[unit]) = Slope(alpha, start, index, block, cross);
            for (int j = 0; j < cross.Length; j++)
                roots.Cross![unit, j] = cross[j];
        }
    }

    /// <summary>Between which numbers the root lies, and the unit's smallest scale.</summary>
    /// <remarks>
    /// A row's own optimum has ε between −(μ⁺ + σ_u + σ_v·√(2 ln(1 + σ_u/σ_v))) and 0 in production; twice the sum of the scales is on the safe side.
    /// </remarks>
    private (double Low, double High, double Scale) Bracket(int start, double[][] index)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity, scale = double.PositiveInfinity;
        for (int i = 0; i < index[0].Length; i++)
        {
            double sigmaU = Math.Exp(0.5 * index[_logU][i]), sigmaV = Math.Exp(0.5 * index[_logV][i]);
            double reach = 2 * (sigmaU + sigmaV) + Math.Max(0, _mean < 0 ? 0 : index[_mean][i]);
            double residual = _response[start + i] - index[0][i];
            low = Math.Min(low, _sign > 0 ? residual : residual - reach);
            high = Math.Max(high, _sign > 0 ? residual + reach : residual);
            scale = Math.Min(scale, sigmaV);
        }
        return (low, high, scale);
    }

    /// <summary>Σ_t ∂ℓ/∂α and Σ_t ∂²ℓ/∂α² at α; with <paramref name="cross"/> also Σ_t ∂²ℓ/∂α∂θ.</summary>
    private (double Slope, double Second) Slope(
        double alpha, int start, double[][] index, KernelBlock block, Span<double> cross)
    {
        double slope = 0, second = 0;
        int rows = index[0].Length;
        for (int first = 0; first < rows; first += KernelBlock.Size)
        {
            int count = Math.Min(KernelBlock.Size, rows - first);
            block.Begin(_response.AsSpan(start + first, count));
            for (int k = 0; k < index.Length; k++)
                index[k].AsSpan(first, count).CopyTo(block.Index(k));
            foreach (ref double value in block.Index(0)[..count])
                value += alpha;
            block.Pad();
            _kernel.Evaluate(block, 2);
            slope += block.Sum(block.Gradient(0));
            second += block.Sum(block.Hessian(0, 0));
            if (cross.IsEmpty)
                continue;
            for (int k = 0; k < index.Length; k++)
            {
                Span<double> target = cross.Slice(_indices.Offset(k), _terms[k].Count);
                ReadOnlySpan<double> weights = block.Hessian(0, k)[..count];
                if (_terms[k].Columns is { } columns)
                    GramKernels.AddTransposedProduct(columns, start + first, weights, target);
                else
                    target[0] += block.Sum(weights);
            }
        }
        return (slope, second);
    }
}

/// <summary>α_i of every unit and, where asked for, ∂²ℓ_i/∂α² &lt; 0 and ∂²ℓ_i/∂α∂θ.</summary>
internal sealed class UnitRoots(int units, int parameters)
{
    /// <summary>α_i.</summary>
    public double[] Alpha { get; } = new double[units];

    /// <summary>∂²ℓ_i/∂α².</summary>
    public double[] Curvature { get; } = new double[parameters == 0 ? 0 : units];

    /// <summary>∂²ℓ_i/∂α∂θ, units × parameters.</summary>
    public Matrix? Cross { get; } = parameters == 0 ? null : new Matrix(units, parameters);

    /// <summary>True when every unit has its constant.</summary>
    public bool Exist => !Alpha.Any(double.IsNaN);
}
