using Gravity.Core.Data;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>A column by whose values the rows can be split: exporters, importers or periods.</summary>
/// <param name="Column">Its name.</param>
/// <param name="ValueOfRow">For each row the rank of its value.</param>
/// <param name="Count">Number of values.</param>
/// <param name="IsTime">True for periods, of which neighbours stay together.</param>
internal sealed record SplitDimension(string Column, int[] ValueOfRow, int Count, bool IsTime)
{
    /// <summary>Distinct values a group of an effect must have on average for a split by the values to shorten its groups.</summary>
    private const double FewestValues = 2.5;

    /// <summary>Ways to halve: an odd number of periods is cut once with the longer half first and once with it second.</summary>
    private int Cuts => IsTime && Count % 2 == 1 ? 2 : 1;

    /// <summary>The columns of effects, units and time of a design's rows.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="design">The rows.</param>
    /// <param name="units">Columns of the units; may be empty.</param>
    /// <param name="time">Column of periods; null without.</param>
    public static IReadOnlyList<SplitDimension> Of(TradePanel panel, Design design, IReadOnlyList<string> units, string? time) =>
    [
        .. design.AbsorbedEffects.SelectMany(e => e.Columns).Concat(units).Concat(time is null ? [] : [time]).Distinct(StringComparer.Ordinal)
            .OrderBy(column => column == time ? 1 : 0).Select(column => Of(panel, design, column, column == time)),
    ];

    /// <summary>
    /// The weights m with which the corrections by columns are added up: a bias that goes with 1/length of an effect's groups cancels when the weights of the columns whose splits
    /// shorten them sum to 1. The solution with fewest columns, weights 1 before ½; null where there is none.
    /// </summary>
    public static IReadOnlyList<(SplitDimension Dimension, double Weight)>? Choose(EffectSet effects, IReadOnlyList<SplitDimension> dimensions)
    {
        bool[][] shortened = [.. Enumerable.Range(0, effects.Count).Where(q => effects.Rank.SpannedBy[q] < 0)
            .Select(q => dimensions.Select(d => d.Shortens(effects.Effects[q])).ToArray())];
        double[]? best = null;
        double least = double.PositiveInfinity;
        int combinations = (int)Math.Pow(3, dimensions.Count);
        for (int code = 1; code < combinations; code++)
        {
            var weights = new double[dimensions.Count];
            for (int d = 0, rest = code; d < weights.Length; d++, rest /= 3)
                weights[d] = 0.5 * (rest % 3);
            // Earlier columns first: periods come last, as halves of time differ by more than chance where anything drifts.
            double cost = weights.Select((w, d) => w == 0 ? 0 : 1 + (w == 1 ? 0 : 0.1) + 0.001 * d).Sum();
            bool cancels = shortened.All(of => of.Select((inside, d) => inside ? weights[d] : 0).Sum() == 1);
            if (cancels && cost < least)
                (best, least) = (weights, cost);
        }
        return best is null ? null : [.. dimensions.Select((d, k) => (d, best[k])).Where(p => p.Item2 > 0)];
    }

    /// <summary>Both halves of the rows by the values of the column, once for each way to cut; periods are cut in the middle, other values are dealt out in turn.</summary>
    public IReadOnlyList<int[][]> Halves() =>
    [
        .. Enumerable.Range(0, Cuts).Select(cut => Enumerable.Range(0, 2).Select(half => Rows(
            value => (IsTime ? value < (Count + cut) / 2 : value % 2 == 0) == (half == 0))).ToArray()),
    ];

    /// <summary>The rows without one fold of the values at a time: runs of neighbouring periods, other values dealt out in turn.</summary>
    public int[][] WithoutFolds(int folds)
    {
        int used = Math.Min(folds, Count);
        return [.. Enumerable.Range(0, used).Select(fold => Rows(value => (IsTime ? (int)((long)value * used / Count) : value % used) != fold))];
    }

    private int[] Rows(Func<int, bool> isIn) => [.. Enumerable.Range(0, ValueOfRow.Length).Where(i => isIn(ValueOfRow[i]))];

    private bool Shortens(EffectGroups effect)
    {
        var seen = new HashSet<(int, int)>();
        for (int i = 0; i < ValueOfRow.Length; i++)
            seen.Add((effect.GroupOfRow[i], ValueOfRow[i]));
        return seen.Count >= FewestValues * effect.Count;
    }

    private static SplitDimension Of(TradePanel panel, Design design, string column, bool isTime)
    {
        EffectGroups groups = EffectBinding.Bind(panel, design.PanelRows, new AbsorbedEffect([column]));
        int[] order = panel[column] is NumberColumn numbers
            ? [.. FirstRows(groups).Select((row, group) => (Value: numbers.Values[design.PanelRows[row]], group)).OrderBy(p => p.Value).Select(p => p.group)]
            : [.. Enumerable.Range(0, groups.Count).OrderBy(groups.NameOf, StringComparer.Ordinal)];
        var rank = new int[groups.Count];
        for (int k = 0; k < order.Length; k++)
            rank[order[k]] = k;
        return new SplitDimension(column, Array.ConvertAll(groups.GroupOfRow, group => rank[group]), groups.Count, isTime);
    }

    private static int[] FirstRows(EffectGroups groups)
    {
        var first = new int[groups.Count];
        for (int row = groups.Rows - 1; row >= 0; row--)
            first[groups.GroupOfRow[row]] = row;
        return first;
    }
}
