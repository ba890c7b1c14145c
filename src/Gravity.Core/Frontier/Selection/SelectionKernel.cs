using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Selection;

/// <summary>
/// A selected row: ln ∫ φ((e+u)/σ_v)/σ_v · Φ(c·cosh τ + sinh τ·(e+u)/σ_v) · 2φ(u/σ_u)/σ_u du over u ≥ 0, e = s(y − x'β), tanh τ = s·ρ.
/// Indices: x'β, ln σ_u², ln σ_v², atanh ρ, c = z'α. Greene (2010), eq. (9), with the simulation replaced by an integral.
/// </summary>
/// <remarks>
/// Given e the integrand in u is a normal density times Φ, whose nodes <see cref="SelectedNormalNodes"/> finds. Gradient and Hessian are the moments over
/// u of the derivatives of its logarithm g (Louis 1982): ∂ℓ = E[∂g], ∂²ℓ = E[∂²g] + V[∂g].
/// </remarks>
internal sealed class SelectionKernel(FrontierSide side) : IndexKernel
{
    private const int Indices = 5;

    private readonly double _sign = side == FrontierSide.Production ? 1 : -1;

    public override int IndexCount => Indices;

    /// <summary>A row costs as much as a hundred of a closed form.</summary>
    public override int ChunkRows => 512;

    public override void Evaluate(KernelBlock block, int order)
    {
        var row = new SelectionRow();
        for (int i = 0; i < block.Count; i++)
        {
            block.Value[i] = row.Evaluate(
                _sign * (block.Response[i] - block.Index(0)[i]), block.Index(1)[i], block.Index(2)[i], _sign * block.Index(3)[i], block.Index(4)[i], order);
            // e and τ carry the sign of the side: each derivative in x'β takes a factor −s, each in atanh ρ a factor s.
            for (int k = 0; order > 0 && k < Indices; k++)
            {
                block.Gradient(k)[i] = Factor(k) * row.Gradient[k];
                for (int l = k; order > 1 && l < Indices; l++)
                    block.Hessian(k, l)[i] = Factor(k) * Factor(l) * row.Hessian[k * Indices + l];
            }
        }
    }

    private double Factor(int index) => index switch { 0 => -_sign, 3 => _sign, _ => 1 };
}

/// <summary>One selected row as a function of e, ln σ_u², ln σ_v², τ and c.</summary>
internal sealed class SelectionRow
{
    private const int Count = 5;

    /// <summary>∂ℓ.</summary>
    public double[] Gradient { get; } = new double[Count];

    /// <summary>∂²ℓ, row k column l at 5k + l for k ≤ l.</summary>
    public double[] Hessian { get; } = new double[Count * Count];

    /// <summary>What the law of u | ε needs: h = μ*/σ*, σ*, and a + b·u/σ* inside Φ.</summary>
    public static (double H, double Scale, double A, double B) Posterior(double e, double logU, double logV, double tau, double c)
    {
        double sigmaU = Math.Exp(0.5 * logU), sigmaV = Math.Exp(0.5 * logV), sigma = Math.Sqrt(sigmaU * sigmaU + sigmaV * sigmaV);
        double scale = sigmaU / sigma * sigmaV;
        double sinh = Math.Sinh(tau);
        return (-e / sigmaV * (sigmaU / sigma), scale, c * Math.Cosh(tau) + sinh * (e / sigmaV), sinh * (sigmaU / sigma));
    }

    /// <summary>ℓ of the row, and derivatives up to <paramref name="order"/>.</summary>
    public double Evaluate(double e, double logU, double logV, double tau, double c, int order)
    {
        (double h, double scale, double a, double b) = Posterior(e, logU, logV, tau, c);
        SelectedNormalNodes nodes = SelectedNormalNodes.Own;
        double integral = nodes.Fill(h, a, b);
        double sigmaV = Math.Exp(0.5 * logV), logS = Elementary.LogSum(logU, logV);
        // The integral is 2/(2πσ)·e^(−e²/2σ_v²)·J, and −e²/2σ_v² + h²/2 = −e²/2σ².
        double square = e * e * Math.Exp(h > 0 ? -logS : -logV);
        double value = Math.Log(2) - 2 * NormalTail.LogRootTwoPi - 0.5 * logS - 0.5 * square + integral;
        if (order > 0)
            Derivatives(nodes, e, scale, sigmaV, Math.Exp(-0.5 * logU), tau, c, a, b, order);
        return value;
    }

    private void Derivatives(
        SelectedNormalNodes nodes, double e, double scale, double sigmaV, double inverseU, double tau, double c, double a, double b, int order)
    {
        double sinh = Math.Sinh(tau), cosh = Math.Cosh(tau), inverseV = 1 / sigmaV;
        Span<double> g = stackalloc double[Count], z = stackalloc double[Count], mean = stackalloc double[Count];
        Span<double> second = stackalloc double[Count * Count];
        mean.Clear();
        second.Clear();
        for (int k = 0; k < nodes.Count; k++)
        {
            double p = nodes.P[k], s = nodes.S[k], u = scale * s;
            Scores(e + u, u * inverseU, inverseV, sinh, cosh, c, a + b * s, g, z);
            for (int j = 0; j < Count; j++)
                mean[j] += p * g[j];
        }
        mean.CopyTo(Gradient);
        if (order < 2)
            return;
        for (int k = 0; k < nodes.Count; k++)
        {
            double p = nodes.P[k], s = nodes.S[k], u = scale * s, argument = a + b * s;
            double m = e + u, y = m * inverseV, w = u * inverseU;
            double lambda = Scores(m, w, inverseV, sinh, cosh, c, argument, g, z);
            double curvature = NormalTail.Curvature(argument);
            for (int i = 0; i < Count; i++)
            {
                double deviation = p * (g[i] - mean[i]), bend = p * curvature * z[i];
                for (int j = i; j < Count; j++)
                    second[i * Count + j] += deviation * (g[j] - mean[j]) - bend * z[j];
            }
            second[0] -= p * inverseV * inverseV;
            second[2] += p * (y - 0.5 * lambda * sinh) * inverseV;
            second[3] += p * lambda * cosh * inverseV;
            second[6] -= p * 0.5 * w * w;
            second[12] += p * (-0.5 * y + 0.25 * lambda * sinh) * y;
            second[13] -= p * 0.5 * lambda * cosh * y;
            second[18] += p * lambda * argument;
            second[19] += p * lambda * sinh;
        }
        second.CopyTo(Hessian);
    }

    /// <summary>∂g and ∂ζ at one u, ζ the argument of Φ; returns λ(ζ).</summary>
    private static double Scores(
        double m, double w, double inverseV, double sinh, double cosh, double c, double argument, Span<double> g, Span<double> z)
    {
        double y = m * inverseV, lambda = NormalTail.InverseMills(argument);
        z[0] = sinh * inverseV;
        z[1] = 0;
        z[2] = -0.5 * sinh * y;
        z[3] = c * sinh + cosh * y;
        z[4] = cosh;
        for (int j = 0; j < g.Length; j++)
            g[j] = lambda * z[j];
        g[0] -= y * inverseV;
        g[1] += 0.5 * (w * w - 1);
        g[2] += 0.5 * (y * y - 1);
        return lambda;
    }

}
