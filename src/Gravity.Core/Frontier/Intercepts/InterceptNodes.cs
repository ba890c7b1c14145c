using System.Numerics.Tensors;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Intercepts;

/// <summary>Nodes and weights of the posterior of one unit's intercept, to about 1e-12 of its integral.</summary>
/// <remarks>
/// The integrand is log-concave, so the mode is found by Newton's method in a bracket, and beyond the points where it has fallen by
/// <see cref="Fall"/> in logs lies less than e^−32 of it. Between them lie panels of 24 Gauss–Legendre nodes, cut at the mode, at the near-kink of a
/// skew-normal intercept with σ_w ≪ σ_u0 and at those of rows with σ_v ≪ σ_u, and halved until their last Legendre coefficients vanish. Nothing is drawn and nothing depends on threads.
/// </remarks>
internal sealed class InterceptNodes
{
    /// <summary>The fall of ln of the integrand from its mode at which it is cut off.</summary>
    private const double Fall = 32;

    private const double Resolved = 1e-6;
    private const int MaxPanels = 400;

    private readonly List<(double Low, double High)> _panels = [];
    private readonly List<(double Low, double High)> _pending = [];
    private readonly List<double> _ends = [];
    private readonly double[] _values = new double[LegendrePanel.Count];
    private double[] _a = new double[8 * LegendrePanel.Count];
    private double[] _p = new double[8 * LegendrePanel.Count];

    /// <summary>Number of nodes.</summary>
    public int Count => _panels.Count * LegendrePanel.Count;

    /// <summary>Intercepts, ascending.</summary>
    public ReadOnlySpan<double> A => _a.AsSpan(0, Count);

    /// <summary>Their posterior weights, with sum 1.</summary>
    public ReadOnlySpan<double> P => _p.AsSpan(0, Count);

    /// <summary>Ends of the panels, ascending.</summary>
    public IReadOnlyList<(double Low, double High)> Panels => _panels;

    /// <summary>Halves every panel once more than needed, so that tests can compare.</summary>
    public bool Doubled { get; init; }

    /// <summary>Fills the nodes and returns ln ∫ e^H(a) da; NaN or −∞ where it is not finite.</summary>
    public double Fill(UnitIntegrand integrand)
    {
        _panels.Clear();
        (double mode, double peak, double width) = Mode(integrand);
        if (!double.IsFinite(peak) || !(width > 0 && double.IsFinite(width)))
            return double.NaN;
        double low = Reach(integrand, mode, peak, -width), high = Reach(integrand, mode, peak, width);
        _pending.Clear();
        _ends.Clear();
        _ends.Add(low);
        _ends.Add(mode);
        _ends.Add(high);
        Cut(0, integrand.KinkWidth(), low, high);
        for (int row = 0; row < integrand.Rows; row++)
            Cut(integrand.Residual(row), integrand.KinkWidth(row), low, high);
        _ends.Sort();
        for (int i = _ends.Count - 2; i >= 0; i--)
            if (_ends[i + 1] > _ends[i])
                _pending.Add((_ends[i], _ends[i + 1]));
        double sum = 0, largest = 0;
        while (_pending.Count > 0)
        {
            (double a, double b) = _pending[^1];
            _pending.RemoveAt(_pending.Count - 1);
            double half = 0.5 * (b - a), middle = 0.5 * (a + b);
            double integral = Values(integrand, a, b, peak);
            // What is small beside the integral need not be resolved; the integral is known from below.
            largest = Math.Max(largest, integral);
            bool resolved = half * LegendrePanel.Remainder(_values) <= Resolved * Math.Max(sum + integral, 0.1 * largest);
            if (!resolved && _panels.Count + _pending.Count < MaxPanels && middle > a && middle < b)
            {
                _pending.Add((middle, b));
                _pending.Add((a, middle));
                continue;
            }
            if (Doubled && middle > a && middle < b)
            {
                sum += Keep(a, middle, Values(integrand, a, middle, peak)) + Keep(middle, b, Values(integrand, middle, b, peak));
                continue;
            }
            sum += Keep(a, b, integral);
        }
        if (!(sum > 0 && double.IsFinite(sum)))
        {
            _panels.Clear();
            return double.NaN;
        }
        TensorPrimitives.Divide(P, sum, _p.AsSpan(0, Count));
        return peak + Math.Log(sum);
    }

