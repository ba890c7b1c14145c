using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Tests.Tables;

public class NumberFormatTest
{
    [Theory]
    [InlineData(0.12345, "0.123")]
    [InlineData(-0.0004, "0.000")]
    [InlineData(-0.0006, "-0.001")]
    [InlineData(1234567.8912, "1234567.891")]
    [InlineData(1e-300, "0.000")]
    [InlineData(1e22, "10000000000000000000000.000")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(double.NegativeInfinity, "-∞")]
    public void Fixed_decimals(double value, string expected) => Assert.Equal(expected, NumberFormat.Fixed(3).Format(value));

    [Theory]
    [InlineData(123456.7, "123457")]
    [InlineData(12.3456, "12.3")]
    [InlineData(0.000012345, "0.0000123")]
    [InlineData(0.09996, "0.100")]
    [InlineData(0.99949, "0.999")]
    [InlineData(9.996, "10.0")]
    [InlineData(0, "0.00")]
    [InlineData(-0.5, "-0.500")]
    public void Significant_digits_are_never_scientific(double value, string expected) =>
        Assert.Equal(expected, NumberFormat.Significant(3).Format(value));

    [Theory]
    [InlineData(1234567.5, "1,234,568")]
    [InlineData(-1234, "-1,234")]
    [InlineData(-0.3, "0")]
    public void Whole_numbers_separate_thousands(double value, string expected) => Assert.Equal(expected, NumberFormat.Whole().Format(value));

    [Fact]
    public void Years_have_no_separator() => Assert.Equal("2019", NumberFormat.Whole(thousands: false).Format(2019));

    [Theory]
    [InlineData(0.0004, "<0.001")]
    [InlineData(0, "<0.001")]
    [InlineData(0.0005, "0.001")]
    [InlineData(0.0496, "0.050")]
    [InlineData(1, "1.000")]
    public void Small_probabilities_show_a_bound(double p, string expected) => Assert.Equal(expected, NumberFormat.PValue().Format(p));

    [Fact]
    public void Percent_scientific_text_and_missing()
    {
        Assert.Equal("12.3%", NumberFormat.Percent().Format(0.1234));
        Assert.Equal("12", NumberFormat.Percent(0, sign: false).Format(0.1234));
        Assert.Equal("1.23e-07", NumberFormat.Scientific(2).Format(1.234e-7));
        Assert.Equal("0.1", NumberFormat.Text.Format(0.1));
        Assert.Equal("", NumberFormat.Text.Format(double.NaN));
        Assert.Equal("n/a", (NumberFormat.Fixed(1) with { Missing = "n/a" }).Format(double.NaN));
        Assert.Equal("1,234.50", NumberFormat.Fixed(2, thousands: true).Format(1234.5));
    }

    [Fact]
    public void Culture_plays_no_part() =>
        Assert.Equal("1,234.50 12.3% 1.23e-07 0.000012", Samples.InGerman(() => string.Join(
            ' ', NumberFormat.Fixed(2, thousands: true).Format(1234.5), NumberFormat.Percent().Format(0.1234), NumberFormat.Scientific(2).Format(1.234e-7),
            NumberFormat.Significant(2).Format(1.2e-5))));

    [Theory]
    [InlineData(0.0099, "***")]
    [InlineData(0.01, "**")]
    [InlineData(0.05, "*")]
    [InlineData(0.1, "")]
    [InlineData(double.NaN, "")]
    public void Stars_by_threshold(double p, string expected) => Assert.Equal(expected, SignificanceStars.Default.Of(p));
}
