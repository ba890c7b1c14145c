using System.Text.RegularExpressions;

namespace Gravity.Cli.Tests;

/// <summary>Words as a shell splits them: spaces separate, double quotes hold together, a backslash keeps a quote.</summary>
internal static partial class ShellWords
{
    public static IEnumerable<string> Of(string line) =>
        Word().Matches(line).Select(m => m.Value.StartsWith('"') ? m.Value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal) : m.Value);

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|\S+
        """)]
    private static partial Regex Word();
}
