using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>A statistic against its draws under the null.</summary>
/// <param name="Observed">The statistic of the sample.</param>
/// <param name="Draws">Successful draws, in the order of the replications.</param>
/// <param name="Failures">Replications without a statistic; they are left out: report them.</param>
/// <param name="P">
/// (1 + #{draws ≥ observed})/(1 + R), R successful draws: never 0, and of exact size when α(1 + R) is whole.
/// </param>
/// <param name="PStandardError">Monte Carlo error √(p(1 − p)/R).</param>
public sealed record ParametricBootstrapResult(
    double Observed, IReadOnlyList<double> Draws, int Failures, double P, double PStandardError);

/// <summary>
/// The law of a statistic under fitted null parameters, by simulation: where the asymptotic law is unknown or not to be trusted.
/// </summary>
/// <remarks>Davison and Hinkley (1997, chapter 4). Large values count against the null.</remarks>
public static class ParametricBootstrap
{
    /// <summary>Runs the replications.</summary>
    /// <param name="observed">The statistic of the sample.</param>
    /// <param name="statistic">
    /// Draws a sample under the null from the given stream and computes the statistic; null or NaN when the estimator failed. It
    /// runs on several threads at once.
    /// </param>
    /// <param name="options">Replications, seed, threads, progress.</param>
    /// <param name="cancellation">Stops between replications.</param>
    /// <exception cref="DataUnfitException">No replication succeeded.</exception>
    public static ParametricBootstrapResult Run(
        double observed, Func<RandomSource, double?> statistic, ReplicationOptions options, CancellationToken cancellation = default)
    {
        double?[] all = Replications.Run(options, statistic, cancellation);
        double[] draws = [.. all.OfType<double>().Where(value => !double.IsNaN(value))];
        if (draws.Length == 0)
            throw new DataUnfitException("bootstrap-failed", $"all {all.Length} replications of the parametric bootstrap failed");
        double p = double.IsNaN(observed) ? double.NaN : (1.0 + draws.Count(value => value >= observed)) / (1.0 + draws.Length);
        return new ParametricBootstrapResult(observed, draws, all.Length - draws.Length, p, Math.Sqrt(p * (1 - p) / draws.Length));
    }
}
