using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Families;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Regression;

public sealed class AbsorbedSampleTests
{
    // Exporter D never exports; A→D 2003 stands alone once D's rows are gone.
    private static readonly (string O, string D, int Year, double Trade)[] Rows =
    [
        .. from year in new[] { 2001, 2002 }
           from o in "ABCD"
           from d in "ABCD"
           where o != d
           select (o.ToString(), d.ToString(), year, o == 'D' ? 0.0 : (o - 'A' + 1) * (d - 'A' + 2) + year % 3),
        ("A", "D", 2003, 4), ("D", "B", 2003, 0),
    ];

    [Fact]
    public void Rows_are_left_out_by_reason_and_counted()
    {
        TradePanel panel = Panel();
        Design design = DesignBuilder.Build(panel, "trade ~ x | o^year + d^year");
        AbsorbedSample sample = AbsorbedSample.Of(design, panel, new AbsorbedRowRules(ZeroGroups: true), new FitOptions());
        SampleLog log = sample.Design.Sample;
        Assert.Equal(Rows.Length, log.RowsRead);
        Assert.Equal(sample.Design.RowCount, log.RowsUsed);
        Assert.Equal([10, 11, 12, 22, 23, 24, 26], log.Dropped[0].Rows);
        Assert.Contains("no flow other than 0 in its group of o^year", log.Dropped[0].Reason, StringComparison.Ordinal);
        Assert.Equal([25], log.Dropped[1].Rows);
        Assert.Contains("only row of its group in o^year", log.Dropped[1].Reason, StringComparison.Ordinal);
        Assert.All(sample.Effects.Effects, e => Assert.True(e.GroupOfRow.GroupBy(g => g).All(g => g.Count() > 1)));
        Assert.Equal(sample.Design.RowCount, sample.Effects.Rows);
        Assert.Equal(design.AbsorbedEffects, sample.Design.AbsorbedEffects);
    }

    [Fact]
    public void Nothing_is_left_out_unasked()
    {
        TradePanel panel = Panel();
        Design design = DesignBuilder.Build(panel, "trade ~ x | o^year + d^year");
        AbsorbedSample sample = AbsorbedSample.Of(design, panel, new AbsorbedRowRules(Singletons: false), new FitOptions());
        Assert.Same(design, sample.Design);
        Assert.Equal(Rows.Length, sample.Effects.Rows);
    }

    [Fact]
    public void What_is_left_is_the_largest_sample_without_single_rows()
    {
        // The brute force: take one offending row at a time, in any order.
        for (long seed = 0; seed < 20; seed++)
        {
            AbsorbedProblem whole = Raw(seed);
            List<int> rows = [.. Enumerable.Range(0, whole.Rows)];
            while (rows.FindIndex(r => whole.Effects.Effects.Any(e =>
                rows.Count(s => e.GroupOfRow[s] == e.GroupOfRow[r]) == 1 || rows.Where(s => e.GroupOfRow[s] == e.GroupOfRow[r]).All(s => whole.Response[s] == 0))) is >= 0 and int bad)
                rows.RemoveAt(bad);
            int[] gone = [.. AbsorbedRows.Find(whole.Effects, whole.Response, new AbsorbedRowRules(ZeroGroups: true)).SelectMany(l => l.Rows).Order()];
            Assert.Equal(rows, Enumerable.Range(0, whole.Rows).Except(gone));
        }
    }

    [Fact]
    public void Effects_that_take_every_row_are_refused()
    {
        TradePanel panel = Panel();
        Design design = DesignBuilder.Build(panel, "trade ~ x | o^d^year");
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => AbsorbedSample.Of(design, panel, new AbsorbedRowRules(), new FitOptions()));
        Assert.Equal("all-rows-absorbed", error.Code);
        Assert.Contains("o^d^year", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_stands_for_several_is_not_alone()
    {
        var effects = new EffectSet(3, [EffectGroups.Of("g", [0, 0, 1])]);
        Assert.Equal([2], Assert.Single(AbsorbedRows.Find(effects, [1, 2, 3], new AbsorbedRowRules())).Rows);
        Assert.Empty(AbsorbedRows.Find(effects, [1, 2, 3], new AbsorbedRowRules(), [1, 1, 2]));
    }

    [Fact]
    public void With_absorbed_effects_the_design_has_no_intercept_and_keeps_collinear_columns()
    {
        TradePanel panel = Panel();
        Design design = DesignBuilder.Build(panel, "trade ~ x + i(year) + d2 | o + d");
        Assert.Equal(["x", "year=2002", "year=2003", "d2"], design.Frontier.ColumnNames);
        Assert.Empty(design.Collinear);
        Assert.Equal(2, design.AbsorbedEffects.Count);
        Assert.Empty(DesignBuilder.Build(panel, "trade ~ 1 | o + d").Frontier.ColumnNames);
        Assert.Equal(2, design.Resample([0, 1, 2]).AbsorbedEffects.Count);
    }

    [Fact]
    public void Effects_are_predicted_for_rows_outside_the_sample_and_unknown_groups_have_none()
    {
        TradePanel panel = Panel();
        AbsorbedSample sample = AbsorbedSample.Of(DesignBuilder.Build(panel, "trade ~ x | o + d"), panel, new AbsorbedRowRules(ZeroGroups: true), new FitOptions());
        AbsorbedSolution fit = PseudoMaximumLikelihood.Fit(AbsorbedProblem.Of(sample), new PoissonFamily());
        double[] sums = EffectPrediction.Of(fit.Effects, panel, sample.Design, [.. Enumerable.Range(0, panel.RowCount)]);
        for (int i = 0; i < sample.Design.RowCount; i++)
            Agree.Absolute(fit.LinearPredictor[i] - sample.Design.Frontier.Values[i, 0] * fit.Coefficients[0], sums[sample.Design.PanelRows[i]], 1e-9);
        for (int row = 0; row < Rows.Length; row++)
            Assert.Equal(Rows[row].O == "D", double.IsNaN(sums[row]));
    }

    private static TradePanel Panel() => TradePanel.Create(
    [
        new TextColumn("o", [.. Rows.Select(r => r.O)]), new TextColumn("d", [.. Rows.Select(r => r.D)]), new NumberColumn("year", [.. Rows.Select(r => (double)r.Year)]),
        new NumberColumn("trade", [.. Rows.Select(r => r.Trade)]), new NumberColumn("x", [.. Rows.Select((_, i) => Math.Sin(i))]),
        new NumberColumn("d2", [.. Rows.Select(r => r.D == "A" ? 1.0 : 2)]),
    ]);

    private static AbsorbedProblem Raw(long seed)
    {
        var random = new Gravity.Core.Numerics.RandomSource(seed);
        int rows = 40;
        int[] Codes(int count) => [.. Enumerable.Range(0, rows).Select(_ => random.NextIndex(count))];
        return new AbsorbedProblem(
            [.. Enumerable.Range(0, rows).Select(_ => random.NextUniform() < 0.6 ? 0.0 : 1)], new Gravity.Core.Numerics.Matrix(rows, 0), [],
            new EffectSet(rows, [EffectGroups.Of("a", Codes(20)), EffectGroups.Of("b", Codes(15))]));
    }
}
