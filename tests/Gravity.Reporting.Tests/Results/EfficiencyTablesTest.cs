using Gravity.Core.Efficiency;
using Gravity.Core.Numerics;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Tests.Results;

public class EfficiencyTablesTest
{
    private static readonly ReportLabels Labels = new() { Units = new Dictionary<string, string> { ["A"] = "Albania", ["B"] = "Bulgaria" }, UnitHeader = "Partner" };

    // B is more efficient and lacks 2011.
    private static EfficiencyResult Result()
    {
        var values = new Matrix(2, 2) { [0, 0] = 0.5, [0, 1] = 0.25, [1, 0] = 0.75, [1, 1] = double.NaN };
        EfficiencyRow Row(int row, string unit, int time, double te, double rank) =>
            new(row, unit, time, te, te - 0.1, te + 0.1, te - 0.01, te + 0.01, -Math.Log(te), 0.1, 5, rank, 1);
        return new EfficiencyResult
        {
            Level = 0.9,
            Mean = 0.5,
            Rows = [Row(4, "A", 2010, 0.5, 2), Row(5, "A", 2011, 0.25, 3), Row(9, "B", 2010, 0.75, 1)],
            Units = [new UnitEfficiency("A", 2, 0.375, 2), new UnitEfficiency("B", 1, 0.75, 1)],
            Periods = [new PeriodEfficiency(2010, 2, 0.625), new PeriodEfficiency(2011, 1, 0.25)],
            Grid = new EfficiencyGrid(["A", "B"], [2010, 2011], values),
        };
    }

    [Fact]
    public void The_matrix_has_units_by_rank_with_mean_and_rank_and_the_means_of_periods()
    {
        const string Expected = """
            Trade efficiency by partner and year
            ───────────────────────────────────
            Partner    2010   2011   Mean  Rank
            ───────────────────────────────────
            Bulgaria  0.750      –  0.750     1
            Albania   0.500  0.250  0.375     2
            ───────────────────────────────────
            Mean      0.625  0.250  0.500
            ───────────────────────────────────
            Notes: TE = E[exp(−u)|ε] (Battese and Coelli 1988). Ranks go by the mean over periods, 1 = most
            efficient.

            """;
        Assert.Equal(Expected, new TextTableWriter(100).WriteToString(EfficiencyTables.Matrix(Result(), Labels)));
    }

    [Fact]
    public void The_ranking_has_means_of_limits_and_says_what_they_are()
    {
        string text = new TextTableWriter(100).WriteToString(EfficiencyTables.Ranking(Result(), sharedInefficiency: true, Labels));
        Assert.Contains("1  Bulgaria         1  0.750 [0.650, 0.850]   0.750    0.750", text, StringComparison.Ordinal);
        Assert.Contains("2  Albania          2  0.375 [0.275, 0.475]   0.250    0.500", text, StringComparison.Ordinal);
        Assert.Contains("90% intervals of the unit's mean", text, StringComparison.Ordinal);
        Assert.Contains(
            "wider than an interval of the mean", EfficiencyTables.Ranking(Result(), sharedInefficiency: false).Notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_periods_there_is_no_matrix() =>
        Assert.Equal("no-grid", Assert.Throws<Core.UsageException>(() => EfficiencyTables.Matrix(Result() with { Grid = null })).Code);

    [Fact]
    public void Rows_are_named_by_unit_and_period_and_without_them_by_number()
    {
        ReportTable named = EfficiencyTables.Rows(Result());
        Assert.Equal(["unit", "time", "te"], named.Columns.Take(3).Select(c => c.Key));
        Assert.Equal(2, named.StubColumns);
        EfficiencyResult bare = Result() with { Rows = [.. Result().Rows.Select(r => r with { Unit = null, Time = null })], Units = [], Periods = [], Grid = null };
        ReportTable numbered = EfficiencyTables.Rows(bare);
        Assert.Equal("row", numbered.Columns[0].Key);
        Assert.Contains("row,te,te_low,te_high", new CsvTableWriter().WriteToString(numbered), StringComparison.Ordinal);
    }

    [Fact]
    public void Periods_name_their_least_and_most_efficient_unit() =>
        Assert.Contains(
            "2010,2,0.625,0.5,Albania,0.75,Bulgaria", new CsvTableWriter().WriteToString(EfficiencyTables.ByPeriod(Result(), Labels)), StringComparison.Ordinal);
}
