using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;

namespace Gravity.Core.Frontier;

/// <summary>What fixed parameters and constraints leave of a frontier: its points, its boundary σ_u = 0, and its model without inefficiency.</summary>
/// <remarks>
/// The model without inefficiency under constraints is the likelihood itself with the parameters of inefficiency held where they make it vanish, climbed over what the
/// constraints leave of the rest; parameters of inefficiency that the constraints tie to others are free there, since they have no effect.
/// </remarks>
internal sealed class FrontierRestriction(FrontierLikelihood model, AffineRestriction space)
{
    /// <summary>Reads the fixed parameters and constraints of <paramref name="options"/>.</summary>
    public static FrontierRestriction Of(FrontierLikelihood model, FitOptions options) =>
        new(model, LinearConstraints.Resolve(options.Fix, options.Constraints, model.Parameters));

    /// <summary>The points of the model that meet them.</summary>
    public AffineRestriction Space => space;

    /// <summary>True when a constraint names a parameter of a block.</summary>
    public bool Touches(string block) =>
        space.Restrictions.Any(r => Enumerable.Range(0, r.Coefficients.Length).Any(j => r.Coefficients[j] != 0 && model.Parameters[j].Block == block));

    /// <summary>The points at the boundary σ_u = 0; null where the constraints hold a scale of u, so that it cannot vanish.</summary>
    /// <param name="nothing">The model without inefficiency and without constraints.</param>
    public AffineRestriction? Boundary(NullModel nothing)
    {
        IReadOnlyList<int> positions = model.InefficiencyParameters;
        if (space.IsEmpty)
            return AffineRestriction.Fix(model.Dimension, positions.ToDictionary(j => j, j => nothing.Point[j]));
        AffineRestriction held = space;
        // Scales first: what makes u vanish is not 0 at the point without inefficiency, the rest is.
        foreach (int position in positions.OrderBy(j => nothing.Point[j] == 0 ? 1 : 0))
        {
            if (held.Moves(position))
                held = held.And(LinearRestriction.Fix(model.Dimension, position, nothing.Point[position]));
            else if (nothing.Point[position] != 0)
                return null;
        }
        return held;
    }

    /// <summary>The model without inefficiency under the constraints; null where it is no special case of the constrained model.</summary>
    /// <param name="nothing">The same without constraints.</param>
    /// <param name="options">Tolerances.</param>
    public ConstrainedNull? Null(NullModel nothing, FitOptions options)
    {
        if (space.IsEmpty)
            return new ConstrainedNull(nothing, model.InefficiencyRestrictions, false);
        if (Boundary(nothing) is not { } held)
            return null;
        int[] slopes = [.. NoiseSlopes()];
        if (!nothing.IsBoundary)
        {
            foreach (int position in slopes)
            {
                if (held.Moves(position))
                    held = held.And(LinearRestriction.Fix(model.Dimension, position, 0));
                else if (held.ValueOf(position) != 0)
                    return null;
            }
        }
        int unconstrained = model.Dimension - model.InefficiencyParameters.Count - (nothing.IsBoundary ? 0 : slopes.Length);
        int lost = unconstrained - held.Free.Count;
        int restrictions = model.InefficiencyRestrictions - space.Restrictions.Count + lost;
        if (lost == 0)
            return new ConstrainedNull(nothing, restrictions, false);
        var restricted = new RestrictedLikelihood(model, held);
        if (held.Free.Count == 0)
        {
            double[] only = restricted.Expand([]);
            return new ConstrainedNull(nothing with { LogLikelihood = model.Evaluate(only, default, default), Point = only }, restrictions, true);
        }
        BestClimb climb = MaximumLikelihood.Run(restricted, [restricted.Project(nothing.Point)], options.Silent());
        return new ConstrainedNull(nothing with { LogLikelihood = climb.LogLikelihood, Point = restricted.Expand(climb.Point) }, restrictions, true);
    }

    /// <summary>Starts on the subspace: the nearest points, with the scales as they are or raised with the residuals that constraints enlarge; the better of both, best first.</summary>
    public IReadOnlyList<double[]> Starts(RestrictedLikelihood restricted, int count)
    {
        BlockOffsets offsets = model.Offsets;
        double[] Raised(double[] start)
        {
            double[] beta = restricted.Expand(restricted.Project(start))[..model.Design.Frontier.Columns];
            double rise = Math.Log(Residual(beta) / Residual(start.AsSpan(0, beta.Length)));
            double[] raised = [.. start];
            if (!offsets.HasLogarithmicScale)
                raised[offsets.LogU + FrontierCoordinates.InterceptOf(offsets.LogUColumns)] += rise;
            if (offsets.LogV >= 0)
                raised[offsets.LogV + FrontierCoordinates.InterceptOf(offsets.LogVColumns)] += rise;
            return raised;
        }
        (double[] Point, double Value) Valued(double[] point)
        {
            double value = restricted.Evaluate(point, default, default);
            return (point, double.IsNaN(value) ? double.NegativeInfinity : value);
        }
        return
        [
            .. model.Starts(count)
                .Select(start => new[] { Valued(restricted.Project(start)), Valued(restricted.Project(Raised(start))) }.MaxBy(p => p.Value))
                .OrderByDescending(p => p.Value).Select(p => p.Point),
        ];
    }

    private double Residual(ReadOnlySpan<double> beta)
    {
        double[] fitted = model.Design.Frontier.Values.Times(beta);
        double sum = 0;
        for (int i = 0; i < fitted.Length; i++)
            sum += (model.Response[i] - fitted[i]) * (model.Response[i] - fitted[i]);
        return sum;
    }

    private IEnumerable<int> NoiseSlopes()
    {
        BlockOffsets offsets = model.Offsets;
        if (offsets.LogVColumns is not { } columns)
            yield break;
        int level = FrontierCoordinates.InterceptOf(columns);
        for (int j = 0; j < columns.Columns; j++)
            if (j != level)
                yield return offsets.LogV + j;
    }
}

/// <summary>A model without inefficiency under constraints.</summary>
/// <param name="Model">It.</param>
/// <param name="Restrictions">Restrictions that lead from the constrained frontier to it.</param>
/// <param name="Constrained">True when the constraints restrict it too.</param>
internal sealed record ConstrainedNull(NullModel Model, int Restrictions, bool Constrained);
