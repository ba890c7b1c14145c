using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Kernels;

/// <summary>
/// Normal–Rayleigh: ℓ = ½b − ln S − e²/2σ_v² + Λ(z) + ln X(z), S = σ_u² + σ_v², z = −e·σ_u/(σ_v√S), Λ(z) = ln Φ(z) + z²/2, X(z) = z + λ(z).
/// Indices: x'β, a = ln σ_u², b = ln σ_v². Hajargasht (2015).
/// </summary>
/// <remarks>
/// With A = 1/σ_u² + 1/σ_v² = S/(σ_u²σ_v²): ∫u e^(−Au²/2 − Bu)du = √(2π)·e^Λ(z)·X(z)/A, B = e/σ_v². For z &gt; 0 the terms −e²/2σ_v² + z²/2 are −e²/2S. Λ′ = X, X′ = V, X″ = κ₃ of the truncated normal.
/// </remarks>
internal sealed class RayleighKernel(FrontierSide side) : IndexKernel
{
    private readonly double _sign = side == FrontierSide.Production ? 1 : -1;

    public override int IndexCount => 3;

    public override void Evaluate(KernelBlock block, int order)
    {
        for (int i = 0; i < block.Count; i++)
        {
            double e = _sign * (block.Response[i] - block.Index(0)[i]);
            double varU = Math.Exp(block.Index(1)[i]), b = block.Index(2)[i], varV = Math.Exp(b);
            double s = varU + varV, p = varU / s, r = varV / s;
            double q = Math.Sqrt(p / varV), z = -e * q;
            double excess = NormalTail.Excess(z);
            double tail = z > 0 ? NormalTail.LogCdf(z) - 0.5 * e * e / s : NormalTail.LogCdfScaled(z) - 0.5 * e * e / varV;
            block.Value[i] = 0.5 * b - Math.Log(s) + tail + Math.Log(excess);
            if (order == 0)
                continue;
            // F(z) = Λ(z) + ln X(z).
            double variance = NormalTail.TruncatedVariance(z), ratio = variance / excess;
            double f = excess + ratio;
            double zA = 0.5 * r * z, zB = -0.5 * (1 + r) * z;
            double w = e / varV;
            block.Gradient(0)[i] = -_sign * (-w - f * q);
            block.Gradient(1)[i] = -p + f * zA;
            block.Gradient(2)[i] = 0.5 - r + 0.5 * e * w + f * zB;
            if (order == 1)
                continue;
            double g = variance + NormalTail.TruncatedThirdCumulant(z) / excess - ratio * ratio;
            double pr = 0.5 * p * r, quarter = 0.25;
            double qA = 0.5 * r * q, qB = -0.5 * (1 + r) * q;
            double zAA = z * (quarter * r * r - pr), zAB = z * (pr - quarter * r * (1 + r)), zBB = z * (quarter * (1 + r) * (1 + r) - pr);
            block.Hessian(0, 0)[i] = -1 / varV + g * q * q;
            block.Hessian(0, 1)[i] = -_sign * (-g * zA * q - f * qA);
            block.Hessian(0, 2)[i] = -_sign * (w - g * zB * q - f * qB);
            block.Hessian(1, 1)[i] = -p * r + g * zA * zA + f * zAA;
            block.Hessian(1, 2)[i] = p * r + g * zA * zB + f * zAB;
            block.Hessian(2, 2)[i] = -p * r - 0.5 * e * w + g * zB * zB + f * zBB;
        }
    }
}
