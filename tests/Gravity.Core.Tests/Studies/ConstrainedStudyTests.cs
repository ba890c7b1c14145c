using Gravity.Core.Estimation;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Studies;

/// <summary>Weights, fixed parameters, constraints and profile intervals from a study file, and the tests that recognise them.</summary>
public sealed class ConstrainedStudyTests : IDisposable
{
    private readonly StudyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Constrained_models_are_tested_against_free_ones()
    {
        _bench.Panel(eta: 0.1);
        StudyResult study = Run("""
            frontier: ln(flow) ~ x + g + d
            models:
              free: { model: bc92 }
              still: { model: bc92, fix: { eta: 0 } }
              constant: { model: pitt-lee }
              tied: { model: bc92, constraints: ["x = 0.7", "g + d = 0.1"] }
              other: { model: bc92, fix: ["x=0.7"] }
              ols: { model: ols, constraints: "x = 0.7" }
            tests:
              path: { model: free, against: still }
              same: { model: still, against: constant }
              slopes: { model: free, against: tied }
              within: { model: other, against: tied }
              apart: { model: other, against: still }
              least: { model: other, against: ols }
            robustness: {}
            """);
        StudyTest Of(string name) => study.Tests.Single(t => t.Name == name);
        NamedFit Model(string name) => study.Models.Single(m => m.Name == name);
        Assert.Equal(Model("constant").Result.LogLikelihood, Model("still").Result.LogLikelihood, 1e-8);
        Assert.Equal([1], Of("path").DegreesOfFreedom);
        Assert.Equal(2 * (Model("free").Result.LogLikelihood - Model("constant").Result.LogLikelihood), Of("path").Statistic, 1e-8);
        Assert.Equal([2], Of("slopes").DegreesOfFreedom);
        Assert.Equal([1], Of("within").DegreesOfFreedom);
        // x = 0.7 is no case of η = 0.
        Assert.True(double.IsNaN(Of("apart").Statistic));
        Assert.Contains("frontier:x = 0.7", Of("apart").Note!, StringComparison.Ordinal);
        // Constant inefficiency has as many parameters as the path held at zero: nothing is restricted.
        Assert.True(double.IsNaN(Of("same").Statistic));
        StudyTest least = Of("least");
        Assert.Equal([1, 2], least.DegreesOfFreedom);
        Assert.Equal(Model("other").Result.InefficiencyTest!.Statistic, least.Statistic, 1e-6);
        Assert.Equal(Model("other").Result.InefficiencyTest!.P, least.P, 1e-10);
    }

    [Fact]
    public void Weights_and_intervals_are_read_and_pseudo_likelihoods_are_not_compared()
    {
        _bench.Write("panel.csv", Weighted());
        StudyResult study = Run("""
            models:
              plain: { model: half-normal, formula: ln(flow) ~ x, weights: n, intervals: profile }
              wide: { model: half-normal, formula: ln(flow) ~ x + z, weights: n }
              survey: { model: half-normal, formula: ln(flow) ~ x, weights: "n:sampling" }
              large: { model: half-normal, formula: ln(flow) ~ x + z, weights: "n:sampling" }
            tests:
              fine: { model: wide, against: plain }
              pseudo: { model: large, against: survey }
              dropped: { model: large, drop: z }
            robustness: {}
            """, "data: { file: panel.csv }\n");
        FitResult plain = study.Models[0].Result;
        Assert.Equal("frequency", plain.Weights!.KindName);
        Assert.Equal(plain.Weights.Sum, plain.Observations);
        Assert.Equal(IntervalKind.Profile, plain.Intervals);
        Assert.Equal([1], study.Tests[0].DegreesOfFreedom);
        Assert.True(double.IsNaN(study.Tests[1].Statistic));
        // Without a likelihood a dropped term has the square of its z.
        StudyTest dropped = study.Tests[2];
        Assert.Equal(StudyTestKind.Wald, dropped.Kind);
        Assert.Equal([1], dropped.DegreesOfFreedom);
        ParameterEstimate z = study.Models[3].Result.Parameter("frontier", "z");
        Assert.Equal(z.Estimate * z.Estimate / (z.StandardError * z.StandardError), dropped.Statistic, 1e-9 * dropped.Statistic);
        Assert.Equal(z.P, dropped.P, 1e-9);
        Assert.Contains(study.Models[2].Result.Warnings, w => w.Kind == WarningCatalog.SamplingWeights);
    }

    [Theory]
    [InlineData("fix: \"x\"", "constraint-syntax")]
    [InlineData("constraints: \"x + g\"", "constraint-syntax")]
    [InlineData("weights: \"n:often\"", "weights-syntax")]
    [InlineData("intervals: bayes", "unknown-kind-of-intervals")]
    [InlineData("fix: \"height=1\"", "constraint-unknown-parameter")]
    public void Slips_are_told_with_their_place(string key, string code)
    {
        _bench.Panel();
        (string found, string message) = StudyBench.Error(() => Run($"models:\n  a: {{ model: half-normal, formula: ln(flow) ~ x, {key} }}\n"));
        Assert.Equal(code, found);
        Assert.Contains("study.yaml", message, StringComparison.Ordinal);
    }

    private StudyResult Run(string yaml, string? data = null) => StudyRunner.Run(_bench.Read((data ?? StudyBench.Data) + yaml.TrimEnd() + "\npotential: { draws: 20 }\n"), null);

    private static string Weighted()
    {
        var random = new Core.Numerics.RandomSource(4);
        var text = new System.Text.StringBuilder("flow,x,z,n\n");
        for (int i = 0; i < 200; i++)
        {
            double x = random.NextNormal(), y = 1 + 0.5 * x + 0.3 * random.NextNormal() - Math.Abs(random.NextNormal());
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Exp(y):R},{x:R},{random.NextNormal():R},{1 + random.NextIndex(4)}\n");
        }
        return text.ToString();
    }
}
