using System.Diagnostics;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Optimization;
using Gravity.Core.Studies;
using Gravity.Core.Wording;

namespace Gravity.Cli;

/// <summary>Runs a fit with progress, cancellation and a clock.</summary>
internal static class Fitting
{
    public static ModelFit Fit(ModelRequest request, TradePanel panel, long seed, int threads, CliContext context)
    {
        using var progress = new ProgressDisplay(context);
        var clock = Stopwatch.StartNew();
        var options = new FitOptions { Seed = seed, Threads = threads, Progress = progress.Report, Cancellation = context.Cancellation };
        if (context.Verbosity == Verbosity.Verbose)
            options = options with { Optimization = new OptimizationOptions { Progress = (iteration, value, measure) => context.Iteration(request.Model, iteration, value, measure) } };
        ModelFit fit = ModelRunner.Fit(request, panel, options);
        context.Cancellation.ThrowIfCancellationRequested();
        context.Detail(FormattableString.Invariant($"{request.Model}: {clock.Elapsed.TotalSeconds:0.000} s"));
        return fit with { Result = fit.Result with { Seconds = clock.Elapsed.TotalSeconds } };
    }

    /// <summary>What the readers of data and formulas changed or found odd, on standard error.</summary>
    public static void Notices(ModelFit fit, Words words, CliContext context)
    {
        foreach (Phrase notice in fit.Panel.NoticePhrases.Concat(fit.Design.NoticePhrases).Distinct())
            context.Note(words.Say("cli.note", ("text", notice)));
    }

    /// <summary>The exit code of a command that rests on a fit, and the sentence that explains one that is not 0.</summary>
    /// <param name="result">The fit.</param>
    /// <param name="further">Warnings beside those of the fit.</param>
    /// <param name="strict">Whether warnings are errors.</param>
    /// <param name="context">Where the sentence goes.</param>
    public static int ExitCode(FitResult result, IEnumerable<FitWarning> further, bool strict, CliContext context)
    {
        if (!result.Converged)
        {
            string hint = result.Limit is null ? "Its numbers are where it stopped and no estimates" : "Fit that limit with --law exponential";
            context.Fail($"the fit did not converge: {result.Message}. {hint}");
            return ExitCodes.NotConverged;
        }
        FitWarning[] warnings = [.. result.Warnings, .. further];
        if (!strict || warnings.Length == 0)
            return ExitCodes.Done;
        foreach (FitWarning warning in warnings)
            context.Fail($"--strict: {warning.Code}: {warning.Message}");
        return ExitCodes.DataUnfit;
    }
}
