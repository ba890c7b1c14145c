using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Regression;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Families;
using Gravity.Core.Regression.Separation;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Studies.Families;
using Gravity.Core.Tests.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Tests.Regression.Separation;

/// <summary>Fits of samples with separated rows, against the same without them, and of samples without any, against fits that do not look.</summary>
public sealed class SeparatedFitTests
{
    private const string Effects = "exporter^year + importer^year + exporter^importer";

    private static readonly string[] Countries = ["AUS", "BEL", "CHN", "DEU", "ESP", "FRA"];

    // Data rows of the bans, in which nothing is traded.
    private static readonly int[] Banned = [2, 32, 99];

    [Theory]
    [InlineData("ppml", Effects)]
    [InlineData("gamma-pml", "exporter + importer")]
    [InlineData("negbin", "exporter + importer")]
    [InlineData("nls", "exporter + importer")]
    [InlineData("ppml", null)]
    [InlineData("poisson-half-normal", null)]
    public void Estimates_and_errors_are_those_without_the_rows(string model, string? effects)
    {
        ModelRequest request = new() { Model = model, Formula = "trade ~ ban + x" + (effects is null ? "" : " | " + effects), Unit = ["exporter", "importer"], Time = "year" };
        FitResult fit = ModelRunner.Fit(request, Panel(), new FitOptions()).Result;
        FitResult others = ModelRunner.Fit(request with { Where = "ban == 0", Formula = request.Formula.Replace("ban + ", "", StringComparison.Ordinal) }, Panel(), new FitOptions()).Result;
        Assert.True(fit.Converged, fit.Message);
        Assert.Equal(others.Observations, fit.Observations);
        Assert.Equal(Banned, Assert.Single(fit.Sample.Dropped).Rows);
        Assert.Equal("separated by ban (AUS CHN 2001, AUS CHN 2002, BEL ESP 2004): no flow, and a mean of 0 at the maximum", fit.Sample.Dropped[0].Reason);
        FitWarning warning = Assert.Single(fit.Warnings, w => w.Kind == WarningCatalog.SeparatedRows);
        Assert.StartsWith("rows 2, 32, 99 left out: separated by ban (AUS CHN 2001", warning.Message, StringComparison.Ordinal);
        Assert.Contains(fit.Warnings, w => w.Kind == WarningCatalog.CollinearColumn && w.Message.Contains("'ban'", StringComparison.Ordinal));
        Assert.Equal(others.Parameters.Select(p => p.Name), fit.Parameters.Select(p => p.Name));
        Agree.Relative(others.LogLikelihood, fit.LogLikelihood, 1e-10);
        foreach ((ParameterEstimate expected, ParameterEstimate actual) in others.Parameters.Zip(fit.Parameters))
        {
            Agree.Absolute(expected.Estimate, actual.Estimate, 1e-6 * expected.StandardError);
            Agree.Relative(expected.StandardError, actual.StandardError, 1e-6);
        }
    }

    [Fact]
    public void A_sample_without_separation_is_the_same_to_the_bit()
    {
        TradePanel panel = Panel();
        Design design = DesignBuilder.Build(panel, "trade ~ x | " + Effects);
        AbsorbedSample looked = AbsorbedSample.Of(design, panel, RegressionSample.Rules("ppml"), new FitOptions());
        AbsorbedSample plain = AbsorbedSample.Of(design, panel, RegressionSample.Rules("ppml") with { Separated = false }, new FitOptions());
        Assert.Same(design, looked.Design);
        Assert.Same(design, plain.Design);
        AbsorbedSolution one = PseudoMaximumLikelihood.Fit(AbsorbedProblem.Of(looked), new PoissonFamily()), two = PseudoMaximumLikelihood.Fit(AbsorbedProblem.Of(plain), new PoissonFamily());
        Assert.Equal(two.Coefficients, one.Coefficients);
        Assert.Equal(two.FittedMean, one.FittedMean);
        Assert.Empty(SeparationWarnings.Of(looked.Design));
    }

    [Fact]
    public void Rows_alone_in_a_group_after_it_are_left_out_too()
    {
        // In 2003 A→B trades, and its ban makes A→C a zero: A^2003 is down to one row.
        List<(string O, string D, int Year, double Trade, int Ban)> rows = [.. from year in new[] { 2001, 2002 } from o in "ABC" from d in "ABC" where o != d select (o.ToString(), d.ToString(), year, 1.0 + o % 3 + d % 2 + year % 2, 0)];
        rows.AddRange([("A", "B", 2003, 4, 0), ("A", "C", 2003, 0, 1), ("B", "A", 2003, 0, 0), ("B", "C", 2003, 2, 0), ("C", "A", 2003, 1, 0), ("C", "B", 2003, 2, 0)]);
        TradePanel panel = Panel(rows);
        AbsorbedSample sample = AbsorbedSample.Of(DesignBuilder.Build(panel, "trade ~ ban | exporter^year"), panel, RegressionSample.Rules("ppml"), new FitOptions());
        Assert.Equal(["reason.separated-by", "reason.singleton"], sample.Design.Sample.Dropped.Select(d => d.ReasonPhrase!.Key));
        Assert.Equal([[14], [13]], sample.Design.Sample.Dropped.Select(d => d.Rows.ToArray()));
        Assert.Equal(sample.Design.RowCount, sample.Design.Sample.RowsUsed);
    }

