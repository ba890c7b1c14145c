using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using static Gravity.Core.Tests.Inference.Samples;

namespace Gravity.Core.Tests.Inference;

public class DriscollKraayCovarianceTests
{
    private const int Rows = 150;
    private static readonly Matrix Scores = Normal(Rows, 3, 41);
    private static readonly Matrix Bread = Cholesky.TryFactor(PositiveDefinite(3, 42))!.Inverse();
    private static readonly int[] Years = [.. Enumerable.Range(0, Rows).Select(i => 1990 + i * 11 % 17)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void The_meat_is_the_double_sum_with_weights_that_fall_with_the_lag(int lags)
    {
        double Weight(int i, int k) => Math.Max(0, 1 - Math.Abs(Years[i] - Years[k]) / (lags + 1.0));
        Near(PairwiseMeat(Scores, Weight), DriscollKraayCovariance.Meat(Scores, PeriodIndex.Of("year", Years), lags), 1e-11);
    }

    [Fact]
    public void Without_lags_it_is_clustering_by_period()
    {
        CovarianceEstimate clustered = Covariance.Clustered(Bread, Scores, [ClusterDimension.FromKeys("year", Years)], SmallSample.Fixest, parameters: 7);
        CovarianceEstimate estimate = DriscollKraayCovariance.Of(Bread, Scores, PeriodIndex.Of("year", Years), 0, SmallSample.Fixest, Rows, 7);
        Near(clustered.Matrix, estimate.Matrix);
        Assert.Equal(clustered.FactorText, estimate.FactorText);
        Assert.Equal("Driscoll–Kraay, 0 lags (17 periods of year)", estimate.Text);
    }

    [Fact]
    public void Steps_are_the_common_divisor_of_the_gaps_and_a_missing_period_counts()
    {
        PeriodIndex fourth = PeriodIndex.Of("year", [1998, 1986, 1990, 1998]);
        Assert.Equal([3, 0, 1, 3], fourth.StepOfRow);
        Assert.Equal((4, 3), (fourth.Steps, fourth.Count));
        // 1990 and 1998 are two steps apart: lag 1 does not join them.
        Matrix scores = Matrix.FromRows([2.0], [3.0], [5.0], [7.0]);
        Assert.Equal(9 * 9 + 9 + 25 + 2 * 0.5 * 3 * 5, DriscollKraayCovariance.Meat(scores, fourth, 1)[0, 0], 1e-12);
    }

    [Theory]
    [InlineData(6, 2)]
    [InlineData(17, 2)]
    [InlineData(36, 3)]
    [InlineData(100, 4)]
    [InlineData(2, 1)]
    public void The_default_lag_follows_Newey_and_West(int periods, int lag) => Assert.Equal(lag, DriscollKraayCovariance.DefaultLag(periods));

    [Fact]
    public void The_weights_keep_it_positive_semi_definite()
    {
        for (int lags = 0; lags < 17; lags++)
            Assert.True(new SymmetricEigen(DriscollKraayCovariance.Meat(Scores, PeriodIndex.Of("year", Years), lags)).Values[0] > -1e-9);
    }

    [Fact]
    public void A_single_period_and_too_many_lags_are_refused()
    {
        Assert.Equal("one-cluster", Assert.Throws<DataUnfitException>(() => DriscollKraayCovariance.Of(
            Bread, Scores, PeriodIndex.Of("year", new int[Rows]), null, SmallSample.None, Rows, 3)).Code);
        Assert.Equal("vce-argument", Assert.Throws<UsageException>(() => DriscollKraayCovariance.Of(
            Bread, Scores, PeriodIndex.Of("year", Years), 17, SmallSample.None, Rows, 3)).Code);
    }
}
