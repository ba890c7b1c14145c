using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>How many replications, from which seed, on how many threads.</summary>
public sealed record ReplicationOptions
{
    /// <summary>R ≥ 1. Default 999.</summary>
    public int Replications { get; init; } = 999;

    /// <summary>Seed; replication r uses stream r of it.</summary>
    public long Seed { get; init; }

    /// <summary>Threads; 0 for one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Called with (done, total) after each replication, one call at a time, in rising order; null for silence.
    /// </summary>
    public Action<int, int>? Progress { get; init; }
}

/// <summary>Replications on fixed random streams, in order.</summary>
internal static class Replications
{
    public static T[] Run<T>(ReplicationOptions options, Func<RandomSource, T> replicate, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Replications, 1);
        var results = new T[options.Replications];
        var gate = new Lock();
        int done = 0;
        Workers.For(
            results.Length,
            options.Threads,
            replication =>
            {
                results[replication] = replicate(new RandomSource(options.Seed, replication));
                if (options.Progress is { } progress)
                {
                    lock (gate)
                        progress(++done, results.Length);
                }
            },
            cancellation);
        return results;
    }
}
