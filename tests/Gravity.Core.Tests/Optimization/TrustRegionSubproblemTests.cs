using Gravity.Core.Numerics;
using Gravity.Core.Optimization;

namespace Gravity.Core.Tests.Optimization;

public sealed class TrustRegionSubproblemTests
{
    /// <summary>The gradient is rounding beside the curvature: the bracket of the shift was empty and was doubled for ever.</summary>
    [Theory]
    [InlineData(1e20, 1e-3)]
    [InlineData(1e150, 1)]
    [InlineData(1e6, 1e-12)]
    public void Strong_upward_curvature_with_hardly_any_gradient_ends(double curvature, double slope)
    {
        Matrix hessian = Matrix.FromRows([curvature, 0], [0, -1]);
        var subproblem = new TrustRegionSubproblem([slope, 1], hessian);
        (double[] step, double predicted, _) = subproblem.Solve(1);
        Assert.InRange(Math.Sqrt(step[0] * step[0] + step[1] * step[1]), 0, 1 + 1e-5);
        Assert.True(predicted > 0, $"predicted rise {predicted}");
        // Uphill along the gradient's part in the direction of upward curvature.
        Assert.InRange(step[0], 0, 1);
    }
}
