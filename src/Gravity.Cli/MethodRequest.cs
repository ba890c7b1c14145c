using System.CommandLine;
using System.Text.Json;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core.Potential;
using Gravity.Core.Regression;
using Gravity.Core.Studies;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;

namespace Gravity.Cli;

/// <summary>Which methods of potential a command line sets beside a fit.</summary>
/// <param name="With">Other saved fits.</param>
/// <param name="HeldOut">A filter of rows to hold out; null for none.</param>
/// <param name="Retransformation">From logarithms to flows.</param>
/// <param name="Cuts">Cuts of classes; null for the usual ones.</param>
internal sealed record MethodRequest(IReadOnlyList<string> With, string? HeldOut, Retransformation Retransformation, double[]? Cuts)
{
    /// <summary>Whether nothing is asked for beside the fit.</summary>
    public bool IsEmpty => With.Count == 0 && HeldOut is null;

    /// <summary>The predictions of a regression.</summary>
    public PredictionResult Predict(FitSource source, ParseResult parsed, ModelFit fit, IReadOnlyList<Grouping> groupings, int draws, CliContext context)
    {
        using var progress = new ProgressDisplay(context);
        DrawSettings settings = source.Draws(parsed, draws);
        return fit.Predict(
            new PredictionOptions
            {
                Level = settings.Level / 100,
                Draws = settings.Draws,
                Seed = settings.Seed,
                Threads = settings.Threads,
                Retransformation = Retransformation,
                Groupings = groupings,
                Progress = progress.Report is { } report ? (done, total) => report("draws", done, total) : null,
            },
            context.Cancellation);
    }

    /// <summary>The methods side by side, in sample and out of it; null for what is not asked for.</summary>
    public (MethodComparison? InSample, MethodComparison? OutOfSample) Compare(FitSource source, ParseResult parsed, ModelFit fit, int draws, CliContext context)
    {
        if (IsEmpty)
            return (null, null);
        string own = source.File(parsed);
        NamedFit[] fits =
        [
            .. With.Select(file => Named(file, source.Other(parsed, file, context))),
            own.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? Named(own, fit) : new NamedFit(fit.Request.Model, fit, null),
        ];
        using var progress = new ProgressDisplay(context);
        DrawSettings settings = source.Draws(parsed, draws);
        var options = new MethodOptions
        {
            Level = settings.Level / 100,
            Draws = settings.Draws,
            Seed = settings.Seed,
            Threads = settings.Threads,
            Retransformation = Retransformation,
            Cuts = Cuts ?? TradeClasses.DefaultCuts,
            Progress = progress.Report,
        };
        return (PotentialMethods.InSample(fits, options, context.Cancellation), HeldOut is null ? null : PotentialMethods.OutOfSample(fits, HeldOut, options, context.Cancellation));
    }

    /// <summary>The keys <c>methods</c> and <c>outOfSample</c>, where anything is asked for.</summary>
    public void Write(Utf8JsonWriter writer, MethodComparison? inSample, MethodComparison? outOfSample)
    {
        if (IsEmpty)
            return;
        MethodJson.Write(writer, "methods", inSample);
        MethodJson.Write(writer, "methodsOutOfSample", outOfSample);
    }

    /// <summary>The tables of both.</summary>
    public static IEnumerable<ReportTable> Tables(MethodComparison? inSample, MethodComparison? outOfSample, ReportLabels labels) =>
        ((MethodComparison?[])[inSample, outOfSample]).OfType<MethodComparison>().SelectMany(c => MethodTables.Of(c, labels));

    private static NamedFit Named(string file, ModelFit fit) => new(Path.GetFileNameWithoutExtension(file), fit, null);
}
