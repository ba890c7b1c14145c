using SkiaSharp;

namespace Gravity.Reporting.Charts.Maps;

/// <summary>A country on the page: its rings inside the frame, polygon by polygon.</summary>
internal sealed record PageCountry(CountryOutline Outline, IReadOnlyList<IReadOnlyList<IReadOnlyList<SKPoint>>> Polygons);

/// <summary>A border or coast on the page.</summary>
/// <param name="Line">Its points.</param>
/// <param name="Sides">The countries at its sides: one for a coast.</param>
/// <param name="IsCut">Whether it is no border but the 180th meridian, at which the outlines are cut.</param>
internal sealed record PageBorder(IReadOnlyList<SKPoint> Line, IReadOnlyList<CountryOutline> Sides, bool IsCut);

/// <summary>The world's outlines projected into a frame, without the points that nobody would see.</summary>
internal sealed class MapPage
{
    private const float Tolerance = 0.3f;

    private readonly WorldOutlines world;
    private readonly MapRegion region;
    private readonly SKRect frame;
    private readonly double scale;
    private readonly LonLat[][] arcs;

    public MapPage(MapRegion region, SKRect frame, WorldOutlines world)
    {
        (this.world, this.region, this.frame) = (world, region, frame);
        scale = Math.Min(frame.Width / region.Width, frame.Height / region.Height);
        arcs = [.. world.Arcs.Select(Simplified)];
        Countries = [.. world.Countries.Select(OnPage).Where(country => country.Polygons.Count > 0)];
        Borders = [.. Lines()];
    }

    /// <summary>The countries in sight.</summary>
    public IReadOnlyList<PageCountry> Countries { get; }

    /// <summary>The borders and coasts in sight.</summary>
    public IReadOnlyList<PageBorder> Borders { get; }

    /// <summary>Where the map shows something: the frame, or the edge of the world.</summary>
    public SKPath Edge()
    {
        var path = new SKPath();
        if (!region.Projection.IsWorld)
        {
            path.AddRect(frame);
            return path;
        }

        path.AddPoly([.. MapRegion.WorldEdge(region.Projection).Select(Pixel)]);
        return path;
    }

    /// <summary>To a tenth of a pixel: half the size of an SVG, and the same for both sides of a border.</summary>
    private SKPoint Pixel((double X, double Y) point) => new(
        (float)Math.Round(frame.MidX + (point.X - region.Left - region.Width / 2) * scale, 1),
        (float)Math.Round(frame.MidY - (point.Y - region.Bottom - region.Height / 2) * scale, 1));

    private SKPoint Pixel(LonLat turned) => Pixel(region.Projection.Point(turned.Lon, turned.Lat));

    /// <summary>An arc in turned longitudes without jumps, with as few points as the page needs.</summary>
    private LonLat[] Simplified(LonLat[] arc)
    {
        var turned = new List<LonLat>(arc.Length);
        foreach (LonLat place in arc)
            turned.Add(place with { Lon = Near(region.Projection.Turned(place.Lon), turned.Count == 0 ? null : turned[^1].Lon) });
        bool[] kept = MapLines.Kept([.. turned.Select(Pixel)], Tolerance);
        // The cut must stay recognisable: its ends are ends of arcs or stay.
        return [.. turned.Where((_, i) => kept[i] || (OnCut(arc[i]) && (i == 0 || !OnCut(arc[i - 1]) || i == arc.Length - 1 || !OnCut(arc[i + 1]))))];
    }

    /// <summary>A longitude of the same meridian within half a turn of another; only maps of the world have jumps.</summary>
    private double Near(double longitude, double? other) =>
        !region.Projection.IsWorld || other is not { } near ? longitude : longitude + 360 * Math.Round((near - longitude) / 360);

    private static bool OnCut(LonLat place) => Math.Abs(Math.Abs(place.Lon) - 180) < 1e-3;

    private PageCountry OnPage(CountryOutline country) =>
        new(country, [.. country.Polygons.SelectMany(OnPage)]);

