using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>The random factors by which cluster scores are multiplied.</summary>
public enum WildWeights
{
    /// <summary>Webb for fewer than 10 clusters, Rademacher otherwise.</summary>
    Automatic,

    /// <summary>
    /// ±1 with equal probability; all 2^G sign patterns are enumerated when they are no more than the draws asked for.
    /// </summary>
    Rademacher,

    /// <summary>
    /// ±√½, ±1, ±√1½ with equal probability (Webb 2023): more than 2^G values of the statistic when G is small.
    /// </summary>
    Webb,
}

/// <summary>What a wild bootstrap does.</summary>
public sealed record WildBootstrapOptions
{
    /// <summary>Random draws, and the most patterns that are enumerated. Default 9,999; ≥ 1.</summary>
    public int Draws { get; init; } = 9999;

    /// <summary>Seed of the random draws.</summary>
    public long Seed { get; init; }

    /// <summary>Threads; 0 for one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The weights.</summary>
    public WildWeights Weights { get; init; } = WildWeights.Automatic;
}

/// <summary>The result of a wild bootstrap test.</summary>
/// <param name="Statistic">
/// The studentised score t; it has the sign of the Newton step from the null, thus of the estimate minus the tested value.
/// </param>
/// <param name="P">Share of |t*| ≥ |t|; NaN when t is undefined.</param>
/// <param name="PStandardError">Monte Carlo error √(p(1 − p)/draws); 0 when all patterns were enumerated.</param>
/// <param name="Draws">Draws, or patterns enumerated.</param>
/// <param name="Enumerated">True when all patterns were used and p holds no chance.</param>
/// <param name="Weights">Rademacher or Webb.</param>
/// <param name="Clusters">G.</param>
public sealed record WildBootstrapResult(
    double Statistic, double P, double PStandardError, int Draws, bool Enumerated, WildWeights Weights, int Clusters);

/// <summary>The wild cluster bootstrap of scores, for tests with few clusters: no re-estimation.</summary>
/// <remarks>
/// Kline and Santos (2012, Journal of Econometric Methods 1(1)), restricted scores as Cameron, Gelbach and Miller (2008) advise.
/// With s_g the scores of the whole model summed over cluster g at the estimates that satisfy the null θⱼ = θ⁰, B the bread
/// (−H)⁻¹ there and w_g the weights:
/// <code>
/// c_g  = Σₖ Bⱼₖ·s_gk                          effect of cluster g on θⱼ (its score with the other parameters partialled out)
/// t(w) = Σ_g w_g·c_g / √(Σ_g (w_g·c_g − m)²),   m = Σ_g w_g·c_g / G
/// t    = t(1, …, 1),   p = share of w with |t(w)| ≥ |t|
/// </code>
/// The null must be imposed: at unrestricted estimates Σ c_g = 0 and t = 0 whatever the data.
/// </remarks>
public static class WildScoreBootstrap
{
    private const int FewForRademacher = 10;
    private const int Piece = 512;

    // Equal statistics of mirrored patterns differ by rounding: the observed one must count itself.
    private const double Tie = 1 - 1e-10;
    private static readonly double[] Webb = [-Math.Sqrt(1.5), -1, -Math.Sqrt(0.5), Math.Sqrt(0.5), 1, Math.Sqrt(1.5)];

    /// <summary>Two-sided test of one coefficient.</summary>
    /// <param name="clusterScores">
    /// s, clusters × parameters, at the restricted estimates (see <see cref="ClusterSums.Of"/>).
    /// </param>
    /// <param name="bread">B at the restricted estimates, parameters × parameters.</param>
    /// <param name="coefficient">j, from 0.</param>
    /// <param name="options">Draws, seed, threads, weights.</param>
    /// <param name="cancellation">Stops between pieces.</param>
    public static WildBootstrapResult Test(
        Matrix clusterScores, Matrix bread, int coefficient, WildBootstrapOptions options, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Draws, 1);
        int clusters = clusterScores.Rows;
        if (clusters < 2)
            throw new DataUnfitException("one-cluster", $"the wild bootstrap has {clusters} cluster; it needs at least 2");
        // B is symmetric: its column j is its row j.
        double[] effects = clusterScores.Times(bread.Column(coefficient));
        WildWeights weights = options.Weights != WildWeights.Automatic ? options.Weights
            : clusters < FewForRademacher ? WildWeights.Webb : WildWeights.Rademacher;
        bool enumerated = weights == WildWeights.Rademacher && clusters < 31 && 1 << clusters <= options.Draws;
        int draws = enumerated ? 1 << clusters : options.Draws;
        double observed = Studentised(effects);
        double bound = Math.Abs(observed) * Tie;
        int[] exceeding = new int[(draws + Piece - 1) / Piece];
        Workers.For(
            exceeding.Length,
            options.Threads,
            piece =>
            {
                var random = new RandomSource(options.Seed, piece);
                double[] drawn = new double[clusters];
                int end = Math.Min(draws, (piece + 1) * Piece);
                for (int draw = piece * Piece; draw < end; draw++)
                {
                    for (int g = 0; g < drawn.Length; g++)
                    {
                        double weight = enumerated ? ((draw >> g) & 1) == 0 ? 1 : -1
                            : weights == WildWeights.Webb ? Webb[random.NextIndex(Webb.Length)] : random.NextSign();
                        drawn[g] = weight * effects[g];
                    }
                    if (Math.Abs(Studentised(drawn)) >= bound)
                        exceeding[piece]++;
                }
            },
            cancellation);
        double p = double.IsNaN(observed) ? double.NaN : (double)exceeding.Sum() / draws;
        return new WildBootstrapResult(
            observed, p, enumerated ? 0 : Math.Sqrt(p * (1 - p) / draws), draws, enumerated, weights, clusters);
    }

    private static double Studentised(ReadOnlySpan<double> effects)
    {
        double sum = 0;
        foreach (double effect in effects)
            sum += effect;
        double mean = sum / effects.Length;
        double squares = 0;
        foreach (double effect in effects)
            squares += (effect - mean) * (effect - mean);
        return sum / Math.Sqrt(squares);
    }
}
