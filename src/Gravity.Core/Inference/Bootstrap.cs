using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>Resampling of whole units (pairs) with replacement: Efron (1979).</summary>
public static class Bootstrap
{
    /// <summary>Runs the replications.</summary>
    /// <param name="units">Number of units to draw from, and number drawn each time.</param>
    /// <param name="estimates">The estimates of the sample itself: length k, used by the bias-corrected intervals.</param>
    /// <param name="estimate">
    /// From the units drawn (indices 0 … units − 1 with repetition, not sorted) and this replication's own random stream to the k
    /// estimates; null when the estimator failed. It runs on several threads at once and must not keep or change shared state.
    /// </param>
    /// <param name="options">Replications, seed, threads, progress.</param>
    /// <param name="cancellation">Stops between replications.</param>
    /// <returns>The draws in the order of the replications, so the same bits on any number of threads.</returns>
    /// <exception cref="DataUnfitException">Fewer than 2 replications succeeded.</exception>
    public static BootstrapResult Run(
        int units,
        IReadOnlyList<double> estimates,
        Func<int[], RandomSource, double[]?> estimate,
        ReplicationOptions options,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        double[]?[] draws = Replications.Run(
            options,
            random =>
            {
                int[] drawn = new int[units];
                for (int i = 0; i < units; i++)
                    drawn[i] = random.NextIndex(units);
                double[]? values = estimate(drawn, random);
                if (values is not null && values.Length != estimates.Count)
                    throw new InvalidOperationException($"{values.Length} estimates from a replication, {estimates.Count} from the sample");
                return values is not null && Array.TrueForAll(values, double.IsFinite) ? values : null;
            },
            cancellation);
        double[][] successes = [.. draws.OfType<double[]>()];
        int failures = draws.Length - successes.Length;
        if (successes.Length < 2)
            throw new DataUnfitException(
                "bootstrap-failed",
                $"{failures} of {draws.Length} bootstrap replications failed; use more replications or another covariance");
        return new BootstrapResult([.. estimates], Matrix.FromRows(successes), failures);
    }
}
