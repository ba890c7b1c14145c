using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>u known with certainty given the estimates: 0 where σ_u is at its boundary, or a difference of intercepts (Schmidt and Sickles 1984).</summary>
public sealed class DegenerateLaw : IConditionalLaw
{
    private readonly double _value;

    private DegenerateLaw(double value) => _value = value;

    /// <summary>u = 0: every unit is on the frontier.</summary>
    public static DegenerateLaw Instance { get; } = new(0);

    /// <summary>u = <paramref name="value"/> ≥ 0.</summary>
    public static DegenerateLaw At(double value) => new(value);

    /// <inheritdoc/>
    public double Mean => _value;

    /// <inheritdoc/>
    public double Variance => 0;

    /// <inheritdoc/>
    public double Mode => _value;

    /// <inheritdoc/>
    public double LogMomentGenerating(double t) => t * _value;

    /// <inheritdoc/>
    public double Quantile(double probability) => _value;

    /// <inheritdoc/>
    public double Sample(RandomSource random) => _value;
}
