using System.Globalization;

namespace Gravity.Reporting.Charts;

/// <summary>A regressor's coefficient in several models.</summary>
/// <param name="Term">The regressor in words.</param>
/// <param name="Values">One entry a model; NaN where the model does not have the regressor. The label is the model's name.</param>
public sealed record CoefficientRow(string Term, IReadOnlyList<UnitValue> Values);

/// <summary>Coefficients of several models with their intervals, one row a regressor, the models beside each other.</summary>
public sealed class CoefficientsChart : IChart
{
    // Of coefficients in one panel the largest is at most so many times the smallest: else the small ones are dots on the zero line.
    private const double WidestScale = 20;

    private static readonly LegendSign[] Signs = [LegendSign.Dot, LegendSign.Diamond, LegendSign.Square, LegendSign.Triangle, LegendSign.Ring];
    private readonly ChartText text;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="models">Names of the models, in order.</param>
    /// <param name="terms">The regressors in order.</param>
    /// <exception cref="ArgumentException">A regressor has another number of values than there are models.</exception>
    public CoefficientsChart(ChartText text, IReadOnlyList<string> models, IReadOnlyList<CoefficientRow> terms)
    {
        if (terms.FirstOrDefault(t => t.Values.Count != models.Count) is { } wrong)
            throw new ArgumentException($"'{wrong.Term}' has {wrong.Values.Count} values for {models.Count} models", nameof(terms));
        CoefficientRow[] shown = [.. terms.Where(t => t.Values.Any(v => double.IsFinite(v.Value)))];
        if (shown.Length == 0) throw new Core.DataUnfitException("no-coefficients", "no model has a finite coefficient to draw");
        this.text = text;
        List<CoefficientRow[]> groups = Groups(shown);
        Figure = new PanelFigure(
            text, [.. groups.Select((g, k) => Panel(models, g, k == groups.Count - 1 ? text.Words["plot.coefficients.axis"] : null))],
            legend: models.Count < 2 ? null : [.. models.Select((m, i) => new LegendEntry(Signs[i % Signs.Length], Colour(i), m))],
            notes: () =>
            [
                .. groups.Count > 1 ? [text.Words["plot.coefficients.panels"]] : Array.Empty<string>(),
                .. terms.Count > shown.Length ? [text.Words.Say("plot.left-out", ("count", terms.Count - shown.Length))] : Array.Empty<string>(),
            ]);
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } =
        new("coefficients", "Coefficients of all models", "Coefficients of the regressors in every model of a study with their intervals, in panels by size.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    internal Figure Figure { get; }

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => Figure.Draw(format, size);

    private static ScottPlot.Color Colour(int model) => ChartPalette.Series[model % ChartPalette.Series.Length];

    private static Panel Panel(IReadOnlyList<string> models, CoefficientRow[] rows, string? title)
    {
        double[] values = [0, .. rows.SelectMany(r => r.Values).SelectMany(v => new[] { v.Value, v.Low, v.High }).Where(double.IsFinite)];
        var ticks = rows.Select((r, i) => new AxisTick(rows.Length - 1 - i, r.Term)).ToList();
        return new Panel(
            width => AxisScale.Linear(values.Min(), values.Max(), Math.Clamp((int)(width / 60), 3, 9)), _ => AxisScale.Rows(rows.Length) with { Ticks = ticks },
            panel =>
            {
                panel.Vertical(0, ChartPalette.MutedInk, 1.2f, dashed: true);
                for (int i = 0; i < rows.Length; i++)
                {
                    for (int m = 0; m < models.Count; m++)
                    {
                        UnitValue value = rows[i].Values[m];
                        // The first model stands on top, all within eight tenths of the row.
                        double y = rows.Length - 1 - i + (models.Count == 1 ? 0 : 0.4 - 0.8 * m / (models.Count - 1));
                        if (value.High >= value.Low) panel.Segment(value.Low, y, value.High, y, Colour(m), 1.8f);
                        panel.Mark(Signs[m % Signs.Length], value.Value, y, 7.5f, Colour(m),
                            string.Create(CultureInfo.InvariantCulture, $"{rows[i].Term}, {models[m]}: {value.Value:G4} [{value.Low:G4}, {value.High:G4}]"));
                    }
                }
            })
        {
            Height = rows.Length * Math.Max(24, 11f * models.Count + 8), XTitle = title,
        };
    }

    /// <summary>Regressors of one order of size together, in their own order; groups by falling size.</summary>
    private static List<CoefficientRow[]> Groups(CoefficientRow[] terms)
    {
        var size = terms.ToDictionary(t => t, t => t.Values.Where(v => double.IsFinite(v.Value)).Max(v => Math.Abs(v.Value)));
        var groups = new List<HashSet<CoefficientRow>>();
        double largest = double.NaN;
        foreach (CoefficientRow term in terms.OrderByDescending(t => size[t]))
        {
            if (groups.Count == 0 || largest > WidestScale * size[term])
            {
                groups.Add([]);
                largest = size[term];
            }
            groups[^1].Add(term);
        }
        return [.. groups.Select(g => terms.Where(g.Contains).ToArray())];
    }
}
