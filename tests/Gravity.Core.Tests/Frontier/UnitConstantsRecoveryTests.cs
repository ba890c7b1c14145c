using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Samples with unit constants drawn from a known model: convergence or a warning that explains, coverage, and what the jackknife takes out.</summary>
public sealed class UnitConstantsRecoveryTests
{
    private static readonly FrontierSpecification TrueFixed = new()
    {
        Model = "tfe",
        Factory = (d, t) => new TrueFixedEffects(d, new HalfNormal(), FrontierSide.Production, t),
        FactoryStarts = 4,
    };

    private static readonly FrontierSpecification Scaled = new()
    {
        Model = "wang-ho",
        Factory = (d, t) => new WangHo(d, new HalfNormal(), FrontierSide.Production, UnitTransform.Within, t),
        FactoryStarts = 8,
    };

    [Fact]
    public void Few_samples_of_true_fixed_effects() => CheckTrueFixed(12, 40, 25);

    [Fact]
    [Trait("Category", SlowTest.Category)]
    public void Many_samples_of_true_fixed_effects()
    {
        SlowTest.Require();
        foreach ((int units, int periods) in new[] { (100, 5), (100, 10), (25, 20), (100, 50) })
            CheckTrueFixed(200, units, periods);
    }

    [Fact]
    public void Few_samples_of_wang_ho() => CheckScaled(24, 60, 8);

    [Fact]
    [Trait("Category", SlowTest.Category)]
    public void Many_samples_of_wang_ho()
    {
        SlowTest.Require();
        foreach ((int units, int periods) in new[] { (100, 5), (100, 10), (500, 10) })
            CheckScaled(200, units, periods);
    }

    [Fact]
    public void The_jackknife_is_twice_the_whole_less_the_mean_of_the_halves()
    {
        var random = new RandomSource(4);
        UnitIndex units = TrueFixedEffectsSamples.Units(30, 40, random, missing: 0);
        Design design = TrueFixedEffectsSamples.Draw(units, new HalfNormal(), FrontierSide.Production, FrontierSamples.Indices.None, random, 0.8, 0.4);
        FrontierFit whole = FrontierEstimator.Fit(TrueFixed, design, new FitOptions { Threads = 1 });
        FrontierFit corrected = SplitPanelJackknife.Correct(TrueFixed, design, whole, new FitOptions { Threads = 1 });
        double[][] halves = [.. new[] { 0, 20 }.Select(from => FrontierEstimator.Fit(
            TrueFixed, Rows(design, [.. Enumerable.Range(0, design.RowCount).Where(r => r % 40 >= from && r % 40 < from + 20)]), new FitOptions { Threads = 1 }).Result.Theta)];
        for (int j = 0; j < whole.Result.Parameters.Count; j++)
        {
            Assert.Equal(2 * whole.Result.Theta[j] - 0.5 * (halves[0][j] + halves[1][j]), corrected.Result.Theta[j], 1e-7);
            Assert.Equal(whole.Result.Parameters[j].StandardError, corrected.Result.Parameters[j].StandardError, 1e-12);
            Assert.Equal(whole.Result.Theta[j], corrected.Result.Correction!.Uncorrected[j]);
        }
        Assert.Equal(1, corrected.Result.Correction!.Splits);
        Assert.Equal(whole.Result.LogLikelihood, corrected.Result.LogLikelihood);
    }

    [Fact]
    public void The_jackknife_takes_out_most_of_the_bias_of_the_noise_variance()
    {
        double plain = 0, corrected = 0;
        const int Samples = 3;
        for (int sample = 0; sample < Samples; sample++)
        {
            var random = new RandomSource(77, sample);
            Design design = TrueFixedEffectsSamples.Draw(
                TrueFixedEffectsSamples.Units(300, 25, random, missing: 0), new HalfNormal(), FrontierSide.Production, FrontierSamples.Indices.None, random, 0.8, 0.4);
            FrontierFit whole = FrontierEstimator.Fit(TrueFixed, design, new FitOptions { Threads = 1 });
            FitResult better = SplitPanelJackknife.Correct(TrueFixed, design, whole, new FitOptions { Threads = 1 }).Result;
            Assert.Equal(2, better.Correction!.Splits);
            plain += whole.Result.Theta[^1] / Samples;
            corrected += better.Theta[^1] / Samples;
        }
        double truth = 2 * Math.Log(0.4);
        Assert.True(Math.Abs(corrected - truth) < 0.5 * Math.Abs(plain - truth), string.Create(CultureInfo.InvariantCulture, $"truth {truth}, plain {plain}, corrected {corrected}"));
    }

