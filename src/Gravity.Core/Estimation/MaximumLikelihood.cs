using Gravity.Core.Numerics;
using Gravity.Core.Optimization;

namespace Gravity.Core.Estimation;

/// <summary>The best of several climbs.</summary>
/// <param name="Point">θ.</param>
/// <param name="LogLikelihood">ℓ(θ).</param>
/// <param name="Summary">The best climb, in scaled coordinates.</param>
/// <param name="Starts">Climbs done.</param>
/// <param name="Agreeing">Climbs that ended within 1e-6 of the best log-likelihood.</param>
public sealed record BestClimb(double[] Point, double LogLikelihood, OptimizationSummary Summary, int Starts, int Agreeing);

/// <summary>Climbs a likelihood from its starts, in coordinates free of units.</summary>
public static class MaximumLikelihood
{
    /// <summary>Climbs from every start and returns the best.</summary>
    /// <param name="model">The likelihood.</param>
    /// <param name="starts">Starting points in the model's own coordinates; at least one.</param>
    /// <param name="options">Method, tolerances, cancellation.</param>
    public static BestClimb Run(LikelihoodModel model, IReadOnlyList<double[]> starts, FitOptions options)
    {
        (double[] reference, Matrix directions) = model.ScaledCoordinates();
        var objective = ScaledObjective.Create(model, reference, directions);
        var summaries = new List<OptimizationSummary>(starts.Count);
        foreach (double[] start in starts)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            summaries.Add(options.Method.Maximize(objective, objective.FromOriginal(start), options.Optimization, options.Cancellation));
            if (starts.Count > 1)
                options.Progress?.Invoke("starts", summaries.Count, starts.Count);
        }
        OptimizationSummary best = summaries[0];
        foreach (OptimizationSummary summary in summaries)
            if (Better(summary, best))
                best = summary;
        int agreeing = summaries.Count(s => Math.Abs(s.Value - best.Value) <= 1e-6 * Math.Max(1, Math.Abs(best.Value)));
        return new BestClimb(objective.ToOriginal(best.Point), best.Value, best, summaries.Count, agreeing);
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
