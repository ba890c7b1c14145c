using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary>Laws of u and v and the scaling property by their names, from options to JSON, saved fits and potential.</summary>
public sealed class LawTests(BuiltCli cli)
{
    [Fact]
    public void A_law_with_a_noise_names_both_its_shapes_and_what_the_null_leaves_open()
    {
        CliRun run = cli.Warm(BuiltCli.Fit("panel.csv", "gamma", SmallPanels.Formula, "--noise", "logistic", "--json"));
        // 80 rows: the maximum may lie at σ_v → 0, which is said and marked.
        Assert.Contains(run.ExitCode, new[] { 0, 4 });
        Assert.Equal(("pooled", "gamma", "logistic"), (Text(run.Json, "model"), Text(run.Json, "law"), Text(run.Json, "noise")));
        Assert.Contains("law:ln(shape)", run.Json.GetProperty("covariance").GetProperty("names").EnumerateArray().Select(n => n.GetString()));
        double shape = run.Json.GetProperty("derived").GetProperty("shape").GetDouble();
        double logarithm = run.Json.GetProperty("parameters").EnumerateArray().Single(p => Text(p, "block") == "law").GetProperty("estimate").GetDouble();
        Assert.Equal(Math.Exp(logarithm), shape, 1e-12);
        Assert.True(run.Json.GetProperty("derived").GetProperty("meanU").GetDouble() > 0);
        Assert.Equal(["law:ln(shape)"], run.Json.GetProperty("inefficiencyTest").GetProperty("unidentified").EnumerateArray().Select(n => n.GetString()));
    }

    [Fact]
    public void The_scaling_property_has_its_own_block_and_a_saved_fit_keeps_it()
    {
        string[] fit = BuiltCli.Fit("panel.csv", "rayleigh", SmallPanels.Formula, "--scaling", "--inefficiency", "ln(dist)", "--save", "scaled.json", "--json");
        CliRun run = cli.Warm(fit);
        Assert.Contains(run.ExitCode, new[] { 0, 4 });
        JsonElement parameter = run.Json.GetProperty("parameters").EnumerateArray().Single(p => Text(p, "block") == "inefficiency-scaling");
        Assert.Equal("ln(dist)", Text(parameter, "name"));
        CliRun potential = cli.Warm("potential", "scaled.json", "--data", "panel.csv", "--draws", "50", "--json");
        Assert.Equal(0, potential.ExitCode);
        Assert.Equal(SmallPanels.Rows, potential.Json.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public void Degrees_of_freedom_that_run_to_infinity_are_named()
    {
        CliRun run = cli.Warm(BuiltCli.Fit("panel.csv", "exponential", SmallPanels.Formula, "--noise", "student-t", "--json"));
        Assert.Equal(4, run.ExitCode);
        Assert.Equal("ridge", Text(run.Json, "termination"));
        JsonElement warning = run.Json.GetProperty("warnings").EnumerateArray().Single(w => Text(w, "code") == "ridge-shape-limit");
        Assert.Contains("the noise is normal", Text(warning, "message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bc92 --noise laplace", "bc92 has normal noise")]
    [InlineData("pitt-lee --law gamma", "unknown law of pitt-lee 'gamma'")]
    [InlineData("half-normal --scaling", "--scaling needs the determinants")]
    [InlineData("bc92 --scaling --inefficiency gdp", "--scaling is for pooled laws")]
    [InlineData("half-normal --inefficiency gdp", "or add --scaling")]
    [InlineData("gamma --mean-u gdp", "the gamma law has no mean index")]
    public void What_does_not_belong_together_is_refused(string options, string reason)
    {
        string[] words = options.Split(' ');
        CliRun run = cli.Warm([.. BuiltCli.Fit("panel.csv", words[0], SmallPanels.Formula), .. words[1..]]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_lists_every_law_and_noise_with_citation_and_validation()
    {
        JsonElement json = cli.Warm("models", "--json").Json;
        Assert.Equal(10, json.GetProperty("laws").GetArrayLength());
        Assert.Equal(["normal", "student-t", "laplace", "logistic"], json.GetProperty("noise").EnumerateArray().Select(n => n.GetString()));
        foreach (JsonElement law in json.GetProperty("laws").EnumerateArray().Concat(json.GetProperty("noiseLaws").EnumerateArray()))
            Assert.True(Text(law, "citation").Length > 10 && Text(law, "validation").Length > 10);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
