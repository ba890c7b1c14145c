using System.Globalization;

namespace Gravity.Reporting.Charts;

/// <summary>Efficiency over time, one small panel a unit, with the mean of all units as a faint line.</summary>
public sealed class EfficiencyPanelsChart : IChart
{
    private readonly ChartText text;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="periods">The periods, rising.</param>
    /// <param name="units">The units in any order, one value per period; shown by falling mean.</param>
    /// <param name="mean">The mean of all units in each period.</param>
    /// <exception cref="ArgumentException">A series has another number of values than there are periods.</exception>
    public EfficiencyPanelsChart(ChartText text, IReadOnlyList<int> periods, IReadOnlyList<UnitSeries> units, IReadOnlyList<double> mean)
    {
        if (mean.Count != periods.Count || units.Any(u => u.Values.Count != periods.Count))
            throw new ArgumentException($"every series needs {periods.Count} values, one a period", nameof(units));
        this.text = text;
        List<UnitSeries> ordered = [.. units.Where(u => u.Values.Any(double.IsFinite)).OrderByDescending(u => u.Values.Where(double.IsFinite).Average())];
        // Of many units the highlighted ones have panels, which then are comparable with the mean of all.
        bool chosen = ordered.Count > UnitRows<UnitSeries>.Most && ordered.Count(u => u.Highlighted) is > 0 and <= UnitRows<UnitSeries>.Most;
        UnitRows<UnitSeries> rows = UnitRows<UnitSeries>.From(chosen ? [.. ordered.Where(u => u.Highlighted)] : ordered);
        int columns = rows.Shown.Count switch { <= 3 => Math.Max(1, rows.Shown.Count), <= 8 => 3, <= 24 => 4, _ => 5 };
        List<double> values = [.. rows.Shown.SelectMany(u => u.Values).Concat(mean).Where(double.IsFinite).DefaultIfEmpty(0.5)];
        AxisScale y = AxisScale.Linear(values.Min(), values.Max(), 4, 0, 1);
        Figure = new PanelFigure(
            text,
            [
                .. rows.Shown.Select(unit => new Panel(
                    _ => Ends(periods[0], periods[^1]), _ => y,
                    panel =>
                    {
                        panel.Line(periods.Zip(mean, (t, v) => ((double)t, v)), ChartPalette.Connector, 1.4f, dashed: true);
                        panel.Line(Broken(periods, unit.Values), ChartPalette.Blue, 2);
                        for (int t = 0; t < periods.Count; t++)
                        {
                            panel.Mark(
                                LegendSign.Dot, periods[t], unit.Values[t], 3.5f, ChartPalette.Blue,
                                string.Create(CultureInfo.InvariantCulture, $"{unit.Label}, {periods[t]}: {unit.Values[t]:0.000}"));
                        }
                    })
                {
                    Title = unit.Label, XTitle = text.Words["plot.year"], YTitle = text.Words["plot.efficiency"],
                }),
            ],
            columns, height: 74, shared: true,
            legend: [new(LegendSign.LineWithDot, ChartPalette.Blue, text.Words["plot.panels.unit"]), new(LegendSign.Dashed, ChartPalette.Connector, text.Words["plot.panels.mean"])],
            notes: () =>
            [
                .. chosen ? [text.Words.Say("chart.only-highlighted", ("label", text.Highlight ?? ""), ("count", rows.Shown.Count), ("total", ordered.Count))] : Array.Empty<string>(),
                .. rows.Notes(text.Words, units.Count - ordered.Count),
            ]);
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } =
        new("efficiency-panels", "Efficiency of each unit over time", "One small panel a unit over the years, with the mean of all units as a faint line.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    internal Figure Figure { get; }

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => Figure.Draw(format, size);

    /// <summary>The first and the last period: more would not stand beside each other in a small panel.</summary>
    private static AxisScale Ends(int first, int last)
    {
        double margin = Math.Max(0.5, 0.06 * (last - first));
        return new AxisScale(
            first - margin, last + margin, [.. new[] { first, last }.Distinct().Select(t => new AxisTick(t, t.ToString(CultureInfo.InvariantCulture)))]);
    }

    /// <summary>A gap in the periods breaks the line as a missing value does.</summary>
    private static IEnumerable<(double X, double Y)> Broken(IReadOnlyList<int> periods, IReadOnlyList<double> values)
    {
        for (int t = 0; t < periods.Count; t++)
        {
            if (t > 0 && periods[t] > periods[t - 1] + 1) yield return (double.NaN, double.NaN);
            yield return (periods[t], values[t]);
        }
    }
}
