using Gravity.Core.Numerics;

namespace Gravity.Core.Estimation;

/// <summary>A likelihood with some parameters held fixed: for boundary solutions, tests under a null, profiles and <c>--fix</c>.</summary>
public sealed class RestrictedLikelihood : LikelihoodModel
{
    private readonly LikelihoodModel _model;
    private readonly double[] _full;
    private readonly int[] _free;

    /// <summary>Holds the parameters in <paramref name="fixedValues"/> (position → value).</summary>
    public RestrictedLikelihood(LikelihoodModel model, IReadOnlyDictionary<int, double> fixedValues)
    {
        _model = model;
        _full = new double[model.Dimension];
        foreach ((int position, double value) in fixedValues)
            _full[position] = value;
        _free = [.. Enumerable.Range(0, model.Dimension).Where(j => !fixedValues.ContainsKey(j))];
        Parameters = [.. _free.Select(j => model.Parameters[j])];
        Derived = [];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<DerivedQuantity> Derived { get; }

    /// <inheritdoc/>
    public override int ObservationCount => _model.ObservationCount;

    /// <inheritdoc/>
    public override int UnitCount => _model.UnitCount;

    /// <summary>Positions of the free parameters in the full vector.</summary>
    public IReadOnlyList<int> Free => _free;

    /// <inheritdoc/>
    public override int UnitOf(int row) => _model.UnitOf(row);

    /// <summary>The full vector with the fixed values in place.</summary>
    public double[] Expand(ReadOnlySpan<double> point)
    {
        double[] full = [.. _full];
        for (int k = 0; k < _free.Length; k++)
            full[_free[k]] = point[k];
        return full;
    }

    /// <summary>The free coordinates of a full vector.</summary>
    public double[] Reduce(ReadOnlySpan<double> full)
    {
        var point = new double[_free.Length];
        for (int k = 0; k < point.Length; k++)
            point[k] = full[_free[k]];
        return point;
    }

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        int order = _model.Dimension;
        double[] fullGradient = gradient.IsEmpty ? [] : new double[order];
        double[] fullHessian = hessian.IsEmpty ? [] : new double[order * order];
        double value = _model.Evaluate(Expand(point), fullGradient, fullHessian);
        for (int k = 0; k < gradient.Length; k++)
            gradient[k] = fullGradient[_free[k]];
        if (!hessian.IsEmpty)
            for (int l = 0; l < _free.Length; l++)
                for (int k = 0; k < _free.Length; k++)
                    hessian[k + l * _free.Length] = fullHessian[_free[k] + _free[l] * order];
        return value;
    }

    /// <inheritdoc/>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores)
    {
        Matrix full = new(_model.UnitCount, _model.Dimension);
        _model.Scores(Expand(point), full);
        for (int k = 0; k < _free.Length; k++)
            full.Column(_free[k]).CopyTo(scores.Column(k));
    }

    /// <inheritdoc/>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates()
    {
        // The directions are block upper triangular, so dropping coordinates leaves them invertible.
        (double[] reference, Matrix directions) = _model.ScaledCoordinates();
        return (Reduce(reference), directions.Submatrix(_free));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(int count) => [.. _model.Starts(count).Select(s => Reduce(s))];
}
