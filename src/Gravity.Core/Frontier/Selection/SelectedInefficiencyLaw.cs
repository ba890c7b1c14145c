using System.Numerics.Tensors;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Selection;

/// <summary>u | ε, d = 1 in the frontier with sample selection: density ∝ φ((u − μ*)/σ*)·Φ(a + b·u/σ*) on u ≥ 0.</summary>
/// <remarks>
/// A truncated normal law tilted by the probability of selection; b = 0 (no correlation) is <see cref="TruncatedNormalLaw"/>. Its moments are sums over
/// deterministic nodes of positive terms, its moment generating function J(h + tσ*, a)/J(h, a) and its survival function are ratios of the same
/// integral. Derivation: docs/models/selection.md.
/// </remarks>
public sealed class SelectedInefficiencyLaw : IConditionalLaw
{
    /// <summary>Proposals tried before a draw is found by inversion.</summary>
    private const int Trials = 64;

    private readonly double _h, _a, _b, _scale;
    private double _mean = double.NaN, _variance = double.NaN, _integral = double.NaN;
    private bool _known;

    /// <summary>Binds the law.</summary>
    /// <param name="location">μ*, the mean of u | ε before truncation and selection.</param>
    /// <param name="scale">σ* &gt; 0.</param>
    /// <param name="intercept">a: the argument of Φ at u = 0.</param>
    /// <param name="slope">b: its slope in u/σ*.</param>
    public SelectedInefficiencyLaw(double location, double scale, double intercept, double slope)
    {
        _h = scale > 0 && double.IsFinite(scale) ? location / scale : double.NaN;
        _a = intercept;
        _b = slope;
        _scale = scale;
    }

    /// <inheritdoc/>
    public double Mean
    {
        get
        {
            Moments();
            return _mean;
        }
    }

    /// <inheritdoc/>
    public double Variance
    {
        get
        {
            Moments();
            return _variance;
        }
    }

    /// <inheritdoc/>
    public double Mode => double.IsFinite(_h) ? _scale * SelectedNormalNodes.Mode(_h, _a, _b) : double.NaN;

    /// <inheritdoc/>
    public double LogMomentGenerating(double t)
    {
        if (t == 0)
            return 0;
        Moments();
        double moved = _h + t * _scale, left = Math.Max(0, _h), right = Math.Max(0, moved);
        return SelectedNormalNodes.Own.Fill(moved, _a, _b) - _integral + 0.5 * (right - left) * (right + left);
    }

    /// <inheritdoc/>
    public double LogDensity(double u)
    {
        Moments();
        if (u < 0)
            return double.NegativeInfinity;
        return SelectedNormalNodes.Height(_h, _a, _b, u / _scale) - _integral - Math.Log(_scale);
    }

    /// <inheritdoc/>
    /// <remarks>Newton's method on ln P(u &gt; q), which is concave, so that the iterates from the left of the root come to it from one side.</remarks>
    public double Quantile(double probability)
    {
        if (!(probability >= 0 && probability <= 1) || !double.IsFinite(_h))
            return double.NaN;
        if (probability is 0 or 1)
            return probability == 0 ? 0 : double.PositiveInfinity;
        return Solve(Elementary.LogOnePlus(-probability));
    }

    /// <inheritdoc/>
    /// <remarks>Draws of the truncated normal law, taken with probability Φ(a + bs); where few are taken, a quantile.</remarks>
    public double Sample(RandomSource random)
    {
        if (!double.IsFinite(_h))
            return double.NaN;
        var proposal = new TruncatedNormalLaw(_h, 1);
        for (int trial = 0; trial < Trials; trial++)
        {
            double s = proposal.Sample(random);
            if (random.NextUniform() < NormalTail.Cdf(_a + _b * s))
                return _scale * s;
        }
        return Solve(Math.Log(random.NextUniform()));
    }

    /// <summary>The q with ln P(u &gt; q) = <paramref name="logUpper"/>.</summary>
    private double Solve(double logUpper)
    {
        Moments();
        double low = 0, high = double.PositiveInfinity;
        double s = Math.Max(0, new TruncatedNormalLaw(_h, 1).Quantile(-Elementary.ExpMinusOne(logUpper)));
        if (!double.IsFinite(s))
            s = _mean / _scale;
        for (int iteration = 0; iteration < 200; iteration++)
        {
            double logTail = SelectedNormalNodes.Own.Fill(_h, _a, _b, s);
            double gap = logTail - _integral - logUpper;
            if (gap > 0)
                low = s;
            else
                high = s;
            // −d ln P/ds = the hazard rate of the law at s.
            double hazard = Math.Exp(SelectedNormalNodes.Height(_h, _a, _b, s) - logTail);
            double next = s + gap / hazard;
            if (!(next > low && next < high))
                next = double.IsPositiveInfinity(high) ? 2 * s + 1 : low + 0.5 * (high - low);
            if (Math.Abs(next - s) <= 2e-15 * s)
                return _scale * next;
            s = next;
        }
        return _scale * s;
    }

    private void Moments()
    {
        if (_known)
            return;
        SelectedNormalNodes nodes = SelectedNormalNodes.Own;
        _integral = nodes.Fill(_h, _a, _b);
        if (!double.IsNaN(_integral))
        {
            double mean = TensorPrimitives.Dot(nodes.P, nodes.S), variance = 0;
            for (int k = 0; k < nodes.Count; k++)
                variance += nodes.P[k] * (nodes.S[k] - mean) * (nodes.S[k] - mean);
            (_mean, _variance) = (_scale * mean, _scale * _scale * variance);
        }
        _known = true;
    }
}
