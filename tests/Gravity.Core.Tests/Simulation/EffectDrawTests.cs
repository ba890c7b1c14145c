using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Simulation;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Simulation;

/// <summary>Draws with unit constants that are given, in steps, of groups and with selection: what the rows hold is what the model's equation says, recomputed here from the columns.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class EffectDrawTests
{
    [Theory]
    [InlineData("schmidt-sickles-fe", 0)]
    [InlineData("schmidt-sickles-re", 1)]
    [InlineData("css", 0)]
    [InlineData("lee-schmidt", 0)]
    public void Effects_are_those_of_the_columns_and_the_rest_is_noise(string name, double intercept)
    {
        foreach (bool cost in new[] { false, true })
        {
            Sample sample = Drawn(Sided(name, cost), 2);
            Columns data = new(sample.Panel);
            double[] path = [1, 1.1, 1.2, 1.2, 1.1, 1, 0.9, 0.8];
            double Effect(int row)
            {
                double t = data["time"][row] - 1;
                return name switch
                {
                    "css" => data["a"][row] + data["b"][row] * t + data["c"][row] * t * t,
                    "lee-schmidt" => path[(int)t] * data["a"][row],
                    _ => data["a"][row],
                };
            }
            double[] alpha = [.. Enumerable.Range(0, data.Count).Select(Effect)];
            double[] noise = [.. Enumerable.Range(0, data.Count).Select(i => data["y"][i] - intercept - 0.5 * data["x1"][i] + 0.3 * data["x2"][i] - alpha[i])];
            ResponseDrawTests.RequireMoments(noise, 0, 0.0625);
            for (int i = 0; i < alpha.Length; i++)
            {
                // The best of all units; of css, of the units seen in the period; of lee-schmidt, on the common path.
                IEnumerable<double> others = name switch
                {
                    "css" => Enumerable.Range(0, alpha.Length).Where(j => data["time"][j] == data["time"][i]).Select(j => alpha[j]),
                    "lee-schmidt" => data["a"].Select(a => a * path[(int)data["time"][i] - 1]),
                    _ => alpha,
                };
                Assert.Equal(cost ? alpha[i] - others.Min() : others.Max() - alpha[i], sample.Inefficiency[i], 1e-12);
            }
        }
    }

    [Theory]
    [InlineData("tfe", false)]
    [InlineData("tfe", true)]
    public void Beside_its_constants_a_true_fixed_effects_sample_is_a_pooled_one(string name, bool cost)
    {
        SimulationDesign design = Sided(name, cost);
        var scores = new List<double[]>();
        for (int sample = 0; sample < 4; sample++)
        {
            Sample drawn = Drawn(design, sample);
            double[] a = drawn.Panel.Numbers("a").Values, y = drawn.Panel.Numbers("y").Values;
            TradePanel shifted = TradePanel.Create(
                [.. drawn.Panel.Columns.Where(c => c.Name != "y"), new NumberColumn("y", [.. y.Zip(a, (value, constant) => value - constant)])], "shifted");
            var model = new PooledFrontier(DesignBuilder.Build(shifted, "y ~ x1 + x2"), new HalfNormal(), cost ? FrontierSide.Cost : FrontierSide.Production, 1);
            Matrix rows = new(model.UnitCount, model.Dimension);
            model.Scores([0, 0.5, -0.3, 2 * Math.Log(0.5), 2 * Math.Log(0.25)], rows);
            for (int i = 0; i < rows.Rows; i++)
                scores.Add([.. Enumerable.Range(0, rows.Columns).Select(j => rows[i, j])]);
            Assert.Equal(["time", "unit"], drawn.Panel.Columns.Select(c => c.Name).Where(n => n is "unit" or "time").Order());
        }
        for (int j = 0; j < scores[0].Length; j++)
            ResponseDrawTests.RequireMoments([.. scores.Select(s => s[j])], 0, null);
    }

    [Fact]
    public void Constants_are_held_over_the_samples_and_go_with_the_regressor()
    {
        SimulationDesign design = SimulationDesigns.Find("tfe");
        var draw = new SampleDraw(design, SimulationStudies.Models, 1);
        TradePanel first = draw.Draw(new RandomSource(1, 0)).Panel, second = draw.Draw(new RandomSource(1, 1)).Panel;
        Assert.Equal(first.Numbers("a").Values, second.Numbers("a").Values);
        Assert.Equal(first.Numbers("x1").Values, second.Numbers("x1").Values);
        Assert.NotEqual(first.Numbers("y").Values, second.Numbers("y").Values);
        Columns data = new(first);
        // One number a unit, and 0.5·√0.5 = 0.35 of correlation with x1: that of the scores times the root of x1's share between units.
        Assert.All(Enumerable.Range(1, data.Count - 1), i => Assert.True(data.Unit(i) != data.Unit(i - 1) || data["a"][i] == data["a"][i - 1]));
        double ma = data["a"].Average(), mx = data["x1"].Average();
        double cov = data["a"].Zip(data["x1"], (a, x) => (a - ma) * (x - mx)).Average();
        double correlation = cov / Math.Sqrt(data["a"].Average(a => (a - ma) * (a - ma)) * data["x1"].Average(x => (x - mx) * (x - mx)));
        Assert.InRange(correlation, 0.15, 0.55);
    }

    [Theory]
    [InlineData("kumbhakar-heshmati")]
    [InlineData("gtre-three-step")]
    public void Parts_of_steps_have_their_moments_and_mean_zero(string name)
    {
        bool drawn = name == "gtre-three-step";
        foreach (bool cost in new[] { false, true })
        {
            Sample sample = Drawn(Sided(name, cost), 1);
            Columns data = new(sample.Panel);
            double[] persistent = sample.Parts.Single(p => p.Name == "persistent").Inefficiency, transient = sample.Parts.Single(p => p.Name == "transient").Inefficiency;
            double sign = cost ? -1 : 1, mean = 0.5 * Math.Sqrt(2 / Math.PI), meanOfUnits = 0.6 * Math.Sqrt(2 / Math.PI);
            ResponseDrawTests.RequireMoments(transient, mean, 0.25 * (1 - 2 / Math.PI));
            for (int i = 0; i < data.Count; i++)
                Assert.Equal(persistent[i] + transient[i], sample.Inefficiency[i], 1e-14);
            // y − x'β with the drawn inefficiencies put back, about its mean.
            double[] rest = [.. Enumerable.Range(0, data.Count).Select(i => data["y"][i] - 0.5 * data["x1"][i] + 0.3 * data["x2"][i] + sign * (transient[i] - mean)
                - (drawn ? 1 - sign * (persistent[i] - meanOfUnits) : data["a"][i]))];
            int[] firsts = [.. Enumerable.Range(0, data.Count).Where(i => i == 0 || data.Unit(i) != data.Unit(i - 1))];
            if (drawn)
            {
                ResponseDrawTests.RequireMoments([.. firsts.Select(i => persistent[i])], meanOfUnits, 0.36 * (1 - 2 / Math.PI));
                // w_i + v_it: what rows of a unit share is w_i.
                ResponseDrawTests.RequireMoments([.. firsts.Select(i => rest[i])], 0, 0.09 + 0.0625);
                ResponseDrawTests.RequireMoments([.. firsts.Where(i => i + 1 < data.Count && data.Unit(i + 1) == data.Unit(i)).Select(i => rest[i + 1] - rest[i])], 0, 0.125);
            }
            else
            {
                ResponseDrawTests.RequireMoments(rest, 0, 0.0625);
                double best = cost ? data["a"].Min() : data["a"].Max();
                for (int i = 0; i < data.Count; i++)
                    Assert.Equal(Math.Abs(best - data["a"][i]), persistent[i], 1e-12);
            }
            Assert.Equal(sign * mean, sample.Truths["transient-frontier:(Intercept)"], 1e-14);
            Assert.Equal(0.5, sample.Truths["sigmaU"], 1e-12);
        }
    }

    [Theory]
    [InlineData("metafrontier")]
    [InlineData("metafrontier-stochastic")]
    public void Gaps_lie_between_the_frontiers_and_groups_are_pooled_samples(string name)
    {
        foreach (bool cost in new[] { false, true })
        {
            SimulationDesign design = Sided(name, cost);
            Sample sample = Drawn(design, 4);
            Columns data = new(sample.Panel);
            double[] group = sample.Parts.Single(p => p.Name == "group").Inefficiency, gap = sample.Parts.Single(p => p.Name == "gap").Inefficiency;
            double Truth(string block, int g, string parameter) => sample.Truths[$"{block}[{g}]:{parameter}"];
            double sign = cost ? -1 : 1;
            double smallest = double.PositiveInfinity;
            var noise = new List<double>();
            for (int i = 0; i < data.Count; i++)
            {
                int g = (int)data["g"][i];
                double frontier = Truth("frontier", g, "(Intercept)") + Truth("frontier", g, "x1") * data["x1"][i] + Truth("frontier", g, "x2") * data["x2"][i];
                noise.Add((data["y"][i] - frontier + sign * group[i]) / Math.Exp(0.5 * Truth("noise-variance", g, "(Intercept)")));
                double meta = sample.Truths["frontier:(Intercept)"] + sample.Truths["frontier:x1"] * data["x1"][i] + sample.Truths["frontier:x2"] * data["x2"][i];
                if (name == "metafrontier")
                    Assert.Equal(sign * (meta - frontier), gap[i], 1e-9);
                smallest = Math.Min(smallest, gap[i]);
                Assert.Equal(group[i] + gap[i], sample.Inefficiency[i], 1e-14);
            }
            ResponseDrawTests.RequireMoments([.. noise], 0, 1);
            Assert.True(smallest >= 0);
            Assert.Equal(gap.Average(value => Math.Exp(-value)), sample.Truths["meanGapRatio"], 1e-12);
        }
    }

    [Theory]
    [InlineData("ln(trade) ~ x1 + x2", "trade > 0 ~ x1 + z")]
    [InlineData("ln(trade) ~ x1 + x2", "~ x1 + z")]
    [InlineData("y ~ x1 + x2", "~ x1 + z")]
    public void Rows_that_are_not_selected_have_no_flow(string formula, string selection)
    {
        string text = Text("selection"), flow = formula.StartsWith("ln", StringComparison.Ordinal) ? "trade" : "y";
        Sample plain = Drawn(DesignTexts.Read(text), 1);
        Sample other = Drawn(DesignTexts.Read(text.Replace("y ~ x1 + x2", formula, StringComparison.Ordinal).Replace("d ~ x1 + z", selection, StringComparison.Ordinal)), 1);
        double[] d = plain.Panel.Numbers("d").Values, y = plain.Panel.Numbers("y").Values, trade = other.Panel.Numbers(flow).Values;
        Assert.InRange(d.Average(), 0.5, 0.8);
        for (int i = 0; i < d.Length; i++)
        {
            Assert.Equal(d[i] == 0, double.IsNaN(y[i]));
            Assert.Equal(d[i] == 1 ? flow == "y" ? y[i] : Math.Exp(y[i]) : flow == "y" ? double.NaN : 0, trade[i]);
        }
        Assert.DoesNotContain(other.Panel.Columns, c => c.Name == "d");
    }

    [Theory]
    [InlineData("tfe", "unit-effects: a\n", "", "wrong-unit-effects", "'tfe' takes the effects of its units as given: name the regressor that holds them")]
    [InlineData("tfe", "unit-effects: a", "unit-effects: x1", "wrong-unit-effects", "'x1' holds the effects of units and has to be constant within them")]
    [InlineData("css", "unit-effects: [a, b, c]", "unit-effects: []", "wrong-unit-effects", "name 1 to 3 regressors that hold them")]
    [InlineData("tre", "model:\n", "unit-effects: q\nmodel:\n", "wrong-unit-effects", "'tre' draws all of a unit's numbers itself")]
    [InlineData("selection", "d ~ x1 + z", "d > 0 ~ x1 + z", "wrong-simulated-response", "write the name of a column to be drawn")]
    [InlineData("selection", "d ~ x1 + z", "z ~ x1 + z", "wrong-simulated-response", "another name")]
    [InlineData("selection", "rho: 0.6", "rho: 1.6", "wrong-truth", "between -1 and 1")]
    [InlineData("latent-class", "sigma_u[2]", "sigma_u[3]", "wrong-truth", "sigma_u[2]")]
    public void Wrong_designs_are_told(string name, string part, string replacement, string code, string says)
    {
        string text = Text(name);
        Assert.Contains(part, text, StringComparison.Ordinal);
        text = text.Replace("correlations:", "  q: { law: normal, between: 1 }\ncorrelations:", StringComparison.Ordinal).Replace(part, replacement, StringComparison.Ordinal);
        UsageException error = Assert.Throws<UsageException>(() => SimulationStudies.Run(DesignTexts.Read(text), new SimulationOptions { Replications = 1 }));
        Assert.Equal(code, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_and_estimates_of_a_part_of_the_rows_stay_in_their_rows()
    {
        string text = DesignTexts.Panel.Replace("formula: y ~ x1 }", "formula: y ~ x1, where: \"time > 2\" }", StringComparison.Ordinal);
        Sample sample = Drawn(DesignTexts.Read(text), 1);
        Columns data = new(sample.Panel);
        for (int i = 0; i < data.Count; i++)
        {
            Assert.Equal(data["time"][i] <= 2, double.IsNaN(data["y"][i]));
            Assert.Equal(data["time"][i] <= 2, double.IsNaN(sample.Inefficiency[i]));
        }
        // An estimator on some rows is compared with the inefficiency of just these.
        SimulationResults results = DesignTexts.Run(DesignTexts.Panel + "\nestimators: { all: , late: { where: \"time > 2\" } }", 20);
        IReadOnlyList<SimulatedEstimatorSummary> summary = SimulationSummary.Of(results);
        Assert.InRange(summary[1].Efficiencies[0].RankCorrelation, 0.8, 1);
        Assert.InRange(summary[0].Efficiencies[0].RankCorrelation, 0.8, 1);
    }

    [Fact]
    public void Parts_are_kept_in_files_and_shards_merge_to_the_whole()
    {
        string text = Text("gtre-three-step").Replace("units: 400", "units: 60", StringComparison.Ordinal);
        SimulationResults whole = DesignTexts.Run(text, 4);
        Assert.Equal(["overall", "persistent", "transient"], whole.Done[0].Fits[0].Efficiencies.Select(e => e.Part));
        Assert.Equal(["overall", "persistent", "transient"], SimulationSummary.Of(whole)[0].Efficiencies.Select(e => e.Part));
        (string, SimulationResults)[] pieces =
        [
            .. Enumerable.Range(1, 2).Select(k => ($"{k}.json", SimulationFile.Read(
                new MemoryStream(SimulationFile.ToUtf8(DesignTexts.Run(text, 4, new SimulationOptions { Shard = new(k, 2), Threads = 2 }))), "x"))),
        ];
        Assert.Equal(SimulationFile.ToUtf8(whole), SimulationFile.ToUtf8(SimulationMerge.Merge(pieces)));
    }

    private static string Text(string name) => System.Text.Encoding.UTF8.GetString(SimulationDesigns.Bytes(name));

    private static SimulationDesign Sided(string name, bool cost) => DesignTexts.Read(
        cost ? Text(name).Replace("  formula:", "  side: cost\n  formula:", StringComparison.Ordinal) : Text(name), name);

    private static Sample Drawn(SimulationDesign design, long stream) =>
        new SampleDraw(design, SimulationStudies.Models, 1).Draw(new RandomSource(1, stream));

    /// <summary>The columns of a sample.</summary>
    private sealed class Columns(TradePanel panel)
    {
        public int Count => panel.RowCount;

        public double[] this[string name] => panel.Numbers(name).Values;

        public string Unit(int row) => panel["unit"].TextAt(row)!;
    }
}
