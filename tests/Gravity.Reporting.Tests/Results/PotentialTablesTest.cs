using Gravity.Core.Frontier;
using Gravity.Core.Potential;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Tests.Results;

public class PotentialTablesTest
{
    private static IntervalEstimate I(double value, double low, double high) => new(value, low, high);

    private static PotentialTotal Total(string key, double actual, double potential, double expected, double rank) => new(
        key, 2, 0, actual, I(potential, 0.9 * expected, 1.2 * expected), I(expected, 1, 2), I(expected, 1, 2), I(expected, 0.9 * expected, 1.2 * expected),
        I(potential - actual, 0.9 * expected - actual, 1.2 * expected - actual),
        I(potential / actual - 1, 0.9 * expected / actual - 1, 1.2 * expected / actual - 1), I(rank, 1, 2), 0.5, 1);

    private static PotentialRow Row(int row, string unit, int year, double actual, double te, double expected) => new(
        row, unit, year, actual, I(te, te - 0.1, te + 0.1), I(actual / te, actual, 3 * actual), I(90, 80, 100), I(95, 85, 105), I(expected, actual, 3 * actual),
        I(actual / te - actual, 0, 2 * actual), I(1 / te - 1, 0, 2), I(1, 1, 2));

    private static PotentialResult Result(FrontierSide side = FrontierSide.Production) => new()
    {
        Level = 0.95,
        Draws = 2000,
        Seed = 1,
        Side = side,
        Redrawn = 0,
        HeldParameters = [],
        NegativeEigenvalue = 0,
        Warnings = [],
        Rows = [Row(1, "A", 2010, 100, 0.5, 210), Row(2, "A", 2011, 100, 0.4, 260), Row(3, "B", 2010, 1000, 0.8, 1300)],
        Totals =
        [
            new PotentialTotals("iso", [Total("A", 200, 450, 470, 1), Total("B", 1000, 1250, 1300, 2)]),
            new PotentialTotals("year", [Total("2011", 100, 250, 260, 1), Total("2010", 1100, 1450, 1510, 2)]),
            new PotentialTotals("all", [Total("all", 1200, 1700, 1770, 1)]),
        ],
    };

    [Fact]
    public void Totals_lead_with_expected_potential_and_derive_room_from_it()
    {
        PotentialResult result = Result();
        const string Expected = """
            Trade potential by partner, million US$
            ───────────────────────────────────────────────────────────────────────────
                               Expected potential             Room, %            Rank
            Partner  Actual        [95% interval]      [95% interval]  [95% interval]
            ───────────────────────────────────────────────────────────────────────────
            """;
        ReportLabels labels = new() { UnitHeader = "Partner", FlowMeasure = "million US$" };
        string text = new TextTableWriter(120).WriteToString(PotentialTables.Totals(result, result.Totals[0], labels, result.Totals[2], concise: true));
        Assert.StartsWith(Expected[..39], text, StringComparison.Ordinal);
        // 470/200 − 1 = 135 %, not 450/200 − 1 = 125 %.
        Assert.Contains("A           200        470 [423, 564]  135.0 [111.5, 182.0]", text, StringComparison.Ordinal);
        Assert.Contains("All       1,200  1,770 [1,593, 2,124]     47.5 [32.7, 77.0]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_full_table_has_the_biased_sum_beside_and_says_so()
    {
        PotentialResult result = Result();
        ReportTable table = PotentialTables.Totals(result, result.Totals[0], null, result.Totals[2]);
        Assert.Contains("Jensen", table.Notes[0], StringComparison.Ordinal);
        string csv = new CsvTableWriter().WriteToString(table);
        Assert.StartsWith("group,rows,actual,expected,expected_low,expected_high,room,room_low,room_high,rank,", csv, StringComparison.Ordinal);
        Assert.Contains("potential,frontier,frontier_low,", csv, StringComparison.Ordinal);
        Assert.Equal("potential-by-iso", table.Key);
    }

    [Fact]
    public void Years_stay_in_their_order()
    {
        PotentialResult result = Result();
        string csv = new CsvTableWriter().WriteToString(PotentialTables.Totals(result, result.Totals[1]));
        Assert.True(csv.IndexOf("\n2010,", StringComparison.Ordinal) < csv.IndexOf("\n2011,", StringComparison.Ordinal));
        Assert.Equal("Year", PotentialTables.Totals(result, result.Totals[1]).Columns[0].Header);
    }

    [Fact]
    public void Room_by_unit_and_period_sums_expected_potential_over_actual()
    {
        string csv = new CsvTableWriter().WriteToString(PotentialTables.Matrix(Result(), PotentialQuantity.Room));
        string[] lines = csv.Split("\r\n");
        Assert.Equal("unit,2010,2011,all", lines[0]);
        string[] a = lines[1].Split(',');
        Assert.Equal(("A", 1.1, 1.6, 1.35), (a[0], Number(a[1]), Number(a[2]), Number(a[3])));
        string[] b = lines[2].Split(',');
        Assert.Equal(("B", 0.3, "", 0.3), (b[0], Number(b[1]), b[2], Number(b[3])));
        Assert.Equal(410.0 / 1100, Number(lines[3].Split(',')[1]), 1e-14);
        static double Number(string text) => Math.Round(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture), 15);
    }

    [Fact]
    public void Rows_have_every_quantity_and_explain_the_median()
    {
        ReportTable table = PotentialTables.Rows(Result());
        Assert.Equal(
            ["unit", "time", "actual", "te", "potential", "expected", "gap", "room", "frontier", "frontier_mean", "rank"], table.Columns.Select(c => c.Key));
        Assert.Contains(table.Notes, n => n.StartsWith("The median frontier is exp(x'β)", StringComparison.Ordinal));
        Assert.Contains("least cost", PotentialTables.Rows(Result(FrontierSide.Cost)).Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Totals_by_unit_and_over_all_are_found_by_their_groups()
    {
        Assert.Equal("iso", PotentialTables.UnitTotals(Result())!.Name);
        Assert.Equal("all", PotentialTables.OverallTotal(Result())!.Name);
        Assert.Null(PotentialTables.UnitTotals(Result() with { Totals = [] }));
    }

    [Theory]
    [InlineData("iso3, year", "potential-by-iso3-year")]
    [InlineData("Région", "potential-by-région")]
    [InlineData("a/b", "potential-by-a-b")]
    public void Names_of_groupings_make_file_names(string name, string key) => Assert.Equal(key, PotentialTables.Key(name));
}
