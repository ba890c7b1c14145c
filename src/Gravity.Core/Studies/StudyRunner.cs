namespace Gravity.Core.Studies;

/// <summary>Runs a study: describe → models → tests → efficiencies → potential → classes → robustness → identification → findings.</summary>
public static class StudyRunner
{
    /// <summary>Runs <paramref name="study"/>.</summary>
    /// <param name="study">The study, from <see cref="StudyFile"/>.</param>
    /// <param name="options">Threads, seed, subset, progress.</param>
    /// <exception cref="UsageException">A name or formula of the study is wrong; the message names file, line, column and model.</exception>
    /// <exception cref="DataUnfitException">The data cannot carry the study, e.g. <c>cells-to-fill</c>.</exception>
    public static StudyResult Run(Study study, StudyOptions? options = null) => throw new NotImplementedException($"{study} {options}");
}
