using System.Numerics.Tensors;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>Nodes and probabilities of u | e for any law and any noise: ∫ g(u) f_v(e + u) f_u(u) du / f(e) ≈ Σ p_k g(u_k), with ln f(e).</summary>
/// <remarks>
/// <para>
/// Deterministic quadrature in x = u or x = ln u (the law says which). The integrand is handled as its logarithm H(x). Both factors have one maximum, so
/// that every maximum of H lies between them: it is climbed to from either side. From the outermost maxima the range is followed to where H has
/// fallen by 36. Panels begin at the maxima, at the centre of a noise that is not normal and at the ends of the range; a panel whose last Legendre coefficients
/// are not negligible is halved (<see cref="LegendrePanel"/>). The error on f(e) is about 1e-12 relative.
/// </para>
/// <para>Scratch space of one thread; nothing is allocated once it has grown. Derivation and error control: docs/models/laws.md.</para>
/// </remarks>
internal sealed class PosteriorNodes
{
    /// <summary>e⁻³⁶ = 2e-16: what lies beyond is rounding.</summary>
    private const double Drop = 36;

    /// <summary>Two last Legendre coefficients, as a share of the integral, under which a panel is accepted.</summary>
    private const double Resolved = 3e-7;

    /// <summary>The same for noise with heavy tails, whose poles near the axis make the coefficients fall slowly.</summary>
    private const double ResolvedHeavy = 1e-8;

    /// <summary>Under this u is 0 beside e; held here, 1/u² stays finite.</summary>
    private const double Least = 1e-150;

    private const int MaxPanels = 400;

    /// <summary>Widths of a peak at which panels end when the range is at least twice as wide; a normal peak has none.</summary>
    private static readonly double[] Spikes = [9, 80, 700];

    private readonly List<(double Low, double High)> _pending = [];
    private readonly double[] _values = new double[LegendrePanel.Count];
    private double[] _x = new double[4 * LegendrePanel.Count];
    private double[] _u = new double[4 * LegendrePanel.Count];
    private double[] _logU = new double[4 * LegendrePanel.Count];
    private double[] _p = new double[4 * LegendrePanel.Count];
    private readonly List<(double Low, double High)> _panels = [];
    private InefficiencyLaw _law = null!;
    private NoiseLaw _noise = null!;
    private LawPoint _lawAt, _noiseAt;
    private double _e, _tilt;
    private bool _logs, _heavy;

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
        Bind(law, lawAt, noise, noiseAt, e, tilt);
        _panels.Clear();
        if (!double.IsFinite(e) || !(lawAt.Sigma > 0 && double.IsFinite(lawAt.Sigma)) || !(noiseAt.Sigma > 0 && double.IsFinite(noiseAt.Sigma)))
            return double.NaN;
        double end = law.UpperEnd(lawAt);
        double top = _logs ? Math.Log(end) : end, bottom = _logs ? -1e6 : 0;
        double first = Math.Clamp(Coordinate(law.Centre(lawAt)), bottom, top);
        double second = Math.Clamp(Coordinate(-e), bottom, top);
        if (double.IsNaN(first))
            return double.NaN;
        if (second <= bottom && _logs)
            second = first;
        double left = Climb(Math.Min(first, second), bottom, top), right = left;
        if (first != second)
            right = Climb(Math.Max(first, second), bottom, top);
        if (right < left)
            (left, right) = (right, left);
        double peak = Math.Max(Height(left), Height(right));
        // A kink lies at u = −e; with heavy tails there may be a shoulder there that is no maximum.
        double kink = _heavy && e < 0 ? Coordinate(-e) : double.NaN;
        if (kink > bottom && kink < top)
            peak = Math.Max(peak, Height(kink));
        if (!double.IsFinite(peak))
            return double.NaN;
        double low = Reach(left, -1, bottom, peak), high = Reach(right, 1, top, peak);
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
            double density = scale * Math.Exp(Height(x) - _peak);
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

