using Gravity.Core.Data;
using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>Conley's covariance: rows depend on each other where their places are near, whatever the period.</summary>
/// <remarks>
/// Conley (1999): meat Σᵢₖ K(dᵢₖ)·sᵢsₖ' over all pairs of rows, dᵢₖ the great-circle distance in km and K uniform (1 up to the cutoff) or Bartlett's 1 − d/cutoff. Rows of one
/// place have distance 0, so that its periods may depend on each other in any way. Scores are summed by place first, and places sorted by latitude so that only those
/// within the cutoff's band are compared. Neither kernel is sure to give a positive semi-definite matrix on the sphere: <see cref="CovarianceRepair"/>. The factor is that
/// of independent rows.
/// </remarks>
internal static class ConleyCovariance
{
    public static CovarianceEstimate Of(
        Matrix bread, Matrix scores, PlaceIndex places, double cutoff, SpatialKernel kernel, SmallSample smallSample, int observations, int parameters)
    {
        if (places.PlaceOfRow.Length != scores.Rows)
            throw new ArgumentException($"'{places.Name}' has {places.PlaceOfRow.Length} places for {scores.Rows} rows of scores", nameof(places));
        if (places.Count < 2)
            throw new DataUnfitException("one-cluster", $"'{places.Name}' name a single place in the sample: Conley errors need many places");
        SampleFactor factor = SampleFactor.Independent(smallSample, observations, parameters);
        return CovarianceRepair.Apply(
            new CovarianceEstimate
            {
                Matrix = Covariance.Sandwiched(bread, Meat(scores, places, cutoff, kernel), factor.Value),
                Kind = CovarianceKind.Conley,
                TextPhrase = CovariancePhrases.Conley(places.Name, places.Count, cutoff, kernel),
                SmallSample = smallSample,
                FactorText = factor.Text,
                Cutoff = cutoff,
                Kernel = kernel,
            },
            bread);
    }

    internal static Matrix Meat(Matrix scores, PlaceIndex places, double cutoff, SpatialKernel kernel)
    {
        int p = scores.Columns;
        // Places by rows: a pair of places touches p neighbouring numbers of each.
        Matrix sums = new(p, places.Count);
        for (int j = 0; j < p; j++)
        {
            ReadOnlySpan<double> source = scores.Column(j);
            for (int row = 0; row < source.Length; row++)
                sums[j, places.PlaceOfRow[row]] += source[row];
        }
        // A degree of latitude is the same distance everywhere; a hair more, so that rounding loses no pair.
        double band = cutoff / GreatCircle.EarthRadius * (180 / Math.PI) * (1 + 1e-9) + 1e-9;
        Matrix meat = new(p, p);
        double[] near = new double[p];
        for (int i = 0; i < places.Count; i++)
        {
            // Neighbours j ≥ i with their weights; half of place i itself, for the transpose is added below.
            ReadOnlySpan<double> own = sums.Column(i);
            for (int a = 0; a < p; a++)
                near[a] = 0.5 * own[a];
            for (int j = i + 1; j < places.Count && places.Latitudes[j] - places.Latitudes[i] <= band; j++)
            {
                double distance = GreatCircle.Distance(places.Latitudes[i], places.Longitudes[i], places.Latitudes[j], places.Longitudes[j]);
                if (distance > cutoff)
                    continue;
                double weight = kernel == SpatialKernel.Uniform ? 1 : 1 - distance / cutoff;
                ReadOnlySpan<double> other = sums.Column(j);
                for (int a = 0; a < p; a++)
                    near[a] += weight * other[a];
            }
            for (int b = 0; b < p; b++)
                for (int a = 0; a < p; a++)
                    meat[a, b] += own[a] * near[b] + near[a] * own[b];
        }
        return meat;
    }
}
