using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Diagnostics;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Frontier.Diagnostics;

/// <summary>Diagnostics of fitted frontiers: size under the model, power against what they look for, and one-step deletion against fits anew.</summary>
public sealed class FrontierDiagnosticsTests
{
    private static readonly DiagnosticOptions Quick = new() { Replications = 0, Refits = 0, Fit = new FitOptions { Threads = 1 } };

    [Fact]
    public void Every_test_of_a_true_model_has_about_its_size()
    {
        const int Samples = 150;
        var rejected = DiagnosticCodes.All.ToDictionary(code => code, _ => 0);
        object gate = new();
        Workers.For(Samples, 2, sample =>
        {
            DiagnosticResult result = Diagnose(Draw(new RandomSource(40, sample), 500), Quick);
            lock (gate)
                foreach (DiagnosticTest test in result.Tests)
                    rejected[test.Code] += test.P < 0.05 ? 1 : 0;
        });
        // Of 150 at 5 %: 7.5 ± 2.7.
        foreach (string code in new[] { DiagnosticCodes.ResetRatio, DiagnosticCodes.ResetWald, DiagnosticCodes.NoiseVariance })
            Assert.InRange(rejected[code], 1, 18);
        Assert.InRange(rejected[DiagnosticCodes.InefficiencyVariance], 1, 24);
        // The lower bound of Pearson's p rejects too often, and never less than the upper.
        Assert.InRange(rejected[DiagnosticCodes.Pearson], 1, 40);
        // Inefficiency is there: the skewness tests find it.
        Assert.True(rejected[DiagnosticCodes.Coelli] > 100, $"{rejected[DiagnosticCodes.Coelli]}");
        Assert.True(rejected[DiagnosticCodes.SchmidtLin] > 100);
    }

    [Fact]
    public void Bootstrap_p_values_of_the_goodness_of_fit_are_spread_evenly_under_the_model_and_the_naive_ones_are_not()
    {
        const int Samples = 60;
        var p = new double[Samples];
        var naive = new double[Samples];
        DiagnosticOptions options = Quick with { Replications = 39 };
        Workers.For(Samples, 2, sample =>
        {
            DiagnosticResult result = Diagnose(Draw(new RandomSource(50, sample), 150), options);
            DiagnosticTest test = result.Test(DiagnosticCodes.KolmogorovSmirnov);
            p[sample] = test.BootstrapP!.Value;
            Assert.True(double.IsNaN(test.P), "the textbook p-value of an estimated law is not shown");
            naive[sample] = test.Statistic * Math.Sqrt(150) < 0.83 ? 1 : 0;
        });
        Assert.InRange(p.Average(), 0.38, 0.62);
        Assert.InRange(p.Count(v => v <= 0.25), 6, 26);
        // P(K < 0.83) is ½ for a known law; after estimation nearly all distances are smaller.
        Assert.True(naive.Average() > 0.8, $"{naive.Average()}");
    }

    [Fact]
    public void A_wrong_law_of_the_noise_is_found_by_the_goodness_of_fit()
    {
        var random = new RandomSource(61);
        Design design = FrontierSamples.Design(600, null, FrontierSamples.Indices.None, random);
        double[] frontier = design.Frontier.Values.Times([1, 0.5, -0.3]);
        double[] response = [.. frontier.Select(f => f + 0.2 * random.NextNormal() / Math.Sqrt(random.NextGamma(0.75)) - 0.2 * Math.Abs(random.NextNormal()))];
        DiagnosticResult result = Diagnose(FrontierSamples.With(design, response), Quick with { Replications = 99 });
        Assert.True(result.Test(DiagnosticCodes.KolmogorovSmirnov).BootstrapP < 0.05);
        Assert.True(result.Test(DiagnosticCodes.Pearson).BootstrapP < 0.05);
        Assert.True(result.Test(DiagnosticCodes.Omnibus).P < 0.01);
    }

