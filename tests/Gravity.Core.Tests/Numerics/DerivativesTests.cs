using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Numerics;

public class DerivativesTests
{
    [Fact]
    public void Gradient_and_Hessian_match_the_formulae()
    {
        double[] at = [0.7, -1.3, 250];
        double[] gradient = Derivatives.Gradient(Value, at, [1, 1, 100]);
        double[] exact = new double[3];
        Slope(at, exact);
        for (int j = 0; j < 3; j++)
            Agree.Relative(exact[j], gradient[j], 1e-10);

        Matrix hessian = Derivatives.HessianFromGradient(Slope, at, [1, 1, 100]);
        Matrix quick = Derivatives.QuickHessian(Slope, at, [1, 1, 100]);
        double e = Math.Exp(at[0] * at[1]);
        double[,] expected =
        {
            { at[1] * at[1] * e, (1 + at[0] * at[1]) * e, 0 },
            { (1 + at[0] * at[1]) * e, at[0] * at[0] * e - Math.Sin(at[1]) * Math.Log(at[2]), Math.Cos(at[1]) / at[2] },
            { 0, Math.Cos(at[1]) / at[2], -Math.Sin(at[1]) / (at[2] * at[2]) },
        };
        for (int j = 0; j < 3; j++)
            for (int l = 0; l < 3; l++)
            {
                Assert.Equal(expected[j, l], hessian[j, l], 1e-10 * Math.Max(1e-3, Math.Abs(expected[j, l])));
                Assert.Equal(expected[j, l], quick[j, l], 1e-5 * Math.Max(1e-3, Math.Abs(expected[j, l])));
            }

        static double Value(ReadOnlySpan<double> x) => Math.Exp(x[0] * x[1]) + Math.Sin(x[1]) * Math.Log(x[2]);

        static void Slope(ReadOnlySpan<double> x, Span<double> g)
        {
            double power = Math.Exp(x[0] * x[1]);
            g[0] = x[1] * power;
            g[1] = x[0] * power + Math.Cos(x[1]) * Math.Log(x[2]);
            g[2] = Math.Sin(x[1]) / x[2];
        }
    }

    [Fact]
    public void Jacobian_has_a_row_per_output_and_keeps_the_point()
    {
        double[] at = [2, 3];
        Matrix jacobian = Derivatives.Jacobian((x, f) => (f[0], f[1], f[2]) = (x[0] * x[1], x[0] * x[0], 5), 3, at);
        Assert.Equal((3, 2), (jacobian.Rows, jacobian.Columns));
        double[] expected = [3, 4, 0, 2, 0, 0];
        for (int i = 0; i < 6; i++)
            Assert.Equal(expected[i], jacobian.Values[i], 1e-11);
        Assert.Equal([2, 3], at);
    }

    [Fact]
    public void Not_a_number_beside_the_point_is_reported() =>
        Assert.Equal(double.NaN, Derivatives.Gradient(x => Math.Sqrt(x[0]), [0.0])[0]);
}
