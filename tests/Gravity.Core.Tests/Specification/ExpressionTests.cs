using CsCheck;
using Gravity.Core.Data;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Specification;

public class ExpressionTests
{
    private static readonly TradePanel Panel = TradePanel.Create(
    [
        new TextColumn("iso3", ["POL", "POL", "POL", "HUN", "HUN", null]),
        new NumberColumn("year", [2007, 2008, 2010, 2007, 2008, 2009]),
        new NumberColumn("gdp", [10, 20, 40, 5, double.NaN, 0]),
        new NumberColumn("x", [1, -2, 3, 0.5, 0, 6]),
        new NumberColumn("odd name", [1, 2, 3, 4, 5, 6]),
    ], "panel.csv");

    private static readonly TradePanel Indexed = Panel.Where("!missing(iso3)").WithIndex(["iso3"], "year");

    private static double[] Values(string text) => Panel.Evaluate(text);

    private static double Value(string text) => Values(text)[0];

    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("2^3^2", 512)]
    [InlineData("(2^3)^2", 64)]
    [InlineData("-2^2", -4)]
    [InlineData("2^-1", 0.5)]
    [InlineData("7 - 2 - 1", 4)]
    [InlineData("8 / 4 / 2", 1)]
    [InlineData("--3", 3)]
    [InlineData("1.5e1 + .5", 15.5)]
    [InlineData("ln(exp(2))", 2)]
    [InlineData("log(exp(2))", 2)]
    [InlineData("sqrt(16) + abs(-2)", 6)]
    [InlineData("`odd name` * gdp", 10)]
    [InlineData("1 < 2 && !(3 < 2)", 1)]
    [InlineData("1 > 2 or not 3 < 2", 1)]
    [InlineData("2 in (1, 2) and 3 not in (1, -2)", 1)]
    [InlineData("(1 < 2) + 1", 2)]
    [InlineData("'a' == \"a\"", 1)]
    [InlineData("'it''s' == \"it's\"", 1)]
    [InlineData("\"say \\\"hi\\\"\" == 'say \"hi\"'", 1)]
    public void Values_follow_the_usual_rules(string text, double expected) => Assert.Equal(expected, Value(text), 1e-14);

    [Theory]
    [InlineData(1e-20)]
    [InlineData(1e-9)]
    [InlineData(-1e-5)]
    [InlineData(0.3)]
    [InlineData(-0.9)]
    [InlineData(1e8)]
    public void Log1p_keeps_the_digits_of_small_values(double x)
    {
        // The series x − x²/2 + x³/3 for small x, the logarithm otherwise.
        double expected = Math.Abs(x) < 1e-4 ? x - x * x / 2 + x * x * x / 3 : Math.Log(1 + x);
        double actual = TradePanel.Create([new NumberColumn("x", [x])]).Evaluate("log1p(x)")[0];
        Assert.Equal(1, actual / expected, 1e-14);
    }

    [Fact]
    public void Missing_values_propagate_and_comparisons_with_them_are_false()
    {
        Assert.Equal([11, 18, 43, 5.5, double.NaN, 6], Values("gdp + x"));
        Assert.Equal([true, true, true, true, false, false], Kept("gdp > 0"));
        Assert.Equal([false, false, false, false, false, true], Kept("gdp <= 0"));
        Assert.Equal([false, false, false, false, true, false], Kept("missing(gdp)"));
        Assert.Equal([true, true, true, false, false, false], Kept("iso3 != 'HUN'"));
        Assert.Equal([false, false, false, true, true, false], Kept("iso3 not in ('POL')"));
        Assert.Equal([false, false, false, false, true, true], Kept("!(gdp > 0)"));
        Assert.Equal([1, 1, 1, 1, double.NaN, 0], Values("(gdp > 0) * 1"));
        Assert.Equal([1, 1, 1, 1, 1, 0], Values("(gdp > 0 || x == 0) + 0"));
        Assert.Equal([1, 0, 1, 1, 0, 0], Values("(gdp > 0 && x > 0) + 0"));
    }

    private static IEnumerable<bool> Kept(string condition)
    {
        TradePanel kept = Panel.Where(condition);
        return Enumerable.Range(1, Panel.RowCount).Select(source => kept.RowOfSource(source) >= 0);
    }

    [Fact]
    public void Lags_go_by_period_within_the_unit_whatever_the_order_of_rows()
    {
        Assert.Equal([double.NaN, 10, double.NaN, double.NaN, 5], Indexed.Evaluate("lag(gdp)"));
        Assert.Equal([double.NaN, double.NaN, 20, double.NaN, double.NaN], Indexed.Evaluate("lag(gdp, 2)"));
        Assert.Equal([20, double.NaN, double.NaN, double.NaN, double.NaN], Indexed.Evaluate("lead(gdp, 1)"));
        Assert.Equal([double.NaN, Math.Log(20) - Math.Log(10), double.NaN, double.NaN, double.NaN], Indexed.Evaluate("diff(ln(gdp))"));
        UsageException error = Assert.Throws<UsageException>(() => Values("lag(gdp)"));
        Assert.Equal("needs-index", error.Code);
    }

    [Fact]
    public void Values_outside_the_domain_name_their_rows_and_the_filter()
    {
        var dist = new double[1000];
        Array.Fill(dist, 5);
        dist[16] = dist[203] = 0;
        dist[987] = -1;
        TradePanel panel = TradePanel.Create([new NumberColumn("dist", dist)]);
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => panel.Evaluate("ln(dist)"));
        Assert.Equal("log-of-nonpositive", error.Code);
        Assert.Equal("column 'dist' has 3 values ≤ 0 (rows 17, 204, 988); ln(dist) needs > 0: drop them with --where \"dist > 0\"", error.Message);
        Assert.Equal([17, 204, 988], error.Rows);
        Assert.Equal(997, panel.Where("dist > 0").Evaluate("ln(dist)").Length);
    }

    [Fact]
    public void Long_lists_of_rows_are_cut()
    {
        TradePanel panel = TradePanel.Create([new NumberColumn("x", new double[41])]);
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => panel.Evaluate("log(x)"));
        Assert.Contains("(rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 31 more)", error.Message, StringComparison.Ordinal);
        Assert.Equal(41, error.Rows.Count);
    }

    [Theory]
    [InlineData("ln(gdp + x)", "log-of-nonpositive", null, 0)]
    [InlineData("ln(x - 1)", "log-of-nonpositive", "'x - 1' has 4 values ≤ 0 (rows 1, 2, 4, 5); ln(x - 1) needs > 0: drop them with --where \"x - 1 > 0\"", 4)]
    [InlineData("log1p(x)", "log-of-nonpositive", "column 'x' has 1 value ≤ −1 (row 2); log1p(x) needs > −1: drop them with --where \"x > -1\"", 1)]
    [InlineData("sqrt(x)", "root-of-negative", "column 'x' has 1 value < 0 (row 2); sqrt(x) needs ≥ 0: drop them with --where \"x >= 0\"", 1)]
    [InlineData("1 / x", "division-by-zero", "column 'x' is 0 in row 5, and 1 / x divides by it: drop them with --where \"x != 0\"", 1)]
    [InlineData("x^0.5", "not-finite", "x^0.5 is not defined or infinite in row 2", 1)]
    [InlineData("exp(1000 * x)", "not-finite", "exp(1000 * x) is infinite in rows 1, 3, 6", 3)]
    public void Every_function_says_what_it_needs(string text, string code, string? message, int rows)
    {
        if (message is null)
        {
            Assert.Equal(6, Values(text).Length);
            return;
        }
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => Values(text));
        Assert.Equal(code, error.Code);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(rows, error.Rows.Count);
    }

    [Fact]
    public void A_guard_protects_what_stands_behind_it()
    {
        Assert.Equal([true, false, true, false, false, true], Kept("x > 0 && ln(x) >= 0"));
        Assert.Equal([true, true, true, false, true, true], Kept("x <= 0 || ln(x) >= 0"));
    }

    [Fact]
    public void Infinite_cells_are_refused()
    {
        TradePanel panel = TradePanel.Create([new NumberColumn("x", [1, double.PositiveInfinity])]);
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => panel.Evaluate("x + 1"));
        Assert.Equal("infinite-value", error.Code);
        Assert.Equal([2], error.Rows);
    }

    [Theory]
    [InlineData("1 +", "the expression ends too early", 4)]
    [InlineData("ln(x", "expected ')' to close ln(", 5)]
    [InlineData("x = 1", "a comparison is written ==", 3)]
    [InlineData("a < b < c", "cannot be chained", 7)]
    [InlineData("a & b", "write && for 'and'", 3)]
    [InlineData("a | b", "write || for 'or'", 3)]
    [InlineData("2gdp > 1", "cannot start with a digit", 1)]
    [InlineData("x == \"open", "never closed", 6)]
    [InlineData("x in (POL)", "write \"POL\"", 7)]
    [InlineData("x y", "unexpected 'y'", 3)]
    [InlineData("“POL” == x", "straight quotes", 1)]
    [InlineData("", "ends too early", 1)]
    [InlineData("a ~ b", "belongs to formulas", 3)]
    public void Syntax_errors_show_the_place(string text, string reason, int position)
    {
        UsageException error = Assert.Throws<UsageException>(() => Expression.Parse(text));
        Assert.Equal("syntax", error.Code);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains($"(position {position})", error.Message, StringComparison.Ordinal);
        string[] lines = error.Message.Split('\n');
        Assert.Equal("  " + text, lines[1]);
        Assert.Equal(position + 1, lines[2].IndexOf('^', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lg(x)", "unknown-function", "'log'")]
    [InlineData("lag(x, 0)", "wrong-arguments", "k ≥ 1")]
    [InlineData("lag(x, y)", "wrong-arguments", "k ≥ 1")]
    [InlineData("ln(x, 2)", "wrong-arguments", "one argument")]
    [InlineData("gpd > 1", "unknown-column", "did you mean 'gdp'")]
    [InlineData("iso3 == GRC", "unknown-column", "write \"GRC\" in quotes")]
    [InlineData("year == \"2007\"", "type-mismatch", "compare it with a number")]
    [InlineData("iso3 in (1)", "type-mismatch", "write it in quotes")]
    [InlineData("year in ('2007')", "type-mismatch", "without quotes")]
    [InlineData("x + 'a'", "type-mismatch", "where a number is needed")]
    public void Wrong_requests_say_what_is_right(string text, string code, string words)
    {
        UsageException error = Assert.Throws<UsageException>(() => Panel.Where(text));
        Assert.Equal(code, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused_before_the_stack_ends()
    {
        foreach (string opening in new[] { "(", "-", "!", "abs(" })
            Assert.Equal("syntax", Assert.Throws<UsageException>(() => Expression.Parse(string.Concat(Enumerable.Repeat(opening, 100_000)) + "x")).Code);
    }

    [Fact]
    public void An_empty_selection_is_an_error()
    {
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => Panel.Where("year > 3000"));
        Assert.Equal("no-rows-left", error.Code);
        Assert.Contains("year > 3000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Filters_are_logged_and_the_index_follows()
    {
        TradePanel kept = Indexed.Where("gdp >= 10");
        Assert.Equal(["missing", "filter: gdp >= 10"], kept.SampleLog.Dropped.Select(d => d.Reason == "filter: !missing(iso3)" ? "missing" : d.Reason));
        Assert.Equal([4, 5], kept.SampleLog.Dropped[1].Rows);
        Assert.Equal(["POL"], kept.Index!.UnitNames);
        Assert.Equal(3, kept.SampleLog.RowsUsed);
    }

    [Fact]
    public void Columns_are_derived()
    {
        TradePanel panel = Panel.Derive("rich", "gdp >= 20").Derive("name", "iso3").Derive("total", "gdp + x");
        Assert.Equal([0, 1, 1, 0, double.NaN, 0], panel.Numbers("rich").Values);
        Assert.Equal("POL", panel["name"].TextAt(0));
        Assert.Equal("duplicate-column", Assert.Throws<UsageException>(() => panel.Derive("gdp", "x")).Code);
    }

    [Theory]
    [InlineData("ln( gdp_o )", "ln(gdp_o)")]
    [InlineData("a+b*c", "a + b * c")]
    [InlineData("(a+b)*c", "(a + b) * c")]
    [InlineData("a-(b-c)", "a - (b - c)")]
    [InlineData("lag(x,2)", "lag(x, 2)")]
    [InlineData("not a in (1,\"b\")", "!(a in (1, \"b\"))")]
    [InlineData("`in`+`a``b`", "`in` + `a``b`")]
    public void Printing_is_canonical(string text, string expected) => Assert.Equal(expected, Expression.Parse(text).ToString());

    private static IGen<string>[] Consts(params string[] values) => [.. values.Select(v => (IGen<string>)Gen.Const(v))];

    [Fact]
    public void What_is_printed_reads_back_as_the_same_value()
    {
        Gen<string> leaf = Gen.OneOf(Consts("x", "year", "gdp", "2", "0.5", "`odd name`"));
        Gen<string> tree = Gen.Recursive<string>((depth, self) => depth > 4
            ? leaf
            : Gen.Frequency((2, leaf), (1, Gen.Select(self, x => $"-({x})")), (1, Gen.Select(self, x => $"abs({x})")),
                (4, Gen.Select(self, Gen.OneOf(Consts("+", "-", "*", ">", "<=", "&&", "||")), self, (a, op, b) => $"({a}) {op} ({b})")),
                (1, Gen.Select(self, x => $"!({x})"))));
        tree.Sample(text =>
        {
            string printed = Expression.Parse(text).ToString();
            Assert.Equal(printed, Expression.Parse(printed).ToString());
            Assert.Equal(Values(text), Values(printed));
        }, iter: 500, threads: 1);
    }
}
