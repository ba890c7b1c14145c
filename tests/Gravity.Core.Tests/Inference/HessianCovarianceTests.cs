using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using static Gravity.Core.Tests.Inference.Samples;

namespace Gravity.Core.Tests.Inference;

public class HessianCovarianceTests
{
    [Fact]
    public void Two_by_two_is_the_adjugate_over_the_determinant()
    {
        Matrix hessian = Matrix.FromRows([-5.0, 2.0], [2.0, -3.0]);
        CovarianceEstimate estimate = Covariance.FromHessian(hessian);
        Near(Matrix.FromRows([3 / 11.0, 2 / 11.0], [2 / 11.0, 5 / 11.0]), estimate.Matrix);
        // Scaled off-diagonal r = 2/√15, eigenvalues 1 ∓ r.
        double r = 2 / Math.Sqrt(15);
        Near((1 + r) / (1 - r), estimate.Conditioning!.ConditionNumber);
        Assert.False(estimate.Conditioning.NearSingular);
        Assert.Equal("hessian", estimate.Kind.Key());
        Near(Math.Sqrt(5 / 11.0), estimate.StandardErrors()[1]);
    }

    [Fact]
    public void Units_of_the_parameters_change_neither_condition_nor_digits()
    {
        Matrix information = PositiveDefinite(4, 3);
        double[] units = [1e-9, 1, 1e7, 1e12];
        Matrix hessian = new(4, 4);
        Matrix scaledHessian = new(4, 4);
        for (int j = 0; j < 4; j++)
        {
            for (int i = 0; i < 4; i++)
            {
                hessian[i, j] = -information[i, j];
                scaledHessian[i, j] = -information[i, j] * units[i] * units[j];
            }
        }
        CovarianceEstimate plain = Covariance.FromHessian(hessian);
        CovarianceEstimate scaled = Covariance.FromHessian(scaledHessian);
        Near(plain.Conditioning!.ConditionNumber, scaled.Conditioning!.ConditionNumber, 1e-10);
        for (int j = 0; j < 4; j++)
            for (int i = 0; i < 4; i++)
                Near(plain.Matrix[i, j], scaled.Matrix[i, j] * units[i] * units[j], 1e-10);
        Near(Matrix.Identity(4), information * plain.Matrix, 1e-12);
    }

    [Fact]
    public void A_collinear_triple_is_named_and_not_inverted()
    {
        (Matrix hessian, Matrix kept) = Collinear();
        CovarianceEstimate estimate = Covariance.FromHessian(hessian);
        Assert.All(estimate.StandardErrors(), error => Assert.True(double.IsNaN(error)));
        Conditioning conditioning = estimate.Conditioning!;
        Assert.True(conditioning.NearSingular);
        Assert.False(conditioning.Indefinite);
        FlatDirection flat = Assert.Single(conditioning.FlatDirections);
        Assert.Equal([1, 2, 3], conditioning.Unidentified);
        // In θ the direction is (0, 1, 1, −1); a loading is the θ-component times √(−Hⱼⱼ).
        double[] expected = new double[4];
        for (int j = 0; j < 4; j++)
            expected[j] = (j == 0 ? 0 : j == 3 ? -1 : 1) * Math.Sqrt(-hessian[j, j]);
        double length = Math.Sqrt(expected.Sum(value => value * value));
        double sign = Math.Sign(flat.Loadings[3]) == Math.Sign(expected[3]) ? 1 : -1;
        for (int j = 0; j < 4; j++)
            Assert.Equal(expected[j] / length, sign * flat.Loadings[j], 1e-10);
        Assert.True(flat.Loadings.Max() >= -flat.Loadings.Min());
        Assert.Equal(3, kept.Rows);
    }

    [Fact]
    public void The_restricted_covariance_is_right_for_what_is_identified()
    {
        (Matrix hessian, Matrix kept) = Collinear();
        CovarianceEstimate restricted = Covariance.FromHessianRestricted(hessian);
        // Without x3 the coefficients are β0, β1 + β3 and β2 + β3: they must have the same covariance in both parametrisations.
        Matrix estimable = Matrix.FromRows([1.0, 0, 0, 0], [0.0, 1, 0, 1], [0.0, 0, 1, 1]);
        Near(kept, estimable * restricted.Matrix * estimable.Transpose(), 1e-9);
        Assert.Contains("1 flat direction", restricted.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_flat_directions_the_restricted_covariance_is_the_inverse()
    {
        Matrix information = PositiveDefinite(5, 8);
        foreach (ref double value in information.Values)
            value = -value;
        Near(Covariance.FromHessian(information).Matrix, Covariance.FromHessianRestricted(information).Matrix, 1e-11);
    }

    [Fact]
    public void A_saddle_is_indefinite_and_has_no_covariance()
    {
        CovarianceEstimate estimate = Covariance.FromHessian(Matrix.FromRows([-2.0, 0.0], [0.0, 1.0]));
        Assert.True(estimate.Conditioning!.Indefinite);
        Assert.Equal(-1, estimate.Conditioning.FlatDirections[0].Eigenvalue, 1e-14);
        Assert.True(double.IsNaN(estimate.Matrix[0, 0]));
    }

    [Fact]
    public void A_hessian_with_nan_gives_nan_and_no_exception()
    {
        Matrix hessian = Matrix.FromRows([-1.0, double.NaN], [double.NaN, -1.0]);
        Assert.True(Covariance.FromHessian(hessian).Conditioning!.NearSingular);
        Assert.True(double.IsNaN(Covariance.FromHessianRestricted(hessian).Matrix[0, 0]));
    }

    [Fact]
    public void A_flat_direction_reads_like_a_sentence()
    {
        var direction = FlatDirection.FromEigenvector(0, [0.01, -0.6, 0.8]);
        Assert.Equal("0.80·ln(dist) − 0.60·border", direction.Describe(["(Intercept)", "border", "ln(dist)"]));
        Assert.Equal(0.6, FlatDirection.FromEigenvector(0, [-0.6, 0.6, 0.5]).Loadings[0]);
    }

    [Fact]
    public void Outer_product_inverts_the_sum_of_squares_and_refuses_too_few_units()
    {
        Matrix scores = Normal(30, 3, 5);
        Matrix product = PairwiseMeat(scores, (i, k) => i == k ? 1 : 0);
        Near(Matrix.Identity(3), product * Covariance.OuterProduct(scores).Matrix, 1e-12);
        Assert.True(Covariance.OuterProduct(Normal(2, 3, 5)).Conditioning!.NearSingular);
    }

    /// <summary>−X'X for (1, x1, x2, x1 + x2), and (X'X)⁻¹ for (1, x1, x2).</summary>
    private static (Matrix Hessian, Matrix Kept) Collinear()
    {
        Matrix x = Normal(50, 4, 11);
        for (int i = 0; i < 50; i++)
        {
            x[i, 0] = 1;
            x[i, 1] *= 1000;
            x[i, 3] = x[i, 1] + x[i, 2];
        }
        Matrix information = x.Transpose() * x;
        Matrix kept = Cholesky.TryFactor(information.Submatrix([0, 1, 2]))!.Inverse();
        foreach (ref double value in information.Values)
            value = -value;
        return (information, kept);
    }
}
