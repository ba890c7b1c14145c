using System.CommandLine;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Studies;
using Gravity.Reporting.Charts;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity models</c>: everything that can be asked for by name.</summary>
internal static class ModelsCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("models", "List models, laws and charts, with citations and how each was checked.");
        Option<bool> json = OptionKinds.Json();
        command.Add(json);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
                Json(context.Output);
            else
                Text(context.Output);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Text(TextWriter output)
    {
        foreach (IGrouping<string, ModelEntry> kind in ModelCatalog.All.GroupBy(m => m.Kind).OrderByDescending(g => g.Key == "frontier").ThenBy(g => g.Key == "regression"))
        {
            output.WriteLine($"{char.ToUpperInvariant(kind.Key[0])}{kind.Key[1..]}s (--model)");
            foreach (ModelEntry model in kind)
            {
                output.WriteLine($"  {model.Key,-20}{model.Title}");
                output.WriteLine($"  {"",-20}{model.Citation}");
                if (model.Laws.Count > 0)
                    output.WriteLine($"  {"",-20}laws: {string.Join(", ", model.Laws)}");
                output.WriteLine($"  {"",-20}checked against: {model.Validation}");
            }
            output.WriteLine();
        }
        output.WriteLine("Laws of inefficiency (--law, or as --model for pooled)");
        foreach (InefficiencyLaw law in InefficiencyLaw.All)
            output.WriteLine($"  {law.Key,-20}{law.Citation}");
        output.WriteLine();
        output.WriteLine("Laws of noise (--noise)");
        output.WriteLine($"  {"normal",-20}v ~ N(0, σ_v²)");
        output.WriteLine();
        output.WriteLine("Charts (gravity plot)");
        foreach (ChartKind chart in ChartCatalog.All)
            output.WriteLine($"  {chart.Key,-24}{chart.Description}");
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
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStrings("noise", ["normal"]);
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
