using System.CommandLine;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core;
using Gravity.Core.Estimation;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Results;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity test</c>: likelihood-ratio tests of two saved fits, or those of a study.</summary>
internal static class TestCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("test", "Likelihood-ratio test of two nested saved fits, or all tests of a study.");
        var files = new Argument<string[]>("FIT.json FIT.json|STUDY")
        {
            Description = "Two fits of the same rows, saved by gravity fit --save, in any order; or a study file or folder",
            Arity = new ArgumentArity(1, 2),
        };
        Option<int> threads = OptionKinds.Threads();
        Option<string?> language = OptionKinds.Language("en, or the study's own,");
        Option<bool> json = OptionKinds.Json();
        command.Add(files);
        command.Add(threads);
        command.Add(language);
        command.Add(json);

        command.SetAction(parsed => parsed.GetValue(files) switch
        {
            [var first, var second] => Saved(first, second, parsed.GetValue(json), parsed.WordsOf(language), context),
            [var study] when !study.EndsWith(".json", StringComparison.OrdinalIgnoreCase) => OfStudy(
                study, parsed.GetValue(threads), parsed.GetValue(json), parsed.GetValue(language), context),
            _ => throw new UsageException("one-fit", "a test compares two saved fits: gravity test restricted.json unrestricted.json"),
        });
        return command;
    }

    private static int Saved(string first, string second, bool json, Words words, CliContext context)
    {
        (string, SavedFit Fit) left = (Path.GetFileNameWithoutExtension(first), FitFile.ReadFile(first));
        (string, SavedFit Fit) right = (Path.GetFileNameWithoutExtension(second), FitFile.ReadFile(second));
        StudyTest test = NestedTest.OfSaved(left, right);
        if (json)
            ResultWriter.Write(context.Output, writer => StudyJson.Test(writer, test));
        else
            TablePrinter.Print(context, TestTables.Of([test], words["tests.one"], new ReportLabels { Words = words }));
        FitResult? unfinished = new[] { left.Fit.Result, right.Fit.Result }.FirstOrDefault(r => !r.Converged && r.Termination != TerminationWords.Ridge);
        return unfinished is null ? ExitCodes.Done : ExitCodes.NotConverged;
    }

    private static int OfStudy(string path, int threads, bool json, string? language, CliContext context)
    {
        StudyResult study = Studying.Run(path, [], null, threads, context, language);
        if (json)
            ResultWriter.Write(context.Output, writer => StudyJson.Tests(writer, study.Tests));
        else
            TablePrinter.Print(context, TestTables.Of(study.Tests, labels: new ReportLabels { Words = Words.Of(study.Language) }));
        return Studying.ExitCode(study, context);
    }
}
