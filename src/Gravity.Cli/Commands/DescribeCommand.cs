using System.CommandLine;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core.Data;
using Gravity.Core.Specification;
using Gravity.Reporting.Results;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity describe DATA</c>: what the data hold, before any model.</summary>
internal static class DescribeCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("describe", "Describe the data: units, periods and gaps, missing cells, zeros, statistics, correlations.");
        var data = new Argument<string>("DATA") { Description = "A CSV or TSV file (also .gz); - reads standard input" };
        Option<string[]> unit = OptionKinds.Names("--unit", "COL[,COL]", "The column that names the unit (partner or pair), or exporter and importer");
        Option<string?> time = OptionKinds.Text("--time", "COL", "The column of periods");
        Option<string?> where = OptionKinds.Text("--where", "EXPR", "Describe the rows for which this holds, e.g. \"year >= 2007\"");
        var reading = new ReadingOptions();
        Option<string?> language = OptionKinds.Language();
        Option<bool> json = OptionKinds.Json();
        command.Add(data);
        foreach (Option option in new Option[] { unit, time, where })
            command.Add(option);
        reading.AddTo(command);
        command.Add(language);
        command.Add(json);

        command.SetAction(parsed =>
        {
            TradePanel panel = DataSource.Read(parsed.GetValue(data)!, reading.Read(parsed), context);
            panel = panel.WithIndex(parsed.GetValue(unit) ?? [], parsed.GetValue(time));
            if (parsed.GetValue(where) is { } filter)
                panel = panel.Where(filter);
            PanelDescription description = PanelDescription.Of(panel);
            if (parsed.GetValue(json))
                ResultWriter.Write(context.Output, writer => DescriptionJson.Write(writer, description));
            else
                TablePrinter.Print(context, DescriptionTables.Of(description, new ReportLabels { Words = parsed.WordsOf(language) }));
            return ExitCodes.Done;
        });
        return command;
    }
}
