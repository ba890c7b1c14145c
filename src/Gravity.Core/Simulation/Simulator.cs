using System.Reflection;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Simulation;

/// <summary>How a simulation is run.</summary>
public sealed record SimulationOptions
{
    /// <summary>Replications of the whole run; null for the design's.</summary>
    public int? Replications { get; init; }

    /// <summary>Seed; null for the design's.</summary>
    public long? Seed { get; init; }

    /// <summary>The piece to do; null for all.</summary>
    public SimulationShard? Shard { get; init; }

    /// <summary>Threads; 0 for one per processor. Replications run beside each other, each on one thread; no number depends on it.</summary>
    public int Threads { get; init; }

    /// <summary>An earlier part of the same run, which is not done again; null for none.</summary>
    public SimulationResults? Earlier { get; init; }

    /// <summary>Called with (done, total) after each replication, one call at a time; null for silence.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>Called with what is done so far, now and then, at the end, and before a cancellation leaves; null for nothing.</summary>
    public Action<SimulationResults>? Checkpoint { get; init; }

    /// <summary>Stops the work.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>Runs a Monte Carlo design: replication r is drawn from stream r of the seed, whatever shard or thread it falls to.</summary>
public static class Simulator
{
    /// <summary>Replications between two looks at whether to write a checkpoint.</summary>
    private const int LeastBatch = 16;

    /// <summary>A checkpoint each time this share more is done: an interruption loses little, and long runs do not write all the time.</summary>
    private const double CheckpointGrowth = 0.1;

    /// <summary>Runs the replications of the design, or of a shard, that an earlier run has not done.</summary>
    /// <exception cref="UsageException">The design is wrong, or the earlier part is of another run.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled, after a last checkpoint.</exception>
    public static SimulationResults Run(SimulationDesign design, ISimulationModels models, SimulationOptions options)
    {
        SimulationResults empty = Empty(design, options);
        if (empty.Replications < 1)
            throw new UsageException("wrong-replications", "a simulation needs at least 1 replication");
        if (options.Earlier is { } earlier)
            SimulationMerge.RequireSameRun(earlier, empty);
        // A first draw, on this thread, so that a wrong design is told before any work and the names are known to all.
        var draw = new SampleDraw(design, models, empty.Seed);
        draw.Draw(new RandomSource(empty.Seed));
        Dictionary<int, SimulationReplication> done = (options.Earlier?.Done ?? []).ToDictionary(r => r.Number);
        int[] wanted = [.. empty.Wanted];
        int[] pending = [.. wanted.Where(r => !done.ContainsKey(r))];
        int threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        int batch = Math.Max(LeastBatch, 4 * threads), kept = done.Count;
        SimulationResults Current() => empty with { Done = [.. wanted.Where(done.ContainsKey).Select(r => done[r])] };
        var gate = new Lock();
        try
        {
            for (int start = 0; start < pending.Length; start += batch)
            {
                int first = start;
                Workers.For(Math.Min(batch, pending.Length - start), threads, k =>
                {
                    SimulationReplication replication = Replicate(design, models, draw, pending[first + k], empty.Seed, options.Cancellation);
                    lock (gate)
                    {
                        done[replication.Number] = replication;
                        options.Progress?.Invoke(done.Count, wanted.Length);
                    }
                }, options.Cancellation);
                if (done.Count >= kept * (1 + CheckpointGrowth) + LeastBatch && start + batch < pending.Length)
                {
                    kept = done.Count;
                    options.Checkpoint?.Invoke(Current());
                }
            }
        }
        catch (OperationCanceledException)
        {
            options.Checkpoint?.Invoke(Current());
            throw;
        }
        SimulationResults all = Current();
        options.Checkpoint?.Invoke(all);
        return all;
    }

    /// <summary>The header of a run without replications.</summary>
    internal static SimulationResults Empty(SimulationDesign design, SimulationOptions options) => new()
    {
        Name = design.Name,
        DesignText = design.Text,
        DesignSha256 = design.Sha256,
        Version = typeof(Simulator).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        Seed = options.Seed ?? design.Seed,
        Replications = options.Replications ?? design.Replications,
        Shard = options.Shard,
        Estimators = [.. design.Estimators.Select(e => e.Name)],
        Done = [],
    };

