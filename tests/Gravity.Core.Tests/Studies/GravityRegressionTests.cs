using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Tests.Reference;
using Gravity.Core.Wording;

namespace Gravity.Core.Tests.Studies;

/// <summary>Regressions with absorbed effects as a user asks for them: requests, saved fits, samples, warnings, failures, identities.</summary>
public sealed class GravityRegressionTests
{
    private const string Terms = "ln(dist) + contig + rta + tariff";
    private const string Effects = "exporter^year + importer^year";

    private static readonly TradePanel Panel = CsvPanelReader.ReadFile(Path.Combine(ReferenceFolder.SimulatedPath, "gravity_panel.csv"));

    private static ModelRequest Request(string model, string effects = Effects) => new()
    {
        Model = model,
        Formula = (model == "ols" ? "ln(trade)" : "trade") + " ~ " + Terms,
        Absorb = effects,
        Where = model == "ols" ? "trade > 0" : null,
    };

    private static ModelFit Fit(ModelRequest request, TradePanel? panel = null, int threads = 1) => ModelRunner.Fit(request, panel ?? Panel, new FitOptions { Threads = threads });

    [Theory]
    [InlineData("ols")]
    [InlineData("ppml")]
    [InlineData("gamma-pml")]
    [InlineData("negbin")]
    public void Effects_after_the_bar_and_in_absorb_are_the_same_and_dummies_too(string model)
    {
        string few = "exporter + importer";
        FitResult absorbed = Fit(Request(model, few) with { Vce = "hessian" }).Result;
        FitResult bar = Fit(Request(model, few) with { Vce = "hessian", Absorb = null, Formula = Request(model).Formula + " | " + few }).Result;
        FitResult dummies = Fit(Request(model) with { Vce = "hessian", Absorb = null, Formula = Request(model).Formula + " + i(exporter) + i(importer)", SmallSample = model == "ols" ? "stata-regress" : null }).Result;
        Assert.Equal(absorbed.Parameters, bar.Parameters);
        foreach (ParameterEstimate ours in absorbed.Parameters)
        {
            ParameterEstimate theirs = dummies.Parameter(ours.Block, ours.Name);
            Close(theirs.Estimate, ours.Estimate, 1e-7);
            Close(theirs.StandardError, ours.StandardError, 1e-6);
        }
        Close(dummies.LogLikelihood, absorbed.LogLikelihood, 1e-9);
        Assert.Equal(dummies.ParameterCount, absorbed.ParameterCount);
    }

    [Theory]
    [InlineData("ppml", "exporter + importer", true)]
    [InlineData("ppml", "exporter^year + importer^year", true)]
    [InlineData("ols", "exporter^year + exporter^importer", false)]
    [InlineData("half-normal", "exporter + importer", true)]
    public void Effects_in_parts_are_told(string model, string effects, bool parts)
    {
        // Three countries that trade among themselves only.
        string[] codes = [.. ((TextColumn)Panel["exporter"]).Values.Distinct().Order(StringComparer.Ordinal)!];
        string middle = codes[3];
        ModelRequest request = Request(model, effects) with { Formula = (model == "ppml" ? "trade" : "ln(trade)") + " ~ ln(dist) + tariff" };
        ModelFit whole = Fit(request with { Where = "trade > 0" });
        ModelFit apart = Fit(request with { Where = "trade > 0" }, Panel.Keep(
            [.. Enumerable.Range(0, Panel.RowCount).Select(r =>
                string.CompareOrdinal(Panel["exporter"].TextAt(r), middle) < 0 == string.CompareOrdinal(Panel["importer"].TextAt(r), middle) < 0)],
            new Phrase("reason.filter", ("condition", "within a bloc"))));
        Assert.DoesNotContain(whole.Result.Warnings, w => w.Kind == WarningCatalog.DisconnectedEffects);
        Assert.Equal(parts, apart.Result.Warnings.Any(w => w.Kind == WarningCatalog.DisconnectedEffects));
    }

