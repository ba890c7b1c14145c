using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Mixtures;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Mixtures;

/// <summary>Samples drawn from known mixtures: do fits converge, or say why not, and do their 95 % intervals hold the truth?</summary>
[Trait("Category", SlowTest.Long)]
public sealed class MixtureRecoveryTests
{
    public static TheoryData<string> Names => ["two classes of rows", "two classes of units", "two classes with determinants", "zeros", "zeros with determinants"];

    public static TheoryData<string> SlowNames => SlowTest.Rows(Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Intervals_cover_in_a_few_samples(string name) => Check(name, 12, deviations: 4.5);

    [Theory]
    [Trait("Category", SlowTest.Category)]
    [MemberData(nameof(SlowNames))]
    public void Intervals_cover_at_the_nominal_rate(string name)
    {
        SlowTest.Require();
        Check(name, 200, deviations: 4);
    }

    private static void Check(string name, int replications, double deviations)
    {
        var covered = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int converged = 0, explained = 0;
        object gate = new();
        Workers.For(replications, 2, replication =>
        {
            var random = new RandomSource(4711, replication);
            (FrontierSpecification specification, Design design, double[] truth) = Draw(name, random);
            FitResult result = FrontierEstimator.Fit(specification, design, new FitOptions { Threads = 1 }).Result;
            lock (gate)
            {
                // Estimates on a boundary have other intervals; they and unfinished climbs must carry the warning that says so.
                if (!result.Converged || result.Parameters.Any(p => !double.IsFinite(p.StandardError)))
                {
                    explained += result.Warnings.Any(w => w.Code is "class-collapsed" or "class-efficient" or "zero-inefficiency-bound" or "boundary-sigma-u" or "not-converged") ? 1 : 0;
                    return;
                }
                converged++;
                for (int j = 0; j < truth.Length; j++)
                {
                    ParameterEstimate estimate = result.Parameters[j];
                    string key = $"{estimate.Block}:{estimate.Name}";
                    covered[key] = covered.GetValueOrDefault(key) + (estimate.Low <= truth[j] && truth[j] <= estimate.High ? 1 : 0);
                }
            }
        });
        Assert.True(converged + explained >= 0.99 * replications, $"{converged} of {replications} converged, {explained} more carry a warning");
        Assert.True(converged >= 0.95 * replications, $"{converged} of {replications} converged, {explained} more carry a warning");
        double error = Math.Sqrt(0.95 * 0.05 / converged);
        string[] off = [.. covered.Where(c => (double)c.Value / converged < 0.95 - deviations * error)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {(double)c.Value / converged:P1}"))];
        if (off.Length > 0)
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"covered by {converged}, of 95 % − {deviations * error:P1}: {string.Join(", ", off)}"));
    }

    private static (FrontierSpecification, Design, double[]) Draw(string name, RandomSource random)
    {
        bool determinants = name.Contains("determinants", StringComparison.Ordinal);
        if (name.StartsWith("zeros", StringComparison.Ordinal))
        {
            Design zeros = MixtureSamples.Design(4000, null, 0, determinants, random);
            var shape = new ZeroInefficiencyFrontier(zeros, new HalfNormal(), FrontierSide.Production);
            double[] theta = MixtureSamples.TruthOfZeros(shape);
            return (
                new FrontierSpecification
                {
                    Model = "zero-inefficiency",
                    FactoryStarts = 6,
                    Factory = (d, threads) => new ZeroInefficiencyFrontier(d, new HalfNormal(), FrontierSide.Production, threads),
                },
                FrontierSamples.With(zeros, MixtureSamples.DrawZeros(shape, theta, random)), theta);
        }
        bool byUnit = name.Contains("units", StringComparison.Ordinal);
        UnitIndex? units = byUnit ? FrontierSamples.Units(200, 6, random) : null;
        Design design = MixtureSamples.Design(units?.UnitOfRow.Length ?? 1200, units, 0, determinants, random);
        var classes = new LatentClassFrontier(design, new HalfNormal(), FrontierSide.Production, 2, byUnit);
        double[] truth = MixtureSamples.Truth(classes);
        // Far from equal shares, so that the order of the classes is that of the truth.
        truth[^(determinants ? 2 : 1)] = 0.9;
        return (
            new FrontierSpecification
            {
                Model = "latent-class",
                Factory = (d, threads) => new LatentClassFrontier(d, new HalfNormal(), FrontierSide.Production, 2, byUnit, threads),
            },
            FrontierSamples.With(design, MixtureSamples.Draw(classes, truth, random)), truth);
    }
}
