using Gravity.Core.Numerics;

namespace Gravity.Core.Optimization;

/// <summary>The quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno, for objectives whose Hessian is dear.</summary>
/// <remarks>
/// Nocedal and Wright (2006), algorithm 6.1, with a strong Wolfe search. The gradient is measured with the approximate inverse Hessian
/// while climbing; the verdict is always taken with the objective's own Hessian, from which the approximation is rebuilt when the two disagree
/// or when a search fails.
/// </remarks>
public sealed record Bfgs : OptimizationMethod
{
    /// <inheritdoc/>
    public override string Name => "BFGS";

    /// <inheritdoc/>
    public override OptimizationSummary Maximize(
        IObjective objective, ReadOnlySpan<double> start, OptimizationOptions options, CancellationToken cancellation = default)
    {
        Climb climb = new(Name, objective, start, options, cancellation);
        if (!climb.TryStart(order: 1))
            return climb.End(Termination.InfeasibleStart);
        Matrix? inverse = null;
        bool rebuilt = false;
        while (true)
        {
            double[] gradient = climb.Best.Gradient;
            double[] direction = inverse is null ? (double[])gradient.Clone() : inverse.Times(gradient);
            double measure = Math.Sqrt(Math.Max(0, GramKernels.Dot(gradient, direction)));
            if (measure <= (inverse is null ? 0 : options.GradientTolerance))
            {
                if (climb.Judge(leavesSaddles: false, out bool moved) is { } end)
                    return climb.End(end);
                if (!climb.Best.IsFeasible || (rebuilt && !moved && climb.Local.Measure <= options.GradientTolerance))
                    return climb.Close(Termination.Stalled);
                inverse = Curvature.PositiveInverse(Curvature.Negative(climb.Best.Hessian!));
                rebuilt = true;
                if (moved)
                {
                    climb.CloseIteration(climb.Local.Measure);
                    if (climb.Iterations >= options.MaxIterations)
                        return climb.Close(Termination.IterationLimit);
                    continue;
                }
                direction = inverse.Times(climb.Best.Gradient);
            }
            if (climb.Iterations >= options.MaxIterations)
                return climb.Close(Termination.IterationLimit);
            double first = inverse is null ? Math.Min(1, 1 / Math.Sqrt(GramKernels.Dot(gradient, gradient))) : 1;
            if (WolfeSearch.Find(climb, direction, first) is not { } trial)
            {
                climb.Assess();
                if (rebuilt || !climb.Best.IsFeasible)
                    return climb.Close(Termination.Stalled);
                inverse = Curvature.PositiveInverse(Curvature.Negative(climb.Best.Hessian!));
                rebuilt = true;
                continue;
            }
            inverse = Update(inverse, climb.Best, trial);
            rebuilt = false;
            climb.MoveTo(trial);
            climb.CloseIteration(measure);
        }
    }

    /// <summary>B₊ = (I − ρsy')B(I − ρys') + ρss', y the fall of the gradient; the first B is the identity times s'y/y'y.</summary>
    private static Matrix? Update(Matrix? inverse, Trial from, Trial to)
    {
        int n = from.Point.Length;
        double[] s = new double[n], y = new double[n];
        for (int j = 0; j < n; j++)
            (s[j], y[j]) = (to.Point[j] - from.Point[j], from.Gradient[j] - to.Gradient[j]);
        double product = GramKernels.Dot(s, y);
        double square = GramKernels.Dot(y, y);
        if (!(product > 1e-14 * Math.Sqrt(GramKernels.Dot(s, s) * square)))
            return inverse;
        Matrix result = inverse ?? Matrix.Identity(n);
        if (inverse is null)
            foreach (ref double value in result.Values)
                value *= product / square;
        double[] image = result.Times(y);
        double factor = (1 + GramKernels.Dot(y, image) / product) / product;
        for (int j = 0; j < n; j++)
            for (int i = 0; i < n; i++)
                result[i, j] += factor * s[i] * s[j] - (image[i] * s[j] + s[i] * image[j]) / product;
        return result;
    }
}
