using System.Runtime.CompilerServices;

namespace Gravity.Core.Regression.Absorption;

/// <summary>How many outer effects a row has: coefficients are gathered from, and sums scattered to, so many places.</summary>
internal interface IOuterSums
{
    /// <summary>Number of outer effects.</summary>
    int Count { get; }

    /// <summary>Σ of the row's outer coefficients, <paramref name="levels"/> being the row's places and <paramref name="coefficients"/> level × lane.</summary>
    T Gather<T>(ref double coefficients, ref int levels)
        where T : struct, ILanes<T>;

    /// <summary>Adds a value to the row's outer sums.</summary>
    void Scatter<T>(ref double sums, ref int levels, T value)
        where T : struct, ILanes<T>;
}

/// <summary>One outer effect.</summary>
internal readonly struct OneOuter : IOuterSums
{
    public int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gather<T>(ref double coefficients, ref int levels)
        where T : struct, ILanes<T> => T.Load(ref Unsafe.Add(ref coefficients, (nint)levels * T.Width));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Scatter<T>(ref double sums, ref int levels, T value)
        where T : struct, ILanes<T>
    {
        ref double at = ref Unsafe.Add(ref sums, (nint)levels * T.Width);
        T.Store(T.Load(ref at) + value, ref at);
    }
}

/// <summary>Two outer effects.</summary>
internal readonly struct TwoOuter : IOuterSums
{
    public int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gather<T>(ref double coefficients, ref int levels)
        where T : struct, ILanes<T> =>
        T.Load(ref Unsafe.Add(ref coefficients, (nint)levels * T.Width)) + T.Load(ref Unsafe.Add(ref coefficients, (nint)Unsafe.Add(ref levels, 1) * T.Width));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Scatter<T>(ref double sums, ref int levels, T value)
        where T : struct, ILanes<T>
    {
        ref double first = ref Unsafe.Add(ref sums, (nint)levels * T.Width);
        T.Store(T.Load(ref first) + value, ref first);
        ref double second = ref Unsafe.Add(ref sums, (nint)Unsafe.Add(ref levels, 1) * T.Width);
        T.Store(T.Load(ref second) + value, ref second);
    }
}

/// <summary>Any number of outer effects, none included.</summary>
internal readonly struct ManyOuter(int count) : IOuterSums
{
    public int Count => count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Gather<T>(ref double coefficients, ref int levels)
        where T : struct, ILanes<T>
    {
        T sum = default;
        for (int e = 0; e < count; e++)
            sum += T.Load(ref Unsafe.Add(ref coefficients, (nint)Unsafe.Add(ref levels, e) * T.Width));
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Scatter<T>(ref double sums, ref int levels, T value)
        where T : struct, ILanes<T>
    {
        for (int e = 0; e < count; e++)
        {
            ref double at = ref Unsafe.Add(ref sums, (nint)Unsafe.Add(ref levels, e) * T.Width);
            T.Store(T.Load(ref at) + value, ref at);
        }
    }
}

/// <summary>The weight of a place: from an array, or 1.</summary>
internal interface IRowWeights
{
    /// <summary>Weight at a place.</summary>
    double At(ref double weights, nint place);
}

/// <summary>Weights from an array.</summary>
internal readonly struct GivenWeights : IRowWeights
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double At(ref double weights, nint place) => Unsafe.Add(ref weights, place);
}

/// <summary>All weights 1, without an array.</summary>
internal readonly struct UnitWeights : IRowWeights
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double At(ref double weights, nint place) => 1;
}
