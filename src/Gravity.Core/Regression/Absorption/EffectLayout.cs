using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Absorption;

/// <summary>The rows sorted by their group in one effect, with the groups of the others beside them: what a projection walks through.</summary>
/// <remarks>
/// The effect with most groups is the inner one: given the others its coefficients are means over runs of sorted rows, so it is eliminated in passing and never stored. The
/// coefficients of the outer effects stand in one vector, effect after effect. Effects that a finer one spans are left out. Inner groups are sorted by the first outer
/// group of their first row, so that neighbours look up neighbouring coefficients. Depends on the groups alone, never on weights or threads.
/// </remarks>
internal sealed class EffectLayout
{
    // Work of one thread at a time; each run has sums of its own over all outer levels, so there are not many.
    private const int RunRows = 65_536, MostRuns = 16, FewRuns = 4;

    private EffectLayout(int[]? order, int[] starts, int[] outer, int outerEffects, int outerLevels, int innerEffect)
    {
        (Order, Starts, Outer, OuterEffects, OuterLevels, InnerEffect) = (order, starts, outer, outerEffects, outerLevels, innerEffect);
        Runs = Split(starts, outerLevels);
    }

    /// <summary>For each place in the sorted order its row; null when the rows are sorted already.</summary>
    public int[]? Order { get; }

    /// <summary>First place of each inner group, and the number of rows at the end.</summary>
    public int[] Starts { get; }

    /// <summary>For each place the positions of its outer groups in the vector of outer coefficients, <see cref="OuterEffects"/> numbers a place.</summary>
    public int[] Outer { get; }

    /// <summary>Number of outer effects.</summary>
    public int OuterEffects { get; }

    /// <summary>Length of the vector of outer coefficients.</summary>
    public int OuterLevels { get; }

    /// <summary>Position of the inner effect in the set; −1 without effects, and then the inner groups are mere pieces of the rows.</summary>
    public int InnerEffect { get; }

    /// <summary>First inner group of each run, the work of one thread at a time, and the number of groups at the end.</summary>
    public int[] Runs { get; }

    /// <summary>Number of runs.</summary>
    public int RunCount => Runs.Length - 1;

    /// <summary>Number of inner groups.</summary>
    public int InnerGroups => Starts.Length - 1;

    /// <summary>Number of rows.</summary>
    public int Rows => Starts[^1];

    /// <summary>First row and end of a run.</summary>
    public (int From, int To) RowsOfRun(int run) => (Starts[Runs[run]], Starts[Runs[run + 1]]);

    /// <summary>The group after a block that begins with <paramref name="group"/>: whole groups with as many rows as stay in the first cache, at least one group.</summary>
    public int BlockEnd(int group, int last)
    {
        int end = group + 1;
        while (end < last && Starts[end + 1] - Starts[group] <= RowPartition.BlockRows)
            end++;
        return end;
    }

    /// <summary>The same structure for rows that have been brought into its order.</summary>
    public EffectLayout Sorted() => Order is null ? this : new EffectLayout(null, Starts, Outer, OuterEffects, OuterLevels, InnerEffect);

    /// <summary>All effects as outer ones, spanned ones too: for normal equations of every coefficient.</summary>
    public static EffectLayout WithoutInner(EffectSet set)
    {
        int[] outer = Places([.. set.Effects], null, set.Rows, out int levels);
        return new EffectLayout(null, Pieces(set.Rows), outer, set.Count, levels, -1);
    }

    public static EffectLayout Of(EffectSet set)
    {
        int rows = set.Rows;
        int[] spanned = EffectRank.Spanned(set.Effects);
        List<int> used = [.. Enumerable.Range(0, set.Count).Where(q => spanned[q] < 0)];
        if (used.Count == 0)
            return new EffectLayout(null, Pieces(rows), [], 0, 0, -1);
        int inner = used.MaxBy(q => set.Effects[q].Count);
        used.Remove(inner);
        EffectGroups[] outer = [.. used.Select(q => set.Effects[q])];
        (int[]? order, int[] starts) = Sort(set.Effects[inner], outer.FirstOrDefault());
        return new EffectLayout(order, starts, Places(outer, order, rows, out int levels), outer.Length, levels, inner);
    }

    private static int[] Pieces(int rows)
    {
        var pieces = new RowPartition(rows, 4096);
        return [.. Enumerable.Range(0, pieces.Count).Select(p => pieces.Range(p).Start), rows];
    }

    /// <summary>The positions of each place's groups in one vector of all of them.</summary>
    private static int[] Places(EffectGroups[] effects, int[]? order, int rows, out int levels)
    {
        int width = effects.Length;
        var places = new int[checked(rows * width)];
        levels = 0;
        for (int e = 0; e < width; e++)
        {
            int[] groupOfRow = effects[e].GroupOfRow;
            for (int k = 0; k < groupOfRow.Length; k++)
                places[k * width + e] = levels + groupOfRow[order is null ? k : order[k]];
            levels += effects[e].Count;
        }
        return places;
    }

    /// <summary>Counting sorts: rows by inner group, in their own order within it; groups, where rows must move anyway, by the neighbour's group of their first row.</summary>
    private static (int[]? Order, int[] Starts) Sort(EffectGroups effect, EffectGroups? neighbour)
    {
        int[] groupOfRow = effect.GroupOfRow;
        var sizes = new int[effect.Count];
        bool sorted = true;
        for (int row = 0, last = 0; row < groupOfRow.Length; row++)
        {
            int group = groupOfRow[row];
            sizes[group]++;
            sorted &= group >= last;
            last = group;
        }
        int[] ranked = sorted || neighbour is null ? [.. Enumerable.Range(0, effect.Count)] : Ranked(effect, neighbour);
        var starts = new int[effect.Count + 1];
        for (int rank = 0; rank < ranked.Length; rank++)
            starts[rank + 1] = starts[rank] + sizes[ranked[rank]];
        if (sorted)
            return (null, starts);
        int[] next = sizes;
        for (int rank = 0; rank < ranked.Length; rank++)
            next[ranked[rank]] = starts[rank];
        var order = new int[groupOfRow.Length];
        for (int row = 0; row < groupOfRow.Length; row++)
            order[next[groupOfRow[row]]++] = row;
        return (order, starts);
    }

    private static int[] Ranked(EffectGroups effect, EffectGroups neighbour)
    {
        var key = new int[effect.Count];
        for (int row = effect.Rows - 1; row >= 0; row--)
            key[effect.GroupOfRow[row]] = neighbour.GroupOfRow[row];
        var next = new int[neighbour.Count + 1];
        foreach (int k in key)
            next[k + 1]++;
        for (int k = 0; k < neighbour.Count; k++)
            next[k + 1] += next[k];
        var ranked = new int[effect.Count];
        for (int group = 0; group < key.Length; group++)
            ranked[next[key[group]]++] = group;
        return ranked;
    }

    /// <summary>Runs of whole groups with about the same number of rows.</summary>
    private static int[] Split(int[] starts, int levels)
    {
        int rows = starts[^1], groups = starts.Length - 1;
        int most = Math.Clamp(Math.Min(rows / RunRows, Math.Max(FewRuns, rows / (4 * levels + 1))), 1, MostRuns);
        List<int> runs = [0];
        for (int run = 1; run < most; run++)
        {
            int target = (int)((long)rows * run / most), group = Array.BinarySearch(starts, target);
            group = group < 0 ? ~group : group;
            if (group > runs[^1] && group < groups)
                runs.Add(group);
        }
        runs.Add(groups);
        return [.. runs];
    }
}
