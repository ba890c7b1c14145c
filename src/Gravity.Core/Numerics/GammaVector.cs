using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gravity.Core.Numerics;

/// <summary><see cref="GammaFunctions"/> for eight arguments at a time.</summary>
internal static class GammaVector
{
    private const double From = 15;

    /// <summary>ln Γ(x), x &gt; 0: Stirling's series from 15 on; below, by the recurrence with one logarithm of the product. Absolute error about 1e-14·max(1, |ln Γ|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Vector512<double> LogGamma(Vector512<double> x)
    {
        Vector512<double> from = Vector512.Create(From), one = Vector512<double>.One, product = one, z = x;
        Vector512<double> below = Vector512.LessThan(z, from);
        while (Vector512.LessThanAny(z, from))
        {
            product = Vector512.ConditionalSelect(below, product * z, product);
            z = Vector512.ConditionalSelect(below, z + one, z);
            below = Vector512.LessThan(z, from);
        }
        Vector512<double> r = one / z, s = r * r;
        Vector512<double> series = Vector512.Create(1.0 / 12) - s * (Vector512.Create(1.0 / 360) - s * (Vector512.Create(1.0 / 1260)
            - s * (Vector512.Create(1.0 / 1680) - s * (Vector512.Create(1.0 / 1188) - s * Vector512.Create(691.0 / 360360)))));
        return (z - Vector512.Create(0.5)) * Vector512.Log(z) - z + Vector512.Create(NormalTail.LogRootTwoPi) + series * r - Vector512.Log(product);
    }
}
