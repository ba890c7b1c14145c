using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Closed-form likelihoods against the integral over u of which they are the closed form, far tails included.</summary>
public sealed class LikelihoodQuadratureTests
{
    public static TheoryData<string, double, double, double> Pooled()
    {
        var data = new TheoryData<string, double, double, double>();
        foreach (ConjugateLaw law in ConjugateLaw.Members)
            foreach (double gamma in new[] { 1e-4, 0.3, 0.8, 0.9999 })
                foreach (double kappa in law.HasMean ? [-40, -3, 0.5, 6] : new[] { 0.0 })
                    foreach (double residual in new[] { -60, -5, -0.3, 0, 0.8, 6, 60 })
                        data.Add(law.Key, gamma, kappa, residual);
        return data;
    }

    [Theory]
    [MemberData(nameof(Pooled))]
    public void A_pooled_row_is_the_integral_over_its_inefficiency(string law, double gamma, double kappa, double residual)
    {
        double sigmaU = 0.7 * Math.Sqrt(gamma), sigmaV = 0.7 * Math.Sqrt(1 - gamma), e = 0.7 * residual;
        ConjugateLaw u = ConjugateLaw.Members.Single(l => l.Key == law);
        var intercept = new DesignBlock(BlockNames.Frontier, [BlockNames.Intercept], Matrix.FromRows([1.0]));
        var design = new Design("y ~ 1", "y", [e], [intercept], [0], null, ResponseScale.AsGiven, null, null, [], new SampleLog(1, []), "00");
        FrontierLikelihood model = new FrontierSpecification { Model = "pooled", Law = u }.Build(design, 1);
        double[] theta = u.HasMean
            ? [0, kappa * sigmaU, 2 * Math.Log(sigmaU), 2 * Math.Log(sigmaV)]
            : [0, 2 * Math.Log(sigmaU), 2 * Math.Log(sigmaV)];
        double expected = -0.5 * Math.Log(2 * Math.PI) - Math.Log(sigmaV) - 0.5 * e * e / (sigmaV * sigmaV)
            + LogIntegral(law, 1 / (sigmaV * sigmaV), e / (sigmaV * sigmaV), kappa * sigmaU, sigmaU);
        double actual = model.Evaluate(theta, default, default);
        // Terms of the size of the squared standardised residual cancel in both forms.
        double size = 1 + 0.5 * e * e / (sigmaV * sigmaV) + kappa * kappa;
        Agree.Absolute(expected, actual, 1e-11 * Math.Max(1, Math.Abs(expected)) + 1e-14 * size);
    }

    public static TheoryData<string, double, double, double, double> Shared()
    {
        var data = new TheoryData<string, double, double, double, double>();
        foreach (ConjugateLaw law in ConjugateLaw.Members)
            foreach (double a in new[] { 1e-3, 4, 3e4 })
                foreach (double standardised in new[] { -30, -2, 0, 3, 40 })
                    foreach (double kappa in law.HasMean ? [-1000, -20, 0, 8, 40, 1000] : new[] { 0.0 })
                        foreach (double sigmaU in new[] { 0.01, 0.8 })
                            data.Add(law.Key, a, standardised * Math.Sqrt(a), kappa, sigmaU);
        return data;
    }

    [Theory]
    [MemberData(nameof(Shared))]
    public void The_shared_term_is_the_integral_over_the_units_inefficiency(string law, double a, double b, double kappa, double sigmaU)
    {
        ConjugateLaw u = ConjugateLaw.Members.Single(l => l.Key == law);
        SharedTerm term = u.Shared(a, b, kappa * sigmaU, 2 * Math.Log(sigmaU));
        double expected = LogIntegral(law, a, b, kappa * sigmaU, sigmaU);
        double size = 1 + b * b / a;
        Agree.Absolute(expected, term.Value, 1e-11 * Math.Max(1, Math.Abs(expected)) + 1e-14 * size);
    }