    [Fact]
    public void Reset_finds_a_square_and_variance_tests_find_an_index()
    {
        var random = new RandomSource(71);
        Design design = FrontierSamples.Design(800, null, FrontierSamples.Indices.None, random);
        double[] x1 = design.Frontier.Values.Column(1).ToArray();
        double[] Response(double square, double noise, double inefficiency) =>
        [
            .. x1.Select((x, i) => 1 + 0.5 * x - 0.3 * design.Frontier.Values[i, 2] + square * x * x
                + 0.2 * Math.Exp(noise * x) * random.NextNormal() - 0.5 * Math.Exp(inefficiency * x) * Math.Abs(random.NextNormal())),
        ];
        DiagnosticResult curved = Diagnose(FrontierSamples.With(design, Response(-0.15, 0, 0)), Quick);
        Assert.True(curved.Test(DiagnosticCodes.ResetRatio).P < 0.001, $"{curved.Test(DiagnosticCodes.ResetRatio)}");
        Assert.True(curved.Test(DiagnosticCodes.ResetWald).P < 0.001);
        Assert.Equal(2, curved.Test(DiagnosticCodes.ResetRatio).DegreesOfFreedom);
        DiagnosticTest noisy = Diagnose(FrontierSamples.With(design, Response(0, 0.4, 0)), Quick).Test(DiagnosticCodes.NoiseVariance);
        Assert.True(noisy.P < 0.001, $"{noisy}");
        Assert.True(Diagnose(FrontierSamples.With(design, Response(0, 0, 0.4)), Quick).Test(DiagnosticCodes.InefficiencyVariance).P < 0.001);
    }

    [Fact]
    public void Reset_does_not_depend_on_the_units_of_the_response_nor_on_huge_fitted_values()
    {
        Design design = Draw(new RandomSource(5), 300);
        DiagnosticTest one = Diagnose(design, Quick).Test(DiagnosticCodes.ResetRatio);
        Design shifted = FrontierSamples.With(design, [.. design.Response.Select(y => 1e5 * (y + 700))]);
        DiagnosticTest other = Diagnose(shifted, Quick).Test(DiagnosticCodes.ResetRatio);
        Agree.Absolute(one.Statistic, other.Statistic, 1e-4);
    }

    [Fact]
    public void A_frontier_of_one_dummy_has_no_powers_to_add()
    {
        var random = new RandomSource(6);
        Matrix x = new(200, 2);
        x.Column(0).Fill(1);
        for (int i = 0; i < 200; i++)
            x[i, 1] = i % 2;
        Design plain = FrontierSamples.Design(200, null, FrontierSamples.Indices.None, random);
        Design design = FrontierSamples.With(
            plain, [.. Enumerable.Range(0, 200).Select(i => 0.4 * (i % 2) + 0.1 * random.NextNormal() - 0.4 * Math.Abs(random.NextNormal()))],
            [new DesignBlock(BlockNames.Frontier, [BlockNames.Intercept, "d"], x)]);
        DiagnosticTest test = Diagnose(design, Quick).Test(DiagnosticCodes.ResetRatio);
        Assert.True(double.IsNaN(test.P));
        Assert.NotNull(test.Note);
    }

    [Fact]
    public void The_score_test_is_near_the_likelihood_ratio_of_the_same_index()
    {
        Design design = Draw(new RandomSource(8), 2000);
        DiagnosticTest score = Diagnose(design, Quick).Test(DiagnosticCodes.NoiseVariance);
        Matrix index = design.Frontier.Values;
        Design wider = FrontierSamples.With(
            design, design.Response, [design.Frontier, new DesignBlock(BlockNames.NoiseVariance, [BlockNames.Intercept, "x1", "x2"], index)]);
        var specification = new FrontierSpecification { Model = "pooled" };
        double ratio = 2 * (FrontierEstimator.Fit(specification, wider, Quick.Fit).Result.LogLikelihood
            - FrontierEstimator.Fit(specification, design, Quick.Fit).Result.LogLikelihood);
        Assert.Equal(2, score.DegreesOfFreedom);
        Agree.Absolute(ratio, score.Statistic, 0.15 * Math.Max(1, ratio));
    }

    [Fact]
    public void One_step_deletion_of_rows_agrees_with_fits_anew_to_second_order()
    {
        Design design = Draw(new RandomSource(14), 400);
        double[] response = [.. design.Response];
        response[123] -= 5;
        DiagnosticResult result = Diagnose(FrontierSamples.With(design, response), Quick with { Refits = 3 });
        InfluenceCase first = result.Influence!.Rows[0];
        Assert.Contains(result.Influence!.Rows.Take(3), r => r.Row == 124);
        Assert.Equal(400, result.Influence.Rows.Count);
        Assert.Empty(result.Influence.Units);
        foreach (InfluenceCase row in result.Influence.Rows.Take(3).Skip(1))
        {
            InfluenceRefit refit = row.Refit!;
            Assert.True(refit.Converged, $"{row} {refit}");
            Agree.Absolute(refit.Displacement, row.Displacement, 0.5 * refit.Displacement);
        }
        Assert.Null(result.Influence.Rows[3].Refit);
        // Newton steps over all rows sum to zero: the score is zero at the maximum.
        for (int j = 0; j < first.Change.Count; j++)
            Agree.Absolute(0, result.Influence.Rows.Sum(r => r.Standardised[j]), 1e-4);
        Assert.Equal(result.Influence.Rows.OrderByDescending(r => r.Displacement), result.Influence.Rows);
    }

