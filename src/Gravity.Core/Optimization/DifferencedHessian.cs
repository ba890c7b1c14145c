using Gravity.Core.Numerics;

namespace Gravity.Core.Optimization;

/// <summary>An objective whose Hessian is made from differences of its gradient, for models without second derivatives.</summary>
/// <remarks>Central differences, 2·Dimension gradients per Hessian, about six digits; see <see cref="Derivatives.QuickHessian"/>. The inner objective is never asked for a Hessian.</remarks>
public class DifferencedHessian : IObjective
{
    private readonly IObjective _inner;
    private readonly double[] _scales;

    private DifferencedHessian(IObjective inner, ReadOnlySpan<double> scales)
    {
        if (scales.Length != inner.Dimension)
            throw new ArgumentException($"{scales.Length} scales for {inner.Dimension} coordinates", nameof(scales));
        _inner = inner;
        _scales = scales.ToArray();
    }

    /// <summary>Wraps an objective; the result is an <see cref="IScoreObjective"/> when <paramref name="inner"/> is one.</summary>
    /// <param name="inner">The objective.</param>
    /// <param name="scales">Typical variations of the coordinates (best: standard errors), each &gt; 0.</param>
    public static DifferencedHessian Create(IObjective inner, ReadOnlySpan<double> scales) =>
        inner is IScoreObjective scores ? new WithScores(scores, scales) : new DifferencedHessian(inner, scales);

    /// <inheritdoc/>
    public int Dimension => _inner.Dimension;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        double value = _inner.Evaluate(point, gradient, []);
        if (!hessian.IsEmpty && double.IsFinite(value))
            Derivatives.QuickHessian((at, slope) => _inner.Evaluate(at, slope, []), point, _scales).Values.CopyTo(hessian);
        return value;
    }

    private sealed class WithScores(IScoreObjective inner, ReadOnlySpan<double> scales) : DifferencedHessian(inner, scales), IScoreObjective
    {
        public double EvaluateOuterProduct(ReadOnlySpan<double> point, Span<double> gradient, Span<double> outerProduct) =>
            inner.EvaluateOuterProduct(point, gradient, outerProduct);
    }
}
