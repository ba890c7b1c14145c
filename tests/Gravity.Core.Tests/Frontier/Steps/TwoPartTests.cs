using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Steps;

/// <summary>Kumbhakar and Heshmati (1995) and the three steps of Kumbhakar, Lien and Hardaker (2014).</summary>
public sealed class TwoPartTests
{
    private static Design Sample(
        long seed, int units = 80, int periods = 8, double missing = 0.2, double sigmaU = 0.3, double sigmaU0 = 0.4, double sigmaW = 0.2, double sigmaV = 0.15,
        FrontierSide side = FrontierSide.Production, IReadOnlyList<DesignBlock>? more = null)
    {
        var random = new RandomSource(seed);
        double sign = side == FrontierSide.Production ? 1 : -1;
        double[] effect = [.. Enumerable.Range(0, units).Select(_ => sigmaW * random.NextNormal() - sign * sigmaU0 * Math.Abs(random.NextNormal()))];
        return StepSamples.Panel(
            random, units, periods, missing, (i, _) => effect[i], () => sigmaV * random.NextNormal() - sign * sigmaU * Math.Abs(random.NextNormal()), more);
    }

    /// <summary>Both models, GLS variants included.</summary>
    public static TheoryData<string> Names => ["within", "gls", "three-step"];

    private static SteppedFrontier Model(string name, Design design, FrontierSide side = FrontierSide.Production) => name == "three-step"
        ? new FourComponentSteps(design, side) : new KumbhakarHeshmati(design, side, name == "gls");

    [Theory]
    [MemberData(nameof(Names))]
    public void Efficiency_is_the_product_of_its_parts_and_fitted_plus_residual_is_y(string name)
    {
        Design design = Sample(1);
        SteppedFrontier model = Model(name, design);
        FitResult fit = model.Fit(new FitOptions());
        Assert.True(fit.Converged, fit.Message);
        ConditionalInefficiency at = model.Conditional(fit.Theta);
        EfficiencyResult efficiency = Efficiencies.Of(design, at);
        Assert.Equal(["persistent", "transient"], efficiency.PartNames);
        for (int i = 0; i < design.RowCount; i++)
        {
            EfficiencyRow row = efficiency.Rows[i];
            Assert.Equal(row.Parts[0].Te * row.Parts[1].Te, row.Te, 1e-12);
            Assert.Equal(row.Parts[0].U + row.Parts[1].U, row.U, 1e-12);
            Assert.InRange(row.Te, row.TeLow, row.TeHigh);
            Assert.Equal(design.Response[i], row.Fitted + row.Residual, 1e-12);
        }
        Assert.Equal(efficiency.Mean, fit.MeanEfficiency!.Value, 1e-12);
        if (name != "three-step")
            Assert.Equal(1, efficiency.Rows.Max(r => r.Parts[0].Te), 1e-12);
        double[] theta = fit.Theta;
        double level = fit.DerivedValue("intercept");
        double[] index = UnitRegression.Index(design, [1, 2], [fit.Parameter("frontier", "x1").Estimate, fit.Parameter("frontier", "x2").Estimate]);
        for (int i = 0; i < design.RowCount; i++)
            Assert.Equal(level + index[i], efficiency.Rows[i].Fitted, 1e-10);
        Assert.Equal(fit.Parameters.Count, theta.Length);
    }

    [Fact]
    public void The_second_step_is_the_pooled_half_normal_of_the_residuals()
    {
        Design design = Sample(2, missing: 0);
        FitResult fit = new KumbhakarHeshmati(design, FrontierSide.Production).Fit(new FitOptions());
        FitResult within = new SchmidtSickles(design, FrontierSide.Production, true).Fit(new FitOptions());
        double[] remainder = UnitRegression.Remainder(design, [1, 2], within.Theta);
        double[] means = UnitRegression.UnitMeans(design.Units!, remainder);
        FitResult pooled = Pooled([.. remainder.Select((r, i) => r - means[design.Units!.UnitOfRow[i]])]);
        Assert.Equal([.. within.Theta, .. pooled.Theta], fit.Theta, (a, b) => Math.Abs(a - b) < 1e-9);
        for (int j = 0; j < 3; j++)
            Assert.Equal(pooled.Parameters[j].StandardError, fit.Parameters[2 + j].StandardError, 1e-9);
        Assert.Equal(0, fit.Covariance.Matrix[0, 3]);
        Assert.Equal(within.Parameters[0].StandardError, fit.Parameters[0].StandardError, 1e-12);
    }

