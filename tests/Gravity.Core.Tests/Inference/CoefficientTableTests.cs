using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using static Gravity.Core.Tests.Inference.Samples;

namespace Gravity.Core.Tests.Inference;

public class CoefficientTableTests
{
    [Fact]
    public void Normal_rows_are_the_textbook_numbers()
    {
        var table = CoefficientTable.Build([1.959963984540054, -1], [1, 0.5]);
        Assert.Equal("z", table.StatisticName);
        Near(0.05, table.Rows[0].P, 1e-12);
        Assert.Equal(0, table.Rows[0].Lower, 1e-14);
        Near(-2, table.Rows[1].Statistic);
        Near(0.04550026389635842, table.Rows[1].P, 1e-12);
        Near(-1 + 0.5 * 1.959963984540054, table.Rows[1].Upper, 1e-12);
    }

    [Fact]
    public void Student_rows_use_their_degrees_of_freedom()
    {
        var table = CoefficientTable.Build([2.13144954555977], [1], 15, 0.95);
        Assert.Equal("t", table.StatisticName);
        Near(0.05, table.Rows[0].P, 1e-12);
        Assert.Equal(0, table.Rows[0].Lower, 1e-13);
        Near(1.6448536269514722, CriticalValues.NormalTwoSided(0.90), 1e-14);
        Near(63.65674116287158, CriticalValues.StudentTwoSided(0.99, 1), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void Without_a_standard_error_there_is_no_inference(double error)
    {
        CoefficientRow row = CoefficientTable.Build([1], [error]).Rows[0];
        Assert.Equal(1, row.Estimate);
        Assert.All([row.Statistic, row.P, row.Lower, row.Upper], value => Assert.True(double.IsNaN(value)));
    }

    [Theory]
    [InlineData(16, 15)]
    [InlineData(39, 38)]
    [InlineData(40, double.PositiveInfinity)]
    public void Few_clusters_take_their_degrees_of_freedom(int clusters, double expected)
    {
        int[] ids = [.. Enumerable.Range(0, 80).Select(i => i % clusters)];
        CovarianceEstimate estimate = Covariance.Clustered(
            Matrix.Identity(1), Normal(80, 1, 1), [ClusterDimension.FromKeys("iso3", ids)]);
        Assert.Equal(expected, CoefficientTable.DegreesOfFreedomFor(estimate));
    }

    [Fact]
    public void Without_clusters_the_estimators_own_degrees_hold()
    {
        CovarianceEstimate estimate = Covariance.FromHessian(Matrix.FromRows([-1.0]));
        Assert.Equal(97, CoefficientTable.DegreesOfFreedomFor(estimate, 97));
        Assert.Throws<ArgumentOutOfRangeException>(() => CoefficientTable.Build([1], [1], 5, 95));
    }
}
