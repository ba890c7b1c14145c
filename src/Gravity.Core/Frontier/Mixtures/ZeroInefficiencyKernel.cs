using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Mixtures;

/// <summary>
/// ℓ = ln{p·f₀ + (1 − p)·f₁}: f₀ normal noise alone, f₁ the composed error of another kernel, p = 1/(1 + e^(−c)).
/// Indices: x'β, ln σ_u², ln σ_v², c. Kumbhakar, Parmeter and Tsionas (2013), eq. (3).
/// </summary>
/// <remarks>
/// With π = p·f₀/f the posterior probability and d_k = ∂(ln f₀ − ln f₁)/∂index k (1 for c): ∂²ℓ = π∂²ln f₀ + (1 − π)∂²ln f₁ + π(1 − π)dd', and −p(1 − p) in c.
/// docs/models/zero-inefficiency.md.
/// </remarks>
internal sealed class ZeroInefficiencyKernel(IndexKernel inner) : IndexKernel
{
    [ThreadStatic]
    private static KernelBlock? _scratch;

    public override int IndexCount => 4;

    public override void Evaluate(KernelBlock block, int order)
    {
        KernelBlock other = _scratch ??= new KernelBlock(3);
        other.Begin(block.Response[..block.Count]);
        for (int k = 0; k < 3; k++)
            block.Index(k)[..block.Count].CopyTo(other.Index(k));
        other.Pad();
        inner.Evaluate(other, order);
        Span<double> slope0 = stackalloc double[3], difference = stackalloc double[4];
        for (int i = 0; i < block.Count; i++)
        {
            double e = block.Response[i] - block.Index(0)[i], c = block.Index(3)[i];
            double precision = Math.Exp(-block.Index(2)[i]), w = e * e * precision;
            double log0 = -Elementary.LogOnePlusExp(-c) - NormalTail.LogRootTwoPi - 0.5 * (block.Index(2)[i] + w);
            double log1 = -Elementary.LogOnePlusExp(c) + other.Value[i];
            double value = Elementary.LogSum(log0, log1);
            block.Value[i] = value;
            if (order == 0)
                continue;
            double zero = Math.Exp(log0 - value), rest = Math.Exp(log1 - value), p = Math.Exp(-Elementary.LogOnePlusExp(-c)), q = Math.Exp(-Elementary.LogOnePlusExp(c));
            (slope0[0], slope0[1], slope0[2]) = (e * precision, 0, 0.5 * (w - 1));
            for (int k = 0; k < 3; k++)
            {
                double slope1 = other.Gradient(k)[i];
                difference[k] = slope0[k] - slope1;
                block.Gradient(k)[i] = zero * slope0[k] + rest * slope1;
            }
            difference[3] = 1;
            // π − p without cancellation where both are near 1.
            block.Gradient(3)[i] = zero < 0.5 ? zero - p : q - rest;
            if (order == 1)
                continue;
            double spread = zero * rest;
            for (int k = 0; k < 4; k++)
                for (int l = k; l < 4; l++)
                    block.Hessian(k, l)[i] = spread * difference[k] * difference[l] + (l < 3 ? rest * other.Hessian(k, l)[i] : 0);
            block.Hessian(0, 0)[i] -= zero * precision;
            block.Hessian(0, 2)[i] -= zero * e * precision;
            block.Hessian(2, 2)[i] -= zero * 0.5 * w;
            block.Hessian(3, 3)[i] -= p * q;
        }
    }
}
