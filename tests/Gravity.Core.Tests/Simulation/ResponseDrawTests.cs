using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Simulation;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Tests.Frontier;

namespace Gravity.Core.Tests.Simulation;

/// <summary>Responses drawn from models: their moments against closed forms, and the law of the draw against the density that is maximised.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class ResponseDrawTests
{
    public static TheoryData<string, string> Pairs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (InefficiencyLaw law in InefficiencyLaw.All)
                foreach (NoiseLaw noise in NoiseLaw.All)
                    data.Add(law.Key, noise.Key);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Moments_are_those_of_the_laws(string lawKey, string noiseKey)
    {
        InefficiencyLaw law = InefficiencyLaw.All.First(l => l.Key == lawKey);
        NoiseLaw noise = NoiseLaw.All.First(n => n.Key == noiseKey);
        Design design = FrontierSamples.WithoutUnits(FrontierSamples.Design(60_000, null, 0, new RandomSource(1)));
        foreach (FrontierSide side in new[] { FrontierSide.Production, FrontierSide.Cost })
        {
            var model = new PooledFrontier(design, law, side, 1, noise);
            double[] theta = Truth(model);
            ResponseDraw draw = model.DrawResponse(theta, new RandomSource(7));
            LawPoint u = law.At(0.3, 2 * Math.Log(0.6), 2.5), v = noise.At(2 * Math.Log(0.4), 9);
            double sign = side == FrontierSide.Production ? 1 : -1;
            double[] error = new double[draw.Response.Length];
            for (int i = 0; i < error.Length; i++)
            {
                double frontier = 0;
                for (int j = 0; j < 3; j++)
                    frontier += design.Frontier.Values[i, j] * theta[j];
                error[i] = draw.Response[i] - frontier + (sign * draw.Inefficiency[i]);
            }
            RequireMoments(draw.Inefficiency, law.Mean(u), law.Variance(u));
            RequireMoments(error, 0, noise.Variance(v));
            Assert.All(draw.Inefficiency, value => Assert.True(value >= 0));
            // v and u are independent.
            double[] product = [.. error.Select((e, i) => e * (draw.Inefficiency[i] - law.Mean(u)))];
            RequireMoments(product, 0, null);
        }
    }

    /// <summary>Models without a likelihood draw from what they estimate (<see cref="EffectDrawTests"/>); the score of concentrated constants is not zero on average.</summary>
    private static readonly string[] Others =
        ["tfe", "schmidt-sickles-fe", "schmidt-sickles-re", "css", "lee-schmidt", "kumbhakar-heshmati", "gtre-three-step", "metafrontier", "metafrontier-stochastic"];

    public static TheoryData<string> Designs => [.. SimulationDesigns.Names.Except(Others)];

    /// <summary>Where some rows have u = 0, intervals cannot cover at exactly their level.</summary>
    public static TheoryData<string> ContinuousDesigns => [.. SimulationDesigns.Names.Except([.. Others, "zero-inefficiency"])];

    /// <summary>E[∂ℓ/∂θ] = 0 at the true θ if and only if the draw has the law that the likelihood is of, up to its parameters: one test for every model.</summary>
    [Theory]
    [MemberData(nameof(Designs))]
    public void Scores_are_zero_on_average_at_the_truth(string name)
    {
        SimulationDesign design = SimulationDesigns.Find(name);
        var totals = new List<double[]>();
        for (int sample = 0; sample < 4; sample++)
        {
            (LikelihoodModel model, double[] theta) = Drawn(design, sample);
            Matrix scores = new(model.UnitCount, model.Dimension);
            model.Scores(theta, scores);
            for (int i = 0; i < scores.Rows; i++)
                totals.Add([.. Enumerable.Range(0, scores.Columns).Select(j => scores[i, j])]);
        }
        for (int j = 0; j < totals[0].Length; j++)
        {
            double mean = totals.Average(t => t[j]), deviation = Math.Sqrt(totals.Average(t => (t[j] - mean) * (t[j] - mean)));
            Assert.True(Math.Abs(mean) < 4.5 * deviation / Math.Sqrt(totals.Count), $"{name}, parameter {j}: {mean} ± {deviation / Math.Sqrt(totals.Count)}");
        }
    }

    /// <summary>E[exp(−u)|ε] averages to exp(−u), and the intervals of u | ε cover at their level: posterior and draw are of one law.</summary>
    [Theory]
    [MemberData(nameof(ContinuousDesigns))]
    public void Conditional_laws_are_calibrated_at_the_truth(string name)
    {
        SimulationDesign design = SimulationDesigns.Find(name);
        var sample = new SampleDraw(design, SimulationStudies.Models, 3);
        Sample drawn = sample.Draw(new RandomSource(3, 1));
        (FrontierLikelihood? model, Design rows) = ModelRunner.Likelihood(design.Truth, drawn.Panel);
        double[] theta = [.. sample.Truth.Select(t => t.Value)];
        ConditionalInefficiency conditional = model!.Conditional(theta);
        // One row a unit: rows that share u are no further evidence.
        int[] used = [.. Enumerable.Range(0, rows.RowCount).GroupBy(model.UnitOf).Select(g => g.First())];
        double[] differences = [.. used.Select(i => Math.Exp(conditional.Laws[conditional.LawOfRow[i]].LogMomentGenerating(-conditional.Scale[i]))
            - Math.Exp(-drawn.Inefficiency[rows.PanelRows[i]]))];
        RequireMoments(differences, 0, null);
        double inside = used.Average(i =>
        {
            IConditionalLaw law = conditional.Laws[conditional.LawOfRow[i]];
            double u = drawn.Inefficiency[rows.PanelRows[i]] / conditional.Scale[i];
            return law.Quantile(0.1) <= u && u <= law.Quantile(0.9) ? 1.0 : 0;
        });
        Assert.True(Math.Abs(inside - 0.8) < 4.5 * Math.Sqrt(0.16 / used.Length), $"{name}: {inside} of 80 % intervals cover");
        // The likeliest class is no part of u.
        Assert.Equal(conditional.Parts.Select(part => part.Name).Except(["mostLikelyClass"]), drawn.Parts.Select(part => part.Name));
        foreach ((string partName, double[] truth) in drawn.Parts)
        {
            InefficiencyPart part = conditional.Parts.Single(p => p.Name == partName);
            RequireMoments(
                [.. used.Select(i => Math.Exp(part.Laws[part.LawOfRow[i]].LogMomentGenerating(-1)) - Math.Exp(-truth[rows.PanelRows[i]]))], 0, null);
        }
    }

    [Fact]
    public void Rows_in_which_nothing_is_inefficient_are_as_many_as_the_model_says()
    {
        SimulationDesign design = SimulationDesigns.Find("zero-inefficiency");
        double share = 1 / (1 + Math.Exp(0.4)), found = 0;
        int rows = 0;
        for (int sample = 0; sample < 5; sample++)
        {
            double[] u = new SampleDraw(design, SimulationStudies.Models, 1).Draw(new RandomSource(1, sample)).Inefficiency;
            found += u.Count(value => value == 0);
            rows += u.Length;
        }
        Assert.True(Math.Abs(found / rows - share) < 4.5 * Math.Sqrt(share * (1 - share) / rows));
    }

    [Fact]
    public void Rows_of_a_unit_share_u_along_the_path()
    {
        UnitIndex units = FrontierSamples.Units(4000, 6, new RandomSource(5));
        Design design = FrontierSamples.Design(units.UnitOfRow.Length, units, 0, new RandomSource(6));
        foreach (FrontierSide side in new[] { FrontierSide.Production, FrontierSide.Cost })
        {
            var model = new SharedInefficiencyFrontier(design, new HalfNormal(), side, new ExponentialDecay(TimeOrigin.Panel), 1);
            double[] theta = [1, 0.5, -0.3, 2 * Math.Log(0.5), 2 * Math.Log(0.2), 0.07];
            ResponseDraw draw = model.DrawResponse(theta, new RandomSource(8));
            double[] own = new double[units.Count], noise = new double[design.RowCount];
            for (int i = 0; i < design.RowCount; i++)
            {
                double h = Math.Exp(-0.07 * (units.PeriodOfRow![i] - units.LastPeriod)), u = draw.Inefficiency[i] / h;
                int unit = units.UnitOfRow[i];
                Assert.True(own[unit] == 0 || Math.Abs(own[unit] - u) < 1e-12 * u);
                own[unit] = u;
                double frontier = Enumerable.Range(0, 3).Sum(j => design.Frontier.Values[i, j] * theta[j]);
                noise[i] = draw.Response[i] - frontier + ((side == FrontierSide.Production ? 1 : -1) * draw.Inefficiency[i]);
            }
            RequireMoments(own, 0.5 * Math.Sqrt(2 / Math.PI), 0.25 * (1 - 2 / Math.PI));
            RequireMoments(noise, 0, 0.04);
        }
    }

    [Fact]
    public void At_the_boundary_there_is_noise_only()
    {
        UnitIndex units = FrontierSamples.Units(50, 4, new RandomSource(5));
        Design design = FrontierSamples.Design(units.UnitOfRow.Length, units, 0, new RandomSource(6));
        ISimulates[] models = [new PooledFrontier(design, new HalfNormal(), FrontierSide.Production, 1), new SharedInefficiencyFrontier(design, new HalfNormal(), FrontierSide.Cost, new ConstantPath(), 1)];
        foreach (ISimulates model in models)
            Assert.All(model.DrawResponse([1, 0.5, -0.3, double.NegativeInfinity, -2], new RandomSource(1)).Inefficiency, u => Assert.Equal(0, u));
    }

    [Fact]
    public void A_draw_depends_on_its_stream_alone()
    {
        SimulationDesign design = DesignTexts.Read(DesignTexts.Panel);
        double[] first = Values(design, 4), again = Values(design, 4), other = Values(design, 5);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);

        static double[] Values(SimulationDesign design, long stream) =>
            new SampleDraw(design, SimulationStudies.Models, 1).Draw(new RandomSource(1, stream)).Panel.Numbers("y").Values;
    }

    private static (LikelihoodModel Model, double[] Theta) Drawn(SimulationDesign design, long stream)
    {
        var sample = new SampleDraw(design, SimulationStudies.Models, 1);
        Sample drawn = sample.Draw(new RandomSource(1, stream));
        return (ModelRunner.Likelihood(design.Truth, drawn.Panel).Likelihood!, [.. sample.Truth.Select(t => t.Value)]);
    }

    private static double[] Truth(FrontierLikelihood model) =>
    [
        .. model.Parameters.Select(p => (p.Block, p.Name) switch
        {
            (BlockNames.Frontier, BlockNames.Intercept) => 1,
            (BlockNames.Frontier, "x1") => 0.5,
            (BlockNames.Frontier, _) => -0.3,
            (BlockNames.InefficiencyMean, _) => 0.3,
            (BlockNames.InefficiencyVariance, _) => 2 * Math.Log(0.6),
            (BlockNames.NoiseVariance, _) => 2 * Math.Log(0.4),
            (BlockNames.Law, "ln(df)") => Math.Log(9),
            _ => Math.Log(2.5),
        }),
    ];

    /// <summary>Sample mean and variance within five standard errors, these from the sample.</summary>
    internal static void RequireMoments(double[] values, double mean, double? variance)
    {
        double average = values.Average(), second = values.Average(v => (v - average) * (v - average)), fourth = values.Average(v => Math.Pow(v - average, 4));
        Assert.True(Math.Abs(average - mean) < 5 * Math.Sqrt(second / values.Length), $"mean {average}, expected {mean}");
        if (variance is { } expected)
            Assert.True(Math.Abs(second - expected) < 5 * Math.Sqrt((fourth - second * second) / values.Length), $"variance {second}, expected {expected}");
    }
}
