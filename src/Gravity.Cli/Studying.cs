using Gravity.Core.Studies;

namespace Gravity.Cli;

/// <summary>Runs a study with progress, cancellation and a clock.</summary>
internal static class Studying
{
    public static StudyResult Run(string path, IReadOnlyList<string> only, long? seed, int threads, CliContext context, string? language)
    {
        Study study = StudyFile.Read(path, language);
        using var progress = new ProgressDisplay(context);
        return StudyRunner.Run(study, new StudyOptions
        {
            Threads = threads,
            Seed = seed,
            Only = only,
            Progress = progress.Report,
            Cancellation = context.Cancellation,
            Clock = TimeProvider.System,
        });
    }

    /// <summary>4 and a sentence when a model of the study did not converge.</summary>
    public static int ExitCode(StudyResult study, CliContext context)
    {
        if (study.Converged)
            return ExitCodes.Done;
        string[] names = [.. study.Models.Concat(study.Robustness).Where(m => !m.Converged).Select(m => $"'{m.Name}'")];
        context.Note($"{string.Join(", ", names)} did not converge: the numbers there are where the climb stopped and no estimates");
        return ExitCodes.NotConverged;
    }
}
