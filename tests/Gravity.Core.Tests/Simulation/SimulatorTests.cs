using Gravity.Core.Numerics;
using Gravity.Core.Simulation;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Simulation;

/// <summary>Runs split, interrupted, continued and merged give the same bytes; reports say what is known in closed form or by design.</summary>
public sealed class SimulatorTests
{
    private const int Replications = 10;

    private static readonly Lazy<SimulationResults> Whole = new(() => DesignTexts.Run(DesignTexts.Panel, Replications));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void Shards_merge_to_the_bytes_of_the_whole(int count)
    {
        (string, SimulationResults)[] pieces =
        [
            .. Enumerable.Range(1, count).Reverse().Select(k => ($"{k}.json", Copy(DesignTexts.Run(DesignTexts.Panel, Replications, new SimulationOptions { Shard = new(k, count), Threads = 2 })))),
        ];
        Assert.Equal(SimulationFile.ToUtf8(Whole.Value), SimulationFile.ToUtf8(SimulationMerge.Merge(pieces)));
    }

    [Fact]
    public void Results_do_not_depend_on_threads() =>
        Assert.Equal(SimulationFile.ToUtf8(Whole.Value), SimulationFile.ToUtf8(DesignTexts.Run(DesignTexts.Panel, Replications, new SimulationOptions { Threads = 3 })));

    [Fact]
    public void A_run_that_was_interrupted_continues_to_the_same_bytes()
    {
        using var stop = new CancellationTokenSource();
        SimulationResults? kept = null;
        var options = new SimulationOptions
        {
            Threads = 1,
            Progress = (done, total) =>
            {
                Assert.Equal(Replications, total);
                if (done == 4)
                    stop.Cancel();
            },
            Checkpoint = results => kept = results,
            Cancellation = stop.Token,
        };
        Assert.ThrowsAny<OperationCanceledException>(() => DesignTexts.Run(DesignTexts.Panel, Replications, options));
        Assert.Equal(4, kept!.Done.Count);
        Assert.False(kept.IsComplete);
        int drawn = 0;
        SimulationResults all = DesignTexts.Run(DesignTexts.Panel, Replications, new SimulationOptions { Earlier = Copy(kept), Progress = (_, _) => drawn++ });
        Assert.Equal(Replications - 4, drawn);
        Assert.Equal(SimulationFile.ToUtf8(Whole.Value), SimulationFile.ToUtf8(all));
    }

    [Fact]
    public void More_replications_go_on_from_fewer()
    {
        SimulationResults fewer = DesignTexts.Run(DesignTexts.Panel, 3);
        SimulationResults all = DesignTexts.Run(DesignTexts.Panel, Replications, new SimulationOptions { Earlier = Copy(fewer) });
        Assert.Equal(SimulationFile.ToUtf8(Whole.Value), SimulationFile.ToUtf8(all));
        Refused("other-simulation", "10 replications, 3 are asked for", () => DesignTexts.Run(DesignTexts.Panel, 3, new SimulationOptions { Earlier = Whole.Value }));
    }

    [Fact]
    public void Pieces_that_do_not_belong_together_are_refused()
    {
        SimulationResults Piece(int k, int n, string text = DesignTexts.Panel, long seed = 1, int replications = 4) =>
            DesignTexts.Run(text, replications, new SimulationOptions { Shard = new(k, n), Seed = seed });
        SimulationResults first = Piece(1, 2), second = Piece(2, 2);
        Refused("missing-shards", "shard 2/2 of the run is missing", () => SimulationMerge.Merge([("a.json", first)]));
        Refused("overlapping-shards", "a.json (shard 1/2) and b.json (shard 1/2) both hold replication 1", () => SimulationMerge.Merge([("a.json", first), ("b.json", first), ("c.json", second)]));
        Refused("other-simulation", "a.json and b.json are no pieces of one run: seeds 1 and 2", () => SimulationMerge.Merge([("a.json", first), ("b.json", Piece(2, 2, seed: 2))]));
        Refused("other-simulation", "4 and 6 replications", () => SimulationMerge.Merge([("a.json", first), ("b.json", Piece(2, 2, replications: 6))]));
        Refused("other-simulation", "the design 'design' has been changed", () => SimulationMerge.Merge([("a.json", first), ("b.json", Piece(2, 2, DesignTexts.Panel + "\n# changed\n"))]));
        Refused("missing-shards", "b.json (shard 2/2) is not finished, it has 1 of 2 replications", () => SimulationMerge.Merge([("a.json", first), ("b.json", second with { Done = [second.Done[0]] })]));
        Refused("other-simulation", "shard none and 1/2", () => DesignTexts.Run(DesignTexts.Panel, Replications, new SimulationOptions { Earlier = Whole.Value, Shard = new(1, 2) }));
        Refused("missing-shards", "nothing to merge", () => SimulationMerge.Merge([]));
    }

