using BenchmarkDotNet.Attributes;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Potential;
using Gravity.Core.Specification;

namespace Gravity.Benchmarks;

/// <summary>What is computed from a fit: efficiencies with intervals and ranks, potential with intervals.</summary>
public class EfficiencyBenchmarks
{
    private static readonly FrontierSpecification HalfNormal = new() { Model = "pooled" };

    private Design _million = null!;
    private FrontierFit _millionFit = null!;
    private Design _tenThousand = null!;
    private FrontierFit _tenThousandFit = null!;

    [GlobalSetup]
    public void Setup()
    {
        _million = SyntheticDesigns.Pooled(1_000_000, 8);
        _millionFit = FrontierEstimator.Fit(HalfNormal, _million, new FitOptions { Starts = 1 });
        _tenThousand = SyntheticDesigns.Pooled(10_000, 8);
        _tenThousandFit = FrontierEstimator.Fit(HalfNormal, _tenThousand, new FitOptions { Starts = 1 });
    }

    [Benchmark(Description = "efficiencies, 1,000,000 rows")]
    public EfficiencyResult EfficienciesOfAMillion() => Efficiencies.Of(_million, _millionFit.Conditional());

    [Benchmark(Description = "potential, 10,000 rows, 2,000 draws")]
    public PotentialResult Potential() => TradePotential.Of(
        _tenThousand, _tenThousandFit.Result.Theta, _tenThousandFit.Result.Covariance.Matrix, _tenThousandFit.Likelihood.Conditional, new PotentialOptions());
}
