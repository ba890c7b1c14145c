using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Frontier.Laws;

/// <summary>Closed forms against the quadrature, and laws that are special cases of others.</summary>
public sealed class PairIdentityTests
{
    private static readonly (double U, double V)[] Scales = [(0.05, 1), (0.7, 0.5), (1, 0.05)];
    private static readonly double[] Residuals = [-6, -1.2, -0.1, 0.3, 2.5];

    [Theory]
    [InlineData("half-normal")]
    [InlineData("truncated-normal")]
    [InlineData("exponential")]
    [InlineData("rayleigh")]
    public void A_closed_form_kernel_and_the_quadrature_give_the_same_row(string key)
    {
        InefficiencyLaw law = LawSamples.Law(key);
        foreach (FrontierSide side in Enum.GetValues<FrontierSide>())
        {
            double sign = side == FrontierSide.Production ? 1 : -1;
            var closed = law.ClosedForm(new NormalNoise(), side)!;
            var quadrature = new Core.Frontier.Kernels.QuadratureKernel(law, new NormalNoise(), side);
            foreach ((double sigmaU, double sigmaV) in Scales)
            {
                foreach (LawPoint u in LawSamples.Points(law, sigmaU))
                {
                    Core.Estimation.KernelBlock one = Block(closed, u, sigmaV, sign), two = Block(quadrature, u, sigmaV, sign);
                    for (int i = 0; i < Residuals.Length; i++)
                    {
                        Agree.Absolute(one.Value[i], two.Value[i], 1e-10 * Math.Max(1, Math.Abs(one.Value[i])));
                        for (int k = 0; k < closed.IndexCount; k++)
                        {
                            Agree.Absolute(one.Gradient(k)[i], two.Gradient(k)[i], 1e-8 * Math.Max(1, Math.Abs(one.Gradient(k)[i])));
                            for (int l = k; l < closed.IndexCount; l++)
                                Agree.Absolute(one.Hessian(k, l)[i], two.Hessian(k, l)[i], 1e-7 * Math.Max(1, Math.Abs(one.Hessian(k, l)[i])));
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void The_generalised_exponential_is_a_difference_of_two_exponentials()
    {
        Each((sigmaU, sigmaV, e) =>
        {
            double one = Math.Exp(Density("exponential", sigmaU, "normal", sigmaV, e)), half = Math.Exp(Density("exponential", 0.5 * sigmaU, "normal", sigmaV, e));
            double expected = 2 * one - half;
            // The difference itself loses digits where both are nearly equal.
            Agree.Absolute(expected, Math.Exp(Density("generalised-exponential", sigmaU, "normal", sigmaV, e)), 1e-10 * (2 * one + half));
        });
    }

    [Fact]
    public void The_truncated_skewed_Laplace_is_a_difference_of_two_exponentials()
    {
        foreach (double lambda in new[] { 0.2, 1, 6 })
        {
            Each((sigmaU, sigmaV, e) =>
            {
                double slow = Math.Exp(Density("exponential", sigmaU, "normal", sigmaV, e)), fast = Math.Exp(Density("exponential", sigmaU / (1 + lambda), "normal", sigmaV, e));
                double expected = (2 * (1 + lambda) * slow - fast) / (1 + 2 * lambda);
                Agree.Absolute(expected, Math.Exp(Density("truncated-skewed-laplace", sigmaU, "normal", sigmaV, e, lambda)), 1e-10 * (slow + fast));
            });
        }
    }

    [Fact]
    public void The_uniform_with_any_noise_is_a_difference_of_its_distribution()
    {
        Each((sigmaU, sigmaV, e) =>
        {
            double width = Math.Sqrt(12) * sigmaU, from = e / sigmaV, to = (e + width) / sigmaV;
            double Between(Func<double, double> below) => (from > 0 ? below(-from) - below(-to) : below(to) - below(from)) / width;
            double Laplace(double z) => z < 0 ? 0.5 * Math.Exp(z) : 1 - 0.5 * Math.Exp(-z);
            double Logistic(double z) => 1 / (1 + Math.Exp(-z));
            foreach ((string noise, Func<double, double> below) in new (string, Func<double, double>)[]
                { ("normal", NormalTail.Cdf), ("laplace", Laplace), ("logistic", Logistic) })
            {
                Agree.Relative(Between(below), Math.Exp(Density("uniform", sigmaU, noise, sigmaV, e)), 3e-10);
            }
            Agree.Relative(
                Between(z => Core.Numerics.Distributions.StudentSurvival(-z, 5)), Math.Exp(Density("uniform", sigmaU, "student-t", sigmaV, e, noiseShape: 5)), 3e-10);
        });
    }

    [Fact]
    public void Laplace_noise_with_exponential_u_has_its_closed_form()
    {
        Each((sigmaU, sigmaV, e) =>
        {
            // ∫₀^∞ e^(−|e + u|/b − u/σ) du/2bσ, piece by piece on either side of u = −e (Horrace and Parmeter 2018).
            double b = sigmaV, s = sigmaU, r = 1 / b + 1 / s;
            double expected = e >= 0
                ? Math.Exp(-e / b) / (2 * b * s * r)
                : (Math.Abs(b - s) < 1e-12 ? -e * Math.Exp(e / b) : (Math.Exp(e / s) - Math.Exp(e / b)) / (1 / b - 1 / s)) / (2 * b * s) + Math.Exp(e / s) / (2 * b * s * r);
            Agree.Relative(expected, Math.Exp(Density("exponential", s, "laplace", b, e)), 1e-10);
        });
    }

    [Theory]
    [InlineData("gamma", 1, "exponential", 1)]
    [InlineData("weibull", 1, "exponential", 1)]
    [InlineData("weibull", 2, "rayleigh", 0.70710678118654752)]
    [InlineData("truncated-skewed-laplace", 1e-9, "exponential", 1)]
    [InlineData("truncated-skewed-laplace", 1e9, "exponential", 1)]
    public void A_law_holds_another_at_a_value_of_its_shape(string law, double shape, string special, double factor)
    {
        foreach (NoiseLaw noise in NoiseLaw.All)
        {
            Each((sigmaU, sigmaV, e) => Agree.Absolute(
                Density(special, factor * sigmaU, noise.Key, sigmaV, e, noiseShape: 4), Density(law, sigmaU, noise.Key, sigmaV, e, shape, 4), shape > 2 ? 1e-6 : 3e-8));
        }
        // Whole shapes are exact, limits to their distance.
        if (shape is 1 or 2)
        {
            Each((sigmaU, sigmaV, e) => Agree.Absolute(
                Density(special, factor * sigmaU, "normal", sigmaV, e), Density(law, sigmaU, "normal", sigmaV, e, shape), 1e-10 * Math.Max(1, e * e / (sigmaV * sigmaV))));
        }
    }

    [Theory]
    [InlineData("half-normal")]
    [InlineData("gamma")]
    [InlineData("lognormal")]
    public void Students_noise_tends_to_the_normal(string law)
    {
        foreach (double e in new[] { -1.5, -0.2, 0.6 })
        {
            LawPoint u = LawSamples.Points(LawSamples.Law(law), 0.6).First();
            double normal = PosteriorNodes.Own.Fill(LawSamples.Law(law), u, new NormalNoise(), new NormalNoise().At(2 * Math.Log(0.5)), e);
            var student = new StudentNoise();
            double near = PosteriorNodes.Own.Fill(LawSamples.Law(law), u, student, student.At(2 * Math.Log(0.5), 1e7), e);
            Agree.Absolute(normal, near, 1e-5);
            double nearer = PosteriorNodes.Own.Fill(LawSamples.Law(law), u, student, student.At(2 * Math.Log(0.5), 1e9), e);
            Agree.Absolute(normal, nearer, 1e-7);
        }
    }

    [Fact]
    public void Scaled_units_move_the_density_by_the_scale_alone()
    {
        foreach (InefficiencyLaw law in LawSamples.AllLaws)
        {
            foreach (NoiseLaw noise in NoiseLaw.All)
            {
                LawPoint u = LawSamples.Points(law, 0.6).Last();
                LawPoint v = LawSamples.Points(noise, 0.4).Last();
                foreach (double factor in new[] { 1e-6, 1e6 })
                {
                    double log = Math.Log(factor);
                    double one = PosteriorNodes.Own.Fill(law, u, noise, v, -0.7);
                    double other = PosteriorNodes.Own.Fill(
                        law, law.Rescaled(u, log), noise, new LawPoint(0, v.LogVariance + 2 * log, v.Shape, v.Constants), -0.7 * factor);
                    Agree.Absolute(one - log, other, 1e-10);
                }
            }
        }
    }

    private static Core.Estimation.KernelBlock Block(Core.Estimation.IndexKernel kernel, LawPoint u, double sigmaV, double sign)
    {
        var block = new Core.Estimation.KernelBlock(kernel.IndexCount);
        block.Begin([.. Residuals.Select(e => sign * e)]);
        int k = 1;
        block.Index(0).Clear();
        if (kernel.IndexCount == 4)
            block.Index(k++).Fill(u.Mu);
        block.Index(k++).Fill(u.LogVariance);
        block.Index(k).Fill(2 * Math.Log(sigmaV));
        block.Pad();
        kernel.Evaluate(block, 2);
        return block;
    }

    private static double Density(string law, double sigmaU, string noise, double sigmaV, double e, double shape = double.NaN, double noiseShape = double.NaN)
    {
        InefficiencyLaw u = LawSamples.Law(law);
        NoiseLaw v = LawSamples.Noise(noise);
        return PosteriorNodes.Own.Fill(
            u, u.At(0, 2 * Math.Log(sigmaU), u.Shape is null ? double.NaN : shape), v, v.At(2 * Math.Log(sigmaV), v.Shape is null ? double.NaN : noiseShape), e);
    }

    private static void Each(Action<double, double, double> check)
    {
        foreach ((double sigmaU, double sigmaV) in Scales)
            foreach (double e in Residuals)
                check(sigmaU, sigmaV, e);
    }
}