    [Fact]
    public void Short_units_warn_and_a_degenerate_supremum_is_said()
    {
        var random = new RandomSource(100);
        Design design = TrueFixedEffectsSamples.Draw(
            TrueFixedEffectsSamples.Units(100, 4, random, missing: 0), new HalfNormal(), FrontierSide.Production, FrontierSamples.Indices.None, random, 1, 0.3);
        FrontierFit fit = FrontierEstimator.Fit(TrueFixed, design, new FitOptions { Threads = 1 });
        Assert.False(fit.Result.Converged);
        Assert.Equal(TerminationWords.Degenerate, fit.Result.Termination);
        Assert.Contains(fit.Result.Warnings, w => w.Kind == WarningCatalog.Degenerate);
        Assert.Contains(fit.Result.Warnings, w => w.Kind == WarningCatalog.IncidentalParameters);
        Assert.All(fit.Result.Parameters, p => Assert.True(double.IsNaN(p.StandardError)));
        Assert.Null(fit.Result.InefficiencyTest);
        FitResult refused = SplitPanelJackknife.Correct(TrueFixed, design, fit, new FitOptions { Threads = 1 }).Result;
        Assert.Contains(refused.Warnings, w => w.Kind == WarningCatalog.NoJackknife);
        Assert.Null(refused.Correction);
    }

    /// <summary>With σ_v = 0 and α_i at the best row the likelihood is that of half-normal deviations from it.</summary>
    [Fact]
    public void Near_zero_noise_the_likelihood_is_that_of_the_deterministic_limit()
    {
        var random = new RandomSource(6);
        Design design = TrueFixedEffectsSamples.Draw(
            TrueFixedEffectsSamples.Units(20, 5, random), new HalfNormal(), FrontierSide.Production, FrontierSamples.Indices.None, random);
        var model = new TrueFixedEffects(design, new HalfNormal(), FrontierSide.Production, 1);
        double[] beta = [0.5, -0.3];
        double limit = 0;
        for (int unit = 0; unit < model.UnitCount; unit++)
        {
            double[] r = [.. Enumerable.Range(model.Units.Starts[unit], model.Units.Starts[unit + 1] - model.Units.Starts[unit])
                .Select(i => design.Response[i] - beta[0] * design.Frontier.Values[i, 1] - beta[1] * design.Frontier.Values[i, 2])];
            limit += r.Sum(v => 0.5 * Math.Log(2 / Math.PI) - 0.5 * (v - r.Max()) * (v - r.Max()));
        }
        double near = model.Evaluate([.. beta, 0, Math.Log(4e-10)], default, default), less = model.Evaluate([.. beta, 0, Math.Log(4e-8)], default, default);
        Assert.Equal(limit, near, 0.02);
        Assert.True(Math.Abs(near - limit) < 0.3 * Math.Abs(less - limit));
        Assert.True(double.IsNegativeInfinity(model.Evaluate([.. beta, 0, Math.Log(1e-12)], default, default)));
    }

