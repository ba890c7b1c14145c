using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using static Gravity.Core.Tests.Inference.Samples;

namespace Gravity.Core.Tests.Inference;

public class SandwichTests
{
    private static readonly Matrix Scores = Normal(60, 3, 21);
    private static readonly Matrix Bread = Cholesky.TryFactor(PositiveDefinite(3, 22))!.Inverse();
    private static readonly int[] Exporter = [.. Enumerable.Range(0, 60).Select(i => i / 10)];
    private static readonly int[] Importer = [.. Enumerable.Range(0, 60).Select(i => i * 7 % 5)];
    private static readonly string[] Year = [.. Enumerable.Range(0, 60).Select(i => $"y{i * i % 4}")];

    [Theory]
    [InlineData(SmallSample.None, 1.0)]
    [InlineData(SmallSample.StataLikelihood, 60.0 / 59)]
    [InlineData(SmallSample.StataRegress, 60.0 / 57)]
    public void Robust_is_the_sum_over_rows(SmallSample smallSample, double factor)
    {
        Matrix meat = PairwiseMeat(Scores, (i, k) => i == k ? factor : 0);
        CovarianceEstimate estimate = Covariance.Sandwich(Bread, Scores, smallSample);
        Near(Bread * meat * Bread, estimate.Matrix);
        Assert.Equal(smallSample, estimate.SmallSample);
    }

    [Theory]
    [InlineData(SmallSample.None, 1.0, "")]
    [InlineData(SmallSample.StataLikelihood, 6.0 / 5, "G/(G − 1) = 1.2")]
    [InlineData(SmallSample.StataRegress, 6.0 / 5 * 59 / 57, "(G/(G − 1))·((N − 1)/(N − K)) = 1.2421")]
    public void One_way_is_the_sum_over_pairs_of_rows_in_one_cluster(SmallSample smallSample, double factor, string text)
    {
        Matrix meat = PairwiseMeat(Scores, (i, k) => Exporter[i] == Exporter[k] ? factor : 0);
        CovarianceEstimate estimate = Covariance.Clustered(Bread, Scores, [ClusterDimension.FromKeys("iso3", Exporter)], smallSample);
        Near(Bread * meat * Bread, estimate.Matrix);
        Assert.Equal("clustered by iso3 (6 clusters)", estimate.Text);
        Assert.Equal(text, estimate.FactorText);
        Assert.Equal(6, estimate.FewestClusters);
    }

    [Fact]
    public void Multiway_is_the_sum_over_pairs_of_rows_that_share_any_cluster()
    {
        ClusterDimension[] two = [ClusterDimension.FromKeys("exporter", Exporter), ClusterDimension.FromKeys("importer", Importer)];
        ClusterDimension[] three = [.. two, ClusterDimension.FromKeys("year", Year)];
        Matrix meatTwo = PairwiseMeat(Scores, (i, k) => Exporter[i] == Exporter[k] || Importer[i] == Importer[k] ? 1 : 0);
        Matrix meatThree = PairwiseMeat(
            Scores, (i, k) => Exporter[i] == Exporter[k] || Importer[i] == Importer[k] || Year[i] == Year[k] ? 1 : 0);
        Near(meatTwo, ClusterSums.Meat(Scores, two, _ => 1, MultiwayFactor.SmallestDimension), 1e-11);
        Near(meatThree, ClusterSums.Meat(Scores, three, _ => 1, MultiwayFactor.SmallestDimension), 1e-11);
    }

    [Fact]
    public void Multiway_factors_follow_their_convention()
    {
        ClusterDimension[] two = [ClusterDimension.FromKeys("exporter", Exporter), ClusterDimension.FromKeys("importer", Importer)];
        Matrix exporter = PairwiseMeat(Scores, (i, k) => Exporter[i] == Exporter[k] ? 1 : 0);
        Matrix importer = PairwiseMeat(Scores, (i, k) => Importer[i] == Importer[k] ? 1 : 0);
        Matrix both = PairwiseMeat(Scores, (i, k) => Exporter[i] == Exporter[k] && Importer[i] == Importer[k] ? 1 : 0);
        Matrix expected = new(3, 3);
        for (int i = 0; i < 9; i++)
            expected.Values[i] = 6.0 / 5 * exporter.Values[i] + 5.0 / 4 * importer.Values[i] - 30.0 / 29 * both.Values[i];
        Near(expected, ClusterSums.Meat(Scores, two, g => g / (g - 1.0), MultiwayFactor.EachTerm), 1e-11);
        for (int i = 0; i < 9; i++)
            expected.Values[i] = 5.0 / 4 * (exporter.Values[i] + importer.Values[i] - both.Values[i]);
        Near(expected, ClusterSums.Meat(Scores, two, g => g / (g - 1.0), MultiwayFactor.SmallestDimension), 1e-11);
    }

