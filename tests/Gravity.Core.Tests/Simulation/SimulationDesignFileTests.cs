using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Simulation;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Simulation;

/// <summary>Design files: as strict as study files, and errors name file, line and the nearest names.</summary>
public sealed class SimulationDesignFileTests
{
    [Theory]
    [InlineData("regressors:", "regresors:", "unknown-key", "design.yaml:2:1", "did you mean 'regressors'")]
    [InlineData("law: normal", "lw: normal", "unknown-key", "design.yaml:3:9", "did you mean 'law'")]
    [InlineData("law: normal", "law: norml", "unknown-law-of-a-regressor", "design.yaml:3:14", "did you mean 'normal'")]
    [InlineData("rows: 300", "rows: 300, units: 3", "wrong-value", "design.yaml:1:28", "keep one of them")]
    [InlineData("rows: 300", "units: 300", "missing-key", "design.yaml:1:8", "needs the key 'periods'")]
    [InlineData("rows: 300", "rows: 1", "wrong-value", "design.yaml:1:16", "from 2")]
    [InlineData("{ law: normal }", "{ law: normal, sd: 0 }", "wrong-value", "design.yaml:3:26", "above 0")]
    [InlineData("{ law: normal }", "{ law: normal, between: 0.5 }", "unknown-key", "design.yaml:3:22", "between")]
    [InlineData("model: half-normal", "model: half-norml", "unknown-model", "design.yaml:5:17", "did you mean 'half-normal'")]
    [InlineData("model: half-normal", "model: pitt-lee", "needs-units", "design.yaml:5:8", "'units' and 'periods'")]
    [InlineData("formula: y ~", "formulas: y ~", "unknown-key", "design.yaml:5:30", "formula")]
    [InlineData("x1: 0.5", "x1: half", "wrong-value", "design.yaml:8:7", "needs a number")]
    [InlineData("panel: { rows: 300 }", "", "missing-key", "design.yaml:2:1", "a design needs the key 'panel'")]
    public void Errors_name_the_place(string part, string replacement, string code, string place, string says)
    {
        UsageException error = Assert.Throws<UsageException>(() => DesignTexts.Read(DesignTexts.Pooled.Replace(part, replacement, StringComparison.Ordinal)));
        Assert.Equal(code, error.Code);
        Assert.StartsWith(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x1: 0.5\n", "x11: 0.5\n", "wrong-truth", "design.yaml:8:3", "did you mean 'x1'")]
    [InlineData("x1: 0.5\n", "\n", "missing-truth", "design.yaml:7:3", "x1")]
    [InlineData("lambda: 2", "lambda: -2", "wrong-truth", "design.yaml:11:3", "above 0")]
    [InlineData("lambda: 2", "gamma: 1.5", "wrong-truth", "design.yaml:11:3", "between 0 and 1")]
    [InlineData("lambda: 2", "lambda: 2\n  sigma_u: 1", "wrong-truth", "design.yaml:11:3", "leave it out")]
    [InlineData("lambda: 2", "lambda: 2\n  gamma: 0.8", "wrong-truth", "design.yaml:12:3", "both set")]
    [InlineData("sigma_v: 0.3\n", "\n", "wrong-truth", "design.yaml:11:3", "needs sigma_v or sigma_u")]
    [InlineData("lambda: 2", "frontier:x2: 2", "wrong-truth", "design.yaml:11:3", "second value")]
    [InlineData("y ~ x1 + x2", "y + 1 ~ x1 + x2", "wrong-simulated-response", "", "write a name")]
    [InlineData("y ~ x1 + x2", "x1 ~ x1 + x2", "wrong-simulated-response", "", "another name")]
    [InlineData("y ~ x1 + x2", "y ~ x1 + x3", "unknown-column", "", "x3")]
    [InlineData("model: half-normal", "model: ols", "cannot-simulate", "", "'ols'")]
    public void Errors_that_need_the_model_come_before_any_work(string part, string replacement, string code, string place, string says)
    {
        SimulationDesign design = DesignTexts.Read(DesignTexts.Pooled.Replace(part, replacement, StringComparison.Ordinal));
        UsageException error = Assert.Throws<UsageException>(() => SimulationStudies.Run(design, new SimulationOptions { Replications = 1 }));
        Assert.Equal(code, error.Code);
        Assert.StartsWith(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Natural_scales_and_blocks_name_the_same_parameters()
    {
        string blocks = DesignTexts.Pooled.Replace(
            "  sigma_v: 0.3\n  lambda: 2", "  noise-variance: { (Intercept): -2.4079456086518722 }\n  inefficiency-variance:(Intercept): -1.0216512475319814", StringComparison.Ordinal);
        (string Name, double Value)[] Truth(string text)
        {
            var draw = new SampleDraw(DesignTexts.Read(text), SimulationStudies.Models, 1);
            draw.Draw(new RandomSource(1));
            return [.. draw.Truth];
        }
        (string Name, double Value)[] natural = Truth(DesignTexts.Pooled), plain = Truth(blocks);
        Assert.Equal(natural.Select(t => t.Name), plain.Select(t => t.Name));
        for (int j = 0; j < natural.Length; j++)
            Assert.Equal(natural[j].Value, plain[j].Value, 1e-14);
    }

    [Fact]
    public void Estimators_start_from_the_true_model()
    {
        SimulationDesign design = DesignTexts.Read(DesignTexts.Pooled.Replace("formula: y ~ x1 + x2", "formula: y ~ x1 + x2, sigma-u: x1, side: cost", StringComparison.Ordinal) + """

            estimators:
              same:
              constant: { sigma-u: }
              other: { model: exponential }
            """);
        Assert.Equal(["same", "constant", "other"], design.Estimators.Select(e => e.Name));
        Assert.Equal(design.Truth.SigmaU, design.Estimators[0].Request.SigmaU);
        Assert.Null(design.Estimators[1].Request.SigmaU);
        Assert.Equal(("exponential", null, "cost"), (design.Estimators[2].Request.Model, design.Estimators[2].Request.SigmaU, design.Estimators[2].Request.Side));
    }

    [Fact]
    public void A_flow_is_drawn_for_a_response_in_logarithms()
    {
        SimulationDesign logs = DesignTexts.Read(DesignTexts.Pooled.Replace("y ~", "ln(trade) ~", StringComparison.Ordinal)), plain = DesignTexts.Read(DesignTexts.Pooled);
        double[] Drawn(SimulationDesign design, string column) => new SampleDraw(design, SimulationStudies.Models, 1).Draw(new RandomSource(1)).Panel.Numbers(column).Values;
        double[] y = Drawn(plain, "y"), trade = Drawn(logs, "trade");
        for (int i = 0; i < y.Length; i++)
            Assert.Equal(Math.Exp(y[i]), trade[i], 1e-12 * trade[i]);
    }

    [Fact]
    public void Every_model_law_and_noise_has_a_built_in_design()
    {
        SimulationDesign[] designs = [.. SimulationDesigns.Names.Select(name => SimulationDesigns.Find(name))];
        string[] models = [.. designs.Select(d => ModelCatalog.Find(d.Truth.Model)!.Key).Distinct()];
        string[] laws = [.. designs.Select(d => d.Truth.Model).Concat(designs.Select(d => d.Truth.Law ?? "")).Distinct()];
        // Regressions have no inefficiency to be drawn.
        Assert.Empty(ModelCatalog.All.Where(entry => entry.Kind != "regression").Select(entry => entry.Key).Except(models));
        // Models that are estimated in more than one way have a design for each.
        Assert.Contains(designs, d => d.Truth is { Model: "gtre", Method: "three-step" });
        Assert.Contains(designs, d => d.Truth is { Model: "latent-class", Method: "units" });
        Assert.Contains(designs, d => d.Truth is { Model: "metafrontier", Method: "lp" });
        Assert.Empty(InefficiencyLaw.All.Select(l => l.Key).Except(laws));
        Assert.Empty(NoiseLaw.All.Select(n => n.Key).Except(designs.Select(d => d.Truth.Noise ?? "normal")));
        Assert.All(designs, d => Assert.NotEqual(d.Name, d.Title));
        Assert.All(designs, d => Assert.InRange(d.Panel.Units * Math.Max(1, d.Panel.Periods), 500, 5000));
        Assert.All(SimulationDesigns.Names, name => Assert.NotEqual(SimulationDesigns.Find(name, "zh").Title, SimulationDesigns.Find(name).Title));
        Assert.Equal("unknown-design", Assert.Throws<UsageException>(() => SimulationDesigns.Find("bc29")).Code);
    }
}
