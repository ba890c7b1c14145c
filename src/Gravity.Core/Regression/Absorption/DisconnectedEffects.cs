namespace Gravity.Core.Regression.Absorption;

/// <summary>Two effects whose groups fall into parts that no row ties together.</summary>
/// <param name="Left">The first effect.</param>
/// <param name="Right">The second.</param>
/// <param name="Parts">Connected parts.</param>
/// <param name="Expected">Parts that a column in both effects makes by itself: exporter-years and importer-years have one a year.</param>
/// <param name="Group">A group of the second effect in the smallest part.</param>
/// <param name="Rows">Rows of the smallest part.</param>
internal sealed record DisconnectedEffects(string Left, string Right, int Parts, int Expected, string Group, int Rows)
{
    /// <summary>Parts of effects without a common column whose sizes differ by less are taken for the years of codes made beforehand.</summary>
    private const int Alike = 10;

    /// <summary>The first two effects of a set that are so; null when each pair hangs together.</summary>
    public static DisconnectedEffects? Of(EffectSet set)
    {
        foreach ((int left, int right, int parts) in set.Rank.Components)
            if (parts > 1 && Of(set.Effects[left], set.Effects[right], parts) is { } found)
                return found;
        return null;
    }

    private static DisconnectedEffects? Of(EffectGroups left, EffectGroups right, int parts)
    {
        if (SharedValues(left, right) is not { } expected || parts <= expected)
            return null;
        EffectRank.ComponentOf(left, right, out int[] partOf);
        var rows = new int[parts];
        foreach (int group in right.GroupOfRow)
            rows[partOf[group]]++;
        // Codes made beforehand, exporter-year 1, 2, …, hide the year they share: parts about as large may well be years.
        if (expected == 1 && rows.Max() < Alike * rows.Min())
            return null;
        int smallest = Array.IndexOf(rows, rows.Min());
        return new DisconnectedEffects(left.Name, right.Name, parts, expected, right.NameOf(Array.IndexOf(partOf, smallest)), rows[smallest]);
    }

    /// <summary>Values of the columns that are in both effects; null where names of groups do not tell them.</summary>
    private static int? SharedValues(EffectGroups left, EffectGroups right)
    {
        // The smaller effect tells it as well: the values are shared.
        (EffectGroups few, EffectGroups other) = left.Count < right.Count ? (left, right) : (right, left);
        string[] columns = Columns(few), others = Columns(other);
        int[] common = [.. Enumerable.Range(0, columns.Length).Where(k => others.Contains(columns[k]))];
        if (common.Length == 0)
            return 1;
        var values = new HashSet<string>();
        for (int group = 0; group < few.Count; group++)
        {
            string[] texts = few.NameOf(group).Split('^');
            if (texts.Length != columns.Length)
                return null;
            values.Add(string.Join('^', common.Select(k => texts[k])));
        }
        return values.Count;
    }

    private static string[] Columns(EffectGroups effect) => effect.Name.Split('^', StringSplitOptions.TrimEntries);
}
