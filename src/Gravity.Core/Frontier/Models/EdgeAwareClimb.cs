using Gravity.Core.Estimation;

namespace Gravity.Core.Frontier.Models;

/// <summary>Climbs of a likelihood whose highest supremum may lie at σ_v → 0, where no estimate is: takes an interior local maximum where there is one.</summary>
/// <remarks>
/// With a free constant a unit, σ_v = 0 and α_i at the unit's best row give a finite likelihood that often exceeds every interior maximum when units are short.
/// A climb that ends there is set aside. Where no start leads elsewhere, the profile over σ_v is followed from the within variance down, and its
/// peak, if it has one inside, is climbed. An end at σ_u = 0 counts as elsewhere.
/// </remarks>
/// <param name="model">The likelihood.</param>
/// <param name="climbed">The same, or what evaluates it faster along one climb.</param>
/// <param name="noiseShare">The largest σ_v²/V[u] over the rows at θ.</param>
/// <param name="options">How to climb.</param>
internal sealed class EdgeAwareClimb(FrontierLikelihood model, Func<LikelihoodModel> climbed, Func<double[], double> noiseShare, FitOptions options)
{
    private const double EdgeShare = 1e-6;

    private static readonly double[] Shares = [1.2, 0.9, 0.65, 0.45, 0.3, 0.2, 0.12, 0.06, 0.025, 0.008, 0.002];

    /// <summary>The best interior end; without one the best at σ_u = 0; without one the best of the others, marked.</summary>
    public BestClimb Best(IReadOnlyList<double[]> starts)
    {
        List<BestClimb> ends = [.. starts.Select(start => MaximumLikelihood.Run(climbed(), [start], options))];
        double? edge = Highest(ends.Where(IsEdge))?.LogLikelihood;
        BestClimb? best = Highest(ends.Where(IsInterior)) ?? (edge is null ? null : FromProfile()) ?? Highest(ends.Where(e => !IsEdge(e)));
        int agreeing = ends.Count(e => best is not null && Math.Abs(e.LogLikelihood - best.LogLikelihood) <= 1e-6 * Math.Max(1, Math.Abs(best.LogLikelihood)));
        return best is null
            ? Highest(ends)! with { Starts = ends.Count, AtEdge = true, EdgeLogLikelihood = edge }
            : best with { Starts = ends.Count, Agreeing = Math.Max(1, agreeing), EdgeLogLikelihood = edge };
    }

    private bool IsEdge(BestClimb end) => noiseShare(end.Point) < EdgeShare;

    private bool IsInterior(BestClimb end) => end.Summary.Converged && !IsEdge(end) && model.LargestVarianceRatio(end.Point) > EdgeShare;

    private static BestClimb? Highest(IEnumerable<BestClimb> ends) => ends.MaxBy(e => double.IsFinite(e.LogLikelihood) ? e.LogLikelihood : double.NegativeInfinity);

    /// <summary>The interior maximum nearest to the largest σ_v from which the profile ℓ(σ_v) falls to both sides; null without one.</summary>
    private BestClimb? FromProfile()
    {
        int position = model.Offsets.LogV + FrontierCoordinates.InterceptOf(model.Offsets.LogVColumns);
        double level = Math.Log(model.Ols.ResidualSumOfSquares / Math.Max(1, model.ObservationCount - model.ConcentratedConstants));
        double[] start = model.Starts(1)[0];
        var points = new List<BestClimb>();
        foreach (double share in Shares)
        {
            var held = new RestrictedLikelihood(climbed(), new Dictionary<int, double> { [position] = level + Math.Log(share) });
            BestClimb end = MaximumLikelihood.Run(held, [held.Reduce(start)], options.Silent());
            double[] point = held.Expand(end.Point);
            if (!double.IsFinite(end.LogLikelihood))
                break;
            points.Add(end with { Point = point });
            start = point;
            int last = points.Count - 1;
            if (last < 2 || points[last - 1].LogLikelihood <= points[last].LogLikelihood || points[last - 1].LogLikelihood < points[last - 2].LogLikelihood)
                continue;
            BestClimb inside = MaximumLikelihood.Run(climbed(), [points[last - 1].Point], options);
            if (IsInterior(inside))
                return inside;
        }
        return null;
    }
}
