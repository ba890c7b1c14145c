using Gravity.Core;

namespace Gravity.Reporting.Charts;

/// <summary>Efficiency of every unit in every year as a shaded cell with its value; missing cells are hatched.</summary>
public sealed class EfficiencyHeatmapChart : IChart
{
    private readonly ChartText text;
    private readonly HeatmapFigure figure;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="periods">The years, at least one, rising.</param>
    /// <param name="units">The units in any order, one value per period; they are shown by falling mean.</param>
    /// <param name="scaleTitle">The title of the colour bar; null for trade efficiency.</param>
    /// <exception cref="DataUnfitException">There is no period or the periods do not rise.</exception>
    /// <exception cref="ArgumentException">A unit has another number of values than there are periods.</exception>
    public EfficiencyHeatmapChart(
        ChartText text, IReadOnlyList<int> periods, IReadOnlyList<UnitSeries> units, string? scaleTitle = null)
    {
        if (periods.Count == 0) throw new DataUnfitException("no-periods", "a heat map needs at least one period");
        if (periods.Zip(periods.Skip(1)).Any(pair => pair.Second <= pair.First))
            throw new DataUnfitException("periods-not-rising", "the periods of a heat map must rise, each occurring once");
        if (units.FirstOrDefault(unit => unit.Values.Count != periods.Count) is { } wrong)
            throw new ArgumentException($"unit '{wrong.Label}' has {wrong.Values.Count} values for {periods.Count} periods", nameof(units));
        this.text = text;
        figure = new HeatmapFigure(text, periods, units, scaleTitle ?? text.Words["chart.trade-efficiency"]);
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } =
        new("efficiency-heatmap", "Efficiency by unit and year", "Efficiency of every unit in every year as a shaded cell with its value.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => figure.Draw(format, size);
}
