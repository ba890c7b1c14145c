using System.Numerics.Tensors;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Counts;

/// <summary>Nodes and probabilities of t = u/σ given a flow, with the logarithm of the integral: deterministic quadrature of <see cref="PoissonIntegrand"/>.</summary>
/// <remarks>
/// Panels of the 24-point rule, cut at the maximum and halfway to the ends of the range, and halved while their last Legendre coefficients are not negligible
/// (<see cref="LegendrePanel"/>): about 1e-13 relative. Scratch space of one thread; nothing is allocated once it has grown.
/// </remarks>
internal sealed class PoissonNodes
{
    private const double Resolved = 1e-7;

    private const int MaxPanels = 200;

    private readonly Stack<(double Low, double High)> _pending = new();
    private readonly List<(double Low, double High)> _panels = [];
    private double[] _delta = new double[8 * LegendrePanel.Count];
    private double[] _rest = new double[8 * LegendrePanel.Count];
    private double[] _p = new double[8 * LegendrePanel.Count];
    private double[] _work = new double[LegendrePanel.Count];

    [ThreadStatic]
    private static PoissonNodes? s_own;

    /// <summary>The scratch space of the calling thread; its contents last until the next use.</summary>
    public static PoissonNodes Own => s_own ??= new PoissonNodes();

    /// <summary>Number of nodes.</summary>
    public int Count { get; private set; }

    /// <summary>The integrand of the last <see cref="Fill"/>.</summary>
    public PoissonIntegrand Integrand { get; private set; }

    /// <summary>δ = t − t₀ at the nodes.</summary>
    public ReadOnlySpan<double> Delta => _delta.AsSpan(0, Count);

    /// <summary>g(−sσδ) at the nodes.</summary>
    public ReadOnlySpan<double> Remainder => _rest.AsSpan(0, Count);

    /// <summary>Probabilities of the nodes; their sum is 1.</summary>
    public ReadOnlySpan<double> P => _p.AsSpan(0, Count);

    /// <summary>ln ∫ of the integrand over δ, its maximum taken as 1.</summary>
    public double LogArea { get; private set; }

    /// <summary>Fills the nodes; false where the integrand is not finite.</summary>
    /// <param name="integrand">The row.</param>
    public bool Fill(in PoissonIntegrand integrand)
    {
        Integrand = integrand;
        Count = 0;
        _panels.Clear();
        LogArea = double.NaN;
        if (!integrand.IsFinite)
            return false;
        (double low, double high) = integrand.Range();
        if (!(high > low && double.IsFinite(low) && double.IsFinite(high)))
            return false;
        _pending.Clear();
        Push(0.5 * high, high);
        Push(0, 0.5 * high);
        Push(0.5 * low, 0);
        Push(low, 0.5 * low);
        double sum = 0, largest = 0;
        while (_pending.TryPop(out (double Low, double High) panel))
        {
            double half = 0.5 * (panel.High - panel.Low), middle = panel.Low + half;
            Span<double> values = Values(middle, half);
            double remainder = LegendrePanel.Remainder(values), integral = 0;
            for (int k = 0; k < values.Length; k++)
                integral += values[k] *= half * LegendrePanel.Weights[k];
            largest = Math.Max(largest, integral);
            if (half * remainder > Resolved * Math.Max(sum + integral, 0.1 * largest)
                && _panels.Count + _pending.Count < MaxPanels && middle > panel.Low && middle < panel.High)
            {
                Push(middle, panel.High);
                Push(panel.Low, middle);
                continue;
            }
            sum += integral;
            _panels.Add(panel);
            Count += LegendrePanel.Count;
        }
        if (!(sum > 0 && double.IsFinite(sum)))
        {
            Count = 0;
            return false;
        }
        TensorPrimitives.Divide(P, sum, _p.AsSpan(0, Count));
        LogArea = Math.Log(sum);
        return true;
    }

    /// <summary>The δ below which the probability is <paramref name="probability"/>.</summary>
    public double Quantile(double probability)
    {
        double below = 0, mass = 0;
        int panel = 0;
        for (; panel < _panels.Count; panel++)
        {
            mass = TensorPrimitives.Sum(P.Slice(panel * LegendrePanel.Count, LegendrePanel.Count));
            if (probability <= below + mass || panel == _panels.Count - 1)
                break;
            below += mass;
        }
        (double low, double high) = _panels[panel];
        double half = 0.5 * (high - low), share = Math.Clamp((probability - below) / mass, 0, 1);
        double delta = low + half * (1 + LegendrePanel.Quantile(P.Slice(panel * LegendrePanel.Count, LegendrePanel.Count), share));
        // Newton steps on the integral from the panel's end, computed anew, take away the error of the interpolation.
        double area = Math.Exp(LogArea);
        for (int step = 0; step < 6; step++)
        {
            double excess = Area(low, delta) / area - share * mass;
            double next = Math.Clamp(delta - excess * area / Math.Exp(Integrand.Height(delta)), low, high);
            bool done = !(Math.Abs(next - delta) > 1e-14 * (Integrand.Shift + Math.Abs(next)));
            delta = next;
            if (done)
                break;
        }
        return delta;
    }

    private double Area(double low, double high)
    {
        double half = 0.5 * (high - low), sum = 0;
        for (int k = 0; k < LegendrePanel.Count; k++)
            sum += LegendrePanel.Weights[k] * Math.Exp(Integrand.Height(low + half * (1 + LegendrePanel.Nodes[k])));
        return half * sum;
    }

    private void Push(double low, double high)
    {
        if (high > low)
            _pending.Push((low, high));
    }

    /// <summary>Fills δ, g and e^height at the nodes of a panel; returns the last.</summary>
    private Span<double> Values(double middle, double half)
    {
        if (Count + LegendrePanel.Count > _p.Length)
        {
            Array.Resize(ref _delta, 2 * _delta.Length);
            Array.Resize(ref _rest, 2 * _rest.Length);
            Array.Resize(ref _p, 2 * _p.Length);
        }
        Span<double> delta = _delta.AsSpan(Count, LegendrePanel.Count), rest = _rest.AsSpan(Count, LegendrePanel.Count), values = _p.AsSpan(Count, LegendrePanel.Count);
        ReadOnlySpan<double> nodes = LegendrePanel.Nodes;
        double step = Integrand.Move(1), kappa = Integrand.Kappa, rate = Integrand.Rate;
        for (int k = 0; k < delta.Length; k++)
        {
            delta[k] = middle + half * nodes[k];
            _work[k] = step * delta[k];
        }
        Elementary.ExpRemainder(_work, rest);
        for (int k = 0; k < values.Length; k++)
            values[k] = -kappa * delta[k] - rate * rest[k] - 0.5 * delta[k] * delta[k];
        TensorPrimitives.Exp<double>(values, values);
        return values;
    }
}
