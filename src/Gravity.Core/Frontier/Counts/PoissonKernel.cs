using Gravity.Core.Estimation;

namespace Gravity.Core.Frontier.Counts;

/// <summary>Rows of the Poisson–half-normal model. Indices: x'β and ln σ_u²; the response is the flow.</summary>
internal sealed class PoissonKernel(FrontierSide side) : IndexKernel
{
    private readonly double _sign = side == FrontierSide.Production ? 1 : -1;

    public override int IndexCount => 2;

    /// <summary>A row costs as much as a hundred of a closed form.</summary>
    public override int ChunkRows => 512;

    public override void Evaluate(KernelBlock block, int order)
    {
        PoissonSlopes slopes = default;
        for (int i = 0; i < block.Count; i++)
        {
            block.Value[i] = PoissonRow.Evaluate(block.Response[i], block.Index(0)[i], block.Index(1)[i], _sign, order, ref slopes);
            if (order >= 1)
                (block.Gradient(0)[i], block.Gradient(1)[i]) = (slopes.Eta, slopes.A);
            if (order == 2)
                (block.Hessian(0, 0)[i], block.Hessian(0, 1)[i], block.Hessian(1, 1)[i]) = (slopes.EtaEta, slopes.EtaA, slopes.AA);
        }
    }
}
