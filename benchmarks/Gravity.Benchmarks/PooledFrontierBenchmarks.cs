using BenchmarkDotNet.Attributes;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Specification;

namespace Gravity.Benchmarks;

/// <summary>Whole fits of independent rows in memory: starts, climb, standard errors, tests, mean efficiency. One start.</summary>
public class PooledFrontierBenchmarks
{
    private static readonly FitOptions OneStart = new() { Starts = 1 };

    private Design _halfNormal = null!;
    private Design _exponential = null!;
    private Design _determinants = null!;

    /// <summary>Eight regressors and an intercept.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _halfNormal = SyntheticDesigns.Pooled(1_000_000, 8);
        _exponential = SyntheticDesigns.Pooled(1_000_000, 8, exponential: true);
        _determinants = SyntheticDesigns.Determinants(100_000, 8, 3);
    }

    [Benchmark(Description = "half-normal, 1,000,000 rows")]
    public FrontierFit HalfNormal() => Fit("pooled", new HalfNormal(), _halfNormal);

    [Benchmark(Description = "exponential, 1,000,000 rows")]
    public FrontierFit ExponentialLaw() => Fit("pooled", new Exponential(), _exponential);

    [Benchmark(Description = "truncated normal with its exponential limit, 1,000,000 rows")]
    public FrontierFit TruncatedNormalLaw() => Fit("pooled", new TruncatedNormal(), _halfNormal);

    [Benchmark(Description = "bc95, 100,000 rows, 3 z")]
    public FrontierFit BatteseCoelli1995() => Fit("bc95", new TruncatedNormal(), _determinants);

    private static FrontierFit Fit(string model, InefficiencyLaw law, Design design) =>
        FrontierEstimator.Fit(new FrontierSpecification { Model = model, Law = law }, design, OneStart);
}
