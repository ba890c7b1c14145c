namespace Gravity.Core.Regression.Absorption;

/// <summary>How many of the effects' coefficients the rows determine.</summary>
/// <remarks>
/// An effect whose groups are unions of another's groups (exporter beside exporter-year) is spanned by it and adds nothing. Of the others the first has all its
/// coefficients, and a later one loses one for each connected component of the graph whose edges are the rows between its groups and those of an earlier one
/// (Abowd, Creecy and Kramarz 2002); of several earlier ones that with most components counts. Exact for up to two effects that are not spanned; beyond, an upper bound of the
/// rank, as in <c>reghdfe</c> and <c>ppmlhdfe</c> (Correia 2016). <c>fixest</c> counts one for each effect after the first, <see cref="OneEach"/>.
/// </remarks>
/// <param name="Levels">Number of groups of each effect.</param>
/// <param name="Redundant">Redundant coefficients of each effect.</param>
/// <param name="SpannedBy">For each effect the finer one that spans it, −1 without one. Of two equal effects the later is spanned.</param>
/// <param name="IsExact">Whether the count is the rank and not a bound.</param>
internal sealed record EffectRank(IReadOnlyList<int> Levels, IReadOnlyList<int> Redundant, IReadOnlyList<int> SpannedBy, bool IsExact)
{
    /// <summary>Connected components of each two effects that are not spanned, the earlier first.</summary>
    public required IReadOnlyList<(int Left, int Right, int Parts)> Components { get; init; }

    /// <summary>Degrees of freedom of the effects: ΣG less the redundant ones.</summary>
    public int DegreesOfFreedom => Levels.Sum() - Redundant.Sum();

    /// <summary>ΣG − (Q − 1): one redundant coefficient for each effect after the first, as <c>fixest</c> counts. 0 without effects.</summary>
    public int OneEach => Levels.Count == 0 ? 0 : Levels.Sum() - (Levels.Count - 1);

    internal static EffectRank Of(EffectSet set)
    {
        IReadOnlyList<EffectGroups> effects = set.Effects;
        int[] spannedBy = Spanned(effects);
        var redundant = new int[effects.Count];
        var free = new List<int>();
        var components = new List<(int Left, int Right, int Parts)>();
        for (int q = 0; q < effects.Count; q++)
        {
            if (spannedBy[q] >= 0)
            {
                redundant[q] = effects[q].Count;
                continue;
            }
            foreach (int p in free)
            {
                components.Add((p, q, ComponentsOf(effects[p], effects[q])));
                redundant[q] = Math.Max(redundant[q], components[^1].Parts);
            }
            free.Add(q);
        }
        return new EffectRank([.. effects.Select(e => e.Count)], redundant, spannedBy, free.Count <= 2) { Components = components };
    }

    /// <summary>For each effect the finer one that spans it, −1 without one.</summary>
    internal static int[] Spanned(IReadOnlyList<EffectGroups> effects)
    {
        var spannedBy = new int[effects.Count];
        for (int p = 0; p < effects.Count; p++)
        {
            spannedBy[p] = -1;
            for (int q = 0; q < effects.Count && spannedBy[p] < 0; q++)
            {
                bool finer = effects[q].Count > effects[p].Count || (effects[q].Count == effects[p].Count && q < p);
                if (p != q && finer && IsNested(effects[q].GroupOfRow, effects[q].Count, effects[p].GroupOfRow))
                    spannedBy[p] = q;
            }
        }
        return spannedBy;
    }

    /// <summary>Whether all rows of each group are in one cluster.</summary>
    internal static bool IsNested(ReadOnlySpan<int> groupOfRow, int groups, ReadOnlySpan<int> clusterOfRow)
    {
        var clusterOf = new int[groups];
        var seen = new bool[groups];
        for (int row = 0; row < groupOfRow.Length; row++)
        {
            int group = groupOfRow[row];
            if (!seen[group])
                (seen[group], clusterOf[group]) = (true, clusterOfRow[row]);
            else if (clusterOf[group] != clusterOfRow[row])
                return false;
        }
        return true;
    }

    /// <summary>Connected components of the graph between the groups of two effects.</summary>
    internal static int ComponentsOf(EffectGroups left, EffectGroups right) => ComponentOf(left, right, out _);

    /// <summary>Connected components, and for each group of the right effect its component (numbered by first appearance).</summary>
    internal static int ComponentOf(EffectGroups left, EffectGroups right, out int[] componentOfRight)
    {
        int nodes = left.Count + right.Count, components = nodes;
        var parent = new int[nodes];
        for (int node = 0; node < nodes; node++)
            parent[node] = node;
        for (int row = 0; row < left.Rows; row++)
        {
            int a = Root(parent, left.GroupOfRow[row]), b = Root(parent, left.Count + right.GroupOfRow[row]);
            if (a == b)
                continue;
            // The smaller number becomes the root, whatever the order of the rows.
            (parent[Math.Max(a, b)], components) = (Math.Min(a, b), components - 1);
        }
        componentOfRight = new int[right.Count];
        var number = new Dictionary<int, int>();
        for (int group = 0; group < right.Count; group++)
        {
            int root = Root(parent, left.Count + group);
            if (!number.TryGetValue(root, out int component))
                number.Add(root, component = number.Count);
            componentOfRight[group] = component;
        }
        return components;
    }

    private static int Root(int[] parent, int node)
    {
        while (parent[node] != node)
        {
            parent[node] = parent[parent[node]];
            node = parent[node];
        }
        return node;
    }
}
