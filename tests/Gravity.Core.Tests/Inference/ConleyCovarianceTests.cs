using Gravity.Core.Data;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using static Gravity.Core.Tests.Inference.Samples;

namespace Gravity.Core.Tests.Inference;

public class ConleyCovarianceTests
{
    private const int Rows = 120;
    private static readonly Matrix Scores = Normal(Rows, 3, 51);
    private static readonly Matrix Bread = Cholesky.TryFactor(PositiveDefinite(3, 52))!.Inverse();

    // Places all over the globe, near the poles and on both sides of the date line, each with a few rows.
    private static readonly (double Latitude, double Longitude)[] Globe = Places();
    private static readonly double[] Latitudes = [.. Enumerable.Range(0, Rows).Select(i => Globe[i * 13 % 40].Latitude)];
    private static readonly double[] Longitudes = [.. Enumerable.Range(0, Rows).Select(i => Globe[i * 13 % 40].Longitude)];
    private static readonly PlaceIndex Index = PlaceIndex.Of("lat, lon", Latitudes, Longitudes);

    [Theory]
    [InlineData(SpatialKernel.Uniform, 300)]
    [InlineData(SpatialKernel.Uniform, 4000)]
    [InlineData(SpatialKernel.Uniform, 25000)]
    [InlineData(SpatialKernel.Bartlett, 300)]
    [InlineData(SpatialKernel.Bartlett, 4000)]
    [InlineData(SpatialKernel.Bartlett, 25000)]
    public void The_meat_is_the_double_sum_with_weights_that_fall_with_the_distance(SpatialKernel kernel, double cutoff)
    {
        double Weight(int i, int k)
        {
            double distance = GreatCircle.Distance(Latitudes[i], Longitudes[i], Latitudes[k], Longitudes[k]);
            return distance > cutoff ? 0 : kernel == SpatialKernel.Uniform ? 1 : 1 - distance / cutoff;
        }
        Near(PairwiseMeat(Scores, Weight), ConleyCovariance.Meat(Scores, Index, cutoff, kernel), 1e-10);
    }

    [Fact]
    public void Below_the_shortest_distance_it_is_clustering_by_place_and_beyond_the_longest_one_cluster()
    {
        ClusterDimension places = ClusterDimension.FromKeys("place", Enumerable.Range(0, Rows).Select(i => i * 13 % 40).ToArray());
        Near(
            ClusterSums.Meat(Scores, [places], _ => 1, MultiwayFactor.SmallestDimension),
            ConleyCovariance.Meat(Scores, Index, 1e-6, SpatialKernel.Uniform), 1e-11);
        Near(PairwiseMeat(Scores, (_, _) => 1), ConleyCovariance.Meat(Scores, Index, 20100, SpatialKernel.Uniform), 1e-10);
    }

    [Fact]
    public void A_full_turn_of_the_longitude_changes_nothing()
    {
        PlaceIndex turned = PlaceIndex.Of("lat, lon", Latitudes, [.. Longitudes.Select(l => l < 0 ? l + 360 : l)]);
        Near(
            ConleyCovariance.Meat(Scores, Index, 3000, SpatialKernel.Bartlett), ConleyCovariance.Meat(Scores, turned, 3000, SpatialKernel.Bartlett), 1e-9);
    }

    [Fact]
    public void The_result_says_what_it_is()
    {
        CovarianceEstimate estimate = ConleyCovariance.Of(Bread, Scores, Index, 1500, SpatialKernel.Bartlett, SmallSample.StataRegress, Rows, 20);
        Assert.Equal("Conley, 1500 km, Bartlett kernel (40 places of lat, lon)", estimate.Text);
        Assert.Equal("N/(N − K) = 1.2", estimate.FactorText);
        Assert.Null(estimate.FewestClusters);
        Matrix plain = Bread * ConleyCovariance.Meat(Scores, Index, 1500, SpatialKernel.Bartlett) * Bread;
        Near(1.2 * plain[0, 0], (estimate.Unrepaired ?? estimate.Matrix)[0, 0], 1e-10);
    }

    [Fact]
    public void One_place_is_refused() => Assert.Equal("one-cluster", Assert.Throws<DataUnfitException>(() => ConleyCovariance.Of(
        Bread, Scores, PlaceIndex.Of("lat, lon", new double[Rows], new double[Rows]), 100, SpatialKernel.Uniform, SmallSample.None, Rows, 3)).Code);

    private static (double, double)[] Places()
    {
        var random = new RandomSource(7);
        return [.. Enumerable.Range(0, 40).Select(i => i switch
        {
            < 4 => (89.5 - i * 0.01, -180 + 90.0 * i),
            < 8 => (-17.5 + 0.2 * i, i % 2 == 0 ? 179.9 : -179.8),
            _ => (-60 + 120 * random.NextUniform(), -180 + 360 * random.NextUniform()),
        })];
    }
}
