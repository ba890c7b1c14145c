using System.Globalization;
using System.Text;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Absorbed;
using Gravity.Core.Numerics;
using Gravity.Core.Potential;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Frontier.Absorbed;

/// <summary>Absorbed frontiers as users ask for them: from a panel and a request to estimates, corrections, efficiencies and potential.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class AbsorbedRequestTests
{
    private const string Country = "exporter^year + importer^year";

    private static readonly FitOptions Single = new() { Threads = 1 };

    private static readonly AbsorbedPanel Long = AbsorbedPanel.Draw(24, 24, 4, new HalfNormal(), FrontierSide.Production, new RandomSource(21), 0.8, 0.4);

    private static readonly ModelRequest HalfNormalRequest =
        new() { Formula = "y ~ x1 + x2", Absorb = Country, Model = "half-normal", Unit = ["exporter", "importer"], Time = "year" };

    [Fact]
    public void Effects_after_the_bar_and_in_the_option_are_the_same_and_all_is_told()
    {
        TradePanel panel = Panel(Long);
        ModelFit option = ModelRunner.Fit(HalfNormalRequest, panel, Single);
        ModelFit bar = ModelRunner.Fit(HalfNormalRequest with { Formula = "y ~ x1 + x2 + size | exporter^year + importer^year", Absorb = null }, panel, Single);
        FitResult result = bar.Result;
        Assert.Equal(option.Result.Theta, result.Theta);
        Assert.Equal("pooled", result.Model);
        Assert.Equal("half-normal", result.Law);
        Assert.Equal(96 + 96 - 4, result.AbsorbedDegreesOfFreedom);
        Assert.Equal(4 + 188, result.ParameterCount);
        Assert.Equal(InformationOf(result), result.Information.Bic, 1e-9);
        foreach (AbsorbedGroups effect in result.Absorbed)
        {
            int[] lengths = [.. Long.Codes(effect.Effect).GroupBy(c => c).Select(g => g.Count()).Order()];
            Assert.Equal(lengths[0], effect.ShortestRows);
            Assert.Equal(0.5 * (lengths[47] + lengths[48]), effect.MedianRows);
            Assert.Equal(AbsorbedInefficiency.OfPeriod, effect.Takes);
        }
        AbsorbedColumn absorbed = Assert.Single(result.AbsorbedColumns);
        Assert.Equal("size", absorbed.Name);
        Assert.Equal(["exporter^year"], absorbed.Effects);
        Assert.Contains(result.Warnings, w => w.Kind == WarningCatalog.AbsorbedRegressor && w.Message.Contains("size", StringComparison.Ordinal));
        FitResult pair = ModelRunner.Fit(HalfNormalRequest with { Absorb = "exporter^importer" }, panel, Single).Result;
        Assert.Equal(AbsorbedInefficiency.OfUnit, pair.Absorbed[0].Takes);
        Assert.Contains(pair.Warnings, w => w.Kind == WarningCatalog.IncidentalParameters);
    }

    [Fact]
    public void Efficiency_and_potential_follow_as_for_every_frontier_also_from_a_saved_fit()
    {
        TradePanel panel = Panel(Long);
        ModelFit fit = ModelRunner.Fit(HalfNormalRequest with { Method = "jackknife" }, panel, Single);
        SavedFit saved = FitFile.Read(new MemoryStream(FitFile.ToUtf8(new SavedFit(fit.Result, fit.Request, null))), "fit.json");
        FitResult result = saved.Result;
        Assert.Equal(fit.Result.Absorbed, result.Absorbed);
        Assert.Equal(fit.Result.Correction!.SplitBy, result.Correction!.SplitBy);
        Assert.Equal(fit.Result.Correction.Folds, result.Correction.Folds);
        ModelFit restored = ModelRunner.Restore(saved.Request!, panel, result);
        var rows = fit.Efficiency().Rows;
        Assert.Equal(rows, restored.Efficiency().Rows);
        Assert.All(rows, r => Assert.InRange(r.Te, 0, 1));
        for (int i = 0; i < rows.Count; i++)
            Assert.Equal(Long.Design.Response[rows[i].Row - 1], rows[i].Fitted + rows[i].Residual, 1e-10);
        var options = new PotentialOptions { Draws = 200, Seed = 3, Threads = 1 };
        PotentialResult one = restored.Potential(options), two = restored.Potential(options with { Threads = 3 });
        Assert.Equal(one.Rows, two.Rows);
        Assert.All(one.Rows, r => Assert.True(r.Frontier.Low < r.Frontier.Value && r.Frontier.Value < r.Frontier.High));
    }

    [Fact]
    public void The_half_panel_jackknife_is_the_whole_corrected_by_halves_of_importers_and_of_exporters_in_variances()
    {
        AbsorbedPanel wide = AbsorbedPanel.Draw(48, 48, 2, new HalfNormal(), FrontierSide.Production, new RandomSource(22), 0.8, 0.4);
        TradePanel panel = Panel(wide);
        FitResult whole = ModelRunner.Fit(HalfNormalRequest, panel, Single).Result;
        FitResult corrected = ModelRunner.Fit(HalfNormalRequest with { Method = "half-panel" }, panel, Single).Result;
        static double[] Scaled(double[] t) => [t[0], t[1], Math.Exp(t[2]), Math.Exp(t[3])];
        double[] expected = Scaled(whole.Theta);
        foreach (string column in new[] { "exporter", "importer" })
        {
            double[][] halves = [.. new[] { 0, 1 }.Select(half => Scaled(ModelRunner.Fit(
                HalfNormalRequest with { Where = string.Create(CultureInfo.InvariantCulture, $"{column}_odd == {half}") }, panel, Single).Result.Theta))];
            int[] rows = [.. new[] { 0, 1 }.Select(half => (column == "exporter" ? wide.Exporter : wide.Importer).Count(c => c % 2 == half))];
            for (int j = 0; j < expected.Length; j++)
                expected[j] += Scaled(whole.Theta)[j] - (rows[0] * halves[0][j] + rows[1] * halves[1][j]) / (rows[0] + rows[1]);
        }
        double[] found = Scaled(corrected.Theta);
        for (int j = 0; j < found.Length; j++)
            Assert.Equal(expected[j], found[j], 1e-7);
        Assert.Equal(whole.Theta, corrected.Correction!.Uncorrected);
        Assert.Equal([("exporter", 1.0), ("importer", 1.0)], corrected.Correction.SplitBy);
        Assert.Equal(2, corrected.Correction.Folds);
        Assert.Equal(whole.LogLikelihood, corrected.LogLikelihood);
        for (int j = 0; j < found.Length; j++)
            Assert.Equal(whole.Parameters[j].StandardError, corrected.Parameters[j].StandardError, 1e-12);
    }

    [Fact]
    public void Leaving_folds_out_takes_most_of_the_bias_of_the_noise_away()
    {
        double plain = 0, corrected = 0;
        const int Samples = 3;
        for (int sample = 0; sample < Samples; sample++)
        {
            AbsorbedPanel panel = AbsorbedPanel.Draw(40, 40, 3, new HalfNormal(), FrontierSide.Production, new RandomSource(71, sample), 0.8, 0.4);
            FitResult better = ModelRunner.Fit(HalfNormalRequest with { Method = "jackknife" }, Panel(panel), Single).Result;
            Assert.Equal(10, better.Correction!.Folds);
            plain += Math.Exp(better.Correction.Uncorrected[^1]) / Samples;
            corrected += Math.Exp(better.Theta[^1]) / Samples;
        }
        Assert.True(Math.Abs(corrected - 0.16) < 0.5 * Math.Abs(plain - 0.16), string.Create(CultureInfo.InvariantCulture, $"plain {plain}, corrected {corrected}"));
    }

    [Theory]
    [InlineData("exporter^year+importer^year", "exporter 1, importer 1")]
    [InlineData("pair", "year 1")]
    [InlineData("exporter^year+importer^year+pair", "exporter 1, importer 1, year 1")]
    [InlineData("exporter+importer", "year 1")]
    [InlineData("exporter^year", "importer 1")]
    [InlineData("exporter+importer+year", "exporter 0.5, importer 0.5, year 0.5")]
    public void Rows_are_split_by_what_the_groups_are_made_of(string effects, string expected)
    {
        SplitDimension Dimension(string column, int[] codes) => new(column, codes, codes.Max() + 1, column == "year");
        SplitDimension[] all = [Dimension("exporter", Long.Exporter), Dimension("importer", Long.Importer), Dimension("year", Long.Year)];
        Assert.Equal(expected, string.Join(", ", SplitDimension.Choose(Long.Effects(effects), all)!.Select(
            c => string.Create(CultureInfo.InvariantCulture, $"{c.Dimension.Column} {c.Weight}"))));
        foreach (SplitDimension dimension in all)
        {
            foreach (int[][] halves in dimension.Halves())
                Assert.Equal(Enumerable.Range(0, Long.Design.RowCount), halves.SelectMany(h => h).Order());
            int[][] without = dimension.WithoutFolds(4);
            Assert.All(Enumerable.Range(0, Long.Design.RowCount), row => Assert.Equal(3, without.Count(part => part.Contains(row))));
        }
    }

    [Fact]
    public void Two_steps_are_least_squares_and_a_frontier_of_its_residuals()
    {
        TradePanel panel = Panel(Long);
        ModelFit steps = ModelRunner.Fit(HalfNormalRequest with { Method = "two-step" }, panel, Single);
        FitResult first = ModelRunner.Fit(HalfNormalRequest with { Model = "ols" }, panel, Single).Result;
        for (int j = 0; j < 2; j++)
        {
            Assert.Equal(first.Theta[j], steps.Result.Theta[j], 1e-10);
            Assert.Equal(first.Parameters[j].StandardError, steps.Result.Parameters[j].StandardError, 1e-10);
        }
        double[] residuals = [.. steps.Conditional().Residual.Select(e => e + steps.Result.Theta[2])];
        Design second = FrontierSamples.With(Long.Design, residuals, [Constant(residuals.Length)]);
        FitResult own = FrontierEstimator.Fit(new FrontierSpecification { Model = "pooled" }, FrontierSamples.WithoutUnits(second), Single).Result;
        for (int j = 0; j < 3; j++)
        {
            Assert.Equal(own.Theta[j], steps.Result.Theta[2 + j], 1e-7);
            Assert.Equal(own.Parameters[j].StandardError, steps.Result.Parameters[2 + j].StandardError, 1e-7);
        }
        Assert.Equal(0, residuals.Average(), 1e-8);
        Assert.Contains(steps.Result.Warnings, w => w.Kind == WarningCatalog.StepErrors);
        ModelFit restored = ModelRunner.Restore(steps.Request, panel, steps.Result);
        Assert.Equal(steps.Efficiency().Rows, restored.Efficiency().Rows);
        Assert.Equal(2 + 3 + 188, steps.Result.ParameterCount);
    }

    [Fact]
    public void Rows_alone_in_a_group_are_left_out_and_counted()
    {
        AbsorbedPanel panel = AbsorbedPanel.Draw(20, 20, 3, new HalfNormal(), FrontierSide.Production, new RandomSource(9), 1, 0.5, missing: 0.2);
        // Of the first exporter one row is left in the first year.
        int[] rows = [.. Enumerable.Range(0, panel.Design.RowCount).Where(i => !(panel.Exporter[i] == 0 && panel.Year[i] == 0) || i == FirstOf(panel))];
        AbsorbedPanel thin = panel.Rows(rows);
        ModelFit fit = ModelRunner.Fit(HalfNormalRequest, Panel(thin), Single);
        int alone = thin.Codes("exporter^year").GroupBy(c => c).Count(g => g.Count() == 1);
        Assert.Equal(1, alone);
        Assert.Equal(rows.Length - 1, fit.Result.Observations);
        DroppedRows dropped = Assert.Single(fit.Result.Sample.Dropped);
        Assert.Contains("exporter^year", dropped.Reason, StringComparison.Ordinal);
        Assert.Equal(rows.Length - 1, fit.Efficiency().Rows.Count);
    }

    [Fact]
    public void The_bootstrap_draws_units_with_their_effects()
    {
        ModelFit fit = ModelRunner.Fit(HalfNormalRequest with { Vce = "bootstrap:12" }, Panel(Long), Single);
        double[] errors = [.. fit.Result.Parameters.Select(p => p.StandardError)];
        FitResult plain = ModelRunner.Fit(HalfNormalRequest, Panel(Long), Single).Result;
        for (int j = 0; j < errors.Length; j++)
            Assert.InRange(errors[j] / plain.Parameters[j].StandardError, 0.4, 2.5);
    }

    [Theory]
    [InlineData("gamma", null, null, "law-not-for-model")]
    [InlineData("lognormal", null, null, "law-not-for-model")]
    [InlineData("weibull", null, null, "law-not-for-model")]
    [InlineData("half-normal", "student-t", null, "noise-not-for-model")]
    [InlineData("half-normal", null, "guess", "unknown-method")]
    public void What_effects_do_not_go_with_is_refused_in_a_sentence(string model, string? noise, string? method, string code)
    {
        UsageException error = Assert.Throws<UsageException>(() => ModelRunner.Check(HalfNormalRequest with { Model = model, Noise = noise, Method = method }));
        Assert.Equal(code, error.Code);
    }

    [Fact]
    public void Misfits_between_options_and_data_are_told()
    {
        TradePanel panel = Panel(Long);
        Assert.Equal("option-not-for-model", Assert.Throws<UsageException>(() => ModelRunner.Check(HalfNormalRequest with { Absorb = null, Method = "jackknife" })).Code);
        Assert.Equal("option-not-for-model", Assert.Throws<UsageException>(() => ModelRunner.Check(HalfNormalRequest with { Method = "jackknife", Fix = ["x1=0"] })).Code);
        Assert.Equal("no-columns-left", Assert.Throws<DataUnfitException>(() => ModelRunner.Fit(HalfNormalRequest with { Formula = "y ~ size" }, panel, Single)).Code);
        Assert.Equal("no-columns-left", Assert.Throws<DataUnfitException>(() => ModelRunner.Fit(HalfNormalRequest with { Formula = "y ~ 1" }, panel, Single)).Code);
        Assert.Equal("all-rows-absorbed", Assert.Throws<DataUnfitException>(
            () => ModelRunner.Fit(HalfNormalRequest with { Absorb = "exporter^importer^year" }, panel, Single)).Code);
        Assert.Equal("too-few-rows", Assert.Throws<DataUnfitException>(
            () => ModelRunner.Fit(HalfNormalRequest with { Absorb = "exporter^importer + exporter^year", Where = "importer < 12 && year < 2003 && exporter < 13" }, panel, Single)).Code);
        FitResult unsplit = ModelRunner.Fit(HalfNormalRequest with { Absorb = "exporter^year", Time = null, Unit = [], Method = "jackknife" }, panel, Single).Result;
        Assert.Contains(unsplit.Warnings, w => w.Kind == WarningCatalog.NoJackknife && w.Message.Contains("--time", StringComparison.Ordinal));
        Assert.Null(unsplit.Correction);
    }

    [Fact]
    public void Constraints_and_weights_apply()
    {
        TradePanel panel = Panel(Long);
        FitResult held = ModelRunner.Fit(HalfNormalRequest with { Fix = ["x1=0.5"] }, panel, Single).Result;
        FitResult free = ModelRunner.Fit(HalfNormalRequest, panel, Single).Result;
        Assert.Equal(0.5, held.Theta[0]);
        Assert.True(held.LogLikelihood < free.LogLikelihood && held.LogLikelihood > free.LogLikelihood - 5);
        FitResult weighted = ModelRunner.Fit(HalfNormalRequest with { Weights = "two:frequency" }, panel, Single).Result;
        Assert.Equal(2 * free.LogLikelihood, weighted.LogLikelihood, 1e-6);
        for (int j = 0; j < 4; j++)
        {
            Assert.Equal(free.Theta[j], weighted.Theta[j], 1e-7);
            Assert.Equal(free.Parameters[j].StandardError / Math.Sqrt(2), weighted.Parameters[j].StandardError, 1e-7);
        }
    }

    private static int FirstOf(AbsorbedPanel panel) =>
        Enumerable.Range(0, panel.Design.RowCount).First(i => panel.Exporter[i] == 0 && panel.Year[i] == 0);

    private static double InformationOf(FitResult result) => -2 * result.LogLikelihood + result.ParameterCount * Math.Log(result.Observations);

    private static DesignBlock Constant(int rows)
    {
        var one = new Matrix(rows, 1);
        one.Values.Fill(1);
        return new DesignBlock(BlockNames.Frontier, [BlockNames.Intercept], one);
    }

    private static TradePanel Panel(AbsorbedPanel panel)
    {
        var text = new StringBuilder("exporter,importer,year,y,x1,x2,size,two,exporter_odd,importer_odd\n");
        for (int i = 0; i < panel.Design.RowCount; i++)
        {
            // Two digits, so that the order of names is that of numbers.
            text.Append(CultureInfo.InvariantCulture, $"{10 + panel.Exporter[i]},{10 + panel.Importer[i]},{2001 + panel.Year[i]},{panel.Design.Response[i]:R},")
                .Append(CultureInfo.InvariantCulture, $"{panel.Design.Frontier.Values[i, 1]:R},{panel.Design.Frontier.Values[i, 2]:R},")
                .Append(CultureInfo.InvariantCulture, $"{Math.Sqrt(3 + panel.Exporter[i] + (100 * panel.Year[i])):R},2,{panel.Exporter[i] % 2},{panel.Importer[i] % 2}\n");
        }
        return CsvPanelReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), "panel.csv");
    }
}
