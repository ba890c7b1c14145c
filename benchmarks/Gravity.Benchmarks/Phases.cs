using System.Diagnostics;
using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Benchmarks;

/// <summary>Where the time of a fit goes, and its peak memory beside its design: a quick look between benchmark runs.</summary>
internal static class Phases
{
    private const int Repetitions = 9;

    public static int Run(string[] names)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        (string Name, Func<Design> Design, FrontierSpecification Model)[] cases =
        [
            ("pooled", () => SyntheticDesigns.Pooled(1_000_000, 8), new FrontierSpecification { Model = "pooled" }),
            ("exponential", () => SyntheticDesigns.Pooled(1_000_000, 8, exponential: true), new FrontierSpecification { Model = "pooled", Law = new Exponential() }),
            ("truncated", () => SyntheticDesigns.Pooled(1_000_000, 8), new FrontierSpecification { Model = "pooled", Law = new TruncatedNormal() }),
            ("bc95", () => SyntheticDesigns.Determinants(100_000, 8, 3), new FrontierSpecification { Model = "bc95" }),
            ("bc92", () => SyntheticDesigns.Panel(5_000, 20, 8), new FrontierSpecification { Model = "bc92" }),
        ];
        foreach ((string name, Func<Design> design, FrontierSpecification model) in cases)
            if (names.Length == 0 || names.Contains(name))
                Show(name, design(), model);
        return 0;
    }

    private static void Show(string name, Design design, FrontierSpecification specification)
    {
        Console.WriteLine($"{name}: {design.RowCount:N0} rows, {design.Frontier.Columns} columns");
        FrontierLikelihood model = specification.Build(design);
        Time("least squares", () => LeastSquares.Solve(design.Frontier.Values, design.Response, threads: 0));
        IReadOnlyList<double[]> starts = model.Starts(1);
        Time("starts", () => model.Starts(1));
        Time("coordinates", () => model.ScaledCoordinates());
        var gradient = new double[model.Dimension];
        var hessian = new double[model.Dimension * model.Dimension];
        Time("value", () => model.Evaluate(starts[0], default, default));
        Time("value, gradient and Hessian", () => model.Evaluate(starts[0], gradient, hessian));
        FitOptions one = new() { Starts = 1 };
        BestClimb climb = MaximumLikelihood.Run(model, starts, one);
        Time($"climb ({climb.Summary.Iterations} iterations, {climb.Summary.Evaluations} evaluations)", () => MaximumLikelihood.Run(model, starts, one));
        Time("mean efficiency", () => model.MeanEfficiency(climb.Point));
        Time("skewness of the least-squares residuals", () => SkewnessTests.Of(model.Ols.Residuals(design.Frontier.Values, design.Response)));
        FitResult result = FrontierEstimator.Fit(specification, design, one).Result;
        Time($"whole fit ({result.Termination}, log-likelihood {result.LogLikelihood:0.000})", () => FrontierEstimator.Fit(specification, design, one));
        double designBytes = 8.0 * (design.RowCount + design.Blocks.Sum(b => (double)b.Values.Rows * b.Columns));
        Console.WriteLine($"  design {designBytes / 1e6:0.0} MB, heap while fitting at most {Peak(specification, design, one) / designBytes:0.00} × design\n");
    }

    private static void Time(string what, Action action)
    {
        action();
        action();
        var times = new double[Repetitions];
        long before = GC.GetTotalAllocatedBytes(true);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        double busy = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / times.Length;
        double allocated = (GC.GetTotalAllocatedBytes(true) - before) / (double)times.Length;
        Array.Sort(times);
        Console.WriteLine($"  {what,-60} {times[0],9:0.0} ms least {times[times.Length / 2],9:0.0} ms median {busy,9:0.0} ms of processors {allocated / 1e6,9:0.0} MB allocated");
    }

    /// <summary>Bytes live before the fit plus all that the fit allocates: what the heap would hold if nothing were ever collected.</summary>
    private static double Peak(FrontierSpecification specification, Design design, FitOptions options)
    {
        GC.Collect();
        long live = GC.GetTotalMemory(true);
        long before = GC.GetTotalAllocatedBytes(true);
        FrontierEstimator.Fit(specification, design, options);
        return live + (GC.GetTotalAllocatedBytes(true) - before);
    }
}
