using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Core.Specification;

/// <summary>From a column of numbers to the weights of a design.</summary>
internal static class RowWeighting
{
    /// <summary>Marks complete rows with weight 0 as left out, and refuses weights that are none.</summary>
    /// <exception cref="DataUnfitException"><c>weight-negative</c>; <c>weight-not-whole</c>; <c>no-rows-left</c>.</exception>
    public static SampleLog LeaveOutZeros(TradePanel panel, WeightRequest request, double[] weights, bool[] complete, SampleLog sample)
    {
        string name = request.Column;
        int[] rows = [.. Enumerable.Range(0, complete.Length).Where(row => complete[row])];
        int[] negative = Sources(row => !(weights[row] >= 0) || double.IsInfinity(weights[row]));
        if (negative.Length > 0)
        {
            throw new DataUnfitException("weight-negative",
                $"the weight column '{name}' has {RowList.Count(negative.Length, "value")} that are negative or infinite ({RowList.Text(negative)}); weights need ≥ 0: "
                + $"drop them with --where \"{ColumnReference.Printed(name)} >= 0\"", negative);
        }
        if (request.Kind == WeightKind.Frequency && Sources(row => weights[row] != Math.Floor(weights[row])) is { Length: > 0 } broken)
        {
            throw new DataUnfitException("weight-not-whole",
                $"the weight column '{name}' has {RowList.Count(broken.Length, "value")} that are no whole numbers ({RowList.Text(broken)}), and frequency weights count rows: "
                + $"say what they mean, --weights {name}:sampling or --weights {name}:analytic", broken);
        }
        int[] zeros = Sources(row => weights[row] == 0);
        if (zeros.Length == rows.Length)
            throw new DataUnfitException("no-rows-left", $"the weight column '{name}' is 0 in every row of the sample: check the column and the filter");
        foreach (int row in rows)
            complete[row] = weights[row] > 0;
        return sample.With(new Phrase("reason.zero-weight", ("column", name)), zeros);

        int[] Sources(Predicate<int> of) => [.. rows.Where(row => of(row)).Select(panel.SourceRow).Order()];
    }

    /// <summary>The weights as they enter sums: analytic ones rescaled to mean 1.</summary>
    public static double[] Effective(WeightRequest request, double[] weights)
    {
        if (request.Kind != WeightKind.Analytic)
            return weights;
        double mean = weights.Average();
        return Array.ConvertAll(weights, w => w / mean);
    }

    /// <summary>Σw over rows.</summary>
    public static double Sum(double[] weights, int[] rows)
    {
        double sum = 0;
        foreach (int row in rows)
            sum += weights[row];
        return sum;
    }
}
