using System.Globalization;
using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>Driscoll and Kraay's covariance: rows of one period depend on each other, and on rows of periods up to L steps away.</summary>
/// <remarks>
/// Driscoll and Kraay (1998): h_t = Σ of the scores of period t, Γ_l = Σ_t h_t h_{t−l}', meat Γ₀ + Σ_{l=1}^{L} (1 − l/(L + 1))(Γ_l + Γ_l') with the weights of Newey and
/// West (1987), which keep it positive semi-definite. A step is the greatest common divisor of the gaps between the periods that occur, so that data of every fourth
/// year have lags of four years and a missing period still counts. L is ⌊4(T/100)^{2/9}⌋ unless given (Newey and West 1994; Hoechle 2007), T the number of steps from
/// the first period to the last. The asymptotics are in T. The factor takes G as the number of periods.
/// </remarks>
internal static class DriscollKraayCovariance
{
    public static CovarianceEstimate Of(
        Matrix bread, Matrix scores, PeriodIndex periods, int? lag, SmallSample smallSample, int observations, int parameters)
    {
        if (periods.StepOfRow.Length != scores.Rows)
            throw new ArgumentException($"'{periods.Name}' has {periods.StepOfRow.Length} values for {scores.Rows} rows of scores", nameof(periods));
        if (periods.Count < 2)
            throw new DataUnfitException("one-cluster", $"column '{periods.Name}' has a single period in the sample: Driscoll–Kraay errors need at least 2, and many to be reliable");
        int lags = lag ?? DefaultLag(periods.Steps);
        if (lags >= periods.Steps)
        {
            throw new UsageException(
                "vce-argument", string.Create(CultureInfo.InvariantCulture, $"--vce driscoll-kraay:{lags} needs more periods than lags; '{periods.Name}' has {periods.Steps}"));
        }
        SampleFactor factor = SampleFactor.Grouped(smallSample, periods.Count, observations, parameters);
        ClusterCount[] count = [new(periods.Name, periods.Count)];
        return new CovarianceEstimate
        {
            Matrix = Covariance.Sandwiched(bread, Meat(scores, periods, lags), factor.Value),
            Kind = CovarianceKind.DriscollKraay,
            TextPhrase = CovariancePhrases.DriscollKraay(count[0], lags),
            SmallSample = smallSample,
            FactorText = factor.Text,
            Clusters = count,
            Lag = lags,
        };
    }

    /// <summary>⌊4(T/100)^{2/9}⌋, at most T − 1.</summary>
    public static int DefaultLag(int steps) => Math.Min((int)Math.Floor(4 * Math.Pow(steps / 100.0, 2.0 / 9)), steps - 1);

    internal static Matrix Meat(Matrix scores, PeriodIndex periods, int lags)
    {
        int p = scores.Columns;
        Matrix sums = new(periods.Steps, p);
        for (int j = 0; j < p; j++)
        {
            ReadOnlySpan<double> source = scores.Column(j);
            Span<double> target = sums.Column(j);
            for (int row = 0; row < source.Length; row++)
                target[periods.StepOfRow[row]] += source[row];
        }
        Matrix meat = Covariance.CrossProduct(sums);
        for (int lag = 1; lag <= lags; lag++)
        {
            double weight = 1 - lag / (lags + 1.0);
            for (int a = 0; a < p; a++)
            {
                for (int b = 0; b < p; b++)
                {
                    ReadOnlySpan<double> left = sums.Column(a), right = sums.Column(b);
                    double sum = 0;
                    for (int t = lag; t < left.Length; t++)
                        sum += left[t] * right[t - lag] + right[t] * left[t - lag];
                    meat[a, b] += weight * sum;
                }
            }
        }
        return meat;
    }
}
