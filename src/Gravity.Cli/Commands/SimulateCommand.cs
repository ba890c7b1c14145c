using System.CommandLine;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core;
using Gravity.Core.Simulation;
using Gravity.Core.Studies;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity simulate --design D</c>: Monte Carlo experiments.</summary>
internal static class SimulateCommand
{
    private static readonly string[] Formats = [.. TableWriters.All.Select(f => f.Key == "markdown" ? "md" : f.Key)];

    public static Command Build(CliContext context)
    {
        var command = new Command(
            "simulate",
            "Monte Carlo: draw samples from a known model, estimate on each, and print bias, errors and coverage.\nBuilt-in designs: " + string.Join(", ", SimulationDesigns.Names));
        Option<string?> design = OptionKinds.Text("--design", "DESIGN", "A built-in design, or a design file (YAML)");
        design.CompletionSources.Add([.. SimulationDesigns.Names]);
        Option<int> replications = OptionKinds.Whole("--replications", "R", 0, 1, "Samples of the whole run, all shards together; the design's own number unless given");
        replications.DefaultValueFactory = _ => 0;
        Option<SimulationShard?> shard = ShardOption();
        Option<long?> seed = OptionKinds.Seed("Seed: replication r is stream r of it, on any shard and thread; the design's own unless given");
        Option<int> threads = OptionKinds.Threads();
        Option<string?> output = OptionKinds.Text("--output", "FILE.json", "Keep every replication in this file; where it holds a part of the run, the run continues");
        var merge = new Option<string[]>("--merge")
        {
            Description = "Put the files of all shards together and report on the whole run; nothing is drawn",
            HelpName = "FILE.json …",
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
        };
        Option<bool> show = OptionKinds.Flag("--show-design", "Print the design file and draw nothing: a start for a design of your own");
        Option<string?> format = OptionKinds.Choice(
            "--format", "table format", [.. Formats, "markdown"], "Format of the tables; text unless given, or what the name of --table says", string.Join('|', Formats));
        Option<string?> table = OptionKinds.Text("--table", "FILE", "Write the tables to a file; needed for xlsx and docx");
        Option<string?> language = OptionKinds.Language();
        Option<bool> json = OptionKinds.Json();
        foreach (Option option in new Option[] { design, replications, shard, seed, threads, output, merge, show, format, table, language, json })
            command.Add(option);

        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json) && new Option[] { format, table }.FirstOrDefault(parsed.Given) is { } printed)
                throw new UsageException("option-not-for-json", $"{printed.Name} is about a printed table, and --json prints all numbers: leave one of them out");
            ITableFormat kind = TableOutput.Format(parsed.GetValue(format), parsed.GetValue(table), "--table");
            string[] pieces = parsed.GetValue(merge) ?? [];
            string? path = parsed.GetValue(output);
            if (pieces.Length > 0 && new Option[] { design, replications, shard, seed, threads, show }.FirstOrDefault(parsed.Given) is { } other)
                throw new UsageException("option-not-for-merge", $"{other.Name} is about drawing samples, and --merge draws none: leave one of them out");
            if (pieces.Length == 0 && parsed.GetValue(design) is null)
                throw new UsageException("no-design", $"name a design, e.g. --design bc92, or a file; built-in are {string.Join(", ", SimulationDesigns.Names)}");
            string words = parsed.GetValue(language) ?? "en";
            SimulationDesign plan;
            SimulationResults results;
            if (pieces.Length > 0)
            {
                results = SimulationMerge.Merge([.. pieces.Select(file => (file, Simulating.ReadFile(file)))]);
                plan = Simulating.DesignOf(results, words);
                if (path is not null)
                    Simulating.Write(path, results);
            }
            else
            {
                plan = Simulating.Find(parsed.GetValue(design)!, words);
                if (parsed.GetValue(show))
                {
                    if (new Option[] { replications, shard, seed, threads, output, format, table, json }.FirstOrDefault(parsed.Given) is { } unused)
                        throw new UsageException("option-not-for-show", $"--show-design prints the design and runs nothing: leave out {unused.Name}");
                    context.Output.Write(plan.Text);
                    return ExitCodes.Done;
                }
                results = Simulating.Run(plan, parsed.Given(replications) ? parsed.GetValue(replications) : null, parsed.GetValue(shard),
                    parsed.GetValue(seed), parsed.GetValue(threads), path, context);
            }
            if (path is not null)
                context.Note($"wrote {path}");
            IReadOnlyList<SimulatedEstimatorSummary> summaries = SimulationSummary.Of(results);
            if (parsed.GetValue(json))
                ResultWriter.Write(context.Output, writer => SimulationJson.Write(writer, results, summaries));
            else
                TableOutput.Write(context, SimulationTables.Of(results, plan, parsed.WordsOf(language)), kind, parsed.GetValue(table), plan.Title);
            return ExitCode(summaries, context);
        });
        return command;
    }

    /// <summary>4 where an estimator never converged: there is nothing to report of it.</summary>
    private static int ExitCode(IReadOnlyList<SimulatedEstimatorSummary> summaries, CliContext context)
    {
        string[] never = [.. summaries.Where(s => s.Replications > 0 && !(s.Converged > 0)).Select(s => $"'{s.Name}'")];
        if (never.Length == 0)
            return ExitCodes.Done;
        context.Fail($"{string.Join(", ", never)} did not converge in any sample: the table of outcomes says why");
        return ExitCodes.NotConverged;
    }

    private static Option<SimulationShard?> ShardOption() => new("--shard")
    {
        Description = "Only piece K of N of the run: every Nth replication. Put the files together with --merge",
        HelpName = "K/N",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (text.Split('/') is [var index, var count] && int.TryParse(index, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int k)
                && int.TryParse(count, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int n) && k >= 1 && k <= n)
            {
                return new SimulationShard(k, n);
            }
            result.AddError($"--shard needs a piece of a number of pieces, e.g. 3/10; '{text}' is none");
            return null;
        },
    };
}
