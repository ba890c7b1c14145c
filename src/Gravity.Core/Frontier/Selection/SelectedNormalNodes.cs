using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Selection;

/// <summary>Nodes and probabilities of the density ∝ exp(hs − s²/2)·Φ(a + bs) on s ≥ 0, with the logarithm of its integral J(h, a, b).</summary>
/// <remarks>
/// <para>
/// It is the law of s = u/σ* given ε and d = 1 when u is half-normal and (w, v) are bivariate normal, and φ(h)·J = Φ₂(h, k; R) with R = b/√(1 + b²),
/// k = (a + bh)/√(1 + b²): docs/models/selection.md. J keeps its relative accuracy where Φ₂ is 1e-300 and where R nears ±1, which the usual
/// algorithms for Φ₂, accurate in absolute terms, do not.
/// </para>
/// <para>
/// The logarithm G of the integrand is strictly concave, G″ ≤ −1. From its maximum the range is followed to where G has fallen by 38; panels of the
/// 24-point rule begin at the maximum and around the step of Φ, and one whose last Legendre coefficients are not negligible is halved
/// (<see cref="LegendrePanel"/>). Scratch space of one thread.
/// </para>
/// </remarks>
internal sealed class SelectedNormalNodes
{
    private const double Drop = 38;

    private const double Resolved = 1e-9;

    private const int MaxPanels = 200;

    private readonly Stack<(double Low, double High)> _pending = new();
    private double[] _s = new double[8 * LegendrePanel.Count];
    private double[] _p = new double[8 * LegendrePanel.Count];
    private double _h, _a, _b;

    [ThreadStatic]
    private static SelectedNormalNodes? s_own;

    /// <summary>The scratch space of the calling thread; its contents last until the next use.</summary>
    public static SelectedNormalNodes Own => s_own ??= new SelectedNormalNodes();

    /// <summary>Number of nodes.</summary>
    public int Count { get; private set; }

    /// <summary>s at the nodes, &gt; 0.</summary>
    public ReadOnlySpan<double> S => _s.AsSpan(0, Count);

    /// <summary>Probabilities of the nodes; their sum is 1.</summary>
    public ReadOnlySpan<double> P => _p.AsSpan(0, Count);

    /// <summary>Fills the nodes and returns ln J(h, a, b) − ½max(0, h)²; NaN where an argument is not finite.</summary>
    /// <remarks>Without that square, which the callers add in a form that does not cancel, the result is of the size of ln Φ.</remarks>
    /// <param name="h">μ*/σ*.</param>
    /// <param name="a">The argument of Φ at s = 0.</param>
    /// <param name="b">Its slope.</param>
    /// <param name="from">Lower end of the range, ≥ 0: the integral over s ≥ from.</param>
    public double Fill(double h, double a, double b, double from = 0)
    {
        Count = 0;
        if (!double.IsFinite(h) || !double.IsFinite(a) || !double.IsFinite(b) || !double.IsFinite(from))
            return double.NaN;
        (_h, _a, _b) = (h, a, b);
        double peak = Mode(h, a, b, from);
        double top = Height(peak);
        double low = Reach(peak, -1, from, top), high = Reach(peak, 1, double.PositiveInfinity, top);
        double step = b == 0 ? double.NaN : -a / b, width = 1 / Math.Abs(b);
        Span<double> ends = [low, peak, high, step - 9 * width, step - 3 * width, step, step + 3 * width, step + 9 * width];
        foreach (ref double end in ends)
            end = end > low && end < high ? end : end >= high ? high : low;
        ends.Sort();
        _pending.Clear();
        for (int i = ends.Length - 2; i >= 0; i--)
            if (ends[i + 1] > ends[i])
                _pending.Push((ends[i], ends[i + 1]));
        double sum = 0, largest = 0;
        int panels = 0;
        while (_pending.TryPop(out (double Low, double High) panel))
        {
            double half = 0.5 * (panel.High - panel.Low), middle = panel.Low + half;
            Span<double> values = Values(middle, half, top);
            double integral = 0, remainder = LegendrePanel.Remainder(values);
            for (int k = 0; k < values.Length; k++)
                integral += values[k] *= half * LegendrePanel.Weights[k];
            largest = Math.Max(largest, integral);
            if (half * remainder > Resolved * Math.Max(sum + integral, 0.1 * largest)
                && panels + _pending.Count < MaxPanels && middle > panel.Low && middle < panel.High)
            {
                _pending.Push((middle, panel.High));
                _pending.Push((panel.Low, middle));
                continue;
            }
            sum += integral;
            panels++;
            Count += LegendrePanel.Count;
        }
        for (int k = 0; k < Count; k++)
            _p[k] /= sum;
        return top + Math.Log(sum);
    }

