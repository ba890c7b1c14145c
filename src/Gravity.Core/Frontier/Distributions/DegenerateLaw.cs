using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>u = 0 with certainty: the law where σ_u is at its boundary 0 and every unit is on the frontier.</summary>
public sealed class DegenerateLaw : IConditionalLaw
{
    private DegenerateLaw()
    {
    }

    /// <summary>The only instance.</summary>
    public static DegenerateLaw Instance { get; } = new();

    /// <inheritdoc/>
    public double Mean => 0;

    /// <inheritdoc/>
    public double Variance => 0;

    /// <inheritdoc/>
    public double Mode => 0;

    /// <inheritdoc/>
    public double LogMomentGenerating(double t) => 0;

    /// <inheritdoc/>
    public double Quantile(double probability) => 0;

    /// <inheritdoc/>
    public double Sample(RandomSource random) => 0;
}
