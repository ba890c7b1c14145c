using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary><c>gravity test</c> with data: diagnostics of one fit, rivals of two.</summary>
public sealed class DiagnosticTests(BuiltCli cli)
{
    [Fact]
    public void One_fit_and_its_data_give_diagnostics()
    {
        string fit = Save("half-normal", "diagnosed");
        CliRun text = cli.Warm("test", fit, "--data", ReferenceStudy.Panel, "--bootstrap", "19", "--refits", "2");
        Assert.Equal(0, text.ExitCode);
        Assert.Contains("Diagnostics of diagnosed", text.Output, StringComparison.Ordinal);
        Assert.Contains("Influence of rows", text.Output, StringComparison.Ordinal);

        JsonElement json = cli.Warm("test", fit, "--data", ReferenceStudy.Panel, "--bootstrap", "19", "--refits", "2", "--json").Json;
        JsonElement[] tests = [.. json.GetProperty("tests").EnumerateArray()];
        Assert.Equal(10, tests.Length);
        JsonElement distance = tests.Single(t => t.GetProperty("name").GetString() == "fit-kolmogorov-smirnov");
        Assert.Equal(JsonValueKind.Null, distance.GetProperty("p").ValueKind);
        Assert.InRange(distance.GetProperty("bootstrapP").GetDouble(), 0.05, 1);
        JsonElement pearson = tests.Single(t => t.GetProperty("name").GetString() == "fit-pearson");
        Assert.True(pearson.GetProperty("pLow").GetDouble() <= pearson.GetProperty("pHigh").GetDouble());
        JsonElement[] units = [.. json.GetProperty("influence").GetProperty("units").EnumerateArray()];
        Assert.Equal(16, units.Length);
        Assert.Equal(2, units.Count(u => u.TryGetProperty("refit", out _)));
        Assert.True(units[0].GetProperty("refit").GetProperty("potential").GetDouble() > 0);
        Assert.Equal(208, json.GetProperty("influence").GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public void Two_rivals_and_their_data_are_compared_and_nested_fits_are_tested_by_the_ratio()
    {
        string half = Save("half-normal", "half"), exponential = Save("exponential", "exponential-rival"), panel = Save("pitt-lee", "panel-rival"), varying = Save("bc92", "varying");
        JsonElement json = cli.Warm("test", half, exponential, "--data", ReferenceStudy.Panel, "--json").Json;
        Assert.Equal(208, json.GetProperty("units").GetInt32());
        Assert.Equal(
            json.GetProperty("firstLogLikelihood").GetDouble() - json.GetProperty("secondLogLikelihood").GetDouble(), json.GetProperty("logLikelihoodRatio").GetDouble(), 1e-6);
        Assert.Equal(json.GetProperty("vuong").GetProperty("z").GetDouble(), json.GetProperty("vuongBic").GetProperty("z").GetDouble(), 1e-12);
        JsonElement units = cli.Warm("test", half, panel, "--data", ReferenceStudy.Panel, "--json").Json;
        Assert.Equal(16, units.GetProperty("units").GetInt32());
        Assert.True(units.GetProperty("byUnits").GetBoolean());
        Assert.Contains("Rival models", cli.Warm("test", half, exponential, "--data", ReferenceStudy.Panel).Output, StringComparison.Ordinal);
        CliRun nested = cli.Warm("test", panel, varying, "--data", ReferenceStudy.Panel, "--json");
        Assert.Equal([1], nested.Json.GetProperty("degreesOfFreedom").EnumerateArray().Select(v => v.GetInt32()));
        CliRun refused = cli.Warm("test", half, exponential);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--data DATA", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, cli.Warm("test", half, exponential, "--data", ReferenceStudy.Panel, "--bootstrap", "9").ExitCode);
        Assert.Equal(2, cli.Warm("test", half).ExitCode);
    }

    [Fact]
    public void Effects_of_every_row_are_written()
    {
        CliRun run = cli.Warm(["efficiency", .. ReferenceStudy.Fit("bc95").Skip(1), "--inefficiency", "eu + bri_mou", "--effects", "effects.csv"]);
        Assert.Equal(0, run.ExitCode);
        string[] lines = File.ReadAllLines(Path.Combine(cli.Folder, "effects.csv"));
        Assert.Equal("row,unit,time,onMean:eu,onVariance:eu,onEfficiency:eu,onMean:bri_mou,onVariance:bri_mou,onEfficiency:bri_mou", lines[0]);
        Assert.Equal(209, lines.Length);
    }

    private string Save(string model, string name)
    {
        CliRun run = cli.Warm([.. ReferenceStudy.Fit(model), "--save", name + ".json"]);
        Assert.Equal(0, run.ExitCode);
        return name + ".json";
    }
}
