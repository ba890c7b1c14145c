using Gravity.Core.Wording;

namespace Gravity.Core.Optimization;

/// <summary>A way to climb: a small immutable value that holds a method's own settings.</summary>
/// <remarks>General tolerances are in <see cref="OptimizationOptions"/>; what happened is in <see cref="OptimizationSummary"/>.</remarks>
public abstract record OptimizationMethod
{
    /// <summary>Name for print-outs, e.g. "trust-region Newton".</summary>
    public abstract string Name { get; }

    /// <summary>Climbs from <paramref name="start"/> until one of the measures of <paramref name="options"/> is met.</summary>
    /// <exception cref="ArgumentException">The start has the wrong length.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public abstract OptimizationSummary Maximize(
        IObjective objective, ReadOnlySpan<double> start, OptimizationOptions options, CancellationToken cancellation = default);
}

/// <summary>Tolerances and limits that all methods share.</summary>
public sealed record OptimizationOptions
{
    /// <summary>Iterations after which the climb stops unfinished; ≥ 1. Default 500.</summary>
    public int MaxIterations { get; init; } = 500;

    /// <summary>
    /// Bound on the gradient in standard-error units, √(g'(−H)⁻¹g): the distance to the optimum of the local quadratic, counted in
    /// standard errors. Free of the units of data and parameters. Default 1e-7. Where −H is not positive definite the bound is
    /// on the largest gradient coordinate in the scaled coordinates, and the summary says so.
    /// </summary>
    public double GradientTolerance { get; init; } = 1e-7;

    /// <summary>After convergence, Newton steps are continued while they shorten the gradient, at most this many. Default 3.</summary>
    public int PolishSteps { get; init; } = 3;

    /// <summary>True at points from which nothing is left to climb: the climb ends there as flat. Null for none. Newton's method alone asks.</summary>
    internal Predicate<double[]>? IsVanishing { get; init; }

    /// <summary>A far point to be tried before the next step, taken where it is as high; null for none. Newton's method alone asks.</summary>
    internal Func<double[], double[]?>? Leap { get; init; }

    /// <summary>Points before the one where a climb that leapt has ended: from the first that is higher it climbs once more, on foot. Null for none.</summary>
    internal Func<double[], IEnumerable<double[]>>? Near { get; init; }

    /// <summary>Called after each iteration with its number, the value and the gradient measure; null for silence.</summary>
    public Action<int, double, double>? Progress { get; init; }
}

/// <summary>Why a climb ended.</summary>
public enum Termination
{
    /// <summary>The gradient in standard-error units is below its tolerance and −H is positive definite: a strict local maximum.</summary>
    Gradient,

    /// <summary>The gradient vanishes but −H is singular or indefinite: a flat direction, not an isolated maximum.</summary>
    Flat,

    /// <summary>No step raises the value although the gradient is above its tolerance.</summary>
    Stalled,

    /// <summary>The iteration limit was reached.</summary>
    IterationLimit,

    /// <summary>The start is infeasible: the value there is not finite.</summary>
    InfeasibleStart,
}

/// <summary>What a climb did, in numbers and in words.</summary>
public sealed record OptimizationSummary
{
    /// <summary>The method's name.</summary>
    public required string Method { get; init; }

    /// <summary>Why it ended.</summary>
    public required Termination Termination { get; init; }

    /// <summary>One sentence: each measure against its tolerance with ≤ or &gt;.</summary>
    public string Message => MessagePhrase.ToString();

    /// <summary>The same in every language.</summary>
    public required Phrase MessagePhrase { get; init; }

    /// <summary>The best point.</summary>
    public required double[] Point { get; init; }

    /// <summary>The value there.</summary>
    public required double Value { get; init; }

    /// <summary>The gradient there.</summary>
    public required double[] Gradient { get; init; }

    /// <summary>The gradient measure there (see <see cref="OptimizationOptions.GradientTolerance"/>).</summary>
    public required double GradientMeasure { get; init; }

    /// <summary>Iterations done.</summary>
    public required int Iterations { get; init; }

    /// <summary>Evaluations of the objective, of any order.</summary>
    public required int Evaluations { get; init; }

    /// <summary>The value at the start.</summary>
    public required double InitialValue { get; init; }

    /// <summary>True for <see cref="Termination.Gradient"/> only.</summary>
    public bool Converged => Termination == Termination.Gradient;
}
