using Gravity.Core.Inference;
using static Gravity.Core.Tests.Inference.Samples;

namespace Gravity.Core.Tests.Inference;

public class SkewnessTestsTests
{
    [Theory]
    [InlineData(new double[] { 2, 8, 0, 4, 1, 9, 9, 0 }, 0.44626385374196975, 0.6554066631275459)]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8000 }, 3.571773510360407, 0.0003545719905823133)]
    [InlineData(new double[] { 100, 100, 100, 100, 100, 100, 100, 101 }, 3.5717766638478072, 0.000354567720281634)]
    public void DAgostino_is_scipys_skewtest(double[] sample, double z, double p)
    {
        var tests = SkewnessTests.Of(sample);
        Near(z, tests.DAgostino!.Statistic, 1e-12);
        Near(p, tests.DAgostino.TwoSidedP, 1e-11);
        Near(p / 2, tests.DAgostino.PositiveP, 1e-11);
        Near(1 - p / 2, tests.DAgostino.NegativeP, 1e-11);
    }

    [Fact]
    public void Coelli_is_the_third_moment_over_its_normal_error()
    {
        double[] sample = [2, 8, 0, 4, 1, 9, 9, 0];
        double mean = sample.Average();
        double second = sample.Average(value => Math.Pow(value - mean, 2));
        double third = sample.Average(value => Math.Pow(value - mean, 3));
        var tests = SkewnessTests.Of(sample);
        Near(third / Math.Sqrt(6 * Math.Pow(second, 3) / 8), tests.Coelli.Statistic, 1e-12);
        Near(third / Math.Pow(second, 1.5), tests.Skewness, 1e-12);
    }

    [Theory]
    [InlineData(1e-150)]
    [InlineData(1e200)]
    public void Sign_turns_with_the_data_and_units_do_not_matter(double unit)
    {
        double[] sample = [2, 8, 0, 4, 1, 9, 9, 0];
        var plain = SkewnessTests.Of(sample);
        var turned = SkewnessTests.Of([.. sample.Select(value => -unit * value)]);
        Near(-plain.Skewness, turned.Skewness, 1e-12);
        Near(plain.Coelli.PositiveP, turned.Coelli.NegativeP, 1e-12);
        Near(plain.DAgostino!.NegativeP, turned.DAgostino!.PositiveP, 1e-12);
    }

    [Fact]
    public void Small_and_constant_samples_have_no_test()
    {
        Assert.Null(SkewnessTests.Of([1, 2, 4]).DAgostino);
        double[] constant = new double[10];
        Array.Fill(constant, 0.1);
        Assert.True(double.IsNaN(SkewnessTests.Of(constant).Skewness));
    }
}
