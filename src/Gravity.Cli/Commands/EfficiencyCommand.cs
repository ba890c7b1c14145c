using System.CommandLine;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity efficiency</c>: efficiency of every row.</summary>
internal static class EfficiencyCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("efficiency", "Print the efficiency of every row, unit and period of a fitted frontier.");
        var source = new FitSource();
        Option<bool> strict = OptionKinds.Flag("--strict", "Any warning is an error (exit code 3); no file is written then");
        Option<string?> csv = OptionKinds.Text("--csv", "FILE", "Also write the rows to a CSV file, with all digits");
        Option<string?> language = OptionKinds.Language();
        Option<bool> json = OptionKinds.Json();
        source.AddTo(command);
        Option<string?> effects = OptionKinds.Text("--effects", "FILE", "Also write the marginal effects of the determinants, row by row, to a CSV file");
        foreach (Option option in new Option[] { strict, csv, effects, language, json })
            command.Add(option);

        command.SetAction(parsed =>
        {
            (ModelFit fit, IReadOnlyList<FitWarning> warnings) = source.Resolve(parsed, context);
            EfficiencyResult result = fit.Efficiency(parsed.GetValue(source.Level) / 100);
            FitWarning[] all = [.. fit.Result.Warnings, .. warnings];
            Words words = parsed.WordsOf(language);
            Fitting.Notices(fit, words, context);
            if (parsed.GetValue(json))
            {
                ResultWriter.Write(context.Output, writer => EfficiencyJson.Write(writer, result, fit.Result, InefficiencyEffects.Of(fit), all));
            }
            else
            {
                TablePrinter.Print(context, Tables(fit, result, words));
                TablePrinter.Warn(context, all, words);
            }
            int code = Fitting.ExitCode(fit.Result, warnings, parsed.GetValue(strict), context);
            if (parsed.GetValue(csv) is { } path && code != ExitCodes.DataUnfit)
                RowFiles.Write(path, RowFiles.Of(result));
            if (parsed.GetValue(effects) is { } file && code != ExitCodes.DataUnfit)
            {
                RowFiles.Write(file, InefficiencyEffects.Of(fit) is { Count: > 0 } found
                    ? RowFiles.Of(result, found)
                    : throw new UsageException("no-determinants", "--effects needs a model with determinants of inefficiency, e.g. --sigma-u, --mean-u or --inefficiency, off the boundary"));
            }
            return code;
        });
        return command;
    }

    private static IEnumerable<ReportTable> Tables(ModelFit fit, EfficiencyResult result, Words words)
    {
        ReportLabels labels = TablePrinter.Labels(fit.Request, words);
        if (result.Grid is null)
            yield return EfficiencyTables.Rows(result, labels);
        else
            yield return EfficiencyTables.Matrix(result, labels);
        if (result.Units.Count > 0)
            yield return EfficiencyTables.Ranking(result, EfficiencyTables.SharesInefficiency(fit.Result), labels);
        if (result.Periods.Count > 0)
            yield return EfficiencyTables.ByPeriod(result, labels);
        if (InefficiencyEffects.Of(fit) is { Count: > 0 } effects)
            yield return MarginalEffectTables.Of(effects, labels, fit.Result.DegreesOfFreedom);
    }
}
