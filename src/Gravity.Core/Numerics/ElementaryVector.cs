using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gravity.Core.Numerics;

/// <summary>Exponentials and logarithms of runs of values, eight at a time; compiled in full at the first call, as programs that fit one model end before a second compilation.</summary>
internal static class ElementaryVector
{
    private const int Lanes = 8;

    /// <summary>target_i = exp(source_i); may be in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exp(ReadOnlySpan<double> source, Span<double> target)
    {
        ref double from = ref MemoryMarshal.GetReference(source), to = ref MemoryMarshal.GetReference(target);
        int i = 0;
        for (; i + Lanes <= source.Length; i += Lanes)
            Vector512.Exp(Vector512.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        if (i == source.Length)
            return;
        // The same function for the last few, whatever the length of the run.
        Span<double> rest = stackalloc double[Lanes];
        rest.Clear();
        source[i..].CopyTo(rest);
        Vector512.Exp(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(rest))).StoreUnsafe(ref MemoryMarshal.GetReference(rest));
        rest[..(source.Length - i)].CopyTo(target[i..]);
    }

    /// <summary>target_i = ln(source_i); may be in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Log(ReadOnlySpan<double> source, Span<double> target)
    {
        ref double from = ref MemoryMarshal.GetReference(source), to = ref MemoryMarshal.GetReference(target);
        int i = 0;
        for (; i + Lanes <= source.Length; i += Lanes)
            Vector512.Log(Vector512.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        if (i == source.Length)
            return;
        Span<double> rest = stackalloc double[Lanes];
        rest.Fill(1);
        source[i..].CopyTo(rest);
        Vector512.Log(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(rest))).StoreUnsafe(ref MemoryMarshal.GetReference(rest));
        rest[..(source.Length - i)].CopyTo(target[i..]);
    }

    /// <summary>Σ values, in one order whatever the run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ReadOnlySpan<double> values)
    {
        ref double from = ref MemoryMarshal.GetReference(values);
        Vector512<double> sums = default;
        int i = 0;
        for (; i + Lanes <= values.Length; i += Lanes)
            sums += Vector512.LoadUnsafe(ref from, (nuint)i);
        double sum = Vector512.Sum(sums);
        for (; i < values.Length; i++)
            sum += values[i];
        return sum;
    }

    /// <summary>values_i *= factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(Span<double> values, double factor)
    {
        ref double from = ref MemoryMarshal.GetReference(values);
        Vector512<double> wide = Vector512.Create(factor);
        int i = 0;
        for (; i + Lanes <= values.Length; i += Lanes)
            (Vector512.LoadUnsafe(ref from, (nuint)i) * wide).StoreUnsafe(ref from, (nuint)i);
        for (; i < values.Length; i++)
            values[i] *= factor;
    }
}