    /// <summary>(y − μ)/√V(μ) from the fitted flow that potential shows, with the variance function written out.</summary>
    [Theory]
    [InlineData("ols", 0)]
    [InlineData("ppml", 1)]
    [InlineData("gamma-pml", 2)]
    [InlineData("nls", 0)]
    public void Standardised_residuals_are_those_of_the_variance_function(string model, int power)
    {
        ModelFit fit = Fit(Request(model, "exporter + importer"));
        RegressionResiduals residuals = RegressionResiduals.Of(fit);
        double[] pearson = [.. fit.Design.Response.Select((y, i) => residuals.LinearPredictor[i] is var eta && model == "ols"
            ? y - eta : (y - Math.Exp(eta)) / Math.Exp(0.5 * power * eta))];
        double scale = Math.Sqrt(pearson.Average(e => e * e));
        for (int i = 0; i < pearson.Length; i++)
            Assert.Equal(pearson[i] / scale, residuals.Standardised[i], 1e-9);
        // The score of a constant, which the effects hold, is zero at the estimates: Σ(y − μ)μ/V(μ) = 0.
        Assert.Equal(0, pearson.Select((e, i) => model == "ols" ? e : e * Math.Exp((1 - (0.5 * power)) * residuals.LinearPredictor[i])).Sum() / pearson.Sum(Math.Abs), 1e-6);
        Assert.Equal("no-prediction", Assert.Throws<UsageException>(() => RegressionResiduals.Of(fit with { Request = fit.Request with { Model = "bc92" } })).Code);
    }

    [Theory]
    [InlineData("ols", "robust")]
    [InlineData("ppml", "cluster:exporter,importer")]
    [InlineData("ppml", "dyadic:exporter,importer")]
    [InlineData("ppml", "driscoll-kraay:1")]
    [InlineData("gamma-pml", "cluster:pair(exporter, importer)")]
    [InlineData("negbin", "hessian")]
    [InlineData("nls", "robust")]
    public void A_saved_fit_is_the_fit_and_is_restored_on_its_data(string model, string vce)
    {
        ModelRequest request = Request(model) with { Vce = vce, SmallSample = "fixest", Time = "year", Unit = ["exporter", "importer"] };
        ModelFit fit = Fit(request);
        SavedFit saved = FitFile.Read(new MemoryStream(FitFile.ToUtf8(new SavedFit(fit.Result, request))), "fit.json");
        FitResult read = saved.Result;
        Assert.Equal(fit.Result.Parameters, read.Parameters);
        Assert.Equal(fit.Result.Absorbed, read.Absorbed);
        Assert.Equal(fit.Result.Warnings, read.Warnings);
        Assert.Equal(fit.Result.Covariance.Text, read.Covariance.Text);
        Assert.NotEqual("words.verbatim", read.Covariance.TextPhrase.Key);
        Assert.Equal(
            (fit.Result.IsPseudoLikelihood, fit.Result.AbsorbedRankIsExact, fit.Result.Covariance.Counted, fit.Result.Covariance.Lag, fit.Result.Covariance.SmallSample),
            (read.IsPseudoLikelihood, read.AbsorbedRankIsExact, read.Covariance.Counted, read.Covariance.Lag, read.Covariance.SmallSample));
        Assert.Equal(FitFile.ToUtf8(new SavedFit(fit.Result, request)), FitFile.ToUtf8(new SavedFit(read, saved.Request)));
        ModelFit restored = ModelRunner.Restore(saved.Request!, Panel, read);
        for (int i = 0; i < fit.Design.RowCount; i += 97)
            Close(fit.Regression!.Value.FittedMean[i], restored.Regression!.Value.FittedMean[i], 1e-8);
        Assert.Equal("other-columns", Assert.Throws<DataUnfitException>(() => ModelRunner.Restore(saved.Request!, Panel.Where("year > 2001"), read)).Code);
    }

