using System.Globalization;

namespace Gravity.Reporting.Charts;

/// <summary>Units ranked by efficiency, each a dot with its interval, with a line at the mean.</summary>
public sealed class EfficiencyRankingChart : IChart
{
    private readonly ChartText text;
    private readonly IntervalDotFigure figure;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="units">The units in any order; efficiencies in (0, 1].</param>
    /// <param name="mean">The mean efficiency, or null for no line.</param>
    /// <param name="axisTitle">The title of the axis.</param>
    public EfficiencyRankingChart(ChartText text, IReadOnlyList<UnitValue> units, double? mean = null, string axisTitle = "Trade efficiency")
    {
        this.text = text;
        figure = new IntervalDotFigure(
            text, units, axisTitle, (0, 1), mean, value => "mean " + value.ToString("0.00", CultureInfo.InvariantCulture), wholeTicks: false);
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } =
        new("efficiency-ranking", "Efficiency by unit", "Units ranked by efficiency, each with its interval, and the mean.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => figure.Draw(format, size);
}
