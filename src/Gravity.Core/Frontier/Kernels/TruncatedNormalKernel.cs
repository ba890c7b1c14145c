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
/// The terms of this form are of the order of (μ/σ_u)² and cancel as μ/σ_u → −∞, where the climb may well go. Since (e + μ)²/S = e²/σ_v² + z₀² − z² with
/// z₀ = μ/σ_u, rows with μ &lt; 0 and z ≤ 0 take ℓ = −½ln 2π − ½ln S − e²/2σ_v² + Λ(z) − Λ(z₀), Λ(z) = ln Φ(z) + z²/2, whose terms stay small. Where μ &lt; 0 and z &gt; 0 (σ_v → 0, an
/// exponential tail) Λ(z) and e²/2σ_v² would cancel in their turn: there ℓ = −½ln 2π − ½ln S − (e² + 2eμ)/2S + (μk)²/2 + ln Φ(z) − Λ(z₀). All three forms are
/// T + F(z) − F₀(z₀), so one set of derivatives serves them. The derivation is in docs/models/pooled.md.
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
        var zero = Vector512<double>.Zero;
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
            var inverseV = one / varV;
            var p = varU * inverseS;
            var r = varV * inverseS;
            var q = Vector512.Sqrt(p * inverseV);
            var k = Vector512.Sqrt(r / varU);
            var z = mu * k - e * q;
            var inverseU = Vector512.Exp(-half * a);
            var z0 = mu * inverseU;
            var m = e + mu;
            var w = m * m * inverseS;
            var eV = e * inverseV;
            var below = Vector512.LessThan(mu, zero);
            var tailed = below & Vector512.GreaterThan(z, zero);
            Tail tail = Tail.At(z, Vector512.AndNot(below, tailed));
            Tail tail0 = Tail.At(z0, below);
            var n = e * (e + mu + mu) * inverseS;
            var muK = mu * k;
            var muK2 = muK * muK;
            var quadratic = Choose(below, tailed, w, e * eV, n - muK2);
            var value = Vector512.Create(Constant) - half * (Vector512.Log(s) + quadratic) + (tail.Value - tail0.Value);
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
            var f = tail.First;
            var f0 = tail0.First;
            var onePlusP = one + p;
            var tE = Choose(below, tailed, -mS, -eV, -mS);
            var tMu = Choose(below, tailed, -mS, zero, muK * k - e * inverseS);
            var tA = Choose(below, tailed, p * w1, -half * p, half * (p * (n - one) - muK2 * onePlusP));
            var tB = Choose(below, tailed, r * w1, half * (e * eV - r), half * (r * (n - one) + muK2 * p));
            (-sign * (tE - f * q)).StoreUnsafe(ref MemoryMarshal.GetReference(block.Gradient(0)), at);
            (tMu + f * k - f0 * inverseU).StoreUnsafe(ref MemoryMarshal.GetReference(block.Gradient(1)), at);
            (tA + f * zA - f0 * z0A).StoreUnsafe(ref MemoryMarshal.GetReference(block.Gradient(2)), at);
            (tB + f * zB).StoreUnsafe(ref MemoryMarshal.GetReference(block.Gradient(3)), at);
            if (order == 1)
                continue;

            var pr = half * p * r;
            var onePlusR = one + r;
            var zAA = mu * k * (quarter * onePlusP * onePlusP - pr) - e * q * (quarter * r * r - pr);
            var zAB = mu * k * (pr - quarter * p * onePlusP) - e * q * (pr - quarter * r * onePlusR);
            var zBB = mu * k * (quarter * p * p - pr) - e * q * (quarter * onePlusR * onePlusR - pr);
            var common = (w - one) * pr;
            var g = tail.Second;
            var g0 = tail0.Second;
            var eS = e * inverseS;
            var tEE = Choose(below, tailed, -inverseS, -inverseV, -inverseS);
            var tEMu = Choose(below, tailed, -inverseS, zero, -inverseS);
            var tMuMu = Choose(below, tailed, -inverseS, zero, k * k);
            var tEA = Choose(below, tailed, mS * p, zero, mS * p);
            var tMuA = Choose(below, tailed, mS * p, zero, eS * p - muK * k * onePlusP);
            var tEB = Choose(below, tailed, mS * r, eV, mS * r);
            var tMuB = Choose(below, tailed, mS * r, zero, eS * r + muK * k * p);
            var tAA = Choose(
                below, tailed, common - half * w * p * p, -pr, half * (n * p * (r - p) + muK2 * (onePlusP * onePlusP - p * r)) - pr);
            var tAB = Choose(below, tailed, -common - half * w * p * r, pr, pr - n * p * r - muK2 * p * p);
            var tBB = Choose(
                below, tailed, common - half * w * r * r, -pr - half * e * eV, half * (n * r * (p - r) + muK2 * p * (p - r)) - pr);
            (tEE + g * q * q).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(0, 0)), at);
            (-sign * (tEMu - g * q * k)).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(0, 1)), at);
            (-sign * (tEA - f * qA - g * q * zA)).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(0, 2)), at);
            (-sign * (tEB - f * qB - g * q * zB)).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(0, 3)), at);
            (tMuMu + g * k * k - g0 * inverseU * inverseU).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(1, 1)), at);
            (tMuA + f * kA + g * k * zA + half * f0 * inverseU - g0 * inverseU * z0A)
                .StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(1, 2)), at);
            (tMuB + f * kB + g * k * zB).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(1, 3)), at);
            (tAA + f * zAA + g * zA * zA - quarter * f0 * z0 - g0 * z0A * z0A)
                .StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(2, 2)), at);
            (tAB + f * zAB + g * zA * zB).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(2, 3)), at);
            (tBB + f * zBB + g * zB * zB).StoreUnsafe(ref MemoryMarshal.GetReference(block.Hessian(3, 3)), at);
        }
    }

    /// <summary>The form of a row: plain, or for μ &lt; 0 one of the other two by the sign of z.</summary>
    private static Vector512<double> Choose(
        Vector512<double> below, Vector512<double> tailed, Vector512<double> plain, Vector512<double> scaled, Vector512<double> mixed) =>
        Vector512.ConditionalSelect(tailed, mixed, Vector512.ConditionalSelect(below, scaled, plain));

    /// <summary>F and its first two derivatives: Λ where <c>scaled</c>, else ln Φ.</summary>
    private readonly struct Tail
    {
        public readonly Vector512<double> Value, First, Second;

        private Tail(Vector512<double> value, Vector512<double> first, Vector512<double> second) => (Value, First, Second) = (value, first, second);

        public static Tail At(Vector512<double> z, Vector512<double> scaled)
        {
            // One form for all eight rows is the common case: μ has one value, or one sign.
            if (Vector512.EqualsAll(scaled.AsInt64(), Vector512<long>.Zero))
                return Plain(z);
            Tail lambda = Scaled(z);
            if (Vector512.EqualsAll(scaled.AsInt64(), Vector512<long>.AllBitsSet))
                return lambda;
            Tail plain = Plain(z);
            return new Tail(
                Vector512.ConditionalSelect(scaled, lambda.Value, plain.Value),
                Vector512.ConditionalSelect(scaled, lambda.First, plain.First),
                Vector512.ConditionalSelect(scaled, lambda.Second, plain.Second));
        }

        private static Tail Plain(Vector512<double> z)
        {
            var value = NormalTailVector.LogCdf(z, out var mills, out var curvature);
            return new Tail(value, mills, -curvature);
        }

        private static Tail Scaled(Vector512<double> z)
        {
            var value = NormalTailVector.LogCdfScaled(z, out _, out var excess, out var variance);
            return new Tail(value, excess, variance);
        }
    }
}
