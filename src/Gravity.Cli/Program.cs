using System.Text;
using Gravity.Cli;

// Results are UTF-8 whatever the machine's code page: σ and ≤ must not turn into question marks in a pipe.
if (OperatingSystem.IsWindows())
    Console.OutputEncoding = Encoding.UTF8;
var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var output = new StreamWriter(Console.OpenStandardOutput(), utf8, 1 << 16) { NewLine = "\n" };
using var error = new StreamWriter(Console.OpenStandardError(), utf8) { NewLine = "\n", AutoFlush = true };
using var interruption = new Interruption();
var context = new CliContext
{
    OpenInput = Console.OpenStandardInput,
    Output = output,
    Error = error,
    ErrorIsTerminal = !Console.IsErrorRedirected,
    TerminalWidth = Console.IsOutputRedirected ? null
        : TerminalText.Width(Environment.GetEnvironmentVariable("NO_COLOR"), Environment.GetEnvironmentVariable("TERM"), () => Console.WindowWidth),
    Debug = Environment.GetEnvironmentVariable("GRAVITY_DEBUG") == "1",
    Cancellation = interruption.Token,
};
int code = Application.Run(args, context);
try
{
    output.Flush();
}
catch (IOException)
{
    // The reader of the pipe (head, less) has gone: nothing is left to say, and disposing must not try again.
    Environment.Exit(code);
}
return code;
