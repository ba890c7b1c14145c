using System.Text;

namespace Gravity.Cli.Completion;

/// <summary>A command as a shell completes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, on one line.</param>
/// <param name="Arguments">Words that its arguments take; empty for files.</param>
/// <param name="Options">Its options.</param>
internal sealed record CommandWords(string Name, string Description, string[] Arguments, OptionWords[] Options);

/// <summary>An option as a shell completes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means, on one line.</param>
/// <param name="TakesValue">Whether a value follows.</param>
/// <param name="Values">The words it takes; empty for anything.</param>
internal sealed record OptionWords(string Name, string Description, bool TakesValue, string[] Values);

/// <summary>Completion scripts: everything in one text, so that a key press starts no program.</summary>
internal static class CompletionScripts
{
    /// <summary>The shells there are scripts for.</summary>
    public static string[] Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>The script for a shell.</summary>
    public static string For(string shell, CommandWords[] commands) => shell switch
    {
        "bash" => Bash(commands),
        "zsh" => Zsh(commands),
        "fish" => Fish(commands),
        _ => PowerShell(commands),
    };

    private static string Bash(CommandWords[] commands)
    {
        var text = new StringBuilder();
        text.Append("# bash completion for gravity\n_gravity() {\n  local current=\"${COMP_WORDS[COMP_CWORD]}\" previous=\"${COMP_WORDS[COMP_CWORD-1]}\" words=\"\"\n  COMPREPLY=()\n");
        text.Append("  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    words=\"").Append(Joined(commands.Select(c => c.Name))).Append(" --help --version\"\n");
        text.Append("    COMPREPLY=( $(compgen -W \"$words\" -- \"$current\") )\n    return\n  fi\n");
        text.Append(Cases(commands, "${COMP_WORDS[1]}", "$previous", "$current", "  "));
        text.Append("  if [ -n \"$words\" ]; then\n    COMPREPLY=( $(compgen -W \"$words\" -- \"$current\") )\n  else\n    COMPREPLY=( $(compgen -f -- \"$current\") )\n  fi\n}\n");
        text.Append("complete -o filenames -F _gravity gravity\n");
        return text.ToString();
    }

    private static string Zsh(CommandWords[] commands)
    {
        var text = new StringBuilder();
        text.Append("#compdef gravity\n_gravity() {\n  local current=\"${words[CURRENT]}\" previous=\"${words[CURRENT-1]}\" command=\"${words[2]}\"\n");
        text.Append("  if (( CURRENT == 2 )); then\n    local -a commands=(\n");
        foreach (CommandWords command in commands)
            text.Append("      '").Append(command.Name).Append(':').Append(command.Description.Replace("'", "’", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal)).Append("'\n");
        text.Append("    )\n    _describe command commands\n    return\n  fi\n  {\n  local words=\"\"\n");
        text.Append(Cases(commands, "$command", "$previous", "$current", "  "));
        text.Append("  if [[ -n \"$words\" ]]; then\n    compadd -- ${=words}\n  else\n    _files\n  fi\n  }\n}\ncompdef _gravity gravity\n");
        return text.ToString();
    }

    /// <summary>Sets <c>words</c>: those of the option before, the options of the command, or those of its arguments. Both shells read it.</summary>
    private static string Cases(CommandWords[] commands, string command, string previous, string current, string indent)
    {
        var text = new StringBuilder();
        text.Append(indent).Append("case \"").Append(command).Append(':').Append(previous).Append("\" in\n");
        foreach (CommandWords entry in commands)
        {
            foreach (OptionWords option in entry.Options.Where(o => o.TakesValue))
            {
                text.Append(indent).Append("  ").Append(entry.Name).Append(':').Append(option.Name).Append(") ");
                text.Append(option.Values.Length > 0 ? $"words=\"{Joined(option.Values)}\"" : "words=\"\"").Append(" ;;\n");
            }
        }
        text.Append(indent).Append("  *)\n").Append(indent).Append("    case \"").Append(command).Append("\" in\n");
        foreach (CommandWords entry in commands)
        {
            text.Append(indent).Append("      ").Append(entry.Name).Append(") if [[ \"").Append(current).Append("\" == -* ]]; then words=\"").Append(Joined(entry.Options.Select(o => o.Name)));
            text.Append("\"; else words=\"").Append(Joined(entry.Arguments)).Append("\"; fi ;;\n");
        }
        return text.Append(indent).Append("    esac ;;\n").Append(indent).Append("esac\n").ToString();
    }

    private static string Fish(CommandWords[] commands)
    {
        var text = new StringBuilder("# fish completion for gravity\n");
        foreach (CommandWords command in commands)
            text.Append("complete -c gravity -f -n __fish_use_subcommand -a ").Append(command.Name).Append(" -d ").Append(Quoted(command.Description)).Append('\n');
        foreach (CommandWords command in commands)
        {
            string when = $"complete -c gravity -n \"__fish_seen_subcommand_from {command.Name}\"";
            if (command.Arguments.Length > 0)
                text.Append(when).Append(" -f -a ").Append(Quoted(Joined(command.Arguments))).Append('\n');
            foreach (OptionWords option in command.Options.Where(o => o.Name.StartsWith("--", StringComparison.Ordinal)))
            {
                text.Append(when).Append(" -l ").Append(option.Name[2..]);
                if (option.TakesValue)
                    text.Append(option.Values.Length > 0 ? " -x -a " + Quoted(Joined(option.Values)) : " -r");
                text.Append(" -d ").Append(Quoted(option.Description)).Append('\n');
            }
        }
        return text.ToString();
    }

    private static string PowerShell(CommandWords[] commands)
    {
        var text = new StringBuilder("# PowerShell completion for gravity\nRegister-ArgumentCompleter -Native -CommandName gravity -ScriptBlock {\n  param($wordToComplete, $commandAst, $cursorPosition)\n");
        text.Append("  $commands = @(").Append(List(commands.Select(c => c.Name))).Append(")\n  $options = @{\n");
        foreach (CommandWords command in commands)
            text.Append("    '").Append(command.Name).Append("' = @(").Append(List(command.Options.Select(o => o.Name))).Append(")\n");
        text.Append("  }\n  $values = @{\n");
        foreach (CommandWords command in commands)
        {
            if (command.Arguments.Length > 0)
                text.Append("    '").Append(command.Name).Append("' = @(").Append(List(command.Arguments)).Append(")\n");
            foreach (OptionWords option in command.Options.Where(o => o.Values.Length > 0))
                text.Append("    '").Append(command.Name).Append(' ').Append(option.Name).Append("' = @(").Append(List(option.Values)).Append(")\n");
        }
        text.Append("""
              }
              $words = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
              if ($wordToComplete) { $previous = $words[-2] } else { $previous = $words[-1] }
              $command = if ($words.Count -gt 1) { $words[1] } else { '' }
              $candidates = if ($words.Count -lt 2 -or ($words.Count -eq 2 -and $wordToComplete)) { $commands }
                elseif ($values.ContainsKey("$command $previous")) { $values["$command $previous"] }
                elseif ($wordToComplete -like '-*') { $options[$command] }
                else { $values[$command] }
              $candidates | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }

            """);
        return text.ToString();
    }

    private static string Joined(IEnumerable<string> words) => string.Join(' ', words);

    private static string List(IEnumerable<string> words) => string.Join(", ", words.Select(w => $"'{w}'"));

    private static string Quoted(string text) => "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
