using Gravity.Reporting.Charts.Maps;

namespace Gravity.Reporting.Charts;

/// <summary>Efficiency by country as shades on a map, on an equal-area projection of the region that holds the countries, or of the world.</summary>
public sealed class EfficiencyMapChart : IChart
{
    private readonly ChartText text;
    private readonly MapFigure figure;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="units">The units in any order; efficiencies in (0, 1]. Those that are no country, or have no outline, are listed in the note.</param>
    /// <param name="scaleTitle">The title of the classes; null for trade efficiency.</param>
    public EfficiencyMapChart(ChartText text, IReadOnlyList<MapValue> units, string? scaleTitle = null)
    {
        this.text = text;
        figure = new MapFigure(
            text, units, values => MapClasses.Even(values, 0, 1), scaleTitle ?? text.Words["chart.trade-efficiency"],
            ChartNumber.Share, classesNote: null);
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } =
        new("efficiency-map", "Efficiency on a map", "Efficiency by country as shades on an equal-area map.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => figure.Draw(format, size);
}
