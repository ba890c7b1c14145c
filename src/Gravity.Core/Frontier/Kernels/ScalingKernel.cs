using Gravity.Core.Estimation;

namespace Gravity.Core.Frontier.Kernels;

/// <summary>u = e^w·u* with w = z'δ and u* of any law: the kernel of u at the rescaled parameters, by the chain rule. Index 1 is w.</summary>
/// <remarks>
/// Wang and Schmidt (2002), Alvarez et al. (2006), Journal of Productivity Analysis 18: 129–144 and 25: 201–212. For a scale family e^w multiplies μ and σ_u; for a law with
/// location of ln u it adds w to μ.
/// </remarks>
internal sealed class ScalingKernel(IndexKernel inner, InefficiencyLaw law) : IndexKernel
{
    private readonly int _mu = law.HasMean ? 1 : -1;
    private readonly int _a = law.HasMean ? 2 : 1;
    private readonly bool _logs = law.HasLogarithmicScale;

    [ThreadStatic]
    private static KernelBlock? s_block;

    public override int IndexCount => inner.IndexCount + 1;

    public override int ChunkRows => inner.ChunkRows;

    public override void Evaluate(KernelBlock block, int order)
    {
        KernelBlock rescaled = s_block is { } kept && kept.IndexCount == inner.IndexCount ? kept : s_block = new KernelBlock(inner.IndexCount);
        rescaled.Begin(block.Response[..block.Count]);
        for (int k = 0; k < inner.IndexCount; k++)
            block.Index(Outer(k))[..block.Count].CopyTo(rescaled.Index(k));
        ReadOnlySpan<double> w = block.Index(1);
        for (int i = 0; i < block.Count; i++)
        {
            if (_logs)
            {
                rescaled.Index(_mu)[i] += w[i];
                continue;
            }
            rescaled.Index(_a)[i] += 2 * w[i];
            if (_mu > 0)
                rescaled.Index(_mu)[i] *= Math.Exp(w[i]);
        }
        rescaled.Pad();
        inner.Evaluate(rescaled, order);
        rescaled.Value[..block.Count].CopyTo(block.Value);
        if (order == 0)
            return;
        for (int i = 0; i < block.Count; i++)
        {
            // ∂μ′/∂μ, ∂μ′/∂w, ∂a′/∂w; ∂²μ′/∂w² and ∂²μ′/∂w∂μ are the first two again unless the scale is logarithmic.
            double byMu = _logs || _mu < 0 ? 1 : Math.Exp(w[i]);
            double muByW = _mu < 0 ? 0 : _logs ? 1 : rescaled.Index(_mu)[i], aByW = _logs ? 0 : 2;
            double curved = _logs || _mu < 0 ? 0 : rescaled.Gradient(_mu)[i];
            for (int k = 0; k < inner.IndexCount; k++)
                block.Gradient(Outer(k))[i] = (k == _mu ? byMu : 1) * rescaled.Gradient(k)[i];
            block.Gradient(1)[i] = (_mu < 0 ? 0 : muByW * rescaled.Gradient(_mu)[i]) + aByW * rescaled.Gradient(_a)[i];
            if (order == 1)
                continue;
            for (int k = 0; k < inner.IndexCount; k++)
            {
                for (int l = k; l < inner.IndexCount; l++)
                    block.Hessian(Outer(k), Outer(l))[i] = (k == _mu ? byMu : 1) * (l == _mu ? byMu : 1) * rescaled.Hessian(k, l)[i];
                double cross = AlongW(rescaled, k, i, muByW, aByW);
                (k == 0 ? block.Hessian(0, 1) : block.Hessian(1, Outer(k)))[i] = k == _mu ? byMu * (cross + curved) : cross;
            }
            block.Hessian(1, 1)[i] = (_mu < 0 ? 0 : muByW * (AlongW(rescaled, _mu, i, muByW, aByW) + curved))
                + aByW * AlongW(rescaled, _a, i, muByW, aByW);
        }
    }

    /// <summary>Σ over (μ′, a′) of ∂²ℓ/∂index k∂· times ∂·/∂w.</summary>
    private double AlongW(KernelBlock block, int k, int i, double muByW, double aByW) =>
        (_mu < 0 ? 0 : muByW * block.Hessian(Math.Min(k, _mu), Math.Max(k, _mu))[i]) + aByW * block.Hessian(Math.Min(k, _a), Math.Max(k, _a))[i];

    private static int Outer(int k) => k == 0 ? 0 : k + 1;
}
