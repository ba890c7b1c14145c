using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Far along μ/σ_u the two terms of the truncated-normal density are of the order of (μ/σ_u)²: they must not cancel into a false height.</summary>
public sealed class TruncatedNormalFarTailTests
{
    /// <summary>One row a unit: the panel model with h = 1 is the pooled one, and is computed by other formulas.</summary>
    [Theory]
    [InlineData(0.5, -3)]
    [InlineData(1e-2, -1)]
    [InlineData(1e-6, -5)]
    [InlineData(1e-18, -6)]
    [InlineData(200, -8e4)]
    [InlineData(1e6, -1e13)]
    [InlineData(0.3, 4)]
    public void Pooled_rows_and_units_of_one_row_agree(double sigma, double mu)
    {
        var random = new RandomSource(17);
        const int rows = 60;
        var units = new UnitIndex([.. Enumerable.Range(0, rows).Select(i => $"u{i:00}")], [.. Enumerable.Range(0, rows)], null);
        Design design = FrontierSamples.Design(rows, units, FrontierSamples.Indices.None, random);
        var pooled = new PooledFrontier(design, new TruncatedNormal(), FrontierSide.Production, 1);
        var shared = new SharedInefficiencyFrontier(design, new TruncatedNormal(), FrontierSide.Production, new ConstantPath(), 1);
        double[] point = [.. pooled.Ols.Coefficients, mu, 2 * Math.Log(sigma), Math.Log(0.2)];
        var gradient = new double[point.Length];
        var other = new double[point.Length];

        double value = pooled.Evaluate(point, gradient, default);

        Assert.Equal(shared.Evaluate(point, other, default), value, 1e-9 * Math.Abs(value));
        // In the location the gradient has a scale of its own; along μ and ln σ_u² it vanishes with the distance.
        for (int j = 0; j < pooled.Ols.Coefficients.Length; j++)
            Assert.Equal(other[j], gradient[j], 1e-8 * (1 + Math.Abs(other[j])));
    }
}
