using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Specification;

public class FormulaTests
{
    [Fact]
    public void A_gravity_formula_is_read()
    {
        Formula formula = Formula.Parse("ln( exports ) ~ ln(gdp_o)+ln(gdp_d) + ln(dist) + contig | iso_o^year + iso_d^year + pair");
        Assert.Equal("ln(exports)", formula.Response.ToString());
        Assert.True(formula.Index.HasIntercept);
        Assert.False(formula.Index.InterceptStated);
        Assert.Equal(["ln(gdp_o)", "ln(gdp_d)", "ln(dist)", "contig"], formula.Index.Terms.Select(t => t.ToString()));
        Assert.Equal([["iso_o", "year"], ["iso_d", "year"], ["pair"]], formula.AbsorbedEffects.Select(e => e.Columns.ToArray()));
        Assert.Equal("ln(exports) ~ ln(gdp_o) + ln(gdp_d) + ln(dist) + contig | iso_o^year + iso_d^year + pair", formula.ToString());
    }

    [Theory]
    [InlineData("0 + a", false, true)]
    [InlineData("a - 1", false, true)]
    [InlineData("-1 + a", false, true)]
    [InlineData("1 + a", true, true)]
    [InlineData("a + 1", true, true)]
    [InlineData("a", true, false)]
    public void The_intercept_is_dropped_or_stated(string text, bool intercept, bool stated)
    {
        ModelIndex index = ModelIndex.Parse(text);
        Assert.Equal(intercept, index.HasIntercept);
        Assert.Equal(stated, index.InterceptStated);
        Assert.Equal("a", Assert.Single(index.Terms).ToString());
    }

    [Theory]
    [InlineData("a*b", "a + b + a:b")]
    [InlineData("a * b * c", "a + b + c + a:b + a:c + b:c + a:b:c")]
    [InlineData("a:b + c", "a:b + c")]
    [InlineData("i( year , ref = 2008 ) + I( x^2/3 )", "i(year, ref=2008) + I(x^2 / 3)")]
    [InlineData("i(region, ref='East Asia')", "i(region, ref=`East Asia`)")]
    [InlineData("i(region, ref=-1)", "i(region, ref=-1)")]
    [InlineData("`odd name`:ln(x)", "`odd name`:ln(x)")]
    [InlineData("a*b - a:b", "a + b")]
    [InlineData("~ eu + wgi", "eu + wgi")]
    [InlineData("1", "1")]
    [InlineData("lag(ln(x),2)", "lag(ln(x), 2)")]
    public void Terms_have_one_spelling(string text, string expected)
    {
        Assert.Equal(expected, ModelIndex.Parse(text).ToString());
        Assert.Equal(expected, ModelIndex.Parse(expected).ToString());
    }

    [Fact]
    public void Repeated_terms_are_merged_with_a_notice()
    {
        ModelIndex index = ModelIndex.Parse("a + ln(b) + ln( b ) + a:c + c:a");
        Assert.Equal("a + ln(b) + a:c", index.ToString());
        Assert.Equal(2, index.Notices.Count);
        Assert.Contains("ln(b)", index.Notices[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ln(y) ln(x)", "expected '~'", 7)]
    [InlineData("ln(y)", "no '~'", 6)]
    [InlineData("~ x", "no left side", 1)]
    [InlineData("y ~ ", "a term is missing", 5)]
    [InlineData("y ~ x +", "a term is missing", 8)]
    [InlineData("y ~ x^2", "I(x ^ 2)", 6)]
    [InlineData("y ~ 2 + x", "only be 1 or 0", 5)]
    [InlineData("y ~ 2*x", "only be 1 or 0", 5)]
    [InlineData("y ~ x*2", "I(2 * x)", 7)]
    [InlineData("y ~ (a + b):c", "parentheses", 5)]
    [InlineData("y ~ x | ", "column of fixed effects", 9)]
    [InlineData("y ~ x || f", "one '|' begins", 7)]
    [InlineData("y ~ factor(x)", "i(column)", 5)]
    [InlineData("y ~ i(x, base=3)", "ref=VALUE", 10)]
    [InlineData("y ~ x - z", "no term z", 9)]
    [InlineData("y ~ a b", "operator is missing", 7)]
    [InlineData("y ~ year >= 2010", "I(year >= 2010)", 10)]
    [InlineData("y ~ x)", "no '(' for it", 6)]
    public void Errors_show_the_place(string text, string reason, int position)
    {
        UsageException error = Assert.Throws<UsageException>(() => Formula.Parse(text));
        Assert.Equal("syntax", error.Code);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains($"(position {position})", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y ~ x", "one side only")]
    [InlineData("x | f", "frontier formula only")]
    [InlineData("", "a term is missing")]
    public void One_sided_formulas_have_one_side(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<UsageException>(() => ModelIndex.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Misspelt_functions_get_a_hint()
    {
        UsageException error = Assert.Throws<UsageException>(() => Formula.Parse("lnn(y) ~ x"));
        Assert.Equal("unknown-function", error.Code);
        Assert.Contains("'ln'", error.Message, StringComparison.Ordinal);
    }
}
