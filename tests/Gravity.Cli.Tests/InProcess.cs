using System.Globalization;

namespace Gravity.Cli.Tests;

/// <summary>The command line as a function: quick, and with a terminal or a culture of one's own.</summary>
internal static class InProcess
{
    public static CliRun Run(params string[] args) => Run(args, terminal: false);

    public static CliRun Run(string[] args, bool terminal, int? width = null, CancellationToken cancellation = default)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var error = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        int code = Application.Run(args, new CliContext
        {
            Output = output,
            Error = error,
            ErrorIsTerminal = terminal,
            ErrorTakesAnsi = terminal,
            ProgressDelay = TimeSpan.Zero,
            TerminalWidth = width,
            Cancellation = cancellation,
        });
        return new CliRun(code, output.ToString(), error.ToString());
    }
}
