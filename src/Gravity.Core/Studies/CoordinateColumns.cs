using Gravity.Core.Data;

namespace Gravity.Core.Studies;

/// <summary>Columns of latitude and longitude by their usual names.</summary>
internal static class CoordinateColumns
{
    private static readonly string[] Latitudes = ["latitude", "lat"], Longitudes = ["longitude", "lon", "long", "lng"];

    /// <summary>The one pair of columns that is obviously meant, such as <c>lat</c> and <c>lon</c>.</summary>
    /// <exception cref="UsageException"><c>vce-argument</c>: none, or several.</exception>
    public static (string Latitude, string Longitude) Find(TradePanel panel)
    {
        (string Column, string Other)[] north = [.. panel.Columns.SelectMany(c => Split(c.Name, Latitudes))], east = [.. panel.Columns.SelectMany(c => Split(c.Name, Longitudes))];
        // lat_d goes with lon_d: what is left of the name must be the same.
        (string, string)[] pairs = [.. north.SelectMany(n => east.Where(e => e.Other == n.Other).Select(e => (n.Column, e.Column)))];
        return pairs.Length switch
        {
            1 => pairs[0],
            0 => throw new UsageException("vce-argument", $"--vce conley finds no columns of latitude and longitude in {panel.SourceName}: name them, e.g. conley:500:lat,lon"),
            _ => throw new UsageException(
                "vce-argument", $"--vce conley finds several pairs of coordinates ({string.Join("; ", pairs.Select(p => $"{p.Item1},{p.Item2}"))}): name one, e.g. conley:500:{pairs[0].Item1},{pairs[0].Item2}"),
        };
    }

    private static IEnumerable<(string Column, string Other)> Split(string name, string[] words)
    {
        string[] parts = name.ToLowerInvariant().Split('_', '.', '-', ' ');
        for (int i = 0; i < parts.Length; i++)
        {
            if (words.Contains(parts[i]))
            {
                yield return (name, string.Join('_', parts.Where((_, k) => k != i)));
                yield break;
            }
        }
    }
}
