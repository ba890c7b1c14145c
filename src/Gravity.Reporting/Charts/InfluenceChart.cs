namespace Gravity.Reporting.Charts;

/// <summary>Units or rows ranked by how far their deletion moves the estimates, the largest first.</summary>
public sealed class InfluenceChart : IChart
{
    private readonly ChartText text;
    private readonly IntervalDotFigure figure;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="cases">Units or rows in any order with their likelihood displacements, ≥ 0.</param>
    public InfluenceChart(ChartText text, IReadOnlyList<UnitValue> cases)
    {
        this.text = text;
        figure = new IntervalDotFigure(
            text, cases, text.Words["chart.influence"], (0, double.PositiveInfinity), null, _ => "", wholeTicks: false, value => ChartNumber.Fixed(value, 3));
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } = new(
        "influence", "Influence", "Units, or rows of a model whose rows are independent and have no units, ranked by how far leaving them out moves the estimates.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => figure.Draw(format, size);
}
