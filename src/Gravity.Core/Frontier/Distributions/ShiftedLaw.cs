using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>The law of a known part c ≥ 0 plus a part with a law: persistent inefficiency that is a difference of unit effects, and a transient one.</summary>
/// <param name="shift">c.</param>
/// <param name="law">The other part.</param>
public sealed class ShiftedLaw(double shift, IConditionalLaw law) : IConditionalLaw
{
    /// <inheritdoc/>
    public double Mean => shift + law.Mean;

    /// <inheritdoc/>
    public double Variance => law.Variance;

    /// <inheritdoc/>
    public double Mode => shift + law.Mode;

    /// <inheritdoc/>
    public double LogMomentGenerating(double t) => t * shift + law.LogMomentGenerating(t);

    /// <inheritdoc/>
    public double Quantile(double probability) => shift + law.Quantile(probability);

    /// <inheritdoc/>
    public double LogDensity(double u) => law.LogDensity(u - shift);

    /// <inheritdoc/>
    public double Sample(RandomSource random) => shift + law.Sample(random);
}
