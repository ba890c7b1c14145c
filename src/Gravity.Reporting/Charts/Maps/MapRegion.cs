namespace Gravity.Reporting.Charts.Maps;

/// <summary>What a map shows: its projection and the rectangle of it that holds the countries.</summary>
/// <param name="Projection">The projection.</param>
/// <param name="Left">Smallest x.</param>
/// <param name="Bottom">Smallest y.</param>
/// <param name="Width">Width in radii of the sphere.</param>
/// <param name="Height">Height.</param>
internal sealed record MapRegion(MapProjection Projection, double Left, double Bottom, double Width, double Height)
{
    // Beyond this angle from its middle a region is most of the world: shapes at the edge of an azimuthal map would be crushed.
    private const double LargestRadius = 68 * Math.PI / 180;

    // 0.08 radii are 500 km: a map of Singapore should show where it lies.
    private const double SmallestExtent = 0.08;
    private const double NorthOfWorld = 83.7;
    private const double SouthOfWorld = -56;

    /// <summary>The region of countries: a cap about them all, or the world.</summary>
    public static MapRegion Of(IReadOnlyList<CountryOutline> countries, WorldOutlines world)
    {
        List<LonLat> places = [.. countries.SelectMany(country => MainPlaces(country, world))];
        if (places.Count == 0) return World();
        (LonLat middle, double radius) = Cap(places);
        if (radius > LargestRadius) return World();
        var projection = new LambertAzimuthal(middle);
        List<(double X, double Y)> points = [.. places.Select(place => projection.Point(place.Lon, place.Lat))];
        (double left, double right) = (points.Min(p => p.X), points.Max(p => p.X));
        (double bottom, double top) = (points.Min(p => p.Y), points.Max(p => p.Y));
        double extent = Math.Max(right - left, top - bottom);
        // A country alone is shown among its neighbours.
        double margin = Math.Max((countries.Count == 1 ? 0.3 : 0.045) * extent, (SmallestExtent - extent) / 2);
        return new MapRegion(projection, left - margin, bottom - margin, right - left + 2 * margin, top - bottom + 2 * margin);
    }

    private static MapRegion World()
    {
        var projection = new EqualEarth();
        double half = projection.Point(180, 0).X;
        (double bottom, double top) = (projection.Point(0, SouthOfWorld).Y, projection.Point(0, NorthOfWorld).Y);
        return new MapRegion(projection, -half, bottom, 2 * half, top - bottom);
    }

    /// <summary>The edge of the map of the world, anticlockwise.</summary>
    public static IEnumerable<(double X, double Y)> WorldEdge(MapProjection projection)
    {
        for (int k = 0; k <= 60; k++)
            yield return projection.Point(180, SouthOfWorld + (NorthOfWorld - SouthOfWorld) * k / 60);
        for (int k = 60; k >= 0; k--)
            yield return projection.Point(-180, SouthOfWorld + (NorthOfWorld - SouthOfWorld) * k / 60);
    }

    /// <summary>The places of a country that the map must hold: its largest part, parts nearly as large and parts near it, but no distant islands
    /// (Hawaii, the Azores, French Guiana).</summary>
    private static IEnumerable<LonLat> MainPlaces(CountryOutline country, WorldOutlines world)
    {
        var parts = country.Polygons.Select(polygon => Ring(polygon[0], world)).Select(ring => (Ring: ring, Area: Area(ring), Middle: Middle(ring))).ToList();
        var main = parts.MaxBy(part => part.Area);
        double reach = 1.5 * main.Ring.Max(place => Angle(place, main.Middle));
        return parts.Where(part => part.Area >= 0.3 * main.Area || Angle(part.Middle, main.Middle) <= reach).SelectMany(part => part.Ring);
    }

    private static List<LonLat> Ring(int[] arcs, WorldOutlines world) =>
        [.. arcs.SelectMany(arc => arc >= 0 ? world.Arcs[arc] : world.Arcs[~arc].AsEnumerable().Reverse())];

    /// <summary>The area of a ring on the sphere, up to a factor: shoelace in the cylindrical equal-area projection.</summary>
    private static double Area(List<LonLat> ring)
    {
        double twice = 0;
        for (int i = 0; i < ring.Count; i++)
        {
            (LonLat a, LonLat b) = (ring[i], ring[(i + 1) % ring.Count]);
            // One of Fiji's islands has points at 180° and at −180°: the short way counts.
            double step = b.Lon - a.Lon;
            step -= 360 * Math.Round(step / 360);
            twice += step * (Math.Sin(a.Lat * Math.PI / 180) + Math.Sin(b.Lat * Math.PI / 180));
        }

        return Math.Abs(twice);
    }

    private static LonLat Middle(List<LonLat> ring)
    {
        (double x, double y, double z) = (0, 0, 0);
        foreach (LonLat place in ring)
        {
            (double px, double py, double pz) = Vector(place);
            (x, y, z) = (x + px, y + py, z + pz);
        }

        return Place((x, y, z));
    }

    /// <summary>The smallest cap about the places, to well below a degree: Bădoiu and Clarkson (2003), a step 1/(k + 1) towards the farthest place.</summary>
    private static (LonLat Middle, double Radius) Cap(List<LonLat> places)
    {
        List<(double X, double Y, double Z)> vectors = [.. places.Select(Vector)];
        (double X, double Y, double Z) middle = Vector(Middle(places));
        for (int k = 1; k <= 200; k++)
        {
            (double X, double Y, double Z) far = vectors.MinBy(v => v.X * middle.X + v.Y * middle.Y + v.Z * middle.Z);
            middle = Vector(Place((
                middle.X + (far.X - middle.X) / (k + 1), middle.Y + (far.Y - middle.Y) / (k + 1), middle.Z + (far.Z - middle.Z) / (k + 1))));
        }

        LonLat place = Place(middle);
        return (place, places.Max(other => Angle(other, place)));
    }

    private static (double X, double Y, double Z) Vector(LonLat place)
    {
        (double sin, double cos) = Math.SinCos(place.Lat * Math.PI / 180);
        (double sinLon, double cosLon) = Math.SinCos(place.Lon * Math.PI / 180);
        return (cos * cosLon, cos * sinLon, sin);
    }

    private static LonLat Place((double X, double Y, double Z) v) =>
        new(Math.Atan2(v.Y, v.X) * 180 / Math.PI, Math.Atan2(v.Z, Math.Sqrt(v.X * v.X + v.Y * v.Y)) * 180 / Math.PI);

    private static double Angle(LonLat a, LonLat b)
    {
        ((double ax, double ay, double az), (double bx, double by, double bz)) = (Vector(a), Vector(b));
        return Math.Acos(Math.Clamp(ax * bx + ay * by + az * bz, -1, 1));
    }
}