    [Fact]
    public void Estimates_follow_the_units_of_the_data_and_not_the_order_of_the_units_or_the_threads()
    {
        var random = new RandomSource(12);
        UnitIndex units = TrueFixedEffectsSamples.Units(40, 30, random);
        foreach (FrontierSpecification specification in new[] { TrueFixed, Scaled })
        {
            Design design = WangHoTests.Draw(units, new HalfNormal(), FrontierSide.Production, FrontierSamples.Indices.None, random);
            if (specification == TrueFixed)
                design = TrueFixedEffectsSamples.Draw(units, new HalfNormal(), FrontierSide.Production, FrontierSamples.Indices.None, random);
            FitResult plain = Result(specification, design, 1);
            Assert.True(plain.Converged);
            Assert.Equal(plain.Theta, Result(specification, design, 2).Theta);
            double free = design.RowCount - (specification == Scaled ? units.Count : 0);
            Matrix x = design.Frontier.Values.Clone();
            foreach (ref double value in x.Column(1))
                value *= 1e-4;
            FitResult scaled = Result(specification, FrontierSamples.With(
                design, Array.ConvertAll(design.Response, y => 1e6 * y), [design.Frontier with { Values = x }, .. design.Blocks.Skip(1)]), 1);
            Assert.Equal(plain.LogLikelihood - free * Math.Log(1e6), scaled.LogLikelihood, 1e-8 * Math.Abs(scaled.LogLikelihood));
            Assert.Equal(1e10 * plain.Theta[0], scaled.Theta[0], 1e-6 * Math.Abs(scaled.Theta[0]));
            Assert.Equal(1e10 * plain.Parameters[0].StandardError, scaled.Parameters[0].StandardError, 1e-5 * scaled.Parameters[0].StandardError);
            FitResult reversed = Result(specification, design.Resample([.. Enumerable.Range(0, units.Count).Reverse()]), 1);
            Assert.Equal(plain.LogLikelihood, reversed.LogLikelihood, 1e-9 * Math.Abs(plain.LogLikelihood));
            for (int j = 0; j < plain.Theta.Length; j++)
                Assert.Equal(plain.Theta[j], reversed.Theta[j], 1e-7);
            Assert.Equal(plain.Effects[0].Estimate, reversed.Effects[^1].Estimate, 1e-6);
        }
    }

