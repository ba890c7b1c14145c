using Gravity.Core.Data;

namespace Gravity.Core.Specification;

/// <summary>Refuses columns whose squares leave the range of double precision: sums of squares would be infinite or 0 without a word.</summary>
internal static class ExtremeValues
{
    /// <summary>Squares of larger values overflow once they are summed over many rows.</summary>
    private const double Largest = 1e140;

    /// <summary>Where the largest value of a column is below this, its squares are 0.</summary>
    private const double Smallest = 1e-140;

    /// <exception cref="DataUnfitException">Code <c>extreme-values</c>.</exception>
    public static void Refuse(string name, double[] values, int[] panelRows, TradePanel panel)
    {
        double most = 0;
        foreach (double value in values)
            most = Math.Max(most, Math.Abs(value));
        if (most == 0 || most is >= Smallest and <= Largest)
            return;
        bool large = most > Largest;
        int[] rows = [.. Enumerable.Range(0, values.Length).Where(i => !large || Math.Abs(values[i]) > Largest).Select(i => panel.SourceRow(panelRows[i])).Order()];
        string what = large
            ? FormattableString.Invariant($"has {RowList.Count(rows.Length, "value")} beyond 1e140 ({RowList.Text(rows)}), the largest {most:0.###e+0}")
            : FormattableString.Invariant($"is nowhere above 1e-140 (largest {most:0.###e+0})");
        throw new DataUnfitException(
            "extreme-values", $"{name} {what}: sums of squares would leave double precision. Correct the values, take logarithms, or express the column in another unit", rows);
    }
}
