using System.Numerics.Tensors;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Counts;

/// <summary>u given a flow y ~ Poisson(exp(η − s·u)) with half-normal u: density ∝ exp(−s·u·y − e^(η − s·u) − u²/2σ²) on u ≥ 0.</summary>
/// <remarks>
/// A zero flow has such a law too: in production it is the half-normal weighted by exp(−e^(η − u)), the probability of no trade. Mean, variance and moments are sums
/// over the nodes of <see cref="PoissonNodes"/>; where e^(tu) moves the mass far away the moment is a ratio of two integrals. Keeps the parameters
/// only: a million rows would not hold their nodes. Draws are exact, by rejection from three pieces around the maximum (Gilks and Wild 1992).
/// </remarks>
public sealed class PoissonInefficiencyLaw : IConditionalLaw
{
    /// <summary>Standard deviations of u up to which e^(tu) is summed over the nodes of the law itself.</summary>
    private const double Gentle = 0.3;

    private readonly double _flow, _eta, _logVariance, _sign;
    private double _mean = double.NaN, _variance = double.NaN, _logArea = double.NaN;
    private bool _known;

    /// <summary>Binds the law.</summary>
    /// <param name="flow">y ≥ 0.</param>
    /// <param name="eta">η, the logarithm of the frontier.</param>
    /// <param name="logVariance">ln σ².</param>
    /// <param name="side">Production: s = 1; cost: s = −1.</param>
    public PoissonInefficiencyLaw(double flow, double eta, double logVariance, FrontierSide side)
    {
        _flow = flow;
        _eta = eta;
        _logVariance = logVariance;
        _sign = side == FrontierSide.Production ? 1 : -1;
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
    public double Mode => Integrand() is var at && at.IsFinite ? at.Sigma * at.Shift : double.NaN;

    /// <inheritdoc/>
    public double LogMomentGenerating(double t)
    {
        if (t == 0)
            return 0;
        PoissonNodes nodes = PoissonNodes.Own;
        if (!nodes.Fill(Integrand()))
            return double.NaN;
        double sigma = nodes.Integrand.Sigma;
        if (Math.Abs(t) * Math.Sqrt(Spread(nodes).Variance) * sigma <= Gentle)
        {
            double sum = 0;
            for (int k = 0; k < nodes.Count; k++)
                sum += nodes.P[k] * Elementary.ExpMinusOne(t * sigma * nodes.Delta[k]);
            return Elementary.LogOnePlus(sum) + t * sigma * nodes.Integrand.Shift;
        }
        double own = Raw(nodes, _flow), b = _flow - _sign * t;
        return nodes.Fill(PoissonIntegrand.Of(b, _eta, _logVariance, _sign)) ? Raw(nodes, b) - own + _sign * t * _eta : double.NaN;
    }

    /// <inheritdoc/>
    public double LogDensity(double u)
    {
        Moments();
        if (!(u >= 0))
            return double.IsNaN(u) ? double.NaN : double.NegativeInfinity;
        PoissonIntegrand at = Integrand();
        return at.Height(u / at.Sigma - at.Shift) - _logArea - 0.5 * _logVariance;
    }

    /// <inheritdoc/>
    public double Quantile(double probability)
    {
        PoissonNodes nodes = PoissonNodes.Own;
        if (!(probability >= 0 && probability <= 1) || !nodes.Fill(Integrand()))
            return double.NaN;
        if (probability is 0 or 1)
            return probability == 0 ? 0 : double.PositiveInfinity;
        return nodes.Integrand.Sigma * Math.Max(0, nodes.Integrand.Shift + nodes.Quantile(probability));
    }

    /// <inheritdoc/>
    /// <remarks>Under the concave logarithm of the density lie its tangents where it has fallen by 1, and its maximum between them: about three proposals in four are taken.</remarks>
    public double Sample(RandomSource random)
    {
        PoissonIntegrand at = Integrand();
        if (!at.IsFinite)
            return double.NaN;
        double right = at.Reach(1, 1), left = at.Shift > 0 ? at.Reach(-1, 1) : 0;
        bool cut = left >= at.Shift;
        left = Math.Min(left, at.Shift);
        double topRight = at.Height(right), fallRight = -at.Slope(right), topLeft = at.Height(-left), fallLeft = at.Slope(-left);
        double middle = left + right, tailRight = Math.Exp(topRight) / fallRight, tailLeft = cut ? 0 : Math.Exp(topLeft) / fallLeft;
        while (true)
        {
            double pick = random.NextUniform() * (middle + tailRight + tailLeft), delta, hat = 0;
            if (pick < middle)
            {
                delta = pick - left;
            }
            else
            {
                double beyond = random.NextExponential();
                bool up = pick < middle + tailRight;
                delta = up ? right + beyond / fallRight : -left - beyond / fallLeft;
                hat = (up ? topRight : topLeft) - beyond;
                if (delta < -at.Shift)
                    continue;
            }
            if (-random.NextExponential() <= at.Height(delta) - hat)
                return at.Sigma * Math.Max(0, at.Shift + delta);
        }
    }

    private PoissonIntegrand Integrand() => PoissonIntegrand.Of(_flow, _eta, _logVariance, _sign);

    private static double Raw(PoissonNodes nodes, double b) => nodes.Integrand.Level + nodes.LogArea + (b > 0 ? b * Math.Log(b) - b : 0);

    private static (double Mean, double Variance) Spread(PoissonNodes nodes)
    {
        double mean = TensorPrimitives.Dot(nodes.P, nodes.Delta), variance = 0;
        for (int k = 0; k < nodes.Count; k++)
            variance += nodes.P[k] * (nodes.Delta[k] - mean) * (nodes.Delta[k] - mean);
        return (mean, variance);
    }

    private void Moments()
    {
        if (_known)
            return;
        PoissonNodes nodes = PoissonNodes.Own;
        if (nodes.Fill(Integrand()))
        {
            (double mean, double variance) = Spread(nodes);
            double sigma = nodes.Integrand.Sigma;
            (_mean, _variance, _logArea) = (sigma * (nodes.Integrand.Shift + mean), sigma * sigma * variance, nodes.LogArea);
        }
        _known = true;
    }
}
