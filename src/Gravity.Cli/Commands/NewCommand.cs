using System.CommandLine;
using System.Text;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting;
using Gravity.Reporting.Results;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity new DATA</c>: a commented study file guessed from the columns of a user's file.</summary>
internal static class NewCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("new", "Look at a data file and write a commented study file that runs.");
        var data = new Argument<string>("DATA") { Description = "A CSV or TSV file (also .gz): any separator, decimal mark and encoding; one row a pair and period" };
        Option<string?> output = OptionKinds.Text("--output", "STUDY.yaml", "The study file to write; study.yaml unless given");
        Option<bool> force = OptionKinds.Flag("--force", "Replace a study file that is there");
        Option<string?> flow = OptionKinds.Text("--flow", "COL", "The trade flow, where its name does not tell");
        Option<string?> exporter = OptionKinds.Text("--exporter", "COL", "The column of exporters");
        Option<string?> importer = OptionKinds.Text("--importer", "COL", "The column of importers, or of the partners of a home economy");
        Option<string?> year = OptionKinds.Text("--year", "COL", "The column of periods");
        Option<string?> distance = OptionKinds.Text("--distance", "COL", "The column of distances");
        Option<string?> gdpOrigin = OptionKinds.Text("--gdp-origin", "COL", "The exporter's GDP");
        Option<string?> gdpPartner = OptionKinds.Text("--gdp-partner", "COL", "The importer's or partner's GDP");
        Option<bool> json = OptionKinds.Json();
        command.Add(data);
        foreach (Option option in new Option[] { output, force, flow, exporter, importer, year, distance, gdpOrigin, gdpPartner, json })
            command.Add(option);

        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(data)!;
            if (file == "-")
                throw new UsageException("no-data", "a study file names its data, so gravity new needs a file and not standard input");
            string study = parsed.GetValue(output) ?? StudyFile.DefaultName;
            if (Directory.Exists(study))
                study = Path.Combine(study, StudyFile.DefaultName);
            if (File.Exists(study) && !parsed.GetValue(force))
                throw new UsageException("study-exists", $"there is a file '{study}' already: name another with --output, or replace it with --force");
            PanelGuess guess = PanelGuess.OfFile(file, new PanelGuessOptions
            {
                Flow = parsed.GetValue(flow),
                Exporter = parsed.GetValue(exporter),
                Importer = parsed.GetValue(importer),
                Time = parsed.GetValue(year),
                Distance = parsed.GetValue(distance),
                GdpOrigin = parsed.GetValue(gdpOrigin),
                GdpPartner = parsed.GetValue(gdpPartner),
            });
            string folder = Path.GetDirectoryName(Path.GetFullPath(study))!;
            string named = Path.GetRelativePath(folder, Path.GetFullPath(file)).Replace('\\', '/');
            StudyDraft draft = StudyDraft.Of(guess, named, study);
            context.Cancellation.ThrowIfCancellationRequested();
            AtomicFile.Write(study, stream => stream.Write(new UTF8Encoding(false).GetBytes(draft.Text)));
            var words = Words.Of(draft.Language);
            if (parsed.GetValue(json))
                ResultWriter.Write(context.Output, writer => DraftJson.Write(writer, guess, draft, study));
            else
            {
                TablePrinter.Print(context, DraftTable.Of(guess, draft, words));
                if (DraftTable.Unused(draft, words) is { } unused)
                    context.Output.WriteLine(unused);
            }
            Next(context, guess, draft, study);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Next(CliContext context, PanelGuess guess, StudyDraft draft, string study)
    {
        int nonPositive = guess.ZeroRows.Count + guess.NegativeRows.Count;
        if (nonPositive > 0)
            context.Note(FormattableString.Invariant($"note: {nonPositive} {(nonPositive == 1 ? "row" : "rows")} without a positive flow left out by 'where'; the study file says what that means"));
        if (guess.DuplicateRows.Count > 0)
            context.Note(FormattableString.Invariant($"note: {guess.DuplicateRows.Count} rows repeat a unit and period (first: row {guess.DuplicateRows[0]}): the study will stop there until they are summed or removed"));
        context.Note($"wrote {study} ({string.Join(", ", draft.Models)}){(draft.Checks == 0 ? "" : FormattableString.Invariant($"; {draft.Checks} {(draft.Checks == 1 ? "comment" : "comments")} marked 'check:'"))}. Next:");
        context.Say($"  gravity run {(study.Contains(' ', StringComparison.Ordinal) ? $"\"{study}\"" : study)}\n  and open results/report.html");
    }
}
