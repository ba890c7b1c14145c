namespace Gravity.Core.Data;

/// <summary>Distances on the sphere.</summary>
public static class GreatCircle
{
    /// <summary>Mean radius of the Earth in km, R₁ = (2a + b)/3 of the IUGG.</summary>
    public const double EarthRadius = 6371.0088;

    /// <summary>Distance in km by the haversine formula, 2R·asin√(sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2)); R. W. Sinnott (1984).</summary>
    /// <param name="latitude1">Degrees north, −90 … 90.</param>
    /// <param name="longitude1">Degrees east.</param>
    /// <param name="latitude2">Degrees north.</param>
    /// <param name="longitude2">Degrees east.</param>
    public static double Distance(double latitude1, double longitude1, double latitude2, double longitude2)
    {
        const double Degree = Math.PI / 180;
        double half = Math.Sin((latitude2 - latitude1) * Degree / 2), side = Math.Sin((longitude2 - longitude1) * Degree / 2);
        double share = half * half + Math.Cos(latitude1 * Degree) * Math.Cos(latitude2 * Degree) * side * side;
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(share)));
    }
}
