using Gravity.Core.Numerics;

namespace Gravity.Core.Estimation;

/// <summary>
/// A likelihood on an affine subspace of its parameters, θ = θ₀ + N·φ: for boundary solutions, tests under a null, profiles, fixed parameters and linear
/// constraints.
/// </summary>
/// <remarks>Gradient N'g, Hessian N'HN, scores S·N: exact where those of the likelihood are.</remarks>
public sealed class RestrictedLikelihood : LikelihoodModel
{
    private readonly LikelihoodModel _model;

    /// <summary>Holds the parameters in <paramref name="fixedValues"/> (position → value).</summary>
    public RestrictedLikelihood(LikelihoodModel model, IReadOnlyDictionary<int, double> fixedValues)
        : this(model, AffineRestriction.Fix(model.Dimension, fixedValues))
    {
    }

    /// <summary>Keeps to the points of <paramref name="restriction"/>.</summary>
    public RestrictedLikelihood(LikelihoodModel model, AffineRestriction restriction)
    {
        if (restriction.Dimension != model.Dimension)
            throw new ArgumentException($"the restriction is on {restriction.Dimension} parameters, the likelihood has {model.Dimension}", nameof(restriction));
        _model = model;
        Restriction = restriction;
        Parameters = [.. restriction.Free.Select(j => model.Parameters[j])];
        Derived = [];
    }

    /// <summary>The subspace.</summary>
    public AffineRestriction Restriction { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<DerivedQuantity> Derived { get; }

    /// <inheritdoc/>
    public override int ObservationCount => _model.ObservationCount;

    /// <inheritdoc/>
    public override int UnitCount => _model.UnitCount;

    /// <inheritdoc/>
    public override IReadOnlyList<double>? UnitWeights => _model.UnitWeights;

    /// <summary>Positions of the free parameters in the full vector.</summary>
    public IReadOnlyList<int> Free => Restriction.Free;

    /// <inheritdoc/>
    public override int UnitOf(int row) => _model.UnitOf(row);

    /// <summary>The full vector.</summary>
    public double[] Expand(ReadOnlySpan<double> point) => Restriction.Expand(point);

    /// <summary>The free coordinates of a full vector.</summary>
    public double[] Reduce(ReadOnlySpan<double> full) => Restriction.Reduce(full);

    /// <summary>The free coordinates of the point of the subspace that is nearest to a full vector, in the likelihood's scaled coordinates.</summary>
    /// <remarks>For coefficients it is restricted least squares of the vector's own fitted values, so that an intercept follows a slope that is held.</remarks>
    public double[] Project(ReadOnlySpan<double> full)
    {
        double[] kept = Reduce(full);
        double[] there = Restriction.Expand(kept);
        if (Free.Count == 0 || there.AsSpan().SequenceEqual(full))
            return kept;
        var system = new LinearSystem(_model.ScaledCoordinates().Directions);
        var shifted = new double[full.Length];
        for (int j = 0; j < shifted.Length; j++)
            shifted[j] = full[j] - there[j];
        LeastSquares fit = LeastSquares.Solve(Image(system), system.Solve(shifted));
        return [.. kept.Select((value, k) => value + fit.Coefficients[k])];
    }

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        int order = _model.Dimension;
        double[] fullGradient = gradient.IsEmpty ? [] : new double[order];
        Matrix? fullHessian = hessian.IsEmpty ? null : new Matrix(order, order);
        double value = _model.Evaluate(Expand(point), fullGradient, fullHessian is null ? default : fullHessian.Values);
        if (!gradient.IsEmpty)
            Restriction.ReduceGradient(fullGradient).CopyTo(gradient);
        if (fullHessian is not null)
            Restriction.ReduceForm(fullHessian).Values.CopyTo(hessian);
        return value;
    }

    /// <inheritdoc/>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores)
    {
        Matrix full = new(_model.UnitCount, _model.Dimension);
        _model.Scores(Expand(point), full);
        Restriction.ReduceScores(full).Values.CopyTo(scores.Values);
    }

    /// <inheritdoc/>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates()
    {
        (double[] reference, Matrix directions) = _model.ScaledCoordinates();
        // The directions are block upper triangular, so dropping coordinates leaves them invertible.
        if (Restriction.OnlyFixes)
            return (Reduce(reference), directions.Submatrix([.. Free]));
        // φ in units in which N·φ has length 1 in the likelihood's own coordinates: with R'R = (P⁻¹N)'(P⁻¹N), the columns of R⁻¹.
        Matrix triangle = LeastSquares.Solve(Image(new LinearSystem(directions)), new double[directions.Rows]).Triangle;
        int count = Free.Count;
        var inverse = new Matrix(count, count);
        for (int j = 0; j < count; j++)
        {
            for (int i = j; i >= 0; i--)
            {
                double sum = i == j ? 1 : 0;
                for (int k = i + 1; k <= j; k++)
                    sum -= triangle[i, k] * inverse[k, j];
                inverse[i, j] = sum / triangle[i, i];
            }
        }
        return (Project(reference), inverse);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(int count) => [.. _model.Starts(count).Select(s => Project(s))];

    /// <summary>P⁻¹N.</summary>
    private Matrix Image(LinearSystem system)
    {
        var image = new Matrix(_model.Dimension, Free.Count);
        for (int k = 0; k < Free.Count; k++)
            system.Solve(Restriction.Directions.Column(k).ToArray()).CopyTo(image.Column(k));
        return image;
    }
}
