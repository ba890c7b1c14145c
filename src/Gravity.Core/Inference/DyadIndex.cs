namespace Gravity.Core.Inference;

/// <summary>The two countries of each row.</summary>
public sealed class DyadIndex
{
    private DyadIndex(string name, int[] from, int[] to, int count)
    {
        Name = name;
        From = from;
        To = to;
        Count = count;
    }

    /// <summary>For print, e.g. <c>exporter, importer</c>.</summary>
    public string Name { get; }

    /// <summary>The first country of each row, 0 … <see cref="Count"/> − 1.</summary>
    public int[] From { get; }

    /// <summary>The second country of each row; the same as the first for a country's trade with itself.</summary>
    public int[] To { get; }

    /// <summary>Number of countries on either side.</summary>
    public int Count { get; }

    /// <summary>Numbers the countries of two columns together, so that a country is the same as exporter and as importer.</summary>
    /// <typeparam name="T">Integers or strings.</typeparam>
    /// <param name="name">For print.</param>
    /// <param name="from">First country of each row.</param>
    /// <param name="to">Second country of each row.</param>
    /// <exception cref="ArgumentException">The two have different lengths.</exception>
    public static DyadIndex FromKeys<T>(string name, IReadOnlyList<T> from, IReadOnlyList<T> to)
        where T : notnull
    {
        if (from.Count != to.Count)
            throw new ArgumentException($"{from.Count} first and {to.Count} second countries", nameof(to));
        var number = new Dictionary<T, int>();
        int[] first = new int[from.Count], second = new int[to.Count];
        for (int row = 0; row < first.Length; row++)
        {
            first[row] = Number(from[row]);
            second[row] = Number(to[row]);
        }
        return new DyadIndex(name, first, second, number.Count);

        int Number(T key)
        {
            if (!number.TryGetValue(key, out int id))
                number.Add(key, id = number.Count);
            return id;
        }
    }

    /// <summary>The unordered pairs of two different countries: for each row its pair, −1 for a country with itself.</summary>
    internal (int[] PairOfRow, int Count) Pairs()
    {
        var number = new Dictionary<(int, int), int>();
        int[] ids = new int[From.Length];
        for (int row = 0; row < ids.Length; row++)
        {
            ids[row] = -1;
            if (From[row] == To[row])
                continue;
            (int, int) key = (Math.Min(From[row], To[row]), Math.Max(From[row], To[row]));
            if (!number.TryGetValue(key, out ids[row]))
                number.Add(key, ids[row] = number.Count);
        }
        return (ids, number.Count);
    }
}
