using System.CommandLine;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core.Studies;
using Gravity.Reporting;
using Gravity.Reporting.Studies;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity run STUDY</c>: a whole paper from one file.</summary>
internal static class RunCommand
{
    private const string ResultsName = "results.json";

    public static Command Build(CliContext context)
    {
        var command = new Command("run", "Run a study: models, tests, efficiency, potential, robustness; print the report and write tables and charts.");
        var study = new Argument<string>("STUDY") { Description = "A study file, or a folder that holds study.yaml" };
        Option<string?> output = OptionKinds.Text("--output", "DIR", "Where tables, charts and results.json go; the study's own output folder unless given");
        Option<string[]> only = OptionKinds.Names("--only", "NAME,…", "Only these models and robustness columns");
        Option<long?> seed = OptionKinds.Seed("Seed of draws and bootstraps; the study's own unless given");
        Option<int> threads = OptionKinds.Threads();
        Option<string?> language = OptionKinds.Language("the study's own");
        Option<bool> json = OptionKinds.Json();
        command.Add(study);
        foreach (Option option in new Option[] { output, only, seed, threads, language, json })
            command.Add(option);

        command.SetAction(parsed =>
        {
            StudyResult result = Studying.Run(
                parsed.GetValue(study)!, parsed.GetValue(only) ?? [], parsed.GetValue(seed), parsed.GetValue(threads), context, parsed.GetValue(language));
            StudyReport report = StudyReport.Of(result);
            string folder = parsed.GetValue(output)
                ?? Path.GetFullPath(result.Output.Folder, Path.GetDirectoryName(result.StudyFile)!);
            IReadOnlyList<string> files = Write(result, report, folder, context);
            if (parsed.GetValue(json))
                ResultWriter.Write(context.Output, writer => StudyJson.Write(writer, result, files));
            else
                TerminalText.Print(context, report.Lines(context.TerminalWidth ?? StudyReport.PageWidth));
            TablePrinter.Warn(context, result);
            context.Note($"wrote {files.Count} files to {Path.GetRelativePath(Environment.CurrentDirectory, Path.GetFullPath(folder))}");
            return Studying.ExitCode(result, context);
        });
        return command;
    }

    /// <summary>All files or, when interrupted, none.</summary>
    private static IReadOnlyList<string> Write(StudyResult result, StudyReport report, string path, CliContext context)
    {
        using var folder = new OutputFolder(path);
        using (var progress = new ProgressDisplay(context))
        {
            IReadOnlyList<string> warnings = report.Stage(folder, progress: (done, total) =>
            {
                context.Cancellation.ThrowIfCancellationRequested();
                progress.Report?.Invoke("files", done, total);
            });
            foreach (string warning in warnings)
                context.Note("note: " + warning);
        }
        string[] files = [.. folder.Staged, ResultsName];
        folder.Stage(ResultsName, stream =>
        {
            using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            ResultWriter.Write(text, writer => StudyJson.Write(writer, result, files));
        });
        context.Cancellation.ThrowIfCancellationRequested();
        return folder.Commit();
    }
}
