using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Wording;

namespace Gravity.Core.Tests.Studies;

/// <summary>True fixed against true random effects on made-up numbers.</summary>
public sealed class EffectsTestTests
{
    [Fact]
    public void The_statistic_is_the_quadratic_form_over_the_common_slopes()
    {
        SavedFit fixedFit = Fit("tfe", ["x1", "x2"], [1.0, 2.0], [0.04, 0.09]);
        SavedFit random = Fit("tre", ["(Intercept)", "x1", "distance", "x2"], [5, 1.1, -1, 2.3], [1, 0.03, 1, 0.05]);
        foreach (bool swapped in new[] { false, true })
        {
            StudyTest test = swapped ? NestedTest.OfSaved(("re", random), ("fe", fixedFit)) : NestedTest.OfSaved(("fe", fixedFit), ("re", random));
            Assert.Equal(0.01 / 0.01 + 0.09 / 0.04, test.Statistic, 1e-10);
            Assert.Equal(StudyTestKind.Hausman, test.Kind);
            Assert.Equal([2], test.DegreesOfFreedom);
            Assert.Equal(Math.Exp(-0.5 * 3.25), test.P, 1e-10);
            Assert.Equal(("re", "fe"), (test.Restricted, test.Unrestricted));
            Assert.Contains("x1, x2", test.Note, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Directions_without_a_positive_variance_are_left_out_and_said()
    {
        StudyTest one = NestedTest.OfSaved(
            ("fe", Fit("tfe", ["x1", "x2"], [1.0, 2.0], [0.04, 0.04])), ("re", Fit("tre", ["x1", "x2"], [1.1, 2.3], [0.03, 0.05])));
        Assert.Equal(1.0, one.Statistic, 1e-10);
        Assert.Equal([1], one.DegreesOfFreedom);
        StudyTest none = NestedTest.OfSaved(
            ("fe", Fit("tfe", ["x1", "x2"], [1.0, 2.0], [0.04, 0.04])), ("re", Fit("tre", ["x1", "x2"], [1.1, 2.3], [0.05, 0.05])));
        Assert.True(double.IsNaN(none.Statistic));
        Assert.Contains("not defined", none.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Robust_errors_and_strangers_have_no_test()
    {
        SavedFit robust = Fit("tfe", ["x1"], [1.0], [0.04], CovarianceKind.Robust), random = Fit("tre", ["x1"], [1.1], [0.03]);
        Assert.True(double.IsNaN(NestedTest.OfSaved(("fe", robust), ("re", random)).Statistic));
        Assert.True(double.IsNaN(NestedTest.OfSaved(("fe", Fit("tfe", ["x3"], [1.0], [0.04])), ("re", random)).Statistic));
        SavedFit elsewhere = random with { Result = random.Result with { DataSha256 = "01" } };
        Assert.Equal("other-rows", Assert.Throws<UsageException>(() => NestedTest.OfSaved(("fe", robust), ("re", elsewhere))).Code);
    }

    private static SavedFit Fit(string model, string[] names, double[] estimates, double[] variances, CovarianceKind kind = CovarianceKind.Hessian)
    {
        Matrix covariance = new(names.Length, names.Length);
        for (int j = 0; j < names.Length; j++)
            covariance[j, j] = variances[j];
        var result = new FitResult
        {
            Model = model,
            Formula = "y ~ x1",
            Response = "y",
            Observations = 100,
            Sample = new SampleLog(100, []),
            LogLikelihood = -50,
            ParameterCount = 5,
            Converged = true,
            Termination = TerminationWords.Gradient,
            MessagePhrase = Phrase.Verbatim("converged"),
            Method = "Newton",
            Parameters = [.. names.Select((n, j) => new ParameterEstimate(BlockNames.Frontier, n, estimates[j], Math.Sqrt(variances[j]), 0, 0, 0, 0))],
            Covariance = new CovarianceEstimate { Matrix = covariance, Kind = kind, TextPhrase = Phrase.Verbatim(kind.Key()) },
            DataSha256 = "00",
        };
        return new SavedFit(result, new ModelRequest { Formula = "y ~ x1", Model = model });
    }
}
