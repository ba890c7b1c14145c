using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>One way of grouping the rows of a score matrix into clusters.</summary>
public sealed class ClusterDimension
{
    private ClusterDimension(string name, int[] clusterOfRow, int count)
    {
        Name = name;
        ClusterOfRow = clusterOfRow;
        Count = count;
    }

    /// <summary>For print, e.g. the column's name.</summary>
    public string Name { get; }

    /// <summary>For each row of the scores its cluster, 0 … <see cref="Count"/> − 1 in order of first appearance.</summary>
    public int[] ClusterOfRow { get; }

    /// <summary>Number of clusters.</summary>
    public int Count { get; }

    /// <summary>Groups rows by equal <paramref name="keys"/>.</summary>
    /// <typeparam name="T">
    /// Integers, strings or tuples of them. Not floating-point numbers: two routes to the same distance may differ in the last
    /// bit and split a pair.
    /// </typeparam>
    /// <param name="name">For print.</param>
    /// <param name="keys">One key per row of the scores.</param>
    public static ClusterDimension FromKeys<T>(string name, IReadOnlyList<T> keys)
        where T : notnull
    {
        var number = new Dictionary<T, int>();
        int[] ids = new int[keys.Count];
        for (int row = 0; row < ids.Length; row++)
        {
            if (!number.TryGetValue(keys[row], out int id))
                number.Add(keys[row], id = number.Count);
            ids[row] = id;
        }
        return new ClusterDimension(name, ids, number.Count);
    }

    /// <summary>Groups that are numbered already, 0 … <paramref name="count"/> − 1, each with a row.</summary>
    internal static ClusterDimension FromGroups(string name, int[] groupOfRow, int count) => new(name, groupOfRow, count);

    /// <summary>The clusters of rows that share both this cluster and the other's.</summary>
    internal ClusterDimension Intersect(ClusterDimension other)
    {
        var keys = new (int, int)[ClusterOfRow.Length];
        for (int row = 0; row < keys.Length; row++)
            keys[row] = (ClusterOfRow[row], other.ClusterOfRow[row]);
        return FromKeys($"{Name} × {other.Name}", keys);
    }
}

/// <summary>Sums of scores within clusters.</summary>
public static class ClusterSums
{
    /// <summary>Σ of the rows of each cluster.</summary>
    /// <param name="scores">Rows × parameters.</param>
    /// <param name="dimension">The grouping of those rows.</param>
    /// <returns>Clusters × parameters.</returns>
    public static Matrix Of(Matrix scores, ClusterDimension dimension)
    {
        Matrix sums = new(dimension.Count, scores.Columns);
        for (int j = 0; j < scores.Columns; j++)
        {
            Span<double> target = sums.Column(j);
            ReadOnlySpan<double> source = scores.Column(j);
            for (int row = 0; row < source.Length; row++)
                target[dimension.ClusterOfRow[row]] += source[row];
        }
        return sums;
    }

    internal static void Check(Matrix scores, IReadOnlyList<ClusterDimension> dimensions)
    {
        if (dimensions.Count is 0 or > 8)
            throw new ArgumentException($"{dimensions.Count} cluster dimensions; 1 to 8 are possible", nameof(dimensions));
        foreach (ClusterDimension dimension in dimensions)
        {
            if (dimension.ClusterOfRow.Length != scores.Rows)
                throw new ArgumentException(
                    $"'{dimension.Name}' has {dimension.ClusterOfRow.Length} identifiers for {scores.Rows} rows of scores",
                    nameof(dimensions));
            if (dimension.Count < 2)
                throw new DataUnfitException(
                    "one-cluster",
                    $"column '{dimension.Name}' has a single cluster in the sample: a clustered covariance needs at least 2, " +
                    "and is reliable from about 40; cluster by a finer column or use robust");
        }
    }

    /// <summary>Σ over non-empty sets of dimensions of (−1)^(|A|+1)·c·S_A'S_A.</summary>
    internal static Matrix Meat(
        Matrix scores, IReadOnlyList<ClusterDimension> dimensions, Func<int, double> factor, MultiwayFactor multiway)
    {
        int sets = 1 << dimensions.Count;
        var groupings = new ClusterDimension[sets];
        int smallest = dimensions.Min(dimension => dimension.Count);
        Matrix meat = new(scores.Columns, scores.Columns);
        for (int set = 1; set < sets; set++)
        {
            int lowest = int.TrailingZeroCount(set);
            int rest = set & (set - 1);
            groupings[set] = rest == 0 ? dimensions[lowest] : groupings[rest].Intersect(dimensions[lowest]);
            double sign = (int.PopCount(set) & 1) == 1 ? 1 : -1;
            double weight = sign * factor(multiway == MultiwayFactor.EachTerm ? groupings[set].Count : smallest);
            ReadOnlySpan<double> term = Covariance.CrossProduct(Of(scores, groupings[set])).Values;
            Span<double> total = meat.Values;
            for (int i = 0; i < total.Length; i++)
                total[i] += weight * term[i];
        }
        return meat;
    }
}
