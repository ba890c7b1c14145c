using BenchmarkDotNet.Attributes;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Absorbed;
using Gravity.Core.Regression.Absorption;

namespace Gravity.Benchmarks;

/// <summary>Whole fits of half-normal frontiers with absorbed effects, three regressors: from rows and effects to errors and mean efficiency. The model's own starts.</summary>
public class AbsorbedFrontierBenchmarks
{
    private PanelEffects _two = null!;
    private PanelEffects _three = null!;
    private AbsorbedSample _million = null!;
    private AbsorbedSample _hundred = null!;

    [GlobalSetup]
    public void Setup()
    {
        _million = SyntheticDesigns.Trade(224, 20, 3, pairs: false);
        _hundred = SyntheticDesigns.Trade(71, 20, 3, pairs: true);
        _two = new PanelEffects(_million);
        _three = new PanelEffects(_hundred);
    }

    [Benchmark(Description = "exporter-year and importer-year effects, 1,003,520 rows")]
    public FrontierFit TwoWays() => Fit(_two, _million);

    [Benchmark(Description = "with pair effects besides, 100,820 rows")]
    public FrontierFit ThreeWays() => Fit(_three, _hundred);

    private static FrontierFit Fit(PanelEffects effects, AbsorbedSample sample) => FrontierEstimator.Fit(
        new FrontierSpecification
        {
            Model = "pooled",
            Factory = (design, threads) => new AbsorbedFrontier(effects.On(design), new HalfNormal(), FrontierSide.Production, threads),
        },
        sample.Design, new FitOptions());
}
