namespace Gravity.Core.Simulation;

/// <summary>Puts the pieces of a split run together.</summary>
public static class SimulationMerge
{
    /// <summary>The whole run from its pieces, equal in every bit to one that was never split.</summary>
    /// <param name="pieces">Each with the name that messages call it.</param>
    /// <exception cref="UsageException">
    /// <c>other-simulation</c>: pieces of different designs, seeds, versions or numbers of replications; <c>overlapping-shards</c>: two hold the same replication;
    /// <c>missing-shards</c>: replications that no piece holds. Each names the files and what is wrong.
    /// </exception>
    public static SimulationResults Merge(IReadOnlyList<(string Name, SimulationResults Results)> pieces)
    {
        if (pieces.Count == 0)
            throw new UsageException("missing-shards", "there is nothing to merge: name the files of the shards");
        SimulationResults first = pieces[0].Results;
        var owner = new Dictionary<int, string>();
        var done = new SortedDictionary<int, SimulationReplication>();
        foreach ((string name, SimulationResults results) in pieces)
        {
            if (Difference(first, results) is { } difference)
                throw new UsageException("other-simulation", $"{pieces[0].Name} and {name} are no pieces of one run: {difference}");
            foreach (SimulationReplication replication in results.Done)
            {
                if (!owner.TryAdd(replication.Number, name))
                {
                    string shards = $"{Described(pieces.First(p => p.Name == owner[replication.Number]))} and {Described((name, results))}";
                    throw new UsageException("overlapping-shards", $"{shards} both hold replication {replication.Number + 1}: leave one of them out");
                }
                done[replication.Number] = replication;
            }
        }
        int[] missing = [.. Enumerable.Range(0, first.Replications).Where(r => !done.ContainsKey(r))];
        if (missing.Length > 0)
            throw new UsageException("missing-shards", Missing(pieces, missing, first.Replications));
        return first with { Shard = null, Done = [.. done.Values] };
    }

    /// <summary>Refuses to go on with results of another run.</summary>
    internal static void RequireSameRun(SimulationResults earlier, SimulationResults run)
    {
        string? difference = DesignDifference(earlier, run)
            ?? (earlier.Shard == run.Shard ? null : $"shard {earlier.Shard?.ToString() ?? "none"} and {run.Shard?.ToString() ?? "none"}")
            ?? (earlier.Replications <= run.Replications ? null
                : FormattableString.Invariant($"it holds a run of {earlier.Replications} replications, {run.Replications} are asked for"));
        if (difference is not null)
            throw new UsageException("other-simulation", $"the output file is of another run: {difference}. Name another file, or remove it");
    }

    private static string? Difference(SimulationResults left, SimulationResults right) => DesignDifference(left, right)
        ?? (left.Replications == right.Replications ? null : FormattableString.Invariant($"{left.Replications} and {right.Replications} replications"));

    private static string? DesignDifference(SimulationResults left, SimulationResults right) =>
        left.DesignSha256 != right.DesignSha256
            ? left.Name == right.Name ? $"the design '{left.Name}' has been changed in between" : $"designs '{left.Name}' and '{right.Name}'"
        : left.Seed != right.Seed ? FormattableString.Invariant($"seeds {left.Seed} and {right.Seed}")
        : left.Version != right.Version ? $"versions {left.Version} and {right.Version} of the program"
        : null;

    private static string Missing(IReadOnlyList<(string Name, SimulationResults Results)> pieces, int[] missing, int replications)
    {
        int[] counts = [.. pieces.Select(p => p.Results.Shard?.Count ?? 1).Distinct()];
        foreach ((string name, SimulationResults results) in pieces)
        {
            if (!results.IsComplete)
            {
                return FormattableString.Invariant(
                    $"{Described((name, results))} is not finished, it has {results.Done.Count} of {results.Wanted.Count()} replications: run its command again, which continues it");
            }
        }
        if (counts.Length == 1 && counts[0] > 1)
        {
            int[] there = [.. pieces.Select(p => p.Results.Shard!.Index)];
            string[] shards = [.. Enumerable.Range(1, counts[0]).Except(there).Select(k => FormattableString.Invariant($"{k}/{counts[0]}"))];
            return $"{(shards.Length == 1 ? "shard" : "shards")} {string.Join(", ", shards)} of the run {(shards.Length == 1 ? "is" : "are")} missing: run and name {(shards.Length == 1 ? "it" : "them")} too";
        }
        return FormattableString.Invariant($"{missing.Length} of {replications} replications are in none of the files, the first is {missing[0] + 1}: name the files of all shards");
    }

    private static string Described((string Name, SimulationResults Results) piece) =>
        piece.Results.Shard is { } shard ? $"{piece.Name} (shard {shard})" : piece.Name;
}
