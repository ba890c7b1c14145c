namespace Gravity.Core.Frontier;

/// <summary>H(x), the logarithm of f_v(e + u) f_u(u) e^(tu) in x = u or x = ln u: its height, slope, maxima and reach.</summary>
/// <remarks>The part of <see cref="PosteriorNodes"/> that finds where the mass lies, before anything is integrated.</remarks>
internal sealed class PosteriorShape
{
    /// <summary>e⁻³² = 1e-14: what lies beyond is beside the error of the rule.</summary>
    private const double Drop = 32;

    /// <summary>Under this u is 0 beside e; held here, 1/u² stays finite.</summary>
    public const double Least = 1e-150;

    private InefficiencyLaw _law = null!;
    private NoiseLaw _noise = null!;
    private LawPoint _lawAt, _noiseAt;
    private double _e, _tilt;
    private bool _logs;

    /// <summary>True when H is the logarithm of the density of u in either coordinate, without the factor u of ln u.</summary>
    private bool _density;

    /// <summary>True when x = ln u.</summary>
    public bool InLogarithms => _logs;

    /// <summary>True for noise whose tails are not thinner than exponential.</summary>
    public bool IsHeavy { get; private set; }

    /// <summary>Width of the narrower of the two laws at x.</summary>
    public double WidthAt(double x) => Math.Min(_logs ? 1 : _lawAt.Sigma, _logs ? _noiseAt.Sigma * Math.Exp(-x) : _noiseAt.Sigma);

    /// <summary>Names the laws, their parameters, e and t.</summary>
    public void Bind(InefficiencyLaw law, in LawPoint lawAt, NoiseLaw noise, in LawPoint noiseAt, double e, double tilt)
    {
        _law = law;
        _noise = noise;
        _lawAt = lawAt;
        _noiseAt = noiseAt;
        _e = e;
        _tilt = tilt;
        _logs = law.InLogarithms;
        _density = false;
        IsHeavy = noise.TailRate(noiseAt) < double.PositiveInfinity;
    }

    /// <summary>H at a node whose u and ln u are known.</summary>
    public double Height(double u, double logU)
    {
        double height = _law.LogDensity(_lawAt, u, logU) + _noise.LogDensity(_noiseAt, _e + u) + _tilt * u;
        return _logs && !_density ? height + logU : height;
    }

    /// <summary>x of u; −∞ of what is not positive when x is ln u.</summary>
    public double Coordinate(double u) => _logs ? u > 0 ? Math.Log(u) : double.NegativeInfinity : u;

    /// <summary>H(x).</summary>
    public double Height(double x) => _logs ? Height(Math.Exp(x), x) : Height(x, Math.Log(x));

    /// <summary>H′(x), and H″(x).</summary>
    public double Slope(double x, out double curvature)
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
    public double Climb(double start, double bottom, double top, double accuracy = 1e-3)
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

    /// <summary>Where H has fallen by some <see cref="Drop"/> from the peak, in the direction given; the end of the range when it does not.</summary>
    public double Reach(double from, int direction, double end, double peak)
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

    private static double Inside(double point, double a, double b) =>
        point > Math.Min(a, b) && point < Math.Max(a, b) ? point : 0.5 * (a + b);
}