    [Fact]
    public void A_dimension_of_single_rows_is_robust_and_a_nested_one_adds_nothing()
    {
        ClusterDimension rows = ClusterDimension.FromKeys("row", Enumerable.Range(0, 60).ToArray());
        ClusterDimension exporters = ClusterDimension.FromKeys("exporter", Exporter);
        Near(
            Covariance.Sandwich(Bread, Scores, SmallSample.StataRegress).Matrix,
            Covariance.Clustered(Bread, Scores, [rows], SmallSample.StataRegress).Matrix);
        CovarianceEstimate nested = Covariance.Clustered(Bread, Scores, [exporters, rows]);
        Near(Covariance.Clustered(Bread, Scores, [exporters]).Matrix, nested.Matrix);
        Assert.False(nested.Repaired);
        Assert.Equal("clustered by exporter (6 clusters) and row (60 clusters)", nested.Text);
    }

    [Fact]
    public void An_indefinite_multiway_result_is_repaired_and_reported()
    {
        // Row and column sums of the first score vanish: 0 + 0 − 4 for it. The second score has 8 + 8 − 4 = 12; the cross terms are 0.
        Matrix scores = Matrix.FromRows([1.0, 1], [-1.0, 1], [-1.0, 1], [1.0, 1]);
        ClusterDimension[] grid = [ClusterDimension.FromKeys("row", [0, 0, 1, 1]), ClusterDimension.FromKeys("column", [0, 1, 0, 1])];
        CovarianceEstimate estimate = Covariance.Clustered(Matrix.Identity(2), scores, grid, SmallSample.None);
        Assert.True(estimate.Repaired);
        Assert.Equal(-4, estimate.Eigenvalues[0], 1e-13);
        Assert.Equal(12, estimate.Eigenvalues[1], 1e-13);
        Near(Matrix.FromRows([0.0, 0], [0.0, 12]), estimate.Matrix);
    }

    [Fact]
    public void The_repair_does_not_depend_on_the_units_of_the_parameters()
    {
        double[] units = [1e-6, 1, 1e8];
        Matrix scores = Normal(16, 3, 2);
        // The interaction dominates: double-centring makes row and column sums small beside the cells.
        for (int j = 0; j < 3; j++)
        {
            for (int i = 0; i < 16; i++)
                scores[i, j] *= ((i / 4) & 1) == (i & 1) ? 5 + j : -5 - j;
        }
        Matrix scaledScores = scores.Clone();
        Matrix bread = Bread.Clone();
        for (int j = 0; j < 3; j++)
        {
            for (int i = 0; i < 16; i++)
                scaledScores[i, j] = scores[i, j] / units[j];
            for (int i = 0; i < 3; i++)
                bread[i, j] = Bread[i, j] * units[i] * units[j];
        }
        ClusterDimension[] grid =
        [
            ClusterDimension.FromKeys("row", Enumerable.Range(0, 16).Select(i => i / 4).ToArray()),
            ClusterDimension.FromKeys("column", Enumerable.Range(0, 16).Select(i => i % 4).ToArray()),
        ];
        CovarianceEstimate plain = Covariance.Clustered(Bread, scores, grid);
        CovarianceEstimate scaled = Covariance.Clustered(bread, scaledScores, grid);
        Assert.True(plain.Repaired);
        Assert.True(scaled.Repaired);
        for (int j = 0; j < 3; j++)
            for (int i = 0; i < 3; i++)
                Near(plain.Matrix[i, j], scaled.Matrix[i, j] / units[i] / units[j], 1e-8);
        Assert.True(new SymmetricEigen(plain.Matrix).Values[0] > -1e-12 * plain.Matrix[0, 0]);
    }

    [Fact]
    public void One_cluster_is_refused_and_wrong_lengths_are_named()
    {
        ClusterDimension one = ClusterDimension.FromKeys("home", new int[60]);
        Assert.Equal("one-cluster", Assert.Throws<DataUnfitException>(() => Covariance.Clustered(Bread, Scores, [one])).Code);
        ClusterDimension shorter = ClusterDimension.FromKeys("iso3", new[] { "A", "B" });
        Assert.Throws<ArgumentException>(() => Covariance.Clustered(Bread, Scores, [shorter]));
    }

    [Fact]
    public void Keys_of_kinds_are_read_back()
    {
        foreach (CovarianceKind kind in Enum.GetValues<CovarianceKind>())
            Assert.Equal(kind, CovarianceKinds.Parse(kind.Key().ToUpperInvariant()));
        Assert.Contains("opg", Assert.Throws<UsageException>(() => CovarianceKinds.Parse("opq")).Message, StringComparison.Ordinal);
    }
}
