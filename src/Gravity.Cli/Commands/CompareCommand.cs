using System.CommandLine;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core;
using Gravity.Core.Estimation;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity compare FIT.json …</c>: saved fits side by side.</summary>
internal static class CompareCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("compare", "Print saved fits side by side.");
        var files = new Argument<string[]>("FIT.json…") { Description = "Fits saved by gravity fit --save", Arity = ArgumentArity.OneOrMore };
        Option<string?> format = OptionKinds.Choice("--format", "table format", ["text", "md", "latex", "csv", "html"], "Format of the table; text unless given");
        Option<string?> language = OptionKinds.Language();
        Option<bool> json = OptionKinds.Json();
        command.Add(files);
        command.Add(format);
        command.Add(language);
        command.Add(json);

        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json) && parsed.Given(format))
                throw new UsageException("two-formats", "--json and --format are two formats: give one of them");
            (string Name, SavedFit Fit)[] fits = [.. parsed.GetValue(files)!.Select(file => (Path.GetFileNameWithoutExtension(file), FitFile.ReadFile(file)))];
            if (parsed.GetValue(json))
                Json(context.Output, fits);
            else
                TableWriters.Find(parsed.GetValue(format) ?? "text").Write(CompareTables.Of(
                    [.. fits.Select(f => new ModelColumn(f.Name, f.Fit.Result))], new ReportLabels { Words = parsed.WordsOf(language) }), context.Output);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Json(TextWriter output, (string Name, SavedFit Fit)[] fits) => ResultWriter.Write(output, writer =>
    {
        writer.WriteStartArray("fits");
        foreach ((string name, SavedFit fit) in fits)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WritePropertyName("fit");
            FitFile.Write(writer, fit);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });
}
