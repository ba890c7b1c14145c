using Gravity.Core;
using Gravity.Core.Data;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Which country a unit is: the unit itself, or of pairs exporter→importer the side that differs from pair to pair.</summary>
internal sealed class MapUnits
{
    private const char Arrow = '→';

    private readonly ReportLabels labels;
    private readonly int? side;

    private MapUnits(ReportLabels labels, int? side) => (this.labels, this.side) = (labels, side);

    /// <summary>The countries of units; null where both sides of pairs differ, or no unit is a country: there is no map then.</summary>
    /// <param name="units">The keys of the units.</param>
    /// <param name="labels">Their labels.</param>
    public static MapUnits? Of(IReadOnlyList<string> units, ReportLabels labels)
    {
        string[][] pairs = [.. units.Select(unit => unit.Split(Arrow)).Where(sides => sides.Length == 2)];
        MapUnits? found = pairs.Length == 0 ? new MapUnits(labels, null)
            : pairs.Length < units.Count ? null
            : pairs.All(pair => pair[0] == pairs[0][0]) ? new MapUnits(labels, 1)
            : pairs.All(pair => pair[1] == pairs[0][1]) ? new MapUnits(labels, 0)
            : null;
        return found is not null && units.Any(unit => found.Value(unit, double.NaN).Country is not null) ? found : null;
    }

    /// <summary>The same, or an error that says why there is no map.</summary>
    /// <exception cref="UsageException">There is no map.</exception>
    public static MapUnits OrRefuse(string kind, IReadOnlyList<string> units, ReportLabels labels) => Of(units, labels) ?? throw new UsageException(
        "no-countries",
        units.Any(unit => unit.Contains(Arrow, StringComparison.Ordinal)) && units.Select(unit => unit.Split(Arrow)).All(sides => sides.Length == 2 && Countries.Find(sides[0]) is not null)
            ? $"the chart '{kind}' has one value a country, and here both sides of the pairs vary: keep one exporter or one importer with --where"
            : $"the chart '{kind}' found no country among the units {string.Join(", ", units.Take(3))} …: it knows ISO 3166 codes and names in English or Chinese");

    /// <summary>A unit's value on the map.</summary>
    public MapValue Value(string unit, double value, double low = double.NaN, double high = double.NaN)
    {
        string key = side is { } index ? unit.Split(Arrow)[index].Trim() : unit;
        string label = labels.Units.GetValueOrDefault(unit, labels.Unit(key));
        Country? country = MapValue.CountryOf(key, label);
        return new MapValue(country, Name(country, key, label), value, low, high);
    }

    /// <summary>The reader's own label; the country's name where it is only a code.</summary>
    private string Name(Country? country, string key, string label) =>
        country is null || (label != key && !label.Contains(Arrow, StringComparison.Ordinal)) ? UnitNames.In(key, label, labels.Words.Language) : country.Name(labels.Words.Language);
}
