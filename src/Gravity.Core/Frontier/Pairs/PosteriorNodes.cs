using System.Numerics.Tensors;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>Nodes and probabilities of u | e for any law and any noise: ∫ g(u) f_v(e + u) f_u(u) du / f(e) ≈ Σ p_k g(u_k), with ln f(e).</summary>
/// <remarks>
/// <para>
/// Deterministic quadrature in x = u or x = ln u (the law says which). The integrand is handled as its logarithm H(x). Both factors have one maximum, so
/// that every maximum of H lies between them: it is climbed to from either side. From the outermost maxima the range is followed to where H has
/// fallen by 32 (<see cref="PosteriorShape"/>). Panels begin at the maxima, at the centre of a noise that is not normal and at the ends of the range; a panel whose last Legendre coefficients
/// are not negligible is halved (<see cref="LegendrePanel"/>). The error on f(e) is about 1e-12 relative.
/// </para>
/// <para>Scratch space of one thread; nothing is allocated once it has grown. Derivation and error control: docs/models/laws.md.</para>
/// </remarks>
internal sealed class PosteriorNodes
{
    /// <summary>Two last Legendre coefficients, as a share of the integral, under which a panel is accepted.</summary>
    private const double Resolved = 1e-6;

    /// <summary>The same for noise with heavy tails, whose poles near the axis make the coefficients fall slowly.</summary>
    private const double ResolvedHeavy = 1e-8;

    private const int MaxPanels = 400;

    /// <summary>Where the first cut lies between a maximum and the end of the range.</summary>
    private const double First = 0.5;

    /// <summary>Widths of a peak at which panels end when the range is at least twice as wide; a normal peak has none.</summary>
    private static readonly double[] Spikes = [9, 80, 700];

    private readonly List<(double Low, double High)> _pending = [];
    private readonly double[] _values = new double[LegendrePanel.Count];
    private double[] _x = new double[4 * LegendrePanel.Count];
    private double[] _u = new double[4 * LegendrePanel.Count];
    private double[] _logU = new double[4 * LegendrePanel.Count];
    private double[] _p = new double[4 * LegendrePanel.Count];
    private readonly List<(double Low, double High)> _panels = [];
    private readonly PosteriorShape _shape = new();
    private bool _logs;
    private double _peak;

    [ThreadStatic]
    private static PosteriorNodes? s_own;

    /// <summary>The scratch space of the calling thread; its contents last until the next use.</summary>
    public static PosteriorNodes Own => s_own ??= new PosteriorNodes();

    /// <summary>Number of nodes.</summary>
    public int Count => _panels.Count * LegendrePanel.Count;

    /// <summary>u at the nodes.</summary>
    public ReadOnlySpan<double> U => _u.AsSpan(0, Count);

    /// <summary>ln u at the nodes.</summary>
    public ReadOnlySpan<double> LogU => _logU.AsSpan(0, Count);

    /// <summary>Probabilities of the nodes; their sum is 1.</summary>
    public ReadOnlySpan<double> P => _p.AsSpan(0, Count);

