using System.Collections.Concurrent;
using Gravity.Core.Estimation;

namespace Gravity.Core.Frontier.Kernels;

/// <summary>Any law of u with any law of v, row by row, by quadrature over u. Indices: x'β, μ where the law has it, ln σ_u², ln σ_v², the shapes.</summary>
internal sealed class QuadratureKernel : IndexKernel
{
    private readonly InefficiencyLaw _law;
    private readonly NoiseLaw _noise;
    private readonly double _sign;
    private readonly ConcurrentBag<PairRow> _idle = [];

    public QuadratureKernel(InefficiencyLaw law, NoiseLaw noise, FrontierSide side)
    {
        _law = law;
        _noise = noise;
        _sign = side == FrontierSide.Production ? 1 : -1;
        var row = new PairRow(law, noise);
        IndexCount = row.Count;
        _idle.Add(row);
    }

    public override int IndexCount { get; }

    /// <summary>A row costs as much as some thousand of a closed form, so few make the work of a thread.</summary>
    public override int ChunkRows => 512;

    public override void Evaluate(KernelBlock block, int order)
    {
        if (!_idle.TryTake(out PairRow? row))
            row = new PairRow(_law, _noise);
        int mu = _law.HasMean ? 1 : -1, a = mu + 1 > 1 ? 2 : 1, b = a + 1;
        int lawShape = _law.Shape is null ? -1 : b + 1, noiseShape = _noise.Shape is null ? -1 : IndexCount - 1;
        // Shapes have no index: they are the same in all rows.
        double shapeU = lawShape < 0 ? double.NaN : Math.Exp(block.Index(lawShape)[0]);
        double shapeV = noiseShape < 0 ? double.NaN : Math.Exp(block.Index(noiseShape)[0]);
        ShapeConstants ofLaw = lawShape < 0 ? default : _law.ConstantsOf(shapeU), ofNoise = noiseShape < 0 ? default : _noise.ConstantsOf(shapeV);
        for (int i = 0; i < block.Count; i++)
        {
            var lawAt = new LawPoint(mu < 0 ? 0 : block.Index(mu)[i], block.Index(a)[i], shapeU, ofLaw);
            var noiseAt = new LawPoint(0, block.Index(b)[i], shapeV, ofNoise);
            block.Value[i] = row.Evaluate(lawAt, noiseAt, _sign * (block.Response[i] - block.Index(0)[i]), order);
            if (order > 0)
                Store(row, block, i, order);
        }
        _idle.Add(row);
    }

    /// <summary>e = s(y − x'β): derivatives in x'β take a factor −s a time.</summary>
    private void Store(PairRow row, KernelBlock block, int i, int order)
    {
        for (int k = 0; k < IndexCount; k++)
        {
            double factor = k == 0 ? -_sign : 1;
            block.Gradient(k)[i] = factor * row.Gradient[k];
            if (order < 2)
                continue;
            for (int l = k; l < IndexCount; l++)
                block.Hessian(k, l)[i] = (l == 0 ? 1 : factor) * row.Hessian[k * IndexCount + l];
        }
    }
}
