using System.CommandLine;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core.Estimation;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity compare FIT.json …</c>: saved fits side by side.</summary>
internal static class CompareCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("compare", "Print saved fits side by side.");
        var files = new Argument<string[]>("FIT.json…") { Description = "Fits saved by gravity fit --save", Arity = ArgumentArity.OneOrMore };
        Option<string?> format = OptionKinds.Choice("--format", "table format", ["text", "md", "latex", "csv"], "Format of the table; text unless given");
        Option<bool> json = OptionKinds.Json();
        command.Add(files);
        command.Add(format);
        command.Add(json);

        command.SetAction(parsed =>
        {
            (string Name, SavedFit Fit)[] fits = [.. parsed.GetValue(files)!.Select(file => (Path.GetFileNameWithoutExtension(file), FitFile.ReadFile(file)))];
            ResultWriter.Write(context.Output, writer =>
            {
                writer.WriteStartObject("fits");
                foreach ((string name, SavedFit fit) in fits)
                {
                    writer.WritePropertyName(name);
                    FitFile.Write(writer, fit);
                }
                writer.WriteEndObject();
            });
            return ExitCodes.Done;
        });
        return command;
    }
}
