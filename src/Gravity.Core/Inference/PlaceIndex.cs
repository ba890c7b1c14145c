namespace Gravity.Core.Inference;

/// <summary>The place of each row on the globe.</summary>
public sealed class PlaceIndex
{
    private PlaceIndex(string name, int[] placeOfRow, double[] latitudes, double[] longitudes)
    {
        Name = name;
        PlaceOfRow = placeOfRow;
        Latitudes = latitudes;
        Longitudes = longitudes;
    }

    /// <summary>For print, e.g. <c>lat, lon</c>.</summary>
    public string Name { get; }

    /// <summary>For each row its place, from 0 in order of latitude, then longitude.</summary>
    public int[] PlaceOfRow { get; }

    /// <summary>Degrees north of each place, ascending.</summary>
    public double[] Latitudes { get; }

    /// <summary>Degrees east of each place.</summary>
    public double[] Longitudes { get; }

    /// <summary>Number of places.</summary>
    public int Count => Latitudes.Length;

    /// <summary>Numbers the places of rows.</summary>
    /// <param name="name">For print.</param>
    /// <param name="latitudes">Degrees north, −90 … 90, one per row.</param>
    /// <param name="longitudes">Degrees east, −180 … 360, one per row.</param>
    /// <exception cref="ArgumentException">The two have different lengths.</exception>
    public static PlaceIndex Of(string name, IReadOnlyList<double> latitudes, IReadOnlyList<double> longitudes)
    {
        if (latitudes.Count != longitudes.Count)
            throw new ArgumentException($"{latitudes.Count} latitudes and {longitudes.Count} longitudes", nameof(longitudes));
        (double Latitude, double Longitude)[] places = [.. Enumerable.Range(0, latitudes.Count).Select(i => (latitudes[i], longitudes[i])).Distinct().Order()];
        Dictionary<(double, double), int> number = places.Select((place, id) => (place, id)).ToDictionary(p => p.place, p => p.id);
        int[] ofRow = new int[latitudes.Count];
        for (int row = 0; row < ofRow.Length; row++)
            ofRow[row] = number[(latitudes[row], longitudes[row])];
        return new PlaceIndex(name, ofRow, [.. places.Select(p => p.Latitude)], [.. places.Select(p => p.Longitude)]);
    }
}
