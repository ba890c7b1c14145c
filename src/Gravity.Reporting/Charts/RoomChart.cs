namespace Gravity.Reporting.Charts;

/// <summary>Units ranked by their room for expansion, potential/actual − 1 in percent, each a dot with its interval.</summary>
public sealed class RoomChart : IChart
{
    private readonly ChartText text;
    private readonly IntervalDotFigure figure;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="units">The units in any order; room as a share (0.5 is 50 %), ≥ −1.</param>
    /// <param name="total">The room of the total, a share, or null for no line.</param>
    /// <param name="axisTitle">The title of the axis; null for room in percent of actual trade.</param>
    public RoomChart(
        ChartText text, IReadOnlyList<UnitValue> units, double? total = null, string? axisTitle = null)
    {
        this.text = text;
        var percent = units.Select(unit => unit with { Value = 100 * unit.Value, Low = 100 * unit.Low, High = 100 * unit.High }).ToList();
        // Room is negative only where trade is above its potential; an axis that then starts at −100 % would waste half the figure.
        bool negative = percent.Any(unit => unit.Value < 0 || unit.Low < 0);
        bool logarithmic = SpansDecades(percent);
        figure = new IntervalDotFigure(
            text, percent, axisTitle ?? text.Words[logarithmic ? "chart.room-percent-log" : "chart.room-percent"], (negative ? -100 : 0, double.PositiveInfinity), 100 * total,
            value => text.Words.Say("chart.total-line", ("value", ChartNumber.Fixed(value, 0) + "%")), wholeTicks: true, ChartNumber.Percent, logarithmic);
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } =
        new("room", "Room for expansion", "Units ranked by room for expansion in percent, each with its interval.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    /// <summary>Whether a linear axis would press most units into its corner: the largest room is many times the middle one.</summary>
    private static bool SpansDecades(List<UnitValue> units)
    {
        double[] values = [.. units.Select(unit => unit.Value).Where(double.IsFinite).Order()];
        return values.Length >= 5 && values[0] > 0 && values[^1] > 30 * values[values.Length / 2];
    }

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => figure.Draw(format, size);
}