    [Fact]
    public void Rows_alone_in_their_unit_or_between_gaps_are_left_out_and_counted()
    {
        var random = new RandomSource(2);
        var text = new System.Text.StringBuilder("id,year,y,x,z,fixed\n");
        int row = 0, alone = 0, isolated = 0;
        for (int unit = 0; unit < 30; unit++)
        {
            int[] years = unit % 10 == 0 ? [2003] : unit % 10 == 1 ? [2001, 2002, 2003, 2007] : [.. Enumerable.Range(2001, 12)];
            alone += years.Length == 1 ? 1 : 0;
            isolated += years.Length is 1 or 4 ? 1 : 0;
            double u = Math.Abs(random.NextNormal());
            foreach (int year in years)
            {
                row++;
                double x = random.NextNormal(), z = random.NextNormal();
                double y = unit + 0.5 * x + 0.2 * random.NextNormal() - Math.Exp(0.5 * z) * u;
                text.Append(CultureInfo.InvariantCulture, $"u{unit},{year},{y:R},{x:R},{z:R},{unit * 0.1:R}\n");
            }
        }
        TradePanel panel = CsvPanelReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text.ToString())), "panel.csv");
        ModelRequest request = new() { Formula = "y ~ x + fixed", Model = "wang-ho", Inefficiency = "z", Unit = ["id"], Time = "year" };
        foreach ((ModelRequest asked, int left) in new[] { (request, alone), (request with { Method = "first-difference" }, isolated), (request with { Model = "tfe", Inefficiency = null }, alone) })
        {
            Core.Studies.ModelFit fit = Core.Studies.ModelRunner.Fit(asked, panel, new FitOptions { Threads = 1 });
            Assert.Equal(left, fit.Result.Sample.Dropped.Sum(d => d.Rows.Count));
            Assert.Equal(row - left, fit.Result.Observations);
            Assert.Equal(row - left, fit.Efficiency().Rows.Count);
            Assert.Equal(27, fit.Result.Effects.Count);
            Assert.Contains(fit.Result.Warnings, w => w.Kind == WarningCatalog.CollinearColumn && w.Message.Contains("fixed", StringComparison.Ordinal));
        }
        Assert.Equal("unknown-method", Assert.Throws<UsageException>(() => Core.Studies.ModelRunner.Fit(request with { Method = "jackknife" }, panel, new FitOptions())).Code);
        Assert.Throws<UsageException>(() => Core.Studies.ModelRunner.Fit(request with { SigmaV = "z" }, panel, new FitOptions()));
    }

    private static void CheckTrueFixed(int samples, int units, int periods)
    {
        int told = 0, inside = 0, covered = 0;
        object gate = new();
        Workers.For(samples, 2, sample =>
        {
            var random = new RandomSource(2025, sample);
            double ratio = 1 + 2 * random.NextUniform();
            Design design = TrueFixedEffectsSamples.Draw(
                TrueFixedEffectsSamples.Units(units, periods, random, missing: 0.1), new HalfNormal(), FrontierSide.Production, FrontierSamples.Indices.None, random, 0.4 * ratio, 0.4);
            FitResult result = FrontierEstimator.Fit(TrueFixed, design, new FitOptions { Threads = 1 }).Result;
            lock (gate)
            {
                told += result.Converged || result.Warnings.Any(w => w.Kind == WarningCatalog.Degenerate) ? 1 : 0;
                if (!result.Converged || result.Termination == TerminationWords.Boundary)
                    return;
                inside++;
                covered += result.Parameters[0].Low <= 0.5 && result.Parameters[0].High >= 0.5 ? 1 : 0;
            }
        });
        Assert.True(told >= 0.99 * samples, $"{told} of {samples} converged or explained at {units} × {periods}");
        double share = (double)covered / inside, error = Math.Sqrt(0.05 * 0.95 / Math.Max(1, inside));
        // Errors of slopes fall with the noise: in short units they are too small, which the warning says.
        if (periods >= 20)
            Assert.True(Math.Abs(share - 0.95) < 4 * error + 0.02, string.Create(CultureInfo.InvariantCulture, $"x1 covered in {share:P1} of {inside} at {units} × {periods}"));
    }

    private static void CheckScaled(int samples, int units, int periods)
    {
        int told = 0, inside = 0;
        var covered = new int[6];
        object gate = new();
        Workers.For(samples, 2, sample =>
        {
            var random = new RandomSource(2026, sample);
            double ratio = 1 + 2 * random.NextUniform();
            Design design = WangHoTests.Draw(
                TrueFixedEffectsSamples.Units(units, periods, random), new HalfNormal(), FrontierSide.Production, FrontierSamples.Indices.None, random, out _, 0.4 * ratio, 0.4);
            double[] truth = [0.5, -0.3, 0.6, -0.4, 2 * Math.Log(0.4 * ratio), 2 * Math.Log(0.4)];
            FitResult result = FrontierEstimator.Fit(Scaled, design, new FitOptions { Threads = 1 }).Result;
            lock (gate)
            {
                told += result.Converged || result.Warnings.Count > 0 ? 1 : 0;
                if (!result.Converged || result.Termination == TerminationWords.Boundary)
                    return;
                inside++;
                for (int j = 0; j < truth.Length; j++)
                    covered[j] += result.Parameters[j].Low <= truth[j] && truth[j] <= result.Parameters[j].High ? 1 : 0;
            }
        });
        Assert.True(told >= 0.99 * samples, $"{told} of {samples} converged or explained");
        Assert.True(inside >= 0.97 * samples, $"{inside} of {samples} inside");
        double error = Math.Sqrt(0.05 * 0.95 / inside);
        for (int j = 0; j < covered.Length; j++)
            Assert.True(Math.Abs((double)covered[j] / inside - 0.95) < 4 * error + 0.01, string.Create(CultureInfo.InvariantCulture, $"parameter {j} covered in {(double)covered[j] / inside:P1}"));
    }

    private static FitResult Result(FrontierSpecification specification, Design design, int threads) =>
        FrontierEstimator.Fit(specification, design, new FitOptions { Threads = threads }).Result;

    private static Design Rows(Design design, int[] rows) =>
        design.WithoutRows([.. Enumerable.Range(0, design.RowCount).Except(rows)], new Core.Wording.Phrase("reason.single-row"), null);
}
