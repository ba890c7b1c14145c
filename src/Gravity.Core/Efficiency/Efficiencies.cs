using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Efficiency;

/// <summary>Efficiencies from the conditional laws of inefficiency.</summary>
public static class Efficiencies
{
    /// <summary>Efficiency of every row of <paramref name="design"/>, with u_r = h_r·u for the row's law.</summary>
    /// <param name="design">The sample.</param>
    /// <param name="conditional">The model at its estimates, rows in the order of the design.</param>
    /// <param name="level">Coverage of the intervals given the parameters, in (0, 1).</param>
    /// <param name="sourceRows">1-based data row of the file for each row of the panel; null when the panel holds the file's rows in order.</param>
    /// <exception cref="ArgumentException">The rows of design and model differ in number.</exception>
    public static EfficiencyResult Of(
        Design design, ConditionalInefficiency conditional, double level = 0.95, IReadOnlyList<int>? sourceRows = null)
    {
        if (conditional.RowCount != design.RowCount)
            throw new ArgumentException($"the model has {conditional.RowCount} rows, the design {design.RowCount}", nameof(conditional));
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "the level is a probability between 0 and 1");

        int[]? periods = design.Units?.PeriodOfRow;
        double[] te = new double[design.RowCount];
        var rows = new EfficiencyRow[te.Length];
        PartEfficiency[][] parts = [.. conditional.Parts.Select(part => PartsOf(part, level))];
        for (int r = 0; r < rows.Length; r++)
        {
            int row = r;
            rows[r] = Row(conditional, r, level) with
            {
                // The one empty list, so that rows without parts compare by value.
                Parts = parts.Length == 0 ? [] : [.. parts.Select(part => part[row])],
                Row = SourceRow(design, sourceRows, r),
                Unit = design.Units is { } units ? units.Names[units.UnitOfRow[r]] : null,
                Time = periods?[r],
            };
            te[r] = rows[r].Te;
        }

        double[] ranks = Ranks.Descending(te);
        double[] periodRanks = RanksWithin(te, periods);
        for (int r = 0; r < rows.Length; r++)
            rows[r] = rows[r] with { Rank = ranks[r], RankInPeriod = periodRanks[r] };

        return new EfficiencyResult
        {
            Level = level,
            Rows = rows,
            Mean = te.Length == 0 ? double.NaN : te.Average(),
            Units = UnitMeans(te, design.Units),
            Periods = PeriodMeans(te, periods),
            Grid = periods is null ? null : GridOf(te, design.Units!),
        };
    }

    /// <summary>The 1-based data row of the file behind row <paramref name="row"/> of the design.</summary>
    internal static int SourceRow(Design design, IReadOnlyList<int>? sourceRows, int row)
    {
        int panelRow = design.PanelRows[row];
        return sourceRows is null ? panelRow + 1 : sourceRows[panelRow];
    }

    /// <summary>Rows by period; one group with all rows without periods.</summary>
    internal static int[][] RowsByPeriod(int rowCount, int[]? periods) =>
        periods is null
            ? [Enumerable.Range(0, rowCount).ToArray()]
            : Enumerable.Range(0, rowCount).GroupBy(r => periods[r]).OrderBy(g => g.Key).Select(g => g.ToArray()).ToArray();

    /// <summary>Ranks by period, 1 for the largest value.</summary>
    internal static double[] RanksWithin(double[] values, int[]? periods)
    {
        double[] ranks = new double[values.Length];
        foreach (int[] rows in RowsByPeriod(values.Length, periods))
        {
            double[] keys = Array.ConvertAll(rows, r => -values[r]);
            Ranks.Ascending(keys, rows, ranks);
        }
        return ranks;
    }

    private static EfficiencyRow Row(ConditionalInefficiency conditional, int r, double level)
    {
        IConditionalLaw law = conditional.Laws[conditional.LawOfRow[r]];
        double scale = conditional.Scale[r];
        double mean = scale * law.Mean;
        return new EfficiencyRow(
            Row: 0, Unit: null, Time: null,
            Te: Math.Exp(law.LogMomentGenerating(-scale)),
            TeLow: Math.Exp(-scale * law.Quantile(0.5 * (1 + level))),
            TeHigh: Math.Exp(-scale * law.Quantile(0.5 * (1 - level))),
            Jlms: Math.Exp(-mean),
            ModeTe: Math.Exp(-scale * law.Mode),
            U: mean,
            Residual: conditional.Residual[r],
            Fitted: conditional.Frontier[r],
            Rank: 0, RankInPeriod: 0)
        {
            // The one empty list, so that rows without parts compare by value.
            ClassProbabilities = conditional.ClassProbabilities.Count == 0 ? [] : conditional.ClassProbabilities[r],
        };
    }

    /// <summary>A part in all rows. Rows that share a law, those of a unit, share the numbers.</summary>
    private static PartEfficiency[] PartsOf(InefficiencyPart part, double level)
    {
        var all = new PartEfficiency[part.LawOfRow.Length];
        for (int r = 0; r < all.Length; r++)
        {
            double scale = part.Scale?[r] ?? 1;
            if (r > 0 && part.LawOfRow[r] == part.LawOfRow[r - 1] && scale == (part.Scale?[r - 1] ?? 1))
            {
                all[r] = all[r - 1];
                continue;
            }
            IConditionalLaw law = part.Laws[part.LawOfRow[r]];
            all[r] = new PartEfficiency(
                part.Name, Math.Exp(law.LogMomentGenerating(-scale)), Math.Exp(-scale * law.Quantile(0.5 * (1 + level))),
                Math.Exp(-scale * law.Quantile(0.5 * (1 - level))), scale * law.Mean);
        }
        return all;
    }

    private static UnitEfficiency[] UnitMeans(double[] te, UnitIndex? units)
    {
        if (units is null)
            return [];
        double[] means = new double[units.Count];
        for (int i = 0; i < means.Length; i++)
            means[i] = Mean(te.AsSpan(units.Starts[i], units.Starts[i + 1] - units.Starts[i]));
        double[] ranks = Ranks.Descending(means);
        var result = new UnitEfficiency[means.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = new UnitEfficiency(units.Names[i], units.Starts[i + 1] - units.Starts[i], means[i], ranks[i]);
        return result;
    }

    private static PeriodEfficiency[] PeriodMeans(double[] te, int[]? periods) =>
        periods is null
            ? []
            : RowsByPeriod(te.Length, periods)
                .Select(rows => new PeriodEfficiency(periods[rows[0]], rows.Length, Mean(Array.ConvertAll(rows, r => te[r]))))
                .ToArray();

    private static EfficiencyGrid GridOf(double[] te, UnitIndex units)
    {
        int[] periodOfRow = units.PeriodOfRow!;
        int[] periods = periodOfRow.Distinct().Order().ToArray();
        Matrix sums = new(units.Count, periods.Length);
        Matrix counts = new(units.Count, periods.Length);
        for (int r = 0; r < te.Length; r++)
        {
            int column = Array.BinarySearch(periods, periodOfRow[r]);
            sums[units.UnitOfRow[r], column] += te[r];
            counts[units.UnitOfRow[r], column]++;
        }
        // 0/0 leaves NaN where the unit has no row in the period.
        for (int i = 0; i < sums.Values.Length; i++)
            sums.Values[i] /= counts.Values[i];
        return new EfficiencyGrid(units.Names, periods, sums);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum / values.Length;
    }
}
