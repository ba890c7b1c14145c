using Gravity.Core.Efficiency;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Frontier.Distributions;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Efficiency;

public class MarginalEffectsTests
{
    private static readonly double[] Size = [-1.5, -0.2, 0.4, 1.3, 2.2];
    private static readonly double[] Tariff = [0.3, 1.2, -0.7, 0.1, 0.9];

    [Fact]
    public void Truncated_normal_effects_agree_with_differences_of_quadratures()
    {
        DesignBlock mean = Block(BlockNames.InefficiencyMean, "size", Size);
        DesignBlock variance = Block(BlockNames.InefficiencyVariance, "tariff", Tariff);
        double[] delta = [0.2, -0.9], gamma = [-0.6, 0.5];
        IReadOnlyList<MarginalEffect> effects = MarginalEffects.Of(
            new TruncatedNormal(), mean, variance, delta, gamma, new Matrix(4, 4));
        Assert.Equal(["size", "tariff"], effects.Select(e => e.Name));
        for (int i = 0; i < Size.Length; i++)
        {
            (double mean0, double variance0) = Slope(h => Moments(0.2 - 0.9 * (Size[i] + h), -0.6 + 0.5 * Tariff[i]));
            Agree.Absolute(mean0, effects[0].OnMean[i], 1e-9);
            Agree.Absolute(variance0, effects[0].OnVariance[i], 1e-9);
            (double mean1, double variance1) = Slope(h => Moments(0.2 - 0.9 * Size[i], -0.6 + 0.5 * (Tariff[i] + h)));
            Agree.Absolute(mean1, effects[1].OnMean[i], 1e-9);
            Agree.Absolute(variance1, effects[1].OnVariance[i], 1e-9);
        }
        Agree.Relative(effects[0].OnMean.Average(), effects[0].AverageOnMean, 1e-14);
        Assert.Equal(0, effects[0].AverageOnMeanError);
    }

    [Fact]
    public void A_column_of_both_indices_has_one_combined_effect()
    {
        DesignBlock mean = Block(BlockNames.InefficiencyMean, "size", Size);
        DesignBlock variance = Block(BlockNames.InefficiencyVariance, "size", Size);
        double[] delta = [0.1, 0.7], gamma = [-0.3, -0.8];
        MarginalEffect effect = Assert.Single(MarginalEffects.Of(
            new TruncatedNormal(), mean, variance, delta, gamma, new Matrix(4, 4)));
        for (int i = 0; i < Size.Length; i++)
        {
            (double onMean, double onVariance) = Slope(h => Moments(0.1 + 0.7 * (Size[i] + h), -0.3 - 0.8 * (Size[i] + h)));
            Agree.Absolute(onMean, effect.OnMean[i], 1e-9);
            Agree.Absolute(onVariance, effect.OnVariance[i], 1e-9);
        }
    }

    [Fact]
    public void Half_normal_effects_agree_with_differences_of_quadratures()
    {
        DesignBlock variance = Block(BlockNames.InefficiencyVariance, "size", Size);
        MarginalEffect effect = Assert.Single(MarginalEffects.Of(
            new HalfNormal(), null, variance, [], [-0.4, 0.6], new Matrix(2, 2)));
        for (int i = 0; i < Size.Length; i++)
        {
            (double onMean, double onVariance) = Slope(h => Moments(0, -0.4 + 0.6 * (Size[i] + h)));
            Agree.Absolute(onMean, effect.OnMean[i], 1e-9);
            Agree.Absolute(onVariance, effect.OnVariance[i], 1e-9);
        }
    }

    [Theory]
    [InlineData(-2000)]
    [InlineData(-40)]
    [InlineData(40)]
    public void Effects_keep_their_digits_far_from_zero(double location)
    {
        // σ = 1 and z = 1 in one row. r → −∞: u is exponential with mean m = σ²/|μ|, so E ∝ σ², V ∝ σ⁴. r → +∞: V = σ².
        DesignBlock variance = new(BlockNames.InefficiencyVariance, ["z"], SmallSamples.Column(1));
        MarginalEffect effect = Assert.Single(MarginalEffects.Of(
            new TruncatedNormal(), null, variance, [location], [0.0], new Matrix(2, 2)));
        Assert.Equal(0, effect.OnMean[0]); // γ = 0
        variance = new DesignBlock(BlockNames.InefficiencyVariance, ["z"], SmallSamples.Column(1e-12));
        effect = Assert.Single(MarginalEffects.Of(
            new TruncatedNormal(), null, variance, [location], [1.0], new Matrix(2, 2)));
        if (location < 0)
        {
            double m = -1 / location;
            Agree.Relative(m, effect.OnMean[0], 7 * m * m);
            Agree.Relative(2 * m * m, effect.OnVariance[0], 30 * m * m);
        }
        else
        {
            Assert.InRange(effect.OnMean[0], 0, 1e-300);
            Agree.Relative(1, effect.OnVariance[0], 1e-11);
        }
    }

