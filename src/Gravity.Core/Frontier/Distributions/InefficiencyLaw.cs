using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>A law of the inefficiency u ≥ 0 with scale σ_u and, for some laws, a location μ before truncation.</summary>
/// <remarks>
/// A law supplies its moments, draws and start values, its kernel for independent rows, and its term for rows that share one u. Models hold
/// laws; there is never a model per law.
/// </remarks>
public abstract class InefficiencyLaw
{
    /// <summary>The laws at hand, in the order of help texts.</summary>
    public static IReadOnlyList<InefficiencyLaw> All { get; } = [new HalfNormal(), new TruncatedNormal(), new Exponential()];

    /// <summary>The name on the command line, e.g. <c>half-normal</c>.</summary>
    public abstract string Key { get; }

    /// <summary>Author, year and journal of its first use as inefficiency.</summary>
    public abstract string Citation { get; }

    /// <summary>True when the law has a free location μ.</summary>
    public virtual bool HasMean => false;

    /// <summary>Degrees of freedom of the law beside its scale.</summary>
    public int ShapeCount => HasMean ? 1 : 0;

    /// <summary>E[u] for location <paramref name="mu"/> and scale <paramref name="sigma"/>.</summary>
    public abstract double Mean(double mu, double sigma);

    /// <summary>V[u] for location <paramref name="mu"/> and scale <paramref name="sigma"/>.</summary>
    public abstract double Variance(double mu, double sigma);

    /// <summary>One draw of u.</summary>
    public abstract double Sample(double mu, double sigma, RandomSource random);

    /// <summary>E[(u − E u)³]/σ_u³ at μ = 0: links the skewness of least-squares residuals to σ_u for start values.</summary>
    public abstract double UnitThirdMoment { get; }

    /// <summary>u | ε, where the rows that share u enter through A = Σh²/σ_v² and B = Σhe/σ_v².</summary>
    public abstract IConditionalLaw Conditional(double a, double b, double mu, double varianceU);

    /// <summary>ln E[exp(−<paramref name="scale"/>·u) | ε] of the law that <see cref="Conditional"/> returns; laws that can, do it without that object.</summary>
    internal virtual double LogEfficiency(double a, double b, double mu, double varianceU, double scale) =>
        Conditional(a, b, mu, varianceU).LogMomentGenerating(-scale);

    /// <summary>The kernel of independent rows.</summary>
    internal abstract IndexKernel Kernel(FrontierSide side);

    /// <summary>The term of rows that share u; see <see cref="SharedTerm"/>.</summary>
    internal abstract SharedTerm Shared(double a, double b, double mu, double logVarianceU);
}
