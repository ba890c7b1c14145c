using System.CommandLine;
using System.CommandLine.Completions;
using Gravity.Cli.Completion;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity completion SHELL</c>: a script with which the shell completes commands, options and their words.</summary>
internal static class CompletionCommand
{
    private const string Install = """
        Print a script with which a shell completes commands, options and values.
          bash   gravity completion bash > ~/.local/share/bash-completion/completions/gravity
          zsh    gravity completion zsh > "${fpath[1]}/_gravity"
          fish   gravity completion fish > ~/.config/fish/completions/gravity.fish
          pwsh   gravity completion pwsh >> $PROFILE
        """;

    public static Command Build(CliContext context)
    {
        var command = new Command("completion", Install);
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", CompletionScripts.Shells) };
        shell.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !CompletionScripts.Shells.Contains(word))
                result.AddError(Core.Data.NearestNames.Sentence("shell", word, CompletionScripts.Shells));
        });
        shell.CompletionSources.Add([.. CompletionScripts.Shells]);
        command.Add(shell);
        command.SetAction(parsed =>
        {
            context.Output.Write(CompletionScripts.For(parsed.GetValue(shell)!, Words(parsed.RootCommandResult.Command)));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The commands with their options and the words these take, read from the command line itself.</summary>
    private static CommandWords[] Words(Command root) =>
    [
        .. root.Subcommands.Select(command => new CommandWords(
            command.Name,
            FirstLine(command.Description),
            [.. command.Arguments.SelectMany(Labels)],
            [.. command.Options.Concat(root.Options.Where(o => o.Recursive && o.Name != "--version")).Where(o => !o.Hidden).Select(o =>
                new OptionWords(o.Name, FirstLine(o.Description), o.ValueType != typeof(bool) && o.ValueType != typeof(void) && o.Name != "--help", [.. o.ValueType == typeof(bool) ? [] : Labels(o)]))])),
    ];

    private static IEnumerable<string> Labels(Symbol symbol) => symbol.GetCompletions(CompletionContext.Empty).Select(item => item.Label).Distinct();

    private static string FirstLine(string? text) => (text ?? "").Split('\n')[0].TrimEnd('\r', '.');
}