    [Fact]
    public void Exponential_effects_and_errors_by_hand()
    {
        // E = σ_u = exp(w'γ/2): average effect γ₁·mean(σ)/2, gradient by γ_j: [j = 1]·mean(σ)/2 + γ₁·mean(σ·w_j)/4.
        DesignBlock variance = Block(BlockNames.InefficiencyVariance, "size", Size);
        Matrix covariance = Matrix.FromRows([0.04, -0.01], [-0.01, 0.09]);
        MarginalEffect effect = Assert.Single(MarginalEffects.Of(
            new Exponential(), null, variance, [], [-0.4, 0.6], covariance));
        double[] sigma = Array.ConvertAll(Size, s => Math.Exp(0.5 * (-0.4 + 0.6 * s)));
        double average = sigma.Average(), cross = sigma.Zip(Size, (s, z) => s * z).Average();
        Agree.Relative(0.3 * sigma[3], effect.OnMean[3], 1e-14);
        Agree.Relative(0.6 * sigma[3] * sigma[3], effect.OnVariance[3], 1e-14);
        double[] onMean = [0.15 * average, 0.5 * average + 0.15 * cross];
        Agree.Relative(Math.Sqrt(covariance.Quadratic(onMean, onMean)), effect.AverageOnMeanError, 1e-9);
        double square = sigma.Average(s => s * s), squareCross = sigma.Zip(Size, (s, z) => s * s * z).Average();
        double[] onVariance = [0.6 * square, square + 0.6 * squareCross];
        Agree.Relative(Math.Sqrt(covariance.Quadratic(onVariance, onVariance)), effect.AverageOnVarianceError, 1e-9);
    }

    [Fact]
    public void Errors_do_not_depend_on_the_unit_of_the_column()
    {
        double[] small = Array.ConvertAll(Size, s => 1e-6 * s);
        Matrix covariance = Matrix.FromRows([0.04, 0.01, 0.002], [0.01, 0.05, 0.003], [0.002, 0.003, 0.02]);
        Matrix scaled = covariance.Clone();
        for (int j = 0; j < 3; j++)
        {
            scaled[1, j] *= 1e6;
            scaled[j, 1] *= 1e6;
        }
        MarginalEffect first = Assert.Single(MarginalEffects.Of(
            new TruncatedNormal(), Block(BlockNames.InefficiencyMean, "size", Size), null, [0.2, 0.5], [-0.5], covariance));
        MarginalEffect second = Assert.Single(MarginalEffects.Of(
            new TruncatedNormal(), Block(BlockNames.InefficiencyMean, "size", small), null, [0.2, 0.5e6], [-0.5], scaled));
        Assert.True(first.AverageOnMeanError > 0.01);
        Agree.Relative(first.AverageOnMeanError, 1e-6 * second.AverageOnMeanError, 1e-9);
        Agree.Relative(first.AverageOnVarianceError, 1e-6 * second.AverageOnVarianceError, 1e-9);
    }

    [Fact]
    public void Blocks_and_parameters_must_fit()
    {
        DesignBlock block = Block(BlockNames.InefficiencyMean, "size", Size);
        Assert.Throws<ArgumentException>(() => MarginalEffects.Of(new HalfNormal(), block, null, [1.0, 1.0], [0.0], new Matrix(3, 3)));
        Assert.Throws<ArgumentException>(() => MarginalEffects.Of(new TruncatedNormal(), block, null, [1.0], [0.0], new Matrix(2, 2)));
        Assert.Throws<ArgumentException>(() => MarginalEffects.Of(new TruncatedNormal(), block, null, [1.0, 1.0], [0.0], new Matrix(2, 2)));
    }

    private static DesignBlock Block(string name, string column, double[] values)
    {
        Matrix matrix = new(values.Length, 2);
        matrix.Column(0).Fill(1);
        values.CopyTo(matrix.Column(1));
        return new DesignBlock(name, [BlockNames.Intercept, column], matrix);
    }

    private static (double Mean, double Variance) Moments(double location, double logVariance)
    {
        double sigma = Math.Exp(0.5 * logVariance);
        var oracle = new TruncatedNormalOracle(location / sigma);
        return (sigma * oracle.Mean, sigma * sigma * oracle.Variance);
    }

    private static (double Mean, double Variance) Slope(Func<double, (double Mean, double Variance)> moments)
    {
        (double Mean, double Variance) Difference(double h)
        {
            (double mean1, double variance1) = moments(h);
            (double mean0, double variance0) = moments(-h);
            return ((mean1 - mean0) / (2 * h), (variance1 - variance0) / (2 * h));
        }

        (double wideMean, double wideVariance) = Difference(2e-3);
        (double narrowMean, double narrowVariance) = Difference(1e-3);
        return ((4 * narrowMean - wideMean) / 3, (4 * narrowVariance - wideVariance) / 3);
    }
}
