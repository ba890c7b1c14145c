using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>Dyadic-robust covariance: rows are dependent when they share a country on either side.</summary>
/// <remarks>
/// Fafchamps and Gubert (2007); Cameron and Miller (2014); Aronow, Samii and Assenova (2015): V = B·(Σ over pairs of rows that share a country of sᵢsₖ')·B, rows of
/// other years included. Without the double sum: with S_c the sum of the scores of all rows that country c takes part in (its trade with itself once) and P_ab the
/// sum over the rows between two different countries, in either direction, Σ_c S_cS_c' counts a pair of rows once for each country that they share, so that the
/// meat is Σ_c S_cS_c' − Σ_ab P_abP_ab'. It can be indefinite: <see cref="CovarianceRepair"/>. The factor takes G as the number of countries.
/// </remarks>
internal static class DyadicCovariance
{
    public static CovarianceEstimate Of(Matrix bread, Matrix scores, DyadIndex dyads, SmallSample smallSample, int observations, int parameters)
    {
        if (dyads.From.Length != scores.Rows)
            throw new ArgumentException($"'{dyads.Name}' has {dyads.From.Length} pairs for {scores.Rows} rows of scores", nameof(dyads));
        if (dyads.Count < 3)
        {
            throw new DataUnfitException(
                "one-cluster", $"'{dyads.Name}' name {dyads.Count} countries in the sample, so that all rows share one: dyadic errors need at least 3 and are reliable from about 40");
        }
        SampleFactor factor = SampleFactor.Grouped(smallSample, dyads.Count, observations, parameters);
        ClusterCount[] countries = [new(dyads.Name, dyads.Count)];
        return CovarianceRepair.Apply(
            new CovarianceEstimate
            {
                Matrix = Covariance.Sandwiched(bread, Meat(scores, dyads), factor.Value),
                Kind = CovarianceKind.Dyadic,
                TextPhrase = CovariancePhrases.Dyadic(countries[0]),
                SmallSample = smallSample,
                FactorText = factor.Text,
                Clusters = countries,
            },
            bread);
    }

    internal static Matrix Meat(Matrix scores, DyadIndex dyads)
    {
        (int[] pairOfRow, int pairs) = dyads.Pairs();
        Matrix ofCountries = new(dyads.Count, scores.Columns), ofPairs = new(pairs, scores.Columns);
        for (int j = 0; j < scores.Columns; j++)
        {
            ReadOnlySpan<double> source = scores.Column(j);
            Span<double> country = ofCountries.Column(j), pair = ofPairs.Column(j);
            for (int row = 0; row < source.Length; row++)
            {
                country[dyads.From[row]] += source[row];
                if (pairOfRow[row] < 0)
                    continue;
                country[dyads.To[row]] += source[row];
                pair[pairOfRow[row]] += source[row];
            }
        }
        Matrix meat = Covariance.CrossProduct(ofCountries);
        ReadOnlySpan<double> twice = Covariance.CrossProduct(ofPairs).Values;
        Span<double> total = meat.Values;
        for (int i = 0; i < total.Length; i++)
            total[i] -= twice[i];
        return meat;
    }
}