    [Fact]
    public void Steps_two_and_three_are_pooled_half_normals_of_the_predictions()
    {
        Design design = Sample(3);
        FitResult fit = new FourComponentSteps(design, FrontierSide.Production).Fit(new FitOptions());
        FitResult random = new SchmidtSickles(design, FrontierSide.Production, false).Fit(new FitOptions());
        double noise = Math.Pow(random.DerivedValue("sigmaV"), 2), between = Math.Pow(random.DerivedValue("sigmaEffect"), 2);
        double[] remainder = UnitRegression.Remainder(design, [0, 1, 2], random.Theta);
        double[] effects = UnitRegression.UnitMeans(design.Units!, remainder);
        for (int u = 0; u < effects.Length; u++)
            effects[u] *= between / (between + noise / UnitRegression.Rows(design.Units!, u));
        FitResult second = Pooled([.. remainder.Select((r, i) => r - effects[design.Units!.UnitOfRow[i]])]), third = Pooled(effects);
        Assert.Equal([.. random.Theta, .. second.Theta, .. third.Theta], fit.Theta, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(third.DerivedValue("sigmaU"), fit.DerivedValue("sigmaU0"), 1e-10);
        Assert.Equal(third.DerivedValue("sigmaV"), fit.DerivedValue("sigmaW"), 1e-10);
        Assert.Equal(second.DerivedValue("sigmaU"), fit.DerivedValue("sigmaU"), 1e-10);
        FitWarning warning = Assert.Single(fit.Warnings);
        Assert.Equal(WarningCatalog.StepErrors, warning.Kind);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Level_scale_order_of_units_and_side_do_not_matter(string name)
    {
        Design design = Sample(4);
        FitResult fit = Model(name, design).Fit(new FitOptions());
        FitResult moved = Model(name, StepSamples.With(design, (y, _) => y + 6.9)).Fit(new FitOptions());
        FitResult turned = Model(name, StepSamples.Reversed(design)).Fit(new FitOptions());
        FitResult cost = Model(name, StepSamples.With(design, (y, _) => -y), FrontierSide.Cost).Fit(new FitOptions());
        FitResult scaled = Model(name, StepSamples.With(design, (y, _) => 1e6 * y)).Fit(new FitOptions());
        foreach (FitResult other in new[] { moved, turned, cost })
        {
            Assert.Equal(fit.MeanEfficiency!.Value, other.MeanEfficiency!.Value, 1e-7);
            foreach (string scale in new[] { "sigmaU", "sigmaV" })
                Assert.Equal(fit.DerivedValue(scale), other.DerivedValue(scale), 1e-7);
        }
        Assert.Equal(fit.DerivedValue("intercept") + 6.9, moved.DerivedValue("intercept"), 1e-7);
        Assert.Equal(fit.DerivedValue("intercept"), -cost.DerivedValue("intercept"), 1e-7);
        Assert.Equal(fit.DerivedValue("sigmaU"), scaled.DerivedValue("sigmaU") / 1e6, 1e-7);
        Assert.Equal(fit.DerivedValue("lambda"), scaled.DerivedValue("lambda"), 1e-6);
    }

    [Fact]
    public void Scales_are_recovered_up_to_what_unit_means_take_away()
    {
        const int Periods = 20;
        double[] sums = new double[4];
        for (int seed = 0; seed < 6; seed++)
        {
            FitResult fit = new FourComponentSteps(Sample(300 + seed, units: 500, periods: Periods, missing: 0), FrontierSide.Production).Fit(new FitOptions());
            string[] names = ["sigmaU", "sigmaV", "sigmaU0", "sigmaW"];
            for (int k = 0; k < 4; k++)
                sums[k] += fit.DerivedValue(names[k]) / 6;
        }
        Assert.Equal(0.3 * Attenuation(Periods), sums[0], 0.01);
        Assert.Equal(0.15, sums[1], 0.01);
        Assert.Equal(0.4, sums[2], 0.06);
        Assert.Equal(0.2, sums[3], 0.04);
    }

    [Fact]
    public void Determinants_of_both_parts_are_recovered()
    {
        var random = new RandomSource(7);
        const int Units = 600, Periods = 12;
        double[] z = [.. Enumerable.Range(0, Units).Select(_ => random.NextNormal())];
        double[] q = [.. Enumerable.Range(0, Units * Periods).Select(_ => random.NextNormal())];
        int row = 0;
        DesignBlock Index(string name, string column, Func<int, double> value)
        {
            Matrix values = new(Units * Periods, 2);
            for (int i = 0; i < values.Rows; i++)
                (values[i, 0], values[i, 1]) = (1, value(i));
            return new DesignBlock(name, [BlockNames.Intercept, column], values);
        }

        double[] effect = [.. z.Select(v => 0.1 * random.NextNormal() - Math.Exp(0.5 * (-2 + 0.8 * v)) * Math.Abs(random.NextNormal()))];
        Design design = StepSamples.Panel(
            random, Units, Periods, 0, (i, _) => effect[i],
            () => 0.1 * random.NextNormal() - Math.Exp(0.5 * (-2.5 + 0.5 * q[row++])) * Math.Abs(random.NextNormal()),
            [Index(BlockNames.InefficiencyVariance, "q", i => q[i]), Index(BlockNames.PersistentVariance, "z", i => z[i / Periods])]);
        FitResult fit = new FourComponentSteps(design, FrontierSide.Production).Fit(new FitOptions());
        Assert.Equal(0.5, fit.Parameter(BlockNames.InefficiencyVariance, "q").Estimate, 0.08);
        Assert.Equal(0.8, fit.Parameter(BlockNames.PersistentVariance, "z").Estimate, 0.25);
        double expected = -2.5 + 2 * Math.Log(Attenuation(Periods));
        Assert.Equal(expected, fit.Parameter(BlockNames.InefficiencyVariance, BlockNames.Intercept).Estimate, 0.1);
        var varying = new DesignBlock(BlockNames.PersistentVariance, [BlockNames.Intercept, "q"], Index("", "q", i => q[i]).Values);
        Design wrong = FrontierSamples.With(design, design.Response, [design.Frontier, varying]);
        Assert.Equal("varies-within-unit", Assert.Throws<DataUnfitException>(() => new FourComponentSteps(wrong, FrontierSide.Production)).Code);
    }

    [Fact]
    public void Draws_share_the_persistent_part_within_units()
    {
        Design design = Sample(8, units: 15);
        var model = new FourComponentSteps(design, FrontierSide.Production);
        ConditionalInefficiency at = model.Conditional(model.Fit(new FitOptions()).Theta);
        var random = new RandomSource(1);
        const int Draws = 20_000;
        double[] u = new double[design.RowCount], mean = new double[u.Length];
        double product = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            at.Sample(random, u);
            for (int i = 0; i < u.Length; i++)
                mean[i] += u[i] / Draws;
            product += (u[0] - at.Laws[0].Mean) * (u[1] - at.Laws[1].Mean) / Draws;
        }
        Assert.Equal(design.Units!.UnitOfRow[0], design.Units.UnitOfRow[1]);
        for (int i = 0; i < u.Length; i++)
            Assert.Equal(at.Laws[i].Mean, mean[i], 6 * Math.Sqrt(at.Laws[i].Variance / Draws));
        double shared = at.Parts[0].Laws[0].Variance;
        Assert.Equal(shared, product, 0.15 * shared);
    }

    [Fact]
    public void Without_transient_inefficiency_the_boundary_is_reported_and_its_part_is_1()
    {
        bool seen = false;
        for (int seed = 0; seed < 12 && !seen; seed++)
        {
            Design design = Sample(400 + seed, sigmaU: 0);
            foreach (string name in new[] { "within", "three-step" })
            {
                SteppedFrontier model = Model(name, design);
                FitResult fit = model.Fit(new FitOptions());
                if (fit.DerivedValue("sigmaU") != 0)
                    continue;
                seen = true;
                Assert.True(fit.Converged);
                Assert.Contains(fit.Warnings, w => w.Kind == WarningCatalog.BoundarySigmaU && w.Message.StartsWith("transient part", StringComparison.Ordinal));
                EfficiencyResult efficiency = Efficiencies.Of(design, model.Conditional(fit.Theta));
                Assert.All(efficiency.Rows, r => Assert.Equal(1, r.Parts[1].Te));
                Assert.Contains(efficiency.Rows, r => r.Parts[0].Te < 1);
                Assert.True(double.IsNaN(fit.Derived.First(d => d.Name == "sigmaU").StandardError));
                Assert.True(fit.Parameter(BlockNames.Frontier, "x1").StandardError > 0);
            }
        }
        Assert.True(seen);
    }

    [Fact]
    public void Without_a_variance_of_unit_effects_there_is_no_third_step()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Design design = Sample(500 + seed, units: 30, sigmaU0: 0, sigmaW: 0);
            var model = new FourComponentSteps(design, FrontierSide.Production);
            FitResult fit = model.Fit(new FitOptions());
            if (fit.DerivedValue("sigmaW") > 0 || fit.DerivedValue("sigmaU0") > 0)
                continue;
            Assert.Contains(fit.Warnings, w => w.Kind == WarningCatalog.BoundarySigmaU && w.Message.Contains("no persistent part", StringComparison.Ordinal));
            EfficiencyResult efficiency = Efficiencies.Of(design, model.Conditional(fit.Theta));
            Assert.All(efficiency.Rows, r => Assert.Equal(1, r.Parts[0].Te));
            Assert.Contains(efficiency.Rows, r => r.Parts[1].Te < 1);
            return;
        }
        Assert.Fail("no sample without a variance of unit effects");
    }

    [Fact]
    public void With_few_units_the_third_step_may_end_without_noise_and_is_then_the_distance_from_the_best()
    {
        int seen = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            Design design = Sample(600 + seed, units: 12, sigmaW: 0.02, sigmaV: 0.1);
            var model = new FourComponentSteps(design, FrontierSide.Production);
            FitResult fit = model.Fit(new FitOptions());
            Assert.True(fit.Converged, fit.Message);
            if (fit.DerivedValue("sigmaW") != 0 || fit.DerivedValue("sigmaU0") == 0)
                continue;
            seen++;
            Assert.Contains(fit.Warnings, w => w.Kind == WarningCatalog.BoundarySigmaV && w.Message.StartsWith("persistent part", StringComparison.Ordinal));
            Assert.DoesNotContain(fit.Warnings, w => w.Kind == WarningCatalog.NotConverged);
            EfficiencyResult efficiency = Efficiencies.Of(design, model.Conditional(fit.Theta));
            Assert.Equal(1, efficiency.Rows.Max(r => r.Parts[0].Te), 1e-14);
            double[] u = [.. Enumerable.Range(0, 12).Select(i => efficiency.Rows[design.Units!.Starts[i]].Parts[0].U)];
            Assert.Equal(fit.DerivedValue("sigmaU0"), Math.Sqrt(u.Average(v => v * v)), 1e-12);
            Assert.Equal(Math.Sqrt(2.0 / 12), fit.Parameter(BlockNames.PersistentVariance, BlockNames.Intercept).StandardError, 1e-12);
            Assert.All(efficiency.Rows, r => Assert.Equal(design.Response[0], efficiency.Rows[0].Fitted + efficiency.Rows[0].Residual, 1e-12));

            // Just inside, the likelihood of the step is no higher.
            double[] effects = [.. u.Select(v => -v)];
            FitResult climb = Pooled(effects);
            double height = 12 * (Math.Log(2) - 0.5 * Math.Log(2 * Math.PI * u.Average(v => v * v)) - 0.5);
            Assert.True(climb.LogLikelihood <= height + 1e-5);
        }
        Assert.True(seen > 3, $"{seen} samples");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_bootstrap_repeats_all_steps_and_takes_the_warning_away(string name)
    {
        Design design = Sample(9, units: 120);
        SteppedFrontier model = Model(name, design);
        FitResult plain = model.Fit(new FitOptions());
        FitOptions options = new() { Seed = 2, Covariance = new CovarianceRequest { Kind = CovarianceKind.Bootstrap, Replications = 60 } };
        FitResult bootstrap = model.Fit(options), again = model.Fit(options with { Threads = 1 });
        Assert.Contains(plain.Warnings, w => w.Kind == WarningCatalog.StepErrors);
        Assert.DoesNotContain(bootstrap.Warnings, w => w.Kind == WarningCatalog.StepErrors);
        Assert.Equal(plain.Theta, bootstrap.Theta);
        for (int j = 0; j < plain.Parameters.Count; j++)
        {
            Assert.InRange(bootstrap.Parameters[j].StandardError / plain.Parameters[j].StandardError, 0.4, 4);
            Assert.Equal(bootstrap.Parameters[j].StandardError, again.Parameters[j].StandardError);
        }
        Assert.True(bootstrap.Derived.All(d => d.StandardError > 0));
    }

    [Fact]
    public void Units_with_one_row_take_no_part_in_the_transient_step()
    {
        Design design = Sample(10, units: 60, periods: 5, missing: 0.7);
        int[] several = [.. Enumerable.Range(0, 60).Where(u => UnitRegression.Rows(design.Units!, u) > 1)];
        Assert.True(several.Length < 60);
        FitResult all = new KumbhakarHeshmati(design, FrontierSide.Production).Fit(new FitOptions());
        FitResult some = new KumbhakarHeshmati(design.Resample(several), FrontierSide.Production).Fit(new FitOptions());
        Assert.Equal(some.Theta, all.Theta, (a, b) => Math.Abs(a - b) < 1e-8);
        Assert.Contains(all.Warnings, w => w.Kind == WarningCatalog.ShortUnits && w.Message.StartsWith($"{60 - several.Length} of 60", StringComparison.Ordinal));
    }

    [Fact]
    public void Clusters_that_split_units_are_refused_in_the_third_step()
    {
        Design design = Sample(11);
        FitOptions By(string name, int[] keys) =>
            new() { Covariance = new CovarianceRequest { Kind = CovarianceKind.Clustered, Clusters = [ClusterDimension.FromKeys(name, keys)] } };
        var model = new FourComponentSteps(design, FrontierSide.Production);
        Assert.Equal("cluster-splits-unit", Assert.Throws<DataUnfitException>(() => model.Fit(By("year", design.Units!.PeriodOfRow!))).Code);
        FitResult fit = model.Fit(By("unit", design.Units!.UnitOfRow));
        Assert.Equal(80, fit.Covariance.FewestClusters);
        Assert.True(fit.Parameters.All(p => p.StandardError > 0));
        Assert.Equal(
            "covariance-not-for-model",
            Assert.Throws<UsageException>(() => model.Fit(new FitOptions { Covariance = new CovarianceRequest { Kind = CovarianceKind.Robust } })).Code);
    }

    /// <summary>
    /// (κ_3 of a deviation from the mean of T rows over κ_3 of a row)^(1/3) = ((T − 1)(T − 2)/T²)^(1/3): what the third moment, which tells σ_u, loses.
    /// </summary>
    private static double Attenuation(int periods) => Math.Pow((periods - 1.0) * (periods - 2) / (periods * periods), 1.0 / 3);

    private static FitResult Pooled(double[] series)
    {
        Matrix one = new(series.Length, 1);
        one.Values.Fill(1);
        var design = new Design(
            "e ~ 1", "e", series, [new DesignBlock(BlockNames.Frontier, [BlockNames.Intercept], one)], [.. Enumerable.Range(0, series.Length)], null,
            ResponseScale.AsGiven, null, null, [], new SampleLog(series.Length, []), "00");
        return FrontierEstimator.Fit(new FrontierSpecification { Model = "pooled" }, design, new FitOptions()).Result;
    }
}
