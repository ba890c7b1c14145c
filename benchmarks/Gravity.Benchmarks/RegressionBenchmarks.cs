using BenchmarkDotNet.Attributes;
using Gravity.Core.Estimation;
using Gravity.Core.Regression;
using Gravity.Core.Specification;

namespace Gravity.Benchmarks;

/// <summary>Least squares with its standard errors on a million rows, eight regressors and an intercept.</summary>
public class RegressionBenchmarks
{
    private Design _design = null!;

    [GlobalSetup]
    public void Setup() => _design = SyntheticDesigns.Pooled(1_000_000, 8);

    [Benchmark(Description = "ols, 1,000,000 rows")]
    public FitResult LeastSquares() => OrdinaryLeastSquares.Fit(_design, new FitOptions());
}
