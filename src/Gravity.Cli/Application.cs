using System.CommandLine;
using Gravity.Cli.Commands;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core;

namespace Gravity.Cli;

/// <summary>The command line as a function: arguments and a context in, an exit code out.</summary>
internal static class Application
{
    /// <summary>Parses and runs.</summary>
    public static int Run(IReadOnlyList<string> args, CliContext context)
    {
        bool json = args.Contains("--json");
        try
        {
            if (args.Count == 0)
            {
                Welcome.Write(context.Output);
                return ExitCodes.Done;
            }
            context = context with { Verbosity = OptionKinds.VerbosityOf(args), ErrorIsTerminal = context.ErrorIsTerminal && !args.Contains(OptionKinds.Quiet) };
            RootCommand root = Build(context);
            ParseResult parsed = root.Parse([.. args], new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0)
                return Report(context, json, ExitCodes.Usage, "usage", ParseErrors.Sentence(parsed), [], ParseErrors.Hint(parsed));
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = context.Output,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception error)
        {
            return Report(context, json, error is AggregateException { InnerException: { } inner } ? inner : error);
        }
    }

    /// <summary>All commands, in the order of help.</summary>
    internal static RootCommand Build(CliContext context)
    {
        var root = new RootCommand("Stochastic frontier gravity models of trade: efficiency and potential with honest intervals.");
        root.Directives.Clear();
        root.Add(OptionKinds.Everywhere(OptionKinds.Quiet, "Errors only: no notes, warnings or progress on standard error"));
        root.Add(OptionKinds.Everywhere(OptionKinds.Verbose, "Iterations of every climb and the time of every step on standard error"));
        Command[] commands =
        [
            NewCommand.Build(context),
            RunCommand.Build(context),
            DescribeCommand.Build(context),
            FitCommand.Build(context),
            EfficiencyCommand.Build(context),
            PotentialCommand.Build(context),
            IndicatorsCommand.Build(context),
            TestCommand.Build(context),
            CompareCommand.Build(context),
            PlotCommand.Build(context),
            SimulateCommand.Build(context),
            ModelsCommand.Build(context),
            ExplainCommand.Build(context),
            CompletionCommand.Build(context),
        ];
        foreach (Command command in commands)
            root.Add(command);
        HelpWithExamples.Install(root);
        return root;
    }

    private static int Report(CliContext context, bool json, Exception error)
    {
        switch (error)
        {
            case UsageException usage:
                return Report(context, json, ExitCodes.Usage, usage.Code, usage.Message, [], null);
            case DataUnfitException unfit:
                return Report(context, json, ExitCodes.DataUnfit, unfit.Code, unfit.Message, unfit.Rows, null);
            case KeptWorkException:
                return Report(context, json, ExitCodes.Interrupted, "interrupted", error.Message, [], null);
            case OperationCanceledException:
                return Report(context, json, ExitCodes.Interrupted, "interrupted", "interrupted: no file was written", [], null);
            case OutOfMemoryException:
                return Report(
                    context, json, ExitCodes.DataUnfit, "out-of-memory",
                    "the data do not fit into memory: keep the columns and rows that are needed", [], null);
            default:
                string sentence = $"this is an error of gravity itself ({error.GetType().Name}: {FirstLine(error.Message)}). "
                    + "Please report it with the command line; GRAVITY_DEBUG=1 shows where it arose";
                Report(context, json, ExitCodes.Bug, "internal-error", sentence, [], null);
                if (context.Debug)
                    context.Error.WriteLine(error);
                return ExitCodes.Bug;
        }
    }

    private static int Report(
        CliContext context, bool json, int exitCode, string code, string sentence, IReadOnlyList<int> rows, string? hint)
    {
        context.Fail(sentence);
        if (hint is not null)
            context.Error.WriteLine(hint);
        if (json)
            ErrorJson.Write(context.Output, code, sentence, rows);
        return exitCode;
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');
}
