using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Tests.Numerics;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Regression;

/// <summary>Every stored regression of R fixest: rows, coefficients, every kind of errors under its own convention, degrees of freedom, measures of fit.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class FixestAgreementTests
{
    public static TheoryData<string> Cases() => [.. GravityCase.All.Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Coefficients_agree(string id)
    {
        GravityCase reference = GravityCase.Find(id)!;
        FitResult fit = GravityFit.Of(reference, "iid", "fixest").Result;
        Assert.True(fit.Converged, fit.Message);
        Assert.Equal(reference.Coefficients.Keys.Order(StringComparer.Ordinal), fit.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal));
        if (!id.Contains("noremoval", StringComparison.Ordinal))
            Assert.Equal(reference.Observations, fit.Observations);
        FitResult robust = GravityFit.Of(reference, "robust", "none").Result;
        // The package ends the iterations of these families where the deviance no longer moves, up to 1e-3 of an error from the root that the next test proves.
        bool early = fit.Model is "gamma-pml" or "nls" or "negbin" || !reference.IsExact;
        foreach ((string name, double expected) in reference.Coefficients)
        {
            double ours = fit.Parameter(BlockNames.Frontier, name).Estimate, error = robust.Parameter(BlockNames.Frontier, name).StandardError;
            Agree.Absolute(expected, ours, Math.Max(1e-8 * Math.Abs(expected), (early ? 1e-3 : 1e-6) * error));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_estimates_solve_their_equations(string id)
    {
        GravityCase reference = GravityCase.Find(id)!;
        ModelFit fit = GravityFit.Of(reference, "iid", "fixest");
        if (fit.Result.Model == "ols" && fit.Result.Absorbed.Count == 0)
            return;
        double[] y = fit.Design.Response, mean = fit.Regression!.Value.FittedMean, terms = new double[y.Length];
        double alpha = fit.Result.DerivedValue("alpha");
        for (int i = 0; i < y.Length; i++)
        {
            terms[i] = (y[i] - mean[i]) * fit.Result.Model switch { "gamma-pml" => 1 / mean[i], "nls" => mean[i], "negbin" => 1 / (1 + alpha * mean[i]), _ => 1 };
        }
        void Vanishes(string what, Func<int, double> column, int[]? groups, int count)
        {
            double[] sum = new double[count], square = new double[count];
            for (int i = 0; i < terms.Length; i++)
            {
                double term = column(i) * terms[i];
                sum[groups?[i] ?? 0] += term;
                square[groups?[i] ?? 0] += term * term;
            }
            // Each sum in units of its own sampling error.
            double worst = Enumerable.Range(0, count).Max(g => square[g] > 0 ? Math.Abs(sum[g]) / Math.Sqrt(square[g]) : 0);
            if (!(worst < (count == 1 ? 1e-5 : 1e-4)))
                Assert.Fail(FormattableString.Invariant($"{what}: {worst:R} of an error from zero"));
        }
        for (int j = 0; j < fit.Design.Frontier.Columns; j++)
        {
            double[] column = fit.Design.Frontier.Values.Column(j).ToArray();
            double centre = column.Average();
            Vanishes(fit.Design.Frontier.ColumnNames[j], i => column[i] - (fit.Design.Frontier.Intercept == j ? 0 : centre), null, 1);
        }
        foreach (EffectGroups effect in fit.Regression.Value.Problem.Effects.Effects)
            Vanishes(effect.Name, _ => 1, effect.GroupOfRow, effect.Count);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Errors_agree_under_their_convention(string id)
    {
        GravityCase reference = GravityCase.Find(id)!;
        if (id.Contains("noremoval", StringComparison.Ordinal))
            return;
        foreach (GravityErrors errors in reference.Errors)
        {
            FitResult fit = GravityFit.Of(reference, errors.Vce, errors.SmallSample).Result;
            CovarianceEstimate covariance = fit.Covariance;
            for (int j = 0; j < fit.Parameters.Count; j++)
            {
                double ours = Math.Sqrt((errors.IsRepaired ? Repaired(covariance) : covariance.Unrepaired ?? covariance.Matrix)[j, j]), theirs = errors.Errors[fit.Parameters[j].Name];
                if (!(Math.Abs(ours / theirs - 1) <= (reference.IsExact && fit.Model is "ols" or "ppml" ? 1e-6 : fit.Model == "negbin" ? 1e-5 : 2e-4)))
                    Assert.Fail(FormattableString.Invariant($"{errors.Kind} {fit.Parameters[j].Name}: {theirs:R}, ours {ours:R}, ratio {ours / theirs:R}; {covariance.Text}; {covariance.FactorText}"));
            }
        }
    }

    /// <summary>The package clips eigenvalues of the covariance as it is; ours are free of units.</summary>
    private static Matrix Repaired(CovarianceEstimate covariance) =>
        covariance.Unrepaired is { } indefinite ? new SymmetricEigen(indefinite).Map(value => Math.Max(value, 0)) : covariance.Matrix;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Measures_of_fit_agree(string id)
    {
        GravityCase reference = GravityCase.Find(id)!;
        FitResult fit = GravityFit.Of(reference, "iid", "fixest").Result;
        double tolerance = !reference.IsExact ? 1e-5 : fit.Model is "ols" or "ppml" ? 1e-8 : 2e-5;
        // Its pseudo R² is McFadden's adjusted one, 1 − (ℓ − K)/(ℓ₀ − 1), K with one group less for each further effect.
        double constant = fit.LogLikelihood / (1 - fit.DerivedValue("pseudoRSquared"));
        int k = fit.Parameters.Count + (fit.Absorbed.Count == 0 ? 0 : fit.Absorbed.Sum(e => e.Groups) - (fit.Absorbed.Count - 1));
        foreach ((string name, double expected) in reference.Statistics)
        {
            double? ours = name switch
            {
                // A Gaussian scale costs it 1; of a gamma fit another function of the deviance is printed.
                "loglik" when fit.Model != "gamma-pml" => fit.LogLikelihood - (fit.Model == "nls" ? 1 : 0),
                "deviance" when fit.Model != "ols" => fit.DerivedValue("deviance"),
                "r2" => fit.DerivedValue("rSquared"),
                "within_r2" => fit.DerivedValue("withinRSquared"),
                "pseudo_r2" when fit.Model is "ppml" => 1 - (fit.LogLikelihood - k) / (constant - 1),
                "sq_cor" when fit.Model != "ols" => fit.DerivedValue("squaredCorrelation"),
                _ => null,
            };
            if (ours is { } value && !(Math.Abs(value - expected) <= tolerance * Math.Max(Math.Abs(expected), 1e-3)))
                Assert.Fail(FormattableString.Invariant($"{name}: {expected:R}, ours {value:R}"));
        }
        if (fit.Model != "gamma-pml" || double.IsNaN(fit.LogLikelihood))
            return;
        // A pseudo-log-likelihood: the gamma density with shape 1.
        ModelFit full = GravityFit.Of(reference, "iid", "fixest");
        double[] mean = full.Regression!.Value.FittedMean;
        Agree.Relative(full.Design.Response.Select((y, i) => MathNet.Numerics.Distributions.Gamma.PDFLn(1, 1 / mean[i], y)).Sum(), fit.LogLikelihood, 1e-10);
    }
}