    private static SimulationReplication Replicate(
        SimulationDesign design, ISimulationModels models, SampleDraw draw, int number, long seed, CancellationToken cancellation)
    {
        var random = new RandomSource(seed, number);
        Sample sample;
        try
        {
            sample = draw.Draw(random);
        }
        catch (DataUnfitException error)
        {
            return new SimulationReplication(number, [.. design.Estimators.Select(_ => Failed(error.Code))]);
        }
        // What a fit itself draws (bootstraps) follows the replication's own stream.
        var options = new FitOptions { Seed = (long)(random.NextBits() >> 1), Threads = 1, Cancellation = cancellation };
        return new SimulationReplication(number, [.. design.Estimators.Select(e =>
        {
            try
            {
                return Record(models.Fit(e.Request, sample.Panel, options), sample, e.Request.Level);
            }
            catch (DataUnfitException error)
            {
                return Failed(error.Code);
            }
        })]);
    }

    private static SimulatedFit Failed(string code) => new(false, code, true, []);

    private static SimulatedFit Record(FittedModel fit, Sample sample, double level)
    {
        FitResult result = fit.Result;
        double Truth(string name) => sample.Truths.GetValueOrDefault(name, double.NaN);
        double z = double.IsPositiveInfinity(result.DegreesOfFreedom)
            ? Distributions.NormalQuantile(0.5 + level / 200) : Distributions.StudentQuantile(0.5 + level / 200, result.DegreesOfFreedom);
        return new SimulatedFit(result.Converged, result.Termination, false, [.. result.Warnings.Select(w => w.Code).Distinct()])
        {
            Parameters =
            [
                .. result.Parameters.Select(p =>
                {
                    string name = $"{p.Block}:{p.Name}";
                    return Estimate(name, p.Estimate, p.StandardError, p.Low, p.High, Truth(name));
                }),
            ],
            Derived =
            [
                .. result.Derived.Select(d => Estimate(
                    d.Name, d.Value, d.StandardError, d.Value - z * d.StandardError, d.Value + z * d.StandardError, Truth(d.Name))),
            ],
            Efficiencies = fit.Conditional is null ? [] : EfficienciesOf(fit, sample, level),
        };
    }

    /// <summary>Of the whole of inefficiency, then of the parts that model and estimator tell apart.</summary>
    private static SimulatedEfficiency[] EfficienciesOf(FittedModel fit, Sample sample, double level)
    {
        IReadOnlyList<EfficiencyRow> rows = Efficiencies.Of(fit.Design, fit.Conditional!, level / 100).Rows;
        SimulatedEfficiency Compared(string part, double[] truth, Func<EfficiencyRow, (double Te, double Low, double High)> of) =>
            Compare(part, [.. rows.Select(of)], [.. fit.PanelRows.Select(row => Math.Exp(-truth[row]))]);
        return
        [
            Compared(SimulatedEfficiency.Overall, sample.Inefficiency, r => (r.Te, r.TeLow, r.TeHigh)),
            .. sample.Parts.Select(part => (Part: part, Position: fit.Conditional!.Parts.ToList().FindIndex(own => own.Name == part.Name)))
                .Where(pair => pair.Position >= 0)
                .Select(pair => Compared(pair.Part.Name, pair.Part.Inefficiency, r => (r.Parts[pair.Position].Te, r.Parts[pair.Position].TeLow, r.Parts[pair.Position].TeHigh))),
        ];
    }

    private static SimulatedEfficiency Compare(string part, (double Te, double Low, double High)[] rows, double[] actual)
    {
        double[] estimated = Array.ConvertAll(rows, r => r.Te);
        double squares = 0;
        int covered = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            squares += (estimated[i] - actual[i]) * (estimated[i] - actual[i]);
            covered += rows[i].Low <= actual[i] && actual[i] <= rows[i].High ? 1 : 0;
        }
        // Laws without spread have no intervals.
        bool intervals = rows.All(r => double.IsFinite(r.Low) && double.IsFinite(r.High)) && rows.Any(r => r.High > r.Low);
        return new SimulatedEfficiency(
            part, estimated.Average(), actual.Average(), RankCorrelation.Of(estimated, actual), Math.Sqrt(squares / actual.Length),
            intervals ? (double)covered / actual.Length : double.NaN);
    }

    private static SimulatedEstimate Estimate(string name, double value, double error, double low, double high, double truth)
    {
        static double Known(double number) => double.IsFinite(number) ? number : double.NaN;
        return new SimulatedEstimate(name, Known(value), Known(error), Known(low), Known(high), Known(truth));
    }
}
