using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary><c>gravity run</c> and <c>gravity test STUDY</c> through the built program.</summary>
public sealed class StudyTests(BuiltCli cli)
{
    private static readonly string Study = Path.Combine(ReferenceStudy.Root, "data", "zhejiang-cee");

    [Fact]
    public void Run_has_the_keys_and_the_files_it_names()
    {
        string folder = Path.Combine(cli.Folder, "results-json");
        CliRun run = cli.Run("run", Study, "--output", folder, "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["schema", "study", "models", "tests", "identification", "efficiency", "potential", "files", "provenance"],
            run.Json.EnumerateObject().Select(p => p.Name).Where(name => name is not ("nonNestedTests" or "diagnostics")).Take(9));
        Assert.Equal(-28.87348, run.Json.GetProperty("models").GetProperty("time-varying").GetProperty("logLikelihood").GetDouble(), 5e-6);
        JsonElement test = run.Json.GetProperty("tests").EnumerateArray().First();
        Assert.Equal(["name", "statistic", "degreesOfFreedom", "p", "reference", "restricted", "unrestricted"], test.EnumerateObject().Select(p => p.Name).Take(7));
        Assert.Equal(JsonValueKind.Array, run.Json.GetProperty("identification").ValueKind);
        string[] files = [.. run.Json.GetProperty("files").EnumerateArray().Select(f => f.GetString()!)];
        Assert.All(files, file => Assert.True(new FileInfo(Path.Combine(folder, file)).Length > 0, file));
        Assert.Equal(
            files.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.Equal(run.Output, File.ReadAllText(Path.Combine(folder, "results.json")));
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_report_and_files()
    {
        string[] args = ["run", Study, "--only", "time-invariant,time-varying", "--output"];
        CliRun one = cli.Run([.. args, "threads-1", "--threads", "1"]);
        CliRun two = cli.Run([.. args, "threads-2", "--threads", "2"]);
        Assert.Equal(0, one.ExitCode);
        Assert.Equal(Stable(one.Output), Stable(two.Output));
        string first = Path.Combine(cli.Folder, "threads-1"), second = Path.Combine(cli.Folder, "threads-2");
        string[] names = [.. Directory.EnumerateFiles(first, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(first, f)).Order(StringComparer.Ordinal)];
        foreach (string name in names.Where(n => !n.Contains("provenance", StringComparison.Ordinal) && Path.GetExtension(n) is ".csv" or ".svg" or ".png"))
            Assert.True(File.ReadAllBytes(Path.Combine(first, name)).SequenceEqual(File.ReadAllBytes(Path.Combine(second, name))), name);
    }

    [Fact]
    public void An_empty_table_is_exit_code_3_and_no_folder()
    {
        CliRun run = cli.Run("run", Path.Combine(Study, "study-zhejiang.yaml"), "--output", "empty-study", "--json");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("zhejiang_flows.csv", run.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(0, run.Json.GetProperty("error").GetProperty("rows").GetArrayLength());
        Assert.False(Directory.Exists(Path.Combine(cli.Folder, "empty-study")));
    }

    [Fact]
    public void Tests_of_a_study_are_those_of_its_run()
    {
        CliRun run = cli.Run("test", Study, "--json");
        Assert.Equal(0, run.ExitCode);
        JsonElement constant = run.Json.GetProperty("tests").EnumerateArray().First(t => t.GetProperty("name").GetString() == "time-invariant");
        Assert.Equal(1.743785, constant.GetProperty("statistic").GetDouble(), 1e-5);
    }

    /// <summary>The report without the clock, the number of threads and the folder.</summary>
    private static string Stable(string report) => string.Join('\n', report.Split('\n').Where(line =>
        !line.StartsWith("Threads", StringComparison.Ordinal) && !line.StartsWith("Started", StringComparison.Ordinal) && !line.StartsWith("Seconds", StringComparison.Ordinal)));
}
