using Gravity.Reporting.Charts.Maps;

namespace Gravity.Reporting.Charts;

/// <summary>Room for expansion by country, potential/actual − 1 in percent, as shades on a map.</summary>
/// <remarks>Room is skewed: classes are between 1, 2, 5, 10, 20 … percent, and the note says so.</remarks>
public sealed class RoomMapChart : IChart
{
    private readonly ChartText text;
    private readonly MapFigure figure;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="units">The units in any order; room as a share (0.5 is 50 %), ≥ −1. Those that are no country, or have no outline, are listed in the note.</param>
    /// <param name="scaleTitle">The title of the classes; null for room in percent of actual trade.</param>
    public RoomMapChart(ChartText text, IReadOnlyList<MapValue> units, string? scaleTitle = null)
    {
        this.text = text;
        var percent = units.Select(unit => unit with { Value = 100 * unit.Value, Low = 100 * unit.Low, High = 100 * unit.High }).ToList();
        bool open = MapClasses.Doubling([.. percent.Select(unit => unit.Value).Where(double.IsFinite)]).OpenBelow;
        figure = new MapFigure(
            text, percent, MapClasses.Doubling, scaleTitle ?? text.Words["chart.room-percent"],
            ChartNumber.Percent, open ? text.Words["map.doubling"] : null);
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } =
        new("room-map", "Room for expansion on a map", "Room for expansion by country in percent as shades on an equal-area map.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => figure.Draw(format, size);
}
