using System.Runtime.CompilerServices;
using System.Text;
using Gravity.Reporting.Tables;
using Spectre.Console;

namespace Gravity.Cli;

/// <summary>Printed text on standard output: styled where a person watches, plain everywhere else.</summary>
internal static class TerminalText
{
    // Narrower than this nothing can be read.
    private const int Narrowest = 40;

    /// <summary>The width to lay out for; null where the reader wants plain text (NO_COLOR, a dumb terminal) or the terminal does not say.</summary>
    /// <param name="noColor">The environment's NO_COLOR.</param>
    /// <param name="terminal">The environment's TERM.</param>
    /// <param name="width">Asks the terminal.</param>
    public static int? Width(string? noColor, string? terminal, Func<int> width)
    {
        if (!string.IsNullOrEmpty(noColor) || terminal == "dumb")
            return null;
        try
        {
            return width() is > 0 and var cells ? Math.Max(Narrowest, cells) : null;
        }
        catch (IOException)
        {
            // Some terminals have no window: text is laid out as for a file.
            return null;
        }
    }

    /// <summary>Prints the lines.</summary>
    public static void Print(CliContext context, IEnumerable<TextLine> lines)
    {
        if (context.TerminalWidth is not null)
        {
            PrintStyled(context.Output, lines);
            return;
        }
        foreach (TextLine line in lines)
            context.Output.Write(line.Text + "\n");
    }

    /// <summary>Apart, so that the console library is loaded only where there is a terminal.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PrintStyled(TextWriter output, IEnumerable<TextLine> lines)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = OperatingSystem.IsWindows() ? AnsiSupport.Detect : AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Out = new LaidOut(output),
        });
        foreach (TextLine line in lines)
        {
            if (line.Text.Length > 0)
                console.Write(new Text(line.Text, StyleOf(line.Part)));
            console.WriteLine();
        }
    }

    private static Style StyleOf(TextPart part) => part switch
    {
        TextPart.Section => new Style(Color.Teal, decoration: Decoration.Bold),
        TextPart.Title or TextPart.Header => new Style(decoration: Decoration.Bold),
        TextPart.Group => new Style(decoration: Decoration.Italic),
        TextPart.Rule or TextPart.Note => new Style(decoration: Decoration.Dim),
        _ => Style.Plain,
    };

    /// <summary>An output whose lines are already as long as they shall be.</summary>
    private sealed class LaidOut(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => 100_000;

        public int Height => 24;

        public void SetEncoding(Encoding encoding)
        {
            // The stream has its own, UTF-8 on every machine.
        }
    }
}
