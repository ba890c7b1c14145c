namespace Gravity.Core.Efficiency;

/// <summary>Ranks with ties at their average.</summary>
internal static class Ranks
{
    /// <summary>Ranks of values, 1 for the largest; equal values share the average of their places; NaN stays NaN and takes no place.</summary>
    public static double[] Descending(ReadOnlySpan<double> values)
    {
        double[] ranks = new double[values.Length];
        double[] keys = new double[values.Length];
        int[] items = new int[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            keys[i] = -values[i];
            items[i] = i;
        }
        Ascending(keys, items, ranks);
        return ranks;
    }

    /// <summary>Writes <c>ranks[items[i]]</c>, 1 for the smallest key. Sorts <paramref name="keys"/> and <paramref name="items"/> along the way.</summary>
    public static void Ascending(Span<double> keys, Span<int> items, Span<double> ranks)
    {
        keys.Sort(items);
        int missing = 0;
        // NaN sorts before every number.
        while (missing < keys.Length && double.IsNaN(keys[missing]))
            ranks[items[missing++]] = double.NaN;
        for (int first = missing; first < keys.Length;)
        {
            int end = first + 1;
            while (end < keys.Length && keys[end] == keys[first])
                end++;
            double rank = 0.5 * (first + 1 + end) - missing;
            for (int i = first; i < end; i++)
                ranks[items[i]] = rank;
            first = end;
        }
    }
}
