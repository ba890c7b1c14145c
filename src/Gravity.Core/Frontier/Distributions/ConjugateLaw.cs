namespace Gravity.Core.Frontier;

/// <summary>A law under which u | ε is truncated normal when the noise is normal: half-normal, truncated normal and exponential.</summary>
/// <remarks>
/// Only these have a closed form for rows that share one u, which enter through A = Σh²/σ_v² and B = Σhe/σ_v²: panel models take them alone.
/// </remarks>
public abstract class ConjugateLaw : InefficiencyLaw
{
    private protected ConjugateLaw()
    {
    }

    /// <inheritdoc/>
    public override bool IsLogConcave => true;

    /// <summary>The three.</summary>
    public static IReadOnlyList<ConjugateLaw> Members { get; } = [new HalfNormal(), new TruncatedNormal(), new Exponential()];

    /// <summary>u | ε, where the rows that share u enter through A = Σh²/σ_v² and B = Σhe/σ_v².</summary>
    public abstract IConditionalLaw Conditional(double a, double b, double mu, double varianceU);

    /// <summary>ln E[exp(−<paramref name="scale"/>·u) | ε] of the law that <see cref="Conditional"/> returns, without that object.</summary>
    internal abstract double LogEfficiency(double a, double b, double mu, double varianceU, double scale);

    /// <summary>The term of rows that share u; see <see cref="SharedTerm"/>.</summary>
    internal abstract SharedTerm Shared(double a, double b, double mu, double logVarianceU);
}
