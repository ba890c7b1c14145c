namespace Gravity.Reporting.Charts.Maps;

/// <summary>An equal-area projection of the sphere of radius 1: areas on the map are those of the countries, so that a shade weighs what its country does.</summary>
internal abstract class MapProjection
{
    protected const double Degree = Math.PI / 180;

    /// <summary>Whether the map shows the whole world, cut along a meridian.</summary>
    public abstract bool IsWorld { get; }

    /// <summary>Longitude as the projection takes it; for a map of the world from −180 to 180 about its middle, else as it is.</summary>
    public abstract double Turned(double longitude);

    /// <summary>The point of a place, y upwards.</summary>
    /// <param name="longitude">A turned longitude; maps of the world accept some beyond ±180, for countries on the cut.</param>
    /// <param name="latitude">Degrees.</param>
    public abstract (double X, double Y) Point(double longitude, double latitude);

    /// <summary>The angle from the middle of the map in radians; 0 everywhere for a map of the world.</summary>
    public abstract double Distance(LonLat place);
}

/// <summary>Lambert's azimuthal equal-area projection (Snyder 1987, eqs. 24-2 to 24-4), for a region.</summary>
internal sealed class LambertAzimuthal(LonLat middle) : MapProjection
{
    private readonly double sinMiddle = Math.Sin(middle.Lat * Degree);
    private readonly double cosMiddle = Math.Cos(middle.Lat * Degree);

    public override bool IsWorld => false;

    public override double Turned(double longitude) => longitude;

    public override (double X, double Y) Point(double longitude, double latitude)
    {
        (double sin, double cos) = Math.SinCos(latitude * Degree);
        (double sinLon, double cosLon) = Math.SinCos((longitude - middle.Lon) * Degree);
        // The antipode of the middle is a circle; no map shows it, the floor only keeps the number finite.
        double k = Math.Sqrt(2 / Math.Max(1e-12, 1 + sinMiddle * sin + cosMiddle * cos * cosLon));
        return (k * cos * sinLon, k * (cosMiddle * sin - sinMiddle * cos * cosLon));
    }

    public override double Distance(LonLat place)
    {
        double cosine = sinMiddle * Math.Sin(place.Lat * Degree) + cosMiddle * Math.Cos(place.Lat * Degree) * Math.Cos((place.Lon - middle.Lon) * Degree);
        return Math.Acos(Math.Clamp(cosine, -1, 1));
    }
}

/// <summary>Equal Earth (Šavrič, Patterson and Jenny 2018, International Journal of Geographical Information Science 33(3)), for the world.</summary>
internal sealed class EqualEarth : MapProjection
{
    /// <summary>The middle meridian, 11° E: the cut at 169° W runs between Russia and Alaska.</summary>
    public const double Middle = 11;

    private const double A1 = 1.340264, A2 = -0.081106, A3 = 0.000893, A4 = 0.003796;
    private static readonly double M = Math.Sqrt(3) / 2;

    public override bool IsWorld => true;

    public override double Turned(double longitude)
    {
        double turned = longitude - Middle;
        return turned < -180 ? turned + 360 : turned >= 180 ? turned - 360 : turned;
    }

    public override (double X, double Y) Point(double longitude, double latitude)
    {
        double theta = Math.Asin(M * Math.Sin(latitude * Degree));
        double square = theta * theta, sixth = square * square * square;
        double x = longitude * Degree * Math.Cos(theta) / (M * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)));
        return (x, theta * (A1 + A2 * square + sixth * (A3 + A4 * square)));
    }

    public override double Distance(LonLat place) => 0;
}
