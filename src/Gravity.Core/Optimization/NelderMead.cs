namespace Gravity.Core.Optimization;

/// <summary>The downhill simplex of Nelder and Mead (here uphill): values only, the last resort for surfaces that are not smooth.</summary>
/// <remarks>
/// Nelder and Mead (1965) with the coefficients of Gao and Han (2012), which adapt to the dimension. An infeasible vertex counts as −∞. One
/// iteration is as many moves as there are coordinates. When the simplex has shrunk, Newton steps and the verdict follow as for the other methods.
/// </remarks>
public sealed record NelderMead : OptimizationMethod
{
    /// <inheritdoc/>
    public override string Name => "Nelder–Mead";

    /// <summary>Edge of the first simplex in the coordinates given; ≠ 0. Default 0.5.</summary>
    public double InitialSize { get; init; } = 0.5;

    /// <summary>Edge below which the simplex counts as a point, relative to 1 + |x|. Default 1e-7.</summary>
    public double FinalSize { get; init; } = 1e-7;

    /// <inheritdoc/>
    public override OptimizationSummary Maximize(
        IObjective objective, ReadOnlySpan<double> start, OptimizationOptions options, CancellationToken cancellation = default)
    {
        Climb climb = new(Name, objective, start, options, cancellation);
        if (!climb.TryStart(order: 0))
            return climb.End(Termination.InfeasibleStart);
        int n = objective.Dimension;
        List<Trial> simplex = [climb.Best];
        for (int j = 0; j < n; j++)
        {
            double[] vertex = start.ToArray();
            vertex[j] += InitialSize;
            simplex.Add(climb.Evaluate(vertex, 0));
        }
        Termination otherwise = Termination.Stalled;
        while (Size(simplex) > FinalSize)
        {
            if (climb.Iterations >= options.MaxIterations)
            {
                otherwise = Termination.IterationLimit;
                break;
            }
            for (int move = 0; move < n; move++)
                Move(climb, simplex);
            Sort(simplex);
            climb.MoveTo(simplex[0]);
            climb.CloseIteration(Size(simplex));
        }
        return climb.Close(otherwise);
    }

    private static void Move(Climb climb, List<Trial> simplex)
    {
        Sort(simplex);
        int n = simplex.Count - 1, dimension = Math.Max(2, n);
        double expand = 1 + 2.0 / dimension, contract = 0.75 - 0.5 / dimension, shrink = 1 - 1.0 / dimension;
        double[] centre = new double[n];
        for (int v = 0; v < n; v++)
            for (int j = 0; j < n; j++)
                centre[j] += simplex[v].Point[j] / n;
        Trial worst = simplex[n];
        Trial reflected = Along(1);
        double value = Height(reflected);
        if (value > Height(simplex[0]))
        {
            Trial expanded = Along(expand);
            simplex[n] = Height(expanded) > value ? expanded : reflected;
            return;
        }
        if (value > Height(simplex[n - 1]))
        {
            simplex[n] = reflected;
            return;
        }
        bool outside = value > Height(worst);
        Trial contracted = Along(outside ? contract : -contract);
        if (Height(contracted) > (outside ? value : Height(worst)))
        {
            simplex[n] = contracted;
            return;
        }
        for (int v = 1; v <= n; v++)
        {
            double[] point = new double[n];
            for (int j = 0; j < n; j++)
                point[j] = simplex[0].Point[j] + shrink * (simplex[v].Point[j] - simplex[0].Point[j]);
            simplex[v] = climb.Evaluate(point, 0);
        }

        Trial Along(double factor)
        {
            double[] point = new double[n];
            for (int j = 0; j < n; j++)
                point[j] = centre[j] + factor * (centre[j] - worst.Point[j]);
            return climb.Evaluate(point, 0);
        }
    }

    /// <summary>Stable, so that equal values keep their order.</summary>
    private static void Sort(List<Trial> simplex)
    {
        Trial[] ordered = [.. simplex.OrderByDescending(Height)];
        simplex.Clear();
        simplex.AddRange(ordered);
    }

    private static double Height(Trial trial) => double.IsNaN(trial.Value) ? double.NegativeInfinity : trial.Value;

    private static double Size(List<Trial> simplex)
    {
        double size = 0;
        double[] first = simplex[0].Point;
        foreach (Trial vertex in simplex)
            for (int j = 0; j < first.Length; j++)
                size = Math.Max(size, Math.Abs(vertex.Point[j] - first[j]) / (1 + Math.Abs(first[j])));
        return size;
    }
}
