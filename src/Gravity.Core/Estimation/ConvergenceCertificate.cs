using Gravity.Core.Inference;
using Gravity.Core.Numerics;

namespace Gravity.Core.Estimation;

/// <summary>How far an estimate is from an edge of the model, in the edge's own measure.</summary>
/// <param name="Name">What is measured: <c>varianceRatio</c> (the largest σ_u²/σ_v² over the rows), <c>noiseRatio</c> (its inverse), <c>muOverSigmaU</c>, <c>gamma</c>, or a shape.</param>
/// <param name="Value">Its value at the estimate.</param>
/// <param name="Low">The lower edge; −∞ for none.</param>
/// <param name="High">The upper edge; ∞ for none.</param>
public sealed record BoundaryDistance(string Name, double Value, double Low, double High);

/// <summary>What a referee can check of a maximum: the gradient, the curvature, the edges, and what the other starts found.</summary>
/// <remarks>
/// The metric is D = diag(√−Hⱼⱼ): a unit along a parameter is its conditional standard error, whatever the units of the data. The Newton decrement
/// √(g'(−H)⁻¹g) is the distance, in standard errors, to the top of the local quadratic (Boyd and Vandenberghe 2004, section 9.5.1); ½ of its square is what ℓ
/// can still rise by there.
/// </remarks>
public sealed record ConvergenceCertificate
{
    /// <summary>max |gⱼ|/√−Hⱼⱼ.</summary>
    public required double LargestGradient { get; init; }

    /// <summary>The parameter of the largest component, <c>block:name</c>; null without parameters.</summary>
    public string? GradientParameter { get; init; }

    /// <summary>√(g'(−H)⁻¹g); NaN where −H is not positive definite.</summary>
    public required double NewtonDecrement { get; init; }

    /// <summary>Smallest eigenvalue of D⁻¹(−H)D⁻¹: positive at a strict maximum; the eigenvalues sum to the number of parameters.</summary>
    public required double SmallestEigenvalue { get; init; }

    /// <summary>Largest eigenvalue.</summary>
    public required double LargestEigenvalue { get; init; }

    /// <summary>Largest over smallest.</summary>
    public required double Condition { get; init; }

    /// <summary>Distances to the edges of the model.</summary>
    public IReadOnlyList<BoundaryDistance> Boundaries { get; init; } = [];

    /// <summary>Climbs done.</summary>
    public required int Starts { get; init; }

    /// <summary>Climbs that ended at the best height.</summary>
    public required int Agreeing { get; init; }

    /// <summary>ℓ of the second-best strict local maximum that a climb ended at; NaN when all ended at the best, or at no maximum.</summary>
    public double SecondBest { get; init; } = double.NaN;

    /// <summary>The certificate of a point of a likelihood.</summary>
    /// <param name="model">The likelihood, restricted to its free parameters where some are held.</param>
    /// <param name="point">The point.</param>
    /// <param name="climb">How it was found.</param>
    /// <param name="boundaries">Distances to edges.</param>
    public static ConvergenceCertificate Of(LikelihoodModel model, double[] point, BestClimb climb, IReadOnlyList<BoundaryDistance> boundaries)
    {
        int n = model.Dimension;
        var gradient = new double[n];
        var information = new Matrix(n, n);
        model.Evaluate(point, gradient, information.Values);
        foreach (ref double value in information.Values)
            value = -value;
        (Conditioning conditioning, double[] scale, _) = Conditioning.Examine(information);
        int worst = -1;
        double largest = 0;
        for (int j = 0; j < n; j++)
        {
            double size = Math.Abs(gradient[j]) / (scale[j] > 0 ? scale[j] : 1);
            if (worst < 0 || !(size <= largest))
                (worst, largest) = (j, size);
        }
        double decrement = double.NaN;
        if (conditioning is { NearSingular: false } && Cholesky.TryFactor(Conditioning.Scaled(information, scale)) is { } factor)
        {
            double[] half = factor.SolveLower([.. gradient.Select((g, j) => g / scale[j])]);
            decrement = Math.Sqrt(half.Sum(v => v * v));
        }
        return new ConvergenceCertificate
        {
            LargestGradient = largest,
            GradientParameter = worst < 0 ? null : model.Parameters[worst].ToString(),
            NewtonDecrement = decrement,
            SmallestEigenvalue = conditioning.Eigenvalues.Count > 0 ? conditioning.Eigenvalues[0] : double.NaN,
            LargestEigenvalue = conditioning.Eigenvalues.Count > 0 ? conditioning.Eigenvalues[^1] : double.NaN,
            Condition = conditioning.ConditionNumber,
            Boundaries = boundaries,
            Starts = climb.Starts,
            Agreeing = climb.Agreeing,
            SecondBest = climb.SecondBest,
        };
    }
}
