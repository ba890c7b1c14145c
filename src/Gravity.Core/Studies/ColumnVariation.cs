using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>How the columns of a design vary: between and within units, over time, and beside one another.</summary>
internal static class ColumnVariation
{
    /// <summary>Every column of a block but its intercept.</summary>
    public static IReadOnlyList<ColumnIdentification> Of(Design design, DesignBlock block)
    {
        var result = new List<ColumnIdentification>();
        for (int j = 0; j < block.Columns; j++)
            if (j != block.Intercept)
                result.Add(Of(design.Units, block, j));
        return result;
    }

    /// <summary>x_it − x̄_i.</summary>
    public static double[] Within(ReadOnlySpan<double> values, UnitIndex units)
    {
        double[] means = UnitMeans(values, units);
        double[] result = values.ToArray();
        for (int row = 0; row < result.Length; row++)
            result[row] -= means[units.UnitOfRow[row]];
        return result;
    }

    /// <summary>x̄_i of each unit.</summary>
    public static double[] UnitMeans(ReadOnlySpan<double> values, UnitIndex units) => GroupMeans(values, units.UnitOfRow, units.Count);

    /// <summary>Whether the column changes within some unit, beyond rounding.</summary>
    public static int ChangingUnits(ReadOnlySpan<double> values, UnitIndex units)
    {
        int changing = 0;
        for (int unit = 0; unit < units.Count; unit++)
        {
            ReadOnlySpan<double> own = values[units.Starts[unit]..units.Starts[unit + 1]];
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            foreach (double value in own)
            {
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
            if (high - low > 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high)))
                changing++;
        }
        return changing;
    }

    private static ColumnIdentification Of(UnitIndex? units, DesignBlock block, int j)
    {
        double[] values = block.Values.Column(j).ToArray();
        int n = values.Length;
        double mean = Mean(values);
        double total = SumOfSquares(values, mean);
        double betweenDeviation = double.NaN, withinDeviation = double.NaN, betweenShare = double.NaN, withinShare = double.NaN;
        int changing = 0;
        if (units is not null)
        {
            double[] means = UnitMeans(values, units);
            double within = SumOfSquares(Within(values, units), 0);
            betweenDeviation = Math.Sqrt(SumOfSquares(means, Mean(means)) / (means.Length - 1));
            withinDeviation = Math.Sqrt(within / (n - 1));
            withinShare = within / total;
            betweenShare = 1 - withinShare;
            changing = ChangingUnits(values, units);
        }
        (double timeShare, double trend) = units?.PeriodOfRow is { } periods ? OverTime(values, mean, total, periods) : (double.NaN, double.NaN);
        return new ColumnIdentification(
            block.Name, block.ColumnNames[j], mean, Math.Sqrt(total / (n - 1)), betweenDeviation, withinDeviation, betweenShare, withinShare, timeShare,
            changing, units?.Count ?? 0, trend, VarianceInflation(block, j));
    }

    private static (double Share, double Trend) OverTime(double[] values, double mean, double total, int[] periods)
    {
        int[] distinct = [.. periods.Distinct().Order()];
        int[] groups = Array.ConvertAll(periods, p => Array.BinarySearch(distinct, p));
        double[] means = GroupMeans(values, groups, distinct.Length);
        double within = 0, time = 0, cross = 0;
        double middle = periods.Average();
        for (int row = 0; row < values.Length; row++)
        {
            double deviation = values[row] - means[groups[row]];
            within += deviation * deviation;
            time += (periods[row] - middle) * (periods[row] - middle);
            cross += (periods[row] - middle) * (values[row] - mean);
        }
        return (1 - within / total, cross / (Math.Sqrt(time) * Math.Sqrt(total)));
    }

    private static double VarianceInflation(DesignBlock block, int j)
    {
        int[] others = [.. Enumerable.Range(0, block.Columns).Where(k => k != j)];
        double[] values = block.Values.Column(j).ToArray();
        double total = SumOfSquares(values, block.Intercept >= 0 ? Mean(values) : 0);
        if (others.Length == 0)
            return 1;
        Matrix x = new(values.Length, others.Length);
        for (int k = 0; k < others.Length; k++)
            block.Values.Column(others[k]).CopyTo(x.Column(k));
        double rest = LeastSquares.Solve(x, values).ResidualSumOfSquares;
        return total / rest;
    }

    private static double[] GroupMeans(ReadOnlySpan<double> values, int[] groups, int count)
    {
        var sums = new double[count];
        var rows = new int[count];
        var first = new double[count];
        for (int row = 0; row < values.Length; row++)
        {
            int group = groups[row];
            if (rows[group]++ == 0)
                first[group] = values[row];
            // Relative to the first value, a constant has itself as its mean to the last bit.
            sums[group] += values[row] - first[group];
        }
        for (int group = 0; group < count; group++)
            sums[group] = first[group] + sums[group] / rows[group];
        return sums;
    }

    private static double Mean(double[] values)
    {
        double mean = values.Average();
        return mean + values.Sum(v => v - mean) / values.Length;
    }

    private static double SumOfSquares(double[] values, double around) => values.Sum(v => (v - around) * (v - around));
}