    /// <summary>The highest maximum of the density of u itself, 0 where it is unbounded there.</summary>
    public double Mode(InefficiencyLaw law, in LawPoint lawAt, NoiseLaw noise, in LawPoint noiseAt, double e)
    {
        if (law.IsUnboundedAtZero(lawAt))
            return 0;
        Bind(law, lawAt, noise, noiseAt, e, 0);
        _density = true;
        double end = law.UpperEnd(lawAt);
        double top = _logs ? Math.Log(end) : end, bottom = _logs ? -700 : 0;
        double first = Math.Clamp(Coordinate(law.Centre(lawAt)), bottom, top), second = Math.Clamp(Coordinate(-e), bottom, top);
        double best = bottom, height = double.NegativeInfinity;
        // In ln u the density of u rises from the left; its first maximum may lie below the centre of the density of ln u.
        double third = _logs ? Math.Max(bottom + 1, Math.Min(first, second <= bottom ? first : second) - 40) : first;
        foreach (double start in (ReadOnlySpan<double>)[first, second, third])
        {
            double x = start <= bottom && _logs ? bottom : Climb(start, bottom, top, 1e-13);
            double at = Height(x);
            if (at > height)
                (best, height) = (x, at);
        }
        if (noise.SlopeJump(noiseAt) != 0 && second > bottom && second < top && Height(second) >= height - 1e-12)
            best = second;
        _density = false;
        return _logs ? best <= bottom ? 0 : Math.Exp(best) : best;
    }

    private double _peak;

    /// <summary>True when H is the logarithm of the density of u in either coordinate, without the factor u of ln u.</summary>
    private bool _density;

    private void Bind(InefficiencyLaw law, in LawPoint lawAt, NoiseLaw noise, in LawPoint noiseAt, double e, double tilt)
    {
        _law = law;
        _noise = noise;
        _lawAt = lawAt;
        _noiseAt = noiseAt;
        _e = e;
        _tilt = tilt;
        _logs = law.InLogarithms;
        _density = false;
        _heavy = noise.TailRate(noiseAt) < double.PositiveInfinity;
    }

    private double Coordinate(double u) => _logs ? u > 0 ? Math.Log(u) : double.NegativeInfinity : u;

    private double Height(double x)
    {
        double u = _logs ? Math.Exp(x) : x, logU = _logs ? x : Math.Log(x);
        double height = _law.LogDensity(_lawAt, u, logU) + _noise.LogDensity(_noiseAt, _e + u) + _tilt * u;
        return _logs && !_density ? height + x : height;
    }

    private double Slope(double x, out double curvature)
    {
        double u = _logs ? Math.Max(Math.Exp(x), Least) : x, logU = _logs ? x : Math.Log(x);
        LawScores law = default;
        NoiseScores noise = default;
        _law.Scores(_lawAt, u, logU, ref law);
        _noise.Scores(_noiseAt, _e + u, ref noise);
        double slope = law.U + noise.V + _tilt;
        curvature = law.UU + noise.VV;
        if (!_logs)
            return slope;
        curvature = u * (slope + u * curvature);
        return u * slope + (_density ? 0 : 1);
    }

    /// <summary>The maximum uphill of <paramref name="start"/>, or the end of the range.</summary>
    private double Climb(double start, double bottom, double top, double accuracy = 1e-3)
    {
        double unit = _logs ? 1 : Math.Min(_lawAt.Sigma, _noiseAt.Sigma);
        // At an end in u itself the density may vanish (Rayleigh): step off it.
        double x = start;
        if (!_logs && x <= bottom)
            x = bottom + 1e-9 * unit;
        else if (!_logs && x >= top)
            x = top - 1e-9 * unit;
        double slope = Slope(x, out double curvature);
        if (slope == 0 || double.IsNaN(slope))
            return x;
        double direction = Math.Sign(slope);
        if (!_logs && ((start <= bottom && direction < 0) || (start >= top && direction > 0)))
            return start;
        double step = curvature < 0 ? Math.Clamp(1.5 * Math.Abs(slope / curvature), 1e-12 * unit, 50 * Math.Max(unit, Math.Abs(x))) : unit;
        double a = x, b;
        while (true)
        {
            b = x + direction * step;
            if (b <= bottom || b >= top)
            {
                double end = b <= bottom ? bottom : top;
                double inside = end - direction * 1e-9 * unit;
                if (_logs || (Slope(inside, out _) * direction > 0))
                    return end;
                b = inside;
                break;
            }
            double next = Slope(b, out _);
            if (!(next * direction > 0))
                break;
            a = b;
            x = b;
            step *= 2;
        }
        // Newton's method held in the bracket [a uphill, b downhill].
        double point = curvature < 0 && a == start ? Inside(a - slope / curvature, a, b) : 0.5 * (a + b);
        for (int iteration = 0; iteration < 200; iteration++)
        {
            double at = Slope(point, out double bend);
            if (at * direction > 0)
                a = point;
            else
                b = point;
            double next = bend < 0 ? Inside(point - at / bend, a, b) : 0.5 * (a + b);
            double width = bend < 0 ? 1 / Math.Sqrt(-bend) : unit;
            if (Math.Abs(next - point) <= accuracy * width || Math.Abs(b - a) <= 1e-15 * Math.Abs(a))
                return next;
            point = next;
        }
        return point;
    }

