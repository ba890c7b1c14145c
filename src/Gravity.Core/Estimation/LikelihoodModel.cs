using Gravity.Core.Numerics;
using Gravity.Core.Optimization;

namespace Gravity.Core.Estimation;

/// <summary>A log-likelihood that is a sum over independent units, with named parameters, scores and exact Hessian.</summary>
/// <remarks>
/// The optimiser, every covariance, LR and Wald tests, tables and JSON follow from this contract alone. A unit is an observation in pooled
/// models and a country pair in models with shared inefficiency.
/// </remarks>
public abstract class LikelihoodModel : IScoreObjective
{
    /// <summary>The parameters in the order of the coordinates.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public int Dimension => Parameters.Count;

    /// <summary>Number of rows used: N of AIC and BIC.</summary>
    public abstract int ObservationCount { get; }

    /// <summary>Number of independent terms of the sum.</summary>
    public abstract int UnitCount { get; }

    /// <summary>The weight of each unit's term, null when all are 1. <see cref="Evaluate"/> and <see cref="Scores"/> hold it already: ℓ = Σ wᵢℓᵢ, scores wᵢsᵢ.</summary>
    public virtual IReadOnlyList<double>? UnitWeights => null;

    /// <summary>For each row of the design, its term of the sum.</summary>
    public abstract int UnitOf(int row);

    /// <inheritdoc/>
    public abstract double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian);

    /// <summary>Fills ∂ℓᵢ/∂θ for every unit i.</summary>
    /// <param name="point">θ.</param>
    /// <param name="scores">Units × parameters.</param>
    public abstract void Scores(ReadOnlySpan<double> point, Matrix scores);

    /// <summary>ℓᵢ(θ) of every unit i, which sum to the log-likelihood; null for models that do not give them apart.</summary>
    /// <param name="point">θ.</param>
    public virtual double[]? UnitLogLikelihoods(ReadOnlySpan<double> point) => null;

    /// <summary>
    /// The affine coordinates θ = reference + P·φ in which the climb is done, so that it does not depend on the units of the data:
    /// a unit step in φ is of the order of a standard deviation of the response.
    /// </summary>
    public abstract (double[] Reference, Matrix Directions) ScaledCoordinates();

    /// <summary>Points from which to climb, best guess first.</summary>
    /// <param name="count">At most this many; 1 gives the best guess only.</param>
    public abstract IReadOnlyList<double[]> Starts(int count);

    /// <summary>Quantities on the natural scale that print-outs and JSON carry beside the parameters.</summary>
    public abstract IReadOnlyList<DerivedQuantity> Derived { get; }

    /// <summary>
    /// True where a part of the model has vanished so far that the rest of the way to its boundary raises the value by rounding only: a climb may end there, since the
    /// boundary is fitted by itself.
    /// </summary>
    internal virtual bool IsVanishing(double[] point) => false;

    /// <summary>
    /// A point at which what is small at <paramref name="point"/> has vanished, all else equal; null where nothing is small. Newton's method nears a boundary at infinity by
    /// about one unit a step and may as well be there at once, if the value is no lower.
    /// </summary>
    internal virtual double[]? Leap(double[] point) => null;

    /// <summary>Points at which a little is left of what has vanished at <paramref name="point"/>, all else equal: a leap may have gone over a low maximum among them.</summary>
    internal virtual IEnumerable<double[]> Near(double[] point) => [];

    /// <inheritdoc/>
    public virtual double EvaluateOuterProduct(ReadOnlySpan<double> point, Span<double> gradient, Span<double> outerProduct)
    {
        double value = Evaluate(point, gradient, default);
        Matrix scores = new(UnitCount, Dimension);
        Scores(point, scores);
        // wᵢsᵢsᵢ', as wᵢ rows of weight 1 would give.
        if (UnitWeights is { } weights)
            RowScaling.Apply(scores, [.. weights.Select(w => w > 0 ? 1 / Math.Sqrt(w) : 0)]);
        outerProduct.Clear();
        Matrix product = scores.Transpose() * scores;
        product.Values.CopyTo(outerProduct);
        return value;
    }
}

/// <summary>A smooth function of the parameters, reported with its delta-method error.</summary>
/// <param name="Name">The JSON key, e.g. <c>sigmaU</c>.</param>
/// <param name="Value">The function of θ.</param>
public sealed record DerivedQuantity(string Name, Func<IReadOnlyList<double>, double> Value)
{
    /// <summary>The linear function of θ of which the quantity is a rising function; null where it is of several. Then its profile interval is that function's.</summary>
    public MonotoneForm? Monotone { get; init; }
}

/// <summary>A rising function of a'θ.</summary>
/// <param name="Coefficients">a.</param>
/// <param name="Map">The function.</param>
public sealed record MonotoneForm(double[] Coefficients, Func<double, double> Map);
