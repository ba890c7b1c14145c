using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gravity.Core.Regression.Absorption;

/// <summary>Several columns side by side in one register, so that one look-up of a group serves them all.</summary>
/// <typeparam name="T">The implementing type.</typeparam>
internal interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>Number of columns.</summary>
    static abstract int Width { get; }

    /// <summary>One value in all lanes.</summary>
    static abstract T Of(double value);

    /// <summary>Loads <see cref="Width"/> neighbouring values.</summary>
    static abstract T Load(ref double at);

    /// <summary>Stores <see cref="Width"/> neighbouring values.</summary>
    static abstract void Store(T value, ref double at);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract T MultiplyAdd(T a, T b, T c);

    /// <summary>a + b.</summary>
    static abstract T operator +(T a, T b);

    /// <summary>a − b.</summary>
    static abstract T operator -(T a, T b);

    /// <summary>a·b.</summary>
    static abstract T operator *(T a, T b);

    /// <summary>One row of the columns.</summary>
    static abstract T Read(scoped in LaneColumns columns, nint row);
}

/// <summary>Where up to eight columns begin; lanes without a column of their own repeat the first and are never written.</summary>
internal ref struct LaneColumns
{
    public ref double C0, C1, C2, C3, C4, C5, C6, C7;
    public int Count;

    /// <summary>Writes one row, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Write(ref double lanes, nint row)
    {
        Unsafe.Add(ref C0, row) = lanes;
        if (Count > 1)
            Unsafe.Add(ref C1, row) = Unsafe.Add(ref lanes, 1);
        if (Count > 2)
            Unsafe.Add(ref C2, row) = Unsafe.Add(ref lanes, 2);
        if (Count > 3)
            Unsafe.Add(ref C3, row) = Unsafe.Add(ref lanes, 3);
        if (Count > 4)
            Unsafe.Add(ref C4, row) = Unsafe.Add(ref lanes, 4);
        if (Count > 5)
            Unsafe.Add(ref C5, row) = Unsafe.Add(ref lanes, 5);
        if (Count > 6)
            Unsafe.Add(ref C6, row) = Unsafe.Add(ref lanes, 6);
        if (Count > 7)
            Unsafe.Add(ref C7, row) = Unsafe.Add(ref lanes, 7);
    }
}

/// <summary>One column.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct OneLane(double value) : ILanes<OneLane>
{
    private readonly double _value = value;

    public static int Width => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Of(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Load(ref double at) => new(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(OneLane value, ref double at) => at = value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane MultiplyAdd(OneLane a, OneLane b, OneLane c) => new(Math.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator +(OneLane a, OneLane b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator -(OneLane a, OneLane b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator *(OneLane a, OneLane b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Read(scoped in LaneColumns columns, nint row) => new(Unsafe.Add(ref columns.C0, row));
}

/// <summary>Two columns.</summary>
internal readonly struct TwoLanes(Vector128<double> value) : ILanes<TwoLanes>
{
    private readonly Vector128<double> _value = value;

    public static int Width => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Of(double value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Load(ref double at) => new(Vector128.LoadUnsafe(ref at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TwoLanes value, ref double at) => value._value.StoreUnsafe(ref at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes MultiplyAdd(TwoLanes a, TwoLanes b, TwoLanes c) => new(Vector128.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator +(TwoLanes a, TwoLanes b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator -(TwoLanes a, TwoLanes b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator *(TwoLanes a, TwoLanes b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Read(scoped in LaneColumns columns, nint row) =>
        new(Vector128.Create(Unsafe.Add(ref columns.C0, row), Unsafe.Add(ref columns.C1, row)));
}

/// <summary>Four columns.</summary>
internal readonly struct FourLanes(Vector256<double> value) : ILanes<FourLanes>
{
    private readonly Vector256<double> _value = value;

    public static int Width => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Of(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Load(ref double at) => new(Vector256.LoadUnsafe(ref at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(FourLanes value, ref double at) => value._value.StoreUnsafe(ref at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes MultiplyAdd(FourLanes a, FourLanes b, FourLanes c) => new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator +(FourLanes a, FourLanes b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator -(FourLanes a, FourLanes b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator *(FourLanes a, FourLanes b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Read(scoped in LaneColumns columns, nint row) => new(Vector256.Create(
        Unsafe.Add(ref columns.C0, row), Unsafe.Add(ref columns.C1, row), Unsafe.Add(ref columns.C2, row), Unsafe.Add(ref columns.C3, row)));
}

/// <summary>Eight columns.</summary>
internal readonly struct EightLanes(Vector512<double> value) : ILanes<EightLanes>
{
    private readonly Vector512<double> _value = value;

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Of(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Load(ref double at) => new(Vector512.LoadUnsafe(ref at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(EightLanes value, ref double at) => value._value.StoreUnsafe(ref at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes MultiplyAdd(EightLanes a, EightLanes b, EightLanes c) => new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator +(EightLanes a, EightLanes b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator -(EightLanes a, EightLanes b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator *(EightLanes a, EightLanes b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Read(scoped in LaneColumns columns, nint row) => new(Vector512.Create(
        Unsafe.Add(ref columns.C0, row), Unsafe.Add(ref columns.C1, row), Unsafe.Add(ref columns.C2, row), Unsafe.Add(ref columns.C3, row),
        Unsafe.Add(ref columns.C4, row), Unsafe.Add(ref columns.C5, row), Unsafe.Add(ref columns.C6, row), Unsafe.Add(ref columns.C7, row)));
}
