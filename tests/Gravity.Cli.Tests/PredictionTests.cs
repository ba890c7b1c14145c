using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary><c>gravity potential</c> of regressions, and of several fits side by side.</summary>
public sealed class PredictionTests(BuiltCli cli)
{
    private static readonly string Flows = Path.Combine(ReferenceStudy.Root, "tests", "Gravity.Core.Tests", "Reference", "simulated", "gravity_panel.csv");

    private const string Home = "exporter == \"C01\" && importer in (\"C02\", \"C03\")";

    private string Save(string name, string model, string formula, params string[] more)
    {
        string file = Path.Combine(cli.Folder, name + ".json");
        if (!File.Exists(file))
            Assert.Equal(0, cli.Warm(["fit", Flows, "--model", model, "--formula", formula, "--unit", "exporter,importer", "--time", "year", "--save", file, .. more]).ExitCode);
        return file;
    }

    private string Structural => Save("prediction-structural", "ppml", "trade ~ ln(dist) + contig + rta | exporter^year + importer^year");

    private string Logs => Save("prediction-logs", "ols", "ln(trade) ~ ln(dist) + contig + rta", "--where", "trade > 0");

    [Fact]
    public void A_regression_has_predicted_flows_with_the_keys_of_potential()
    {
        CliRun run = cli.Warm("potential", Structural, "--data", Flows, "--draws", "50", "--by", "year", "--classes", "0.8,1.2", "--json");
        Assert.Equal(0, run.ExitCode);
        JsonElement row = run.Json.GetProperty("rows")[0];
        Assert.Equal(row.GetProperty("actual").GetDouble() / row.GetProperty("potential").GetDouble(), row.GetProperty("ratio").GetDouble(), 1e-9);
        Assert.InRange(row.GetProperty("potential").GetDouble(), row.GetProperty("potentialLow").GetDouble(), row.GetProperty("potentialHigh").GetDouble());
        Assert.NotNull(row.GetProperty("class").GetString());
        JsonElement years = run.Json.GetProperty("totals").EnumerateArray().Single(t => t.GetProperty("by").GetString() == "year");
        Assert.Equal("sums", years.GetProperty("equalByConstruction").GetString());
        Assert.All(years.GetProperty("groups").EnumerateArray(), g => Assert.Equal(0, g.GetProperty("room").GetDouble(), 1e-6));
        Assert.Equal(JsonValueKind.Null, years.GetProperty("groups")[0].GetProperty("rank").ValueKind);
        Assert.Equal(JsonValueKind.Null, run.Json.GetProperty("retransformation").ValueKind);
        Assert.Equal("ppml", run.Json.GetProperty("classes").GetProperty("base").GetString());
        Assert.False(run.Json.TryGetProperty("methods", out _));
    }

    [Fact]
    public void Fits_stand_side_by_side_in_sample_and_out_of_it()
    {
        CliRun run = cli.Warm("potential", Structural, "--data", Flows, "--draws", "30", "--with", Logs, "--out-of-sample", Home, "--retransformation", "lognormal", "--json");
        Assert.Equal(0, run.ExitCode);
        JsonElement methods = run.Json.GetProperty("methods"), held = run.Json.GetProperty("methodsOutOfSample");
        Assert.Equal(["prediction-logs", "prediction-structural"], methods.GetProperty("methods").EnumerateArray().Select(m => m.GetProperty("name").GetString()));
        Assert.Equal("lognormal", methods.GetProperty("methods")[0].GetProperty("retransformation").GetString());
        Assert.Equal(methods.GetProperty("spearman")[0][1].GetDouble(), methods.GetProperty("spearman")[1][0].GetDouble());
        Assert.Equal(Home, held.GetProperty("outOfSample").GetString());
        Assert.Equal(2, held.GetProperty("methods")[1].GetProperty("units").GetArrayLength());
        Assert.True(held.GetProperty("methods")[1].GetProperty("fittedRows").GetInt32() < methods.GetProperty("methods")[1].GetProperty("fittedRows").GetInt32());
        string text = cli.Warm("potential", Structural, "--data", Flows, "--draws", "30", "--by", "year", "--with", Logs, "--out-of-sample", Home).Output;
        Assert.Contains("out of sample", text, StringComparison.Ordinal);
        Assert.Contains("Rank correlations between methods", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_written_as_csv()
    {
        string file = Path.Combine(cli.Folder, "predicted.csv");
        Assert.Equal(0, cli.Warm("potential", Logs, "--data", Flows, "--draws", "20", "--by", "year", "--classes", "0.8,1.2", "--csv", file).ExitCode);
        string[] lines = File.ReadAllLines(file);
        Assert.Equal("row,unit,time,actual,potential,potentialLow,potentialHigh,ratio,ratioLow,ratioHigh,class", lines[0]);
        Assert.Equal(2461, lines.Length);
    }

    [Theory]
    [InlineData("--actual", "trade")]
    [InlineData("--class-base", "te")]
    public void What_a_regression_does_not_have_is_refused(string option, string value)
    {
        string[] classes = option == "--class-base" ? ["--classes", "0.8,1.2"] : [];
        CliRun run = cli.Warm(["potential", Structural, "--data", Flows, option, value, .. classes, "--json"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("not-for-model", run.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public void Rows_that_cannot_be_predicted_are_exit_code_3()
    {
        CliRun run = cli.Warm("potential", Structural, "--data", Flows, "--draws", "20", "--out-of-sample", "exporter == \"C01\"", "--json");
        Assert.Equal(3, run.ExitCode);
        Assert.Equal("no-common-rows", run.Json.GetProperty("error").GetProperty("code").GetString());
        CliRun wrong = cli.Warm("potential", Structural, "--data", Flows, "--out-of-sample", "exportr == \"C01\"");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("exporter", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(2, cli.Warm("potential", ReferenceStudy.Panel, "--model", "bc92", "--formula", "ln(exports_usd_mn) ~ ln(gdp_partner_usd_mn)", "--unit", "iso3", "--time", "year", "--retransformation", "none").ExitCode);
    }
}