    [Fact]
    public void A_file_reads_back_and_damage_is_told()
    {
        byte[] bytes = SimulationFile.ToUtf8(Whole.Value);
        Assert.Equal(bytes, SimulationFile.ToUtf8(Copy(Whole.Value)));
        Assert.Equal("damaged-simulation", Assert.Throws<DataUnfitException>(() => SimulationFile.Read(new MemoryStream(bytes[..^20]), "x")).Code);
        string text = System.Text.Encoding.UTF8.GetString(bytes);
        Assert.Equal("damaged-simulation", Assert.Throws<DataUnfitException>(() => Read(text.Replace("x1: 0.5", "x1: 0.6", StringComparison.Ordinal))).Code);
        Assert.Equal("damaged-simulation", Assert.Throws<DataUnfitException>(() => Read(text.Replace("\"replication\": 3", "\"replication\": 2", StringComparison.Ordinal))).Code);
        Assert.Equal("not-a-simulation", Assert.Throws<UsageException>(() => Read("{ \"schema\": 1 }")).Code);

        static SimulationResults Read(string text) => SimulationFile.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "x");
    }

    [Fact]
    public void Intervals_of_a_right_model_cover()
    {
        SimulatedEstimatorSummary summary = Assert.Single(SimulationSummary.Of(DesignTexts.Run(DesignTexts.Pooled, 120, new SimulationOptions { Threads = 2 })));
        Assert.Equal(120, summary.Replications);
        Assert.True(summary.Converged >= 0.99);
        foreach (SimulatedQuantity q in summary.Parameters.Where(p => p.Name.StartsWith("frontier", StringComparison.Ordinal)))
        {
            Assert.InRange(q.Coverage, 0.95 - 4 * q.CoverageError, 1);
            Assert.InRange(q.Bias / q.BiasError, -4, 4);
            Assert.InRange(q.MeanStandardError / q.Deviation, 0.75, 1.33);
            Assert.Equal(q.Rmse * q.Rmse, q.Bias * q.Bias + q.Deviation * q.Deviation * (q.Count - 1) / q.Count, 1e-12);
        }
        SimulatedEfficiencySummary efficiency = Assert.Single(summary.Efficiencies);
        Assert.InRange(efficiency.RankCorrelation, 0.6, 0.9);
        Assert.InRange(efficiency.Coverage, 0.8, 0.97);
        Assert.Equal(summary.MeanEfficiency!.Bias, efficiency.Bias, 1e-12);
    }

    [Fact]
    public void A_wrong_model_is_biased_and_the_right_one_beside_it_is_not()
    {
        const string Wrong = DesignTexts.Pooled + """

            estimators:
              right:
              wrong: { model: exponential }
              ols: { model: ols }
            """;
        IReadOnlyList<SimulatedEstimatorSummary> all = SimulationSummary.Of(DesignTexts.Run(Wrong, 60, new SimulationOptions { Threads = 2 }));
        SimulatedQuantity Intercept(int k) => all[k].Parameters.Single(p => p.Name == "frontier:(Intercept)");
        Assert.InRange(Intercept(0).Bias / Intercept(0).BiasError, -4, 4);
        Assert.True(Intercept(1).Bias < -10 * Intercept(1).BiasError, "the exponential puts the frontier too low");
        // Least squares has the intercept less E[u], in closed form: σ_u√(2/π).
        Assert.InRange((Intercept(2).Bias + 0.6 * Math.Sqrt(2 / Math.PI)) / Intercept(2).BiasError, -4, 4);
        Assert.Empty(all[2].Efficiencies);
        Assert.True(double.IsNaN(all[2].Derived[0].Truth));
    }

    [Fact]
    public void Samples_of_the_wrong_skewness_end_at_least_squares()
    {
        const string Flat = """
            panel: { rows: 200 }
            regressors: { x1: { law: normal } }
            model: { model: half-normal, formula: y ~ x1 }
            parameters: { (Intercept): 1, x1: 0.5, sigma_u: 0.05, sigma_v: 0.5 }
            estimators: { frontier: , ols: { model: ols } }
            """;
        SimulationResults results = DesignTexts.Run(Flat, 60, new SimulationOptions { Threads = 2 });
        int boundary = 0;
        foreach (SimulationReplication replication in results.Done)
        {
            SimulatedFit frontier = replication.Fits[0], ols = replication.Fits[1];
            if (frontier.Termination != "boundary")
                continue;
            boundary++;
            Assert.Contains("boundary-sigma-u", frontier.Warnings);
            Assert.Contains("wrong-skewness", frontier.Warnings);
            Assert.Equal(0, frontier.Derived.Single(d => d.Name == "sigmaU").Estimate);
            Assert.True(double.IsNaN(frontier.Parameters[2].Estimate));
            for (int j = 0; j < 2; j++)
                Assert.Equal(ols.Parameters[j].Estimate, frontier.Parameters[j].Estimate, 1e-9);
        }
        SimulatedEstimatorSummary summary = SimulationSummary.Of(results)[0];
        // Without inefficiency the skewness has either sign as often.
        Assert.InRange(boundary, 15, 45);
        Assert.Equal(boundary, summary.Outcomes.Single(o => o.Code == "boundary").Count);
        Assert.Equal(boundary, summary.Warnings.Single(o => o.Code == "boundary-sigma-u").Count);
        Assert.Equal(60 - boundary, summary.Parameters.Single(p => p.Name == "inefficiency-variance:(Intercept)").Count);
        Assert.Equal(60, summary.Derived.Single(p => p.Name == "sigmaU").Count);
    }

    [Fact]
    public void Regressors_that_are_fixed_are_the_same_in_every_sample()
    {
        string text = DesignTexts.Panel.Replace("missing: 0.2", "missing: 0.2, fixed: true", StringComparison.Ordinal);
        var draw = new SampleDraw(DesignTexts.Read(text), SimulationStudies.Models, 1);
        Sample first = draw.Draw(new RandomSource(1, 0)), second = draw.Draw(new RandomSource(1, 1));
        Assert.Equal(first.Panel.Numbers("x1").Values, second.Panel.Numbers("x1").Values);
        Assert.NotEqual(first.Panel.Numbers("y").Values, second.Panel.Numbers("y").Values);
    }

    /// <summary>The run as a file has it.</summary>
    private static SimulationResults Copy(SimulationResults results) => SimulationFile.Read(new MemoryStream(SimulationFile.ToUtf8(results)), "x");

    private static void Refused(string code, string part, Action action)
    {
        UsageException error = Assert.Throws<UsageException>(action);
        Assert.Equal(code, error.Code);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
