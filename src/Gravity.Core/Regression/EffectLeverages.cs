using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;

namespace Gravity.Core.Regression;

/// <summary>Leverages of absorbed effects, exactly: dᵢ'(D'WD)⁻dᵢ with D the dummies of all groups.</summary>
/// <remarks>
/// With A the (diagonal) Gram matrix of the effect with most groups, C its cross products with the other effects' dummies and S = E − C'A⁻¹C, a generalised inverse of D'WD has the
/// blocks A⁻¹ + A⁻¹CS⁻C'A⁻¹, −A⁻¹CS⁻ and S⁻, of which a row needs the entries of its own groups only. S loses a rank for each connected component; S⁻ is the inverse of its largest
/// independent part. S is dense, so that it takes effects of at most <see cref="MostOuterGroups"/> groups beside the largest.
/// </remarks>
internal static class EffectLeverages
{
    /// <summary>Most groups of the effects beside the largest.</summary>
    public const int MostOuterGroups = 1500;

    private const long MostCells = 30_000_000;

    /// <summary>Leverages divided by the row weights; 0 without effects.</summary>
    /// <exception cref="UsageException"><c>leverages-not-exact</c>: the effects are too many for the dense matrix.</exception>
    public static double[] Of(EffectSet set, double[]? weights)
    {
        EffectGroups[] used = [.. set.Effects.Where((_, q) => set.Rank.SpannedBy[q] < 0).OrderByDescending(e => e.Count)];
        var leverages = new double[set.Rows];
        if (used.Length == 0)
            return leverages;
        EffectGroups inner = used[0];
        EffectGroups[] outer = used[1..];
        int order = outer.Sum(e => e.Count);
        if (order > MostOuterGroups || (long)order * inner.Count > MostCells)
        {
            throw new UsageException(
                "leverages-not-exact", $"hc2 and hc3 need the exact leverage of every row, which beside {inner.Name} takes a dense matrix of {RowList.Whole(order)} groups of "
                + $"{string.Join(" and ", outer.Select(e => e.Name))}; up to {RowList.Whole(MostOuterGroups)} are done: use hc1 or cluster:COL");
        }
        double[] inverseInner = new double[inner.Count];
        for (int row = 0; row < set.Rows; row++)
            inverseInner[inner.GroupOfRow[row]] += weights?[row] ?? 1;
        for (int g = 0; g < inverseInner.Length; g++)
            inverseInner[g] = 1 / inverseInner[g];
        int[][] places = Places(set.Rows, outer);
        // P = A⁻¹C, inner groups × outer groups.
        var shares = new Matrix(inner.Count, order);
        var schur = new Matrix(order, order);
        for (int row = 0; row < set.Rows; row++)
        {
            double w = weights?[row] ?? 1;
            foreach (int a in places[row])
            {
                shares[inner.GroupOfRow[row], a] += w * inverseInner[inner.GroupOfRow[row]];
                foreach (int b in places[row])
                    schur[a, b] += w;
            }
        }
        for (int a = 0; a < order; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                ReadOnlySpan<double> left = shares.Column(a), right = shares.Column(b);
                double sum = 0;
                for (int g = 0; g < left.Length; g++)
                {
                    if (left[g] != 0 && right[g] != 0)
                        sum += left[g] * right[g] / inverseInner[g];
                }
                schur[a, b] -= sum;
                schur[b, a] = schur[a, b];
            }
        }
        Matrix inverse = Independent(schur, outer, set, weights), cross = shares * inverse;
        double[] own = new double[inner.Count];
        for (int a = 0; a < order; a++)
        {
            ReadOnlySpan<double> left = cross.Column(a), right = shares.Column(a);
            for (int g = 0; g < own.Length; g++)
                own[g] += left[g] * right[g];
        }
        for (int row = 0; row < leverages.Length; row++)
        {
            int g = inner.GroupOfRow[row];
            double sum = inverseInner[g] + own[g];
            foreach (int a in places[row])
            {
                sum -= 2 * cross[g, a];
                foreach (int b in places[row])
                    sum += inverse[a, b];
            }
            leverages[row] = sum;
        }
        return leverages;
    }

    /// <summary>For each row the positions of its outer groups.</summary>
    private static int[][] Places(int rows, EffectGroups[] outer)
    {
        var places = new int[rows][];
        for (int row = 0; row < rows; row++)
        {
            places[row] = new int[outer.Length];
            for (int e = 0, offset = 0; e < outer.Length; offset += outer[e].Count, e++)
                places[row][e] = offset + outer[e].GroupOfRow[row];
        }
        return places;
    }

    /// <summary>S⁻: the inverse over groups that are independent of those before them, 0 elsewhere.</summary>
    private static Matrix Independent(Matrix schur, EffectGroups[] outer, EffectSet set, double[]? weights)
    {
        int order = schur.Rows;
        double[] size = new double[order];
        for (int e = 0, offset = 0; e < outer.Length; offset += outer[e].Count, e++)
            for (int row = 0; row < set.Rows; row++)
                size[offset + outer[e].GroupOfRow[row]] += weights?[row] ?? 1;
        // Cholesky by rows; a group of which nothing is left is skipped.
        var kept = new List<int>();
        var lower = new List<double[]>();
        for (int a = 0; a < order; a++)
        {
            double[] row = new double[kept.Count + 1];
            double rest = schur[a, a];
            for (int k = 0; k < kept.Count; k++)
            {
                double sum = schur[a, kept[k]];
                double[] other = lower[k];
                for (int m = 0; m < k; m++)
                    sum -= row[m] * other[m];
                row[k] = sum / other[k];
                rest -= row[k] * row[k];
            }
            if (!(rest > 1e-11 * size[a]))
                continue;
            row[^1] = Math.Sqrt(rest);
            kept.Add(a);
            lower.Add(row);
        }
        var inverse = new Matrix(order, order);
        double[] x = new double[kept.Count];
        for (int c = 0; c < kept.Count; c++)
        {
            Array.Clear(x);
            for (int k = c; k < kept.Count; k++)
            {
                double sum = k == c ? 1 : 0;
                for (int m = c; m < k; m++)
                    sum -= lower[k][m] * x[m];
                x[k] = sum / lower[k][k];
            }
            for (int k = kept.Count - 1; k >= 0; k--)
            {
                x[k] /= lower[k][k];
                for (int m = 0; m < k; m++)
                    x[m] -= lower[k][m] * x[k];
            }
            for (int k = 0; k < kept.Count; k++)
                inverse[kept[k], kept[c]] = x[k];
        }
        return inverse;
    }
}
