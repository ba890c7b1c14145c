using System.Globalization;
using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary>Weights, fixed parameters, constraints, profile intervals and the certificate through the command line.</summary>
public sealed class InferenceTests(BuiltCli cli)
{
    private static readonly string[] Panel = ["--unit", "id", "--time", "year"];

    [Fact]
    public void A_held_path_is_constant_inefficiency_and_the_test_knows_it()
    {
        JsonElement held = cli.Warm(["fit", "panel.csv", "--formula", SmallPanels.Formula, "--model", "bc92", .. Panel, "--fix", "eta=0", "--save", "held.json", "--json"]).Json;
        JsonElement constant = Fit("--model", "pitt-lee");
        cli.Warm(["fit", "panel.csv", "--formula", SmallPanels.Formula, "--model", "bc92", .. Panel, "--save", "moving.json"]);
        Assert.Equal(Number(constant, "logLikelihood"), Number(held, "logLikelihood"), 1e-8);
        Assert.Equal(Number(constant, "aic"), Number(held, "aic"), 1e-7);
        JsonElement eta = held.GetProperty("parameters").EnumerateArray().Last();
        Assert.True(eta.GetProperty("fixed").GetBoolean());
        Assert.Equal(JsonValueKind.Null, eta.GetProperty("standardError").ValueKind);
        Assert.Equal("time:eta = 0", Assert.Single(held.GetProperty("constraints").EnumerateArray()).GetString());
        JsonElement test = cli.Warm("test", "held.json", "moving.json", "--json").Json;
        Assert.Equal([1], test.GetProperty("degreesOfFreedom").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal("held", test.GetProperty("restricted").GetString());
    }

    [Fact]
    public void Constraints_hold_and_are_printed()
    {
        JsonElement fit = Fit("--model", "half-normal", "--constraint", "ln(gdp) + ln(dist) = 0.25", "--constraint", "noise-variance:(Intercept) = inefficiency-variance:(Intercept)");
        double[] estimates = [.. fit.GetProperty("parameters").EnumerateArray().Select(p => Number(p, "estimate"))];
        Assert.Equal(0.25, estimates[1] + estimates[2], 1e-12);
        Assert.Equal(estimates[3], estimates[4], 1e-12);
        Assert.Equal(0.5, Number(fit.GetProperty("derived"), "gamma"), 1e-12);
        CliRun printed = Run("--model", "ols", "--constraint", "ln(gdp) = 1");
        Assert.Contains("Held: frontier:ln(gdp) = 1.", printed.Output, StringComparison.Ordinal);
        Assert.Contains("fixed", printed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("constraint-unknown-parameter", "--fix", "gdp=1")]
    [InlineData("constraint-syntax", "--fix", "ln(gdp)")]
    [InlineData("constraints-contradict", "--fix", "ln(gdp)=1", "--constraint", "2*ln(gdp) = 3")]
    [InlineData("constraint-redundant", "--fix", "ln(gdp)=1", "--fix", "ln(gdp)=1")]
    [InlineData("weights-syntax", "--weights", "gdp:much")]
    [InlineData("intervals-not-for-errors", "--intervals", "profile", "--vce", "robust")]
    public void Slips_have_their_code(string code, params string[] options)
    {
        CliRun run = Run(["--model", "half-normal", .. options, "--json"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(code, run.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public void Weights_are_said_and_zero_rows_counted()
    {
        string[] lines = File.ReadAllLines(Path.Combine(cli.Folder, "panel.csv"));
        File.WriteAllLines(Path.Combine(cli.Folder, "weighted.csv"), lines.Select((l, i) => l + (i == 0 ? ",n" : FormattableString.Invariant($",{i % 3}"))));
        File.WriteAllLines(
            Path.Combine(cli.Folder, "repeated.csv"), lines.SelectMany((l, i) => Enumerable.Repeat(l, i == 0 ? 1 : i % 3)));
        JsonElement weighted = Of("weighted.csv", "--weights", "n"), repeated = Of("repeated.csv");
        foreach (string key in new[] { "observations", "logLikelihood", "aic", "bic", "meanEfficiency" })
            Assert.Equal(Number(repeated, key), Number(weighted, key), 1e-6);
        double[] Errors(JsonElement fit) => [.. fit.GetProperty("parameters").EnumerateArray().Select(p => Number(p, "standardError"))];
        foreach ((double left, double right) in Errors(weighted).Zip(Errors(repeated)))
            Assert.Equal(right, left, 1e-6);
        JsonElement weights = weighted.GetProperty("weights");
        Assert.Equal(("n", "frequency"), (weights.GetProperty("column").GetString(), weights.GetProperty("kind").GetString()));
        Assert.Equal(Number(repeated, "observations"), Number(weights, "sum"));
        Assert.Contains(weighted.GetProperty("dropped").EnumerateArray(), d => d.GetProperty("reason").GetString() == "weight 0 in 'n'");
        CliRun sampling = cli.Warm(["fit", "weighted.csv", "--formula", SmallPanels.Formula, "--model", "half-normal", "--weights", "n:sampling", "--small-sample", "none"]);
        Assert.Contains("sampling-weights", sampling.Output, StringComparison.Ordinal);
        Assert.Contains("n: sampling", sampling.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("AIC  ", sampling.Output, StringComparison.Ordinal);
        Assert.Equal(3, cli.Warm(["fit", "weighted.csv", "--formula", SmallPanels.Formula, "--model", "pitt-lee", .. Panel, "--weights", "n"]).ExitCode);

        JsonElement Of(string file, params string[] more) =>
            cli.Warm(["fit", file, "--formula", SmallPanels.Formula, "--model", "half-normal", "--vce", "robust", .. more, "--json"]).Json;
    }

    [Fact]
    public void Profiles_and_the_certificate_are_in_print_and_json()
    {
        JsonElement fit = Fit("--model", "bc92", "--intervals", "profile");
        Assert.Equal("profile", fit.GetProperty("intervals").GetString());
        Assert.True(Number(fit.GetProperty("derivedIntervals").GetProperty("gamma"), "low") < Number(fit.GetProperty("derived"), "gamma"));
        JsonElement certificate = fit.GetProperty("certificate");
        Assert.True(Number(certificate, "newtonDecrement") < 1e-7);
        Assert.Equal(
            ["varianceRatio", "noiseRatio", "gamma"], certificate.GetProperty("boundaries").EnumerateArray().Select(b => b.GetProperty("name").GetString()));
        CliRun brief = Run("--model", "bc92", "--intervals", "profile");
        Assert.Contains("Certificate: largest gradient component", brief.Output, StringComparison.Ordinal);
        Assert.Contains("(profile likelihood)", brief.Output.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        CliRun full = Run("--model", "bc92", "--verbose");
        Assert.Contains("Certificate of convergence", full.Output, StringComparison.Ordinal);
        Assert.Contains("Newton decrement √(g'(−H)⁻¹g)", full.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--weights", "gdp")]
    [InlineData("--fix", "ln(gdp)=1")]
    [InlineData("--constraint", "ln(gdp) = 1")]
    [InlineData("--intervals", "profile")]
    public void Unit_effects_take_none_of_it(string option, string value)
    {
        CliRun run = Run("--model", "schmidt-sickles-fe", option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("does not apply", run.Error, StringComparison.Ordinal);
    }

    private CliRun Run(params string[] options) => cli.Warm(["fit", "panel.csv", "--formula", SmallPanels.Formula, .. Panel, .. options]);

    private JsonElement Fit(params string[] options) => Run([.. options, "--json"]).Json;

    private static double Number(JsonElement element, string name) => double.Parse(element.GetProperty(name).GetRawText(), CultureInfo.InvariantCulture);
}
