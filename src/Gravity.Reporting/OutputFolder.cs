using System.Globalization;
using Gravity.Core;

namespace Gravity.Reporting;

/// <summary>Writes a set of files so that an interruption leaves no half file: each is written in full under a temporary name beside its
/// place (<see cref="Stage"/>), then all are moved (<see cref="Commit"/>). Disposing without a commit removes what was staged and leaves
/// earlier files untouched. Not safe for several threads.</summary>
public sealed class OutputFolder : IDisposable
{
    private readonly List<(string Temporary, string Target, string Name)> staged = [];

    /// <summary>Opens a folder, creating it when the first file is staged.</summary>
    /// <param name="path">The folder.</param>
    public OutputFolder(string path) => Path = System.IO.Path.GetFullPath(path);

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Names of the files staged and not yet committed, in the order staged.</summary>
    public IReadOnlyList<string> Staged => [.. staged.Select(file => file.Name)];

    /// <summary>Writes a file in full under a temporary name. Staging a name twice keeps the later one.</summary>
    /// <param name="name">The file's name relative to the folder, with "/" between folders; it may not leave the folder.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="UsageException">The name leaves the folder, or the folder cannot be written.</exception>
    public void Stage(string name, Action<Stream> write)
    {
        string target = System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, name));
        string inside = System.IO.Path.TrimEndingDirectorySeparator(Path) + System.IO.Path.DirectorySeparatorChar;
        if (!target.StartsWith(inside, StringComparison.Ordinal))
            throw new UsageException("output-outside-folder", $"the file name '{name}' leaves the output folder '{Path}'");
        string temporary = AtomicFile.WriteTemporary(target, write);
        int earlier = staged.FindIndex(file => file.Target == target);
        if (earlier >= 0)
        {
            File.Delete(staged[earlier].Temporary);
            staged.RemoveAt(earlier);
        }

        staged.Add((temporary, target, name));
    }

    /// <summary>Moves every staged file to its place, replacing earlier ones.</summary>
    /// <returns>The names in the order staged.</returns>
    /// <exception cref="UsageException">A file could not be replaced.</exception>
    public IReadOnlyList<string> Commit()
    {
        var names = new List<string>(staged.Count);
        while (staged.Count > 0)
        {
            (string temporary, string target, string name) = staged[0];
            AtomicFile.Replace(temporary, target);
            staged.RemoveAt(0);
            names.Add(name);
        }

        return names;
    }

    /// <summary>Removes staged files that were not committed.</summary>
    public void Dispose()
    {
        foreach ((string temporary, _, _) in staged)
            File.Delete(temporary);
        staged.Clear();
    }
}

/// <summary>Writes one file so that an interruption leaves either the earlier file or the new one, never a half.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file in full under a temporary name in the same folder, then moves it to its place.</summary>
    /// <param name="path">The file; its folder is created if need be.</param>
    /// <param name="write">Writes the content. If it throws, nothing is left behind.</param>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string target = Path.GetFullPath(path);
        Replace(WriteTemporary(target, write), target);
    }

    internal static string WriteTemporary(string target, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(target)!;
        // The process id keeps two runs apart; a run never stages one target in two ways at once.
        string temporary = Path.Combine(
            folder, string.Create(CultureInfo.InvariantCulture, $".{Path.GetFileName(target)}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp"));
        try
        {
            Directory.CreateDirectory(folder);
            using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write);
            write(stream);
            stream.Flush(flushToDisk: true);
            return temporary;
        }
        catch (Exception error)
        {
            // File.Delete itself fails where the folder could not be made.
            if (File.Exists(temporary)) File.Delete(temporary);
            if (error is IOException or UnauthorizedAccessException) throw NotWritable(target, error);
            throw;
        }
    }

    internal static void Replace(string temporary, string target)
    {
        try
        {
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw NotWritable(target, error);
        }
    }

    private static UsageException NotWritable(string target, Exception error) =>
        new("output-not-writable", $"cannot write '{target}': {error.Message} Choose another place with --output.", error);
}
