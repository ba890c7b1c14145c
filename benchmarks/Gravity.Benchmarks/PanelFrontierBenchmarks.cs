using BenchmarkDotNet.Attributes;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Specification;

namespace Gravity.Benchmarks;

/// <summary>Whole fits of rows that share inefficiency: 5,000 units of 20 periods, eight regressors and an intercept. One start.</summary>
public class PanelFrontierBenchmarks
{
    private static readonly FitOptions OneStart = new() { Starts = 1 };

    private Design _panel = null!;

    [GlobalSetup]
    public void Setup() => _panel = SyntheticDesigns.Panel(5_000, 20, 8);

    [Benchmark(Description = "bc92 half-normal, 100,000 rows")]
    public FrontierFit BatteseCoelli1992() => Fit("bc92", new HalfNormal());

    [Benchmark(Description = "bc92 exponential, 100,000 rows")]
    public FrontierFit BatteseCoelli1992Exponential() => Fit("bc92", new Exponential());

    [Benchmark(Description = "pitt-lee half-normal, 100,000 rows")]
    public FrontierFit PittLee() => Fit("pitt-lee", new HalfNormal());

    private FrontierFit Fit(string model, InefficiencyLaw law) =>
        FrontierEstimator.Fit(new FrontierSpecification { Model = model, Law = law }, _panel, OneStart);
}
