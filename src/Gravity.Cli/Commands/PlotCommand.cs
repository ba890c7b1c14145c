using System.CommandLine;
using Gravity.Cli.Parsing;
using Gravity.Core;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Studies.Plots;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity plot KIND</c>: one chart of a saved fit or of a study's headline.</summary>
internal static class PlotCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("plot", "Draw one chart of a fit or of a study's headline model.");
        var kind = new Argument<string>("KIND") { Description = string.Join(", ", ChartCatalog.All.Select(c => c.Key)) };
        kind.CompletionSources.Add([.. ChartCatalog.All.Select(c => c.Key)]);
        var source = new FitSource("FIT.json|DATA|STUDY", "A saved fit (then --data names its data), a data file with the options of gravity fit, or a study file or folder");
        Option<int> draws = OptionKinds.Whole("--draws", "N", 2000, 2, "Draws behind the intervals of potential");
        Option<string?> output = OptionKinds.Text("--output", "FILE", "A file that ends in .png or .svg; KIND.png unless given");
        var choices = new PlotChoiceOptions();
        Option<string?> language = OptionKinds.Language("en, or the study's own,");
        command.Add(kind);
        source.AddTo(command);
        choices.AddTo(command);
        command.Add(draws);
        command.Add(output);
        command.Add(language);

        command.SetAction(parsed =>
        {
            IPlotKind chart = PlotKinds.Find(parsed.GetValue(kind)!);
            string file = parsed.GetValue(output) ?? chart.Kind.Key + ".png";
            // Before the work: a wrong ending or option is seen at once.
            ChartCatalog.Format(Path.GetExtension(file));
            PlotChoice choice = choices.Read(parsed, chart);
            (PlotInput input, int code) = source.IsStudy(parsed)
                ? OfStudy(parsed, source, draws, parsed.GetValue(language), context)
                : OfFit(parsed, source, chart.Needs.HasFlag(PlotNeeds.Potential), parsed.GetValue(draws), parsed.WordsOf(language), context);
            context.Cancellation.ThrowIfCancellationRequested();
            foreach (string warning in PlotKinds.Create(chart.Kind.Key, input, choice).Render(file))
                context.Note("note: " + warning);
            context.Output.WriteLine(file);
            return code;
        });
        return command;
    }

    private static (PlotInput Input, int Code) OfStudy(ParseResult parsed, FitSource source, Option<int> draws, string? language, CliContext context)
    {
        string[] given = [.. source.GivenForFits(parsed), .. parsed.Given(draws) ? new[] { draws.Name } : []];
        if (given.Length > 0)
            throw new UsageException("not-for-studies", $"a study has its own model, level and draws, so {given[0]} cannot be given with it: change the study file");
        StudyResult study = Studying.Run(source.File(parsed), [], parsed.GetValue(source.Seed), parsed.GetValue(source.Threads), context, language);
        return (PlotInput.Of(study), Studying.ExitCode(study, context));
    }

    private static (PlotInput Input, int Code) OfFit(ParseResult parsed, FitSource source, bool potential, int draws, Words words, CliContext context)
    {
        (ModelFit fit, IReadOnlyList<FitWarning> warnings) = source.Resolve(parsed, context);
        EfficiencyResult? efficiency = !fit.HasEfficiency ? null : fit.Efficiency(parsed.GetValue(source.Level) / 100);
        PotentialResult? result = potential && fit.HasEfficiency
            ? Potentials.Of(fit, null, fit.Groupings([]), source.Draws(parsed, draws), context)
            : null;
        TablePrinter.Warn(context, [.. fit.Result.Warnings, .. warnings], words);
        var input = new PlotInput
        {
            Fit = fit,
            Efficiency = efficiency,
            Potential = result,
            Compared = [new NamedFit(fit.Request.Model, fit, efficiency)],
            Labels = new ReportLabels { Words = words },
        };
        return (input, Fitting.ExitCode(fit.Result, warnings, strict: false, context));
    }
}
