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

    /// <summary>For each row of the design, its term of the sum.</summary>
    public abstract int UnitOf(int row);

    /// <inheritdoc/>
    public abstract double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian);

    /// <summary>Fills ∂ℓᵢ/∂θ for every unit i.</summary>
    /// <param name="point">θ.</param>
    /// <param name="scores">Units × parameters.</param>
    public abstract void Scores(ReadOnlySpan<double> point, Matrix scores);

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

    /// <inheritdoc/>
    public virtual double EvaluateOuterProduct(ReadOnlySpan<double> point, Span<double> gradient, Span<double> outerProduct)
    {
        double value = Evaluate(point, gradient, default);
        Matrix scores = new(UnitCount, Dimension);
        Scores(point, scores);
        outerProduct.Clear();
        Matrix product = scores.Transpose() * scores;
        product.Values.CopyTo(outerProduct);
        return value;
    }
}

/// <summary>A smooth function of the parameters, reported with its delta-method error.</summary>
/// <param name="Name">The JSON key, e.g. <c>sigmaU</c>.</param>
/// <param name="Value">The function of θ.</param>
public sealed record DerivedQuantity(string Name, Func<IReadOnlyList<double>, double> Value);
