using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary>Flows in levels with their zeros through the command line: estimates, efficiency and potential as JSON, a study, and slips.</summary>
public sealed class ZeroFlowTests(BuiltCli cli)
{
    private static readonly string Panel = Path.Combine(ReferenceStudy.Root, "data", "simulated-zeros", "panel.csv");

    private const string Terms = "ln(gdp_o) + ln(gdp_d) + ln(dist) + contig";

    [Fact]
    public void A_Poisson_frontier_has_the_keys_of_every_frontier()
    {
        JsonElement fit = Fit("--save", "poisson.json", "--json").Json;
        Assert.Equal(("poisson-half-normal", "half-normal", "poisson"), (Text(fit, "model"), Text(fit, "law"), Text(fit, "noise")));
        Assert.Equal(1260, fit.GetProperty("observations").GetInt32());
        Assert.Equal(JsonValueKind.Null, fit.GetProperty("olsLogLikelihood").ValueKind);
        Assert.Equal([0, 1], fit.GetProperty("inefficiencyTest").GetProperty("degreesOfFreedom").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal(["unit-of-trade", "fractional-flows"], fit.GetProperty("warnings").EnumerateArray().Select(w => Text(w, "code")));
        JsonElement[] rows = [.. cli.Warm("efficiency", "poisson.json", "--data", Panel, "--json").Json.GetProperty("rows").EnumerateArray()];
        Assert.Equal(1260, rows.Length);
        Assert.Equal(702, rows.Count(row => row.GetProperty("residual").ValueKind == JsonValueKind.Null));
        Assert.All(rows, row => Assert.InRange(row.GetProperty("te").GetDouble(), 0, 1));
        JsonElement potential = cli.Warm("potential", "poisson.json", "--data", Panel, "--draws", "40", "--json").Json;
        JsonElement[] zeros = [.. potential.GetProperty("rows").EnumerateArray().Where(row => row.GetProperty("actual").GetDouble() == 0)];
        Assert.Equal(702, zeros.Length);
        Assert.All(zeros, row =>
        {
            Assert.Equal(row.GetProperty("frontier").GetDouble(), row.GetProperty("potential").GetDouble());
            Assert.Equal(JsonValueKind.Null, row.GetProperty("room").ValueKind);
        });
        Assert.Contains("potential-zero-flows", potential.GetProperty("warnings").EnumerateArray().Select(w => Text(w, "code")));
    }

    [Fact]
    public void Poisson_regression_is_the_model_without_inefficiency()
    {
        JsonElement frontier = Fit("--save", "with.json", "--json").Json;
        JsonElement ppml = cli.Warm("fit", Panel, "--model", "ppml", "--formula", "trade_usd_mn ~ " + Terms, "--save", "without.json", "--json").Json;
        JsonElement test = cli.Warm("test", "without.json", "with.json", "--json").Json;
        double statistic = frontier.GetProperty("inefficiencyTest").GetProperty("statistic").GetDouble();
        Assert.Equal(statistic, test.GetProperty("statistic").GetDouble(), 1e-6 * statistic);
        Assert.Equal([0, 1], test.GetProperty("degreesOfFreedom").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal("without", Text(test, "restricted"));
        Assert.Equal(ppml.GetProperty("logLikelihood").GetDouble(), frontier.GetProperty("logLikelihood").GetDouble() - 0.5 * statistic, 1e-6);
        Assert.Equal(2, cli.Warm("fit", Panel, "--model", "ols", "--formula", "trade_usd_mn ~ " + Terms, "--save", "levels.json").ExitCode + cli.Warm("test", "levels.json", "with.json").ExitCode);
    }

    [Fact]
    public void Classes_are_of_the_flow_over_the_prediction_of_Poisson_regression()
    {
        Fit("--save", "classes.json");
        CliRun run = cli.Warm("potential", "classes.json", "--data", Panel, "--draws", "20", "--classes", "0.8,1.2", "--json");
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void A_study_takes_it_as_its_headline()
    {
        string folder = Directory.CreateDirectory(Path.Combine(cli.Folder, "zeros-study")).FullName;
        File.Copy(Panel, Path.Combine(folder, "panel.csv"), overwrite: true);
        File.WriteAllText(Path.Combine(folder, "study.yaml"),
            $"""
            study: Zeros
            data: {"{"} file: panel.csv, unit: [exporter, importer] {"}"}
            models:
              poisson: {"{"} model: poisson-half-normal, formula: "trade_usd_mn ~ {Terms}" {"}"}
              effects: {"{"} model: poisson-half-normal, formula: "trade_usd_mn ~ ln(dist) + contig", absorb: [exporter, importer] {"}"}
              positive: {"{"} model: half-normal, formula: "ln(trade_usd_mn) ~ {Terms}", where: trade_usd_mn > 0 {"}"}
            headline: poisson
            potential: {"{"} draws: 10 {"}"}
            output: {"{"} folder: results, tables: [text], charts: [svg] {"}"}
            """);
        CliRun run = cli.Warm("run", folder, "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("poisson", Text(run.Json.GetProperty("models").GetProperty("poisson"), "noise"));
        Assert.Equal(2, run.Json.GetProperty("models").GetProperty("effects").GetProperty("absorbed").GetArrayLength());
    }

    /// <summary>Absorbed effects from the command line: rows that they take up, saved and read back, and with the same efficiency in both.</summary>
    [Fact]
    public void Effects_are_absorbed_and_read_back()
    {
        JsonElement fit = cli.Warm(
            "fit", Panel, "--model", "poisson-half-normal", "--formula", "trade_usd_mn ~ ln(dist) + contig | exporter + importer", "--vce", "cluster:exporter", "--save", "effects.json",
            "--json").Json;
        Assert.Equal(["exporter", "importer"], fit.GetProperty("absorbed").EnumerateArray().Select(e => Text(e, "effect")));
        Assert.True(fit.GetProperty("converged").GetBoolean());
        Assert.Contains("unit-of-trade", fit.GetProperty("warnings").EnumerateArray().Select(w => Text(w, "code")));
        JsonElement ppml = cli.Warm("fit", Panel, "--model", "ppml", "--formula", "trade_usd_mn ~ ln(dist) + contig | exporter + importer", "--save", "mean.json", "--json").Json;
        double statistic = fit.GetProperty("inefficiencyTest").GetProperty("statistic").GetDouble();
        Assert.Equal(ppml.GetProperty("logLikelihood").GetDouble(), fit.GetProperty("logLikelihood").GetDouble() - 0.5 * statistic, 1e-6);
        Assert.Equal(ppml.GetProperty("observations").GetInt32(), fit.GetProperty("observations").GetInt32());
        JsonElement test = cli.Warm("test", "mean.json", "effects.json", "--json").Json;
        Assert.Equal(statistic, test.GetProperty("statistic").GetDouble(), 1e-6 * statistic);
        JsonElement[] rows = [.. cli.Warm("efficiency", "effects.json", "--data", Panel, "--json").Json.GetProperty("rows").EnumerateArray()];
        Assert.Equal(fit.GetProperty("observations").GetInt32(), rows.Length);
        Assert.Equal(fit.GetProperty("meanEfficiency").GetDouble(), rows.Average(row => row.GetProperty("te").GetDouble()), 1e-9);
        CliRun potential = cli.Warm("potential", "effects.json", "--data", Panel, "--draws", "30", "--json");
        Assert.True(potential.ExitCode == 0, potential.Error);
        Assert.All(potential.Json.GetProperty("rows").EnumerateArray(), row => Assert.True(row.GetProperty("potential").GetDouble() > 0));
    }

    [Theory]
    [InlineData(2, "log-response", "ln(trade_usd_mn) ~ contig")]
    [InlineData(3, "negative-flow", "I(trade_usd_mn - 1) ~ contig")]
    [InlineData(3, "no-columns-left", "trade_usd_mn ~ ln(gdp_o) | exporter")]
    public void Slips_have_their_code_and_exit(int exit, string code, string formula)
    {
        CliRun run = cli.Warm("fit", Panel, "--model", "poisson-half-normal", "--formula", formula, "--json");
        Assert.Equal((exit, code), (run.ExitCode, run.Json.GetProperty("error").GetProperty("code").GetString()));
    }

    private CliRun Fit(params string[] options) => cli.Warm(["fit", Panel, "--model", "poisson-half-normal", "--formula", "trade_usd_mn ~ " + Terms, .. options]);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
