using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gravity.Core.Regression.Absorption;

/// <summary>What a pass over the rows walks through: the sorted structure and the weights.</summary>
internal readonly ref struct PassRows
{
    private readonly ref int _order;
    private readonly bool _sorted;

    public readonly ref int Starts;
    public readonly ref int Levels;
    public readonly ref double Weights;
    public readonly ref double InverseInner;

    /// <summary>Binds the arrays; <paramref name="weights"/> may be empty where weights are 1.</summary>
    public PassRows(int[]? order, int[] starts, int[] levels, double[]? weights, double[] inverseInner)
    {
        _sorted = order is null;
        _order = ref MemoryMarshal.GetArrayDataReference(order ?? starts);
        Starts = ref MemoryMarshal.GetArrayDataReference(starts);
        Levels = ref MemoryMarshal.GetArrayDataReference(levels);
        Weights = ref MemoryMarshal.GetArrayDataReference(weights ?? inverseInner);
        InverseInner = ref MemoryMarshal.GetArrayDataReference(inverseInner);
    }

    /// <summary>The row at a place of the sorted order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Row(nint place) => _sorted ? place : Unsafe.Add(ref _order, place);
}

/// <summary>The passes of a projection over a run of inner groups, for columns side by side.</summary>
/// <typeparam name="TLanes">How many columns.</typeparam>
/// <typeparam name="TOuter">How many outer effects.</typeparam>
/// <typeparam name="TWeights">Whether rows have weights.</typeparam>
internal static class ProjectionPass<TLanes, TOuter, TWeights>
    where TLanes : struct, ILanes<TLanes>
    where TOuter : struct, IOuterSums
    where TWeights : struct, IRowWeights
{
    /// <summary>Sums of <see cref="Start"/> beside those of levels: what is left, Σw(x − c), Σw(x − c)² and Σw, lane by lane.</summary>
    public static int StartTotals => 4 * TLanes.Width;

    /// <summary>Sums of <see cref="Finish"/>: X̃'WX̃ by columns, then X̃'(u − Wf) and u'f.</summary>
    public static int FinishTotals => (TLanes.Width + 2) * TLanes.Width;

    /// <summary>The right sides of the outer equations at coefficients 0, with the inner effect eliminated.</summary>
    /// <param name="rows">Structure and weights.</param>
    /// <param name="outer">Number of outer effects.</param>
    /// <param name="from">First inner group.</param>
    /// <param name="to">The inner group after the last.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="byWeight">1 in lanes that hold x, 0 in a lane that holds w·x.</param>
    /// <param name="shift">A value near those of each lane.</param>
    /// <param name="sums">Level × lane: added to.</param>
    /// <param name="totals">Added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Start(
        in PassRows rows, TOuter outer, int from, int to, scoped in LaneColumns columns, TLanes byWeight, TLanes shift, ref double sums, Span<double> totals)
    {
        TWeights weigh = default;
        TLanes given = TLanes.Of(1) - byWeight, left = default, sum = default, squares = default, total = default;
        for (nint g = from; g < to; g++)
        {
            nint begin = Unsafe.Add(ref rows.Starts, g), end = Unsafe.Add(ref rows.Starts, g + 1);
            TLanes mean = default;
            for (nint k = begin; k < end; k++)
                mean = TLanes.MultiplyAdd(TLanes.Read(in columns, rows.Row(k)), TLanes.MultiplyAdd(TLanes.Of(weigh.At(ref rows.Weights, k)), byWeight, given), mean);
            mean *= TLanes.Of(Unsafe.Add(ref rows.InverseInner, g));
            for (nint k = begin; k < end; k++)
            {
                TLanes w = TLanes.Of(weigh.At(ref rows.Weights, k)), x = TLanes.Read(in columns, rows.Row(k));
                TLanes rest = x * TLanes.MultiplyAdd(w, byWeight, given) - w * mean;
                outer.Scatter(ref sums, ref Unsafe.Add(ref rows.Levels, k * outer.Count), rest);
                left = TLanes.MultiplyAdd(rest, x - mean, left);
                TLanes off = x - shift, weighted = w * off;
                sum += weighted;
                squares = TLanes.MultiplyAdd(weighted, off, squares);
                total += w;
            }
        }
        int width = TLanes.Width;
        Add(left, totals);
        Add(sum, totals[width..]);
        Add(squares, totals[(2 * width)..]);
        Add(total, totals[(3 * width)..]);
    }

    /// <summary>The image of outer coefficients under S: what scattering their within-inner-group deviations gives.</summary>
    /// <param name="rows">Structure and weights.</param>
    /// <param name="outer">Number of outer effects.</param>
    /// <param name="from">First inner group.</param>
    /// <param name="to">The inner group after the last.</param>
    /// <param name="direction">Level × lane.</param>
    /// <param name="sums">Level × lane: added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(in PassRows rows, TOuter outer, int from, int to, ref double direction, ref double sums)
    {
        TWeights weigh = default;
        for (nint g = from; g < to; g++)
        {
            nint begin = Unsafe.Add(ref rows.Starts, g), end = Unsafe.Add(ref rows.Starts, g + 1);
            TLanes mean = default;
            for (nint k = begin; k < end; k++)
            {
                TLanes value = outer.Gather<TLanes>(ref direction, ref Unsafe.Add(ref rows.Levels, k * outer.Count));
                mean = TLanes.MultiplyAdd(TLanes.Of(weigh.At(ref rows.Weights, k)), value, mean);
            }
            mean *= TLanes.Of(Unsafe.Add(ref rows.InverseInner, g));
            for (nint k = begin; k < end; k++)
            {
                ref int levels = ref Unsafe.Add(ref rows.Levels, k * outer.Count);
                TLanes value = outer.Gather<TLanes>(ref direction, ref levels);
                outer.Scatter(ref sums, ref levels, TLanes.Of(weigh.At(ref rows.Weights, k)) * (value - mean));
            }
        }
    }

    /// <summary>Takes the fitted effects out of the columns, or puts them in the place of a lane that holds w·x.</summary>
    /// <param name="rows">Structure and weights.</param>
    /// <param name="outer">Number of outer effects.</param>
    /// <param name="from">First inner group.</param>
    /// <param name="to">The inner group after the last.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="byWeight">1 in lanes that hold x, 0 in a lane that holds w·x.</param>
    /// <param name="score">Position of the lane that holds w·x, −1 without one.</param>
    /// <param name="coefficients">Level × lane.</param>
    /// <param name="totals">Added to, unless empty.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Finish(
        in PassRows rows, TOuter outer, int from, int to, scoped in LaneColumns columns, TLanes byWeight, int score, ref double coefficients, Span<double> totals)
    {
        TWeights weigh = default;
        TLanes given = TLanes.Of(1) - byWeight, sign = given - byWeight;
        TLanes g0 = default, g1 = default, g2 = default, g3 = default, g4 = default, g5 = default, g6 = default, g7 = default, right = default, product = default;
        Span<double> before = stackalloc double[8], fitted = stackalloc double[8], after = stackalloc double[8];
        for (nint g = from; g < to; g++)
        {
            nint begin = Unsafe.Add(ref rows.Starts, g), end = Unsafe.Add(ref rows.Starts, g + 1);
            TLanes mean = default;
            for (nint k = begin; k < end; k++)
            {
                TLanes w = TLanes.Of(weigh.At(ref rows.Weights, k));
                TLanes fit = outer.Gather<TLanes>(ref coefficients, ref Unsafe.Add(ref rows.Levels, k * outer.Count));
                mean += TLanes.Read(in columns, rows.Row(k)) * TLanes.MultiplyAdd(w, byWeight, given) - w * fit;
            }
            mean *= TLanes.Of(Unsafe.Add(ref rows.InverseInner, g));
            for (nint k = begin; k < end; k++)
            {
                nint row = rows.Row(k);
                double weight = weigh.At(ref rows.Weights, k);
                TLanes fit = outer.Gather<TLanes>(ref coefficients, ref Unsafe.Add(ref rows.Levels, k * outer.Count)) + mean;
                TLanes x = TLanes.Read(in columns, row), rest = TLanes.MultiplyAdd(fit, sign, x * byWeight);
                TLanes.Store(rest, ref after[0]);
                columns.Write(ref after[0], row);
                if (totals.IsEmpty)
                    continue;
                TLanes weighted = TLanes.Of(weight) * rest;
                g0 = TLanes.MultiplyAdd(weighted, TLanes.Of(after[0]), g0);
                if (TLanes.Width > 1)
                    g1 = TLanes.MultiplyAdd(weighted, TLanes.Of(after[1]), g1);
                if (TLanes.Width > 2)
                {
                    g2 = TLanes.MultiplyAdd(weighted, TLanes.Of(after[2]), g2);
                    g3 = TLanes.MultiplyAdd(weighted, TLanes.Of(after[3]), g3);
                }
                if (TLanes.Width > 4)
                {
                    g4 = TLanes.MultiplyAdd(weighted, TLanes.Of(after[4]), g4);
                    g5 = TLanes.MultiplyAdd(weighted, TLanes.Of(after[5]), g5);
                    g6 = TLanes.MultiplyAdd(weighted, TLanes.Of(after[6]), g6);
                    g7 = TLanes.MultiplyAdd(weighted, TLanes.Of(after[7]), g7);
                }
                if (score < 0)
                    continue;
                TLanes.Store(x, ref before[0]);
                TLanes.Store(fit, ref fitted[0]);
                right = TLanes.MultiplyAdd(rest, TLanes.Of(before[score] - weight * fitted[score]), right);
                product = TLanes.MultiplyAdd(x, fit, product);
            }
        }
        if (totals.IsEmpty)
            return;
        int width = TLanes.Width;
        Add(g0, totals);
        if (width > 1)
            Add(g1, totals[width..]);
        if (width > 2)
        {
            Add(g2, totals[(2 * width)..]);
            Add(g3, totals[(3 * width)..]);
        }
        if (width > 4)
        {
            Add(g4, totals[(4 * width)..]);
            Add(g5, totals[(5 * width)..]);
            Add(g6, totals[(6 * width)..]);
            Add(g7, totals[(7 * width)..]);
        }
        Add(right, totals[(width * width)..]);
        Add(product, totals[((width + 1) * width)..]);
    }

    private static void Add(TLanes value, Span<double> target)
    {
        ref double at = ref target[0];
        TLanes.Store(TLanes.Load(ref at) + value, ref at);
    }
}
