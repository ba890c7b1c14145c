namespace Gravity.Core.Tests.Reference;

/// <summary>Where reference cases lie: the simulated ones beside the tests, the others in a folder named by an environment variable.</summary>
/// <remarks>
/// The other data sets come with packages whose terms do not allow them here. <c>GRAVITY_REFERENCE_DATA</c> names a folder with
/// <c>sfa/results/*.json</c>, <c>sfa/data/prepared/*.csv</c> and <c>gravity/</c>; without it the tests that need them are skipped and say so.
/// </remarks>
public static class ReferenceFolder
{
    /// <summary>Name of the environment variable.</summary>
    public const string Variable = "GRAVITY_REFERENCE_DATA";

    /// <summary>Folder of the committed simulated cases, in the test output.</summary>
    public static string SimulatedPath { get; } = Path.Combine(AppContext.BaseDirectory, "Reference", "simulated");

    /// <summary>The external folder; null when the variable is not set.</summary>
    public static string? ExternalPath { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    private static readonly Lazy<IReadOnlyList<ReferenceCase>> LazySimulated =
        new(() => ReadAll(Path.Combine(SimulatedPath, "results"), SimulatedPath));

    private static readonly Lazy<IReadOnlyList<ReferenceCase>> LazyExternal = new(() => ExternalPath is { } root
        ? ReadAll(Path.Combine(root, "sfa", "results"), Path.Combine(root, "sfa", "data", "prepared"))
        : []);

    /// <summary>Frontier cases on our own simulated data, by id.</summary>
    public static IReadOnlyList<ReferenceCase> Simulated => LazySimulated.Value;

    /// <summary>Cases of the external folder, by id; empty without it.</summary>
    public static IReadOnlyList<ReferenceCase> External => LazyExternal.Value;

    /// <summary>All cases at hand.</summary>
    public static IEnumerable<ReferenceCase> All => Simulated.Concat(External);

    /// <summary>The case of that id.</summary>
    public static ReferenceCase Find(string id) =>
        All.FirstOrDefault(c => c.Id == id) ?? throw new ArgumentException($"no reference case '{id}'", nameof(id));

    /// <summary>Ids of the cases at hand for which <paramref name="keep"/> holds, as the data of a theory.</summary>
    public static TheoryData<string> Ids(Func<ReferenceCase, bool> keep) => [.. All.Where(keep).Select(c => c.Id)];

    /// <summary>The external folder, or a skipped test that says what to set.</summary>
    public static string RequireExternal()
    {
        Assert.SkipWhen(ExternalPath is null, $"{Variable} is not set: it names the folder with the data sets and results that cannot be shipped here");
        return ExternalPath!;
    }

    private static ReferenceCase[] ReadAll(string results, string data) =>
    [
        .. Directory.EnumerateFiles(results, "*.json")
            .Where(path => Path.GetFileName(path) != "fixest.json") // read by RegressionCase
            .Order(StringComparer.Ordinal)
            .SelectMany(path => ReferenceCase.Read(path, [data])),
    ];
}
