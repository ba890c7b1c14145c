using Gravity.Core.Numerics;

namespace Gravity.Core.Optimization;

/// <summary>An objective seen in other coordinates φ: θ = reference + P·φ.</summary>
/// <remarks>
/// The gradient becomes P'g and the Hessian P'HP. With P chosen from the data (an inverse triangular root of X'X, say) a climb takes the same steps
/// whatever the units and levels of the data are. <c>Create</c> keeps the scores of an objective that has them.
/// </remarks>
public class ScaledObjective : IObjective
{
    private readonly IObjective _inner;
    private readonly double[] _reference;
    private readonly Matrix _directions;
    private readonly Matrix _transposed;
    private readonly LinearSystem _system;

    private ScaledObjective(IObjective inner, ReadOnlySpan<double> reference, Matrix directions)
    {
        int n = inner.Dimension;
        if (reference.Length != n || directions.Rows != n || directions.Columns != n)
            throw new ArgumentException($"the objective has {n} coordinates, the reference {reference.Length}, P is {directions.Rows}×{directions.Columns}", nameof(reference));
        _system = new LinearSystem(directions);
        if (_system.IsSingular)
            throw new ArgumentException("P is singular", nameof(directions));
        _inner = inner;
        _reference = reference.ToArray();
        _directions = directions.Clone();
        _transposed = directions.Transpose();
    }

    /// <inheritdoc/>
    public int Dimension => _inner.Dimension;

    /// <summary>Wraps an objective; the result is an <see cref="IScoreObjective"/> when <paramref name="inner"/> is one.</summary>
    /// <param name="inner">The objective in θ.</param>
    /// <param name="reference">θ at φ = 0.</param>
    /// <param name="directions">P, square and not singular; column j is the change of θ by one unit of φⱼ.</param>
    /// <exception cref="ArgumentException">Sizes differ, or P is singular.</exception>
    public static ScaledObjective Create(IObjective inner, ReadOnlySpan<double> reference, Matrix directions) => inner is IScoreObjective scores
        ? new WithScores(scores, reference, directions)
        : new ScaledObjective(inner, reference, directions);

    /// <summary>Wraps an objective with P = diag(<paramref name="units"/>).</summary>
    public static ScaledObjective Create(IObjective inner, ReadOnlySpan<double> reference, ReadOnlySpan<double> units)
    {
        Matrix directions = new(units.Length, units.Length);
        for (int j = 0; j < units.Length; j++)
            directions[j, j] = units[j];
        return Create(inner, reference, directions);
    }

    /// <summary>θ of φ.</summary>
    public double[] ToOriginal(ReadOnlySpan<double> point)
    {
        double[] result = _directions.Times(point);
        for (int j = 0; j < result.Length; j++)
            result[j] += _reference[j];
        return result;
    }

    /// <summary>φ of θ.</summary>
    public double[] FromOriginal(ReadOnlySpan<double> point)
    {
        double[] shifted = new double[point.Length];
        for (int j = 0; j < shifted.Length; j++)
            shifted[j] = point[j] - _reference[j];
        return _system.Solve(shifted);
    }

    /// <summary>The summary of a climb in φ with point and gradient in θ; the gradient measure is the same in both.</summary>
    public OptimizationSummary ToOriginal(OptimizationSummary summary)
    {
        double[] gradient = summary.Gradient.Length == 0 ? [] : new LinearSystem(_transposed).Solve(summary.Gradient);
        return summary with { Point = ToOriginal(summary.Point), Gradient = gradient };
    }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        double value = _inner.Evaluate(ToOriginal(point), gradient, hessian);
        TransformGradient(gradient);
        TransformForm(hessian);
        return value;
    }

    private void TransformGradient(Span<double> gradient)
    {
        if (!gradient.IsEmpty)
            _transposed.Times(gradient).CopyTo(gradient);
    }

    private void TransformForm(Span<double> form)
    {
        if (form.IsEmpty)
            return;
        int n = Dimension;
        Matrix matrix = new(n, n);
        form.CopyTo(matrix.Values);
        Matrix result = _transposed * (matrix * _directions);
        for (int j = 0; j < n; j++)
            for (int i = 0; i < n; i++)
                form[i + j * n] = 0.5 * (result[i, j] + result[j, i]);
    }

    private sealed class WithScores(IScoreObjective inner, ReadOnlySpan<double> reference, Matrix directions)
        : ScaledObjective(inner, reference, directions), IScoreObjective
    {
        public double EvaluateOuterProduct(ReadOnlySpan<double> point, Span<double> gradient, Span<double> outerProduct)
        {
            double value = inner.EvaluateOuterProduct(ToOriginal(point), gradient, outerProduct);
            TransformGradient(gradient);
            TransformForm(outerProduct);
            return value;
        }
    }
}
