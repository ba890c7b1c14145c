namespace Gravity.Core.Numerics;

/// <summary>Adds the contribution of rows <paramref name="start"/> … <paramref name="start"/> + <paramref name="length"/> − 1 to <paramref name="sums"/>.</summary>
/// <param name="start">First row.</param>
/// <param name="length">Number of rows, at most <see cref="RowPartition.Chunk"/>.</param>
/// <param name="sums">Sums of this chunk, zero at the call.</param>
public delegate void ChunkWork(int start, int length, Span<double> sums);

/// <summary>The fixed division of rows into chunks, which alone decides the order of summation.</summary>
/// <remarks>A chunk is the work of one thread at a time; within it kernels go by blocks of <see cref="BlockRows"/> that stay in the first cache.</remarks>
/// <param name="Rows">Number of rows, ≥ 0.</param>
/// <param name="Chunk">Rows of a chunk (the last may be shorter): fewer where a row is expensive.</param>
public readonly record struct RowPartition(int Rows, int Chunk = RowPartition.ChunkRows)
{
    /// <summary>Rows of a chunk unless given.</summary>
    public const int ChunkRows = 16_384;

    /// <summary>Rows of a block within a chunk.</summary>
    public const int BlockRows = 512;

    /// <summary>Number of chunks.</summary>
    public int Count => (Rows + Chunk - 1) / Chunk;

    /// <summary>First row and number of rows of chunk <paramref name="chunk"/>.</summary>
    public (int Start, int Length) Range(int chunk)
    {
        int start = chunk * Chunk;
        return (start, Math.Min(Chunk, Rows - start));
    }

    /// <summary>Sums over all rows: each chunk into its own <paramref name="width"/> sums, then the chunks in order with Neumaier's compensation.</summary>
    /// <param name="width">Number of sums.</param>
    /// <param name="threads">Threads to use; 0 for one per processor. The result does not depend on it.</param>
    /// <param name="work">The work of one chunk.</param>
    /// <param name="cancellation">Stops before the next chunk.</param>
    public double[] Sum(int width, int threads, ChunkWork work, CancellationToken cancellation = default)
    {
        RowPartition partition = this;
        double[] partial = new double[checked(Count * width)];
        Workers.For(
            Count,
            threads,
            chunk =>
            {
                (int start, int length) = partition.Range(chunk);
                work(start, length, partial.AsSpan(chunk * width, width));
            },
            cancellation);
        double[] total = new double[width];
        double[] lost = new double[width];
        for (int chunk = 0; chunk < Count; chunk++)
            CompensatedSum.Add(partial.AsSpan(chunk * width, width), total, lost);
        for (int j = 0; j < width; j++)
            total[j] = CompensatedSum.Close(total[j], lost[j]);
        return total;
    }
}
