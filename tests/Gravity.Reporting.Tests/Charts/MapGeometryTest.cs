using CsCheck;
using Gravity.Core.Data;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Charts.Maps;
using SkiaSharp;

namespace Gravity.Reporting.Tests.Charts;

public class MapGeometryTest
{
    private static readonly SKRect Page = new(0, 0, 760, 650);

    [Fact]
    public void Projections_keep_areas() => Check.Sample(
        Gen.Select(Gen.Double[-179, 179], Gen.Double[-80, 80], Gen.Double[-170, 170], Gen.Double[-60, 60]),
        sample =>
        {
            (double lon, double lat, double middleLon, double middleLat) = sample;
            const double Step = 1e-3;
            double rad = Math.PI / 180;
            double sphere = Step * rad * (Math.Sin((lat + Step) * rad) - Math.Sin(lat * rad));
            foreach (MapProjection projection in (MapProjection[])[new EqualEarth(), new LambertAzimuthal(new LonLat(middleLon, middleLat))])
            {
                // Near its antipode Lambert's map tears; no map shows that.
                if (projection.Distance(new LonLat(lon, lat)) > 2.5) continue;
                (double X, double Y) a = projection.Point(lon, lat), b = projection.Point(lon + Step, lat), c = projection.Point(lon + Step, lat + Step), d = projection.Point(lon, lat + Step);
                double area = Math.Abs((c.X - a.X) * (d.Y - b.Y) - (d.X - b.X) * (c.Y - a.Y)) / 2;
                Assert.Equal(sphere, area, 1e-3 * sphere);
            }
        });

    [Fact]
    public void Lambert_agrees_with_a_published_point()
    {
        // Snyder (1987), p. 332: sphere of radius 3, middle 40° N 100° W, 20° S 100° E.
        (double x, double y) = new LambertAzimuthal(new LonLat(-100, 40)).Point(100, -20);
        Assert.Equal(-4.2339303, 3 * x, 1e-6);
        Assert.Equal(4.0257775, 3 * y, 1e-6);
    }

    [Fact]
    public void Every_outline_with_a_code_is_a_country_and_the_large_ones_are_all_there()
    {
        WorldOutlines world = WorldOutlines.Instance;
        Assert.All(world.Find.Keys, code => Assert.Equal(code, Countries.Find(code)?.Iso3));
        string[] without = [.. Countries.All.Select(country => country.Iso3).Except(world.Find.Keys)];
        Assert.Equal(["ATA", "BES", "BVT", "CCK", "CXR", "GIB", "GLP", "GUF", "MTQ", "MYT", "REU", "SJM", "TKL", "TUV", "UMI"], without);
        Assert.All(world.Countries.SelectMany(country => country.Polygons).SelectMany(polygon => polygon), ring => Assert.NotEmpty(ring));
        Assert.All(world.Arcs.SelectMany(arc => arc), place => Assert.True(Math.Abs(place.Lon) <= 180.0001 && Math.Abs(place.Lat) <= 90));
    }

    [Theory]
    [InlineData("POL", false)]
    [InlineData("POL CZE SVK HUN ROU BGR EST ALB", false)]
    [InlineData("RUS FIN", false)]
    [InlineData("FJI TON", false)]
    [InlineData("USA CAN MEX", false)]
    [InlineData("USA CHN BRA AUS DEU ZAF", true)]
    public void The_region_holds_its_countries_or_is_the_world(string codes, bool isWorld)
    {
        CountryOutline[] countries = [.. codes.Split(' ').Select(code => WorldOutlines.Instance.Find[code][0])];
        MapRegion region = MapRegion.Of(countries, WorldOutlines.Instance);
        Assert.Equal(isWorld, region.Projection.IsWorld);
        var page = new MapPage(region, Page, WorldOutlines.Instance);
        foreach (CountryOutline country in countries)
        {
            PageCountry drawn = page.Countries.Single(one => one.Outline == country);
            SKRect bounds = MapLines.Bounds(drawn.Polygons.MaxBy(polygon => MapLines.Area(polygon[0]))![0]);
            Assert.True(bounds.Left >= Page.Left && bounds.Right <= Page.Right && bounds.Top >= Page.Top && bounds.Bottom <= Page.Bottom, $"{country.Name}: {bounds}");
        }

        // A region fills the page in one direction; the world is as wide as the page.
        double scale = Math.Min(Page.Width / region.Width, Page.Height / region.Height);
        Assert.True(scale * region.Width > 759 || scale * region.Height > 649);
    }

    [Fact]
    public void Areas_on_the_page_are_those_of_the_countries()
    {
        // Square kilometres of land and inland waters from the CIA World Factbook; 1:50m outlines with lakes left in keep within 2 %.
        (string Code, double Area)[] known = [("POL", 312_685), ("ROU", 238_391), ("HUN", 93_028), ("BGR", 110_879), ("CZE", 78_867)];
        CountryOutline[] countries = [.. known.Select(one => WorldOutlines.Instance.Find[one.Code][0])];
        MapRegion region = MapRegion.Of(countries, WorldOutlines.Instance);
        var page = new MapPage(region, Page, WorldOutlines.Instance);
        double kilometres = 6371.0 / Math.Min(Page.Width / region.Width, Page.Height / region.Height);
        Assert.All(known, one =>
        {
            PageCountry drawn = page.Countries.Single(country => country.Outline.Iso3 == one.Code);
            double area = drawn.Polygons.Sum(polygon => MapLines.Area(polygon[0]) - polygon.Skip(1).Sum(MapLines.Area));
            Assert.Equal(one.Area, area * kilometres * kilometres, 0.02 * one.Area);
        });
    }