    /// <summary>Binding alone looks for the rows: before a fit, and where a saved fit is read back.</summary>
    [Theory]
    [InlineData("ppml", " | " + Effects)]
    [InlineData("poisson-half-normal", "")]
    [InlineData("poisson-half-normal", " | exporter + importer")]
    public void A_search_ends_when_the_user_interrupts(string model, string effects)
    {
        using var interruption = new CancellationTokenSource();
        interruption.Cancel();
        var request = new ModelRequest { Model = model, Formula = "trade ~ ban + x" + effects };
        ModelFamily family = ModelFamilies.Of(model);
        Assert.Equal(Banned, Assert.Single(family.Bind(request, Panel(), new FitOptions()).Design.Sample.Dropped).Rows);
        Assert.ThrowsAny<OperationCanceledException>(() => family.Bind(request, Panel(), new FitOptions { Cancellation = interruption.Token }));
    }

    /// <summary>A panel of several chunks of rows: twenty bans, and a block of pairs that only zeros tie to the rest, found on any number of threads and nothing else.</summary>
    [Fact]
    public void Planted_rows_are_found_in_a_large_sample_on_any_number_of_threads()
    {
        (AbsorbedProblem problem, int[] planted) = Large();
        SeparatedRows one = IterativeRectifier.Find(problem, 1);
        Assert.True(one.Verified);
        Assert.Equal(planted, one.Rows);
        Assert.Equal(["ban"], one.Columns);
        foreach (int threads in new[] { 2, 5 })
        {
            SeparatedRows several = IterativeRectifier.Find(problem with { Effects = new EffectSet(problem.Rows, problem.Effects.Effects) }, threads);
            Assert.Equal(one.Rows, several.Rows);
            Assert.Equal(one.Columns, several.Columns);
        }
    }

    [Fact]
    public void An_undecided_search_is_a_warning()
    {
        Design design = DesignBuilder.Build(Panel(), "trade ~ x | " + Effects).WithNotice(SeparationWarnings.Undecided);
        FitWarning warning = Assert.Single(SeparationWarnings.Of(design));
        Assert.Equal("separated-rows", warning.Code);
        Assert.Contains("was not decided", warning.Message, StringComparison.Ordinal);
        Assert.NotEqual(warning.Message, SeparationWarnings.Undecided.In(Words.Chinese));
    }

    private static TradePanel Panel()
    {
        var random = new RandomSource(11);
        var rows = new List<(string O, string D, int Year, double Trade, int Ban)>();
        for (int year = 2001; year <= 2005; year++)
        {
            foreach (string o in Countries)
            {
                foreach (string d in Countries.Where(d => d != o))
                {
                    int ban = Banned.Contains(rows.Count + 1) ? 1 : 0;
                    double flow = Math.Exp(1 + random.NextNormal());
                    rows.Add((o, d, year, ban == 1 || random.NextUniform() < 0.1 ? 0 : Math.Round(flow, 2), ban));
                }
            }
        }
        return Panel(rows);
    }

    private static TradePanel Panel(List<(string O, string D, int Year, double Trade, int Ban)> rows)
    {
        var random = new RandomSource(12);
        return TradePanel.Create(
        [
            new TextColumn("exporter", [.. rows.Select(r => r.O)]), new TextColumn("importer", [.. rows.Select(r => r.D)]),
            new NumberColumn("year", [.. rows.Select(r => (double)r.Year)]), new NumberColumn("trade", [.. rows.Select(r => r.Trade)]),
            new NumberColumn("ban", [.. rows.Select(r => (double)r.Ban)]), new NumberColumn("x", [.. rows.Select(_ => Math.Round(random.NextNormal(), 3))]),
        ]);
    }

    private static (AbsorbedProblem Problem, int[] Planted) Large()
    {
        const int Exporters = 70, Years = 8, Block = 5;
        var random = new RandomSource(5);
        List<int> first = [], second = [], pair = [], planted = [];
        List<double> y = [], ban = [], x = [];
        for (int o = 0; o < Exporters; o++)
        {
            for (int d = 0; d < Exporters; d++)
            {
                // The last countries trade among themselves; of their exports to the others there are a few zeros, to two importers in one year.
                bool own = o >= Exporters - Block, theirs = d >= Exporters - Block, tie = own && !theirs && d < 2;
                if (own != theirs && !tie)
                    continue;
                for (int t = 0; t < (tie ? 1 : Years); t++)
                {
                    bool isBan = !own && random.NextUniform() < 0.001;
                    bool zero = tie || isBan || random.NextUniform() < 0.25;
                    if (tie || isBan)
                        planted.Add(y.Count);
                    first.Add(o * Years + t);
                    second.Add(d * Years + t);
                    // The pairs that tie are one group with a pair that trades, so that no group is without a flow.
                    pair.Add(tie ? o * Exporters + Exporters - 1 : o * Exporters + d);
                    y.Add(zero ? 0 : Math.Exp(random.NextNormal()));
                    ban.Add(isBan ? 1 : 0);
                    x.Add(random.NextNormal());
                }
            }
        }
        Matrix columns = new(y.Count, 2);
        ban.CopyTo(columns.Column(0));
        x.CopyTo(columns.Column(1));
        EffectGroups[] groups = [EffectGroups.Of("exporter^year", [.. first]), EffectGroups.Of("importer^year", [.. second]), EffectGroups.Of("pair", [.. pair])];
        return (new AbsorbedProblem([.. y], columns, ["ban", "x"], new EffectSet(y.Count, groups)), [.. planted]);
    }
}
