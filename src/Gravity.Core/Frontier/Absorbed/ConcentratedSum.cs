using System.Numerics.Tensors;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>ℓ(θ) = max_α Σ ℓ_i(x_i'β + d_i'α, …): a sum over rows with the effects of its location concentrated out, with score and Hessian.</summary>
/// <remarks>
/// By the envelope theorem the gradient is that of the rows at α(θ); the Hessian is the Schur complement over the effects. Any kernel that is concave in index 0 will do.
/// It may be used from several threads at once. Derivation: docs/models/absorbed-frontier.md.
/// </remarks>
/// <param name="sum">The rows, without an offset.</param>
/// <param name="equations">The equations of the effects.</param>
/// <param name="reach">See <see cref="EffectRoots"/>.</param>
internal sealed class ConcentratedSum(IndexSum sum, EffectSystem equations, double? reach = null)
{
    /// <summary>The last step of the effects in scales of a row: from θ alone, and along a climb, where its square is all that is lost.</summary>
    private const double OwnStep = 1e-8, CarriedStep = 1e-6;

    private readonly EffectRoots _roots = new(sum, equations, reach);

    /// <summary>The last point that was solved from θ alone: the maximum is asked for again and again, by the Hessian, the efficiencies and the draws.</summary>
    private volatile AbsorbedPoint? _last;

    /// <summary>Dα where the search at θ begins, one value a row and in the span of the effects; it is overwritten.</summary>
    public required Func<double[], double[]> Start { get; init; }

    /// <summary>Where there is no likelihood. Default everywhere it is.</summary>
    public Func<double[], bool> IsInfeasible { get; init; } = _ => false;

    /// <summary>Value and derivatives as a likelihood gives them; −∞ where the effects were not found.</summary>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian, AbsorbedPoint? near, out AbsorbedPoint at)
    {
        at = Solve(point.ToArray(), hessian.IsEmpty ? gradient.IsEmpty ? 0 : 1 : 2, near);
        if (double.IsNaN(at.Value))
        {
            gradient.Clear();
            hessian.Clear();
            return double.NegativeInfinity;
        }
        if (!gradient.IsEmpty)
            at.Gradient.CopyTo(gradient);
        if (!hessian.IsEmpty)
            at.Hessian!.Values.CopyTo(hessian);
        return at.Value;
    }

    /// <summary>ℓ and its derivatives at θ.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="order">0, 1 or 2.</param>
    /// <param name="near">A point from which the effects are carried along their tangents; null to begin at what θ alone says, so that the same θ gives the same bits.</param>
    public AbsorbedPoint Solve(double[] theta, int order, AbsorbedPoint? near = null)
    {
        if (IsInfeasible(theta))
            return new AbsorbedPoint { Theta = theta, Effects = [], Value = double.NaN };
        if (near is not null && _roots.Solve(theta, Carried(near, theta), order, near.Tangents, CarriedStep) is { } carried && !double.IsNaN(carried.Value))
            return carried;
        if (_last is { } last && last.Order >= order && last.Theta.AsSpan().SequenceEqual(theta))
            return last;
        AbsorbedPoint found = _roots.Solve(theta, Start(theta), order, null, OwnStep);
        _last = found;
        return found;
    }

    /// <summary>ℓ at the effects where the search would begin.</summary>
    public double ValueAtStart(double[] theta) => IsInfeasible(theta) ? double.NegativeInfinity : _roots.ValueAt(theta, Start(theta));

    /// <summary>
    /// ∂ℓ_i/∂θ + (∂ℓ_i/∂η)·d_i'∂α/∂θ: the row's share of the concentrated score, the effects' own moves included, so that sandwich and clustered errors are those of
    /// the model with an indicator a group. The second part sums to zero over all rows but not over clusters.
    /// </summary>
    public void Scores(ReadOnlySpan<double> point, Matrix scores)
    {
        AbsorbedPoint at = Solve(point.ToArray(), 2);
        RowsAt(at).Scores(point, scores);
        double[] slope = Location(at).First;
        var move = new double[sum.Rows];
        for (int j = 0; j < sum.Dimension; j++)
        {
            move.AsSpan().Clear();
            equations.Add(at.Tangents[j], 1, move);
            Span<double> column = scores.Column(j);
            for (int i = 0; i < move.Length; i++)
                column[i] += slope[i] * move[i];
        }
    }

    /// <summary>ℓ of every row.</summary>
    public double[] Values(ReadOnlySpan<double> point) => RowsAt(Solve(point.ToArray(), 0)).Values(point);

    /// <summary>Draws of the effects given draws of θ around an estimate.</summary>
    public EffectDraws Draws(double[] estimate)
    {
        AbsorbedPoint at = Solve(estimate, 2);
        return new EffectDraws(at, Location(at).Second(0), equations);
    }

    /// <summary>Dα of a point near by, moved along ∂α/∂θ.</summary>
    private double[] Carried(AbsorbedPoint near, double[] theta)
    {
        double[] effects = [.. near.Effects], move = new double[equations.Groups];
        for (int j = 0; j < theta.Length; j++)
            TensorPrimitives.MultiplyAdd(near.Tangents[j], theta[j] - near.Theta[j], move, move);
        equations.Add(move, 1, effects);
        return effects;
    }

    private LocationDerivatives Location(AbsorbedPoint at)
    {
        var derivatives = new LocationDerivatives(sum.Rows, sum.Terms.Count);
        RowsAt(at).Evaluate(at.Theta, default, default, derivatives);
        return derivatives;
    }

    private IndexSum RowsAt(AbsorbedPoint at) => sum.WithOffset(at.Effects);
}
