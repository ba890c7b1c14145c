using Gravity.Core.Inference;
using static Gravity.Core.Tests.Inference.Samples;

namespace Gravity.Core.Tests.Inference;

public class TailProbabilitiesTests
{
    [Theory]
    [InlineData(2, 0.01)]
    [InlineData(2, 1400)]
    [InlineData(4, 9.5)]
    [InlineData(6, 40)]
    [InlineData(20, 11)]
    [InlineData(20, 150)]
    public void Chi_square_with_even_degrees_is_a_poisson_sum(int df, double x)
    {
        double term = Math.Exp(-0.5 * x);
        double sum = term;
        for (int k = 1; k < df / 2; k++)
            sum += term *= 0.5 * x / k;
        Near(sum, TailProbabilities.ChiSquareSurvival(x, df), 1e-12);
    }

    [Fact]
    public void Chi_square_of_zero_degrees_is_the_point_zero()
    {
        Assert.Equal(1, TailProbabilities.ChiSquareSurvival(0, 0));
        Assert.Equal(0, TailProbabilities.ChiSquareSurvival(1e-300, 0));
        Assert.True(double.IsNaN(TailProbabilities.ChiSquareSurvival(1, -1)));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(2.5)]
    [InlineData(40)]
    public void Student_agrees_with_closed_forms(double t)
    {
        double cauchy = Math.Atan(1 / t) / Math.PI;
        double two = 1 / ((2 + t * t) * (1 + t / Math.Sqrt(2 + t * t)));
        Near(cauchy, TailProbabilities.StudentSurvival(t, 1), 1e-12);
        Near(two, TailProbabilities.StudentSurvival(t, 2), 1e-12);
        Near(1 - two, TailProbabilities.StudentSurvival(-t, 2), 1e-12);
        // A square of t(df) is F(1, df), and chi-square(1) is the square of a normal.
        Near(2 * TailProbabilities.StudentSurvival(t, 7), TailProbabilities.FSurvival(t * t, 1, 7), 1e-12);
        Near(2 * TailProbabilities.StudentSurvival(t, double.PositiveInfinity), TailProbabilities.ChiSquareSurvival(t * t, 1), 1e-12);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(1e3)]
    [InlineData(1e6)]
    public void F_with_two_numerator_degrees_is_a_power(double df2)
    {
        foreach (double x in (double[])[0.1, 3, 30])
            Near(Math.Exp(-0.5 * df2 * double.LogP1(2 * x / df2)), TailProbabilities.FSurvival(x, 2, df2), 1e-9);
    }

    [Fact]
    public void Student_with_many_degrees_is_the_normal_with_its_first_correction()
    {
        // Expansion in 1/ν (Fisher 1925): Q(t) + φ(t)(t³ + t)/(4ν) + O(1/ν²).
        double t = 1.7;
        double df = 1e6;
        double density = Math.Exp(-0.5 * t * t) / Math.Sqrt(2 * Math.PI);
        Near(TailProbabilities.NormalSurvival(t) + density * (t * t * t + t) / (4 * df), TailProbabilities.StudentSurvival(t, df), 1e-8);
    }

    [Fact]
    public void Quantiles_are_the_tabulated_ones_and_invert_the_tails()
    {
        Near(1.959963984540054, TailProbabilities.NormalQuantile(0.975), 1e-14);
        Near(2.13144954555977, TailProbabilities.StudentQuantile(0.975, 15), 1e-13);
        Near(12.706204736174705, TailProbabilities.StudentQuantile(0.975, 1), 1e-13);
        foreach (double p in (double[])[1e-300, 1e-20, 1e-3, 0.2, 0.49])
        {
            Near(p, TailProbabilities.NormalSurvival(-TailProbabilities.NormalQuantile(p)), 1e-11);
            Near(p, TailProbabilities.StudentSurvival(-TailProbabilities.StudentQuantile(p, 9), 9), 1e-11);
        }
        Assert.Equal(0, TailProbabilities.StudentQuantile(0.5, 4));
        Assert.Equal(double.NegativeInfinity, TailProbabilities.NormalQuantile(0));
    }
}
