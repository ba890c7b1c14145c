using System.CommandLine;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core;
using Gravity.Core.Data;
using Gravity.Core.Estimation;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity explain CODE</c>: what a warning means and what to do about it.</summary>
internal static class ExplainCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("explain", "Say what a warning means and what to do about it.");
        var code = new Argument<string?>("CODE")
        {
            Description = "The code of a warning, e.g. wrong-skewness; without one all codes are listed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        code.CompletionSources.Add([.. CommandWarnings.All.Select(k => k.Code)]);
        Option<bool> json = OptionKinds.Json();
        command.Add(code);
        command.Add(json);

        command.SetAction(parsed =>
        {
            WarningKind[] kinds = [.. Kinds(parsed.GetValue(code))];
            if (parsed.GetValue(json))
                Json(context.Output, kinds);
            else if (parsed.GetValue(code) is null)
                List(context.Output, kinds);
            else
                Text(context.Output, kinds[0]);
            return ExitCodes.Done;
        });
        return command;
    }

    private static IEnumerable<WarningKind> Kinds(string? code)
    {
        if (code is null)
            return CommandWarnings.All.OrderBy(k => k.Code, StringComparer.Ordinal);
        return [CommandWarnings.All.FirstOrDefault(k => k.Code == code)
            ?? throw new UsageException("unknown-warning", NearestNames.Sentence("warning", code, [.. CommandWarnings.All.Select(k => k.Code)]))];
    }

    private static void List(TextWriter output, WarningKind[] kinds)
    {
        int width = kinds.Max(k => k.Code.Length);
        foreach (WarningKind kind in kinds)
            output.WriteLine($"{kind.Code.PadRight(width)}  {kind.Meaning.Split(": ")[0].Split(". ")[0].TrimEnd('.')}");
    }

    private static void Text(TextWriter output, WarningKind kind)
    {
        output.WriteLine(kind.Code);
        output.WriteLine("  Meaning: " + kind.Meaning);
        output.WriteLine("  Remedy:  " + kind.Remedy);
    }

    private static void Json(TextWriter output, WarningKind[] kinds) => ResultWriter.Write(output, writer =>
    {
        writer.WriteStartArray("warnings");
        foreach (WarningKind kind in kinds)
        {
            writer.WriteStartObject();
            writer.WriteString("code", kind.Code);
            writer.WriteString("meaning", kind.Meaning);
            writer.WriteString("remedy", kind.Remedy);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });
}
