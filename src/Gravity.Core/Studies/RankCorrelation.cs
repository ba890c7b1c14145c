using Gravity.Core.Efficiency;

namespace Gravity.Core.Studies;

/// <summary>Spearman's (1904) rank correlation.</summary>
internal static class RankCorrelation
{
    /// <summary>Correlation of the ranks, ties at their average; NaN when one side is constant or lengths differ.</summary>
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
}
