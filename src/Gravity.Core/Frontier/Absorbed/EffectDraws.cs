using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>Draws of Dα given draws of θ: α | θ ~ N(α̂ + (∂α/∂θ)(θ − θ̂), (D'WD)⁻), the normal law of the full information split into θ and α given θ.</summary>
/// <remarks>
/// A draw from N(0, (D'WD)⁻) is the solution of D'WD·δ = D'(W^½z) with z ~ N(0, I): the effects are never written out as a matrix (Papandreou and Yuille 2010,
/// Advances in Neural Information Processing Systems 23). May be used by several threads at once.
/// </remarks>
/// <param name="at">The estimate, with its tangents.</param>
/// <param name="second">∂²ℓ/∂η² of every row there.</param>
/// <param name="equations">The equations of the effects.</param>
internal sealed class EffectDraws(AbsorbedPoint at, double[] second, EffectSystem equations)
{
    /// <summary>A draw need not be more exact than its own randomness.</summary>
    private const double Tolerance = 1e-7;

    private readonly ConcurrentBag<EffectSystem> _idle = [];
    private readonly double[] _roots = Array.ConvertAll(second, h => Math.Sqrt(Math.Max(0, -h)));

    /// <summary>Dα of the next draw, one value a row.</summary>
    /// <param name="theta">The draw of θ.</param>
    /// <param name="random">The stream.</param>
    public double[] Next(double[] theta, RandomSource random)
    {
        var noise = new double[_roots.Length];
        for (int i = 0; i < noise.Length; i++)
            noise[i] = _roots[i] * random.NextNormal();
        if (!_idle.TryTake(out EffectSystem? system))
        {
            system = equations.Another();
            double floor = -1e-12 * TensorPrimitives.Min<double>(second);
            system.SetWeights(Array.ConvertAll(second, h => Math.Max(-h, floor)));
        }
        var move = new double[system.Groups];
        system.Solve([system.Sums(noise)], [move], Tolerance);
        for (int j = 0; j < theta.Length; j++)
            if (theta[j] != at.Theta[j])
                TensorPrimitives.MultiplyAdd(at.Tangents[j], theta[j] - at.Theta[j], move, move);
        double[] effects = [.. at.Effects];
        system.Add(move, 1, effects);
        _idle.Add(system);
        return effects;
    }
}