    [Fact]
    public void Units_of_a_panel_are_deleted_whole_and_the_efficiency_of_the_rest_is_that_of_a_fit_without_them()
    {
        var random = new RandomSource(21);
        UnitIndex units = FrontierSamples.Units(30, 6, random);
        Design design = FrontierSamples.Design(units.UnitOfRow.Length, units, FrontierSamples.Indices.None, random);
        var specification = new FrontierSpecification { Model = "bc92" };
        FrontierLikelihood model = specification.Build(design, 1);
        design = FrontierSamples.With(design, model.Simulate([1, 0.5, -0.3, Math.Log(0.4), Math.Log(0.03), 0.02], random)!);
        FrontierFit fit = FrontierEstimator.Fit(specification, design, Quick.Fit);
        DiagnosticResult result = FrontierDiagnostics.Of(
            specification, fit.Likelihood, fit.Result.Theta, fit.Result.LogLikelihood, Quick with { Refits = 2, Replications = 19 });
        Assert.Empty(result.Influence!.Rows);
        Assert.Equal(30, result.Influence.Units.Count);
        Assert.True(result.DependentRows);
        Assert.True(double.IsNaN(result.Test(DiagnosticCodes.Pearson).P));
        Assert.InRange(result.Test(DiagnosticCodes.KolmogorovSmirnov).BootstrapP!.Value, 0.05, 1);
        InfluenceCase first = result.Influence.Units[0];
        int left = units.Names.ToList().IndexOf(first.Name);
        Design rest = design.Resample([.. Enumerable.Range(0, 30).Where(u => u != left)]);
        FitResult anew = FrontierEstimator.Fit(specification, rest, Quick.Fit).Result;
        Agree.Relative(anew.MeanEfficiency!.Value, first.Refit!.MeanEfficiency, 1e-6);
        Agree.Relative(anew.Parameter(BlockNames.Frontier, "x1").Estimate, first.Refit.Estimates[1], 1e-5);
        Assert.True(first.Refit.Displacement > 0);
        Assert.True(double.IsNaN(first.Refit.Potential));
    }

    [Fact]
    public void At_the_boundary_what_needs_inefficiency_says_so_and_the_rest_is_made()
    {
        Design design = Draw(new RandomSource(33), 200);
        double[] wrong = [.. design.Response.Select(y => -y)];
        DiagnosticResult result = Diagnose(FrontierSamples.With(design, wrong), Quick with { Replications = 19 });
        Assert.Null(result.Influence);
        Assert.True(double.IsNaN(result.Test(DiagnosticCodes.ResetRatio).Statistic));
        Assert.NotNull(result.Test(DiagnosticCodes.KolmogorovSmirnov).BootstrapP);
        Assert.True(result.Test(DiagnosticCodes.Coelli).P > 0.9);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        Design design = Draw(new RandomSource(34), 120);
        DiagnosticOptions options = Quick with { Replications = 19, Refits = 2 };
        DiagnosticResult one = Diagnose(design, options), two = Diagnose(design, options with { Fit = new FitOptions { Threads = 2 } });
        Assert.Equal(one.Tests.Select(t => (t.Statistic, t.BootstrapP)), two.Tests.Select(t => (t.Statistic, t.BootstrapP)));
        Assert.Equal(one.Influence!.Rows.Select(r => r.Displacement), two.Influence!.Rows.Select(r => r.Displacement));
    }

    private static DiagnosticResult Diagnose(Design design, DiagnosticOptions options)
    {
        var specification = new FrontierSpecification { Model = "pooled" };
        FrontierFit fit = FrontierEstimator.Fit(specification, design, new FitOptions { Threads = 1 });
        return FrontierDiagnostics.Of(specification, fit.Likelihood, fit.Result.Theta, fit.Result.LogLikelihood, options);
    }

    /// <summary>The half-normal frontier with σ_u = 0.6, σ_v = 0.25.</summary>
    private static Design Draw(RandomSource random, int rows)
    {
        Design design = FrontierSamples.Design(rows, null, FrontierSamples.Indices.None, random);
        FrontierLikelihood model = new FrontierSpecification { Model = "pooled" }.Build(design, 1);
        return FrontierSamples.With(design, model.Simulate([1, 0.5, -0.3, 2 * Math.Log(0.6), 2 * Math.Log(0.25)], random)!);
    }
}
