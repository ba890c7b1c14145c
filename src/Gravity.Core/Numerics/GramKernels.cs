using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gravity.Core.Numerics;

/// <summary>The inner loops of likelihoods: x'β, X'w and X'diag(w)Z over a run of rows.</summary>
/// <remarks>
/// Eight rows at a time in registers. The order of summation is a function of the shapes alone (lanes, then the rest of the rows), never of
/// alignment or threads. Rows are meant to come in blocks of <see cref="RowPartition.BlockRows"/>, so that a block stays in the cache.
/// </remarks>
internal static class GramKernels
{
    private const int Lanes = 8;
    private const int Tile = 4;

    /// <summary>result_i = Σⱼ x[start + i, j]·βⱼ for the length of <paramref name="result"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void LinearIndex(Matrix x, ReadOnlySpan<double> beta, int start, Span<double> result)
    {
        Debug.Assert(beta.Length == x.Columns);
        result.Clear();
        int length = result.Length;
        ref double target = ref MemoryMarshal.GetReference(result);
        int j = 0;
        for (; j + Tile <= x.Columns; j += Tile)
        {
            ref double c0 = ref Rows(x, j, start, length);
            ref double c1 = ref Rows(x, j + 1, start, length);
            ref double c2 = ref Rows(x, j + 2, start, length);
            ref double c3 = ref Rows(x, j + 3, start, length);
            double s0 = beta[j], s1 = beta[j + 1], s2 = beta[j + 2], s3 = beta[j + 3];
            Vector512<double> b0 = Vector512.Create(s0), b1 = Vector512.Create(s1), b2 = Vector512.Create(s2), b3 = Vector512.Create(s3);
            int i = 0;
            for (; i + Lanes <= length; i += Lanes)
            {
                nuint at = (nuint)i;
                Vector512<double> sum = Vector512.LoadUnsafe(ref target, at);
                sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref c0, at), b0, sum);
                sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref c1, at), b1, sum);
                sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref c2, at), b2, sum);
                sum = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref c3, at), b3, sum);
                sum.StoreUnsafe(ref target, at);
            }
            for (; i < length; i++)
            {
                double sum = Math.FusedMultiplyAdd(x[start + i, j], s0, result[i]);
                sum = Math.FusedMultiplyAdd(x[start + i, j + 1], s1, sum);
                sum = Math.FusedMultiplyAdd(x[start + i, j + 2], s2, sum);
                result[i] = Math.FusedMultiplyAdd(x[start + i, j + 3], s3, sum);
            }
        }
        for (; j < x.Columns; j++)
            AddScaled(beta[j], x.Column(j).Slice(start, length), result);
    }

    /// <summary>target_i += factor·source_i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddScaled(double factor, ReadOnlySpan<double> source, Span<double> target)
    {
        Debug.Assert(source.Length == target.Length);
        ref double from = ref MemoryMarshal.GetReference(source);
        ref double to = ref MemoryMarshal.GetReference(target);
        Vector512<double> wide = Vector512.Create(factor);
        int i = 0;
        for (; i + Lanes <= source.Length; i += Lanes)
        {
            Vector512<double> sum = Vector512.LoadUnsafe(ref to, (nuint)i);
            Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref from, (nuint)i), wide, sum).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < source.Length; i++)
            target[i] = Math.FusedMultiplyAdd(source[i], factor, target[i]);
    }

    /// <summary>Σᵢ aᵢ·bᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Debug.Assert(a.Length == b.Length);
        ref double left = ref MemoryMarshal.GetReference(a);
        ref double right = ref MemoryMarshal.GetReference(b);
        Vector512<double> even = Vector512<double>.Zero, odd = Vector512<double>.Zero;
        int i = 0;
        for (; i + 2 * Lanes <= a.Length; i += 2 * Lanes)
        {
            even = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref left, (nuint)i), Vector512.LoadUnsafe(ref right, (nuint)i), even);
            odd = Vector512.FusedMultiplyAdd(
                Vector512.LoadUnsafe(ref left, (nuint)(i + Lanes)), Vector512.LoadUnsafe(ref right, (nuint)(i + Lanes)), odd);
        }
        double sum = Vector512.Sum(even + odd);
        for (; i < a.Length; i++)
            sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }

    /// <summary>target_j += Σᵢ x[start + i, j]·wᵢ.</summary>
    internal static void AddTransposedProduct(Matrix x, int start, ReadOnlySpan<double> w, Span<double> target)
    {
        Debug.Assert(target.Length == x.Columns);
        int j = 0;
        for (; j + Tile <= x.Columns; j += Tile)
            AddRow(x, j, start, w, target.Slice(j, Tile));
        for (; j < x.Columns; j++)
            target[j] += Dot(x.Column(j).Slice(start, w.Length), w);
    }

    /// <summary>Values of scratch that <see cref="AddWeightedGram"/> needs for so many rows.</summary>
    internal static int GramScratch(int rows) => Tile * rows;

    /// <summary>target[j, l] += Σᵢ x[start + i, j]·wᵢ·z[start + i, l], target stored by columns (x.Columns × z.Columns).</summary>
    /// <remarks>When <paramref name="x"/> and <paramref name="z"/> are one matrix only j ≥ l (the lower triangle) is touched; see <see cref="MirrorLower"/>.</remarks>
    /// <param name="x">Left design.</param>
    /// <param name="z">Right design.</param>
    /// <param name="start">First row.</param>
    /// <param name="weights">One weight per row of the run; may be negative.</param>
    /// <param name="scratch">At least <see cref="GramScratch"/> values; overwritten.</param>
    /// <param name="target">x.Columns·z.Columns sums.</param>
    internal static void AddWeightedGram(
        Matrix x, Matrix z, int start, ReadOnlySpan<double> weights, Span<double> scratch, Span<double> target)
    {
        int length = weights.Length;
        Debug.Assert(scratch.Length >= GramScratch(length) && target.Length == x.Columns * z.Columns);
        bool same = ReferenceEquals(x, z);
        Span<double> sums = stackalloc double[Tile * Tile];
        for (int l = 0; l < z.Columns; l += Tile)
        {
            int group = Math.Min(Tile, z.Columns - l);
            for (int c = 0; c < group; c++)
                Multiply(z.Column(l + c).Slice(start, length), weights, scratch.Slice(c * length, length));
            scratch[(group * length)..(Tile * length)].Clear();
            int j = same ? l : 0;
            for (; j + Tile <= x.Columns; j += Tile)
            {
                SquareTile(x, j, start, length, scratch, sums);
                for (int c = 0; c < group; c++)
                    for (int r = same && j == l ? c : 0; r < Tile; r++)
                        target[j + r + (l + c) * x.Columns] += sums[r + c * Tile];
            }
            for (; j < x.Columns; j++)
            {
                sums.Clear();
                ReadOnlySpan<double> column = x.Column(j).Slice(start, length);
                RowTile(column, scratch, sums);
                for (int c = 0; c < group; c++)
                    if (!same || j >= l + c)
                        target[j + (l + c) * x.Columns] += sums[c];
            }
        }
    }

    /// <summary>Copies the lower triangle of a square matrix, stored by columns, onto the upper one.</summary>
    internal static void MirrorLower(Span<double> matrix, int order)
    {
        for (int l = 0; l < order; l++)
            for (int j = l + 1; j < order; j++)
                matrix[l + j * order] = matrix[j + l * order];
    }

    private static ref double Rows(Matrix x, int column, int start, int length) =>
        ref MemoryMarshal.GetReference(x.Column(column).Slice(start, length));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result)
    {
        ref double left = ref MemoryMarshal.GetReference(a);
        ref double right = ref MemoryMarshal.GetReference(b);
        ref double to = ref MemoryMarshal.GetReference(result);
        int i = 0;
        for (; i + Lanes <= a.Length; i += Lanes)
            (Vector512.LoadUnsafe(ref left, (nuint)i) * Vector512.LoadUnsafe(ref right, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        for (; i < a.Length; i++)
            result[i] = a[i] * b[i];
    }

    /// <summary>Four columns of x against one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(Matrix x, int j, int start, ReadOnlySpan<double> w, Span<double> target)
    {
        int length = w.Length;
        ref double c0 = ref Rows(x, j, start, length);
        ref double c1 = ref Rows(x, j + 1, start, length);
        ref double c2 = ref Rows(x, j + 2, start, length);
        ref double c3 = ref Rows(x, j + 3, start, length);
        ref double weight = ref MemoryMarshal.GetReference(w);
        Vector512<double> a0 = Vector512<double>.Zero, a1 = a0, a2 = a0, a3 = a0;
        int i = 0;
        for (; i + Lanes <= length; i += Lanes)
        {
            nuint at = (nuint)i;
            Vector512<double> v = Vector512.LoadUnsafe(ref weight, at);
            a0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref c0, at), v, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref c1, at), v, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref c2, at), v, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref c3, at), v, a3);
        }
        double s0 = Vector512.Sum(a0), s1 = Vector512.Sum(a1), s2 = Vector512.Sum(a2), s3 = Vector512.Sum(a3);
        for (; i < length; i++)
        {
            s0 = Math.FusedMultiplyAdd(x[start + i, j], w[i], s0);
            s1 = Math.FusedMultiplyAdd(x[start + i, j + 1], w[i], s1);
            s2 = Math.FusedMultiplyAdd(x[start + i, j + 2], w[i], s2);
            s3 = Math.FusedMultiplyAdd(x[start + i, j + 3], w[i], s3);
        }
        target[0] += s0;
        target[1] += s1;
        target[2] += s2;
        target[3] += s3;
    }

    /// <summary>One column of x against the four weighted columns in scratch; adds to the first four sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RowTile(ReadOnlySpan<double> column, ReadOnlySpan<double> scratch, Span<double> sums)
    {
        int length = column.Length;
        ref double from = ref MemoryMarshal.GetReference(column);
        ref double w = ref MemoryMarshal.GetReference(scratch);
        Vector512<double> a0 = Vector512<double>.Zero, a1 = a0, a2 = a0, a3 = a0;
        int i = 0;
        for (; i + Lanes <= length; i += Lanes)
        {
            Vector512<double> v = Vector512.LoadUnsafe(ref from, (nuint)i);
            a0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref w, (nuint)i), v, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref w, (nuint)(i + length)), v, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref w, (nuint)(i + 2 * length)), v, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref w, (nuint)(i + 3 * length)), v, a3);
        }
        sums[0] += Vector512.Sum(a0);
        sums[1] += Vector512.Sum(a1);
        sums[2] += Vector512.Sum(a2);
        sums[3] += Vector512.Sum(a3);
        for (; i < length; i++)
            for (int c = 0; c < Tile; c++)
                sums[c] = Math.FusedMultiplyAdd(column[i], scratch[i + c * length], sums[c]);
    }

    /// <summary>Four columns of x against the four weighted columns in scratch: sums[r + 4c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SquareTile(Matrix x, int j, int start, int length, ReadOnlySpan<double> scratch, Span<double> sums)
    {
        ref double x0 = ref Rows(x, j, start, length);
        ref double x1 = ref Rows(x, j + 1, start, length);
        ref double x2 = ref Rows(x, j + 2, start, length);
        ref double x3 = ref Rows(x, j + 3, start, length);
        ref double w = ref MemoryMarshal.GetReference(scratch);
        Vector512<double> a00 = Vector512<double>.Zero, a10 = a00, a20 = a00, a30 = a00;
        Vector512<double> a01 = a00, a11 = a00, a21 = a00, a31 = a00;
        Vector512<double> a02 = a00, a12 = a00, a22 = a00, a32 = a00;
        Vector512<double> a03 = a00, a13 = a00, a23 = a00, a33 = a00;
        int i = 0;
        for (; i + Lanes <= length; i += Lanes)
        {
            nuint at = (nuint)i;
            Vector512<double> v0 = Vector512.LoadUnsafe(ref x0, at), v1 = Vector512.LoadUnsafe(ref x1, at);
            Vector512<double> v2 = Vector512.LoadUnsafe(ref x2, at), v3 = Vector512.LoadUnsafe(ref x3, at);
            Vector512<double> u = Vector512.LoadUnsafe(ref w, at);
            a00 = Vector512.FusedMultiplyAdd(v0, u, a00);
            a10 = Vector512.FusedMultiplyAdd(v1, u, a10);
            a20 = Vector512.FusedMultiplyAdd(v2, u, a20);
            a30 = Vector512.FusedMultiplyAdd(v3, u, a30);
            u = Vector512.LoadUnsafe(ref w, (nuint)(i + length));
            a01 = Vector512.FusedMultiplyAdd(v0, u, a01);
            a11 = Vector512.FusedMultiplyAdd(v1, u, a11);
            a21 = Vector512.FusedMultiplyAdd(v2, u, a21);
            a31 = Vector512.FusedMultiplyAdd(v3, u, a31);
            u = Vector512.LoadUnsafe(ref w, (nuint)(i + 2 * length));
            a02 = Vector512.FusedMultiplyAdd(v0, u, a02);
            a12 = Vector512.FusedMultiplyAdd(v1, u, a12);
            a22 = Vector512.FusedMultiplyAdd(v2, u, a22);
            a32 = Vector512.FusedMultiplyAdd(v3, u, a32);
            u = Vector512.LoadUnsafe(ref w, (nuint)(i + 3 * length));
            a03 = Vector512.FusedMultiplyAdd(v0, u, a03);
            a13 = Vector512.FusedMultiplyAdd(v1, u, a13);
            a23 = Vector512.FusedMultiplyAdd(v2, u, a23);
            a33 = Vector512.FusedMultiplyAdd(v3, u, a33);
        }
        (sums[0], sums[1], sums[2], sums[3]) = (Vector512.Sum(a00), Vector512.Sum(a10), Vector512.Sum(a20), Vector512.Sum(a30));
        (sums[4], sums[5], sums[6], sums[7]) = (Vector512.Sum(a01), Vector512.Sum(a11), Vector512.Sum(a21), Vector512.Sum(a31));
        (sums[8], sums[9], sums[10], sums[11]) = (Vector512.Sum(a02), Vector512.Sum(a12), Vector512.Sum(a22), Vector512.Sum(a32));
        (sums[12], sums[13], sums[14], sums[15]) = (Vector512.Sum(a03), Vector512.Sum(a13), Vector512.Sum(a23), Vector512.Sum(a33));
        for (; i < length; i++)
            for (int c = 0; c < Tile; c++)
                for (int r = 0; r < Tile; r++)
                    sums[r + c * Tile] = Math.FusedMultiplyAdd(x[start + i, j + r], scratch[i + c * length], sums[r + c * Tile]);
    }
}
