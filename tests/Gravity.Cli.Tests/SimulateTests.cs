using System.Text.Json;
using Gravity.Core.Studies;

namespace Gravity.Cli.Tests;

/// <summary><c>gravity simulate</c>: reports, files, shards, errors.</summary>
public sealed class SimulateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gravity-simulate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Json_holds_the_summary()
    {
        JsonElement root = Run(0, "--design", "bc92-as-others", "--replications", "3", "--json").Json;
        Assert.Equal(1, root.GetProperty("schema").GetInt32());
        Assert.Equal("bc92-as-others", root.GetProperty("design").GetString());
        Assert.Equal((3, 3, 1), (root.GetProperty("replications").GetInt32(), root.GetProperty("done").GetInt32(), root.GetProperty("seed").GetInt32()));
        JsonElement[] estimators = [.. root.GetProperty("estimators").EnumerateArray()];
        Assert.Equal(["bc92", "pitt-lee", "half-normal", "ols"], estimators.Select(e => e.GetProperty("name").GetString()));
        JsonElement eta = estimators[0].GetProperty("parameters").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "eta");
        Assert.Equal(0.05, eta.GetProperty("truth").GetDouble(), 1e-15);
        Assert.Equal(eta.GetProperty("mean").GetDouble() - 0.05, eta.GetProperty("bias").GetDouble(), 1e-12);
        Assert.Equal(JsonValueKind.Null, estimators[3].GetProperty("efficiency").ValueKind);
        Assert.Equal(1, estimators[0].GetProperty("outcomes")[0].GetProperty("share").GetDouble());
    }

    [Fact]
    public void Shards_merge_to_the_bytes_of_the_whole_run()
    {
        Run(0, "--design", "pitt-lee", "--replications", "5", "--output", At("whole.json"), "--threads", "1");
        for (int k = 1; k <= 2; k++)
            Run(0, "--design", "pitt-lee", "--replications", "5", "--shard", $"{k}/2", "--output", At($"{k}.json"));
        CliRun merged = Run(0, "--merge", At("1.json"), At("2.json"), "--output", At("merged.json"), "--json");
        Assert.Equal(File.ReadAllBytes(At("whole.json")), File.ReadAllBytes(At("merged.json")));
        Assert.Equal(Run(0, "--design", "pitt-lee", "--replications", "5", "--json").Output, merged.Output);
        Assert.Contains("shard 2/2 of the run is missing", Run(2, "--merge", At("1.json")).Error, StringComparison.Ordinal);
        Assert.Contains("both hold replication 1", Run(2, "--merge", At("1.json"), At("1.json"), At("2.json")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_continues_and_that_of_another_run_is_refused_and_kept()
    {
        Run(0, "--design", "pitt-lee", "--replications", "2", "--output", At("run.json"));
        CliRun more = Run(0, "--design", "pitt-lee", "--replications", "4", "--output", At("run.json"));
        Assert.Contains("holds 2 replications: continuing", more.Error, StringComparison.Ordinal);
        byte[] kept = File.ReadAllBytes(At("run.json"));
        Run(0, "--design", "pitt-lee", "--replications", "4", "--output", At("fresh.json"));
        Assert.Equal(File.ReadAllBytes(At("fresh.json")), kept);
        CliRun other = Run(2, "--design", "pitt-lee", "--replications", "4", "--seed", "2", "--output", At("run.json"), "--json");
        Assert.Equal("other-simulation", other.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(kept, File.ReadAllBytes(At("run.json")));
        File.WriteAllBytes(At("run.json"), kept[..100]);
        Assert.Contains("is damaged", Run(3, "--design", "pitt-lee", "--output", At("run.json")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_run_says_what_it_kept()
    {
        Run(0, "--design", "pitt-lee", "--replications", "2", "--output", At("run.json"));
        CliRun run = InProcess.Run(["simulate", "--design", "pitt-lee", "--replications", "400", "--output", At("run.json")], terminal: false, cancellation: new CancellationToken(canceled: true));
        Assert.Equal(ExitCodes.Interrupted, run.ExitCode);
        Assert.Contains("holds 2 of 400 replications; the same command continues", run.Error, StringComparison.Ordinal);
        CliRun nothing = InProcess.Run(["simulate", "--design", "pitt-lee"], terminal: false, cancellation: new CancellationToken(canceled: true));
        Assert.Equal(ExitCodes.Interrupted, nothing.ExitCode);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*.tmp"));
    }

    [Theory]
    [InlineData("md", "| Share of samples")]
    [InlineData("latex", "\\begin{table}")]
    [InlineData("csv", "outcome,half-normal")]
    [InlineData("html", "<table")]
    public void Tables_come_in_every_format(string format, string part) =>
        Assert.Contains(part, Run(0, "--design", "half-normal", "--replications", "2", "--format", format).Output, StringComparison.Ordinal);

    [Fact]
    public void A_workbook_needs_a_file()
    {
        Assert.Contains("--table table.xlsx", Run(2, "--design", "half-normal", "--replications", "2", "--format", "xlsx").Error, StringComparison.Ordinal);
        Run(0, "--design", "half-normal", "--replications", "2", "--table", At("tables.xlsx"));
        Assert.Equal("PK"u8.ToArray(), File.ReadAllBytes(At("tables.xlsx"))[..2]);
    }

    [Fact]
    public void Designs_are_listed_shown_and_read_back()
    {
        string help = InProcess.Run("simulate", "--help").Output;
        string list = InProcess.Run("models").Output, chinese = InProcess.Run("models", "--lang", "zh").Output;
        Assert.All(SimulationDesigns.Names, name => Assert.Contains(name, help, StringComparison.Ordinal));
        Assert.All(SimulationDesigns.Names, name => Assert.Contains(name, list, StringComparison.Ordinal));
        Assert.Contains("半正态无效率", chinese, StringComparison.Ordinal);
        Assert.Equal(SimulationDesigns.Names, InProcess.Run("models", "--json").Json.GetProperty("designs").EnumerateArray().Select(d => d.GetProperty("key").GetString()!));
        string shown = Run(0, "--design", "bc95", "--show-design").Output;
        File.WriteAllText(At("bc95.yaml"), shown);
        Assert.Equal(Run(0, "--design", "bc95", "--replications", "2", "--json").Output, Run(0, "--design", At("bc95.yaml"), "--replications", "2", "--json").Output);
    }

    [Theory]
    [InlineData("no-design")]
    [InlineData("unknown-design", "--design", "bc29")]
    [InlineData("design-not-found", "--design", "nowhere.yaml")]
    [InlineData("usage", "--design", "bc92", "--shard", "3/2")]
    [InlineData("usage", "--design", "bc92", "--replications", "0")]
    [InlineData("option-not-for-merge", "--merge", "a.json", "--seed", "2")]
    [InlineData("option-not-for-show", "--design", "bc92", "--show-design", "--seed", "2")]
    [InlineData("option-not-for-json", "--design", "bc92", "--format", "md")]
    public void Wrong_use_is_told(string code, params string[] args) =>
        Assert.Equal(code, Run(2, [.. args, "--json"]).Json.GetProperty("error").GetProperty("code").GetString());

    [Fact]
    public void A_missing_piece_is_unfit_data() =>
        Assert.Equal("file-not-found", Run(3, "--merge", At("none.json"), "--json").Json.GetProperty("error").GetProperty("code").GetString());

    private string At(string name) => Path.Combine(_folder, name);

    private static CliRun Run(int expected, params string[] args)
    {
        CliRun run = InProcess.Run(["simulate", .. args]);
        Assert.True(run.ExitCode == expected, $"exit code {run.ExitCode}, not {expected}: {string.Join(' ', args)}\n{run.Error}");
        return run;
    }
}
