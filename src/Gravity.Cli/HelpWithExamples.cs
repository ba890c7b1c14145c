using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Gravity.Cli;

/// <summary>Help that begins with examples.</summary>
internal static class HelpWithExamples
{
    /// <summary>Puts the examples of each command before its help.</summary>
    public static void Install(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().First();
        help.Action = new Action((HelpAction)help.Action!);
    }

    private sealed class Action(HelpAction inner) : SynchronousCommandLineAction
    {
        // Help is asked for in the middle of a wrong command line.
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in Examples.Of(parseResult.CommandResult.Command.Name))
                output.WriteLine("  " + example);
            output.WriteLine();
            return inner.Invoke(parseResult);
        }
    }
}
