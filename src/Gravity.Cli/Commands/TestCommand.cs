using System.CommandLine;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Diagnostics;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Results;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity test</c>: diagnostics of one saved fit, a test of two, or those of a study.</summary>
internal static class TestCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("test", "Diagnostics of a saved fit, a test of two saved fits (nested or rivals), or all tests of a study.");
        var files = new Argument<string[]>("FIT.json FIT.json|FIT.json|STUDY")
        {
            Description = "Two fits of the same rows, saved by gravity fit --save, in any order; one fit with --data for its diagnostics; or a study file or folder",
            Arity = new ArgumentArity(1, 2),
        };
        var settings = new TestSettings(
            OptionKinds.Text("--data", "DATA", "The data of the fits: for diagnostics of one fit, and to compare two fits of which neither is nested"),
            new Option<int>("--bootstrap") { Description = "Replications of the bootstrap of the goodness of fit, 0 for none", HelpName = "N", DefaultValueFactory = _ => new DiagnosticOptions().Replications },
            new Option<int>("--refits") { Description = "Units and rows that are left out and fitted anew, the most influential first", HelpName = "N", DefaultValueFactory = _ => new DiagnosticOptions().Refits },
            OptionKinds.Text("--lead", "COL[:K]", "Strict exogeneity: also test whether the variable K periods ahead (1 unless given) explains the flow, e.g. --lead rta:4"),
            OptionKinds.Seed("Seed of the bootstrap; 1 unless given"), OptionKinds.Threads(), OptionKinds.Language("en, or the study's own,"), OptionKinds.Json());
        var reading = new ReadingOptions();
        command.Add(files);
        foreach (Option option in new Option[] { settings.Data, settings.Bootstrap, settings.Refits, settings.Lead, settings.Seed, settings.Threads, settings.Language, settings.Json })
            command.Add(option);
        reading.AddTo(command);

        command.SetAction(parsed =>
        {
            string? data = parsed.GetValue(settings.Data);
            CsvOptions? own = reading.Given(parsed).Length > 0 ? reading.Read(parsed) : null;
            string[] named = parsed.GetValue(files)!;
            Refuse(parsed, settings, reading, named, data);
            return named switch
            {
                [var first, var second] => Pair(first, second, data, own, parsed, settings, context),
                [var study] when !study.EndsWith(".json", StringComparison.OrdinalIgnoreCase) => OfStudy(
                    study, parsed.GetValue(settings.Threads), parsed.GetValue(settings.Json), parsed.GetValue(settings.Language), context),
                [var fit] when data is not null => Diagnose(fit, data, own, parsed, settings, context),
                _ => throw new UsageException(
                    "one-fit", "a test compares two saved fits, gravity test restricted.json unrestricted.json, or examines one on its data, gravity test fit.json --data DATA"),
            };
        });
        return command;
    }

    /// <summary>Options that the form asked for would leave aside.</summary>
    private static void Refuse(ParseResult parsed, TestSettings settings, ReadingOptions reading, string[] named, string? data)
    {
        bool study = named is [var only] && !only.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        string[] given = [.. new Option[] { settings.Bootstrap, settings.Refits, settings.Lead, settings.Seed }.Where(o => parsed.Given(o)).Select(o => o.Name)];
        if (study && data is not null)
            throw new UsageException("not-for-study", "a study names its own data: leave out --data");
        if ((study || named.Length == 2) && given.Length > 0)
            throw new UsageException("not-for-pair", $"{given[0]} is for the diagnostics of one fit: gravity test fit.json --data DATA");
        if (data is null && reading.Given(parsed) is [var first, ..])
            throw new UsageException("no-data", $"{first} says how data are read, and none are named: add --data DATA");
        if (parsed.GetValue(settings.Bootstrap) is < 0 or > 1_000_000 || parsed.GetValue(settings.Refits) is < 0 or > 100_000)
            throw new UsageException("wrong-value", "--bootstrap and --refits take whole numbers from 0 on");
    }

    private static int Pair(string first, string second, string? data, CsvOptions? reading, ParseResult parsed, TestSettings settings, CliContext context)
    {
        Words words = parsed.WordsOf(settings.Language);
        bool json = parsed.GetValue(settings.Json);
        if (data is null)
            return Saved(first, second, json, words, context);
        (ModelFit left, IReadOnlyList<FitWarning> leftWarnings) = FitSource.Restore(first, data, reading, context);
        (ModelFit right, IReadOnlyList<FitWarning> rightWarnings) = FitSource.Restore(second, data, reading, context);
        string a = Path.GetFileNameWithoutExtension(first), b = Path.GetFileNameWithoutExtension(second);
        FitWarning[] warnings = [.. leftWarnings, .. rightWarnings];
        if (NestedTest.Contains((a, left), (b, right)))
        {
            context.Note(words.Say("rivals.nested", ("inner", Smaller(left, right) ? a : b), ("outer", Smaller(left, right) ? b : a)));
            return Saved(first, second, json, words, context);
        }
        if (NestedTest.IsHausmanPair((a, left), (b, right)))
            return Saved(first, second, json, words, context);
        NonNestedTest test = NonNestedTest.Of($"{a}, {b}", (a, left), (b, right));
        if (json)
        {
            ResultWriter.Write(context.Output, writer =>
            {
                DiagnosticsJson.Rivals(writer, test);
                writer.Warnings(warnings);
            });
        }
        else
        {
            TablePrinter.Print(context, RivalTables.Of([test], new ReportLabels { Words = words }));
            TablePrinter.Warn(context, warnings, words);
        }
        return new[] { left.Result, right.Result }.All(Finished) ? ExitCodes.Done : ExitCodes.NotConverged;
    }

    private static bool Smaller(ModelFit left, ModelFit right) => left.Result.ParameterCount < right.Result.ParameterCount;

    private static bool Finished(FitResult result) => result.Converged || result.Termination == TerminationWords.Ridge;

    private static int Saved(string first, string second, bool json, Words words, CliContext context)
    {
        (string, SavedFit Fit) left = (Path.GetFileNameWithoutExtension(first), FitFile.ReadFile(first));
        (string, SavedFit Fit) right = (Path.GetFileNameWithoutExtension(second), FitFile.ReadFile(second));
        StudyTest test = NestedTest.OfSaved(left, right);
        if (json)
            ResultWriter.Write(context.Output, writer => StudyJson.Test(writer, test));
        else
            TablePrinter.Print(context, TestTables.Of([test], words[test.Kind == StudyTestKind.LikelihoodRatio ? "tests.one" : test.Kind == StudyTestKind.Hausman ? "tests.one-hausman" : "tests.one-wald"], new ReportLabels { Words = words }));
        return new[] { left.Fit.Result, right.Fit.Result }.All(Finished) ? ExitCodes.Done : ExitCodes.NotConverged;
    }

    private static int Diagnose(string file, string data, CsvOptions? reading, ParseResult parsed, TestSettings settings, CliContext context)
    {
        (ModelFit fit, IReadOnlyList<FitWarning> warnings) = FitSource.Restore(file, data, reading, context);
        Words words = parsed.WordsOf(settings.Language);
        DiagnosticResult result;
        using (var progress = new ProgressDisplay(context))
        {
            var options = new DiagnosticOptions
            {
                Replications = parsed.GetValue(settings.Bootstrap),
                Refits = parsed.GetValue(settings.Refits),
                Fit = new FitOptions
                {
                    Seed = parsed.GetValue(settings.Seed) ?? 1,
                    Threads = parsed.GetValue(settings.Threads),
                    Progress = progress.Report,
                    Cancellation = context.Cancellation,
                },
            };
            result = FitDiagnostics.Of(fit, options);
            if (parsed.GetValue(settings.Lead) is { } lead)
            {
                (string variable, int periods) = LeadOf(lead);
                DiagnosticTest test = LeadTest.Of(fit, variable, periods, options.Fit);
                // Beside the other tests of the mean, before those of variances.
                result = result with { Tests = [.. result.Tests.Where(t => !t.Code.StartsWith("variance", StringComparison.Ordinal)), test, .. result.Tests.Where(t => t.Code.StartsWith("variance", StringComparison.Ordinal))] };
            }
        }
        if (parsed.GetValue(settings.Json))
        {
            ResultWriter.Write(context.Output, writer =>
            {
                writer.WriteString("model", fit.Result.Model);
                writer.WriteNumber("seed", parsed.GetValue(settings.Seed) ?? 1);
                DiagnosticsJson.Write(writer, result);
                writer.Warnings(warnings);
            });
        }
        else
        {
            TablePrinter.Print(context, DiagnosticTables.Of(result, Path.GetFileNameWithoutExtension(file), TablePrinter.Labels(fit.Request, words)));
            TablePrinter.Warn(context, warnings, words);
        }
        return Fitting.ExitCode(fit.Result, warnings, strict: false, context);
    }

    /// <summary>Variable and periods of <c>rta:4</c>; a colon of an interaction is none of a number.</summary>
    private static (string Variable, int Periods) LeadOf(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 0 || !text[(colon + 1)..].Trim().All(char.IsAsciiDigit) || text[(colon + 1)..].Trim().Length == 0)
            return (text.Trim(), 1);
        return int.TryParse(text[(colon + 1)..], System.Globalization.NumberStyles.Integer, System.Globalization.CultureInfo.InvariantCulture, out int periods) && periods is >= 1 and <= 1000
            ? (text[..colon].Trim(), periods)
            : throw new UsageException("wrong-value", $"--lead takes a variable and a number of periods from 1, e.g. rta:4; '{text}' is none");
    }

    private static int OfStudy(string path, int threads, bool json, string? language, CliContext context)
    {
        StudyResult study = Studying.Run(path, [], null, threads, context, language);
        var labels = new ReportLabels { Words = Words.Of(study.Language) };
        if (json)
        {
            ResultWriter.Write(context.Output, writer =>
            {
                StudyJson.Tests(writer, study.Tests);
                DiagnosticsJson.Rivals(writer, study.NonNestedTests);
                if (study.Diagnostics is { } diagnostics)
                {
                    writer.WriteStartObject("diagnostics");
                    DiagnosticsJson.Write(writer, diagnostics);
                    writer.WriteEndObject();
                }
                else
                {
                    writer.WriteNull("diagnostics");
                }
            });
        }
        else
        {
            TablePrinter.Print(context, TestTables.Of(study.Tests, labels: labels));
            if (study.NonNestedTests.Count > 0)
                TablePrinter.Print(context, RivalTables.Of(study.NonNestedTests, labels));
            if (study.Diagnostics is { } diagnostics)
                TablePrinter.Print(context, DiagnosticTables.Of(diagnostics, study.Headline, labels));
        }
        return Studying.ExitCode(study, context);
    }

    /// <summary>The options of the command.</summary>
    private sealed record TestSettings(
        Option<string?> Data, Option<int> Bootstrap, Option<int> Refits, Option<string?> Lead, Option<long?> Seed, Option<int> Threads, Option<string?> Language, Option<bool> Json);
}
