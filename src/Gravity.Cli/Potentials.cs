using Gravity.Core.Data;
using Gravity.Core.Frontier;
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
        Func<IReadOnlyList<double>, ConditionalInefficiency> conditional = fit.ConditionalAt ?? (_ => fit.Conditional());
        using var progress = new ProgressDisplay(context);
        return TradePotential.Of(
            fit.Design, fit.Result.Theta, fit.Result.Covariance.Matrix, conditional,
            new PotentialOptions
            {
                Level = settings.Level / 100,
                Draws = settings.Draws,
                Seed = settings.Seed,
                Threads = settings.Threads,
                Side = fit.Result.Side == "cost" ? FrontierSide.Cost : FrontierSide.Production,
                Actual = flow,
                SourceRows = fit.SourceRows(),
                Groupings = groupings,
                Progress = progress.Report is { } report ? (done, total) => report("draws", done, total) : null,
            },
            context.Cancellation);
    }

    /// <summary>All rows, then each of <paramref name="by"/>; by unit where none is named. <c>a^b</c> combines columns.</summary>
    /// <exception cref="Core.UsageException">An unknown column.</exception>
    public static IReadOnlyList<Grouping> Groupings(ModelFit fit, IReadOnlyList<string> by)
    {
        if (by.Count == 0 && fit.Request.Unit.Count > 0)
            by = [string.Join('^', fit.Request.Unit)];
        return [Grouping.All(fit.Design.RowCount), .. by.Select(name => Of(fit, name))];
    }

    private static Grouping Of(ModelFit fit, string name)
    {
        // Units are called as everywhere else, CHN→POL, so that tables and charts find them.
        if (name == string.Join('^', fit.Request.Unit) && fit.Design.Units is { } units)
            return new Grouping(name, Array.ConvertAll(units.UnitOfRow, unit => units.Names[unit]));
        PanelColumn[] columns = [.. name.Split('^', StringSplitOptions.TrimEntries).Select(part => fit.Panel[part])];
        return new Grouping(name, Array.ConvertAll(
            fit.Design.PanelRows, row => string.Join(", ", columns.Select(column => column.TextAt(row) ?? "(missing)"))));
    }
}
