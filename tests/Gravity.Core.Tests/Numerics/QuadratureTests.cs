using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Numerics;

public class QuadratureTests
{
    private const double Inf = double.PositiveInfinity;

    public static readonly TheoryData<string, double, double, double> Known = new()
    {
        { "cube", -1, 2, 3.75 },
        { "normal", -Inf, Inf, 1 },
        { "normal", -Inf, 1, 0.841344746068542948585232545632 },
        { "normal", 2, Inf, 0.0227501319481792072002826371665 },
        { "narrow", -Inf, Inf, 1 },
        { "exponential", 0, Inf, 1 },
        { "logarithm", 0, 1, -1 },
        { "cosine", 0, 100, -0.506365641109758793656557610459785432 },
        { "cauchy", -Inf, Inf, Math.PI },
        { "kink", 0, 3, 2.5 },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Known_integrals_are_found_within_the_error_estimate(string name, double from, double to, double expected)
    {
        Func<double, double> function = name switch
        {
            "cube" => x => x * x * x,
            "normal" => NormalTail.Density,
            "narrow" => x => NormalTail.Density((x - 50) / 1e-3) / 1e-3,
            "exponential" => x => Math.Exp(-x),
            "logarithm" => Math.Log,
            "cosine" => Math.Cos,
            "cauchy" => x => 1 / (1 + x * x),
            _ => x => Math.Abs(x - 1),
        };
        double[] breaks = name switch { "narrow" => [49.99, 50, 50.01], "kink" => [1.0], _ => [] };
        QuadratureResult result = Quadrature.Integrate(function, from, to, relativeTolerance: 1e-12, breaks: breaks);
        Assert.True(result.Converged, $"error {result.Error} after {result.Evaluations}");
        Assert.Equal(expected, result.Value, Math.Max(result.Error, 1e-14));
        Agree.Relative(expected, result.Value, 1e-12);
        QuadratureResult reversed = Quadrature.Integrate(function, to, from, relativeTolerance: 1e-12, breaks: breaks);
        Assert.Equal(-result.Value, reversed.Value);
    }

    [Fact]
    public void Failure_is_reported_and_not_hidden()
    {
        Assert.False(Quadrature.Integrate(x => 1 / x, 0, 1, maxIntervals: 100).Converged);
        Assert.False(Quadrature.Integrate(x => double.NaN, 0, 1).Converged);
        Assert.Equal(double.NaN, Quadrature.Integrate(x => double.NaN, 0, 1).Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(32)]
    [InlineData(101)]
    public void Gauss_Legendre_is_exact_to_degree_2n_minus_1(int count)
    {
        (double[] nodes, double[] weights) = Quadrature.GaussLegendre(count);
        Assert.Equal(nodes.Order(), nodes);
        for (int degree = 0; degree < 2 * count; degree++)
        {
            double sum = nodes.Zip(weights, (x, w) => w * Math.Pow(x, degree)).Sum();
            Assert.Equal(degree % 2 == 1 ? 0 : 2.0 / (degree + 1), sum, 4e-15);
        }
    }
}
