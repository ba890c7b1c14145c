using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Kernels;

/// <summary>
/// Normal–exponential: ℓ = −ln σ_u + σ_v²/2σ_u² + e/σ_u + ln Φ(z), z = −e/σ_v − σ_v/σ_u.
/// Indices: x'β, a = ln σ_u², b = ln σ_v². Meeusen and van den Broeck (1977), eq. (6).
/// </summary>
/// <remarks>
/// The first terms cancel against ln Φ(z) as σ_u → 0 and as σ_v → 0. Since z²/2 = e²/2σ_v² + e/σ_u + σ_v²/2σ_u², the same number is
/// ℓ = −a/2 − e²/2σ_v² + [ln Φ(z) + z²/2], whose bracket is computed whole; for z &gt; 0 the first form is the stable one. Derivatives use
/// x = z + φ(z)/Φ(z) and the truncated variance, the first two derivatives of the bracket.
/// </remarks>
internal sealed class ExponentialKernel(FrontierSide side) : IndexKernel
{
    private readonly double _sign = side == FrontierSide.Production ? 1 : -1;

    public override int IndexCount => 3;

    public override void Evaluate(KernelBlock block, int order)
    {
        var half = Vector512.Create(0.5);
        var quarter = Vector512.Create(0.25);
        var sign = Vector512.Create(_sign);
        ref double y = ref MemoryMarshal.GetReference(block.Response);
        ref double location = ref MemoryMarshal.GetReference(block.Index(0));
        ref double logU = ref MemoryMarshal.GetReference(block.Index(1));
        ref double logV = ref MemoryMarshal.GetReference(block.Index(2));
        for (int i = 0; i < block.Padded; i += 8)
        {
            nuint at = (nuint)i;
            var e = sign * (Vector512.LoadUnsafe(ref y, at) - Vector512.LoadUnsafe(ref location, at));
            var a = Vector512.LoadUnsafe(ref logU, at);
            var b = Vector512.LoadUnsafe(ref logV, at);
            var inverseU = Vector512.Exp(-half * a);
            var inverseV = Vector512.Exp(-half * b);
            var ratio = Vector512.Exp(half * (b - a));
            var t = e * inverseV;
            var z = -t - ratio;
            var scaled = NormalTailVector.LogCdfScaled(z, out _, out var excess, out var variance);
            // For z > 0 the bracket is about z²/2 and would swallow e²/2σ_v²: there the terms are summed in the first form.
            var logCdf = NormalTailVector.LogCdf(z, out _, out _);
            var below = scaled - half * t * t;
            var above = logCdf + half * ratio * ratio + e * inverseU;
            var value = Vector512.ConditionalSelect(Vector512.GreaterThan(z, Vector512<double>.Zero), above, below) - half * a;
            value.StoreUnsafe(ref MemoryMarshal.GetReference(block.Value), at);
            if (order == 0)
                continue;

            var zA = half * ratio;
            var zB = half * (t - ratio);
            (-sign * (-t * inverseV - excess * inverseV)).StoreUnsafe(ref MemoryMarshal.GetReference(block.Gradient(0)), at);
            (excess * zA - half).StoreUnsafe(ref MemoryMarshal.GetReference(block.Gradient(1)), at);
            (half * t * t + excess * zB).StoreUnsafe(ref MemoryMarshal.GetReference(block.Gradient(2)), at);
            if (order == 1)
                continue;

            (inverseV * inverseV * (variance - Vector512<double>.One)).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(0, 0)), at);
            (sign * variance * inverseV * zA).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(0, 1)), at);
            (-sign * inverseV * (t + half * excess - variance * zB)).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(0, 2)), at);
            (variance * zA * zA - quarter * excess * ratio).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(1, 1)), at);
            (variance * zA * zB + quarter * excess * ratio).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(1, 2)), at);
            (variance * zB * zB - half * t * t - quarter * excess * (t + ratio)).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(2, 2)), at);
        }
    }
}
