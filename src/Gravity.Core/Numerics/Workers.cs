using System.Runtime.ExceptionServices;

namespace Gravity.Core.Numerics;

/// <summary>Runs independent pieces of work on a bounded number of threads.</summary>
/// <remarks>
/// The pieces are fixed by the problem, never by the thread count, and results are combined in the order of the pieces: so the same bits
/// come out on any number of threads. An exception of a piece comes out as itself, on one thread as on several.
/// </remarks>
public static class Workers
{
    /// <summary>Runs <paramref name="body"/> for 0 … <paramref name="count"/> − 1.</summary>
    /// <param name="count">Number of pieces.</param>
    /// <param name="threads">Threads to use; 0 for one per processor.</param>
    /// <param name="body">The work of one piece.</param>
    /// <param name="cancellation">Stops before the next piece.</param>
    public static void For(int count, int threads, Action<int> body, CancellationToken cancellation = default)
    {
        int used = threads > 0 ? threads : Environment.ProcessorCount;
        if (used == 1 || count <= 1)
        {
            for (int i = 0; i < count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                body(i);
            }
            return;
        }
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = used, CancellationToken = cancellation }, body);
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.Flatten().InnerExceptions[0]);
        }
    }
}
