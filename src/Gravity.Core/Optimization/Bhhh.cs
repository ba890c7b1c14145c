using Gravity.Core.Numerics;

namespace Gravity.Core.Optimization;

/// <summary>The method of Berndt, Hall, Hall and Hausman: the outer product of the scores stands for −H.</summary>
/// <remarks>
/// Berndt et al. (1974), with a strong Wolfe search. Needs an <see cref="IScoreObjective"/>. The verdict is taken with the objective's own
/// Hessian, since the outer product agrees with it only for a true model and many units.
/// </remarks>
public sealed record Bhhh : OptimizationMethod
{
    /// <inheritdoc/>
    public override string Name => "BHHH";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The objective gives no scores, or the start has the wrong length.</exception>
    public override OptimizationSummary Maximize(
        IObjective objective, ReadOnlySpan<double> start, OptimizationOptions options, CancellationToken cancellation = default)
    {
        if (objective is not IScoreObjective scores)
            throw new ArgumentException("BHHH needs an objective with scores by unit; use trust-region Newton or BFGS", nameof(objective));
        Climb climb = new(Name, objective, start, options, cancellation);
        if (!climb.TryStart(order: 1))
            return climb.End(Termination.InfeasibleStart);
        while (true)
        {
            Matrix outer = new(objective.Dimension, objective.Dimension);
            Trial scored = climb.EvaluateScores(scores, climb.Best.Point, outer);
            if (!scored.IsFeasible || outer.Values.ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
                return climb.Close(Termination.Stalled);
            double[] direction = Curvature.PositiveInverse(outer).Times(climb.Best.Gradient);
            double measure = Math.Sqrt(Math.Max(0, GramKernels.Dot(climb.Best.Gradient, direction)));
            if (measure <= options.GradientTolerance)
            {
                if (climb.Judge(leavesSaddles: false, out bool moved) is { } end)
                    return climb.End(end);
                if (moved && climb.Iterations < options.MaxIterations)
                {
                    climb.CloseIteration(climb.Local.Measure);
                    continue;
                }
            }
            if (climb.Iterations >= options.MaxIterations)
                return climb.Close(Termination.IterationLimit);
            if (WolfeSearch.Find(climb, direction, 1) is not { } trial)
                return climb.Close(Termination.Stalled);
            climb.MoveTo(trial);
            climb.CloseIteration(measure);
        }
    }
}
