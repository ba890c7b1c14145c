using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Intercepts;

/// <summary>The posterior of one unit's intercept a in the orientation of e = s(y − x'β): nodes, weights and panels, kept.</summary>
internal sealed class UnitPosterior
{
    private const double Negligible = 1e-14;
    private readonly (double Low, double High)[] _panels;
    private readonly double[] _masses;

    public UnitPosterior(InterceptNodes nodes)
    {
        _panels = [.. nodes.Panels];
        _masses = nodes.P.ToArray();
        int[] kept = [.. Enumerable.Range(0, _masses.Length).Where(k => _masses[k] > Negligible)];
        double[] all = nodes.A.ToArray();
        A = Array.ConvertAll(kept, k => all[k]);
        P = Array.ConvertAll(kept, k => _masses[k]);
        for (int k = 0; k < P.Length; k++)
            Mean += P[k] * A[k];
    }

    /// <summary>Intercepts, ascending.</summary>
    public double[] A { get; }

    /// <summary>Their weights.</summary>
    public double[] P { get; }

    /// <summary>E[a | the unit's rows].</summary>
    public double Mean { get; }

    /// <summary>A draw by inversion of the interpolated distribution.</summary>
    public double Draw(RandomSource random)
    {
        double probability = random.NextUniform(), below = 0;
        for (int panel = 0; ; panel++)
        {
            ReadOnlySpan<double> masses = _masses.AsSpan(panel * LegendrePanel.Count, LegendrePanel.Count);
            double mass = 0;
            foreach (double value in masses)
                mass += value;
            if (mass > 0 && (probability <= below + mass || panel == _panels.Length - 1))
            {
                (double low, double high) = _panels[panel];
                return low + 0.5 * (high - low) * (1 + LegendrePanel.Quantile(masses, Math.Clamp((probability - below) / mass, 0, 1)));
            }
            below += mass;
            if (panel == _panels.Length - 1)
                return _panels[panel].High;
        }
    }
}