    [Fact]
    public void Conley_fits_are_saved_with_their_words()
    {
        double[] number = [.. Enumerable.Range(0, Panel.RowCount).Select(i => double.Parse(Panel["exporter"].TextAt(i)![1..], CultureInfo.InvariantCulture))];
        TradePanel placed = Panel.WithColumn(new NumberColumn("lat", [.. number.Select(v => -60 + 5 * v)])).WithColumn(new NumberColumn("lon", [.. number.Select(v => 13 * v % 180)]));
        ModelRequest request = Request("ppml") with { Vce = "conley:3000:bartlett" };
        ModelFit fit = Fit(request, placed);
        Assert.StartsWith("Conley, 3000 km, Bartlett kernel (22 places of lat, lon)", fit.Result.Covariance.Text, StringComparison.Ordinal);
        FitResult read = FitFile.Read(new MemoryStream(FitFile.ToUtf8(new SavedFit(fit.Result, request))), "fit.json").Result;
        Assert.Equal(fit.Result.Covariance.TextPhrase.In(Words.Chinese), read.Covariance.TextPhrase.In(Words.Chinese));
        Assert.Equal((3000.0, SpatialKernel.Bartlett), (read.Covariance.Cutoff, read.Covariance.Kernel));
        TradePanel wrong = placed.WithColumn(new NumberColumn("latitude", [.. number.Select(v => 10 * v)])).WithColumn(new NumberColumn("longitude", number));
        Assert.Equal("not-a-coordinate", Assert.Throws<DataUnfitException>(() => Fit(request with { Vce = "conley:500:latitude,longitude" }, wrong)).Code);
    }

    [Fact]
    public void Neither_the_order_of_rows_nor_names_nor_units_matter()
    {
        ModelRequest request = Request("ppml") with { Vce = "dyadic:exporter,importer", SmallSample = "fixest" };
        FitResult plain = Fit(request).Result;
        int[] order = [.. Enumerable.Range(0, Panel.RowCount).OrderBy(i => (i * 7919L) % Panel.RowCount).ThenBy(i => i)];
        var columns = new List<PanelColumn>();
        foreach (PanelColumn column in Panel.Columns)
        {
            columns.Add(column is NumberColumn numbers
                ? new NumberColumn(column.Name, [.. order.Select(i => column.Name == "trade" ? 1e6 * numbers.Values[i] : column.Name == "dist" ? 1.609 * numbers.Values[i] : numbers.Values[i])])
                : new TextColumn(column.Name, [.. order.Select(i => "z" + column.TextAt(i))]));
        }
        FitResult other = Fit(request, TradePanel.Create([.. columns])).Result;
        foreach ((ParameterEstimate one, ParameterEstimate two) in plain.Parameters.Zip(other.Parameters))
        {
            Close(one.Estimate, two.Estimate, 1e-7);
            Close(one.StandardError, two.StandardError, 1e-6);
        }
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        ModelRequest request = Request("ppml") with { Absorb = Effects + " + pair(exporter, importer)", Vce = "cluster:exporter,importer,year" };
        Assert.Equal(Fit(request).Result.Parameters, Fit(request, threads: 2).Result.Parameters);
    }

    [Fact]
    public void A_dyad_of_isolated_couples_is_clustering_by_pair()
    {
        TradePanel couples = Panel.Where("(exporter == \"C01\" && importer == \"C02\") || (exporter == \"C02\" && importer == \"C01\") || (exporter == \"C03\" && importer == \"C04\") || "
            + "(exporter == \"C04\" && importer == \"C03\") || (exporter == \"C05\" && importer == \"C06\") || (exporter == \"C06\" && importer == \"C05\")");
        var request = new ModelRequest { Model = "ppml", Formula = "trade ~ tariff", Vce = "dyadic:exporter,importer", SmallSample = "none" };
        FitResult dyadic = Fit(request, couples).Result, clustered = Fit(request with { Vce = "cluster:pair(exporter, importer)" }, couples).Result;
        for (int j = 0; j < 2; j++)
            Close(clustered.Parameters[j].StandardError, dyadic.Parameters[j].StandardError, 1e-10);
    }

