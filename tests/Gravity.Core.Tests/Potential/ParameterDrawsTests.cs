using Gravity.Core.Numerics;
using Gravity.Core.Potential;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Potential;

public class ParameterDrawsTests
{
    [Fact]
    public void Draws_have_the_mean_and_covariance_asked_for_in_any_unit()
    {
        const int Count = 40_000;
        double[] estimate = [3, -2e6, 5];
        // Standard errors 2, 1e6, 1e-8.
        Matrix covariance = Matrix.FromRows([4, 1.2e6, -5e-9], [1.2e6, 1e12, 2e-3], [-5e-9, 2e-3, 1e-16]);
        var draws = new ParameterDraws(estimate, covariance);
        Assert.Empty(draws.Held);
        Assert.Equal(0, draws.NegativeEigenvalue);
        var random = new RandomSource(2);
        Matrix sum = new(3, 3);
        double[] mean = new double[3];
        for (int s = 0; s < Count; s++)
        {
            double[] theta = draws.Next(random);
            for (int j = 0; j < 3; j++)
            {
                mean[j] += (theta[j] - estimate[j]) / Count;
                for (int i = 0; i < 3; i++)
                    sum[i, j] += (theta[i] - estimate[i]) * (theta[j] - estimate[j]) / Count;
            }
        }
        for (int j = 0; j < 3; j++)
        {
            double error = Math.Sqrt(covariance[j, j]);
            Agree.Absolute(0, mean[j], 4 * error / Math.Sqrt(Count));
            for (int i = 0; i < 3; i++)
                Agree.Absolute(covariance[i, j], sum[i, j], 6 * error * Math.Sqrt(covariance[i, i]) / Math.Sqrt(Count));
        }
    }

    [Fact]
    public void A_singular_covariance_keeps_its_null_direction()
    {
        var draws = new ParameterDraws([1, 1], Matrix.FromRows([1, -2], [-2, 4]));
        var random = new RandomSource(3);
        for (int s = 0; s < 20; s++)
        {
            double[] theta = draws.Next(random);
            Agree.Absolute(3, 2 * theta[0] + theta[1], 1e-7);
            Assert.NotEqual(1, theta[0]);
        }
    }

    [Fact]
    public void Parameters_without_a_variance_are_held()
    {
        double nan = double.NaN;
        var draws = new ParameterDraws([7, 8, 9], Matrix.FromRows([nan, nan, nan], [nan, 1, 0], [nan, 0, 0]));
        Assert.Equal([0, 2], draws.Held);
        double[] theta = draws.Next(new RandomSource(1));
        Assert.Equal((7.0, 9.0), (theta[0], theta[2]));
        Assert.NotEqual(8, theta[1]);
    }

    [Fact]
    public void An_indefinite_covariance_is_reported() =>
        Agree.Relative(-0.5, new ParameterDraws([0, 0], Matrix.FromRows([1, 1.5], [1.5, 1])).NegativeEigenvalue, 1e-12);
}
