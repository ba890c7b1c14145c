namespace Gravity.Core.Optimization;

/// <summary>A real function to be maximised, with as many derivatives as the caller asks for.</summary>
/// <remarks>
/// An implementation returns −∞ or NaN at an infeasible point and may then leave the derivatives undefined: methods reject such
/// a step, they never difference across it. The same point must give the same bits.
/// </remarks>
public interface IObjective
{
    /// <summary>Number of coordinates.</summary>
    int Dimension { get; }

    /// <summary>The value at <paramref name="point"/>; fills the derivatives whose spans are not empty.</summary>
    /// <param name="point">Coordinates, length <see cref="Dimension"/>.</param>
    /// <param name="gradient">Empty, or length <see cref="Dimension"/>: ∂f/∂xⱼ.</param>
    /// <param name="hessian">Empty, or length <see cref="Dimension"/>²: ∂²f/∂xⱼ∂xₖ, symmetric, full storage. Asked for only together with the gradient.</param>
    double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian);
}

/// <summary>An objective that is a sum over units and can give the outer product of their scores.</summary>
public interface IScoreObjective : IObjective
{
    /// <summary>The value at <paramref name="point"/>, the gradient, and Σᵢ sᵢsᵢ' over units (length <see cref="IObjective.Dimension"/>²).</summary>
    double EvaluateOuterProduct(ReadOnlySpan<double> point, Span<double> gradient, Span<double> outerProduct);
}
