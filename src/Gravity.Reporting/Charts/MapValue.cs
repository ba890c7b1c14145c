using Gravity.Core.Data;

namespace Gravity.Reporting.Charts;

/// <summary>A unit's estimate for a map.</summary>
/// <param name="Country">The country of the unit; null for one that is no country, which the note lists.</param>
/// <param name="Label">The unit's name.</param>
/// <param name="Value">The estimate; NaN for a hatched country.</param>
/// <param name="Low">Lower end of its interval; NaN where there is none.</param>
/// <param name="High">Upper end; NaN where there is none.</param>
public sealed record MapValue(Country? Country, string Label, double Value, double Low = double.NaN, double High = double.NaN)
{
    /// <summary>The country of a unit, by its key or else by its label.</summary>
    /// <param name="unit">The key, e.g. POL; of a pair, exporter→importer, the side that is looked for.</param>
    /// <param name="label">The label, e.g. Poland.</param>
    public static Country? CountryOf(string? unit, string label) => Countries.Find(unit) ?? Countries.Find(label);
}