    /// <summary>Fills the nodes of the density ∝ e^(tilt·u) f_v(e + u) f_u(u) and returns the logarithm of its integral; NaN where it is not finite.</summary>
    /// <param name="law">Law of u.</param>
    /// <param name="lawAt">Its parameters.</param>
    /// <param name="noise">Law of v.</param>
    /// <param name="noiseAt">Its parameters.</param>
    /// <param name="e">s(y − x'β) = v − u.</param>
    /// <param name="tilt">t of the factor e^(tu); the caller has made sure that the integral exists.</param>
    public double Fill(InefficiencyLaw law, in LawPoint lawAt, NoiseLaw noise, in LawPoint noiseAt, double e, double tilt = 0)
    {
        _shape.Bind(law, lawAt, noise, noiseAt, e, tilt);
        _logs = law.InLogarithms;
        _panels.Clear();
        if (!double.IsFinite(e) || !(lawAt.Sigma > 0 && double.IsFinite(lawAt.Sigma)) || !(noiseAt.Sigma > 0 && double.IsFinite(noiseAt.Sigma)))
            return double.NaN;
        double end = law.UpperEnd(lawAt);
        double top = _logs ? Math.Log(end) : end, bottom = _logs ? -1e6 : 0;
        double first = Math.Clamp(_shape.Coordinate(law.Centre(lawAt)), bottom, top);
        double second = Math.Clamp(_shape.Coordinate(-e), bottom, top);
        if (double.IsNaN(first))
            return double.NaN;
        if (second <= bottom && _logs)
            second = first;
        double left = _shape.Climb(Math.Min(first, second), bottom, top), right = left;
        if (first != second)
            right = _shape.Climb(Math.Max(first, second), bottom, top);
        if (right < left)
            (left, right) = (right, left);
        // Both climbs to one maximum end within their accuracy of it.
        if (right - left < 0.02 * _shape.WidthAt(left))
            right = left;
        double peak = Math.Max(_shape.Height(left), _shape.Height(right));
        // A kink lies at u = −e; with heavy tails there may be a shoulder there that is no maximum.
        double kink = _shape.IsHeavy && e < 0 ? _shape.Coordinate(-e) : double.NaN;
        if (kink > bottom && kink < top)
            peak = Math.Max(peak, _shape.Height(kink));
        if (!double.IsFinite(peak))
            return double.NaN;
        double low = _shape.Reach(left, -1, bottom, peak), high = _shape.Reach(right, 1, top, peak);
        return Integrate(low, left, right, high, kink, peak);
    }

    /// <summary>The u below which the probability is <paramref name="probability"/>, to the accuracy of the quadrature (after <see cref="Fill"/> with tilt 0).</summary>
    public double Quantile(double probability)
    {
        (int panel, double share, double mass) = Locate(probability);
        (double low, double high) = _panels[panel];
        double half = 0.5 * (high - low);
        double x = low + half * (1 + LegendrePanel.Quantile(_p.AsSpan(panel * LegendrePanel.Count, LegendrePanel.Count), share));
        // One or two Newton steps on the integral from the panel's end, computed anew, take away the error of the interpolation.
        double scale = mass / PanelIntegral(low, high);
        for (int iteration = 0; iteration < 4; iteration++)
        {
            double density = scale * Math.Exp(_shape.Height(x) - _peak);
            double step = (scale * PanelIntegral(low, x) - share * mass) / density;
            if (!double.IsFinite(step))
                break;
            double next = Math.Clamp(x - step, low, high);
            bool done = Math.Abs(next - x) <= 1e-14 * Math.Max(Math.Abs(x), half);
            x = next;
            if (done)
                break;
        }
        return _logs ? Math.Exp(x) : x;
    }

    /// <summary>A draw by inversion of the interpolated distribution.</summary>
    public double Draw(RandomSource random)
    {
        (int panel, double share, _) = Locate(random.NextUniform());
        (double low, double high) = _panels[panel];
        double x = low + 0.5 * (high - low) * (1 + LegendrePanel.Quantile(_p.AsSpan(panel * LegendrePanel.Count, LegendrePanel.Count), share));
        return _logs ? Math.Exp(x) : x;
    }

    private double Integrate(double low, double left, double right, double high, double kink, double peak)
    {
        _peak = peak;
        _pending.Clear();
        Span<double> ends = stackalloc double[7 + 4 * Spikes.Length];
        int used = 0;
        ends[used++] = low;
        ends[used++] = high;
        ends[used++] = double.IsNaN(kink) ? high : Math.Clamp(kink, low, high);
        // Half a bell curve of this reach takes two panels: cut at once what would be halved.
        ends[used++] = left - First * (left - low);
        ends[used++] = right + First * (high - right);
        used = AddPeak(ends, used, left, low, high);
        if (right != left)
            used = AddPeak(ends, used, right, low, high);
        ends = ends[..used];
        ends.Sort();
        // From the right, so that panels are taken from the left.
        for (int i = ends.Length - 2; i >= 0; i--)
            if (ends[i + 1] > ends[i])
                _pending.Add((ends[i], ends[i + 1]));
        double sum = 0, largest = 0;
        while (_pending.Count > 0)
        {
            (double a, double b) = _pending[^1];
            _pending.RemoveAt(_pending.Count - 1);
            double half = 0.5 * (b - a), middle = 0.5 * (a + b);
            double integral = Values(a, b);
            // What is small beside the integral need not be resolved; the integral is known from below, roughly from the start.
            largest = Math.Max(largest, integral);
            double share = Math.Max(sum + integral, 0.1 * largest);
            bool resolved = half * LegendrePanel.Remainder(_values) <= (_shape.IsHeavy ? ResolvedHeavy : Resolved) * share;
            if (!resolved && _panels.Count + _pending.Count < MaxPanels && middle > a && middle < b)
            {
                _pending.Add((middle, b));
                _pending.Add((a, middle));
                continue;
            }
            Keep(a, b, half);
            sum += integral;
        }
        if (!(sum > 0 && double.IsFinite(sum)))
        {
            _panels.Clear();
            return double.NaN;
        }
        TensorPrimitives.Divide(P, sum, _p.AsSpan(0, Count));
        return peak + Math.Log(sum);
    }

