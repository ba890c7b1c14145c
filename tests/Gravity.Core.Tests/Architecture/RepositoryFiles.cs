using System.Text.RegularExpressions;

namespace Gravity.Tests.Architecture;

/// <summary>The files of the repository as text, for tests on the sources themselves.</summary>
internal static class RepositoryFiles
{
    /// <summary>The folder that holds <c>Gravity.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Files under a folder of the repository, build output left out; paths are relative, with '/'.</summary>
    public static IEnumerable<string> Under(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !Regex.IsMatch(path, "(^|/)(bin|obj|artifacts)/"))
            .Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Gravity.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds Gravity.sln: run the tests from a checkout");
    }
}
