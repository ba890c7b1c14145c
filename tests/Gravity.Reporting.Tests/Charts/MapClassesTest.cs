using CsCheck;
using Gravity.Reporting.Charts.Maps;

namespace Gravity.Reporting.Tests.Charts;

public class MapClassesTest
{
    [Fact]
    public void Even_classes_have_round_limits_about_the_values()
    {
        MapClasses classes = MapClasses.Even([0.23, 0.4, 0.87], 0, 1);
        Assert.Equal(["0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"], classes.Labels);
        Assert.Equal(7, classes.Count);
        Assert.Equal((0, 2, 6), (classes.Of(0.23), classes.Of(0.4), classes.Of(0.87)));
    }

    [Fact]
    public void Doubling_classes_are_open_and_take_what_has_no_logarithm()
    {
        MapClasses classes = MapClasses.Doubling([-20, 0, 12, 30, 94.4, 287.8, 616]);
        Assert.Equal(["20", "50", "100", "200", "500"], classes.Labels);
        Assert.Equal((0, 0, 0, 1, 2, 4, 5), (classes.Of(-20), classes.Of(0), classes.Of(12), classes.Of(30), classes.Of(94.4), classes.Of(287.8), classes.Of(616)));
        Assert.Equal(1, classes.Of(20));
    }

    [Fact]
    public void Classes_of_any_values_are_few_rise_and_get_darker() => Check.Sample(
        Gen.Double[-100, 1e5].Array[0, 250],
        values =>
        {
            foreach (MapClasses classes in (MapClasses[])[MapClasses.Doubling(values), MapClasses.Even([.. values.Select(v => Math.Clamp(Math.Abs(v) / 1e5, 0, 1))], 0, 1)])
            {
                Assert.InRange(classes.Count, 1, 9);
                Assert.All(classes.Limits.Zip(classes.Limits.Skip(1)), pair => Assert.True(pair.Second > pair.First));
                Assert.Equal(classes.Labels.Count, classes.Labels.Distinct().Count());
                double[] light = [.. Enumerable.Range(0, classes.Count).Select(k => Gravity.Reporting.Charts.ChartPalette.Luminance(classes.Colour(k)))];
                Assert.All(light.Zip(light.Skip(1)), pair => Assert.True(pair.Second < pair.First));
            }

            MapClasses ordered = MapClasses.Doubling(values);
            Assert.All(values.Order().Zip(values.Order().Skip(1)), pair => Assert.True(ordered.Of(pair.First) <= ordered.Of(pair.Second)));
        });
}
