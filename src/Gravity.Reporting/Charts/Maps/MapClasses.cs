using ScottPlot;

namespace Gravity.Reporting.Charts.Maps;

/// <summary>Classes of values with their colours: a few, with round limits.</summary>
/// <param name="Limits">The limits between classes and, where the scale ends, its ends; rising.</param>
/// <param name="Labels">The limits as printed.</param>
/// <param name="OpenBelow">Whether the first class has no lower limit.</param>
/// <param name="OpenAbove">Whether the last class has no upper limit.</param>
internal sealed record MapClasses(IReadOnlyList<double> Limits, IReadOnlyList<string> Labels, bool OpenBelow, bool OpenAbove)
{
    private const int MostEven = 9;
    private const int MostDoubling = 7;

    // The lightest shade is still told from a country without data, the darkest is not black.
    private const double Lightest = 0.2;
    private const double Darkest = 0.93;

    /// <summary>The number of classes.</summary>
    public int Count => Limits.Count - 1 + (OpenBelow ? 1 : 0) + (OpenAbove ? 1 : 0);

    /// <summary>Classes of equal width over the values.</summary>
    public static MapClasses Even(IReadOnlyList<double> values, double floor, double ceiling)
    {
        (double low, double high) = values.Count == 0 ? (floor, double.IsFinite(ceiling) ? ceiling : floor + 1) : (values.Min(), values.Max());
        // A span of nothing would give classes that differ in the third digit.
        double least = Math.Max(double.IsFinite(ceiling) ? 0.2 * (ceiling - floor) : 1, 0.3 * Math.Abs(low));
        if (high - low < least) (low, high) = (Math.Max(floor, low - least / 2), Math.Min(ceiling, high + least / 2));
        AxisScale scale = AxisScale.Linear(low, high, MostEven + 1, floor, ceiling);
        return new MapClasses([.. scale.Ticks.Select(tick => tick.Position)], [.. scale.Ticks.Select(tick => tick.Label)], OpenBelow: false, OpenAbove: false);
    }

    /// <summary>Classes between numbers 1, 2, 5, 10, 20 …, about as wide on a logarithmic scale; even ones where the values span less than a factor of four.</summary>
    /// <remarks>Open at both ends: a value of 0 or below, which no logarithm has, is in the first class.</remarks>
    public static MapClasses Doubling(IReadOnlyList<double> values)
    {
        List<double> positive = [.. values.Where(value => value > 0).Order()];
        if (positive.Count == 0 || positive[^1] < 4 * positive[0]) return Even(values, values.Count == 0 ? 0 : Math.Min(0, values.Min()), double.PositiveInfinity);
        // A single tiny value must not cost the others their classes: the lowest twentieth may share the first.
        double low = positive[positive.Count / 20];
        foreach (int[] mantissas in (int[][])[[1, 2, 5], [1, 3], [1]])
        {
            List<double> limits = [.. Enumerable.Range(-6, 20).SelectMany(power => mantissas.Select(m => Math.Round(m * Math.Pow(10, power), 6))).Where(limit => limit > low && limit < positive[^1])];
            if (limits.Count > 0 && limits.Count + 1 <= MostDoubling) return Open(limits);
        }

        return Open([.. Enumerable.Range(-6, 20).Select(power => Math.Pow(10, power)).Where(limit => limit < positive[^1]).TakeLast(MostDoubling - 1)]);
    }

    private static MapClasses Open(List<double> limits) =>
        new(limits, [.. limits.Select(limit => ChartNumber.Fixed(limit, Math.Max(0, -(int)Math.Floor(Math.Log10(limit) + 1e-9))))], OpenBelow: true, OpenAbove: true);

    /// <summary>The class of a value; a value on a limit belongs to the class above, at the upper end of the scale to the last.</summary>
    public int Of(double value)
    {
        int above = Limits.Count(limit => value >= limit * (1 - 1e-12));
        return Math.Clamp(above - (OpenBelow ? 0 : 1), 0, Count - 1);
    }

    /// <summary>The colour of a class.</summary>
    public Color Colour(int place) => ChartPalette.Sequential(Count == 1 ? 0.55 : Lightest + (Darkest - Lightest) * place / (Count - 1));
}
