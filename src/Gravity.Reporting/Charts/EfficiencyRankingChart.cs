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
    /// <param name="axisTitle">The title of the axis; null for trade efficiency.</param>
    public EfficiencyRankingChart(ChartText text, IReadOnlyList<UnitValue> units, double? mean = null, string? axisTitle = null)
    {
        this.text = text;
        figure = new IntervalDotFigure(
            text, units, axisTitle ?? text.Words["chart.trade-efficiency"], (0, 1), mean,
            value => text.Words.Say("chart.mean-line", ("value", ChartNumber.Share(value))), wholeTicks: false, ChartNumber.Share);
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
