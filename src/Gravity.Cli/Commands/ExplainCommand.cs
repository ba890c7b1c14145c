using System.CommandLine;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core;
using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity explain CODE</c>: what a warning or an error means and what to do about it.</summary>
internal static class ExplainCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("explain", "Say what a warning or an error means and what to do about it.");
        var code = new Argument<string?>("CODE")
        {
            Description = "The code of a warning or an error, e.g. wrong-skewness; without one all codes are listed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> language = OptionKinds.Language();
        code.CompletionSources.Add([.. Explanation.All(Words.English).Select(e => e.Code)]);
        Option<bool> json = OptionKinds.Json();
        command.Add(code);
        command.Add(language);
        command.Add(json);

        command.SetAction(parsed =>
        {
            Words words = parsed.WordsOf(language);
            Explanation[] found = parsed.GetValue(code) is { } asked ? [One(asked, words)] : [.. Explanation.All(words)];
            if (parsed.GetValue(json))
                Json(context.Output, found);
            else if (parsed.GetValue(code) is null)
                List(context.Output, found, words);
            else
                Text(context.Output, found[0], words);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Explanation One(string code, Words words) => Explanation.Find(code, words)
        ?? throw new UsageException("unknown-warning", NearestNames.Hint(code, Explanation.All(words).Select(e => e.Code)) is { Length: > 0 } hint
            ? $"unknown warning '{code}'{hint}"
            : $"unknown warning '{code}'; gravity explain lists all codes");

    private static void List(TextWriter output, Explanation[] all, Words words)
    {
        int width = all.Max(e => e.Code.Length);
        foreach (IGrouping<bool, Explanation> part in all.GroupBy(e => e.IsError))
        {
            if (part.Key)
                output.WriteLine();
            output.WriteLine(words[part.Key ? "explain.word.errors" : "explain.word.warnings"]);
            foreach (Explanation entry in part)
                output.WriteLine($"  {entry.Code.PadRight(width)}  {entry.Meaning.Split(": ")[0].Split(". ")[0].Split('：')[0].Split('。')[0].TrimEnd('.')}");
        }
    }

    private static void Text(TextWriter output, Explanation entry, Words words)
    {
        output.WriteLine(entry.Code);
        (string Key, string? Text)[] parts =
        [
            ("explain.word.meaning", entry.Meaning), ("explain.word.remedy", entry.Remedy), ("explain.word.example", entry.Example), ("explain.word.literature", entry.Literature),
        ];
        int width = parts.Where(p => p.Text is not null).Max(p => words[p.Key].Length);
        string colon = words["explain.word.colon"];
        foreach ((string key, string? text) in parts)
            if (text is not null)
                output.WriteLine($"  {(words[key] + colon).PadRight(width + 1)} {text}");
    }

    private static void Json(TextWriter output, Explanation[] entries) => ResultWriter.Write(output, writer =>
    {
        foreach ((string name, bool errors) in new[] { ("warnings", false), ("errors", true) })
        {
            writer.WriteStartArray(name);
            foreach (Explanation entry in entries.Where(e => e.IsError == errors))
            {
                writer.WriteStartObject();
                writer.WriteString("code", entry.Code);
                writer.WriteString("meaning", entry.Meaning);
                if (!errors)
                {
                    writer.WriteString("remedy", entry.Remedy);
                    writer.WriteString("example", entry.Example);
                    writer.WriteString("literature", entry.Literature);
                }
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
    });
}
