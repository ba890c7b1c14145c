using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Core.Regression;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>How potential by several methods is computed.</summary>
public sealed record MethodOptions
{
    /// <summary>Coverage of the intervals, in (0, 1). Default 0.95.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Draws, ≥ 2. Default 2000.</summary>
    public int Draws { get; init; } = 2000;

    /// <summary>Seed of the draws. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads; 0 for one per processor. The numbers do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>How regressions of logarithms predict flows. Default smearing.</summary>
    public Retransformation Retransformation { get; init; }

    /// <summary>Cuts of the classes of actual over predicted flow. Default 0.8 and 1.2.</summary>
    public IReadOnlyList<double> Cuts { get; init; } = TradeClasses.DefaultCuts;

    /// <summary>Called with (what, done, total); null for silence.</summary>
    public Action<string, int, int>? Progress { get; init; }
}

/// <summary>Potential of several fits side by side: predicted by regressions, with absorbed effects or without, and of frontiers.</summary>
/// <remarks>Derivation: docs/models/potential-by-method.md.</remarks>
public static class PotentialMethods
{
    /// <summary>Over the rows that all fits have, as fitted; null where there are fewer than two fits.</summary>
    /// <param name="fits">The fits, regressions and frontiers.</param>
    /// <param name="options">Draws, level, retransformation; null for the defaults.</param>
    /// <param name="cancellation">Stops the draws.</param>
    /// <exception cref="DataUnfitException"><c>no-common-rows</c>.</exception>
    public static MethodComparison? InSample(IReadOnlyList<NamedFit> fits, MethodOptions? options = null, CancellationToken cancellation = default) =>
        new MethodComparer(Settings(fits, options ?? new MethodOptions(), cancellation)).InSample(fits, cancellation);

    /// <summary>Of the rows that satisfy a filter, by the same models fitted without them (Egger 2002); null without fits.</summary>
    /// <param name="fits">The fits.</param>
    /// <param name="filter">A row filter, e.g. <c>exporter == "CHN" &amp;&amp; importer == "POL"</c>.</param>
    /// <param name="options">Draws, level, retransformation; null for the defaults.</param>
    /// <param name="cancellation">Stops fits and draws.</param>
    /// <exception cref="UsageException">The filter does not parse or names no column.</exception>
    /// <exception cref="DataUnfitException"><c>no-common-rows</c>: no row can be predicted by all fits.</exception>
    public static MethodComparison? OutOfSample(IReadOnlyList<NamedFit> fits, string filter, MethodOptions? options = null, CancellationToken cancellation = default) =>
        new MethodComparer(Settings(fits, options ?? new MethodOptions(), cancellation)).OutOfSample(fits, filter, cancellation);

    private static MethodSettings Settings(IReadOnlyList<NamedFit> fits, MethodOptions options, CancellationToken cancellation)
    {
        var units = new Dictionary<int, string?>();
        foreach (NamedFit fit in fits)
        {
            if (fit.Fit.Panel.Index is not { } index)
                continue;
            for (int row = 0; row < fit.Fit.Panel.RowCount; row++)
                units.TryAdd(fit.Fit.Panel.SourceRow(row), index.UnitNames[index.UnitOfRow[row]]);
        }

        string? time = fits.Select(f => f.Fit.Request.Time).FirstOrDefault(t => t is not null);
        return new MethodSettings
        {
            Level = options.Level,
            Draws = options.Draws,
            Seed = options.Seed,
            Threads = options.Threads,
            Retransformation = options.Retransformation,
            Cuts = options.Cuts,
            UnitOfRow = units.Count == 0 ? null : units,
            Groupings = (panel, design) => Groupings(panel, design, time, units),
            Fits = new FitOptions { Seed = options.Seed, Threads = options.Threads, Cancellation = cancellation },
            Progress = options.Progress,
        };
    }

    /// <summary>By unit, by period, over all.</summary>
    private static List<Grouping> Groupings(TradePanel panel, Design design, string? time, Dictionary<int, string?> units)
    {
        var groupings = new List<Grouping>();
        if (units.Count > 0)
            groupings.Add(new Grouping("unit", Array.ConvertAll(design.PanelRows, row => units.GetValueOrDefault(panel.SourceRow(row)) ?? "")));
        if (time is not null)
            groupings.Add(new Grouping(time, Array.ConvertAll(design.PanelRows, row => panel[time].TextAt(row) ?? "")));
        groupings.Add(Grouping.All(design.RowCount));
        return groupings;
    }
}
