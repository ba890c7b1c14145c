using Gravity.Core.Numerics;
using Gravity.Core.Optimization;

namespace Gravity.Core.Estimation;

/// <summary>The best of several climbs.</summary>
/// <param name="Point">θ.</param>
/// <param name="LogLikelihood">ℓ(θ).</param>
/// <param name="Summary">The best climb, in scaled coordinates.</param>
/// <param name="Starts">Climbs done.</param>
/// <param name="Agreeing">Climbs that ended within 1e-6 of the best log-likelihood.</param>
public sealed record BestClimb(double[] Point, double LogLikelihood, OptimizationSummary Summary, int Starts, int Agreeing)
{
    /// <summary>The height reached where σ_v → 0, for models whose likelihood has a second supremum there; null where no climb went.</summary>
    public double? EdgeLogLikelihood { get; init; }

    /// <summary>True when no climb ended elsewhere: <see cref="Point"/> then lies on the way to that supremum and is no estimate.</summary>
    public bool AtEdge { get; init; }
    /// <summary>The highest strict local maximum below the best that another climb ended at; NaN when there is none.</summary>
    public double SecondBest { get; init; } = double.NaN;

    /// <summary>The height of a climb that went above <c>LogLikelihood</c> and did not converge; null without one.</summary>
    public double? Unended { get; init; }
}

/// <summary>Climbs a likelihood from its starts, in coordinates free of units.</summary>
public static class MaximumLikelihood
{
    /// <summary>Climbs from every start and returns the best.</summary>
    /// <param name="model">The likelihood.</param>
    /// <param name="starts">Starting points in the model's own coordinates; at least one.</param>
    /// <param name="options">Method, tolerances, cancellation.</param>
    /// <param name="preferConverged">Whether an interior maximum goes before a higher climb that ended nowhere, e.g. on a ridge; the height of that is told.</param>
    public static BestClimb Run(LikelihoodModel model, IReadOnlyList<double[]> starts, FitOptions options, bool preferConverged = false)
    {
        (double[] reference, Matrix directions) = model.ScaledCoordinates();
        var objective = ScaledObjective.Create(model, reference, directions);
        OptimizationOptions optimization = options.Optimization with
        {
            IsVanishing = point => model.IsVanishing(objective.ToOriginal(point)),
            Leap = point => model.Leap(objective.ToOriginal(point)) is { } far ? objective.FromOriginal(far) : null,
            Near = point => model.Near(objective.ToOriginal(point)).Select(near => objective.FromOriginal(near)),
        };
        var summaries = new List<OptimizationSummary>(starts.Count);
        foreach (double[] start in starts)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            summaries.Add(options.Method.Maximize(objective, objective.FromOriginal(start), optimization, options.Cancellation));
            if (starts.Count > 1)
                options.Progress?.Invoke("starts", summaries.Count, starts.Count);
        }
        double highest = summaries.Max(s => s.Value);
        List<OptimizationSummary> eligible = preferConverged && summaries.Exists(s => s.Converged) ? summaries.FindAll(s => s.Converged) : summaries;
        OptimizationSummary best = eligible[0];
        foreach (OptimizationSummary summary in eligible)
            if (Better(summary, best))
                best = summary;
        double margin = 1e-6 * Math.Max(1, Math.Abs(best.Value));
        int agreeing = summaries.Count(s => Math.Abs(s.Value - best.Value) <= margin);
        return new BestClimb(objective.ToOriginal(best.Point), best.Value, best, summaries.Count, agreeing)
        {
            Unended = highest > best.Value + margin ? highest : null,
            SecondBest = summaries.Where(s => s.Converged && s.Value < best.Value - margin).Select(s => s.Value).DefaultIfEmpty(double.NaN).Max(),
        };
    }

    /// <summary>Higher by more than rounding; at equal height the one that converged.</summary>
    private static bool Better(OptimizationSummary candidate, OptimizationSummary best)
    {
        if (!double.IsFinite(candidate.Value))
            return false;
        double margin = 1e-9 * Math.Max(1, Math.Abs(best.Value));
        return !double.IsFinite(best.Value)
            || candidate.Value > best.Value + margin
            || (candidate.Value > best.Value - margin && candidate.Converged && !best.Converged);
    }
}
