using System.Globalization;
using CsCheck;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Tests.Charts;

public class AxisScaleTest
{
    [Fact]
    public void Linear_ticks_are_round_and_enclose_the_data() =>
        Assert.Equal(["0.2", "0.4", "0.6", "0.8", "1.0"], Labels(AxisScale.Linear(0.23, 0.97, 6, 0, 1)));

    [Fact]
    public void Percent_ticks_are_whole() => Assert.Equal(["0", "1", "2", "3"], Labels(AxisScale.Linear(0.2, 2.3, 9, wholeSteps: true)));

    [Fact]
    public void Large_numbers_have_commas_and_negative_ones_a_minus_sign() =>
        Assert.Equal(["−1,000", "0", "1,000", "2,000"], Labels(AxisScale.Linear(-1000, 2000, 5)));

    [Fact]
    public void Linear_axes_keep_their_promises() => Check.Sample(
        Gen.Select(Gen.Double[-1e6, 1e6], Gen.Double[0, 1e6], Gen.Int[2, 12]),
        sample =>
        {
            (double low, double width, int most) = sample;
            AxisScale scale = AxisScale.Linear(low, low + width, most);
            Assert.InRange(scale.Ticks.Count, 2, Math.Max(3, most));
            // Ends are rounded to within 1e-9 of a step, and a step is at most the length of the axis.
            double slack = 1e-9 * Math.Max(Math.Abs(low) + width, scale.Max - scale.Min);
            Assert.True(scale.Min <= low + slack && scale.Max >= low + width - slack);
            Assert.Equal(scale.Ticks.Count, scale.Ticks.Select(tick => tick.Label).Distinct().Count());
        });

    [Fact]
    public void Logarithmic_ticks_are_powers_of_ten() =>
        Assert.Equal(["10", "100", "1,000", "10,000"], Labels(AxisScale.Logarithmic(20, 20000, 12)));

    [Fact]
    public void A_narrow_logarithmic_axis_has_even_ticks() =>
        Assert.Equal(["100", "150", "200", "250"], Labels(AxisScale.Logarithmic(100, 260, 12)));

    [Fact]
    public void Logarithmic_labels_say_their_place() => Check.Sample(
        Gen.Select(Gen.Double[-6, 9], Gen.Double[0, 8]),
        sample =>
        {
            (double low, double decades) = sample;
            AxisScale scale = AxisScale.Logarithmic(Math.Pow(10, low), Math.Pow(10, low + decades), 10);
            Assert.True(scale.Ticks.Count >= 2);
            Assert.All(scale.Ticks, tick =>
            {
                double said = double.Parse(tick.Label.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
                Assert.Equal(Math.Pow(10, tick.Position), said, 1e-6 * said);
                Assert.InRange(tick.Position, scale.Min, scale.Max);
            });
        });

    [Theory]
    [InlineData(2007, 2019, 20, "2007 2008 2009 2010 2011 2012 2013 2014 2015 2016 2017 2018 2019")]
    [InlineData(2007, 2019, 8, "2007 2009 2011 2013 2015 2017 2019")]
    [InlineData(1987, 2019, 8, "1990 1995 2000 2005 2010 2015")]
    [InlineData(2019, 2019, 8, "2019")]
    public void Years_are_whole_and_thinned(int first, int last, int most, string expected) =>
        Assert.Equal(expected, string.Join(' ', Labels(AxisScale.Years(first, last, most))));

    [Fact]
    public void The_shades_darken_all_the_way_and_text_stands_out_on_each()
    {
        double[] light = Enumerable.Range(0, 101).Select(i => ChartPalette.Luminance(ChartPalette.Sequential(i / 100.0))).ToArray();
        Assert.All(light.Zip(light.Skip(1)), pair => Assert.True(pair.Second < pair.First));
        for (int i = 0; i <= 100; i++)
        {
            ScottPlot.Color shade = ChartPalette.Sequential(i / 100.0);
            double[] pair = [ChartPalette.Luminance(shade), ChartPalette.Luminance(ChartPalette.TextOn(shade))];
            // 4:1 at the worst shade between; 4.5:1 is out of reach there for this ink.
            Assert.True((pair.Max() + 0.05) / (pair.Min() + 0.05) >= 3.9, $"contrast at {i}%");
        }
    }

    private static string[] Labels(AxisScale scale) => scale.Ticks.Select(tick => tick.Label).ToArray();
}
