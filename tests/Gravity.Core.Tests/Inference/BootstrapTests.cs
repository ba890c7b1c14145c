// These runs are short: the token of the test run would only clutter the calls.
#pragma warning disable xUnit1051
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using static Gravity.Core.Tests.Inference.Samples;

namespace Gravity.Core.Tests.Inference;

public class BootstrapTests
{
    private static readonly double[] X = Normal(40, 1, 61).Values.ToArray();

    [Fact]
    public void The_variance_of_a_mean_is_the_plug_in_variance()
    {
        double mean = X.Average();
        double variance = X.Sum(value => (value - mean) * (value - mean)) / 40 / 40;
        BootstrapResult result = Bootstrap.Run(40, [mean], Means, new ReplicationOptions { Replications = 4000, Seed = 3 });
        // The relative error of a variance from R draws is √(2/R).
        Near(variance, result.Covariance().Matrix[0, 0], 4 * Math.Sqrt(2 / 4000.0));
        Assert.Equal("bootstrap (4000 replications)", result.Covariance().Text);
        (double lower, double upper) = result.Percentile(0);
        Assert.Equal(mean - 1.96 * Math.Sqrt(variance), lower, 0.15 * Math.Sqrt(variance));
        Assert.Equal(mean + 1.96 * Math.Sqrt(variance), upper, 0.15 * Math.Sqrt(variance));
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        double[][] runs =
        [
            .. new[] { 1, 2, 5 }.Select(threads => Bootstrap.Run(
                40, [0, 0], Moody, new ReplicationOptions { Replications = 200, Seed = 9, Threads = threads }).Draws.Values.ToArray()),
        ];
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
        double[] other = Bootstrap.Run(40, [0, 0], Moody, new ReplicationOptions { Replications = 200, Seed = 10 }).Draws.Values.ToArray();
        Assert.NotEqual(runs[0][0], other[0]);
    }

    [Fact]
    public void Failures_are_counted_and_left_out()
    {
        BootstrapResult result = Bootstrap.Run(
            40,
            [0.0],
            (units, _) => units[0] < 10 ? null : units[0] < 20 ? [double.NaN] : [units[0]],
            new ReplicationOptions { Replications = 400, Seed = 1 });
        Assert.Equal(400, result.Failures + result.Draws.Rows);
        Assert.Equal(0.5, result.Failures / 400.0, 4 * Math.Sqrt(0.25 / 400));
        foreach (double draw in result.Draws.Values)
            Assert.InRange(draw, 20, 39);
        Assert.Contains($"{result.Failures} failed", result.Covariance().Text, StringComparison.Ordinal);
        Assert.Equal(
            "bootstrap-failed",
            Assert.Throws<DataUnfitException>(() => Bootstrap.Run(4, [0.0], (_, _) => null, new ReplicationOptions { Replications = 3 })).Code);
    }

    [Fact]
    public void Intervals_of_known_draws()
    {
        Matrix draws = new(101, 1);
        for (int i = 0; i <= 100; i++)
            draws[100 - i, 0] = i;
        var centred = new BootstrapResult([50], draws, 0);
        Assert.Equal((5, 95), (Math.Round(centred.Percentile(0, 0.9).Lower, 10), Math.Round(centred.Percentile(0, 0.9).Upper, 10)));
        // 50 of 101 draws below and one equal: no bias, so that the corrected interval is the percentile one.
        Assert.Equal(5, centred.BiasCorrected(0, 0.9).Lower, 1e-10);
        Assert.Equal(95, centred.BiasCorrected(0, 0.9).Upper, 1e-10);
        // Estimate at the 20.29 % point: Φ(2z₀ ∓ 1.6449) with z₀ = Φ⁻¹(20.5/101).
        (double lower, double upper) = new BootstrapResult([20], draws, 0).BiasCorrected(0, 0.9);
        double z0 = Distributions.NormalQuantile(20.5 / 101);
        Near(100 * Distributions.NormalSurvival(1.6448536269514722 - 2 * z0), lower, 1e-10);
        Near(100 * Distributions.NormalSurvival(-1.6448536269514722 - 2 * z0), upper, 1e-10);
        Assert.True(double.IsNaN(new BootstrapResult([-1], draws, 0).BiasCorrected(0).Lower));
    }

    [Fact]
    public void Progress_rises_by_one_and_cancellation_stops()
    {
        var seen = new List<int>();
        Bootstrap.Run(4, [0.0], (_, random) => [random.NextUniform()], new ReplicationOptions
        {
            Replications = 50,
            Threads = 4,
            Progress = (done, total) =>
            {
                Assert.Equal(50, total);
                seen.Add(done);
            },
        });
        Assert.Equal(Enumerable.Range(1, 50), seen);
        using var source = new CancellationTokenSource();
        int calls = 0;
        Assert.Throws<OperationCanceledException>(() => Bootstrap.Run(
            4,
            [0.0],
            (_, _) =>
            {
                if (++calls == 5)
                    source.Cancel();
                return [1.0];
            },
            new ReplicationOptions { Threads = 1 },
            source.Token));
        Assert.Equal(5, calls);
    }

    [Fact]
    public void The_parametric_p_counts_the_observed_sample()
    {
        // Statistics that are uniform: 1 − observed of them exceed it.
        ParametricBootstrapResult result = ParametricBootstrap.Run(
            0.9, random => random.NextUniform(), new ReplicationOptions { Replications = 999, Seed = 2 });
        int exceeding = result.Draws.Count(draw => draw >= 0.9);
        Assert.Equal((1.0 + exceeding) / 1000, result.P);
        Assert.Equal(0.1, result.P, 4 * result.PStandardError);
        Near(Math.Sqrt(result.P * (1 - result.P) / 999), result.PStandardError);
        Assert.Equal(1 / 1000.0, ParametricBootstrap.Run(2, random => random.NextUniform(), new ReplicationOptions()).P);
    }

    [Fact]
    public void Parametric_failures_are_left_out_of_p()
    {
        int call = 0;
        ParametricBootstrapResult result = ParametricBootstrap.Run(
            2, _ => (call++ % 4) switch { 0 => null, 1 => double.NaN, 2 => 1, _ => 3 }, new ReplicationOptions { Replications = 8, Threads = 1 });
        Assert.Equal(4, result.Failures);
        Assert.Equal([1, 3, 1, 3], result.Draws);
        Assert.Equal(3 / 5.0, result.P);
        Assert.Throws<DataUnfitException>(() => ParametricBootstrap.Run(2, _ => null, new ReplicationOptions()));
    }

    private static double[] Means(int[] units, RandomSource random) => [units.Average(unit => X[unit])];

    private static double[]? Moody(int[] units, RandomSource random) =>
        random.NextUniform() < 0.2 ? null : [units.Average(unit => X[unit]), random.NextNormal()];
}
