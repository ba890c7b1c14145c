namespace Gravity.Core.Numerics;

/// <summary>Distribution function and quantiles of a log-concave density on u ≥ 0, by panels of the 24-point rule on which it is resolved.</summary>
/// <remarks>
/// Panels are cut at the mode and halved until the two highest Legendre coefficients of the density are below <see cref="Resolved"/> of a panel's mass, which leaves errors of about its square; beyond e⁻³² of
/// the height nothing counts. A quantile is read off the interpolated panel, right to about 1e-8, and made exact by Newton's method.
/// </remarks>
internal sealed class DensityPanels
{
    /// <summary>Mass that the two highest coefficients of a panel may hold.</summary>
    private const double Resolved = 1e-6;

    private const double Depth = 32;

    private const int MostPanels = 200;

    private readonly Func<double, double> _logDensity;
    private readonly double _mean, _deviation;
    private readonly List<(double Low, double High, double Mass)> _panels = [];

    /// <summary>Cuts the panels.</summary>
    /// <param name="logDensity">ln f(u).</param>
    /// <param name="mean">E[u].</param>
    /// <param name="deviation">Standard deviation of u.</param>
    /// <param name="mode">Where f is highest.</param>
    public DensityPanels(Func<double, double> logDensity, double mean, double deviation, double mode)
    {
        (_logDensity, _mean, _deviation) = (logDensity, mean, deviation);
        double peak = logDensity(mode), top = mean + 6 * deviation;
        while (logDensity(top) > peak - Depth)
            top += 3 * deviation;
        double bottom = Math.Max(0, mode - 3 * deviation);
        while (bottom > 0 && logDensity(bottom) > peak - Depth)
            bottom = Math.Max(0, bottom - 3 * deviation);
        var pending = new Stack<(double Low, double High)>();
        pending.Push((mode, top));
        if (mode > bottom)
            pending.Push((bottom, mode));
        while (pending.Count > 0)
        {
            (double low, double high) = pending.Pop();
            double mass = Integral(low, high, out double remainder), middle = 0.5 * (low + high);
            if (remainder > Resolved && _panels.Count + pending.Count < MostPanels && middle > low && middle < high)
            {
                pending.Push((middle, high));
                pending.Push((low, middle));
                continue;
            }
            _panels.Add((low, high, mass));
        }
    }

    /// <summary>The u below which the share <paramref name="probability"/> lies; NaN outside [0, 1].</summary>
    public double Quantile(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
            return double.NaN;
        if (probability is 0 or 1)
            return probability == 0 ? 0 : double.PositiveInfinity;
        return LogConcaveRoots.Quantile(Cdf, x => Math.Exp(_logDensity(x)), probability, _mean, _deviation, Guess(probability));
    }

    private double Cdf(double x)
    {
        double below = 0;
        foreach ((double low, double high, double mass) in _panels)
        {
            if (x <= low)
                break;
            below += x >= high ? mass : Integral(low, x, out _);
        }
        return below;
    }

    private double Guess(double probability)
    {
        double sum = 0;
        foreach ((double low, double high, double mass) in _panels)
        {
            if (probability < sum + mass)
            {
                Span<double> masses = stackalloc double[LegendrePanel.Count];
                double half = 0.5 * (high - low), middle = 0.5 * (low + high);
                for (int k = 0; k < masses.Length; k++)
                    masses[k] = LegendrePanel.Weights[k] * Math.Exp(_logDensity(middle + half * LegendrePanel.Nodes[k]));
                return middle + half * LegendrePanel.Quantile(masses, (probability - sum) / mass);
            }
            sum += mass;
        }
        return double.NaN;
    }

    private double Integral(double low, double high, out double remainder)
    {
        Span<double> values = stackalloc double[LegendrePanel.Count];
        double half = 0.5 * (high - low), middle = 0.5 * (low + high), sum = 0;
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = Math.Exp(_logDensity(middle + half * LegendrePanel.Nodes[k]));
            sum += LegendrePanel.Weights[k] * values[k];
        }
        remainder = half * LegendrePanel.Remainder(values);
        return half * sum;
    }
}
