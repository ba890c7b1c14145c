using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary>Bad input through the built program: a sentence with place and remedy, the exit code, the rows, and no file left behind.</summary>
public sealed class BadInputTests(BuiltCli cli)
{
    [Theory]
    [InlineData("panle.csv", "bc92", 3, "file-not-found", "there is no file 'panle.csv'; did you mean 'panel.csv'", new int[0])]
    [InlineData("empty.csv", "bc92", 3, "empty-file", "empty.csv is empty", new int[0])]
    [InlineData("header.csv", "bc92", 3, "no-rows", "no rows", new int[0])]
    [InlineData("text.csv", "bc92", 3, "text-in-numbers", "column 'gdp' has text in row 7 ('n/a')", new[] { 7 })]
    [InlineData("text.csv", "bc92", 3, "text-in-numbers", "--missing", new[] { 7 })]
    [InlineData("zero.csv", "bc92", 3, "log-of-nonpositive", "(rows 5, 10); ln(exports) needs > 0: drop them with --where \"exports > 0\"", new[] { 5, 10 })]
    [InlineData("one-unit.csv", "pitt-lee", 3, "one-unit", "one unit ('U0')", new int[0])]
    [InlineData("one-unit.csv", "schmidt-sickles-re", 3, "one-unit", "--unit", new int[0])]
    [InlineData("one-period.csv", "bc92", 3, "one-period", "one period (2000)", new int[0])]
    [InlineData("duplicate.csv", "bc92", 3, "duplicate-rows", "U0 2000: rows 1, 4", new[] { 1, 4 })]
    [InlineData("all-missing.csv", "half-normal", 3, "no-rows-left", "missing value in 'dist'", new int[0])]
    [InlineData("infinite.csv", "half-normal", 3, "infinite-value", "column 'gdp' of infinite.csv has 1 infinite value (row 6)", new[] { 6 })]
    public void Refused(string data, string model, int exitCode, string code, string sentence, int[] rows) =>
        Refuses(BuiltCli.Fit(data, model), exitCode, code, sentence, rows);

    [Fact]
    public void Unknown_columns_get_the_nearest_names() =>
        Refuses(BuiltCli.Fit("panel.csv", "bc92", "ln(export) ~ ln(gdp)"), 2, "unknown-column", "panel.csv has no column 'export'; did you mean 'exports'?", []);

    [Fact]
    public void A_level_of_1e300_is_named_and_its_logarithm_is_welcome()
    {
        Refuses(BuiltCli.Fit("huge.csv", "half-normal", "ln(exports) ~ gdp + ln(dist)"), 3, "extreme-values", "beyond 1e140 (row 2)", [2]);
        CliRun logs = cli.Run(BuiltCli.Fit("huge.csv", "half-normal", SmallPanels.Formula, "--json"));
        Assert.Equal(0, logs.ExitCode);
        Assert.True(double.IsFinite(logs.Json.GetProperty("logLikelihood").GetDouble()));
    }

    [Fact]
    public void A_constant_regressor_is_left_out_with_a_warning_and_an_error_under_strict()
    {
        string[] args = BuiltCli.Fit("constant.csv", "half-normal", SmallPanels.Formula, "--json");
        CliRun run = cli.Run(args);
        Assert.Equal(0, run.ExitCode);
        JsonElement warning = run.Json.GetProperty("warnings").EnumerateArray().First(w => w.GetProperty("code").GetString() == "collinear-column");
        Assert.Contains("'ln(dist)' (frontier) was left out", warning.GetProperty("message").GetString(), StringComparison.Ordinal);

        CliRun strict = cli.Run([.. args, "--strict", "--save", "strict/fit.json"]);
        Assert.Equal(3, strict.ExitCode);
        Assert.Contains("--strict: collinear-column", strict.Error, StringComparison.Ordinal);
        Assert.Equal(run.Json.GetProperty("logLikelihood").GetRawText(), strict.Json.GetProperty("logLikelihood").GetRawText());
        Assert.False(Directory.Exists(Path.Combine(cli.Folder, "strict")));
    }

    [Fact]
    public void Wrong_skewness_ends_at_least_squares_and_says_so()
    {
        CliRun run = cli.Run(BuiltCli.Fit("wrong-skewness.csv", "half-normal", SmallPanels.Formula, "--json"));
        CliRun ols = cli.Run(BuiltCli.Fit("wrong-skewness.csv", "ols", SmallPanels.Formula, "--json"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("boundary", run.Json.GetProperty("termination").GetString());
        string?[] codes = [.. run.Json.GetProperty("warnings").EnumerateArray().Select(w => w.GetProperty("code").GetString())];
        Assert.Contains("wrong-skewness", codes);
        Assert.Contains("boundary-sigma-u", codes);
        double[] frontier = [.. Estimates(run.Json).Take(3)];
        double[] line = [.. Estimates(ols.Json).Take(3)];
        for (int j = 0; j < 3; j++)
            Assert.Equal(line[j], frontier[j], 1e-9 * Math.Abs(line[j]));
        Assert.Equal(1, run.Json.GetProperty("meanEfficiency").GetDouble(), 1e-9);
        JsonElement logVariance = run.Json.GetProperty("parameters").EnumerateArray()
            .First(p => p.GetProperty("block").GetString() == "inefficiency-variance");
        Assert.Equal(JsonValueKind.Null, logVariance.GetProperty("estimate").ValueKind);
    }

    [Fact]
    public void Missing_cells_are_dropped_and_counted()
    {
        CliRun run = cli.Run(BuiltCli.Fit("nan.csv", "half-normal", SmallPanels.Formula, "--json"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(SmallPanels.Rows - 3, run.Json.GetProperty("observations").GetInt32());
        JsonElement dropped = Assert.Single(run.Json.GetProperty("dropped").EnumerateArray());
        Assert.Equal("missing value in 'gdp'", dropped.GetProperty("reason").GetString());
        Assert.Equal(3, dropped.GetProperty("rows").GetInt32());
        Assert.Equal([3, 4, 9, 9], dropped.GetProperty("rowRanges").EnumerateArray().Select(v => v.GetInt32()));
    }

    [Fact]
    public void The_remedies_that_messages_name_work()
    {
        Assert.Equal(0, cli.Run(BuiltCli.Fit("zero.csv", "half-normal", SmallPanels.Formula, "--where", "exports > 0")).ExitCode);
        Assert.Equal(0, cli.Run(BuiltCli.Fit("text.csv", "half-normal", SmallPanels.Formula, "--missing", "n/a")).ExitCode);
    }

    private static IEnumerable<double> Estimates(JsonElement fit) =>
        fit.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("estimate")).Where(e => e.ValueKind == JsonValueKind.Number).Select(e => e.GetDouble());

    private void Refuses(string[] args, int exitCode, string code, string sentence, int[] rows)
    {
        string folder = $"refused-{Guid.NewGuid():N}";
        CliRun run = cli.Run([.. args, "--json", "--save", folder + "/fit.json"]);
        Assert.Equal(exitCode, run.ExitCode);
        JsonElement error = run.Json.GetProperty("error");
        Assert.Equal(1, run.Json.GetProperty("schema").GetInt32());
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Contains(sentence, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(rows, error.GetProperty("rows").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal($"gravity: {error.GetProperty("message").GetString()}", run.Error.TrimEnd());
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(cli.Folder, folder)));
    }
}