    [Fact]
    public void Rows_are_counted_by_the_reason_for_which_they_fall()
    {
        double[] trade = [.. Panel.Numbers("trade").Values];
        for (int i = 0; i < trade.Length; i++)
        {
            if (Panel["exporter"].TextAt(i) == "C05" && Panel.Numbers("year").Values[i] == 2003)
                trade[i] = 0;
        }
        TradePanel panel = With("trade", trade);
        FitResult fit = Fit(Request("ppml"), panel).Result;
        DroppedRows dropped = Assert.Single(fit.Sample.Dropped);
        Assert.Contains("exporter^year", dropped.Reason, StringComparison.Ordinal);
        Assert.Equal(dropped.Rows.Count, Panel.RowCount - fit.Observations);
        Assert.All(dropped.Rows, row => Assert.Equal("C05", Panel["exporter"].TextAt(row - 1)));
        Assert.Equal(131, fit.Absorbed[0].Groups);
    }

    [Fact]
    public void A_singleton_falls_and_is_counted()
    {
        TradePanel panel = Panel.Where("exporter != \"C07\" || (importer == \"C08\" && year == 2004)");
        FitResult fit = Fit(Request("ppml"), panel).Result;
        Assert.Contains(fit.Sample.Dropped, d => d.Rows.Count == 1 && d.Reason.Contains("the only row of its group", StringComparison.Ordinal));
    }

    [Fact]
    public void Absorbed_regressors_are_named_with_their_effect()
    {
        FitResult fit = Fit(Request("ppml", Effects + " + pair(exporter, importer)")).Result;
        Assert.Equal(["ln(dist)", "contig"], fit.AbsorbedColumns.Select(c => c.Name));
        Assert.All(fit.AbsorbedColumns, c => Assert.Contains("pair(exporter, importer)", c.Effects));
        Assert.Equal(2, fit.Warnings.Count(w => w.Kind == WarningCatalog.AbsorbedRegressor));
        Assert.Equal(["rta", "tariff"], fit.Parameters.Select(p => p.Name));
        Assert.Equal("no-columns-left", Assert.Throws<DataUnfitException>(() => Fit(Request("ppml", "pair(exporter, importer)") with { Formula = "trade ~ ln(dist)" })).Code);
    }

    [Fact]
    public void Bad_flows_are_refused_with_their_rows()
    {
        double[] trade = [.. Panel.Numbers("trade").Values];
        trade[3] = -1;
        trade[10] = -2;
        DataUnfitException negative = Assert.Throws<DataUnfitException>(() => Fit(Request("ppml"), With("trade", trade)));
        Assert.Equal("negative-flow", negative.Code);
        Assert.Equal([4, 11], negative.Rows);
        Assert.Equal("constant-response", Assert.Throws<DataUnfitException>(() => Fit(Request("ppml"), With("trade", new double[trade.Length]))).Code);
    }

    [Fact]
    public void A_missing_side_costs_the_row_and_sides_in_other_codes_are_refused()
    {
        string?[] exporter = [.. Enumerable.Range(0, Panel.RowCount).Select(i => i is 5 or 6 ? null : Panel["exporter"].TextAt(i))];
        FitResult fit = Fit(Request("ppml"), With(new TextColumn("exporter", exporter))).Result;
        Assert.Equal([6, 7], Assert.Single(fit.Sample.Dropped).Rows);
        // Clusters are no part of the model: there a hole is an error.
        TradePanel holes = With(new TextColumn("cluster", exporter));
        Assert.Equal("missing-cluster", Assert.Throws<DataUnfitException>(() => Fit(Request("ppml") with { Vce = "cluster:cluster" }, holes)).Code);
        TradePanel apart = With(new TextColumn("importer", [.. Enumerable.Range(0, Panel.RowCount).Select(i => "land " + Panel["importer"].TextAt(i))]));
        Assert.Equal("dyad-sides-apart", Assert.Throws<DataUnfitException>(() => Fit(Request("ppml") with { Vce = "dyadic:exporter,importer" }, apart)).Code);
    }

