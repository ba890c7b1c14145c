using BenchmarkDotNet.Attributes;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;

using Gravity.Core.Frontier.Models;
using Gravity.Core.Specification;

namespace Gravity.Benchmarks;

/// <summary>Whole fits with an integral a unit: 625 units of 8 periods, four regressors and an intercept. One start.</summary>
public class InterceptBenchmarks
{
    private static readonly FitOptions OneStart = new() { Starts = 1 };

    private Design _three = null!, _four = null!;

    [GlobalSetup]
    public void Setup() => (_three, _four) = (SyntheticDesigns.Components(625, 8, 4, persistent: false), SyntheticDesigns.Components(625, 8, 4, persistent: true));

    [Benchmark(Description = "true random effects, 5,000 rows")]
    public FrontierFit TrueRandomEffects() => Fit("tre", _three, InterceptLaw.Normal);

    [Benchmark(Description = "four components, 5,000 rows")]
    public FrontierFit FourComponents() => Fit("gtre", _four, InterceptLaw.SkewNormal);

    private static FrontierFit Fit(string model, Design design, InterceptLaw law) => FrontierEstimator.Fit(
        new FrontierSpecification
        {
            Model = model,
            Law = new HalfNormal(),
            Factory = (rows, threads) => new RandomInterceptFrontier(rows, new HalfNormal(), FrontierSide.Production, law, threads),
        },
        design, OneStart);
}
