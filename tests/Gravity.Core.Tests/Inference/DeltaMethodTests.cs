using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using static Gravity.Core.Tests.Inference.Samples;

namespace Gravity.Core.Tests.Inference;

public class DeltaMethodTests
{
    private static readonly Matrix V = Matrix.FromRows([0.04, 0.01, 0], [0.01, 0.09, -0.02], [0.0, -0.02, 0.25]);

    [Fact]
    public void Gamma_from_log_variances_has_its_analytic_error()
    {
        // γ = σu²/(σu² + σv²) = 1/(1 + e^(b − a)): ∂γ/∂a = γ(1 − γ) = −∂γ/∂b.
        double[] theta = [-1.2, -0.3, 5];
        DeltaEstimate gamma = DeltaMethod.Evaluate(t => 1 / (1 + Math.Exp(t[1] - t[0])), theta, V);
        double g = gamma.Value;
        Near(g * (1 - g), gamma.Gradient[0], 1e-10);
        Near(-g * (1 - g), gamma.Gradient[1], 1e-10);
        Assert.Equal(0, gamma.Gradient[2]);
        Near(g * (1 - g) * Math.Sqrt(0.04 + 0.09 - 0.02), gamma.StandardError, 1e-10);
        Near(DeltaMethod.StandardError([g * (1 - g), -g * (1 - g), 0], V), gamma.StandardError, 1e-10);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1)]
    [InlineData(1e9)]
    public void Units_of_a_parameter_do_not_matter(double unit)
    {
        Matrix v = Matrix.FromRows([0.04 * unit * unit]);
        DeltaEstimate result = DeltaMethod.Evaluate(t => Math.Exp(t[0] / unit), [0.5 * unit], v);
        Near(0.2 * Math.Exp(0.5), result.StandardError, 1e-10);
    }

    [Fact]
    public void Steps_that_leave_the_domain_are_shortened()
    {
        // The first step, 0.1, passes 0, where the root is not defined.
        DeltaEstimate root = DeltaMethod.Evaluate(t => Math.Sqrt(t[0]), [0.05], Matrix.FromRows([1.0]));
        Near(0.5 / Math.Sqrt(0.05), root.Gradient[0], 1e-7);
    }

    [Fact]
    public void A_huge_standard_error_does_not_spoil_the_derivative()
    {
        DeltaEstimate result = DeltaMethod.Evaluate(t => Math.Exp(t[0]), [0.3], Matrix.FromRows([1e4]));
        Near(100 * Math.Exp(0.3), result.StandardError, 1e-6);
    }

    [Fact]
    public void What_is_undefined_is_nan()
    {
        Assert.True(double.IsNaN(DeltaMethod.Evaluate(t => Math.Log(t[0]), [-1.0], Matrix.FromRows([1.0])).StandardError));
        Matrix partly = Matrix.FromRows([0.04, double.NaN], [double.NaN, double.NaN]);
        Assert.True(double.IsNaN(DeltaMethod.Evaluate(t => t[0] + t[1], [1.0, 1], partly).StandardError));
        Near(0.2, DeltaMethod.Evaluate(t => t[0], [1.0, 1], partly).StandardError, 1e-10);
    }

    [Fact]
    public void Several_functions_share_a_covariance()
    {
        double[] theta = [0.4, 2, -1];
        DeltaEstimates result = DeltaMethod.Evaluate(
            t => [t[0] * t[1], t[1] / t[2], double.NaN], theta, V);
        double[] product = [2, 0.4, 0];
        double[] ratio = [0, -1, -2];
        Near(V.Quadratic(product, product), result.Covariance[0, 0], 1e-10);
        Near(V.Quadratic(product, ratio), result.Covariance[0, 1], 1e-10);
        Near(V.Quadratic(ratio, ratio), result.Covariance[1, 1], 1e-10);
        Assert.True(double.IsNaN(result.Covariance[0, 2]));
        Matrix jacobian = Matrix.FromRows(product, ratio);
        Near(jacobian * V * jacobian.Transpose(), DeltaMethod.CovarianceOf(jacobian, V));
    }
}
