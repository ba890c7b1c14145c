using System.Text;
using Gravity.Core;
using Gravity.Core.Simulation;
using Gravity.Core.Studies;
using Gravity.Reporting;

namespace Gravity.Cli;

/// <summary>Runs simulations with progress, cancellation and a file that is kept on the way.</summary>
internal static class Simulating
{
    /// <summary>A built-in design by its name, or a file.</summary>
    public static SimulationDesign Find(string name, string language) =>
        SimulationDesigns.Names.Contains(name, StringComparer.Ordinal) || !(File.Exists(name) || name.AsSpan().IndexOfAny("./\\") >= 0)
            ? SimulationDesigns.Find(name, language) : SimulationDesignFile.Read(name, language);

    /// <summary>The design that results were drawn from.</summary>
    public static SimulationDesign DesignOf(SimulationResults results, string language) =>
        SimulationDesignFile.Parse(Encoding.UTF8.GetBytes(results.DesignText), results.Name + ".yaml", language);

    public static SimulationResults Run(
        SimulationDesign design, int? replications, SimulationShard? shard, long? seed, int threads, string? path, CliContext context)
    {
        SimulationResults? kept = path is not null && File.Exists(path) ? ReadFile(path) : null;
        if (kept is { Done.Count: > 0 })
            context.Note($"{path} holds {kept.Done.Count} replications: continuing");
        using var progress = new ProgressDisplay(context);
        try
        {
            return SimulationStudies.Run(design, new SimulationOptions
            {
                Replications = replications,
                Seed = seed,
                Shard = shard,
                Threads = threads,
                Earlier = kept,
                Progress = progress.Report is { } report ? (done, total) => report("replications", done, total) : null,
                Checkpoint = path is null ? null : results =>
                {
                    kept = results;
                    Write(path, results);
                },
                Cancellation = context.Cancellation,
            });
        }
        catch (OperationCanceledException error) when (kept is { Done.Count: > 0 })
        {
            throw new KeptWorkException($"interrupted: {path} holds {kept.Done.Count} of {kept.Wanted.Count()} replications; the same command continues", error);
        }
    }

    /// <summary>Reads the file of an earlier run.</summary>
    public static SimulationResults ReadFile(string path)
    {
        if (!File.Exists(path))
            throw new DataUnfitException("file-not-found", $"there is no file '{path}': run a simulation with --output {path}");
        try
        {
            using FileStream stream = File.OpenRead(path);
            return SimulationFile.Read(stream, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataUnfitException("file-unreadable", $"'{path}' cannot be read: {error.Message}", inner: error);
        }
    }

    /// <summary>Writes the file whole, or leaves the earlier one.</summary>
    public static void Write(string path, SimulationResults results) =>
        AtomicFile.Write(path, stream => stream.Write(SimulationFile.ToUtf8(results)));
}

/// <summary>Work that was interrupted and kept what it had.</summary>
internal sealed class KeptWorkException(string message, Exception inner) : OperationCanceledException(message, inner);
