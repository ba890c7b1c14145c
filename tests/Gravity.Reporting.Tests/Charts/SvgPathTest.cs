using System.Globalization;
using CsCheck;
using Gravity.Reporting.Charts;
using SkiaSharp;

namespace Gravity.Reporting.Tests.Charts;

public class SvgPathTest
{
    [Fact]
    public void Long_outlines_in_steps_are_the_same_outlines_and_shorter() => Check.Sample(
        Gen.Select(Gen.Int[-90_000, 90_000], Gen.Int[-90_000, 90_000]).Array[3, 40].Array[1, 4],
        rings =>
        {
            string places = string.Concat(rings.Select(ring =>
                "M" + string.Join('L', ring.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Item1 / 100.0:0.##} {p.Item2 / 100.0:0.##}"))) + "Z"));
            string steps = SvgPath.Steps(places);
            using SKPath expected = SKPath.ParseSvgPathData(places);
            using SKPath actual = SKPath.ParseSvgPathData(steps);
            Assert.Equal(expected.PointCount, actual.PointCount);
            // Steps are added up in single precision by whoever reads them.
            Assert.All(expected.Points.Zip(actual.Points), pair => Assert.True(SKPoint.Distance(pair.First, pair.Second) < 0.01f));
        }, iter: 300);

    [Fact]
    public void Curves_and_short_outlines_stay_as_they_are()
    {
        Assert.Equal("M1 2L3 4Z", SvgPath.Steps("M1 2L3 4Z"));
        string curve = "M0 0" + string.Concat(Enumerable.Repeat("Q1 2 3 4", 40));
        Assert.Equal(curve, SvgPath.Steps(curve));
        Assert.StartsWith("M10 20l.5-1l-.5 1.25z", SvgPath.Steps("M10 20L10.5 19L10 20.25Z" + string.Concat(Enumerable.Repeat("M1 1L2 2", 40))), StringComparison.Ordinal);
    }
}
