using System.Globalization;
using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary>Wrong requests: exit code 2 and one sentence that says what to write instead.</summary>
public sealed class UsageTests(BuiltCli cli)
{
    [Theory]
    [InlineData("fot x.csv", "unknown command 'fot'; did you mean 'fit'?")]
    [InlineData("fit panel.csv --formla y~x --model ols", "'fit' has no option '--formla'; did you mean '--formula'?")]
    [InlineData("fit panel.csv --model ols", "option '--formula' is required")]
    [InlineData("fit --formula y~x --model ols", "required argument 'DATA' missing for command")]
    [InlineData("fit panel.csv --formula", "required argument missing for option: '--formula'")]
    [InlineData("fit panel.csv --formula y~x --model bc29", "unknown model 'bc29'; did you mean 'bc92'?")]
    [InlineData("fit panel.csv --formula y~x --model pooled --law half_normal", "unknown law 'half_normal'; did you mean 'half-normal'?")]
    [InlineData("fit panel.csv --formula y~x --model pooled --noise cauchy", "unknown law of the noise 'cauchy'; known are normal, student-t, laplace, logistic")]
    [InlineData("fit panel.csv --formula y~x --model ols --vce robst", "unknown covariance 'robst'")]
    [InlineData("fit panel.csv --formula y~x --model ols --level 120", "--level needs a percentage between 0 and 100")]
    [InlineData("fit panel.csv --formula y~x --model ols --threads two", "--threads needs a whole number from 0; 'two' is none")]
    [InlineData("fit panel.csv --formula y~x --model ols --seed 1.5", "--seed needs a whole number; '1.5' is none")]
    [InlineData("fit panel.csv --formula y~x --model ols --separator xx", "--separator needs one character")]
    [InlineData("fit panel.csv --formula y~x --model ols --encoding klingon", "--encoding 'klingon' is not known")]
    [InlineData("fit panel.csv --formula y~x --model ols --starts 3", "--starts does not apply: 'ols' is a closed form")]
    [InlineData("fit panel.csv --formula y~x --model pitt-lee --time-origin unit", "--time-origin does not apply: 'pitt-lee' does not count from a last period; bc92 and modified-kumbhakar90 do")]
    [InlineData("fit panel.csv --formula y~x --model bc92 --small-sample none", "--small-sample does not apply: --vce hessian has no small-sample factor")]
    [InlineData("fit panel.csv --formula y~x --model schmidt-sickles-fe --law exponential", "'schmidt-sickles-fe' has no law of inefficiency: --law")]
    [InlineData("fit panel.csv --formula exports ~ gdp --model ols", "'fit' does not know what to do with '~': quote a formula")]
    [InlineData("efficiency fit.json", "a saved fit holds no data: name the file that 'fit.json' was fitted on with --data DATA")]
    [InlineData("efficiency fit.json --data panel.csv --law exponential", "'fit.json' has its own model, so --law cannot be given with it")]
    [InlineData("efficiency panel.csv --formula y~x", "--model is needed")]
    [InlineData("potential panel.csv --formula y~x --model bc92 --classes 0.8,x", "--classes needs numbers separated by commas, e.g. 0.8,1.2; 'x' is none")]
    [InlineData("potential panel.csv --formula y~x --model bc92 --draws 1", "--draws needs a whole number from 2; '1' is none")]
    [InlineData("potential panel.csv --formula y~x --model bc92 --class-base te", "--class-base needs --classes")]
    [InlineData("compare a.json --format pdf", "unknown table format 'pdf'; known are text, md, latex, html, csv, xlsx, docx")]
    [InlineData("compare a.json --format docx", "docx is a file that no terminal shows: name it, e.g. --output table.docx")]
    [InlineData("compare a.json --style aerr", "did you mean 'aer'")]
    [InlineData("compare a.json --stars 0.01,0.05", "levels between 0 and 1 that fall")]
    [InlineData("compare a.json --stars 0.05 --no-stars", "--stars and --no-stars contradict each other")]
    [InlineData("compare a.json --second tt", "unknown second line 'tt'")]
    [InlineData("compare a.json --decimals 11", "a whole number from 0 to 10")]
    [InlineData("compare a.json --rows observatons", "did you mean 'observations'")]
    [InlineData("compare a.json --rename x", "--rename needs TERM=NAME")]
    [InlineData("compare a.json --json --style aer", "--style is about a printed table")]
    [InlineData("compare a.json --format md --json", "--json and --format are two formats")]
    [InlineData("test a.json", "a test compares two saved fits")]
    [InlineData("explain wrong-skew", "unknown warning 'wrong-skew'; did you mean 'wrong-skewness'?")]
    [InlineData("plot pie fit.json", "'pie' is not a chart; the charts are efficiency-ranking")]
    [InlineData("plot room fit.json --data panel.csv --output room.jpg", "'.jpg' is not a format of charts")]
    [InlineData("plot room fit.json --data panel.csv --period 2019", "the chart 'room' takes no --period; it is for actual-potential")]
    [InlineData("plot actual-potential fit.json --data panel.csv --pair POL", "the chart 'actual-potential' takes no --pair")]
    [InlineData("plot room study.yaml --level 90", "a study has its own model, level and draws")]
    [InlineData("run nowhere", "there is no study file nowhere")]
    public void Refused_in_words(string line, string sentence)
    {
        string[] args = line.Split(' ');
        CliRun run = InProcess.Run(args);
        Assert.Equal(2, run.ExitCode);
        if (!args.Contains("--json"))
            Assert.Equal("", run.Output);
        Assert.StartsWith("gravity: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        if (args[0] is "plot")
            return;
        CliRun json = InProcess.Run([.. args.Where(a => a != "--json"), "--json"]);
        if (json.Output.Length > 0)
            Assert.Equal(JsonValueKind.String, json.Json.GetProperty("error").GetProperty("code").ValueKind);
    }

    [Fact]
    public void A_negative_missing_code_is_no_option()
    {
        string[] args = BuiltCli.Fit(Path.Combine(cli.Folder, "text.csv"), "half-normal", SmallPanels.Formula, "--missing", "-9,n/a");
        Assert.Equal(0, InProcess.Run(args).ExitCode);
        string[] single = BuiltCli.Fit(Path.Combine(cli.Folder, "panel.csv"), "half-normal", SmallPanels.Formula, "--missing", "-9");
        Assert.Equal(0, InProcess.Run(single).ExitCode);
    }

    [Fact]
    public void A_model_without_inefficiency_has_no_efficiency_and_its_potential_is_its_prediction()
    {
        string[] fit = BuiltCli.Fit(Path.Combine(cli.Folder, "panel.csv"), "ols");
        CliRun run = InProcess.Run(["efficiency", .. fit[1..]]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'ols' has no inefficiency term", run.Error, StringComparison.Ordinal);
        CliRun predicted = InProcess.Run(["potential", .. fit[1..]]);
        Assert.Equal(0, predicted.ExitCode);
        CliRun classes = InProcess.Run(["potential", .. fit[1..], "--classes", "0.8,1.2", "--class-base", "te"]);
        Assert.Equal(2, classes.ExitCode);
        Assert.Contains("has no efficiency", classes.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fit")]
    [InlineData("efficiency")]
    [InlineData("potential")]
    public void A_thread_with_a_decimal_comma_writes_the_same(string command)
    {
        string[] fit = BuiltCli.Fit(Path.Combine(cli.Folder, "panel.csv"), "bc92");
        string[] args = [command, .. fit[1..], "--level", "97.5", .. command == "potential" ? ["--draws", "50", "--classes", "0.8,1.2"] : Array.Empty<string>()];
        CliRun plain = InProcess.Run(args);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(plain, InProcess.Run(args));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        Assert.Equal(0, plain.ExitCode);
        Assert.Contains("97.5%", plain.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_gets_progress_on_standard_error_and_the_same_result()
    {
        string[] args = BuiltCli.Fit(Path.Combine(cli.Folder, "panel.csv"), "half-normal", SmallPanels.Formula, "--vce", "bootstrap:1500");
        CliRun watched = InProcess.Run(args, terminal: true);
        Assert.Equal(InProcess.Run(args).Output, watched.Output);
        Assert.Contains("bootstrap", watched.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_run_is_130_and_leaves_nothing()
    {
        string file = Path.Combine(cli.Folder, "cancelled", "fit.json");
        string[] args = BuiltCli.Fit(Path.Combine(cli.Folder, "panel.csv"), "bc92", SmallPanels.Formula, "--save", file, "--json");
        CliRun run = InProcess.Run(args, terminal: false, cancellation: new CancellationToken(canceled: true));
        Assert.Equal(130, run.ExitCode);
        Assert.Equal("interrupted", run.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
    }

    [Fact]
    public void An_error_of_the_program_is_one_sentence_and_a_trace_only_on_request()
    {
        foreach (bool debug in new[] { false, true })
        {
            using var output = new StringWriter(CultureInfo.InvariantCulture);
            using var error = new StringWriter(CultureInfo.InvariantCulture);
            var context = new CliContext { Output = output, Error = error, OpenInput = () => throw new InvalidOperationException("no such\nthing"), Debug = debug };
            Assert.Equal(1, Application.Run(BuiltCli.Fit("-", "ols"), context));
            Assert.Contains("this is an error of gravity itself (InvalidOperationException: no such). Please report it", error.ToString(), StringComparison.Ordinal);
            Assert.Equal(debug, error.ToString().Contains("   at ", StringComparison.Ordinal));
            Assert.Equal("", output.ToString());
        }
    }

    [Fact]
    public void Totals_are_by_unit_and_classes_are_left_out_unless_asked_for()
    {
        string[] fit = BuiltCli.Fit(Path.Combine(cli.Folder, "panel.csv"), "bc92");
        JsonElement json = InProcess.Run(["potential", .. fit[1..], "--draws", "20", "--json"]).Json;
        Assert.Equal(["all", "id"], json.GetProperty("totals").EnumerateArray().Select(t => t.GetProperty("by").GetString()));
        Assert.False(json.TryGetProperty("classes", out _));
        JsonElement both = InProcess.Run(["potential", .. fit[1..], "--draws", "20", "--by", "id^year", "--json"]).Json;
        Assert.Equal(SmallPanels.Rows, both.GetProperty("totals")[1].GetProperty("groups").GetArrayLength());
        Assert.Equal("U0, 2000", both.GetProperty("totals")[1].GetProperty("groups")[0].GetProperty("key").GetString());
    }

    [Fact]
    public void Every_warning_is_explained()
    {
        foreach (Core.Estimation.WarningKind kind in CommandWarnings.All)
        {
            CliRun run = InProcess.Run("explain", kind.Code);
            Assert.Equal(0, run.ExitCode);
            Assert.Contains(kind.Remedy, run.Output, StringComparison.Ordinal);
        }
        Assert.Equal(CommandWarnings.All.Count, InProcess.Run("explain", "--json").Json.GetProperty("warnings").GetArrayLength());
        Assert.Equal(CommandWarnings.All.Count, CommandWarnings.All.Select(k => k.Code).Distinct().Count());
    }

    [Fact]
    public void Models_names_every_model_with_citation_and_validation()
    {
        foreach (JsonElement model in InProcess.Run("models", "--json").Json.GetProperty("models").EnumerateArray())
        {
            Assert.NotEqual("", model.GetProperty("citation").GetString());
            Assert.NotEqual("", model.GetProperty("validation").GetString());
            Assert.Contains(model.GetProperty("key").GetString()!, InProcess.Run("models").Output, StringComparison.Ordinal);
        }
    }
}
