namespace Gravity.Core.Potential;

/// <summary>Both equal-tailed quantiles of many items' draws, exact, from the extreme draws alone.</summary>
/// <remarks>
/// The 2.5 % and 97.5 % quantiles of 2000 draws are fixed by the 51 smallest and 51 largest of them, so each item keeps two heaps of that
/// size and not its draws. The set kept does not depend on the order in which draws come, hence not on threads. Quantiles are
/// of type 7 (Hyndman and Fan 1996), as in R. An item with a NaN draw has NaN quantiles.
/// </remarks>
internal sealed class TailQuantiles
{
    private readonly int _items;
    private readonly int _keepLow, _keepHigh;
    private readonly double _weightLow, _weightHigh;
    private readonly double[] _low, _high;
    private readonly bool[] _missing;

    public TailQuantiles(int items, int draws, double level)
    {
        _items = items;
        (_keepLow, _weightLow, _keepHigh, _weightHigh) = Plan(draws, level);
        _low = new double[checked((long)items * _keepLow)];
        _high = new double[checked((long)items * _keepHigh)];
        _missing = new bool[items];
        Array.Fill(_low, double.PositiveInfinity);
        Array.Fill(_high, double.PositiveInfinity);
    }

    /// <summary>Bytes for one item.</summary>
    public static long BytesPerItem(int draws, double level)
    {
        (int keepLow, _, int keepHigh, _) = Plan(draws, level);
        return 8L * (keepLow + keepHigh) + 1;
    }

    /// <summary>Takes one draw of an item. Items may be served from different threads, one item from one thread at a time.</summary>
    public void Offer(int item, double value)
    {
        if (double.IsNaN(value))
        {
            _missing[item] = true;
            return;
        }
        Keep(_low.AsSpan(item * _keepLow, _keepLow), value);
        Keep(_high.AsSpan(item * _keepHigh, _keepHigh), -value);
    }

    /// <summary>Sorts the extremes; call once, after the last draw and before reading.</summary>
    public void Seal()
    {
        for (int item = 0; item < _items; item++)
        {
            _low.AsSpan(item * _keepLow, _keepLow).Sort();
            _high.AsSpan(item * _keepHigh, _keepHigh).Sort();
        }
    }

    /// <summary>Lower and upper quantile of map(draw) for a monotone map, which commutes with order and not with interpolation.</summary>
    public (double Low, double High) Interval(int item, Func<double, double> map)
    {
        if (_missing[item])
            return (double.NaN, double.NaN);
        Span<double> low = _low.AsSpan(item * _keepLow, _keepLow);
        Span<double> high = _high.AsSpan(item * _keepHigh, _keepHigh);
        double first = Between(map(low[^2]), map(low[^1]), _weightLow);
        double second = Between(map(-high[^1]), map(-high[^2]), _weightHigh);
        return first <= second ? (first, second) : (second, first);
    }

    private static double Between(double lower, double upper, double weight) =>
        weight == 0 || lower == upper ? lower : lower + weight * (upper - lower);

    /// <summary>How many extremes to keep: the last two of each side bracket the quantile at (S − 1)p.</summary>
    private static (int KeepLow, double WeightLow, int KeepHigh, double WeightHigh) Plan(int draws, double level)
    {
        double tail = 0.5 * (1 - level);
        double lowPosition = (draws - 1) * tail;
        double highPosition = (draws - 1) * (1 - tail);
        int lowFloor = Math.Clamp((int)lowPosition, 0, draws - 2);
        int highFloor = Math.Clamp((int)highPosition, 0, draws - 2);
        return (lowFloor + 2, lowPosition - lowFloor, draws - highFloor, highPosition - highFloor);
    }

    /// <summary>Puts the value in the max-heap of the smallest if it belongs there.</summary>
    private static void Keep(Span<double> heap, double value)
    {
        if (!(value < heap[0]))
            return;
        int place = 0;
        while (true)
        {
            int child = 2 * place + 1;
            if (child >= heap.Length)
                break;
            if (child + 1 < heap.Length && heap[child + 1] > heap[child])
                child++;
            if (heap[child] <= value)
                break;
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = value;
    }
}
