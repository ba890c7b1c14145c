using BenchmarkDotNet.Attributes;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Specification;

namespace Gravity.Benchmarks;

/// <summary>Whole fits by quadrature: all starts, climb, standard errors, tests, mean efficiency.</summary>
public class LawBenchmarks
{
    private Design _design = null!;

    /// <summary>Eight regressors and an intercept.</summary>
    [GlobalSetup]
    public void Setup() => _design = SyntheticDesigns.Pooled(10_000, 8, exponential: true);

    [Benchmark(Description = "gamma, 10,000 rows")]
    public FrontierFit GammaLaw() => Fit(new Gamma(), new NormalNoise());

    [Benchmark(Description = "lognormal, 10,000 rows")]
    public FrontierFit LognormalLaw() => Fit(new Lognormal(), new NormalNoise());

    [Benchmark(Description = "half-normal with logistic noise, 10,000 rows")]
    public FrontierFit LogisticNoiseLaw() => Fit(new HalfNormal(), new LogisticNoise());

    [Benchmark(Description = "half-normal with Student noise, 10,000 rows")]
    public FrontierFit StudentNoiseLaw() => Fit(new HalfNormal(), new StudentNoise());

    private FrontierFit Fit(InefficiencyLaw law, NoiseLaw noise) =>
        FrontierEstimator.Fit(new FrontierSpecification { Model = "pooled", Law = law, Noise = noise }, _design, new FitOptions());
}
