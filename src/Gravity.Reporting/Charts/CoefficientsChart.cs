using System.Globalization;

namespace Gravity.Reporting.Charts;

/// <summary>A regressor's coefficient in several models.</summary>
/// <param name="Term">The regressor in words.</param>
/// <param name="Values">One entry a model; NaN where the model does not have the regressor. The label is the model's name.</param>
public sealed record CoefficientRow(string Term, IReadOnlyList<UnitValue> Values);

/// <summary>Coefficients of several models with their intervals, one row a regressor, the models beside each other.</summary>
public sealed class CoefficientsChart : IChart
{
    // Of the intervals in one panel the widest reaches at most so many times as far as the narrowest: else the narrow ones are dots on the zero line.
    private const double WidestScale = 6;

    // Space between two regressors, in models.
    private const double Space = 1.4;

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
        // A regressor has as many places as models that have it; the first stands on top.
        int[][] present = [.. rows.Select(r => Enumerable.Range(0, models.Count).Where(m => double.IsFinite(r.Values[m].Value)).ToArray())];
        double total = present.Sum(p => p.Length + Space);
        double[] tops = new double[rows.Length];
        for (int i = 1; i < rows.Length; i++)
            tops[i] = tops[i - 1] + present[i - 1].Length + Space;
        var ticks = rows.Select((r, i) => new AxisTick(total - tops[i] - 0.5 * (present[i].Length + Space), r.Term)).ToList();
        return new Panel(
            width => AxisScale.Linear(values.Min(), values.Max(), Math.Clamp((int)(width / 60), 3, 9)), _ => new AxisScale(0, total, ticks),
            panel =>
            {
                panel.Vertical(0, ChartPalette.MutedInk, 1.2f, dashed: true);
                for (int i = 0; i < rows.Length; i++)
                {
                    if (i > 0) panel.Horizontal(total - tops[i], ChartPalette.Connector, 1);
                    for (int k = 0; k < present[i].Length; k++)
                    {
                        int m = present[i][k];
                        UnitValue value = rows[i].Values[m];
                        double y = total - tops[i] - 0.5 * Space - k - 0.5;
                        if (value.High >= value.Low) panel.Segment(value.Low, y, value.High, y, Colour(m), 1.8f);
                        panel.Mark(Signs[m % Signs.Length], value.Value, y, 7.5f, Colour(m),
                            string.Create(CultureInfo.InvariantCulture, $"{rows[i].Term}, {models[m]}: {value.Value:G4} [{value.Low:G4}, {value.High:G4}]"));
                    }
                }
            })
        {
            Height = (float)Math.Max(total * 10.5, 24 * rows.Length),
            XTitle = title,
        };
    }

    /// <summary>Regressors of one order of size together, in their own order; groups by falling size.</summary>
    private static List<CoefficientRow[]> Groups(CoefficientRow[] terms)
    {
        var size = terms.ToDictionary(t => t, t => t.Values.Where(v => double.IsFinite(v.Value))
            .Max(v => new[] { v.Value, v.Low, v.High }.Where(double.IsFinite).Max(Math.Abs)));
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
