namespace Gravity.Core.Efficiency;

/// <summary>Rank correlations, ties at their average.</summary>
internal static class RankCorrelation
{
    /// <summary>Spearman's (1904) correlation of the ranks; NaN when one side is constant or lengths differ.</summary>
    public static double Of(double[] left, double[] right)
    {
        if (left.Length != right.Length || left.Length < 2)
            return double.NaN;
        double[] a = Ranks.Descending(left), b = Ranks.Descending(right);
        double middle = 0.5 * (left.Length + 1);
        double aa = 0, bb = 0, ab = 0;
        for (int i = 0; i < a.Length; i++)
        {
            aa += (a[i] - middle) * (a[i] - middle);
            bb += (b[i] - middle) * (b[i] - middle);
            ab += (a[i] - middle) * (b[i] - middle);
        }
        return ab / Math.Sqrt(aa * bb);
    }

    /// <summary>Kendall's τ_b = (C − D)/√((n₀ − n₁)(n₀ − n₂)): concordant less discordant pairs over those not tied on either side; NaN when one side is constant or lengths differ.</summary>
    /// <remarks>Kendall (1945), Biometrika 33: 239–251. Discordant pairs are counted as the exchanges of a merge sort, Knight (1966), Journal of the American Statistical Association 61: 436–439.</remarks>
    public static double Kendall(double[] left, double[] right)
    {
        if (left.Length != right.Length || left.Length < 2)
            return double.NaN;
        int n = left.Length;
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => left[i]).ThenBy(i => right[i])];
        double[] sorted = Array.ConvertAll(order, i => right[i]);
        long both = Ties(n, i => left[order[i]] == left[order[i - 1]] && sorted[i] == sorted[i - 1]), leftTies = Ties(n, i => left[order[i]] == left[order[i - 1]]);
        long exchanges = Sort(sorted, new double[n], 0, n);
        long rightTies = Ties(n, i => sorted[i] == sorted[i - 1]), all = (long)n * (n - 1) / 2;
        double difference = all - leftTies - rightTies + both - 2 * (double)exchanges;
        return difference / Math.Sqrt((double)(all - leftTies) * (all - rightTies));
    }

    /// <summary>Pairs within runs of equal neighbours.</summary>
    private static long Ties(int n, Func<int, bool> equalsLast)
    {
        long ties = 0, run = 1;
        for (int i = 1; i < n; i++)
        {
            run = equalsLast(i) ? run + 1 : 1;
            ties += run - 1;
        }
        return ties;
    }

    /// <summary>Sorts [from, to) and counts pairs that were in the wrong order.</summary>
    private static long Sort(double[] values, double[] scratch, int from, int to)
    {
        if (to - from < 2)
            return 0;
        int middle = (from + to) / 2;
        long exchanges = Sort(values, scratch, from, middle) + Sort(values, scratch, middle, to);
        for (int i = from, j = middle, k = from; k < to; k++)
        {
            if (i < middle && (j >= to || values[i] <= values[j]))
            {
                scratch[k] = values[i++];
            }
            else
            {
                exchanges += middle - i;
                scratch[k] = values[j++];
            }
        }
        Array.Copy(scratch, from, values, from, to - from);
        return exchanges;
    }
}
