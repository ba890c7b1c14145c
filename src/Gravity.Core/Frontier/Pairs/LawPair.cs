using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Kernels;

namespace Gravity.Core.Frontier;

/// <summary>A law of u with a law of v: which kernel serves, and what exists.</summary>
/// <param name="Law">Law of u.</param>
/// <param name="Noise">Law of v.</param>
internal sealed record LawPair(InefficiencyLaw Law, NoiseLaw Noise)
{
    /// <summary>The pair under which u | ε is truncated normal; null for the others.</summary>
    public ConjugateLaw? Conjugate => Noise is NormalNoise ? Law as ConjugateLaw : null;

    /// <summary>The closed form where there is one, else quadrature.</summary>
    public IndexKernel Kernel(FrontierSide side) => Law.ClosedForm(Noise, side) ?? new QuadratureKernel(Law, Noise, side);

    /// <summary>
    /// Whether E[e^(tu) | ε] exists: for t below the sum of the exponential rates at which the two densities fall, f_u(u) = e^(−ru + o(u)), f_v(v) = e^(−q|v| + o(v)).
    /// </summary>
    /// <remarks>At t = r + q itself powers decide; it is taken as not existing.</remarks>
    public bool HasMoment(double t, in LawPoint lawAt, in LawPoint noiseAt) => t <= 0 || t < Law.TailRate(lawAt) + Noise.TailRate(noiseAt);
}
