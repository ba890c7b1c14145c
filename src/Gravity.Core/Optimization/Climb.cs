using Gravity.Core.Numerics;

namespace Gravity.Core.Optimization;

/// <summary>The state of one climb: the best point, the counts, and the common way to end.</summary>
internal sealed class Climb
{
    /// <summary>Newton steps under the tolerance with unsteady curvature after which the climb is called flat.</summary>
    private const int UnsteadyLimit = 20;

    /// <summary>Below this many standard errors a further Newton step only stirs rounding.</summary>
    private const double PolishedMeasure = 1e-12;

    private readonly string _method;
    private readonly CancellationToken _cancellation;
    private double _initialValue;
    private int _unsteady;

    internal Climb(
        string method, IObjective objective, ReadOnlySpan<double> start, OptimizationOptions options, CancellationToken cancellation)
    {
        if (start.Length != objective.Dimension)
            throw new ArgumentException($"the start has {start.Length} coordinates, the objective {objective.Dimension}", nameof(start));
        _method = method;
        _cancellation = cancellation;
        Objective = objective;
        Options = options;
        Best = new Trial(start.ToArray());
        Local = new LocalMeasure(double.NaN, LocalShape.Singular, double.NaN, []);
    }

    internal IObjective Objective { get; }

    internal OptimizationOptions Options { get; }

    internal Trial Best { get; private set; }

    internal LocalMeasure Local { get; private set; }

    internal int Iterations { get; private set; }

    internal int Evaluations { get; private set; }

    /// <summary>What a difference of values may owe to rounding.</summary>
    internal double Rounding => ConvergenceTest.ValueRounding * Math.Abs(Best.Value);

    /// <summary>Evaluates a point to the given order of derivatives (0, 1, 2).</summary>
    internal Trial Evaluate(double[] point, int order)
    {
        _cancellation.ThrowIfCancellationRequested();
        Evaluations++;
        Trial trial = new(point);
        if (order > 0)
            trial.Gradient = new double[point.Length];
        if (order > 1)
            trial.Hessian = new Matrix(point.Length, point.Length);
        trial.Value = Objective.Evaluate(point, trial.Gradient, trial.Hessian is null ? [] : trial.Hessian.Values);
        return trial;
    }

    /// <summary>Evaluates value, gradient and outer product of scores.</summary>
    internal Trial EvaluateScores(IScoreObjective objective, double[] point, Matrix outerProduct)
    {
        _cancellation.ThrowIfCancellationRequested();
        Evaluations++;
        Trial trial = new(point) { Gradient = new double[point.Length] };
        trial.Value = objective.EvaluateOuterProduct(point, trial.Gradient, outerProduct.Values);
        return trial;
    }

    /// <summary>Evaluates the start; false when it is infeasible.</summary>
    internal bool TryStart(int order)
    {
        Best = Evaluate(Best.Point, order);
        _initialValue = Best.Value;
        return Best.IsFeasible;
    }

    /// <summary>Makes a trial the best point.</summary>
    internal void MoveTo(Trial trial) => Best = trial;

    /// <summary>Counts an iteration and reports it.</summary>
    internal void CloseIteration(double measure)
    {
        Iterations++;
        Options.Progress?.Invoke(Iterations, Best.Value, measure);
    }

    /// <summary>Measures the best point with the exact Hessian, which is evaluated where it is missing.</summary>
    internal LocalMeasure Assess()
    {
        if (Best.Hessian is null)
            Best = Evaluate(Best.Point, 2);
        return Local = Best.IsFeasible
            ? ConvergenceTest.Assess(Best.Gradient, Best.Hessian!)
            : new LocalMeasure(double.NaN, LocalShape.Singular, double.NaN, []);
    }

    /// <summary>
    /// Decides whether the climb ends at the best point, polishing it by Newton steps if so; null to go on. While the gradient is under its
    /// tolerance but the curvature is not steady, the Newton step is taken as an iteration of its own (see <paramref name="moved"/>).
    /// </summary>
    internal Termination? Judge(bool leavesSaddles, out bool moved)
    {
        moved = false;
        LocalMeasure local = Assess();
        if (!(local.Measure <= Options.GradientTolerance))
        {
            _unsteady = 0;
            return null;
        }
        if (local.Shape == LocalShape.Indefinite && leavesSaddles)
            return null;
        if (local.Shape != LocalShape.Concave)
            return Termination.Flat;
        Trial next = NewtonTrial();
        bool steady = next.IsFeasible && ConvergenceTest.IsSteady(local.NewtonStep, Best.Hessian!, next.Hessian!);
        if (steady)
        {
            Polish(next);
            return Termination.Gradient;
        }
        if (++_unsteady >= UnsteadyLimit || !next.IsFeasible || next.Value < Best.Value - Rounding)
            return Termination.Flat;
        Best = next;
        moved = true;
        return null;
    }

    /// <summary>Takes Newton steps while they shorten the measure and keep the value up to rounding.</summary>
    /// <param name="next">The end of the first step, if it has been evaluated.</param>
    internal void Polish(Trial? next = null)
    {
        for (int step = 0; step < Options.PolishSteps && Local.Shape == LocalShape.Concave && Local.Measure > PolishedMeasure; step++)
        {
            next ??= NewtonTrial();
            if (!next.IsFeasible || next.Value < Best.Value - Rounding)
                return;
            LocalMeasure after = ConvergenceTest.Assess(next.Gradient, next.Hessian!);
            if (after.Shape != LocalShape.Concave || !(after.Measure < Local.Measure))
                return;
            Best = next;
            Local = after;
            next = null;
        }
    }

    /// <summary>Ends a climb whose own method is done or stuck: Newton steps while they help, then the verdict.</summary>
    internal OptimizationSummary Close(Termination otherwise)
    {
        Assess();
        Polish();
        return End(Judge(leavesSaddles: false, out _) ?? otherwise);
    }

    /// <summary>The summary of the climb as it stands.</summary>
    internal OptimizationSummary End(Termination termination) => new()
    {
        Method = _method,
        Termination = termination,
        MessagePhrase = ConvergenceTest.Describe(termination, Local, Options, Iterations),
        Point = Best.Point,
        Value = Best.Value,
        Gradient = Best.Gradient,
        GradientMeasure = Local.Measure,
        Iterations = Iterations,
        Evaluations = Evaluations,
        InitialValue = _initialValue,
    };

    private Trial NewtonTrial()
    {
        double[] point = (double[])Best.Point.Clone();
        for (int j = 0; j < point.Length; j++)
            point[j] += Local.NewtonStep[j];
        return Evaluate(point, 2);
    }
}

/// <summary>A point that was evaluated.</summary>
internal sealed class Trial(double[] point)
{
    internal double[] Point => point;

    internal double Value { get; set; } = double.NaN;

    internal double[] Gradient { get; set; } = [];

    internal Matrix? Hessian { get; set; }

    /// <summary>True when the value and all derivatives asked for are finite.</summary>
    internal bool IsFeasible => double.IsFinite(Value) && Array.TrueForAll(Gradient, double.IsFinite) && AllFinite(Hessian);

    private static bool AllFinite(Matrix? matrix)
    {
        if (matrix is null)
            return true;
        foreach (double value in matrix.Values)
            if (!double.IsFinite(value))
                return false;
        return true;
    }
}
