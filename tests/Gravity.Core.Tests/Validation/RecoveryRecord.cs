using Gravity.Core.Simulation;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Validation;

/// <summary>What an estimator made of the samples of a built-in design: one line of docs/recovery.md and one entry of docs/recovery.json.</summary>
public sealed record RecoveryRecord
{
    /// <summary>Built-in design.</summary>
    public required string Design { get; init; }

    /// <summary>Estimator of the design.</summary>
    public required string Estimator { get; init; }

    /// <summary>The factor on every σ_u of the design: 1 for the design as it stands.</summary>
    public required double Factor { get; init; }

    /// <summary>Of the design as it was run, factor included.</summary>
    public required string DesignSha256 { get; init; }

    /// <summary>Seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Samples.</summary>
    public required int Replications { get; init; }

    /// <summary>Rows of a sample, on average.</summary>
    public required int Rows { get; init; }

    /// <summary>Fits that converged, at a boundary or inside.</summary>
    public required int Converged { get; init; }

    /// <summary>Of these at a boundary.</summary>
    public required int Boundary { get; init; }

    /// <summary>Fits that did not converge, or could not be done, and carry a warning or the code of the error.</summary>
    public required int Explained { get; init; }

    /// <summary>Fits that did not converge, or ended at a boundary, and say nothing of it.</summary>
    public required int Unexplained { get; init; }

    /// <summary>Warnings by code with the fits that carry them.</summary>
    public required SortedDictionary<string, int> Warnings { get; init; }

    /// <summary>Intervals of slopes of the frontier.</summary>
    public required Coverage Slopes { get; init; }

    /// <summary>Intervals of ln σ_u², of persistent parts, groups and classes too; none for models without.</summary>
    public required Coverage Scales { get; init; }

    /// <summary>Bias of the slopes in units of its own simulation error, the largest in size.</summary>
    public required double? SlopeBias { get; init; }

    /// <summary>Mean over samples of the rank correlation of efficiencies with the truth.</summary>
    public required double? RankCorrelation { get; init; }

    /// <summary>Warnings that say why a fit has no maximum inside: it ended at a boundary, on a ridge, in a collapsed class, or nowhere.</summary>
    private static readonly string[] Explaining =
    [
        "boundary-sigma-u", "boundary-sigma-u0", "boundary-sigma-v", "boundary-sigma-w", "boundary-rho", "class-efficient", "class-collapsed", "zero-inefficiency-bound",
        "degenerate-maximum", "not-converged", "ridge-exponential-limit", "ridge-normal-limit", "ridge-shape-limit", "ridge-step-path",
    ];

    /// <summary>Of a finished run.</summary>
    public static IReadOnlyList<RecoveryRecord> Of(SimulationDesign design, double factor, SimulationResults results)
    {
        IReadOnlyList<SimulatedEstimatorSummary> summaries = SimulationSummary.Of(results);
        return [.. summaries.Select((summary, k) =>
        {
            SimulatedFit[] fits = [.. results.Done.Select(r => r.Fits[k])];
            bool Silent(SimulatedFit fit) => !fit.Failed && !fit.Warnings.Any(Explaining.Contains) && (!fit.Converged || fit.Termination == "boundary") && summary.Name != "ols";
            SimulatedQuantity[] slopes = [.. summary.Parameters.Where(p => Is(p, BlockNames.Frontier) && !p.Name.EndsWith(":" + BlockNames.Intercept, StringComparison.Ordinal))];
            SimulatedQuantity[] scales = [.. summary.Parameters.Where(p => Is(p, BlockNames.InefficiencyVariance) || Is(p, BlockNames.PersistentVariance))];
            return new RecoveryRecord
            {
                Design = design.Name,
                Estimator = summary.Name,
                Factor = factor,
                DesignSha256 = design.Sha256,
                Seed = results.Seed,
                Replications = fits.Length,
                Rows = RowsOf(design.Panel),
                Converged = fits.Count(f => f.Converged),
                Boundary = fits.Count(f => f.Converged && f.Termination == "boundary"),
                Explained = fits.Count(f => !f.Converged && !Silent(f)),
                Unexplained = fits.Count(Silent),
                Warnings = new SortedDictionary<string, int>(summary.Warnings.ToDictionary(w => w.Code, w => w.Count), StringComparer.Ordinal),
                Slopes = Coverage.Of(slopes),
                Scales = Coverage.Of(scales),
                SlopeBias = slopes.Length == 0 || slopes.Any(s => double.IsNaN(s.Truth)) ? null : Math.Round(slopes.Select(s => s.Bias / s.BiasError).MaxBy(Math.Abs), 1),
                RankCorrelation = summary.Efficiencies.FirstOrDefault(e => e.Part == SimulatedEfficiency.Overall) is { } e && double.IsFinite(e.RankCorrelation)
                    ? Math.Round(e.RankCorrelation, 2) : null,
            };
        })];
    }

    /// <summary>Whether intervals of slopes or scales cover further from 95 % than 3.3 errors of the simulation.</summary>
    public bool IsOff => Slopes.IsOff || Scales.IsOff;

    /// <summary>Whether the bias of a slope is beyond three of its simulation errors.</summary>
    public bool IsBiased => SlopeBias is { } bias && Math.Abs(bias) > 3;

    private static bool Is(SimulatedQuantity quantity, string block)
    {
        string own = quantity.Name.Split(':', 2)[0];
        return own == block || own.StartsWith(block + "[", StringComparison.Ordinal);
    }

    private static int RowsOf(PanelDesign panel) => panel.IsPanel
        ? (int)Math.Round(panel.Units * (1 + ((panel.Periods - 1) * (1 - panel.Missing)))) : panel.Units;
}

/// <summary>How many intervals hold the truth, over all parameters of a kind.</summary>
/// <param name="Intervals">Intervals.</param>
/// <param name="Covered">Of these, those that hold it.</param>
/// <param name="Worst">The smallest share of one parameter; null without intervals.</param>
public sealed record Coverage(int Intervals, int Covered, double? Worst)
{
    /// <summary>The share; null without intervals.</summary>
    public double? Share => Intervals == 0 ? null : (double)Covered / Intervals;

    /// <summary>Further from 95 % than 3.3 errors, as if the intervals of one sample were one.</summary>
    public bool IsOff => Worst is { } worst && Share is { } share && Intervals > 0
        && (Math.Abs(share - 0.95) > 3.3 * Math.Sqrt(0.95 * 0.05 / PerParameter) || worst < 0.95 - (4 * Math.Sqrt(0.95 * 0.05 / PerParameter)));

    /// <summary>Intervals of the parameter that has most.</summary>
    public int PerParameter { get; init; }

    /// <summary>Of some quantities; those whose truth is not known do not count.</summary>
    public static Coverage Of(IReadOnlyList<SimulatedQuantity> quantities)
    {
        SimulatedQuantity[] known = [.. quantities.Where(q => q.IntervalCount > 0)];
        return new Coverage(
            known.Sum(q => q.IntervalCount), known.Sum(q => (int)Math.Round(q.Coverage * q.IntervalCount)), known.Length == 0 ? null : Math.Round(known.Min(q => q.Coverage), 4))
        {
            PerParameter = known.Length == 0 ? 0 : known.Max(q => q.IntervalCount),
        };
    }
}
