using Gravity.Core.Numerics;
using Gravity.Core.Regression;

namespace Gravity.Core.Tests.Potential.Prediction;

public sealed class RetransformationTests
{
    private static readonly double[] Residuals = [0.5, -0.25, 0.1, -0.35];

    [Fact]
    public void Factors_are_those_of_their_formulas()
    {
        double smearing = (Math.Exp(0.5) + Math.Exp(-0.25) + Math.Exp(0.1) + Math.Exp(-0.35)) / 4;
        Assert.Equal(smearing, Factor(Retransformation.Smearing).Value, 14);
        // s² = Σe²/(N − K), N = 4, K = 2.
        Assert.Equal(Math.Exp(0.5 * (0.25 + 0.0625 + 0.01 + 0.1225) / 2), Factor(Retransformation.Lognormal).Value, 14);
        Assert.Equal(1, Factor(Retransformation.None).Value);
        Assert.Equal(0, Factor(Retransformation.None).Error);
        Assert.Equal((Math.Exp(0.4) + Math.Exp(-0.45) + Math.Exp(0.2) + Math.Exp(-0.35)) / 4, Factor(Retransformation.Smearing).Of(Residuals, [0.1, 0.2, -0.1, 0]), 14);
    }

    [Fact]
    public void A_frequency_counts_as_so_many_rows()
    {
        var weighted = new RetransformationFactor(Retransformation.Lognormal, [0.5, -0.25], [3, 2], 5, 1, null);
        var written = new RetransformationFactor(Retransformation.Lognormal, [0.5, 0.5, 0.5, -0.25, -0.25], null, 5, 1, null);
        Assert.Equal(written.Value, weighted.Value, 14);
        Assert.Equal(new RetransformationFactor(Retransformation.Smearing, [0.5, 0.5, 0.5, -0.25, -0.25], null, 5, 1, null).Value,
            new RetransformationFactor(Retransformation.Smearing, [0.5, -0.25], [3, 2], 5, 1, null).Value, 14);
    }

    [Fact]
    public void The_error_is_that_of_a_mean_over_clusters()
    {
        double[] terms = [.. Residuals.Select(Math.Exp)];
        double mean = terms.Average();
        double rows = Math.Sqrt(terms.Sum(t => (t - mean) * (t - mean))) / 4;
        Assert.Equal(rows, Factor(Retransformation.Smearing).Error, 14);
        double first = terms[0] + terms[1] - 2 * mean, second = terms[2] + terms[3] - 2 * mean;
        Assert.Equal(Math.Sqrt(first * first + second * second) / 4, new RetransformationFactor(Retransformation.Smearing, Residuals, null, 4, 2, [0, 0, 1, 1]).Error, 14);
        // Delta method: a small change of every e² moves exp(s²/2) as its derivative says.
        RetransformationFactor lognormal = Factor(Retransformation.Lognormal);
        double squares = Residuals.Select(e => e * e).Average(), spread = Math.Sqrt(Residuals.Sum(e => Math.Pow(e * e - squares, 2))) / 4;
        const double Step = 1e-6;
        double derivative = (Math.Exp(0.5 * 2 * (squares + Step)) - Math.Exp(0.5 * 2 * (squares - Step))) / (2 * Step);
        Assert.Equal(derivative * spread, lognormal.Error, 8);
    }

    /// <summary>Under normal errors all three know the mean: smearing and exp(s²/2) come to E[exp(e)].</summary>
    [Fact]
    public void Both_factors_estimate_the_mean_of_exp_e()
    {
        var random = new RandomSource(3, 0);
        double[] residuals = [.. Enumerable.Range(0, 200_000).Select(_ => 0.6 * random.NextNormal())];
        Assert.Equal(Math.Exp(0.18), new RetransformationFactor(Retransformation.Smearing, residuals, null, residuals.Length, 1, null).Value, 0.01);
        Assert.Equal(Math.Exp(0.18), new RetransformationFactor(Retransformation.Lognormal, residuals, null, residuals.Length, 1, null).Value, 0.01);
    }

    private static RetransformationFactor Factor(Retransformation kind) => new(kind, Residuals, null, 4, 2, null);
}
