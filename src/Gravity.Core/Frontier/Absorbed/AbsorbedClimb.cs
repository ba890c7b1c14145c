using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>A frontier with absorbed effects as one climb sees it: each evaluation begins where the last one left the effects, carried along ∂α/∂θ to the new θ.</summary>
/// <remarks>
/// The error of the carried effects is of second order in the step, so that near the maximum one evaluation of the rows is enough. Values differ from those of a
/// fresh start by the square of the inner tolerance; the climb is a fixed sequence, and its bits do not depend on threads. Not for use by several threads at once.
/// </remarks>
internal sealed class AbsorbedClimb(FrontierLikelihood model, ConcentratedSum sum) : LikelihoodModel
{
    private AbsorbedPoint? _last;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => model.Parameters;

    /// <inheritdoc/>
    public override int ObservationCount => model.ObservationCount;

    /// <inheritdoc/>
    public override int UnitCount => model.UnitCount;

    /// <inheritdoc/>
    public override IReadOnlyList<double>? UnitWeights => model.UnitWeights;

    /// <inheritdoc/>
    public override IReadOnlyList<DerivedQuantity> Derived => model.Derived;

    /// <inheritdoc/>
    public override int UnitOf(int row) => model.UnitOf(row);

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        double value = sum.Evaluate(point, gradient, hessian, _last, out AbsorbedPoint at);
        if (at.Tangents.Count > 0)
            _last = at;
        return value;
    }

    /// <inheritdoc/>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores) => model.Scores(point, scores);

    /// <inheritdoc/>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates() => model.ScaledCoordinates();

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(int count) => model.Starts(count);
}
