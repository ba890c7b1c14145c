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
    private static readonly string[] Formats = [.. TableWriters.All.Select(f => f.Key == "markdown" ? "md" : f.Key)];

    public static Command Build(CliContext context)
    {
        var command = new Command("compare", "Print saved fits side by side, as a regression table for a paper.");
        var files = new Argument<string[]>("FIT.json…") { Description = "Fits saved by gravity fit --save", Arity = ArgumentArity.OneOrMore };
        Option<string?> format = OptionKinds.Choice(
            "--format", "table format", [.. Formats, "markdown"], "Format of the table; text unless given, or what the name of --output says", string.Join('|', Formats));
        Option<string?> output = OptionKinds.Text("--output", "FILE", "Write the table to a file; needed for xlsx and docx");
        Option<string?> title = OptionKinds.Text("--title", "TEXT", "Caption of the table; Estimates unless given");
        var style = new TableStyleOptions();
        Option<string?> language = OptionKinds.Language();
        Option<bool> json = OptionKinds.Json();
        command.Add(files);
        command.Add(format);
        command.Add(output);
        command.Add(title);
        style.AddTo(command);
        command.Add(language);
        command.Add(json);

        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json) && parsed.Given(format))
                throw new UsageException("two-formats", "--json and --format are two formats: give one of them");
            string[] unused = [.. style.Given(parsed), .. new Option[] { output, title }.Where(parsed.Given).Select(o => o.Name)];
            if (parsed.GetValue(json) && unused.Length > 0)
                throw new UsageException("option-not-for-json", $"{unused[0]} is about a printed table, and --json prints all numbers: leave one of them out");
            ITableFormat kind = TableOutput.Format(parsed.GetValue(format), parsed.GetValue(output), "--output");
            RegressionTableStyle look = style.Read(parsed);
            (string Name, SavedFit Fit)[] fits = [.. parsed.GetValue(files)!.Select(file => (Path.GetFileNameWithoutExtension(file), FitFile.ReadFile(file)))];
            if (parsed.GetValue(json))
            {
                Json(context.Output, fits);
                return ExitCodes.Done;
            }
            string?[] headings = style.Headings(parsed, fits.Length);
            ModelColumn[] columns = [.. fits.Select((f, j) => new ModelColumn(f.Name, f.Fit.Result) { Group = headings[j] })];
            CompareTables.CheckTerms(columns, look);
            ReportTable table = CompareTables.Of(columns, new ReportLabels { Words = parsed.WordsOf(language) }, title: parsed.GetValue(title), style: look);
            TableOutput.Write(context, [table], kind, parsed.GetValue(output), table.Title);
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
