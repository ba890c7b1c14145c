using BenchmarkDotNet.Attributes;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Families;

namespace Gravity.Benchmarks;

/// <summary>Exporter-year, importer-year and pair effects with three regressors, from arrays in memory to the whole solution.</summary>
/// <remarks>
/// Each run sorts the rows, projects, fits and takes likelihoods, deviance and (X̃'WX̃)⁻¹ anew; numbering the groups, and leaving out rows that effects take up, is done before.
/// <c>square</c>: all pairs and years, in the order of pairs; <c>unbalanced</c>: a quarter of the cells missing at random, rows in random order; <c>sparse</c>: one pair in twelve,
/// a third of its years, in random order.
/// </remarks>
public class AbsorbedBenchmarks
{
    private AbsorbedProblem _problem = null!;

    /// <summary>The panel.</summary>
    [Params("square 1M", "unbalanced 1M", "sparse 0.6M", "square 5M", "unbalanced 5M")]
    public string Panel { get; set; } = "";

    [GlobalSetup(Target = nameof(Poisson))]
    public void Flows() => _problem = SyntheticEffects.Panel(Panel, logarithms: false);

    [GlobalSetup(Target = nameof(LeastSquares))]
    public void Logarithms() => _problem = SyntheticEffects.Panel(Panel, logarithms: true);

    [Benchmark(Description = "ppml, three-way")]
    public object Poisson() => PseudoMaximumLikelihood.Fit(SyntheticEffects.Fresh(_problem), new PoissonFamily());

    [Benchmark(Description = "ols, three-way")]
    public object LeastSquares() => AbsorbedLeastSquares.Fit(SyntheticEffects.Fresh(_problem));
}
