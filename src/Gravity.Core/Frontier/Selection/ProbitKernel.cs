using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Selection;

/// <summary>Probit: ℓ = ln Φ(qc), q = +1 where d = 1 and −1 where d = 0 (the response of the block), c = z'α.</summary>
internal sealed class ProbitKernel : IndexKernel
{
    public override int IndexCount => 1;

    public override void Evaluate(KernelBlock block, int order)
    {
        for (int i = 0; i < block.Count; i++)
        {
            double q = block.Response[i], z = q * block.Index(0)[i];
            block.Value[i] = NormalTail.LogCdf(z);
            if (order > 0)
                block.Gradient(0)[i] = q * NormalTail.InverseMills(z);
            if (order > 1)
                block.Hessian(0, 0)[i] = -NormalTail.Curvature(z);
        }
    }
}
