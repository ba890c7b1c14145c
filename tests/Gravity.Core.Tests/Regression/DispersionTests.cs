using System.Runtime.Intrinsics;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Families;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Regression;

public sealed class DispersionTests
{
    [Theory]
    [InlineData(0, 2.5)]
    [InlineData(1, 0.3)]
    [InlineData(7, 40)]
    [InlineData(1234, 900)]
    [InlineData(3.5, 2)]
    public void Derivatives_in_ln_alpha_are_those_of_the_likelihood(double y, double mean)
    {
        foreach (double alpha in new[] { 1e-3, 0.2, 1, 30 })
        {
            double At(double shift) => Likelihood(y, mean, alpha * Math.Exp(shift));
            (double first, double second) = NegativeBinomialDispersion.Row(y, mean, 1 / alpha);
            const double Step = 1e-3;
            Agree.Absolute((At(Step) - At(-Step)) / (2 * Step) - (At(2 * Step) - At(-2 * Step) - 2 * (At(Step) - At(-Step))) / (12 * Step), first, 1e-7 * (1 + Math.Abs(At(0))));
            Agree.Absolute((At(Step) - 2 * At(0) + At(-Step)) / (Step * Step), second, 1e-4 * (1 + Math.Abs(At(0))));
        }
    }

    [Fact]
    public void The_maximum_has_no_slope_and_Poisson_flows_end_at_the_least_alpha()
    {
        var random = new RandomSource(3);
        double[] mean = [.. Enumerable.Range(0, 2_000).Select(_ => 1 + 10 * random.NextUniform())];
        double[] spread = [.. mean.Select(m => (double)Poisson(random, m * random.NextGamma(2) / 2))];
        double alpha = NegativeBinomialDispersion.Maximise(spread, mean, null, 1);
        Agree.Absolute(0.5, alpha, 0.08);
        Agree.Absolute(0, NegativeBinomialDispersion.Derivatives(spread, mean, null, alpha).Slope, 1e-7);
        Agree.Relative(alpha, NegativeBinomialDispersion.Maximise(spread, mean, null, 1e-4), 1e-9);
        // Less dispersed than Poisson: the likelihood rises towards α = 0.
        double[] narrow = [.. mean.Select(m => Math.Round(m))];
        Agree.Relative(NegativeBinomialDispersion.Least, NegativeBinomialDispersion.Maximise(narrow, mean, null, 1), 1e-9);
    }

    [Fact]
    public void The_vector_logarithm_of_the_gamma_function_is_the_scalar_one()
    {
        double[] points = [0.01, 0.5, 1, 1.5, 2, 3, 7.25, 14.999, 15, 15.001, 40, 1e3, 1e9, 1e15, 1.0000001, 2.0000001];
        for (int i = 0; i < points.Length; i += 8)
        {
            Vector512<double> found = GammaVector.LogGamma(Vector512.Create(points, i));
            for (int lane = 0; lane < 8; lane++)
                Agree.Absolute(GammaFunctions.LogGamma(points[i + lane]), found[lane], 4e-14 * Math.Max(1, Math.Abs(found[lane])));
        }
    }

    private static double Likelihood(double y, double mean, double alpha)
    {
        // The textbook form, with independent functions.
        double size = 1 / alpha;
        return MathNet.Numerics.SpecialFunctions.GammaLn(y + size) - MathNet.Numerics.SpecialFunctions.GammaLn(size) - MathNet.Numerics.SpecialFunctions.GammaLn(y + 1)
            + size * Math.Log(size / (size + mean)) + y * Math.Log(mean / (size + mean));
    }

    private static int Poisson(RandomSource random, double mean)
    {
        int count = 0;
        for (double time = random.NextExponential(); time < mean; time += random.NextExponential())
            count++;
        return count;
    }
}
