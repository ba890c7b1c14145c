using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Samples drawn from a known model, away from its boundaries: do the 95 % intervals hold the truth as often as they say?</summary>
[Trait("Category", SlowTest.Long)]
public sealed class FrontierRecoveryTests
{
    private const double Nominal = 0.95;

    private sealed record Setting(string Name, FrontierSpecification Specification, FrontierSamples.Indices Indices, int Rows, double Kappa = 0);

    private static readonly Setting[] Settings =
    [
        new("pooled half-normal", new() { Model = "pooled" }, 0, 1000),
        new("pooled half-normal, cost", new() { Model = "pooled", Side = FrontierSide.Cost }, 0, 1000),
        new("pooled exponential", new() { Model = "pooled", Law = new Exponential() }, 0, 1000),
        new("pooled half-normal with variance indices", new() { Model = "pooled" }, FrontierSamples.Indices.LogU | FrontierSamples.Indices.LogV, 1500),
        new("pooled exponential with variance indices", new() { Model = "pooled", Law = new Exponential() }, FrontierSamples.Indices.LogU | FrontierSamples.Indices.LogV, 1500),
        new("pooled truncated normal", new() { Model = "pooled", Law = new TruncatedNormal() }, 0, 6000, 0.3),
        new("bc95", new() { Model = "bc95", Law = new TruncatedNormal() }, FrontierSamples.Indices.Mean, 2000, 0.8),
        new("pitt-lee half-normal", new() { Model = "pitt-lee" }, 0, 1200),
        new("pitt-lee exponential", new() { Model = "pitt-lee", Law = new Exponential() }, 0, 1200),
        new("pitt-lee truncated normal", new() { Model = "pitt-lee", Law = new TruncatedNormal() }, 0, 4000, 0.5),
        new("bc92 half-normal", new() { Model = "bc92" }, 0, 1200),
        new("bc92 exponential", new() { Model = "bc92", Law = new Exponential() }, 0, 1200),
        new("bc92 truncated normal", new() { Model = "bc92", Law = new TruncatedNormal() }, 0, 4000, 0.5),
        new("kumbhakar90 half-normal", new() { Model = "kumbhakar90" }, 0, 2400),
        new("modified-kumbhakar90 half-normal", new() { Model = "modified-kumbhakar90" }, 0, 1200),
        new("bc92 half-normal with indices", new() { Model = "bc92" }, FrontierSamples.Indices.LogU | FrontierSamples.Indices.LogV, 2000),
    ];

    public static TheoryData<string> Names => [.. Settings.Select(s => s.Name)];

    public static TheoryData<string> SlowNames => SlowTest.Rows(Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Intervals_cover_in_a_few_samples(string name) => Check(name, 40, deviations: 4);

    [Theory]
    [Trait("Category", SlowTest.Category)]
    [MemberData(nameof(SlowNames))]
    public void Intervals_cover_at_the_nominal_rate(string name)
    {
        SlowTest.Require();
        Check(name, 1000, deviations: 3.5);
    }

    private static void Check(string name, int replications, double deviations)
    {
        Setting setting = Settings.Single(s => s.Name == name);
        var covered = new Dictionary<string, int>(StringComparer.Ordinal);
        int converged = 0;
        object gate = new();
        Workers.For(replications, 2, replication =>
        {
            var random = new RandomSource(2024, replication);
            FrontierLikelihood shape = Shape(setting, random);
            double[] truth = Truth(shape, setting);
            FrontierLikelihood model = shape.WithResponse(FrontierSamples.Draw(shape, truth, random));
            FitResult result = FrontierEstimator.Fit(setting.Specification, model, new FitOptions { Threads = 1 }).Result;
            lock (gate)
            {
                if (!result.Converged)
                    return;
                converged++;
                for (int j = 0; j < truth.Length; j++)
                {
                    ParameterEstimate estimate = result.Parameters[j];
                    string key = $"{estimate.Block}:{estimate.Name}";
                    covered[key] = covered.GetValueOrDefault(key) + (estimate.Low <= truth[j] && truth[j] <= estimate.High ? 1 : 0);
                }
            }
        });
        Assert.True(converged >= 0.99 * replications, $"{converged} of {replications} converged");
        double error = Math.Sqrt(Nominal * (1 - Nominal) / converged);
        string[] off = [.. covered.Where(c => Math.Abs((double)c.Value / converged - Nominal) > deviations * error)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {(double)c.Value / converged:P1}"))];
        if (off.Length > 0)
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"covered, of 95 % ± {deviations * error:P1}: {string.Join(", ", off)}"));
    }

    private static FrontierLikelihood Shape(Setting setting, RandomSource random)
    {
        UnitIndex? units = setting.Specification.SharesInefficiency ? FrontierSamples.Units(setting.Rows / 6, 8, random) : null;
        Design design = FrontierSamples.Design(units?.UnitOfRow.Length ?? setting.Rows, units, setting.Indices, random);
        return setting.Specification.Build(design, 1);
    }

    /// <summary>σ_u near 1, σ_v near 0.4, slopes between −0.3 and 0.5, η 0.04.</summary>
    private static double[] Truth(FrontierLikelihood model, Setting setting) => [.. model.Parameters.Select(p => (p.Block, p.Name) switch
    {
        (BlockNames.Frontier, BlockNames.Intercept) => 1,
        (BlockNames.Frontier, "x1") => 0.5,
        (BlockNames.Frontier, _) => -0.3,
        (BlockNames.InefficiencyMean, BlockNames.Intercept) => setting.Kappa,
        (BlockNames.InefficiencyMean, _) => 0.7,
        (BlockNames.InefficiencyVariance, BlockNames.Intercept) => 0.0,
        (BlockNames.InefficiencyVariance, _) => 0.4,
        (BlockNames.NoiseVariance, BlockNames.Intercept) => Math.Log(0.16),
        (BlockNames.NoiseVariance, _) => 0.3,
        _ => 0.04,
    })];
}
