using System.Text;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Simulation;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Simulation;

/// <summary>Samples that are skewed the wrong way, drawn from cost frontiers and given to production frontiers: there is no inefficiency, and every model has to say so.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class WrongSkewnessTests
{
    /// <summary>
    /// Models in which the skewness of a row's error is what tells inefficiency. Others have more to go by: what rows of a unit share, a spread that goes with z, the tails under
    /// noise that is not normal, a law that is not skewed to the right.
    /// </summary>
    public static TheoryData<string> Skewed =>
    [
        .. SimulationDesigns.Names.Where(name => SimulationDesigns.Find(name) is { Estimators.Count: 1, Truth: { Side: "production", SigmaU: null, Scaling: false, Noise: null } truth }
            && (ModelCatalog.Find(truth.Model)!.Key is "pooled" or "tfe" or "csw" or "tre" or "gtre" or "zero-inefficiency" or "selection") && truth.Method != "three-step"
            && truth.Model is not ("uniform" or "weibull")),
        "tfe",
    ];

    /// <summary>The others with independent rows.</summary>
    public static TheoryData<string> Elsewhere => ["heteroskedastic", "scaling", "uniform", "weibull", "laplace-noise", "logistic-noise", "student-t-noise"];

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public void What_else_is_found_is_a_maximum_above_no_inefficiency_or_comes_with_a_warning(string name)
    {
        FitResult result = Fit(name, cost: true, stream: 0).Result;
        Assert.True(result.Converged || result.Warnings.Count > 0, result.Message);
        Assert.True(result.InefficiencyTest!.Statistic >= 0);
        RequireErrors(result);
        DerivedEstimate sigma = result.Derived.Single(d => d.Name == "sigmaU");
        // An error larger than the scale is said.
        Assert.Equal(sigma.StandardError > sigma.Value, result.Warnings.Any(w => w.Kind == WarningCatalog.WeakSigmaU));
    }

    [Theory]
    [MemberData(nameof(Skewed))]
    public void The_estimate_is_the_regression_without_inefficiency(string name)
    {
        ModelFit fit = Fit(name, cost: true, stream: 0);
        FitResult result = fit.Result;
        Assert.True(result.Converged, result.Message);
        Assert.Equal(TerminationWords.Boundary, result.Termination);
        FrontierLikelihood model = fit.Likelihood!;
        Assert.Contains(result.Warnings, w => w.Kind == WarningCatalog.BoundarySigmaU);
        Assert.Equal(0, result.DerivedValue("sigmaU"));
        Assert.True(double.IsNaN(result.Derived.Single(d => d.Name == "sigmaU").StandardError));
        Assert.Equal(1, result.MeanEfficiency!.Value, 1e-9);
        Assert.Equal(double.NegativeInfinity, result.Parameter(BlockNames.InefficiencyVariance, BlockNames.Intercept).Estimate);
        RequireErrors(result);
        NullModel none = model.Null(new FitOptions { Threads = 1 });
        for (int j = 0; j < model.Design.Frontier.Columns; j++)
            Assert.Equal(none.Point[j], result.Theta[j], 1e-3 * result.Parameters[j].StandardError);
        Assert.Equal(none.LogLikelihood, result.LogLikelihood, 1e-6 * Math.Abs(none.LogLikelihood));
        // Under normal noise with one variance and rows that are independent it is least squares itself.
        if (model is PooledFrontier { Noise: NormalNoise } && model.Offsets.LogVColumns is null)
            for (int j = 0; j < model.Design.Frontier.Columns; j++)
                Assert.Equal(model.Ols.Coefficients[j], result.Theta[j], 1e-9);
    }

    [Theory]
    [InlineData("kumbhakar-heshmati")]
    [InlineData("gtre-three-step")]
    public void Steps_are_least_squares_and_say_which_part_is_none(string name)
    {
        ModelFit fit = Fit(name, cost: true, stream: 0);
        FitResult result = fit.Result;
        Assert.True(result.Converged, result.Message);
        Assert.Contains(result.Warnings, w => w.Kind == WarningCatalog.BoundarySigmaU);
        Assert.Equal(0, result.DerivedValue("sigmaU"));
        RequireErrors(result);
        Assert.All(Parts(fit, "transient"), te => Assert.Equal(1, te));
        if (name == "gtre-three-step")
        {
            Assert.Equal(0, result.DerivedValue("sigmaU0"));
            Assert.All(Parts(fit, "persistent"), te => Assert.Equal(1, te));
        }
    }

    [Theory]
    [InlineData("metafrontier")]
    [InlineData("metafrontier-stochastic")]
    public void Every_group_says_that_it_has_none(string name)
    {
        ModelFit fit = Fit(name, cost: true, stream: 0);
        FitResult result = fit.Result;
        Assert.True(result.Converged, result.Message);
        int groups = name == "metafrontier" ? 3 : 6;
        Assert.Equal(groups, result.Warnings.Count(w => w.Kind == WarningCatalog.BoundarySigmaU && w.Message.Contains("group", StringComparison.Ordinal)));
        Assert.All(Parts(fit, "group"), te => Assert.Equal(1, te));
        RequireErrors(result);
    }

    [Theory]
    [InlineData("latent-class")]
    [InlineData("latent-class-units")]
    public void Every_class_says_that_it_has_none(string name)
    {
        ModelFit fit = Fit(name, cost: true, stream: 0);
        FitResult result = fit.Result;
        Assert.True(result.Converged || result.Warnings.Count > 0, result.Message);
        RequireErrors(result);
        Assert.Contains(result.Warnings, w => w.Kind == WarningCatalog.ClassEfficient);
        Assert.Equal(0, result.DerivedValue("sigmaU1"));
        Assert.Equal(0, result.DerivedValue("sigmaU2"));
        Assert.Equal(1, result.MeanEfficiency!.Value, 1e-9);
    }

    /// <summary>Where u is found in what rows of a unit share or in what goes with z, samples without any: each ends at least squares or at a maximum, or says what it found.</summary>
    [Theory]
    [InlineData("wang-ho")]
    [InlineData("pitt-lee")]
    [InlineData("bc92")]
    [InlineData("kumbhakar90")]
    [InlineData("modified-kumbhakar90")]
    [InlineData("bc95")]
    public void Samples_without_inefficiency_end_at_least_squares_or_at_a_maximum(string name)
    {
        int boundary = 0;
        for (int stream = 0; stream < 12; stream++)
        {
            ModelFit fit = Fit(name, cost: false, stream, inefficiency: 1e-6);
            FitResult result = fit.Result;
            Assert.True(result.Converged || result.Warnings.Count > 0, $"{name}, {stream}: {result.Message}");
            Assert.True(result.MeanEfficiency is > 0 and <= 1);
            Assert.True(result.LogLikelihood >= result.OlsLogLikelihood - 1e-8);
            RequireErrors(result);
            if (result.Termination != TerminationWords.Boundary)
                continue;
            boundary++;
            Assert.Contains(result.Warnings, w => w.Kind == WarningCatalog.BoundarySigmaU);
            LeastSquares ols = fit.Likelihood!.Ols;
            for (int j = 0; j < ols.Coefficients.Length; j++)
                Assert.Equal(ols.Coefficients[j], result.Theta[j], 1e-6 * result.Parameters[j].StandardError);
            Assert.Equal(0, result.DerivedValue("sigmaU"));
        }
        // With a path or determinants some direction out of σ_u = 0 rises in almost every sample; without, in half of them.
        if (name == "pitt-lee")
            Assert.InRange(boundary, 2, 10);
    }

    /// <summary>Slopes have errors, and these are of the size that the rows allow: σ over the root of the rows, ten times at most.</summary>
    private static void RequireErrors(FitResult result)
    {
        foreach (ParameterEstimate p in result.Parameters)
        {
            Assert.False(p.StandardError <= 0, $"{p.Block}:{p.Name} has an error of {p.StandardError}");
            if (p.Name is "x1" or "x2" && p.Block.StartsWith(BlockNames.Frontier, StringComparison.Ordinal) && double.IsFinite(p.StandardError))
                Assert.True(p.StandardError < 10 / Math.Sqrt(result.Observations), $"{p.Block}:{p.Name} has an error of {p.StandardError}");
        }
    }

    private static double[] Parts(ModelFit fit, string name)
    {
        InefficiencyPart part = fit.Conditional().Parts.Single(p => p.Name == name);
        return [.. part.LawOfRow.Select(law => Math.Exp(part.Laws[law].LogMomentGenerating(-1)))];
    }

    /// <summary>A sample of a built-in design, drawn from the other side where asked for, fitted as the design says.</summary>
    private static ModelFit Fit(string name, bool cost, int stream, double inefficiency = double.NaN)
    {
        string text = Encoding.UTF8.GetString(SimulationDesigns.Bytes(name));
        if (cost)
            text = text.Replace("  formula:", "  side: cost\n  formula:", StringComparison.Ordinal);
        if (!double.IsNaN(inefficiency))
            text = System.Text.RegularExpressions.Regex.Replace(text, "sigma_u: [0-9.]+", FormattableString.Invariant($"sigma_u: {inefficiency}"));
        SimulationDesign design = DesignTexts.Read(text, name);
        Sample sample = new SampleDraw(design, SimulationStudies.Models, 1).Draw(new RandomSource(5, stream));
        return ModelRunner.Fit(design.Truth with { Side = "production" }, sample.Panel, new FitOptions { Threads = 1 });
    }
}
