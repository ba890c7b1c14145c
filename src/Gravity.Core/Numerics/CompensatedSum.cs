namespace Gravity.Core.Numerics;

/// <summary>Summation with the rounding errors carried along.</summary>
/// <remarks>Neumaier (1974): the error is a few ulp of the result plus n²ε² Σ|x|, so that order and cancellation hardly matter.</remarks>
public static class CompensatedSum
{
    /// <summary>Σ <paramref name="values"/>.</summary>
    public static double Of(ReadOnlySpan<double> values)
    {
        double sum = 0, lost = 0;
        foreach (double value in values)
            Add(value, ref sum, ref lost);
        return Close(sum, lost);
    }

    /// <summary>Adds one value to a running sum and its lost part.</summary>
    public static void Add(double value, ref double sum, ref double lost)
    {
        double next = sum + value;
        lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
        sum = next;
    }

    /// <summary>Adds element by element.</summary>
    public static void Add(ReadOnlySpan<double> values, Span<double> sums, Span<double> lost)
    {
        for (int i = 0; i < values.Length; i++)
            Add(values[i], ref sums[i], ref lost[i]);
    }

    /// <summary>The sum with its lost part, or the plain sum where that is not finite (an infinity has no lost part).</summary>
    public static double Close(double sum, double lost) => double.IsFinite(sum) ? sum + lost : sum;
}
