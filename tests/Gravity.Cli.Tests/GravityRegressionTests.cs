using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary><c>gravity fit</c> with absorbed effects: print-outs, JSON, saved fits, studies, exit codes.</summary>
public sealed class GravityRegressionTests
{
    private static readonly string Panel = Path.Combine(ReferenceStudy.Root, "tests", "Gravity.Core.Tests", "Reference", "simulated", "gravity_panel.csv");

    private static string[] Fit(string model, string effects, params string[] more) =>
        ["fit", Panel, "--formula", $"{(model == "ols" ? "ln(trade)" : "trade")} ~ ln(dist) + contig + rta + tariff | {effects}", "--model", model, .. model == "ols" ? (string[])["--where", "trade > 0"] : [], .. more];

    [Fact]
    public void The_print_out_names_effects_errors_and_convention()
    {
        CliRun run = InProcess.Run(Fit("ppml", "exporter^year + importer^year + pair(exporter, importer)", "--vce", "cluster:exporter,importer", "--small-sample", "fixest"));
        Assert.Equal(0, run.ExitCode);
        foreach (string text in new[]
        {
            "Poisson pseudo-maximum likelihood", "Absorbed effects: exporter^year", "132 groups; nested in the clusters", "132 groups, 6 redundant; nested in the clusters",
            "coefficients of the effects", "at most 488", "fixest: K counts no effect that is nested in a cluster; K = 233", "Pseudo R² (McFadden)", "Squared correlation of flow and fitted flow",
            "Warning (absorbed-regressor): 'ln(dist)' does not vary within pair(exporter, importer)", "A pseudo-likelihood", "\nRegressors\n",
        })
        {
            Assert.Contains(text, Flat(run.Output), StringComparison.Ordinal);
        }
        Assert.DoesNotContain("AIC  ", run.Output, StringComparison.Ordinal);
        CliRun chinese = InProcess.Run(Fit("ols", "exporter^year + importer^year", "--lang", "zh"));
        Assert.Contains("所吸收的效应", chinese.Output, StringComparison.Ordinal);
        Assert.Contains("组内 R²", chinese.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_has_effects_rank_and_absorbed_columns()
    {
        JsonElement json = InProcess.Run(Fit("ppml", "exporter^year + importer^year + pair(exporter, importer)", "--vce", "cluster:pair(exporter, importer)", "--json")).Json;
        JsonElement[] effects = [.. json.GetProperty("absorbed").EnumerateArray()];
        Assert.Equal(["exporter^year", "importer^year", "pair(exporter, importer)"], effects.Select(e => e.GetProperty("effect").GetString()!));
        Assert.Equal([132, 132, 231], effects.Select(e => e.GetProperty("groups").GetInt32()));
        Assert.Equal([false, false, true], effects.Select(e => e.GetProperty("nested").GetBoolean()));
        Assert.Equal(488, json.GetProperty("absorbedDegreesOfFreedom").GetInt32());
        Assert.False(json.GetProperty("absorbedRankIsExact").GetBoolean());
        Assert.Equal(["ln(dist)", "contig"], json.GetProperty("absorbedColumns").EnumerateArray().Select(c => c.GetProperty("name").GetString()!));
        Assert.True(json.GetProperty("pseudoLikelihood").GetBoolean());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("aic").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("law").ValueKind);
        Assert.True(json.GetProperty("converged").GetBoolean());
        Assert.Equal("gradient", json.GetProperty("termination").GetString());
        Assert.Equal("stata-ppmlhdfe", json.GetProperty("covariance").GetProperty("smallSample").GetString());
        Assert.Contains(json.GetProperty("warnings").EnumerateArray(), w => w.GetProperty("code").GetString() == "absorbed-regressor");
        JsonElement ols = InProcess.Run(Fit("ols", "exporter^year + importer^year", "--vce", "cluster:exporter", "--small-sample", "stata-regress", "--json")).Json;
        Assert.Equal(4 + 258, ols.GetProperty("covariance").GetProperty("counted").GetInt32());
        Assert.Equal("projection", ols.GetProperty("termination").GetString());
        Assert.True(ols.GetProperty("derived").GetProperty("withinRSquared").GetDouble() > 0.3);
    }

    [Fact]
    public void Saved_fits_compare_with_a_line_for_each_effect()
    {
        string folder = Directory.CreateTempSubdirectory("gravity-regression-").FullName;
        try
        {
            string two = Path.Combine(folder, "two.json"), three = Path.Combine(folder, "three.json"), plain = Path.Combine(folder, "plain.json");
            Assert.Equal(0, InProcess.Run(Fit("ppml", "exporter^year + importer^year", "--save", two)).ExitCode);
            Assert.Equal(0, InProcess.Run(Fit("ppml", "exporter^year + importer^year + pair(exporter, importer)", "--save", three)).ExitCode);
            Assert.Equal(0, InProcess.Run("fit", Panel, "--formula", "ln(trade) ~ ln(dist) + rta", "--where", "trade > 0", "--model", "ols", "--save", plain).ExitCode);
            string[] lines = InProcess.Run("compare", plain, two, three).Output.Split('\n');
            string Line(string start) => string.Join(' ', Assert.Single(lines, l => l.StartsWith(start, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
            Assert.Equal("exporter × year No Yes Yes", Line("exporter × year"));
            Assert.Equal("importer × year No Yes Yes", Line("importer × year"));
            Assert.Equal("pair(exporter, importer) No No Yes", Line("pair(exporter, importer)"));
            Assert.StartsWith("Pseudo R²", Line("Pseudo R²"), StringComparison.Ordinal);
            Assert.Contains("effects", InProcess.Run("compare", two, "--rows", "effects,observations").Output + "effects", StringComparison.Ordinal);
            CliRun latex = InProcess.Run("compare", two, three, "--format", "latex");
            Assert.Contains(@"exporter $\times$ year & Yes & Yes", string.Join(' ', latex.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
            // A likelihood that is believed for its mean only gives no ratio.
            CliRun test = InProcess.Run("test", two, three);
            Assert.NotEqual(0, test.ExitCode);
            Assert.Equal(2, InProcess.Run("efficiency", two, "--data", Panel).ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(2, "absorb-twice", "--model", "ppml", "--absorb", "exporter")]
    [InlineData(2, "absorbed-effects", "--model", "tre", "--unit", "exporter,importer", "--time", "year")]
    [InlineData(2, "vce-argument", "--model", "ppml", "--vce", "dyadic:exporter")]
    [InlineData(2, "vce-argument", "--model", "ppml", "--vce", "driscoll-kraay")]
    [InlineData(2, "vce-argument", "--model", "ppml", "--vce", "conley:200")]
    [InlineData(2, "vce-argument", "--model", "ppml", "--vce", "conley:near:dist,tariff")]
    [InlineData(2, "unknown-column", "--model", "ppml", "--vce", "dyadic:exporter,partner")]
    [InlineData(2, "covariance-not-for-model", "--model", "ppml", "--vce", "opg")]
    [InlineData(2, "covariance-not-for-model", "--model", "negbin", "--vce", "hc3")]
    [InlineData(2, "option-not-for-model", "--model", "ppml", "--fix", "rta=0")]
    [InlineData(2, "option-not-for-model", "--model", "ppml", "--side", "cost")]
    [InlineData(2, "option-not-for-model", "--model", "ppml", "--vce", "hc3", "--small-sample", "fixest")]
    [InlineData(3, "not-a-coordinate", "--model", "ppml", "--vce", "conley:200:dist,tariff")]
    public void What_cannot_be_had_is_refused(int exit, string code, params string[] options)
    {
        CliRun run = InProcess.Run(["fit", Panel, "--formula", "trade ~ ln(dist) + rta | exporter^year + importer^year", "--json", .. options]);
        Assert.True(exit == run.ExitCode, run.Error + run.Output);
        Assert.Equal(code, run.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public void Bad_data_have_exit_code_3_and_name_rows()
    {
        string folder = Directory.CreateTempSubdirectory("gravity-regression-").FullName;
        try
        {
            string file = Path.Combine(folder, "bad.csv");
            File.WriteAllText(file, "o,d,year,trade,x\nA,B,2001,5,1\nA,C,2001,-3,2\nB,A,2001,4,1\nB,C,2001,2,4\nC,A,2001,1,2\nC,B,2001,7,1\n");
            CliRun negative = InProcess.Run("fit", file, "--formula", "trade ~ x | o + d", "--model", "ppml");
            Assert.Equal(3, negative.ExitCode);
            Assert.Contains("row 2", negative.Error, StringComparison.Ordinal);
            CliRun logs = InProcess.Run("fit", file, "--formula", "ln(trade) ~ x | o + d", "--model", "ppml");
            Assert.Equal(2, logs.ExitCode);
            Assert.Contains("write trade on the left side", logs.Error, StringComparison.Ordinal);
            CliRun alone = InProcess.Run("fit", file, "--where", "trade > 0", "--formula", "trade ~ x | o^d", "--model", "ppml");
            Assert.Equal(3, alone.ExitCode);
            Assert.Contains("the only row of its group", alone.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_study_takes_absorb_and_tables_it()
    {
        string folder = Directory.CreateTempSubdirectory("gravity-regression-").FullName;
        try
        {
            File.Copy(Panel, Path.Combine(folder, "panel.csv"));
            File.WriteAllText(Path.Combine(folder, "study.yaml"), """
                study: Gravity with effects
                data: { file: panel.csv, unit: [exporter, importer], time: year, where: trade > 0 }
                trade: trade
                models:
                  ols: { model: ols, formula: ln(trade) ~ ln(dist) + contig + rta + tariff, absorb: [exporter^year, importer^year], vce: "cluster:exporter,importer", small-sample: fixest }
                  ppml: { model: ppml, formula: trade ~ ln(dist) + contig + rta + tariff, absorb: exporter^year + importer^year, vce: "dyadic:exporter,importer" }
                  frontier: { model: half-normal, formula: ln(trade) ~ ln(dist) + contig + rta + tariff }
                headline: frontier
                potential: { draws: 50 }
                output: { folder: results, tables: [text], charts: [] }
                """);
            CliRun run = InProcess.Run("run", folder, "--json");
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(2, run.Json.GetProperty("models").GetProperty("ppml").GetProperty("absorbed").GetArrayLength());
            string report = File.ReadAllText(Path.Combine(folder, "results", "report.txt"));
            Assert.Matches(@"exporter × year +Yes +Yes +No", report);
            string faulty = Path.Combine(folder, "faulty.yaml");
            File.WriteAllText(faulty, File.ReadAllText(Path.Combine(folder, "study.yaml")).Replace("absorb: exporter^year + importer^year", "absorb: exporter^", StringComparison.Ordinal));
            CliRun syntax = InProcess.Run("run", faulty);
            Assert.Equal(2, syntax.ExitCode);
            Assert.Contains("model 'ppml'", syntax.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Flat(string output) => output.Replace("\nWarning", " Warning", StringComparison.Ordinal).Replace("within\n", "within ", StringComparison.Ordinal);
}
