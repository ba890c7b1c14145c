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

    /// <summary>Without noise the density is that of u = −ε itself. Written with e²/2σ_v² it lost all digits, and climbs ended at heights of 10¹¹.</summary>
    [Theory]
    [InlineData(0.5, -3, 1e-9)]
    [InlineData(1e3, -1e6, 1e-10)]
    [InlineData(30, -900, 1e-8)]
    [InlineData(1e6, -1e12, 1e-12)]
    public void Without_noise_the_density_is_that_of_u(double sigma, double mu, double noise)
    {
        double[] residuals = [-0.01, -0.1, -0.7, -1, -2.5, -6];
        int rows = residuals.Length;
        Design design = FrontierSamples.Design(rows, null, FrontierSamples.Indices.None, new RandomSource(18));
        double expected = residuals.Sum(e => NormalTail.LogDensity(0) - Math.Log(sigma) - 0.5 * e * (e + 2 * mu) / (sigma * sigma) - NormalTail.LogCdfScaled(mu / sigma));
        double[] point = [0, 0, 0, mu, 2 * Math.Log(sigma), 2 * Math.Log(noise)];
        FrontierLikelihood pooled = new PooledFrontier(design, new TruncatedNormal(), FrontierSide.Production, 1).WithResponse(residuals);

        Assert.Equal(expected, pooled.Evaluate(point, default, default), 1e-6 * Math.Abs(expected));
    }

    /// <summary>Where the form changes, on both sides of z = 0, gradient and Hessian are those of differences.</summary>
    [Theory]
    [InlineData(0.5, -3, 0.02)]
    [InlineData(2, -0.5, 0.3)]
    [InlineData(5, -40, 0.05)]
    public void Derivatives_are_those_of_differences_in_every_form(double sigma, double mu, double noise)
    {
        double[] residuals = [-3, -1, -0.3, -0.05, 0, 0.1, 0.8];
        Design design = FrontierSamples.Design(residuals.Length, null, FrontierSamples.Indices.None, new RandomSource(19));
        FrontierLikelihood model = new PooledFrontier(design, new TruncatedNormal(), FrontierSide.Production, 1).WithResponse(residuals);
        double[] point = [0.02, 0.01, -0.01, mu, 2 * Math.Log(sigma), 2 * Math.Log(noise)];
        int order = point.Length;
        double[] gradient = new double[order], hessian = new double[order * order];
        model.Evaluate(point, gradient, hessian);
        double[] steps = [.. point.Select((_, j) => j < 3 ? 1e-3 * noise : j == 3 ? 1e-3 * sigma : 1e-3)];
        for (int j = 0; j < order; j++)
        {
            double[] up = [.. point], down = [.. point], above = new double[order], below = new double[order];
            up[j] += steps[j];
            down[j] -= steps[j];
            double slope = (model.Evaluate(up, above, default) - model.Evaluate(down, below, default)) / (2 * steps[j]);
            Assert.Equal(slope, gradient[j], 1e-4 * (1 / steps[j] * 1e-3 + Math.Abs(slope)));
            for (int k = 0; k < order; k++)
            {
                double second = (above[k] - below[k]) / (2 * steps[j]);
                Assert.Equal(second, hessian[j * order + k], 1e-4 * (1e-6 / (steps[j] * steps[k]) + Math.Abs(second)));
            }
        }
    }

    /// <summary>
    /// Far along μ/σ_u → +∞ u is normal and its integral has no truncation: written with (μ/σ_u)² it lost all digits, and climbs of Wang and Ho's model ended at heights
    /// of 10⁹.
    /// </summary>
    [Theory]
    [InlineData(0.5, 60, 4, 1.5)]
    [InlineData(1e-8, 0.3, 40, -7)]
    [InlineData(1e-17, 2e-5, 3e9, 900)]
    [InlineData(2, 1e9, 5, 3)]
    public void Where_nothing_is_truncated_the_shared_term_is_that_of_a_normal_u(double sigma, double mu, double a, double b)
    {
        // E[exp(−Bu − Au²/2)] of u ~ N(μ, σ²), by the shift u = μ + σw: 1/√(1 + Aσ²) · exp(−Bμ − Aμ²/2 + σ²(B + Aμ)²/2(1 + Aσ²)).
        double w = b + a * mu, one = 1 + a * sigma * sigma;
        double expected = -0.5 * Math.Log(one) - mu * (b + 0.5 * a * mu) + 0.5 * sigma * sigma * w * w / one;

        SharedTerm term = SharedTerm.TruncatedNormal(a, b, mu, 2 * Math.Log(sigma));

        Assert.Equal(expected, term.Value, 1e-13 * (Math.Abs(mu * b) + a * mu * mu + sigma * sigma * w * w / one));
        double mean = (mu - b * sigma * sigma) / one;
        Assert.Equal(-mean, term.B, 1e-12 * Math.Abs(mean));
        Assert.Equal(-w / one, term.Mu, 1e-12 * Math.Abs(w / one));
        Assert.Equal(-0.5 * (mean * mean + sigma * sigma / one), term.A, 1e-12 * mean * mean);
    }

    /// <summary>On both sides of z₀ = 0 and of z = 0, where the form of the shared term changes, its derivatives are those of differences.</summary>
    [Theory]
    [InlineData(0.5, 0.2, 4, -1)]
    [InlineData(0.5, 1.4, 4, 3)]
    [InlineData(0.5, 0.2, 4, 1.5)]
    [InlineData(0.5, -0.3, 4, -2)]
    [InlineData(2, 30, 0.5, 6)]
    [InlineData(0.05, 3, 200, -400)]
    public void Derivatives_of_the_shared_term_are_those_of_differences(double sigma, double mu, double a, double b)
    {
        double[] point = [a, b, mu, 2 * Math.Log(sigma)];
        double[] steps = [1e-4 * a, 1e-4 * Math.Max(1, Math.Abs(b)), 1e-4 * sigma, 1e-4];
        SharedTerm At(double[] p) => SharedTerm.TruncatedNormal(p[0], p[1], p[2], p[3]);
        double[] Slopes(SharedTerm t) => [t.A, t.B, t.Mu, t.LogU];
        SharedTerm term = At(point);
        double[] gradient = Slopes(term);
        double[][] hessian =
        [
            [term.AA, term.AB, term.AMu, term.ALogU], [term.AB, term.BB, term.BMu, term.BLogU],
            [term.AMu, term.BMu, term.MuMu, term.MuLogU], [term.ALogU, term.BLogU, term.MuLogU, term.LogULogU],
        ];
        for (int j = 0; j < 4; j++)
        {
            double[] up = [.. point], down = [.. point];
            up[j] += steps[j];
            down[j] -= steps[j];
            SharedTerm above = At(up), below = At(down);
            double size = 1 + Math.Abs(term.Value);
            Assert.Equal((above.Value - below.Value) / (2 * steps[j]), gradient[j], 1e-6 * Math.Abs(gradient[j]) + 1e-10 * size / steps[j]);
            double[] high = Slopes(above), low = Slopes(below);
            for (int k = 0; k < 4; k++)
                Assert.Equal((high[k] - low[k]) / (2 * steps[j]), hessian[j][k], 1e-6 * Math.Abs(hessian[j][k]) + 1e-10 * (1 + Math.Abs(gradient[k])) / steps[j]);
        }
    }
}
