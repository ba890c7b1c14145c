namespace Gravity.Core.Optimization;

/// <summary>Newton's method with the exact Hessian inside a ball that grows and shrinks with the agreement of quadratic and function.</summary>
/// <remarks>
/// Moré and Sorensen (1983); Conn, Gould and Toint (2000), algorithm 6.1.1. Indefinite Hessians are used as they are (the step goes uphill along
/// upward curvature). A trial point whose value or derivatives are not finite is rejected and the ball shrunk. Once the predicted rise
/// is within the rounding of the value, a step is judged by the gradient measure instead.
/// </remarks>
public sealed record TrustRegionNewton : OptimizationMethod
{
    /// <inheritdoc/>
    public override string Name => "trust-region Newton";

    /// <summary>First radius, in the coordinates given; &gt; 0. Default 1.</summary>
    public double InitialRadius { get; init; } = 1;

    /// <summary>Largest radius. Default 1e10.</summary>
    public double MaxRadius { get; init; } = 1e10;

    /// <inheritdoc/>
    public override OptimizationSummary Maximize(
        IObjective objective, ReadOnlySpan<double> start, OptimizationOptions options, CancellationToken cancellation = default)
    {
        Climb climb = new(Name, objective, start, options, cancellation);
        return climb.TryStart(order: 2) ? Run(climb) : climb.End(Termination.InfeasibleStart);
    }

    /// <summary>Climbs from the best point of <paramref name="climb"/>.</summary>
    internal OptimizationSummary Run(Climb climb)
    {
        double radius = InitialRadius;
        bool leapt = false, walks = false;
        while (true)
        {
            Termination? end = climb.Judge(leavesSaddles: true, out bool moved);
            if (end is null && !walks && TryLeap(climb))
            {
                leapt = true;
                continue;
            }
            if (end is null && climb.Options.IsVanishing?.Invoke(climb.Best.Point) == true)
                end = Termination.Flat;
            if (end is not null && leapt && !walks)
            {
                walks = true;
                if (TryReturn(climb))
                {
                    radius = InitialRadius;
                    continue;
                }
            }
            if (end is { } why)
                return climb.End(why);
            if (climb.Iterations >= climb.Options.MaxIterations)
                return climb.End(Termination.IterationLimit);
            if (!moved && !TryStep(climb, ref radius))
                return climb.End(climb.Local.Measure <= climb.Options.GradientTolerance ? Termination.Flat : Termination.Stalled);
            climb.CloseIteration(climb.Local.Measure);
        }
    }

    /// <summary>Moves to the far point of a climb that has one, if it is no lower.</summary>
    private static bool TryLeap(Climb climb)
    {
        if (climb.Options.Leap?.Invoke(climb.Best.Point) is not { } far || climb.Evaluate(far, 2) is not { IsFeasible: true } there || there.Value < climb.Best.Value)
            return false;
        climb.MoveTo(there);
        climb.CloseIteration(climb.Local.Measure);
        return true;
    }

    /// <summary>Moves back to the first point near the end of a leap that is higher by more than rounding.</summary>
    private static bool TryReturn(Climb climb)
    {
        foreach (double[] near in climb.Options.Near?.Invoke(climb.Best.Point) ?? [])
            if (climb.Evaluate(near, 2) is { IsFeasible: true } there && there.Value > climb.Best.Value + climb.Rounding)
            {
                climb.MoveTo(there);
                climb.CloseIteration(climb.Local.Measure);
                return true;
            }
        return false;
    }

    /// <summary>Shrinks the ball until a step is accepted; false when none is.</summary>
    private bool TryStep(Climb climb, ref double radius)
    {
        Trial best = climb.Best;
        TrustRegionSubproblem subproblem = new(best.Gradient, best.Hessian!);
        double size = Length(best.Point);
        for (int attempt = 0; attempt < 100; attempt++)
        {
            (double[] step, double predicted, bool onEdge) = subproblem.Solve(radius);
            double length = Length(step);
            // Under the tolerance only upward curvature keeps a climb going, and only while it promises more than rounding.
            bool spent = climb.Local.Measure <= climb.Options.GradientTolerance && predicted <= climb.Rounding;
            if (!(predicted > 0) || length <= 1e-16 * size || spent)
                return false;
            double[] point = new double[step.Length];
            for (int j = 0; j < point.Length; j++)
                point[j] = best.Point[j] + step[j];
            Trial trial = climb.Evaluate(point, 2);
            if (!trial.IsFeasible)
            {
                radius = 0.25 * length;
                continue;
            }
            double rise = trial.Value - best.Value;
            if (predicted <= climb.Rounding && rise >= -climb.Rounding)
            {
                // The value cannot tell; the gradient can.
                LocalMeasure after = ConvergenceTest.Assess(trial.Gradient, trial.Hessian!);
                if (after.Shape == climb.Local.Shape && after.Measure < climb.Local.Measure)
                {
                    climb.MoveTo(trial);
                    return true;
                }
                radius = 0.25 * length;
                continue;
            }
            double agreement = rise / predicted;
            if (agreement < 0.25)
                radius = 0.25 * length;
            else if (agreement > 0.75 && onEdge)
                radius = Math.Min(MaxRadius, 2.5 * radius);
            if (agreement > 1e-4)
            {
                climb.MoveTo(trial);
                return true;
            }
        }
        return false;
    }

    private static double Length(double[] vector)
    {
        double square = 0;
        foreach (double value in vector)
            square += value * value;
        return Math.Sqrt(square);
    }
}
