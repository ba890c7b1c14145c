using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary>Names, keys and exit codes that other programs rely on, through the built program.</summary>
public sealed class ContractTests(BuiltCli cli)
{
    private static readonly string[] FitKeys =
    [
        "schema", "model", "law", "noise", "side", "formula", "observations", "units", "dropped", "logLikelihood", "olsLogLikelihood", "aic",
        "bic", "converged", "termination", "iterations", "gradientNorm", "seconds", "parameters", "derived", "derivedStandardErrors",
        "inefficiencyTest", "meanEfficiency", "covariance", "warnings", "dataSha256", "seed",
    ];

    [Theory]
    [InlineData("bc92")]
    [InlineData("half-normal")]
    [InlineData("ols")]
    [InlineData("schmidt-sickles-fe")]
    public void Fit_has_the_keys_in_their_order(string model)
    {
        CliRun run = cli.Run(BuiltCli.Fit("panel.csv", model, SmallPanels.Formula, "--json"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(FitKeys, run.Json.EnumerateObject().Select(p => p.Name).Take(FitKeys.Length));
        foreach (JsonElement parameter in run.Json.GetProperty("parameters").EnumerateArray())
            Assert.Equal(["block", "name", "estimate", "standardError", "z", "p", "low", "high"], Keys(parameter).Take(8));
        Assert.Equal(["names", "values", "kind"], Keys(run.Json.GetProperty("covariance")).Take(3));
        int order = run.Json.GetProperty("parameters").GetArrayLength();
        Assert.All(run.Json.GetProperty("covariance").GetProperty("values").EnumerateArray(), row => Assert.Equal(order, row.GetArrayLength()));
        Assert.Equal(64, run.Json.GetProperty("dataSha256").GetString()!.Length);
    }

    [Fact]
    public void Inefficiency_test_names_the_mixture()
    {
        JsonElement test = cli.Run(BuiltCli.Fit("panel.csv", "bc92", SmallPanels.Formula, "--json")).Json.GetProperty("inefficiencyTest");
        Assert.Equal("mixed chi-square", test.GetProperty("reference").GetString());
        Assert.Equal([1, 2], test.GetProperty("degreesOfFreedom").EnumerateArray().Select(v => v.GetInt32()));
    }

    [Fact]
    public void Efficiency_of_a_saved_fit_is_that_of_a_fresh_one()
    {
        Assert.Equal(0, cli.Run(BuiltCli.Fit("panel.csv", "bc92", SmallPanels.Formula, "--save", "efficiency-fit.json")).ExitCode);
        CliRun saved = cli.Run("efficiency", "efficiency-fit.json", "--data", "panel.csv", "--json", "--csv", "efficiency.csv");
        CliRun fresh = cli.Run(["efficiency", .. BuiltCli.Fit("panel.csv", "bc92")[1..], "--json"]);
        Assert.Equal(0, saved.ExitCode);
        Assert.Equal(fresh.Output, saved.Output);
        JsonElement[] rows = [.. saved.Json.GetProperty("rows").EnumerateArray()];
        Assert.Equal(SmallPanels.Rows, rows.Length);
        Assert.Equal(["row", "unit", "time", "te", "teLow", "teHigh", "jlms", "u", "residual", "fitted"], Keys(rows[0]).Take(10));
        Assert.Equal(rows.Average(r => r.GetProperty("te").GetDouble()), saved.Json.GetProperty("mean").GetDouble(), 1e-14);
        string[] csv = File.ReadAllLines(Path.Combine(cli.Folder, "efficiency.csv"));
        Assert.Equal(SmallPanels.Rows + 1, csv.Length);
        Assert.Equal("row,unit,time,te,teLow,teHigh,jlms,u,residual,fitted,mode,rank,rankInPeriod", csv[0]);
        Assert.Equal(rows[5].GetProperty("te").GetDouble(), double.Parse(csv[6].Split(',')[3], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Potential_has_intervals_for_every_quantity_and_totals_that_add_up()
    {
        string[] args = ["potential", .. BuiltCli.Fit("panel.csv", "bc92")[1..], "--by", "id,year", "--classes", "0.8,1.2", "--draws", "200", "--json"];
        CliRun run = cli.Run(args);
        Assert.Equal(0, run.ExitCode);
        JsonElement[] rows = [.. run.Json.GetProperty("rows").EnumerateArray()];
        string[] quantities = ["te", "potential", "frontier", "frontierMean", "expected", "gap", "room", "rank"];
        Assert.Equal(["row", "unit", "time", "actual", .. quantities.SelectMany(q => new[] { q, q + "Low", q + "High" })], Keys(rows[0]).Take(28));
        foreach (JsonElement row in rows)
        {
            double actual = row.GetProperty("actual").GetDouble(), potential = row.GetProperty("potential").GetDouble();
            Assert.Equal(actual / row.GetProperty("te").GetDouble(), potential, 1e-12 * potential);
            Assert.Equal(potential / actual - 1, row.GetProperty("room").GetDouble(), 1e-10);
            Assert.InRange(row.GetProperty("expected").GetDouble(), potential, double.MaxValue);
        }
        JsonElement[] totals = [.. run.Json.GetProperty("totals").EnumerateArray()];
        Assert.Equal(["all", "id", "year"], totals.Select(t => t.GetProperty("by").GetString()));
        Assert.Equal(10, totals[1].GetProperty("groups").GetArrayLength());
        double sum = rows.Sum(r => r.GetProperty("potential").GetDouble());
        Assert.Equal(sum, totals[1].GetProperty("groups").EnumerateArray().Sum(g => g.GetProperty("potential").GetDouble()), 1e-9 * sum);
        Assert.Equal(rows.Length, run.Json.GetProperty("classes").GetProperty("classes").EnumerateArray().Sum(c => c.GetProperty("rows").GetInt32()));
        Assert.Equal(run.Output, cli.Run([.. args, "--threads", "1"]).Output);
    }

    [Theory]
    [InlineData("--threads", "1", "--threads", "2")]
    [InlineData("--seed", "7", "--seed", "7")]
    public void Bootstrap_has_the_same_bits_on_any_threads_and_for_a_seed(string option, string first, string again, string second)
    {
        string[] args = BuiltCli.Fit("panel.csv", "half-normal", SmallPanels.Formula, "--vce", "bootstrap:60", "--json");
        CliRun one = cli.Run([.. args, option, first]);
        CliRun two = cli.Run([.. args, again, second]);
        Assert.Equal(0, one.ExitCode);
        Assert.Equal(WithoutClock(one.Output), WithoutClock(two.Output));
        Assert.Equal(1 + (option == "--seed" ? 6 : 0), one.Json.GetProperty("seed").GetInt64());
        // Another seed gives other errors: the equality above is not that of a constant.
        Assert.NotEqual(WithoutClock(one.Output), WithoutClock(cli.Run([.. args, "--seed", "8"]).Output));
    }

    [Fact]
    public void No_convergence_is_exit_code_4_with_the_result_printed_and_marked()
    {
        // exp(-u) of the exponential law: the truncated normal runs down its ridge.
        CliRun run = cli.Run(BuiltCli.Fit("panel.csv", "truncated-normal", SmallPanels.Formula, "--json", "--starts", "1", "--optimizer", "bhhh"));
        bool converged = run.Json.GetProperty("converged").GetBoolean();
        Assert.Equal(converged ? 0 : 4, run.ExitCode);
        CliRun ridge = cli.Run([.. ReferenceStudy.Fit("bc92"), "--law", "truncated-normal", "--json"]);
        Assert.Equal(4, ridge.ExitCode);
        Assert.False(ridge.Json.GetProperty("converged").GetBoolean());
        Assert.Equal("ridge", ridge.Json.GetProperty("termination").GetString());
        Assert.Equal(-27.0878, ridge.Json.GetProperty("limit").GetProperty("logLikelihood").GetDouble(), 1e-4);
        Assert.Contains("no finite maximum", ridge.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reference_study_has_its_numbers()
    {
        CliRun run = cli.Run([.. ReferenceStudy.Fit("bc92"), "--json"]);
        Assert.Equal(208, run.Json.GetProperty("observations").GetInt32());
        Assert.Equal(16, run.Json.GetProperty("units").GetInt32());
        Assert.Equal(-28.87348, run.Json.GetProperty("logLikelihood").GetDouble(), 5e-6);
        Assert.Equal(-141.44254, run.Json.GetProperty("olsLogLikelihood").GetDouble(), 5e-6);
    }

    [Theory]
    [InlineData("panel.csv")]
    [InlineData("panel.csv.gz")]
    public void Standard_input_reads_as_the_file(string file)
    {
        CliRun direct = cli.Run(BuiltCli.Fit(file, "half-normal", SmallPanels.Formula, "--json"));
        CliRun piped = cli.Run(BuiltCli.Fit("-", "half-normal", SmallPanels.Formula, "--json"), File.ReadAllBytes(Path.Combine(cli.Folder, file)));
        Assert.Equal(0, piped.ExitCode);
        Assert.Equal(WithoutClock(direct.Output), WithoutClock(piped.Output));
        Assert.Equal(
            cli.Run(BuiltCli.Fit("panel.csv", "half-normal", SmallPanels.Formula, "--json")).Json.GetProperty("logLikelihood").GetRawText(),
            piped.Json.GetProperty("logLikelihood").GetRawText());
    }

    [Fact]
    public void A_machine_with_a_decimal_comma_changes_nothing()
    {
        string[] args = BuiltCli.Fit("panel.csv", "half-normal", SmallPanels.Formula, "--level", "97.5");
        CliRun plain = cli.Run(args, null, null, ("LC_ALL", "C"));
        CliRun german = cli.Run(args, null, null, ("LC_ALL", "de_DE.UTF-8"), ("LANG", "de_DE.UTF-8"));
        Assert.Equal(0, german.ExitCode);
        Assert.Contains("97.5%", german.Output, StringComparison.Ordinal);
        Assert.Equal(plain.Output, german.Output);
    }

    [Fact]
    public void A_file_with_decimal_commas_gives_the_same_numbers()
    {
        CliRun plain = cli.Run(BuiltCli.Fit("panel.csv", "half-normal", SmallPanels.Formula, "--json"));
        CliRun comma = cli.Run(BuiltCli.Fit("comma.csv", "half-normal", SmallPanels.Formula, "--decimal-comma", "--save", "comma.json", "--json"));
        Assert.Equal(plain.Json.GetProperty("covariance").GetRawText(), comma.Json.GetProperty("covariance").GetRawText());
        // How the file was read is kept with the fit.
        Assert.Equal(0, cli.Run("efficiency", "comma.json", "--data", "comma.csv").ExitCode);
    }

    [Fact]
    public void Nothing_but_the_result_is_on_standard_output_and_nothing_on_standard_error()
    {
        CliRun run = cli.Run(BuiltCli.Fit("panel.csv", "half-normal", SmallPanels.Formula, "--vce", "bootstrap:200"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.DoesNotContain('\r', run.Output);
    }

    [Fact]
    public void Saved_bytes_are_the_printed_ones()
    {
        CliRun run = cli.Run(BuiltCli.Fit("panel.csv", "half-normal", SmallPanels.Formula, "--save", "saved.json", "--json"));
        Assert.Equal(run.Output, Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(cli.Folder, "saved.json"))));
    }

    private static IEnumerable<string> Keys(JsonElement element) => element.EnumerateObject().Select(p => p.Name);

    private static string WithoutClock(string json) =>
        string.Join('\n', json.Split('\n').Where(line => !line.TrimStart().StartsWith("\"seconds\"", StringComparison.Ordinal)));
}
