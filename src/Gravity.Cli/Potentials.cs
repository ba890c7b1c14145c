using Gravity.Core.Potential;
using Gravity.Core.Studies;

namespace Gravity.Cli;

/// <summary>How many draws, from which seed, at which level, on how many threads.</summary>
internal sealed record DrawSettings(double Level, int Draws, long Seed, int Threads);

/// <summary>Potential of a fit, with progress and cancellation.</summary>
internal static class Potentials
{
    /// <param name="fit">The fit.</param>
    /// <param name="flow">Another flow than that of the left side; null for its own.</param>
    /// <param name="groupings">What to sum over.</param>
    /// <param name="settings">Draws.</param>
    /// <param name="context">Progress and cancellation.</param>
    public static PotentialResult Of(ModelFit fit, double[]? flow, IReadOnlyList<Grouping> groupings, DrawSettings settings, CliContext context)
    {
        using var progress = new ProgressDisplay(context);
        return fit.Potential(
            new PotentialOptions
            {
                Level = settings.Level / 100,
                Draws = settings.Draws,
                Seed = settings.Seed,
                Threads = settings.Threads,
                Actual = flow,
                Groupings = groupings,
                Progress = progress.Report is { } report ? (done, total) => report("draws", done, total) : null,
            },
            context.Cancellation);
    }
}