    private IEnumerable<IReadOnlyList<IReadOnlyList<SKPoint>>> OnPage(IReadOnlyList<int[]> polygon)
    {
        List<List<LonLat>> rings = [.. polygon.Select(Ring)];
        // Lambert's projection turns a polygon about the antipode inside out; such a one is out of sight.
        if (!region.Projection.IsWorld && rings[0].Min(region.Projection.Distance) > FrameRadius()) yield break;
        // A country on the edge of the world is drawn on both sides.
        double[] turns = region.Projection.IsWorld && rings[0].Any(p => Math.Abs(p.Lon) > 180) ? [-360, 0, 360] : [0];
        foreach (double turn in turns)
        {
            List<List<SKPoint>> pixels = [.. rings.Select(ring => ring.ConvertAll(p => Pixel(p with { Lon = p.Lon + turn })))];
            if (!frame.IntersectsWith(MapLines.Bounds(pixels[0]))) continue;
            List<List<SKPoint>> clipped = [.. pixels.Select(ring => MapLines.Clipped(ring, SKRect.Inflate(frame, 4, 4))).Where(ring => ring.Count > 2)];
            if (clipped.Count > 0) yield return clipped;
        }
    }

    private List<LonLat> Ring(int[] numbers)
    {
        var ring = new List<LonLat>();
        foreach (int number in numbers)
        {
            IEnumerable<LonLat> arc = number >= 0 ? arcs[number] : arcs[~number].AsEnumerable().Reverse();
            double? shift = null;
            foreach (LonLat place in arc)
            {
                // Each arc runs without jumps; as a whole it joins the one before.
                shift ??= ring.Count == 0 ? 0 : Near(place.Lon, ring[^1].Lon) - place.Lon;
                ring.Add(place with { Lon = place.Lon + shift.Value });
            }
        }

        return ring;
    }

    private double FrameRadius()
    {
        double across = Math.Sqrt(frame.Width * frame.Width + frame.Height * frame.Height) / 2 / scale;
        (double x, double y) = (region.Left + region.Width / 2, region.Bottom + region.Height / 2);
        // Lambert: a distance ρ on the map is the angle 2 asin(ρ/2).
        return 2 * Math.Asin(Math.Min(1, (across + Math.Sqrt(x * x + y * y)) / 2));
    }

    private IEnumerable<PageBorder> Lines()
    {
        ILookup<int, CountryOutline> sides = world.Countries
            .SelectMany(country => country.Polygons.SelectMany(polygon => polygon).SelectMany(ring => ring).Select(arc => (Arc: arc >= 0 ? arc : ~arc, Country: country)))
            .Distinct().ToLookup(use => use.Arc, use => use.Country);
        double radius = FrameRadius();
        foreach ((int number, LonLat[] arc) in arcs.Index())
        {
            if (!region.Projection.IsWorld && arc.Min(region.Projection.Distance) > radius) continue;
            double[] turns = region.Projection.IsWorld && arc.Any(p => Math.Abs(p.Lon) > 180) ? [-360, 0, 360] : [0];
            foreach (double turn in turns)
            {
                List<SKPoint> line = [.. arc.Select(p => Pixel(p with { Lon = p.Lon + turn }))];
                if (!SKRect.Inflate(frame, 4, 4).IntersectsWith(SKRect.Inflate(MapLines.Bounds(line), 0.01f, 0.01f))) continue;
                foreach ((List<SKPoint> part, bool cut) in Parts(arc, line))
                    yield return new PageBorder(part, [.. sides[number]], cut);
            }
        }
    }

    /// <summary>An arc in stretches inside and outside the frame's surroundings, on the cut and off it; only those in sight.</summary>
    private IEnumerable<(List<SKPoint> Part, bool IsCut)> Parts(LonLat[] arc, List<SKPoint> line)
    {
        SKRect near = SKRect.Inflate(frame, 4, 4);
        var part = new List<SKPoint>();
        bool cut = false;
        for (int i = 0; i + 1 < line.Count; i++)
        {
            bool seen = near.IntersectsWith(SKRect.Inflate(MapLines.Bounds([line[i], line[i + 1]]), 0.01f, 0.01f));
            bool onCut = OnCut(Original(arc[i])) && OnCut(Original(arc[i + 1]));
            if (part.Count > 0 && (!seen || onCut != cut))
            {
                yield return (part, cut);
                part = [];
            }

            if (!seen) continue;
            cut = onCut;
            if (part.Count == 0) part.Add(line[i]);
            part.Add(line[i + 1]);
        }

        if (part.Count > 0) yield return (part, cut);
    }

    private LonLat Original(LonLat turned)
    {
        if (!region.Projection.IsWorld) return turned;
        double longitude = turned.Lon + EqualEarth.Middle;
        return turned with { Lon = longitude - 360 * Math.Round(longitude / 360) };
    }
}
