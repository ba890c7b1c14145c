using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>Bootstrap draws of k estimates and what follows from them.</summary>
public sealed class BootstrapResult
{
    private readonly double[][] _sorted;

    internal BootstrapResult(double[] estimates, Matrix draws, int failures)
    {
        Estimates = estimates;
        Draws = draws;
        Failures = failures;
        _sorted = new double[draws.Columns][];
        for (int j = 0; j < draws.Columns; j++)
        {
            _sorted[j] = draws.Column(j).ToArray();
            Array.Sort(_sorted[j]);
        }
    }

    /// <summary>The estimates of the sample itself, k values.</summary>
    public IReadOnlyList<double> Estimates { get; }

    /// <summary>Successful replications × k, in the order of the replications.</summary>
    public Matrix Draws { get; }

    /// <summary>Replications whose estimator failed or gave a value that is not finite. They are left out: report them.</summary>
    public int Failures { get; }

    /// <summary>The covariance of the draws about their mean, divisor R − 1.</summary>
    public CovarianceEstimate Covariance()
    {
        int count = Draws.Rows;
        int k = Draws.Columns;
        Matrix centred = Draws.Clone();
        for (int j = 0; j < k; j++)
        {
            Span<double> column = centred.Column(j);
            double mean = 0;
            foreach (double value in column)
                mean += value / count;
            foreach (ref double value in column)
                value -= mean;
        }
        Matrix matrix = Inference.Covariance.CrossProduct(centred);
        foreach (ref double value in matrix.Values)
            value /= count - 1;
        return new CovarianceEstimate
        {
            Matrix = matrix,
            Kind = CovarianceKind.Bootstrap,
            TextPhrase = CovariancePhrases.Bootstrap(count, Failures),
            Replications = count,
        };
    }

    /// <summary>
    /// Percentile interval of estimate <paramref name="index"/>: the (1 ∓ level)/2 quantiles of the draws (Efron 1979).
    /// </summary>
    public (double Lower, double Upper) Percentile(int index, double level = 0.95)
    {
        double tail = Tail(level);
        return (Quantile(_sorted[index], tail), Quantile(_sorted[index], 1 - tail));
    }

    /// <summary>Bias-corrected percentile interval of estimate <paramref name="index"/>.</summary>
    /// <remarks>
    /// Efron (1981), the interval of Efron (1987) with acceleration 0: quantiles Φ(2z₀ ∓ z) with z₀ = Φ⁻¹(share of draws below
    /// the estimate), ties counted half. NaN when all draws are on one side of the estimate.
    /// </remarks>
    public (double Lower, double Upper) BiasCorrected(int index, double level = 0.95)
    {
        double z = -Distributions.NormalQuantile(Tail(level));
        double below = 0;
        foreach (double draw in _sorted[index])
            below += draw < Estimates[index] ? 1 : draw == Estimates[index] ? 0.5 : 0;
        double shift = 2 * Distributions.NormalQuantile(below / _sorted[index].Length);
        return double.IsInfinity(shift)
            ? (double.NaN, double.NaN)
            : (Quantile(_sorted[index], Distributions.NormalSurvival(z - shift)),
                Quantile(_sorted[index], Distributions.NormalSurvival(-z - shift)));
    }

    /// <summary>Linear interpolation between order statistics at (n − 1)·p: definition 7 of Hyndman and Fan (1996).</summary>
    internal static double Quantile(double[] sorted, double probability)
    {
        double position = (sorted.Length - 1) * probability;
        int below = Math.Clamp((int)position, 0, sorted.Length - 1);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    private static double Tail(double level) => level is > 0 and < 1
        ? 0.5 * (1 - level)
        : throw new ArgumentOutOfRangeException(nameof(level), level, "must be in (0, 1)");
}
