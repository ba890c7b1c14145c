using System.CommandLine;
using Gravity.Core.Data;

namespace Gravity.Cli.Parsing;

/// <summary>What is wrong with a command line, in one sentence with the nearest valid words.</summary>
internal static class ParseErrors
{
    public static string Sentence(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] unmatched = [.. parsed.UnmatchedTokens];
        if (unmatched.Length > 0 && command is RootCommand)
            return NearestNames.Sentence("command", unmatched[0], [.. command.Subcommands.Select(c => c.Name)]);
        string? option = unmatched.FirstOrDefault(token => token.Length > 1 && token[0] == '-' && !char.IsAsciiDigit(token[1]));
        if (option is not null)
        {
            string name = option.Split('=', 2)[0];
            string hint = NearestNames.Hint(name, command.Options.Select(o => o.Name).Concat([OptionKinds.Quiet, OptionKinds.Verbose]).Where(n => n.StartsWith("--", StringComparison.Ordinal)));
            return $"'{command.Name}' has no option '{name}'{hint}";
        }
        string[] own = [.. parsed.Errors.Select(e => e.Message).Where(m => !unmatched.Any(token => m.Contains($"'{token}'", StringComparison.Ordinal)))];
        if (own.Length > 0)
            return Lower(own[0].TrimEnd('.'));
        return unmatched.Length > 0
            ? $"'{command.Name}' does not know what to do with '{unmatched[0]}': quote a formula or filter that holds spaces"
            : Lower(parsed.Errors[0].Message.TrimEnd('.'));
    }

    public static string Hint(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        return command is RootCommand ? "Try 'gravity --help'." : $"Try 'gravity {command.Name} --help'.";
    }

    private static string Lower(string sentence) =>
        sentence.Length > 1 && char.IsUpper(sentence[0]) && !char.IsUpper(sentence[1]) ? char.ToLowerInvariant(sentence[0]) + sentence[1..] : sentence;
}
