using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Numerics;

/// <summary>Against mpmath's incomplete gamma and beta functions in 50 digits.</summary>
public class DistributionsTests
{
    [Theory]
    [InlineData(3.841, 1, 0.050013683763956699)]
    [InlineData(2.706, 2, 0.25846370527941998)]
    [InlineData(50, 3, 7.9891792449514711e-11)]
    [InlineData(700, 5, 4.9119861035732006e-149)]
    [InlineData(0.01, 4, 0.99998754158864572)]
    [InlineData(95, 100, 0.62257929187817353)]
    [InlineData(1e6, 1e6, 0.4998119368033945)]
    [InlineData(1005000, 1e6, 0.00020767800946703003)]
    [InlineData(0.5, 0.3, 0.15604916709686203)]
    public void Chi_square(double x, double degrees, double survival)
    {
        Agree.Relative(survival, Distributions.ChiSquareSurvival(x, degrees), 1e-11);
        if (survival > 1e-4)
            Agree.Relative(x, Distributions.ChiSquareQuantile(1 - survival, degrees), 1e-9);
    }

    [Theory]
    [InlineData(2, 5, 0.050969739414929178)]
    [InlineData(0.1, 3, 0.46332617440040291)]
    [InlineData(40, 30, 6.8630225972032014e-28)]
    [InlineData(1.96, 1e6, 0.024998033792634895)]
    [InlineData(5, 1e4, 2.9151633068313236e-7)]
    [InlineData(30, 1e4, 1.0221635237127853e-189)]
    [InlineData(5, 1e6, 2.8669989354453708e-7)]
    [InlineData(1e-3, 7, 0.49961500862249942)]
    [InlineData(12, 1, 0.026464676059589875)]
    [InlineData(2.5, 2.5, 0.052284981539077694)]
    public void Student(double t, double degrees, double survival)
    {
        Agree.Relative(survival, Distributions.StudentSurvival(t, degrees), 1e-10);
        Agree.Relative(1 - survival, Distributions.StudentSurvival(-t, degrees), 1e-11);
        Agree.Relative(2 * survival, Distributions.StudentTwoSided(-t, degrees), 1e-10);
        if (survival > 1e-4)
        {
            Agree.Relative(t, Distributions.StudentQuantile(1 - survival, degrees), 1e-9);
            Agree.Relative(-t, Distributions.StudentQuantile(survival, degrees), 1e-9);
        }
    }

    [Theory]
    [InlineData(3, 2, 40, 0.061100278940553086)]
    [InlineData(0.5, 7, 900, 0.83491777703493755)]
    [InlineData(100, 3, 50, 3.9656557492401625e-21)]
    [InlineData(1.01, 8, 999990, 0.42569558965763857)]
    [InlineData(1.1, 500, 300000, 0.060473546983216246)]
    [InlineData(1.2, 2000, 3000, 3.5198347040482335e-6)]
    [InlineData(4, 1, 12, 0.068655014038085938)]
    public void Fisher(double x, double numerator, double denominator, double survival)
    {
        Agree.Relative(survival, Distributions.FisherSurvival(x, numerator, denominator), 1e-11);
        if (survival > 1e-4)
            Agree.Relative(x, Distributions.FisherQuantile(1 - survival, numerator, denominator), 1e-9);
    }

    [Fact]
    public void Laws_meet_at_their_limits()
    {
        Assert.Equal(0, Distributions.ChiSquareSurvival(0, 0));
        Assert.Equal(1, Distributions.ChiSquareSurvival(-1, 0));
        Assert.Equal(1, Distributions.ChiSquareSurvival(0, 3));
        Assert.Equal(0, Distributions.ChiSquareQuantile(0.95, 0));
        Assert.Equal(Distributions.NormalSurvival(1.3), Distributions.StudentSurvival(1.3, double.PositiveInfinity), 1e-16);
        Assert.Equal(Distributions.ChiSquareSurvival(6, 3), Distributions.FisherSurvival(2, 3, double.PositiveInfinity), 1e-16);
        Agree.Relative(Distributions.StudentTwoSided(1.7, 9), Distributions.FisherSurvival(1.7 * 1.7, 1, 9), 1e-12);
        Agree.Relative(1.959963984540054, Distributions.StudentQuantile(0.975, double.PositiveInfinity), 1e-13);
        Assert.Equal(double.NaN, Distributions.StudentSurvival(double.NaN, 3));
        Assert.Equal(double.NaN, Distributions.ChiSquareSurvival(1, -1));
        Assert.Equal(0.5, Distributions.StudentSurvival(0, 4));
    }
}