    private static double Inside(double point, double a, double b) =>
        point > Math.Min(a, b) && point < Math.Max(a, b) ? point : 0.5 * (a + b);

    /// <summary>Where H has fallen by some <see cref="Drop"/> from the peak, in the direction given; the end of the range when it does not.</summary>
    private double Reach(double from, int direction, double end, double peak)
    {
        if (from == end)
            return from;
        double unit = _logs ? 1 : Math.Max(1e-300, Math.Min(_lawAt.Sigma, _noiseAt.Sigma));
        double slope = Slope(_logs || from > 0 ? from : 1e-9 * unit, out double curvature);
        double step = curvature < 0 ? Math.Min(Math.Sqrt(2 * (Drop + 4) / -curvature), 100 * Math.Max(unit, Math.Abs(from))) : unit;
        if (slope * direction < 0)
            step = Math.Min(step, (Drop + 4) / Math.Abs(slope));
        double inside = from, outside = double.NaN;
        for (int iteration = 0; iteration < 200; iteration++)
        {
            double x = double.IsNaN(outside) ? from + direction * step : 0.5 * (inside + outside);
            if (double.IsNaN(outside) && direction * (x - end) >= 0)
            {
                double atEnd = double.IsInfinity(end) || (end == 0 && !_logs) ? double.NaN : Height(end);
                if (!(peak - atEnd > 2 * Drop))
                    return end;
                x = end;
            }
            double fall = peak - Height(x);
            if (fall >= Drop && fall <= 1.7 * Drop)
                return x;
            if (fall < Drop)
            {
                inside = x;
                step *= 1.7;
            }
            else
            {
                // Not a number where a law overflows: as good as far away.
                outside = x;
            }
            if (!double.IsNaN(outside) && Math.Abs(outside - inside) <= 1e-6 * Math.Max(unit, Math.Abs(inside)) && fall >= Drop)
                return x;
        }
        return double.IsNaN(outside) ? inside : outside;
    }

    private double Integrate(double low, double left, double right, double high, double kink, double peak)
    {
        _peak = peak;
        _pending.Clear();
        Span<double> ends = stackalloc double[5 + 4 * Spikes.Length];
        int used = 0;
        ends[used++] = low;
        ends[used++] = high;
        ends[used++] = double.IsNaN(kink) ? high : Math.Clamp(kink, low, high);
        used = AddPeak(ends, used, left, low, high);
        if (right != left)
            used = AddPeak(ends, used, right, low, high);
        ends = ends[..used];
        ends.Sort();
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
            bool resolved = half * LegendrePanel.Remainder(_values) <= (_heavy ? ResolvedHeavy : Resolved) * share;
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
        double width = Math.Min(_logs ? 1 : _lawAt.Sigma, _logs ? _noiseAt.Sigma * Math.Exp(-peak) : _noiseAt.Sigma);
        if (peak > low && peak < high)
        {
            Slope(peak, out double curvature);
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
            TensorPrimitives.Max(u, Least, u);
        }
        else
        {
            x.CopyTo(u);
            TensorPrimitives.Log(x, logU);
        }
        for (int k = 0; k < x.Length; k++)
        {
            double height = _law.LogDensity(_lawAt, u[k], logU[k]) + _noise.LogDensity(_noiseAt, _e + u[k]) + _tilt * u[k] - _peak;
            _values[k] = _logs ? height + x[k] : height;
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
