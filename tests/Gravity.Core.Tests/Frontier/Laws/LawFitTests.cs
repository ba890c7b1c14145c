using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Tests.Frontier.Laws;

/// <summary>Whole models under every law and noise: derivatives with all indices, recovery, units, boundaries and ridges.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class LawFitTests
{
    public static TheoryData<string, string> Pairs => LawSamples.Pairs;

    public static TheoryData<string, string> Fitted
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (InefficiencyLaw law in InefficiencyLaw.All.Where(l => l is not ConjugateLaw))
                data.Add(law.Key, "normal");
            foreach (string noise in new[] { "student-t", "laplace", "logistic" })
                data.Add("half-normal", noise);
            data.Add("gamma", "student-t");
            data.Add("lomax", "normal");
            return data;
        }
    }

    /// <summary>The pairs of the short test, and the classical three laws: every law with normal noise, the half-normal with every noise.</summary>
    public static TheoryData<string, string> SlowFitted
    {
        get
        {
            TheoryData<string, string> all = Fitted;
            foreach (ConjugateLaw law in ConjugateLaw.Members)
                all.Add(law.Key, "normal");
            return SlowTest.Rows(all);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Gradient_Hessian_and_scores_of_a_model_with_every_index_are_differences(string law, string noise)
    {
        foreach (bool scaling in new[] { false, true })
        {
            var random = new RandomSource(17);
            FrontierSide side = scaling ? FrontierSide.Cost : FrontierSide.Production;
            FrontierLikelihood model = Model(law, noise, side, scaling, 40, random, out double[] theta);
            double[] scales = [.. model.Parameters.Select(p => p.Block == BlockNames.Frontier ? 0.2 : 0.15)];
            DerivativeCheck check = GradientChecker.Probe(model, theta, scales);
            // Laplace's Hessian jumps where a residual passes 0, so that only the gradient compares.
            Assert.True(check.Gradient <= 1e-6 || noise == "laplace", $"gradient off by {check.Gradient:E1}");
            Assert.True(check.Hessian <= 3e-6 || noise == "laplace", $"Hessian off by {check.Hessian:E1}");
            var gradient = new double[model.Dimension];
            model.Evaluate(theta, gradient, default);
            Matrix scores = new(model.UnitCount, model.Dimension);
            model.Scores(theta, scores);
            for (int j = 0; j < gradient.Length; j++)
                Agree.Absolute(gradient[j], scores.Column(j).ToArray().Sum(), 1e-9 * Math.Max(1, Math.Abs(gradient[j])));
            // One thread or several: the same bits.
            FrontierLikelihood threaded = Specification(law, noise, side).Build(model.Design, 2).WithResponse(model.Response);
            Assert.Equal(model.Evaluate(theta, default, default), threaded.Evaluate(theta, default, default));
        }
    }

    [Theory]
    [MemberData(nameof(Fitted))]
    public void A_sample_of_the_model_gives_its_parameters_back(string law, string noise) => Recover(law, noise, 2, 3000);

    [Theory]
    [Trait("Category", SlowTest.Category)]
    [MemberData(nameof(SlowFitted))]
    public void Two_hundred_samples_converge_or_say_why(string law, string noise)
    {
        SlowTest.Require();
        Recover(law, noise, 200, 2000);
    }

    [Theory]
    [InlineData("gamma", "normal")]
    [InlineData("lognormal", "normal")]
    [InlineData("weibull", "normal")]
    [InlineData("half-normal", "logistic")]
    public void Units_of_the_response_change_nothing_but_its_scale_and_fitted_plus_residual_is_the_response(string law, string noise)
    {
        var random = new RandomSource(3);
        FrontierLikelihood model = Model(law, noise, FrontierSide.Production, false, 600, random, out _, indices: false);
        FitResult one = Fit(law, noise, model);
        Assert.True(one.Converged, one.Message);
        const double factor = 1e6;
        FitResult other = Fit(law, noise, model.WithResponse([.. model.Response.Select(y => factor * y)]));
        Agree.Absolute(one.LogLikelihood - 600 * Math.Log(factor), other.LogLikelihood, 1e-6);
        Agree.Relative(factor * one.Parameter(BlockNames.Frontier, "x1").Estimate, other.Parameter(BlockNames.Frontier, "x1").Estimate, 1e-5);
        Agree.Absolute(one.MeanEfficiency!.Value, model.MeanEfficiency([.. one.Parameters.Select(p => p.Estimate)]), 1e-12);
        ConditionalInefficiency at = model.Conditional([.. one.Parameters.Select(p => p.Estimate)]);
        for (int i = 0; i < at.RowCount; i++)
            Agree.Absolute(model.Response[i], at.Frontier[i] + at.Residual[i], 1e-12);
    }

    [Theory]
    [InlineData("gamma", "normal")]
    [InlineData("lognormal", "normal")]
    [InlineData("rayleigh", "normal")]
    [InlineData("half-normal", "student-t")]
    public void Residuals_skewed_the_wrong_way_end_at_the_boundary(string law, string noise)
    {
        var random = new RandomSource(8);
        FrontierLikelihood model = Model(law, noise, FrontierSide.Production, false, 400, random, out _, indices: false);
        // Against the side: u above the frontier.
        FrontierLikelihood wrong = model.WithResponse([.. model.Response.Select(y => -y)]);
        FitResult result = Fit(law, noise, wrong);
        Assert.Equal(TerminationWords.Boundary, result.Termination);
        Assert.Contains(result.Warnings, w => w.Kind == WarningCatalog.BoundarySigmaU);
        Assert.Equal(0, result.InefficiencyTest!.Statistic);
        Assert.Equal(LawSamples.Law(law).ShapeCount, result.UnidentifiedWithoutInefficiency.Count);
        Assert.Equal(1, result.MeanEfficiency);
    }

    [Fact]
    public void Normal_data_send_Students_degrees_of_freedom_to_infinity_and_it_is_said()
    {
        var random = new RandomSource(21);
        FrontierLikelihood sample = Model("half-normal", "normal", FrontierSide.Production, false, 1500, random, out _, indices: false);
        FrontierLikelihood model = Specification("half-normal", "student-t", FrontierSide.Production).Build(sample.Design, 1).WithResponse(sample.Response);
        FitResult result = Fit("half-normal", "student-t", model), normal = Fit("half-normal", "normal", sample);
        if (result.Termination == TerminationWords.Ridge)
        {
            Assert.True(result.HasShapeRidge);
            Assert.Contains("df → ∞", result.Message, StringComparison.Ordinal);
            Assert.Contains("噪声服从正态分布", result.MessagePhrase.In(Words.Chinese), StringComparison.Ordinal);
            Assert.Contains(result.Warnings, w => w.Kind == WarningCatalog.ShapeRidge && w.Message.Contains("the noise is normal", StringComparison.Ordinal));
            Agree.Absolute(normal.LogLikelihood, result.LogLikelihood, 0.05);
        }
        else
        {
            Assert.InRange(result.DerivedValue("df"), 15, 500);
            Assert.True(result.LogLikelihood >= normal.LogLikelihood - 1e-6);
        }
    }

    [Fact]
    public void An_infinite_expected_potential_is_null_and_named()
    {
        var random = new RandomSource(5);
        FrontierLikelihood model = Model("exponential", "student-t", FrontierSide.Production, false, 300, random, out double[] theta, indices: false);
        // σ_u > 1: f_u falls as e^(−u/σ_u), slower than e^u grows, and Student's tail is of no help.
        double[] point = [.. theta];
        for (int j = 0; j < point.Length; j++)
            if (model.Parameters[j].Block == BlockNames.InefficiencyVariance)
                point[j] = Math.Log(1.2);
        Assert.Equal(300, model.RowsWithoutExpectedPotential(point));
        Assert.True(double.IsNaN(model.Conditional(point).Laws[0].LogMomentGenerating(1)));
        Assert.True(double.IsNaN(model.Conditional(point).LogNoiseMean[0]));
        point[Array.FindIndex([.. model.Parameters], p => p.Block == BlockNames.InefficiencyVariance)] = Math.Log(0.3);
        Assert.Equal(0, model.RowsWithoutExpectedPotential(point));
        Assert.True(double.IsFinite(model.Conditional(point).Laws[0].LogMomentGenerating(1)));
    }

    [Fact]
    public void Scaling_by_a_dummy_is_the_variance_index_of_a_scale_family_with_half_its_slope()
    {
        var random = new RandomSource(14);
        FrontierLikelihood scaled = Model("gamma", "normal", FrontierSide.Production, true, 800, random, out _, indices: false);
        DesignBlock z = scaled.Design.Block(BlockNames.InefficiencyScaling)!;
        Matrix values = new(z.Values.Rows, 2);
        values.Column(0).Fill(1);
        z.Values.Column(0).CopyTo(values.Column(1));
        var index = new DesignBlock(BlockNames.InefficiencyVariance, [BlockNames.Intercept, "z1"], values);
        Design other = FrontierSamples.With(scaled.Design, scaled.Response, [scaled.Design.Frontier, index]);
        FitResult one = Fit("gamma", "normal", scaled), two = Fit("gamma", "normal", Specification("gamma", "normal", FrontierSide.Production).Build(other, 1));
        Agree.Relative(two.LogLikelihood, one.LogLikelihood, 1e-9);
        Agree.Relative(
            0.5 * two.Parameter(BlockNames.InefficiencyVariance, "z1").Estimate, one.Parameter(BlockNames.InefficiencyScaling, "z1").Estimate, 1e-5);
    }

    [Fact]
    public void Panel_models_refuse_laws_and_noises_that_are_not_theirs()
    {
        var random = new RandomSource(1);
        Design design = FrontierSamples.Design(40, FrontierSamples.Units(10, 6, random), 0, random);
        Assert.Throws<UsageException>(() => new FrontierSpecification { Model = "pitt-lee", Law = new Gamma() }.Build(design));
        Assert.Throws<UsageException>(() => new FrontierSpecification { Model = "bc92", Noise = new LaplaceNoise() }.Build(design));
    }

    private static void Recover(string law, string noise, int replications, int rows)
    {
        int explained = 0;
        var failures = new List<string>();
        object gate = new();
        Workers.For(replications, 2, replication =>
        {
            var random = new RandomSource(77, replication);
            FrontierLikelihood model = Model(law, noise, FrontierSide.Production, false, rows, random, out double[] truth, indices: false);
            FitResult result = Fit(law, noise, model);
            lock (gate)
            {
                bool named = result.Warnings.Any(w => w.Kind == WarningCatalog.ShapeRidge || w.Kind == WarningCatalog.BoundarySigmaU || w.Kind == WarningCatalog.BoundarySigmaV);
                if (result.Converged || named)
                    explained++;
                double at = model.Evaluate(truth, default, default);
                if (!(result.LogLikelihood >= at - 1e-6))
                    failures.Add(string.Create(CultureInfo.InvariantCulture, $"replication {replication}: {result.LogLikelihood} below the truth's {at}"));
                // Twice the gain over the truth is χ² with as many degrees as parameters: 40 is beyond any quantile worth naming.
                if (result.LogLikelihood - at > 20)
                    failures.Add(string.Create(CultureInfo.InvariantCulture, $"replication {replication}: {result.LogLikelihood} above the truth's {at}"));
                ParameterEstimate slope = result.Parameter(BlockNames.Frontier, "x1");
                // On a ridge, which the fit names, some laws have no errors.
                double error = double.IsNaN(slope.StandardError) && result.HasShapeRidge ? 0 : slope.StandardError;
                if (!(Math.Abs(slope.Estimate - 0.5) < 6 * Math.Max(0.02, error)))
                    failures.Add(string.Create(CultureInfo.InvariantCulture, $"replication {replication}: slope {slope.Estimate}"));
            }
        });
        Assert.Empty(failures);
        Assert.True(explained >= 0.99 * replications, $"{explained} of {replications} converged or said why");
    }

    private static FitResult Fit(string law, string noise, FrontierLikelihood model) =>
        FrontierEstimator.Fit(Specification(law, noise, model.Side), model, new FitOptions { Threads = 1 }).Result;

    private static FrontierSpecification Specification(string law, string noise, FrontierSide side) =>
        new() { Model = "pooled", Law = LawSamples.Law(law), Noise = LawSamples.Noise(noise), Side = side };

    /// <summary>A model with a response drawn from it at <paramref name="theta"/>: E[u] about 0.7, noise about 0.3.</summary>
    private static FrontierLikelihood Model(
        string law, string noise, FrontierSide side, bool scaling, int rows, RandomSource random, out double[] theta, bool indices = true)
    {
        InefficiencyLaw u = LawSamples.Law(law);
        FrontierSamples.Indices wanted = !indices ? 0 : FrontierSamples.Indices.LogU | FrontierSamples.Indices.LogV | (u.HasMean ? FrontierSamples.Indices.Mean : 0);
        Design design = FrontierSamples.Design(rows, null, wanted, random);
        if (scaling)
        {
            Matrix z = new(rows, 1);
            for (int i = 0; i < rows; i++)
                z[i, 0] = random.NextUniform() < 0.5 ? 0 : 1;
            design = FrontierSamples.With(design, design.Response, [.. design.Blocks, new DesignBlock(BlockNames.InefficiencyScaling, ["z1"], z)]);
        }
        FrontierLikelihood model = Specification(law, noise, side).Build(design, 1);
        LawPoint at = u.StartsOf(0.36)[0];
        theta = [.. model.Parameters.Select((p, j) => (p.Block, p.Name) switch
        {
            (BlockNames.Frontier, BlockNames.Intercept) => 1.0,
            (BlockNames.Frontier, "x1") => 0.5,
            (BlockNames.Frontier, _) => -0.3,
            (BlockNames.InefficiencyMean, BlockNames.Intercept) => at.Mu,
            (BlockNames.InefficiencyVariance, BlockNames.Intercept) => at.LogVariance,
            (BlockNames.NoiseVariance, BlockNames.Intercept) => Math.Log(0.06),
            (BlockNames.InefficiencyScaling, _) => 0.4,
            (BlockNames.Law, _) when j == model.Offsets.LawShape => Math.Log(1.3 * at.Shape),
            (BlockNames.Law, _) => Math.Log(6),
            _ => 0.2,
        })];
        return model.WithResponse(FrontierSamples.Draw(model, theta, random));
    }
}
