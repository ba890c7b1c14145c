using System.CommandLine;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting;
using Gravity.Reporting.Results;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity fit DATA</c>: estimates one model.</summary>
internal static class FitCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("fit", "Fit one model and print its estimates.");
        var data = new Argument<string>("DATA") { Description = "A CSV or TSV file (also .gz); - reads standard input" };
        var model = new ModelOptions();
        var reading = new ReadingOptions();
        Option<double> level = OptionKinds.Level();
        Option<long?> seed = OptionKinds.Seed("Seed of bootstraps; 1 unless given");
        Option<int> threads = OptionKinds.Threads();
        Option<bool> strict = OptionKinds.Flag("--strict", "Any warning is an error (exit code 3); nothing is saved then");
        Option<string?> save = OptionKinds.Text("--save", "FIT.json", "Keep the fit, without the data, for efficiency, potential, test, compare and plot");
        Option<string?> language = OptionKinds.Language();
        Option<bool> json = OptionKinds.Json();
        command.Add(data);
        model.AddTo(command, required: true);
        reading.AddTo(command);
        foreach (Option option in new Option[] { level, seed, threads, strict, save, language, json })
            command.Add(option);

        command.SetAction(parsed =>
        {
            ModelRequest request = model.Read(parsed, parsed.GetValue(level));
            CsvOptions csv = reading.Read(parsed);
            TradePanel panel = DataSource.Read(parsed.GetValue(data)!, csv, context);
            ModelFit fit = Fitting.Fit(request, panel, parsed.GetValue(seed) ?? 1, parsed.GetValue(threads), context);
            byte[] saved = FitFile.ToUtf8(new SavedFit(fit.Result, request, csv));
            Words words = parsed.WordsOf(language);
            Fitting.Notices(fit, words, context);
            if (parsed.GetValue(json))
                ResultWriter.Write(context.Output, saved);
            else
            {
                var labels = new ReportLabels { Words = words };
                TablePrinter.Print(context, FitTables.Of(fit.Result, labels, certificate: context.Verbosity == Verbosity.Verbose));
                if (InefficiencyEffects.Of(fit) is { Count: > 0 } effects)
                    TablePrinter.Print(context, [MarginalEffectTables.Of(effects, labels, degreesOfFreedom: fit.Result.DegreesOfFreedom)]);
            }
            int code = Fitting.ExitCode(fit.Result, [], parsed.GetValue(strict), context);
            if (parsed.GetValue(save) is { } path && code != ExitCodes.DataUnfit)
                AtomicFile.Write(path, stream => stream.Write(saved));
            return code;
        });
        return command;
    }
}
