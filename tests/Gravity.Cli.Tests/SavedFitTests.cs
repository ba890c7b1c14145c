using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary>What commands do with saved fits, through the built program.</summary>
public sealed class SavedFitTests(BuiltCli cli)
{
    [Fact]
    public void Nested_fits_are_tested_with_the_law_of_their_restrictions()
    {
        string ols = Save("ols"), constant = Save("pitt-lee"), varying = Save("bc92");
        double[] logLikelihoods = [.. new[] { ols, constant, varying }.Select(LogLikelihood)];

        JsonElement interior = cli.Run("test", varying, constant, "--json").Json;
        Assert.Equal(2 * (logLikelihoods[2] - logLikelihoods[1]), interior.GetProperty("statistic").GetDouble(), 1e-9);
        Assert.Equal([1], interior.GetProperty("degreesOfFreedom").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal("χ²(1)", interior.GetProperty("reference").GetString());
        Assert.Equal("bc92", interior.GetProperty("unrestricted").GetString());

        JsonElement boundary = cli.Run("test", ols, varying, "--json").Json;
        Assert.Equal([1, 2], boundary.GetProperty("degreesOfFreedom").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal("½χ²(1) + ½χ²(2)", boundary.GetProperty("reference").GetString());
        JsonElement fitted = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(cli.Folder, varying))).RootElement.GetProperty("inefficiencyTest");
        Assert.Equal(fitted.GetProperty("p").GetDouble(), boundary.GetProperty("p").GetDouble(), 1e-12);
        Assert.Equal(fitted.GetProperty("statistic").GetDouble(), boundary.GetProperty("statistic").GetDouble(), 1e-9);
    }

    [Fact]
    public void Fits_of_other_rows_or_not_nested_are_refused()
    {
        string all = Save("bc92", "all"), fewer = Save("pitt-lee", "fewer", "--where", "year >= 2001");
        CliRun rows = cli.Run("test", all, fewer);
        Assert.Equal(2, rows.ExitCode);
        Assert.Contains("a likelihood ratio needs the same rows: 'fewer' has 70, 'all' 80; they differ in 10", rows.Error, StringComparison.Ordinal);
        CliRun laws = cli.Run("test", all, Save("exponential"));
        Assert.Equal(2, laws.ExitCode);
        Assert.Contains("pooled is no special case of bc92", laws.Error, StringComparison.Ordinal);
        CliRun regressors = cli.Run("test", Save("half-normal", "short", formula: "ln(exports) ~ ln(gdp)"), Save("ols", "long"));
        Assert.Equal(2, regressors.ExitCode);
        string other = Save("pitt-lee", "other", data: "nan.csv");
        Assert.Contains("different files", cli.Run("test", all, other).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "Log-likelihood")]
    [InlineData("md", "| Log-likelihood")]
    [InlineData("latex", "\\begin{")]
    [InlineData("csv", "parameter,")]
    public void Fits_stand_side_by_side(string format, string mark)
    {
        CliRun run = cli.Run("compare", Save("bc92", "one-" + format), Save("pitt-lee", "two-" + format), "--format", format);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(mark, run.Output, StringComparison.Ordinal);
        Assert.Contains("one-" + format, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_data_are_noticed_and_an_error_under_strict()
    {
        string fit = Save("half-normal", "noticed");
        CliRun run = cli.Run("efficiency", fit, "--data", "nan.csv", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("other-data", run.Json.GetProperty("warnings").EnumerateArray().Select(w => w.GetProperty("code").GetString()));
        Assert.Equal(3, cli.Run("efficiency", fit, "--data", "nan.csv", "--json", "--strict").ExitCode);
    }

    [Fact]
    public void Charts_are_drawn_whole_in_the_format_of_their_name()
    {
        string fit = Save("bc92", "drawn");
        CliRun png = cli.Run("plot", "efficiency-ranking", fit, "--data", "panel.csv");
        CliRun svg = cli.Run("plot", "room", fit, "--data", "panel.csv", "--draws", "100", "--output", "room.svg");
        Assert.Equal((0, "efficiency-ranking.png\n"), (png.ExitCode, png.Output));
        Assert.Equal((0, "room.svg\n"), (svg.ExitCode, svg.Output));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(Path.Combine(cli.Folder, "efficiency-ranking.png"))[..4]);
        Assert.EndsWith("</svg>", File.ReadAllText(Path.Combine(cli.Folder, "room.svg")).TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_and_foreign_files_are_refused()
    {
        File.WriteAllText(Path.Combine(cli.Folder, "damaged.json"), "{ \"schema\": 1, \"model\":");
        CliRun damaged = cli.Run("efficiency", "damaged.json", "--data", "panel.csv");
        Assert.Equal(3, damaged.ExitCode);
        Assert.Contains("is not JSON, or cut off", damaged.Error, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(cli.Folder, "foreign.json"), "{ \"schema\": 1, \"rows\": [] }");
        Assert.Equal(2, cli.Run("efficiency", "foreign.json", "--data", "panel.csv").ExitCode);
    }

    [Fact]
    public async Task Interrupting_ends_with_130_and_leaves_no_file()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("signals of another system");
        string[] args = BuiltCli.Fit("panel.csv", "bc92", SmallPanels.Formula, "--vce", "bootstrap:1000000", "--save", "interrupted/fit.json");
        using Process process = cli.Start(args);
        process.StandardInput.Close();
        await Task.Delay(1200);
        Assert.False(process.HasExited);
        Assert.Equal(0, await Signal(process.Id));
        Task<string> error = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("gravity: interrupted: no file was written\n", await error);
        Assert.False(Directory.Exists(Path.Combine(cli.Folder, "interrupted")));
    }

    private static async Task<int> Signal(int process)
    {
        // SIGTERM takes the same way as Ctrl-C; background jobs of some shells ignore SIGINT.
        using var kill = Process.Start("kill", ["-TERM", process.ToString(System.Globalization.CultureInfo.InvariantCulture)])!;
        await kill.WaitForExitAsync();
        return kill.ExitCode;
    }

    private string Save(string model, string? name = null, string? option = null, string? value = null, string data = "panel.csv", string formula = SmallPanels.Formula)
    {
        string file = (name ?? model) + ".json";
        string[] more = option is null ? [] : [option, value!];
        Assert.Equal(0, InProcess.Run(BuiltCli.Fit(Path.Combine(cli.Folder, data), model, formula, [.. more, "--save", Path.Combine(cli.Folder, file)])).ExitCode);
        return file;
    }

    private double LogLikelihood(string file) =>
        JsonDocument.Parse(Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(cli.Folder, file)))).RootElement.GetProperty("logLikelihood").GetDouble();
}