    /// <summary>Cuts at a near-kink that nodes of a wide panel could step over.</summary>
    private void Cut(double at, double width, double low, double high)
    {
        if (!(width < 0.05 * (high - low)) || at + 9 * width <= low || at - 9 * width >= high)
            return;
        foreach (double multiple in (ReadOnlySpan<double>)[-9, 0, 9])
            if (at + multiple * width is var end && end > low && end < high)
                _ends.Add(end);
    }

    /// <summary>A mode to a hundredth of the width there, the height and the width 1/√−H″.</summary>
    private static (double Mode, double Height, double Width) Mode(UnitIntegrand integrand)
    {
        double a = integrand.Guess(), low = double.NegativeInfinity, high = double.PositiveInfinity, scale = double.NaN;
        for (int iteration = 0; ; iteration++)
        {
            (double value, double slope, double curvature) = integrand.At(a);
            if (!double.IsFinite(value) || double.IsNaN(slope))
                return (a, double.NaN, double.NaN);
            double width = curvature < 0 ? 1 / Math.Sqrt(-curvature) : double.NaN;
            double step = -slope / curvature;
            if (Math.Abs(step) <= 0.01 * width || iteration == 200)
                return (a, value, width);
            if (slope > 0)
                low = a;
            else
                high = a;
            if (double.IsNaN(scale))
                scale = double.IsNaN(width) ? 1 : width;
            double next = a + step;
            if (!(next > low && next < high) || double.IsInfinity(next))
            {
                next = double.IsInfinity(low) ? high - scale : double.IsInfinity(high) ? low + scale : 0.5 * (low + high);
                scale *= 2;
            }
            if (next == a)
                return (a, value, double.IsNaN(width) ? high - low : width);
            a = next;
        }
    }

    /// <summary>A point on the side of <paramref name="width"/>'s sign where H has fallen by <see cref="Fall"/> or a little more.</summary>
    /// <remarks>H is concave, so Newton's method on H = peak − fall steps outwards from inside and comes in from outside without crossing back.</remarks>
    private static double Reach(UnitIntegrand integrand, double mode, double peak, double width)
    {
        double target = peak - Fall, x = mode + Math.Sqrt(2 * Fall) * width;
        for (int iteration = 0; iteration < 200; iteration++)
        {
            (double value, double slope, _) = integrand.At(x);
            if (value <= target + 0.5 && value >= target - 6)
                return x;
            if (!double.IsFinite(value) || !double.IsFinite(slope))
            {
                x = 0.5 * (mode + x);
                continue;
            }
            double next = slope * width < 0 ? x + (target - value) / slope : x + (x - mode);
            if (next == x || !((next - mode) * width > 0))
                return x;
            x = next;
        }
        return x;
    }

    /// <summary>Fills e^(H − peak) at the nodes of a panel and returns its integral.</summary>
    private double Values(UnitIntegrand integrand, double low, double high, double peak)
    {
        double half = 0.5 * (high - low), middle = 0.5 * (low + high);
        int at = Count;
        if (at + LegendrePanel.Count > _a.Length)
        {
            Array.Resize(ref _a, 2 * _a.Length);
            Array.Resize(ref _p, 2 * _p.Length);
        }
        ReadOnlySpan<double> nodes = LegendrePanel.Nodes;
        Span<double> a = _a.AsSpan(at, LegendrePanel.Count);
        for (int k = 0; k < a.Length; k++)
            a[k] = middle + half * nodes[k];
        integrand.Heights(a, _values);
        TensorPrimitives.Subtract(_values, peak, _values);
        TensorPrimitives.Exp<double>(_values, _values);
        return half * TensorPrimitives.Dot(LegendrePanel.Weights, _values);
    }

    /// <summary>Keeps the panel whose values have just been filled.</summary>
    private double Keep(double low, double high, double integral)
    {
        int at = Count;
        double half = 0.5 * (high - low);
        ReadOnlySpan<double> weights = LegendrePanel.Weights;
        for (int k = 0; k < weights.Length; k++)
            _p[at + k] = half * weights[k] * _values[k];
        _panels.Add((low, high));
        return integral;
    }
}