    [Fact]
    public void No_outline_of_the_world_jumps_across_the_page()
    {
        MapRegion region = MapRegion.Of([.. "USA CHN BRA AUS DEU ZAF".Split(' ').Select(code => WorldOutlines.Instance.Find[code][0])], WorldOutlines.Instance);
        var page = new MapPage(region, Page, WorldOutlines.Instance);
        Assert.All(page.Borders, border => Assert.All(border.Line.Zip(border.Line.Skip(1)), step => Assert.True(SKPoint.Distance(step.First, step.Second) < 60)));
        foreach (string code in (string[])["RUS", "FJI", "USA"])
        {
            PageCountry country = page.Countries.Single(one => one.Outline.Iso3 == code);
            // Outside the page a clipped outline may run along its edge.
            IEnumerable<(SKPoint First, SKPoint Second)> steps = country.Polygons.SelectMany(polygon => polygon).SelectMany(ring => ring.Zip(ring.Skip(1)));
            Assert.All(steps.Where(step => Page.Contains(step.First) && Page.Contains(step.Second)), step => Assert.True(SKPoint.Distance(step.First, step.Second) < 60, code));
        }
    }

    [Fact]
    public void Simplified_lines_stay_near_and_keep_their_ends() => Check.Sample(
        Gen.Select(Gen.Float[0, 100], Gen.Float[0, 100]).Array[2, 60],
        places =>
        {
            SKPoint[] line = [.. places.Select(place => new SKPoint(place.Item1, place.Item2))];
            bool[] kept = MapLines.Kept(line, 5);
            Assert.True(kept[0] && kept[^1]);
            SKPoint[] short_ = [.. line.Where((_, i) => kept[i])];
            for (int i = 0; i < line.Length; i++)
                Assert.True(short_.Zip(short_.Skip(1)).Min(part => Distance(line[i], part.First, part.Second)) <= 5.3);
        }, iter: 50);

    [Fact]
    public void Clipping_keeps_the_area_inside()
    {
        List<SKPoint> square = [new(-10, -10), new(30, -10), new(30, 30), new(-10, 30)];
        Assert.Equal(400, MapLines.Area(MapLines.Clipped(square, new SKRect(0, 0, 20, 20))), 1e-3);
        Assert.Empty(MapLines.Clipped(square, new SKRect(40, 40, 50, 50)));
        List<SKPoint> triangle = [new(0, 0), new(20, 0), new(0, 20)];
        Assert.Equal(150, MapLines.Area(MapLines.Clipped(triangle, new SKRect(0, 0, 10, 20))), 1e-3);
        Assert.Equal([(0f, 10f)], MapLines.Inside([triangle], 10));
    }

    [Theory]
    [InlineData("AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE")]
    [InlineData("BRN KHM IDN LAO MYS MMR PHL SGP THA VNM")]
    public void Labels_neither_overlap_nor_leave_the_page(string codes)
    {
        CountryOutline[] countries = [.. codes.Split(' ').Select(code => WorldOutlines.Instance.Find[code][0])];
        var page = new MapPage(MapRegion.Of(countries, WorldOutlines.Instance), Page, WorldOutlines.Instance);
        using var lettering = new ChartLettering();
        var places = new MapLabels(lettering, Page, world: false);
        IReadOnlyDictionary<PageCountry, MapLabel> labels = places.Place([.. page.Countries.Where(one => countries.Contains(one.Outline)).Select(one => (one, one.Outline.Name, one.Outline.Iso3))]);
        Assert.True(labels.Count >= countries.Length - 1, $"{labels.Count} of {countries.Length}");
        SKRect[] boxes = [.. labels.Values.Select(places.Box)];
        for (int i = 0; i < boxes.Length; i++)
        {
            Assert.True(boxes[i].Left >= 0 && boxes[i].Top >= 0 && boxes[i].Right <= Page.Right && boxes[i].Bottom <= Page.Bottom);
            for (int k = 0; k < i; k++)
                Assert.False(boxes[i].IntersectsWith(boxes[k]), $"{labels.Values.ElementAt(i).Lines[0]} and {labels.Values.ElementAt(k).Lines[0]}");
        }
    }

    private static float Distance(SKPoint p, SKPoint a, SKPoint b)
    {
        float best = float.MaxValue;
        for (int k = 0; k <= 200; k++)
            best = Math.Min(best, SKPoint.Distance(p, new SKPoint(a.X + (b.X - a.X) * k / 200, a.Y + (b.Y - a.Y) * k / 200)));
        return best;
    }
}
