using System.Numerics.Tensors;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;

namespace Gravity.Core.Efficiency;

/// <summary>∂E[u], ∂V[u] and ∂E[exp(−u)] by μ and by a = ln σ² of a law of u, before conditioning.</summary>
internal readonly record struct PriorSlopes(double MeanByMu, double MeanByA, double VarianceByMu, double VarianceByA, double EfficiencyByMu, double EfficiencyByA);

/// <summary>Moments of u before conditioning, and their derivatives in the parameters of its law.</summary>
/// <remarks>
/// <para>
/// A law without μ is a pure scale family, u = σw, so that ∂E/∂a = E/2, ∂V/∂a = V and ∂E[e^(−u)]/∂a = −½E[u·e^(−u)]. The truncated normal is Wang (2002) in the forms
/// that keep their digits in both tails, with E[e^(−u)] = e^(−μ+σ²/2)Φ(r − σ)/Φ(r), r = μ/σ. The lognormal has E = e^(μ+σ²/2) and V = (e^(σ²) − 1)E².
/// </para>
/// <para>E[e^(−u)] of the exponential and the gamma is a closed form; of the others it is a sum over nodes of the unit law, computed once for all rows.</para>
/// </remarks>
internal sealed class PriorMoments
{
    private readonly InefficiencyLaw _law;
    private double _shape = double.NaN;
    private double[] _nodes = [], _weights = [], _scratch = [];
    private LawPoint _last;
    private PriorSlopes _lastSlopes;
    private bool _known;

    public PriorMoments(InefficiencyLaw law) => _law = law;

    /// <summary>Whether the derivatives of the law are known here: all laws at hand, and every law of one's own that is a scale family without μ.</summary>
    public static bool Knows(InefficiencyLaw law) => !law.HasMean || law is TruncatedNormal or Lognormal;

    /// <summary>The slopes at the parameters of a row.</summary>
    public PriorSlopes At(in LawPoint at)
    {
        // Rows often share their law.
        if (_known && at.Mu == _last.Mu && at.LogVariance == _last.LogVariance && (at.Shape == _last.Shape || double.IsNaN(at.Shape)))
            return _lastSlopes;
        _last = at;
        _known = true;
        return _lastSlopes = _law switch
        {
            TruncatedNormal => Truncated(at.Mu, at.Sigma),
            HalfNormal => Truncated(0, at.Sigma) with { MeanByMu = 0, VarianceByMu = 0, EfficiencyByMu = 0 },
            Lognormal => LogarithmicNormal(at),
            _ => Scaled(at),
        };
    }

    private static PriorSlopes Truncated(double location, double sigma)
    {
        double r = location / sigma;
        double variance = NormalTail.TruncatedVariance(r);
        double third = NormalTail.TruncatedThirdCumulant(r);
        // r + λ − r·V = λ(1 + r(r + λ)); each form is a sum of positive terms on its side of 0.
        double growth = r > 0
            ? NormalTail.InverseMills(r) * (1 + r * NormalTail.Excess(r))
            : NormalTail.Excess(r) - r * variance;
        // ln E[e^(−u)] = ln Φs(r − σ) − ln Φs(r) with Φs(z) = Φ(z)e^(z²/2): the factor e^(−μ+σ²/2) is in it.
        double te = Math.Exp(NormalTail.LogCdfScaled(r - sigma) - NormalTail.LogCdfScaled(r));
        // d ln Φs(z)/dz = z + λ(z), the excess.
        double here = NormalTail.Excess(r), moved = NormalTail.Excess(r - sigma);
        double byMu = te * (moved - here) / sigma;
        double byA = 0.5 * te * (moved * (-r - sigma) + here * r);
        return new PriorSlopes(
            variance, 0.5 * sigma * growth, sigma * third, sigma * sigma * (variance - 0.5 * r * third), byMu, byA);
    }

    private PriorSlopes LogarithmicNormal(in LawPoint at)
    {
        double square = at.Sigma * at.Sigma, mean = _law.Mean(at), variance = _law.Variance(at);
        Span<double> z = Nodes(double.NaN), u = _scratch.AsSpan(0, z.Length);
        double byMu = 0, byA = 0;
        for (int k = 0; k < z.Length; k++)
            u[k] = Math.Exp(at.Mu + at.Sigma * z[k]);
        for (int k = 0; k < z.Length; k++)
        {
            double term = _weights[k] * u[k] * Math.Exp(-u[k]);
            byMu -= term;
            byA -= 0.5 * at.Sigma * z[k] * term;
        }
        return new PriorSlopes(mean, 0.5 * square * mean, 2 * variance, square * (Math.Exp(square) * mean * mean + variance), byMu, byA);
    }

    private PriorSlopes Scaled(in LawPoint at)
    {
        double half = _law switch
        {
            // E[u·e^(−u)]: σ/(1 + σ)² and Pσ(1 + σ)^(−P−1).
            Exponential => at.Sigma / ((1 + at.Sigma) * (1 + at.Sigma)),
            Gamma => at.Shape * at.Sigma * Math.Exp(-(at.Shape + 1) * Elementary.LogOnePlus(at.Sigma)),
            _ => Weighted(at),
        };
        return new PriorSlopes(0, 0.5 * _law.Mean(at), 0, _law.Variance(at), 0, -0.5 * half);
    }

    /// <summary>E[u·e^(−u)] over the nodes of the unit law.</summary>
    private double Weighted(in LawPoint at)
    {
        Span<double> w = Nodes(at.Shape), e = _scratch.AsSpan(0, w.Length);
        TensorPrimitives.Multiply(w, -at.Sigma, e);
        TensorPrimitives.Exp<double>(e, e);
        TensorPrimitives.Multiply<double>(e, w, e);
        return at.Sigma * TensorPrimitives.Dot<double>(_weights, e);
    }

    private Span<double> Nodes(double shape)
    {
        if (_nodes.Length == 0 || !shape.Equals(_shape))
        {
            (_nodes, _weights) = PriorNodes.Of(_law, shape);
            _scratch = new double[_nodes.Length];
            _shape = shape;
        }
        return _nodes;
    }
}
