using System.CommandLine;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core;
using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Core.Regression;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity potential</c>: potential of every row and of sums, with intervals.</summary>
internal static class PotentialCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("potential", "Print trade potential and room for expansion of every row and of totals, with intervals.");
        var source = new FitSource();
        Option<string?> actual = OptionKinds.Text("--actual", "COL", "The flow whose potential is asked for; the flow on the left side unless given");
        Option<string[]> by = OptionKinds.Names("--by", "COL,…", "Totals by each of these columns, a^b for two combined; by unit unless given");
        Option<double[]> classes = OptionKinds.Numbers("--classes", "0.8,1.2", "Classes of actual over predicted trade, cut at these ratios");
        Option<string?> classBase = OptionKinds.Choice("--class-base", "base of classes", ["ols", "te"], "What predicts trade in --classes: least squares (default) or, as efficiency, the frontier");
        Option<int> draws = OptionKinds.Whole("--draws", "N", 2000, 2, "Draws of parameters and inefficiency behind the intervals");
        Option<string?> retransformation = OptionKinds.Choice("--retransformation", "retransformation", RetransformationNames.All, "From logarithms to flows in the predictions of regressions: smearing (default), lognormal or none");
        Option<string[]> with = OptionKinds.Names("--with", "FIT.json,…", "Other saved fits on the same data, whose potential is set beside this one's");
        Option<string?> held = OptionKinds.Text("--out-of-sample", "EXPR", "Also fit without the rows that satisfy this filter, and predict those");
        Option<bool> strict = OptionKinds.Flag("--strict", "Any warning is an error (exit code 3); no file is written then");
        Option<string?> csv = OptionKinds.Text("--csv", "FILE", "Also write the rows to a CSV file, with all digits");
        Option<string?> language = OptionKinds.Language();
        Option<bool> json = OptionKinds.Json();
        source.AddTo(command);
        foreach (Option option in new Option[] { actual, by, classes, classBase, draws, retransformation, with, held, strict, csv, language, json })
            command.Add(option);

        command.SetAction(parsed =>
        {
            // Of an option that is not given, the parser makes an empty array and not null.
            double[]? cuts = parsed.Given(classes) ? parsed.GetValue(classes) : null;
            if (parsed.Given(classBase) && cuts is null)
                throw new UsageException("missing-option", "--class-base needs --classes, e.g. --classes 0.8,1.2");
            (ModelFit fit, IReadOnlyList<FitWarning> warnings) = source.Resolve(parsed, context);
            var methods = new MethodRequest(
                parsed.Given(with) ? parsed.GetValue(with)! : [], parsed.GetValue(held), RetransformationNames.Find(parsed.GetValue(retransformation) ?? RetransformationNames.All[0]), cuts);
            if (fit.PredictsFlow)
                return Predicted(parsed, fit, warnings, methods, parsed.GetValue(actual), parsed.GetValue(classBase));
            // Before anything is computed: a model without inefficiency has no potential.
            _ = fit.Conditional();
            if (parsed.Given(retransformation) && methods.IsEmpty)
                throw new UsageException("not-for-model", "--retransformation is for regressions: of this fit alone there is none; name others with --with");
            double[]? flow = parsed.GetValue(actual) is { } column ? Flow(fit, column) : null;
            TradeClassification? classification =
                cuts is null ? null : Classification.Of(fit, flow, cuts, parsed.GetValue(classBase) ?? "ols");
            PotentialResult result = Potentials.Of(
                fit, flow, fit.Groupings(parsed.GetValue(by) ?? []), source.Draws(parsed, parsed.GetValue(draws)), context);
            FitWarning[] further = [.. warnings, .. result.Warnings];
            Words words = parsed.WordsOf(language);
            (MethodComparison? inSample, MethodComparison? outOfSample) = methods.Compare(source, parsed, fit, parsed.GetValue(draws), context);
            Fitting.Notices(fit, words, context);
            FitWarning[] all = [.. fit.Result.Warnings, .. further];
            if (parsed.GetValue(json))
            {
                ResultWriter.Write(context.Output, writer =>
                {
                    PotentialJson.Write(writer, result, classification, fit.Result, all);
                    methods.Write(writer, inSample, outOfSample);
                });
            }
            else
            {
                TablePrinter.Print(context, [.. Tables(fit, result, classification, words), .. MethodRequest.Tables(inSample, outOfSample, TablePrinter.Labels(fit.Request, words))]);
                TablePrinter.Warn(context, all, words);
            }
            int code = Fitting.ExitCode(fit.Result, further, parsed.GetValue(strict), context);
            if (parsed.GetValue(csv) is { } path && code != ExitCodes.DataUnfit)
                RowFiles.Write(path, RowFiles.Of(result, classification));
            return code;
        });
        return command;

        int Predicted(ParseResult parsed, ModelFit fit, IReadOnlyList<FitWarning> warnings, MethodRequest methods, string? other, string? classBaseName)
        {
            if (other is not null)
                throw new UsageException("not-for-model", $"--actual names another flow than that of a frontier; '{fit.Request.Model}' predicts its own left side");
            if (classBaseName is "te")
                throw new UsageException("not-for-model", $"'{fit.Request.Model}' has no efficiency, so classes are of actual over predicted trade: leave out --class-base te");
            Words words = parsed.WordsOf(language);
            PredictionResult result = methods.Predict(source, parsed, fit, fit.Groupings(parsed.GetValue(by) ?? []), parsed.GetValue(draws), context);
            TradeClassification? classification = methods.Cuts is null ? null
                : TradeClasses.OfPredicted([.. result.Rows.Select(r => r.Actual)], [.. result.Rows.Select(r => r.Predicted.Value)], methods.Cuts);
            (MethodComparison? inSample, MethodComparison? outOfSample) = methods.Compare(source, parsed, fit, parsed.GetValue(draws), context);
            FitWarning[] further = [.. warnings, .. result.Warnings], all = [.. fit.Result.Warnings, .. further];
            Fitting.Notices(fit, words, context);
            if (parsed.GetValue(json))
            {
                ResultWriter.Write(context.Output, writer =>
                {
                    MethodJson.Prediction(writer, result, classification, fit.Result, all);
                    methods.Write(writer, inSample, outOfSample);
                });
            }
            else
            {
                ReportLabels labels = TablePrinter.Labels(fit.Request, words);
                PredictedTotals whole = result.Totals[0];
                TablePrinter.Print(context,
                [
                    .. fit.Design.Units is null ? [PredictionTables.Rows(result, labels)] : (ReportTable[])[],
                    .. (result.Totals.Count == 1 ? result.Totals : result.Totals.Skip(1)).Select(t => PredictionTables.Totals(result, t, labels, t == whole ? null : whole)),
                    .. classification is null ? (ReportTable[])[] : [ClassTables.Counts(classification, fit.Request.Model, words)],
                    .. MethodRequest.Tables(inSample, outOfSample, labels),
                ]);
                TablePrinter.Warn(context, all, words);
            }
            int code = Fitting.ExitCode(fit.Result, further, parsed.GetValue(strict), context);
            if (parsed.GetValue(csv) is { } path && code != ExitCodes.DataUnfit)
                RowFiles.Write(path, RowFiles.Of(result, classification));
            return code;
        }
    }

    private static IEnumerable<ReportTable> Tables(ModelFit fit, PotentialResult result, TradeClassification? classes, Words words)
    {
        ReportLabels labels = TablePrinter.Labels(fit.Request, words);
        if (fit.Design.Units?.PeriodOfRow is null)
        {
            yield return PotentialTables.Rows(result, labels);
        }
        else
        {
            yield return PotentialTables.Matrix(result, PotentialQuantity.Expected, labels);
            yield return PotentialTables.Matrix(result, PotentialQuantity.Room, labels);
        }
        PotentialTotals all = result.Totals[0];
        foreach (PotentialTotals totals in result.Totals.Count == 1 ? result.Totals : result.Totals.Skip(1))
            yield return PotentialTables.Totals(result, totals, labels, totals == all ? null : all);
        if (classes is not null)
            yield return ClassTables.Counts(classes, words: words);
    }

    /// <summary>A flow other than the one on the left side; it may be missing in some rows, but not negative.</summary>
    private static double[] Flow(ModelFit fit, string column)
    {
        double[] values = fit.Panel.Numbers(column).Values;
        int[] negative = [.. fit.Design.PanelRows.Where(row => values[row] < 0).Select(fit.Panel.SourceRow).Order()];
        if (negative.Length > 0)
        {
            string rows = string.Join(", ", negative.Take(5).Select(row => FormattableString.Invariant($"{row}")));
            throw new DataUnfitException(
                "negative-flow", $"--actual '{column}' is below 0 in {negative.Length} rows of the sample (rows {rows}{(negative.Length > 5 ? ", …" : "")}); a flow is not: name another column", negative);
        }
        return Array.ConvertAll(fit.Design.PanelRows, row => values[row]);
    }
}
