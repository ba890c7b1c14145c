using System.CommandLine;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Simulation;
using Gravity.Core.Studies;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity models</c>: everything that can be asked for by name.</summary>
internal static class ModelsCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("models", "List models, laws and charts, with citations and how each was checked.");
        Option<string?> language = OptionKinds.Language();
        Option<bool> json = OptionKinds.Json();
        command.Add(language);
        command.Add(json);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
                Json(context.Output);
            else
                TablePrinter.Print(context, ModelsTable.All(parsed.WordsOf(language)));
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Json(TextWriter output) => ResultWriter.Write(output, writer =>
    {
        writer.WriteStartArray("models");
        foreach (ModelEntry model in ModelCatalog.All)
        {
            writer.WriteStartObject();
            writer.WriteString("key", model.Key);
            writer.WriteString("kind", model.Kind);
            writer.WriteString("title", model.Title);
            writer.WriteString("citation", model.Citation);
            writer.WriteStrings("laws", model.Laws);
            writer.WriteString("validation", model.Validation);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("laws");
        foreach (InefficiencyLaw law in InefficiencyLaw.All)
        {
            writer.WriteStartObject();
            writer.WriteString("key", law.Key);
            writer.WriteString("citation", law.Citation);
            writer.WriteString("validation", law.Validation);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStrings("noise", NoiseLaw.All.Select(n => n.Key));
        writer.WriteStartArray("noiseLaws");
        foreach (NoiseLaw noise in NoiseLaw.All)
        {
            writer.WriteStartObject();
            writer.WriteString("key", noise.Key);
            writer.WriteString("citation", noise.Citation);
            writer.WriteString("validation", noise.Validation);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("designs");
        foreach (SimulationDesign design in SimulationDesigns.Names.Select(name => SimulationDesigns.Find(name)))
        {
            writer.WriteStartObject();
            writer.WriteString("key", design.Name);
            writer.WriteString("title", design.Title);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("charts");
        foreach (ChartKind chart in ChartCatalog.All)
        {
            writer.WriteStartObject();
            writer.WriteString("key", chart.Key);
            writer.WriteString("title", chart.Title);
            writer.WriteString("description", chart.Description);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });
}
