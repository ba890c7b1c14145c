namespace Gravity.Core.Inference;

/// <summary>The period of each row, counted in steps from the first.</summary>
public sealed class PeriodIndex
{
    private PeriodIndex(string name, int[] stepOfRow, int steps, int count)
    {
        Name = name;
        StepOfRow = stepOfRow;
        Steps = steps;
        Count = count;
    }

    /// <summary>For print, e.g. the column's name.</summary>
    public string Name { get; }

    /// <summary>For each row its step, 0 … <see cref="Steps"/> − 1.</summary>
    public int[] StepOfRow { get; }

    /// <summary>Steps from the first period to the last, those without a row included.</summary>
    public int Steps { get; }

    /// <summary>Periods that have rows.</summary>
    public int Count { get; }

    /// <summary>Counts periods in steps of the greatest common divisor of their gaps: 1986, 1990, 1998 are steps 0, 1 and 3.</summary>
    /// <param name="name">For print.</param>
    /// <param name="periods">One period per row, e.g. years.</param>
    public static PeriodIndex Of(string name, IReadOnlyList<int> periods)
    {
        int[] present = [.. periods.Distinct().Order()];
        int step = 0;
        for (int i = 1; i < present.Length; i++)
            step = Divisor(step, present[i] - present[i - 1]);
        step = Math.Max(step, 1);
        int first = present.Length == 0 ? 0 : present[0];
        return new PeriodIndex(
            name, [.. periods.Select(period => (period - first) / step)], present.Length == 0 ? 0 : (present[^1] - first) / step + 1, present.Length);
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
