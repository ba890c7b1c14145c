// These runs are short: the token of the test run would only clutter the calls.
#pragma warning disable xUnit1051
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using static Gravity.Core.Tests.Inference.Samples;

namespace Gravity.Core.Tests.Inference;

public class WildScoreBootstrapTests
{
    private static readonly WildBootstrapOptions Rademacher = new() { Weights = WildWeights.Rademacher };

    [Fact]
    public void Enumerated_signs_rank_the_plain_sum()
    {
        // With ±1 weights t(w) rises with |Σ w·c| alone, so that p is a share of sums, counted here without studentising.
        Matrix scores = Matrix.FromRows([1.3], [0.4], [2.0], [-0.3], [0.9]);
        double sum = 4.3;
        int count = 0;
        for (int signs = 0; signs < 32; signs++)
        {
            double drawn = 0;
            for (int g = 0; g < 5; g++)
                drawn += (((signs >> g) & 1) == 0 ? 1 : -1) * scores[g, 0];
            if (Math.Abs(drawn) >= sum - 1e-12)
                count++;
        }
        WildBootstrapResult result = WildScoreBootstrap.Test(scores, Matrix.Identity(1), 0, Rademacher);
        Assert.True(result.Enumerated);
        Assert.Equal(32, result.Draws);
        Assert.Equal(count / 32.0, result.P);
        Assert.Equal(0, result.PStandardError);
        // t by hand: mean 0.86.
        double squares = 0.44 * 0.44 + 0.46 * 0.46 + 1.14 * 1.14 + 1.16 * 1.16 + 0.04 * 0.04;
        Near(4.3 / Math.Sqrt(squares), result.Statistic, 1e-12);
    }

    [Fact]
    public void Draws_agree_with_the_enumeration_and_do_not_depend_on_threads()
    {
        Matrix scores = Normal(14, 3, 51);
        Matrix bread = Cholesky.TryFactor(PositiveDefinite(3, 52))!.Inverse();
        WildBootstrapResult exact = WildScoreBootstrap.Test(scores, bread, 1, Rademacher with { Draws = 1 << 14 });
        WildBootstrapResult drawn = WildScoreBootstrap.Test(scores, bread, 1, Rademacher with { Seed = 5, Threads = 1 });
        Assert.True(exact.Enumerated);
        Assert.False(drawn.Enumerated);
        Assert.InRange(exact.P, 0.01, 0.99);
        Assert.Equal(exact.P, drawn.P, 4 * drawn.PStandardError);
        Assert.Equal(drawn, WildScoreBootstrap.Test(scores, bread, 1, Rademacher with { Seed = 5, Threads = 4 }));
    }

    [Fact]
    public void Webb_weights_are_taken_for_fewer_than_ten_clusters_and_have_unit_variance()
    {
        WildBootstrapResult few = WildScoreBootstrap.Test(Normal(9, 1, 53), Matrix.Identity(1), 0, new WildBootstrapOptions());
        Assert.Equal(WildWeights.Webb, few.Weights);
        Assert.Equal(9999, few.Draws);
        WildBootstrapResult more = WildScoreBootstrap.Test(Normal(10, 1, 53), Matrix.Identity(1), 0, new WildBootstrapOptions());
        Assert.Equal(WildWeights.Rademacher, more.Weights);
        // Two equal clusters: |t(w)| is infinite when both weights are equal, which is the observed case: 6 of 36 pairs.
        WildBootstrapResult two = WildScoreBootstrap.Test(Matrix.FromRows([1.0], [1.0]), Matrix.Identity(1), 0, new WildBootstrapOptions());
        Assert.Equal(1 / 6.0, two.P, 4 * Math.Sqrt(5 / 36.0 / 9999));
    }

    [Fact]
    public void Bread_partials_out_the_other_parameters_and_signs_follow_the_estimate()
    {
        Matrix scores = Normal(12, 2, 54);
        Matrix bread = Matrix.FromRows([2.0, -0.7], [-0.7, 1.5]);
        double[] effects = [.. Enumerable.Range(0, 12).Select(g => -0.7 * scores[g, 0] + 1.5 * scores[g, 1])];
        Matrix alone = new(12, 1);
        effects.CopyTo(alone.Values);
        WildBootstrapResult whole = WildScoreBootstrap.Test(scores, bread, 1, Rademacher);
        WildBootstrapResult partial = WildScoreBootstrap.Test(alone, Matrix.Identity(1), 0, Rademacher);
        Near(partial.Statistic, whole.Statistic);
        Assert.Equal(partial.P, whole.P);
        Assert.Equal(Math.Sign(effects.Sum()), Math.Sign(whole.Statistic));
    }

    [Fact]
    public void Scores_that_vanish_have_no_p_and_one_cluster_is_refused()
    {
        Assert.True(double.IsNaN(WildScoreBootstrap.Test(new Matrix(12, 1), Matrix.Identity(1), 0, Rademacher).P));
        Assert.Throws<DataUnfitException>(() => WildScoreBootstrap.Test(new Matrix(1, 1), Matrix.Identity(1), 0, Rademacher));
    }

    [Fact]
    public void With_twelve_clusters_its_size_is_near_five_percent_where_the_normal_over_rejects()
    {
        // y = 1 + 0·x + cluster effect + noise; x has a cluster component: the few-clusters problem.
        const int Clusters = 12;
        const int PerCluster = 10;
        const int Samples = 1000;
        int naive = 0;
        int wild = 0;
        ClusterDimension dimension = ClusterDimension.FromKeys(
            "g", Enumerable.Range(0, Clusters * PerCluster).Select(i => i / PerCluster).ToArray());
        for (int sample = 0; sample < Samples; sample++)
        {
            var random = new RandomSource(2012, sample);
            Matrix x = new(Clusters * PerCluster, 2);
            double[] y = new double[x.Rows];
            double meanEffect = 0;
            double regressorEffect = 0;
            for (int i = 0; i < y.Length; i++)
            {
                if (i % PerCluster == 0)
                {
                    meanEffect = random.NextNormal();
                    regressorEffect = random.NextNormal();
                }
                x[i, 0] = 1;
                x[i, 1] = regressorEffect + 0.5 * random.NextNormal();
                y[i] = 1 + meanEffect + random.NextNormal();
            }
            Matrix bread = Cholesky.TryFactor(x.Transpose() * x)!.Inverse();
            double[] b = bread.Times(x.Transpose().Times(y));
            Matrix unrestricted = ClusterSums.Of(Scores(x, y, b[0], b[1]), dimension);
            Matrix covariance = Covariance.Sandwich(bread, unrestricted, SmallSample.None).Matrix;
            if (Math.Abs(b[1]) / Math.Sqrt(covariance[1, 1]) > CriticalValues.NormalTwoSided(0.95))
                naive++;
            Matrix restricted = ClusterSums.Of(Scores(x, y, y.Average(), 0), dimension);
            if (WildScoreBootstrap.Test(restricted, bread, 1, Rademacher).P <= 0.05)
                wild++;
        }
        // 1000 samples: the standard error of a size of 5 % is 0.7 %.
        Assert.InRange(wild / (double)Samples, 0.03, 0.07);
        Assert.InRange(naive / (double)Samples, 0.10, 0.30);
    }

    private static Matrix Scores(Matrix x, double[] y, double intercept, double slope)
    {
        Matrix scores = new(x.Rows, 2);
        for (int i = 0; i < y.Length; i++)
        {
            double residual = y[i] - intercept - slope * x[i, 1];
            scores[i, 0] = residual;
            scores[i, 1] = residual * x[i, 1];
        }
        return scores;
    }
}
