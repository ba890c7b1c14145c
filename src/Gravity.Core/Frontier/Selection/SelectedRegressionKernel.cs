using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Selection;

/// <summary>
/// A selected row without inefficiency: ln φ(y)/σ_v + ln Φ(ζ), y = (Y − x'β)/σ_v, ζ = c·cosh τ + y·sinh τ, τ = atanh ρ. Heckman (1979).
/// Indices: x'β, ln σ_v², τ, c.
/// </summary>
internal sealed class SelectedRegressionKernel : IndexKernel
{
    public override int IndexCount => 4;

    public override void Evaluate(KernelBlock block, int order)
    {
        for (int i = 0; i < block.Count; i++)
        {
            double logV = block.Index(1)[i], tau = block.Index(2)[i], c = block.Index(3)[i];
            double inverse = Math.Exp(-0.5 * logV), y = (block.Response[i] - block.Index(0)[i]) * inverse;
            double sinh = Math.Sinh(tau), cosh = Math.Cosh(tau), z = c * cosh + y * sinh;
            block.Value[i] = NormalTail.LogDensity(y) - 0.5 * logV + NormalTail.LogCdf(z);
            if (order == 0)
                continue;
            double lambda = NormalTail.InverseMills(z);
            double z0 = -sinh * inverse, z1 = -0.5 * sinh * y, z2 = c * sinh + cosh * y;
            block.Gradient(0)[i] = y * inverse + lambda * z0;
            block.Gradient(1)[i] = 0.5 * (y * y - 1) + lambda * z1;
            block.Gradient(2)[i] = lambda * z2;
            block.Gradient(3)[i] = lambda * cosh;
            if (order == 1)
                continue;
            double curvature = NormalTail.Curvature(z);
            block.Hessian(0, 0)[i] = -inverse * inverse - curvature * z0 * z0;
            block.Hessian(0, 1)[i] = -y * inverse + 0.5 * lambda * sinh * inverse - curvature * z0 * z1;
            block.Hessian(0, 2)[i] = -lambda * cosh * inverse - curvature * z0 * z2;
            block.Hessian(0, 3)[i] = -curvature * z0 * cosh;
            block.Hessian(1, 1)[i] = -0.5 * y * y + 0.25 * lambda * sinh * y - curvature * z1 * z1;
            block.Hessian(1, 2)[i] = -0.5 * lambda * cosh * y - curvature * z1 * z2;
            block.Hessian(1, 3)[i] = -curvature * z1 * cosh;
            block.Hessian(2, 2)[i] = lambda * z - curvature * z2 * z2;
            block.Hessian(2, 3)[i] = lambda * sinh - curvature * z2 * cosh;
            block.Hessian(3, 3)[i] = -curvature * cosh * cosh;
        }
    }
}
