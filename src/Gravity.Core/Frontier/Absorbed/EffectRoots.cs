using System.Collections.Concurrent;
using Gravity.Core.Estimation;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>α(θ) = argmax Σ ℓ(x'β + d'α, …) over the effects of all rows, and the derivatives that concentrating them out needs.</summary>
/// <param name="sum">The rows; the effects are the offset of their location, index 0, in which ℓ is concave.</param>
/// <param name="effects">The equations of the effects.</param>
/// <param name="reach">Longest working response of a damped step; null where the location has no scale of its own, for four of the smallest scale of a row.</param>
internal sealed class EffectRoots(IndexSum sum, EffectSystem effects, double? reach = null)
{
    private readonly ConcurrentBag<EffectAscent> _idle = [];

    /// <summary>Finds α(θ). It may be called from several threads at once.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="start">Dα where the iteration begins, one value a row; it is overwritten.</param>
    /// <param name="order">0 for the value, 1 with the gradient, 2 with Hessian and tangents.</param>
    /// <param name="tangents">Where the solution for the tangents begins; null for 0.</param>
    /// <param name="lastStep">The step, in the smallest scale of a row, that is the last and is taken to first order.</param>
    public AbsorbedPoint Solve(double[] theta, double[] start, int order, IReadOnlyList<double[]>? tangents, double lastStep)
    {
        if (!_idle.TryTake(out EffectAscent? ascent))
            ascent = new EffectAscent(sum, effects.Another(), reach);
        AbsorbedPoint found = ascent.Run(theta, start, order, tangents, lastStep);
        _idle.Add(ascent);
        return found;
    }

    /// <summary>ℓ at given effects, without a search.</summary>
    public double ValueAt(double[] theta, double[] start)
    {
        if (!_idle.TryTake(out EffectAscent? ascent))
            ascent = new EffectAscent(sum, effects.Another(), reach);
        double value = ascent.ValueAt(theta, start);
        _idle.Add(ascent);
        return value;
    }
}