    [Fact]
    public void Years_with_decimals_are_told_as_groups_and_refused_as_periods()
    {
        TradePanel panel = With("year", [.. Panel.Numbers("year").Values.Select(y => y + 0.5)]);
        FitWarning warning = Assert.Single(Fit(Request("ppml"), panel).Result.Warnings, w => w.Kind == WarningCatalog.FractionalGroups);
        Assert.Contains("'year'", warning.Message, StringComparison.Ordinal);
        Assert.Contains("2001.5", warning.Message, StringComparison.Ordinal);
        Assert.Equal("period-not-whole", Assert.Throws<DataUnfitException>(() => Fit(Request("ppml") with { Vce = "driscoll-kraay", Time = "year" }, panel)).Code);
    }

    [Fact]
    public void An_identifier_that_splits_pairs_is_told()
    {
        string Id(int i, bool broken)
        {
            string a = Panel["exporter"].TextAt(i)!, b = Panel["importer"].TextAt(i)!;
            string pair = string.CompareOrdinal(a, b) < 0 ? a + b : b + a;
            return broken && a == "C03" ? pair + "'" : pair;
        }
        ModelRequest request = Request("ppml") with { Vce = "cluster:id", Unit = ["exporter", "importer"], Time = "year" };
        FitResult sound = Fit(request, With(new TextColumn("id", [.. Enumerable.Range(0, Panel.RowCount).Select(i => Id(i, false))]))).Result;
        Assert.DoesNotContain(sound.Warnings, w => w.Kind == WarningCatalog.SplitPairs);
        FitResult split = Fit(request, With(new TextColumn("id", [.. Enumerable.Range(0, Panel.RowCount).Select(i => Id(i, true))]))).Result;
        FitWarning warning = Assert.Single(split.Warnings, w => w.Kind == WarningCatalog.SplitPairs);
        Assert.Contains("different identifiers, and those of 210", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disconnected_samples_lose_a_coefficient_for_each_part()
    {
        TradePanel parts = Panel.Where("(exporter <= \"C10\" && importer <= \"C10\") || (exporter > \"C10\" && importer > \"C10\")");
        FitResult fit = Fit(Request("ppml", "exporter + importer"), parts).Result;
        Assert.True(fit.AbsorbedRankIsExact);
        Assert.Equal(2, fit.Absorbed.Sum(e => e.Redundant));
        Assert.Equal(44 - 2 + fit.Parameters.Count, fit.ParameterCount);
    }

    [Fact]
    public void The_law_of_the_statistics_follows_the_convention()
    {
        double Of(string model, string vce, string? convention) => Fit(Request(model) with { Vce = vce, SmallSample = convention }).Result.DegreesOfFreedom;
        Assert.Equal(double.PositiveInfinity, Of("ppml", "cluster:exporter", "fixest"));
        Assert.Equal(double.PositiveInfinity, Of("ppml", "cluster:exporter", "stata-ppmlhdfe"));
        Assert.Equal(21, Of("ppml", "cluster:exporter", null));
        Assert.Equal(double.PositiveInfinity, Of("ppml", "robust", null));
        Assert.Equal(21, Of("ols", "cluster:exporter", "fixest"));
        Assert.Equal(230, Of("ols", "cluster:pair(exporter, importer)", "stata-regress"));
        Assert.Equal(21, Of("gamma-pml", "cluster:exporter", "fixest"));
        FitResult iid = Fit(Request("ols") with { Vce = "iid" }).Result;
        Assert.Equal(iid.Observations - 4 - 263, iid.DegreesOfFreedom);
    }

    [Fact]
    public void Pseudo_likelihoods_have_no_criteria()
    {
        FitResult ppml = Fit(Request("ppml")).Result, negbin = Fit(Request("negbin")).Result;
        Assert.True(double.IsNaN(ppml.Information.Aic));
        Assert.False(ppml.HasLikelihood);
        Assert.True(double.IsFinite(negbin.Information.Bic));
        Assert.Contains(negbin.Warnings, w => w.Kind == WarningCatalog.UnitOfTrade);
    }

    [Fact]
    public void The_bootstrap_draws_units_and_is_near_the_clusters()
    {
        ModelRequest request = Request("ppml") with { Unit = ["exporter", "importer"], Time = "year", Vce = "bootstrap:60" };
        FitResult drawn = Fit(request).Result, again = Fit(request, threads: 2).Result, clustered = Fit(request with { Vce = "cluster:exporter^importer" }).Result;
        Assert.Equal(drawn.Parameters, again.Parameters);
        for (int j = 0; j < 4; j++)
            Assert.InRange(drawn.Parameters[j].StandardError / clustered.Parameters[j].StandardError, 0.6, 1.6);
    }

    [Fact]
    public void Wild_bootstrap_p_values_are_those_with_dummies()
    {
        ModelRequest request = Request("ols", "exporter + importer") with { Vce = "cluster:exporter" };
        FitResult absorbed = Fit(request).Result;
        FitResult dummies = Fit(request with { Absorb = null, Formula = request.Formula + " + i(exporter) + i(importer)" }).Result;
        foreach (ParameterEstimate ours in absorbed.Parameters)
            Assert.Equal(dummies.Parameter(ours.Block, ours.Name).WildP!.Value, ours.WildP!.Value, 1e-3);
        Assert.Equal(1, absorbed.Seed);
        FitResult ppml = Fit(Request("ppml", "exporter + importer") with { Vce = "cluster:exporter" }).Result;
        Assert.All(ppml.Parameters, p => Assert.InRange(p.WildP!.Value, 0, 1));
        Assert.All(Fit(Request("ppml", "exporter + importer") with { Vce = "cluster:exporter,importer" }).Result.Parameters, p => Assert.Null(p.WildP));
        // A single regressor: the model without it has effects alone.
        Assert.NotNull(Fit(Request("ppml", "exporter + importer") with { Formula = "trade ~ ln(dist)", Vce = "cluster:exporter" }).Result.Parameters[0].WildP);
    }

    [Fact]
    public void Frequencies_are_rows()
    {
        double[] weight = [.. Enumerable.Range(0, Panel.RowCount).Select(i => 1.0 + i % 3)];
        TradePanel weighted = With("w", weight);
        int[] rows = [.. Enumerable.Range(0, Panel.RowCount).SelectMany(i => Enumerable.Repeat(i, (int)weight[i]))];
        TradePanel repeated = TradePanel.Create([.. Panel.Columns.Select(PanelColumn (c) => c is NumberColumn n
            ? new NumberColumn(c.Name, [.. rows.Select(i => n.Values[i])]) : new TextColumn(c.Name, [.. rows.Select(i => c.TextAt(i))]))]);
        foreach (string model in new[] { "ols", "ppml" })
        {
            foreach (string vce in new[] { "iid", "robust", "cluster:exporter", "dyadic:exporter,importer", "hc3" })
            {
                ModelRequest request = Request(model) with { Vce = vce, SmallSample = vce == "hc3" ? null : "fixest" };
                FitResult one = Fit(request with { Weights = "w" }, weighted).Result, many = Fit(request, repeated).Result;
                Assert.Equal(many.Observations, one.Observations);
                foreach ((ParameterEstimate a, ParameterEstimate b) in one.Parameters.Zip(many.Parameters))
                {
                    Close(b.Estimate, a.Estimate, 1e-7);
                    Close(b.StandardError, a.StandardError, 1e-6);
                }
            }
        }
    }

    private static TradePanel With(string name, double[] values) => With(new NumberColumn(name, values));

    private static TradePanel With(PanelColumn column) => TradePanel.Create([.. Panel.Columns.Where(c => c.Name != column.Name), column]);

    private static void Close(double expected, double actual, double relative)
    {
        if (!(Math.Abs(expected - actual) <= relative * Math.Abs(expected)))
            Assert.Fail(FormattableString.Invariant($"expected {expected:R}, got {actual:R}: {Math.Abs(actual / expected - 1):0.0e+0} apart"));
    }
}
