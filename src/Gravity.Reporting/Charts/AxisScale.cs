using System.Globalization;

namespace Gravity.Reporting.Charts;

/// <summary>A labelled place on an axis, in plot coordinates.</summary>
internal readonly record struct AxisTick(double Position, string Label);

/// <summary>The range of an axis with its ticks. On a logarithmic axis positions are powers of ten.</summary>
internal sealed record AxisScale(double Min, double Max, IReadOnlyList<AxisTick> Ticks)
{
    /// <summary>Ticks without labels.</summary>
    public IReadOnlyList<double> MinorTicks { get; init; } = [];

    /// <summary>An axis without ticks, one row per integer.</summary>
    public static AxisScale Rows(int count) => new(-0.6, count - 0.4, []);

    /// <summary>A linear axis whose ends are ticks, with round steps.</summary>
    /// <param name="low">Smallest value to show.</param>
    /// <param name="high">Largest value to show.</param>
    /// <param name="most">At most this many ticks.</param>
    /// <param name="floor">The axis does not go below.</param>
    /// <param name="ceiling">The axis does not go above.</param>
    /// <param name="wholeSteps">Only integer ticks.</param>
    public static AxisScale Linear(
        double low, double high, int most, double floor = double.NegativeInfinity, double ceiling = double.PositiveInfinity, bool wholeSteps = false)
    {
        // What differs by rounding alone is one value: ticks between would all have the same label.
        if (!(high - low > Math.Max(1e-7 * Math.Max(Math.Abs(low), Math.Abs(high)), 1e-8)))
        {
            double half = wholeSteps ? 1 : Math.Max(Math.Abs(low) * 0.1, 0.05);
            (low, high) = (Math.Max(floor, low - half), Math.Min(ceiling, high + half));
        }

        double step = Step((high - low) / Math.Max(1, most - 1), wholeSteps);
        double first = Math.Floor(low / step + 1e-9);
        double last = Math.Ceiling(high / step - 1e-9);
        // Rounding the ends outwards can add two ticks. Data on both sides of zero need three at any step.
        while (last - first + 1 > Math.Max(3, most))
        {
            step = Step(step * 1.01, wholeSteps);
            first = Math.Floor(low / step + 1e-9);
            last = Math.Ceiling(high / step - 1e-9);
        }

        int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 10);
        var ticks = new List<AxisTick>();
        for (double k = first; k <= last; k++)
        {
            double at = Math.Round(k * step, decimals + 2);
            if (at >= floor - 1e-9 && at <= ceiling + 1e-9) ticks.Add(new AxisTick(at, ChartNumber.Fixed(at, decimals)));
        }

        return new AxisScale(Math.Max(floor, first * step), Math.Min(ceiling, last * step), ticks);
    }

    /// <summary>Whole years, thinned so that labels keep apart; the range is half a year wider at both ends.</summary>
    public static AxisScale Years(int first, int last, int most)
    {
        int step = YearStep(last - first + 1, most);
        var ticks = new List<AxisTick>();
        for (int year = first; year <= last; year++)
        {
            // Steps of five and more stand on round years; one and two start with the first.
            if ((step >= 5 ? year : year - first) % step == 0) ticks.Add(new AxisTick(year, year.ToString(CultureInfo.InvariantCulture)));
        }

        return new AxisScale(first - 0.5, last + 0.5, ticks);
    }

    /// <summary>The round step at which at most so many of the years are labelled.</summary>
    public static int YearStep(int years, int most)
    {
        int[] steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
        return steps.FirstOrDefault(step => (years - 1) / step + 1 <= most, years);
    }

    /// <summary>Ticks of even steps in the value, at their places on a logarithmic axis from <paramref name="min"/> to <paramref name="max"/>.</summary>
    private static List<AxisTick> EvenTicks(double min, double max, int most) =>
        Linear(Math.Pow(10, min), Math.Pow(10, max), most, floor: 0).Ticks
            .Where(tick => tick.Position > 0).Select(tick => tick with { Position = Math.Log10(tick.Position) })
            .Where(tick => tick.Position >= min && tick.Position <= max).ToList();

    /// <summary>A logarithmic axis; positions are log₁₀ of the values.</summary>
    /// <param name="low">Smallest value, &gt; 0.</param>
    /// <param name="high">Largest value, ≥ low.</param>
    /// <param name="most">At most this many labels.</param>
    public static AxisScale Logarithmic(double low, double high, int most)
    {
        double logLow = Math.Log10(low);
        double logHigh = Math.Log10(high);
        double margin = Math.Max(0.04 * (logHigh - logLow), 0.03);
        (double min, double max) = (logLow - margin, logHigh + margin);
        // A power of ten just outside the data becomes the end of the axis: a first label there tells more than empty space saved.
        double reach = 0.12 * (logHigh - logLow);
        if (logLow - Math.Floor(logLow) <= reach) min = Math.Min(min, Math.Floor(logLow) - 0.02);
        if (Math.Ceiling(logHigh) - logHigh <= reach) max = Math.Max(max, Math.Ceiling(logHigh) + 0.02);
        int[] mantissas = (max - min) switch { < 1.2 => [1, 2, 3, 5, 7], < 2.6 => [1, 2, 5], _ => [1] };
        int every = Math.Max(1, (int)Math.Ceiling((max - min) / Math.Max(1, most - 1)));
        var ticks = new List<AxisTick>();
        var minor = new List<double>();
        for (int power = (int)Math.Floor(min); power <= (int)Math.Ceiling(max); power++)
        {
            for (int mantissa = 1; mantissa <= 9; mantissa++)
            {
                double at = power + Math.Log10(mantissa);
                if (at < min || at > max) continue;
                bool labelled = mantissas.Contains(mantissa) && (mantissa > 1 || power % every == 0);
                if (labelled) ticks.Add(new AxisTick(at, ChartNumber.Fixed(Math.Round(mantissa * Math.Pow(10, power), 12), Math.Max(0, -power))));
                else minor.Add(at);
            }
        }

        // A span below a decade may hold one or two of these numbers, which does not show the scale.
        if (ticks.Count < 3)
        {
            List<AxisTick> even = EvenTicks(min, max, Math.Min(most, 6));
            // Ends rounded outwards may leave one tick inside: finer steps then.
            for (int finer = 8; even.Count < 2 && finer <= 32; finer *= 2)
                even = EvenTicks(min, max, finer);
            if (even.Count > ticks.Count) ticks = even;
        }

        return new AxisScale(min, max, ticks) { MinorTicks = minor };
    }

    private static double Step(double atLeast, bool whole)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        foreach (double factor in (double[])[1, 2, 2.5, 5, 10])
        {
            double step = factor * power;
            // Steps of 2.5 are for 25, 250 …; "2.5, 5.0, 7.5" and "0.025" read badly.
            if (factor == 2.5 && power < 10) continue;
            if (step >= atLeast * (1 - 1e-9)) return whole ? Math.Max(1, step) : step;
        }

        return 10 * power;
    }
}
