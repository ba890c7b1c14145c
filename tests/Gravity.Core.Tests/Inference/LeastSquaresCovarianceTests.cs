using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using static Gravity.Core.Tests.Inference.Samples;

namespace Gravity.Core.Tests.Inference;

public class LeastSquaresCovarianceTests
{
    [Fact]
    public void HC3_is_the_sum_of_squared_deletions()
    {
        // MacKinnon and White (1985): B·xᵢeᵢ/(1 − hᵢ) = b − b₍ᵢ₎, here by really leaving rows out.
        Matrix x = Normal(25, 3, 31);
        double[] y = Normal(25, 1, 32).Values.ToArray();
        (double[] b, Matrix bread, double[] residuals, double[] leverages) = Fit(x, y);
        Matrix expected = new(3, 3);
        for (int left = 0; left < 25; left++)
        {
            int[] rows = [.. Enumerable.Range(0, 25).Where(i => i != left)];
            Matrix fewer = Matrix.FromRows([.. rows.Select(i => new[] { x[i, 0], x[i, 1], x[i, 2] })]);
            double[] deleted = Fit(fewer, [.. rows.Select(i => y[i])]).Coefficients;
            for (int j = 0; j < 3; j++)
                for (int i = 0; i < 3; i++)
                    expected[i, j] += (b[i] - deleted[i]) * (b[j] - deleted[j]);
        }
        Near(expected, Covariance.LeastSquares(bread, x, residuals, leverages, CovarianceKind.HC3).Matrix, 1e-11);
    }

    [Fact]
    public void HC2_of_group_means_is_the_unbiased_variance_of_each_mean()
    {
        int[] sizes = [4, 7, 3];
        Matrix x = new(14, 3);
        double[] y = Normal(14, 1, 33).Values.ToArray();
        int row = 0;
        var expected = new double[3];
        for (int g = 0; g < 3; g++)
        {
            double[] group = y[row..(row + sizes[g])];
            double mean = group.Average();
            expected[g] = group.Sum(value => (value - mean) * (value - mean)) / (sizes[g] - 1) / sizes[g];
            for (int i = 0; i < sizes[g]; i++)
                x[row++, g] = 1;
        }
        (_, Matrix bread, double[] residuals, double[] leverages) = Fit(x, y);
        Matrix actual = Covariance.LeastSquares(bread, x, residuals, leverages, CovarianceKind.HC2).Matrix;
        for (int g = 0; g < 3; g++)
            Near(expected[g], actual[g, g]);
    }

    [Fact]
    public void HC0_and_HC1_are_the_sandwich_of_scores()
    {
        Matrix x = Normal(25, 3, 34);
        (_, Matrix bread, double[] residuals, _) = Fit(x, Normal(25, 1, 35).Values.ToArray());
        Matrix scores = x.Clone();
        for (int j = 0; j < 3; j++)
            for (int i = 0; i < 25; i++)
                scores[i, j] *= residuals[i];
        Near(
            Covariance.Sandwich(bread, scores, SmallSample.None).Matrix,
            Covariance.LeastSquares(bread, x, residuals, [], CovarianceKind.HC0).Matrix);
        Near(
            Covariance.Sandwich(bread, scores, SmallSample.StataRegress, parameters: 5).Matrix,
            Covariance.LeastSquares(bread, x, residuals, [], CovarianceKind.HC1, parameters: 5).Matrix);
    }

    [Fact]
    public void A_row_that_fits_exactly_has_no_HC2()
    {
        Matrix x = Matrix.FromRows([1.0, 0], [1.0, 0], [1.0, 1]);
        (_, Matrix bread, double[] residuals, double[] leverages) = Fit(x, [1, 2, 5]);
        DataUnfitException error = Assert.Throws<DataUnfitException>(
            () => Covariance.LeastSquares(bread, x, residuals, leverages, CovarianceKind.HC2));
        Assert.Equal("leverage-one", error.Code);
        Assert.Equal([3], error.Rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => Covariance.LeastSquares(bread, x, residuals, leverages, CovarianceKind.Robust));
    }

    private static (double[] Coefficients, Matrix Bread, double[] Residuals, double[] Leverages) Fit(Matrix x, double[] y)
    {
        Matrix bread = Cholesky.TryFactor(x.Transpose() * x)!.Inverse();
        double[] b = bread.Times(x.Transpose().Times(y));
        double[] fitted = x.Times(b);
        var residuals = new double[y.Length];
        var leverages = new double[y.Length];
        Matrix transposed = x.Transpose();
        for (int i = 0; i < y.Length; i++)
        {
            residuals[i] = y[i] - fitted[i];
            leverages[i] = bread.Quadratic(transposed.Column(i), transposed.Column(i));
        }
        return (b, bread, residuals, leverages);
    }
}
