using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using static Gravity.Core.Tests.Inference.Samples;

namespace Gravity.Core.Tests.Inference;

public class DyadicCovarianceTests
{
    private const int Rows = 180;
    private static readonly Matrix Scores = Normal(Rows, 3, 31);
    private static readonly Matrix Bread = Cholesky.TryFactor(PositiveDefinite(3, 32))!.Inverse();

    // Directed pairs of nine countries over several years, some with themselves, in no order.
    private static readonly string[] From = [.. Enumerable.Range(0, Rows).Select(i => $"c{i * 7 % 9}")];
    private static readonly string[] To = [.. Enumerable.Range(0, Rows).Select(i => $"c{(i * i + i / 5) % 9}")];
    private static readonly DyadIndex Dyads = DyadIndex.FromKeys("exporter, importer", From, To);

    private static bool Share(int i, int k) => From[i] == From[k] || From[i] == To[k] || To[i] == From[k] || To[i] == To[k];

    [Fact]
    public void The_meat_is_the_double_sum_over_rows_that_share_a_country()
    {
        Assert.Contains(Enumerable.Range(0, Rows), i => From[i] == To[i]);
        Near(PairwiseMeat(Scores, (i, k) => Share(i, k) ? 1 : 0), DyadicCovariance.Meat(Scores, Dyads), 1e-11);
    }

    [Theory]
    [InlineData(SmallSample.None, 1.0, "")]
    [InlineData(SmallSample.StataLikelihood, 9.0 / 8, "G/(G − 1) = 1.125")]
    [InlineData(SmallSample.Fixest, 9.0 / 8 * 179 / 170, "(G/(G − 1))·((N − 1)/(N − K)) = 1.1846")]
    public void The_factor_counts_countries(SmallSample convention, double factor, string text)
    {
        CovarianceEstimate estimate = DyadicCovariance.Of(Bread, Scores, Dyads, convention, Rows, 10);
        Near(Bread * PairwiseMeat(Scores, (i, k) => Share(i, k) ? factor : 0) * Bread, estimate.Unrepaired ?? estimate.Matrix, 1e-10);
        Assert.Equal(text, estimate.FactorText);
        Assert.Equal("dyadic-robust by exporter, importer (9 countries)", estimate.Text);
        Assert.Equal(9, estimate.FewestClusters);
        Assert.Equal(3, estimate.Eigenvalues.Count);
    }

    [Fact]
    public void Partners_of_one_home_are_all_dependent_and_partners_that_trade_only_among_themselves_are_clusters()
    {
        // Isolated couples: a row shares a country with the rows of its own couple only.
        string[] from = [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? $"a{i % 10}" : $"b{(i - 1) % 10}")];
        string[] to = [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? $"b{i % 10}" : $"a{(i - 1) % 10}")];
        Matrix scores = Normal(40, 2, 5);
        ClusterDimension couples = ClusterDimension.FromKeys("couple", Enumerable.Range(0, 40).Select(i => (i - i % 2) % 10).ToArray());
        Near(
            ClusterSums.Meat(scores, [couples], _ => 1, MultiwayFactor.SmallestDimension),
            DyadicCovariance.Meat(scores, DyadIndex.FromKeys("d", from, to)), 1e-12);
        // One home for all rows: one cluster, so that the sum of the scores is squared.
        string[] home = [.. Enumerable.Repeat("CHN", 40)];
        Near(
            PairwiseMeat(scores, (_, _) => 1),
            DyadicCovariance.Meat(scores, DyadIndex.FromKeys("d", home, [.. Enumerable.Range(0, 40).Select(i => $"p{i % 11}")])), 1e-11);
    }

    [Fact]
    public void Neither_direction_nor_names_nor_the_order_of_rows_matter()
    {
        Matrix expected = DyadicCovariance.Meat(Scores, Dyads);
        string[] turnedFrom = [.. From.Select((f, i) => i % 3 == 0 ? To[i] : f)], turnedTo = [.. To.Select((t, i) => i % 3 == 0 ? From[i] : t)];
        Near(expected, DyadicCovariance.Meat(Scores, DyadIndex.FromKeys("d", turnedFrom, turnedTo)), 1e-12);
        int[] order = [.. Enumerable.Range(0, Rows).Select(i => i * 77 % Rows)];
        Matrix shuffled = Matrix.FromRows([.. order.Select(i => new[] { Scores[i, 0], Scores[i, 1], Scores[i, 2] })]);
        Near(expected, DyadicCovariance.Meat(shuffled, DyadIndex.FromKeys("d", [.. order.Select(i => "x" + From[i])], [.. order.Select(i => "x" + To[i])])), 1e-11);
    }

    [Fact]
    public void An_indefinite_result_is_repaired_and_kept_beside_the_repair()
    {
        // A triangle whose scores cancel at every country: S_c = 0 while the pairs remain, so that the meat is −Σ P².
        DyadIndex square = DyadIndex.FromKeys("d", ["a", "b", "c", "d"], ["b", "c", "d", "a"]);
        Matrix scores = Matrix.FromRows([1.0, 1], [-1.0, 1], [1.0, 1], [-1.0, 1]);
        CovarianceEstimate estimate = DyadicCovariance.Of(Matrix.Identity(2), scores, square, SmallSample.None, 4, 2);
        Assert.True(estimate.Repaired);
        Near(Matrix.FromRows([-4.0, 0], [0.0, 12]), estimate.Unrepaired!);
        Near(Matrix.FromRows([0.0, 0], [0.0, 12]), estimate.Matrix);
        Assert.Equal([-4.0, 12.0], estimate.Eigenvalues.Select(e => Math.Round(e, 12)));
    }

    [Fact]
    public void Two_countries_are_refused()
    {
        DyadIndex two = DyadIndex.FromKeys("d", ["a", "b"], ["b", "a"]);
        Assert.Equal("one-cluster", Assert.Throws<DataUnfitException>(
            () => DyadicCovariance.Of(Matrix.Identity(1), new Matrix(2, 1), two, SmallSample.None, 2, 1)).Code);
    }
}
