using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>The likelihood at θ with its effects at their maximum: what is known there, and how the effects move with θ.</summary>
internal sealed class AbsorbedPoint
{
    /// <summary>θ.</summary>
    public required double[] Theta { get; init; }

    /// <summary>Dα(θ), one value a row.</summary>
    public required double[] Effects { get; init; }

    /// <summary>ℓ(θ, α(θ)); NaN where the effects were not found.</summary>
    public required double Value { get; init; }

    /// <summary>dℓ/dθ; empty where it was not asked for.</summary>
    public double[] Gradient { get; init; } = [];

    /// <summary>The concentrated Hessian; null where it was not asked for.</summary>
    public Matrix? Hessian { get; init; }

    /// <summary>∂α/∂θⱼ of all groups, by parameter; empty without the Hessian.</summary>
    public IReadOnlyList<double[]> Tangents { get; init; } = [];

    /// <summary>Derivatives in θ that are held: 0, 1 or 2.</summary>
    public int Order { get; init; }

    /// <summary>Steps of the inner iteration.</summary>
    public int Steps { get; init; }
}
