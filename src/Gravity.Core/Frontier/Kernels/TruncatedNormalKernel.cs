using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Kernels;

/// <summary>
/// Normal–truncated-normal: ℓ = −½ln 2π − ½ln S − (e + μ)²/2S + ln Φ(z) − ln Φ(μ/σ_u), z = (μσ_v² − eσ_u²)/(σ_uσ_v√S).
/// Indices: x'β, μ, a = ln σ_u², b = ln σ_v². Stevenson (1980); with μ = z'δ Battese and Coelli (1995), eq. (A.11).
/// </summary>
/// <remarks>
/// z = μk − eq with k = σ_v/(σ_u√S) and q = σ_u/(σ_v√S): the two are mirror images under a ↔ b, and so are their derivatives.
/// The derivation is in docs/models/pooled.md.
/// </remarks>
internal sealed class TruncatedNormalKernel(FrontierSide side) : IndexKernel
{
    private static readonly double Constant = -0.5 * Math.Log(2 * Math.PI);
    private readonly double _sign = side == FrontierSide.Production ? 1 : -1;

    public override int IndexCount => 4;

    public override void Evaluate(KernelBlock block, int order)
    {
        var half = Vector512.Create(0.5);
        var quarter = Vector512.Create(0.25);
        var one = Vector512<double>.One;
        var sign = Vector512.Create(_sign);
        ref double y = ref MemoryMarshal.GetReference(block.Response);
        ref double location = ref MemoryMarshal.GetReference(block.Index(0));
        ref double mean = ref MemoryMarshal.GetReference(block.Index(1));
        ref double logU = ref MemoryMarshal.GetReference(block.Index(2));
        ref double logV = ref MemoryMarshal.GetReference(block.Index(3));
        for (int i = 0; i < block.Padded; i += 8)
        {
            nuint at = (nuint)i;
            var e = sign * (Vector512.LoadUnsafe(ref y, at) - Vector512.LoadUnsafe(ref location, at));
            var mu = Vector512.LoadUnsafe(ref mean, at);
            var a = Vector512.LoadUnsafe(ref logU, at);
            var varU = Vector512.Exp(a);
            var varV = Vector512.Exp(Vector512.LoadUnsafe(ref logV, at));
            var s = varU + varV;
            var inverseS = one / s;
            var p = varU * inverseS;
            var r = varV * inverseS;
            var q = Vector512.Sqrt(p / varV);
            var k = Vector512.Sqrt(r / varU);
            var z = mu * k - e * q;
            var inverseU = Vector512.Exp(-half * a);
            var z0 = mu * inverseU;
            var m = e + mu;
            var w = m * m * inverseS;
            var logCdf = NormalTailVector.LogCdf(z, out var mills, out var curvature);
            var logCdf0 = NormalTailVector.LogCdf(z0, out var mills0, out var curvature0);
            var value = Vector512.Create(Constant) - half * (Vector512.Log(s) + w) + (logCdf - logCdf0);
            value.StoreUnsafe(ref MemoryMarshal.GetReference(block.Value), at);
            if (order == 0)
                continue;

            var qA = half * q * r;
            var qB = -half * q * (one + r);
            var kA = -half * k * (one + p);
            var kB = half * k * p;
            var zA = mu * kA - e * qA;
            var zB = mu * kB - e * qB;
            var z0A = -half * z0;
            var mS = m * inverseS;
            var w1 = half * (w - one);
            (-sign * (-mS - mills * q)).StoreUnsafe(ref MemoryMarshal.GetReference(block.Gradient(0)), at);
            (-mS + mills * k - mills0 * inverseU).StoreUnsafe(ref MemoryMarshal.GetReference(block.Gradient(1)), at);
            (p * w1 + mills * zA - mills0 * z0A).StoreUnsafe(ref MemoryMarshal.GetReference(block.Gradient(2)), at);
            (r * w1 + mills * zB).StoreUnsafe(ref MemoryMarshal.GetReference(block.Gradient(3)), at);
            if (order == 1)
                continue;

            var pr = half * p * r;
            var onePlusR = one + r;
            var onePlusP = one + p;
            var zAA = mu * k * (quarter * onePlusP * onePlusP - pr) - e * q * (quarter * r * r - pr);
            var zAB = mu * k * (pr - quarter * p * onePlusP) - e * q * (pr - quarter * r * onePlusR);
            var zBB = mu * k * (quarter * p * p - pr) - e * q * (quarter * onePlusR * onePlusR - pr);
            var common = (w - one) * pr;
            (-inverseS - curvature * q * q).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(0, 0)), at);
            (-sign * (curvature * q * k - inverseS)).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(0, 1)), at);
            (-sign * (mS * p - mills * qA + curvature * q * zA)).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(0, 2)), at);
            (-sign * (mS * r - mills * qB + curvature * q * zB)).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(0, 3)), at);
            (-inverseS - curvature * k * k + curvature0 * inverseU * inverseU)
                .StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(1, 1)), at);
            (mS * p + mills * kA - curvature * k * zA + half * mills0 * inverseU + curvature0 * inverseU * z0A)
                .StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(1, 2)), at);
            (mS * r + mills * kB - curvature * k * zB).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(1, 3)), at);
            (common - half * w * p * p + mills * zAA - curvature * zA * zA - quarter * mills0 * z0 + curvature0 * z0A * z0A)
                .StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(2, 2)), at);
            (-common - half * w * p * r + mills * zAB - curvature * zA * zB)
                .StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(2, 3)), at);
            (common - half * w * r * r + mills * zBB - curvature * zB * zB)
                .StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(3, 3)), at);
        }
    }
}
