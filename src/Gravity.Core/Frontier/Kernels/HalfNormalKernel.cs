using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Kernels;

/// <summary>
/// Normal–half-normal: ℓ = ln 2 − ½ln 2π − ½ln S − e²/2S + ln Φ(z), e = s(y − x'β), S = σ_u² + σ_v², z = −e·σ_u/(σ_v√S).
/// Indices: x'β, a = ln σ_u², b = ln σ_v². Aigner, Lovell and Schmidt (1977), eq. (8).
/// </summary>
/// <remarks>
/// Derivatives in the log variances use p = σ_u²/S and r = σ_v²/S, for which ∂p/∂a = pr and ∂p/∂b = −pr; with q = σ_u/(σ_v√S),
/// ∂ln q/∂a = r/2 and ∂ln q/∂b = −(1 + r)/2. The derivation is in docs/models/pooled.md.
/// </remarks>
internal sealed class HalfNormalKernel(FrontierSide side) : IndexKernel
{
    private static readonly double Constant = Math.Log(2) - 0.5 * Math.Log(2 * Math.PI);
    private readonly double _sign = side == FrontierSide.Production ? 1 : -1;

    public override int IndexCount => 3;

    public override void Evaluate(KernelBlock block, int order)
    {
        var half = Vector512.Create(0.5);
        var one = Vector512<double>.One;
        var sign = Vector512.Create(_sign);
        ref double y = ref MemoryMarshal.GetReference(block.Response);
        ref double location = ref MemoryMarshal.GetReference(block.Index(0));
        ref double logU = ref MemoryMarshal.GetReference(block.Index(1));
        ref double logV = ref MemoryMarshal.GetReference(block.Index(2));
        for (int i = 0; i < block.Padded; i += 8)
        {
            nuint at = (nuint)i;
            var e = sign * (Vector512.LoadUnsafe(ref y, at) - Vector512.LoadUnsafe(ref location, at));
            var varU = Vector512.Exp(Vector512.LoadUnsafe(ref logU, at));
            var varV = Vector512.Exp(Vector512.LoadUnsafe(ref logV, at));
            var s = varU + varV;
            var inverseS = one / s;
            var p = varU * inverseS;
            var r = varV * inverseS;
            var q = Vector512.Sqrt(p / varV);
            var z = -e * q;
            var w = e * e * inverseS;
            var logCdf = NormalTailVector.LogCdf(z, out var mills, out var curvature);
            var value = Vector512.Create(Constant) - half * (Vector512.Log(s) + w) + logCdf;
            value.StoreUnsafe(ref MemoryMarshal.GetReference(block.Value), at);
            if (order == 0)
                continue;

            var zA = half * r * z;
            var zB = -half * (one + r) * z;
            var w1 = half * (w - one);
            (-sign * (-e * inverseS - mills * q)).StoreUnsafe(ref MemoryMarshal.GetReference(block.Gradient(0)), at);
            (p * w1 + mills * zA).StoreUnsafe(ref MemoryMarshal.GetReference(block.Gradient(1)), at);
            (r * w1 + mills * zB).StoreUnsafe(ref MemoryMarshal.GetReference(block.Gradient(2)), at);
            if (order == 1)
                continue;

            var quarter = half * half;
            var pr = half * p * r;
            var onePlusR = one + r;
            var qAA = quarter * r * r - pr;
            var qAB = pr - quarter * r * onePlusR;
            var qBB = quarter * onePlusR * onePlusR - pr;
            var eS = e * inverseS;
            (-inverseS - curvature * q * q).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(0, 0)), at);
            (-sign * (eS * p - mills * q * half * r + curvature * q * zA))
                .StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(0, 1)), at);
            (-sign * (eS * r + mills * q * half * onePlusR + curvature * q * zB))
                .StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(0, 2)), at);
            var common = (w - one) * pr;
            (common - half * w * p * p + mills * z * qAA - curvature * zA * zA)
                .StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(1, 1)), at);
            (-common - half * w * p * r + mills * z * qAB - curvature * zA * zB)
                .StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(1, 2)), at);
            (common - half * w * r * r + mills * z * qBB - curvature * zB * zB)
                .StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(2, 2)), at);
        }
    }
}
