using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Models;

/// <summary>Where the blocks of a frontier's parameter vector begin; the frontier's own coefficients are first.</summary>
internal sealed record BlockOffsets
{
    /// <summary>z'δ of the scaling function, −1 without one.</summary>
    public int Scaling { get; init; } = -1;

    /// <summary>Columns of the scaling function.</summary>
    public Matrix? ScalingColumns { get; init; }

    /// <summary>The logarithm of the shape of u, −1 without one.</summary>
    public int LawShape { get; init; } = -1;

    /// <summary>The logarithm of the shape of v, −1 without one.</summary>
    public int NoiseShape { get; init; } = -1;

    /// <summary>True when μ is the location of ln u and σ_u the scale of ln u.</summary>
    public bool HasLogarithmicScale { get; init; }

    /// <summary>μ, −1 without one.</summary>
    public required int Mean { get; init; }

    /// <summary>Columns of the μ index; null for a constant.</summary>
    public required Matrix? MeanColumns { get; init; }

    /// <summary>ln σ_u².</summary>
    public required int LogU { get; init; }

    /// <summary>Columns of the ln σ_u² index; null for a constant.</summary>
    public required Matrix? LogUColumns { get; init; }

    /// <summary>ln σ_v²; −1 in models whose noise has no variance of its own.</summary>
    public required int LogV { get; init; }

    /// <summary>Columns of the ln σ_v² index; null for a constant.</summary>
    public required Matrix? LogVColumns { get; init; }

    /// <summary>Parameters of the path over time; the number of parameters when there are none.</summary>
    public required int Time { get; init; }
}