    /// <summary>The maximum of the integrand on s ≥ from.</summary>
    public static double Mode(double h, double a, double b, double from = 0)
    {
        double Slope(double s, out double bend)
        {
            double z = a + b * s;
            bend = -1 - b * b * NormalTail.Curvature(z);
            return h - s + b * NormalTail.InverseMills(z);
        }
        double slope = Slope(from, out double curvature);
        if (!(slope > 0))
            return from;
        // G″ ≤ −1: the maximum is no further than the slope.
        double low = from, high = from + slope, s = from - slope / curvature;
        for (int iteration = 0; iteration < 200; iteration++)
        {
            slope = Slope(s, out curvature);
            if (Math.Abs(slope / curvature) <= 1e-15 * Math.Max(1, s))
                return s;
            if (slope > 0)
                low = s;
            else
                high = s;
            double next = s - slope / curvature;
            if (!(next > low && next < high))
                next = low + 0.5 * (high - low);
            if (Math.Abs(next - s) <= 1e-14 * Math.Max(1, Math.Abs(s)) || next == low || next == high)
                return next;
            s = next;
        }
        return s;
    }

    /// <summary>hs − s²/2 − ½max(0, h)² + ln Φ(a + bs).</summary>
    public static double Height(double h, double a, double b, double s) =>
        (h > 0 ? -0.5 * (s - h) * (s - h) : s * (h - 0.5 * s)) + NormalTail.LogCdf(a + b * s);

    private double Height(double s) => Height(_h, _a, _b, s);

    /// <summary>Where G has fallen by <see cref="Drop"/> below its maximum, or the end of the range.</summary>
    private double Reach(double peak, int direction, double end, double top)
    {
        // G falls at least as a parabola of curvature 1 with the slope it has: the first point lies outside, and Newton's
        // steps on a concave function come down to the root from there.
        double slope = Math.Max(0, -direction * (_h - peak + _b * NormalTail.InverseMills(_a + _b * peak)));
        double distance = 2 * Drop / (slope + Math.Sqrt(slope * slope + 2 * Drop));
        if (direction < 0 && peak - distance <= end)
        {
            distance = peak - end;
            if (top - Height(end) <= Drop)
                return end;
        }
        for (int iteration = 0; iteration < 60; iteration++)
        {
            double s = peak + direction * distance, z = _a + _b * s;
            double excess = top - Height(s) - Drop;
            if (!(excess > 0.01 * Drop))
                break;
            double fall = -direction * (_h - s + _b * NormalTail.InverseMills(z));
            double next = distance - excess / fall;
            if (!(next > 0 && next < distance))
                break;
            distance = next;
        }
        return peak + direction * distance;
    }

    private Span<double> Values(double middle, double half, double top)
    {
        if (Count + LegendrePanel.Count > _s.Length)
        {
            Array.Resize(ref _s, 2 * _s.Length);
            Array.Resize(ref _p, 2 * _p.Length);
        }
        Span<double> s = _s.AsSpan(Count, LegendrePanel.Count), values = _p.AsSpan(Count, LegendrePanel.Count);
        ReadOnlySpan<double> nodes = LegendrePanel.Nodes;
        for (int k = 0; k < s.Length; k++)
        {
            s[k] = middle + half * nodes[k];
            values[k] = Math.Exp(Height(s[k]) - top);
        }
        return values;
    }
}