    [Theory]
    [InlineData("pitt-lee")]
    [InlineData("bc92")]
    public void A_panel_likelihood_is_the_sum_of_integrals_over_its_units(string name)
    {
        foreach (ConjugateLaw law in ConjugateLaw.Members)
        {
            var random = new RandomSource(31);
            FrontierVariant variant = FrontierVariant.All.First(v =>
                v.Specification.Model == name && v.Specification.Law.Key == law.Key && v.Indices != 0 && v.Specification.Side == FrontierSide.Cost);
            FrontierLikelihood model = variant.Model(random);
            FrontierPoint point = FrontierPoint.Draw(model, random, 0.6, 0.4, 0.11);
            double[] mu = FrontierSamples.Index(model, point.Theta, BlockNames.InefficiencyMean);
            double[] logU = FrontierSamples.Index(model, point.Theta, BlockNames.InefficiencyVariance);
            double[] logV = FrontierSamples.Index(model, point.Theta, BlockNames.NoiseVariance);
            double[] location = FrontierSamples.Index(model, point.Theta, BlockNames.Frontier);
            double eta = point.Theta[^1];
            UnitIndex units = model.Design.Units!;
            double expected = 0;
            for (int unit = 0; unit < units.Count; unit++)
            {
                double a = 0, b = 0;
                for (int i = units.Starts[unit]; i < units.Starts[unit + 1]; i++)
                {
                    // Cost: e = −(y − x'β).
                    double e = -(model.Response[i] - location[i]), variance = Math.Exp(logV[i]);
                    double h = name == "bc92" ? Math.Exp(-eta * (units.PeriodOfRow![i] - units.PeriodOfRow.Max())) : 1;
                    a += h * h / variance;
                    b += h * e / variance;
                    expected -= 0.5 * (Math.Log(2 * Math.PI) + logV[i] + e * e / variance);
                }
                int first = units.Starts[unit];
                expected += LogIntegral(law.Key, a, b, mu[first], Math.Exp(0.5 * logU[first]));
            }
            Agree.Relative(expected, model.Evaluate(point.Theta, default, default), 1e-11);
        }
    }

    /// <summary>ln ∫₀^∞ exp(−Au²/2 − Bu)·f(u) du by quadrature of the integrand and, for the truncated normal, of its normalising constant.</summary>
    private static double LogIntegral(string law, double a, double b, double mu, double sigma)
    {
        double precision = law == "exponential" ? 0 : 1 / (sigma * sigma);
        double linear = law switch { "exponential" => 1 / sigma, "half-normal" => 0, _ => -mu / (sigma * sigma) };
        double constant = law switch
        {
            "exponential" => -Math.Log(sigma),
            "half-normal" => Math.Log(2) - 0.5 * Math.Log(2 * Math.PI) - Math.Log(sigma),
            // f(u) = exp(−u²/2σ² + μu/σ²)/∫ of the same: the factor exp(−μ²/2σ²) drops out.
            _ => -LogQuadratic(precision, linear),
        };
        double value = constant + LogQuadratic(a + precision, b + linear);
        if (law != "truncated-normal" || linear >= 0 || b + linear >= 0)
            return value;
        // Both maxima are inner ones: their heights m²/2q cancel, so their difference is formed with 28 digits.
        decimal q0 = (decimal)precision, m0 = (decimal)linear, q = (decimal)a + q0, m = (decimal)b + m0;
        double rounded = 0.5 * (b + linear) * (b + linear) / (a + precision) - 0.5 * linear * linear / precision;
        return value + ((double)(m * m / q / 2 - m0 * m0 / q0 / 2) - rounded);
    }

    /// <summary>ln ∫₀^∞ exp(−qu²/2 − mu) du relative to the integrand's maximum.</summary>
    private static double LogQuadratic(double q, double m)
    {
        double root = 1 / Math.Sqrt(q);
        double mode = Math.Max(0, -m / q);
        double scale = mode > 0 ? root : Math.Min(root, m > 0 ? 1 / m : root);
        // −q(u − mode)²/2 for an inner mode; −u(qu/2 + m) from 0.
        double Exponent(double u) => mode > 0 ? -0.5 * q * (u - mode) * (u - mode) : -u * (0.5 * q * u + m);
        double[] breaks = [.. new double[] { -12, -4, -1, 0, 1, 4, 12, 40 }.Select(k => mode + k * scale).Where(x => x > 0)];
        QuadratureResult integral = Quadrature.Integrate(u => Math.Exp(Exponent(u)), 0, double.PositiveInfinity, 0, 1e-13, breaks);
        return Math.Log(integral.Value) + (mode > 0 ? 0.5 * m * m / q : 0);
    }
}
