using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>A frontier without inefficiency at its maximum: what the test of no inefficiency compares with, and where the boundary is looked for.</summary>
public sealed record NullModel
{
    /// <summary>ℓ of the model without inefficiency, its noise with one scale.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>
    /// θ of the frontier that stands for it: the maximum without inefficiency, with the parameters of inefficiency at finite values so deep that
    /// the likelihood differs from the limit by rounding.
    /// </summary>
    public required double[] Point { get; init; }

    /// <summary>Whether <see cref="LogLikelihood"/> is the maximum of the frontier with σ_u = 0, so that nothing is left to climb there.</summary>
    public required bool IsBoundary { get; init; }

    /// <summary>Draws a response, one value a row.</summary>
    public required Func<RandomSource, double[]> Draw { get; init; }
}