    /// <summary>A maximum and, when it is a spike in a much wider range (heavy tails), ends of panels at multiples of its width: no node might fall on it.</summary>
    private int AddPeak(Span<double> ends, int used, double peak, double low, double high)
    {
        ends[used++] = peak;
        double width = _shape.WidthAt(peak);
        if (peak > low && peak < high)
        {
            _shape.Slope(peak, out double curvature);
            if (curvature < 0)
                width = Math.Min(width, 1 / Math.Sqrt(-curvature));
        }
        foreach (double multiple in Spikes)
        {
            if (peak - 2 * multiple * width > low)
                ends[used++] = peak - multiple * width;
            if (peak + 2 * multiple * width < high)
                ends[used++] = peak + multiple * width;
        }
        return used;
    }

    /// <summary>Fills e^(H − peak) at the nodes of a panel and returns its integral.</summary>
    private double Values(double a, double b)
    {
        double half = 0.5 * (b - a), middle = 0.5 * (a + b);
        int at = Count;
        if (at + LegendrePanel.Count > _u.Length)
            Grow();
        ReadOnlySpan<double> nodes = LegendrePanel.Nodes, weights = LegendrePanel.Weights;
        Span<double> x = _x.AsSpan(at, LegendrePanel.Count), u = _u.AsSpan(at, LegendrePanel.Count), logU = _logU.AsSpan(at, LegendrePanel.Count);
        for (int k = 0; k < x.Length; k++)
            x[k] = middle + half * nodes[k];
        if (_logs)
        {
            x.CopyTo(logU);
            TensorPrimitives.Exp(x, u);
            TensorPrimitives.Max(u, PosteriorShape.Least, u);
        }
        else
        {
            x.CopyTo(u);
            TensorPrimitives.Log(x, logU);
        }
        for (int k = 0; k < x.Length; k++)
        {
            _values[k] = _shape.Height(u[k], logU[k]) - _peak;
        }
        TensorPrimitives.Exp<double>(_values, _values);
        double sum = 0;
        for (int k = 0; k < x.Length; k++)
            sum += weights[k] * _values[k];
        return half * sum;
    }

    private double PanelIntegral(double a, double b) => b > a ? Values(a, b) : 0;

    private void Keep(double a, double b, double half)
    {
        int at = Count;
        ReadOnlySpan<double> weights = LegendrePanel.Weights;
        for (int k = 0; k < weights.Length; k++)
            _p[at + k] = half * weights[k] * _values[k];
        _panels.Add((a, b));
    }

    private (int Panel, double Share, double Mass) Locate(double probability)
    {
        double below = 0;
        for (int panel = 0; ; panel++)
        {
            double mass = TensorPrimitives.Sum<double>(_p.AsSpan(panel * LegendrePanel.Count, LegendrePanel.Count));
            if (probability <= below + mass || panel == _panels.Count - 1)
                return (panel, Math.Clamp((probability - below) / mass, 0, 1), mass);
            below += mass;
        }
    }

    private void Grow()
    {
        Array.Resize(ref _x, 2 * _x.Length);
        Array.Resize(ref _u, 2 * _u.Length);
        Array.Resize(ref _logU, 2 * _logU.Length);
        Array.Resize(ref _p, 2 * _p.Length);
    }
}
