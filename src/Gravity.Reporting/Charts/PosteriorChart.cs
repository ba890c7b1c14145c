using System.Globalization;

namespace Gravity.Reporting.Charts;

/// <summary>What the data say of one efficiency.</summary>
/// <param name="Density">Density of TE at rising places in (0, 1].</param>
/// <param name="Mean">E[exp(−u)|ε].</param>
/// <param name="Mode">exp(−mode of u|ε).</param>
/// <param name="Jlms">exp(−E[u|ε]).</param>
/// <param name="Low">Lower end of the equal-tail interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Level">Its level in words, e.g. 95%.</param>
public sealed record EfficiencyPosterior(IReadOnlyList<(double Te, double Value)> Density, double Mean, double Mode, double Jlms, double Low, double High, string Level);

/// <summary>The density of one unit's efficiency given the data, its interval shaded.</summary>
public sealed class PosteriorChart : IChart
{
    private readonly ChartText text;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="posterior">The density and its summary.</param>
    public PosteriorChart(ChartText text, EfficiencyPosterior posterior)
    {
        this.text = text;
        (double Te, double Value)[] curve = [.. posterior.Density.Where(p => double.IsFinite(p.Value))];
        if (curve.Length < 2) throw new Core.DataUnfitException("no-density", "the density of the efficiency is not finite, so there is nothing to draw");
        string Value(double v) => v.ToString("0.000", CultureInfo.InvariantCulture);
        Figure = new PanelFigure(
            text,
            [
                new Panel(
                    width => AxisScale.Linear(curve[0].Te, curve[^1].Te, Math.Clamp((int)(width / 60), 3, 9), 0, 1),
                    height => AxisScale.Linear(0, 1.04 * curve.Max(p => p.Value), Math.Clamp((int)(height / 40), 3, 7), 0),
                    panel =>
                    {
                        panel.Under([.. curve.Where(p => p.Te >= posterior.Low && p.Te <= posterior.High).Select(p => (p.Te, p.Value))], 0, ChartPalette.BlueBand);
                        panel.Line(curve.Select(p => (p.Te, p.Value)), ChartPalette.Blue, 2.2f);
                        Line(panel, posterior.Mean, ChartPalette.Vermilion, LegendSign.Diamond, "plot.posterior.mean");
                        Line(panel, posterior.Jlms, ChartPalette.Series[2], LegendSign.Square, "plot.posterior.jlms");
                        Line(panel, posterior.Mode, ChartPalette.Ink, LegendSign.Triangle, "plot.posterior.mode");
                    })
                {
                    XTitle = text.Words["plot.efficiency"], YTitle = text.Words["plot.density"],
                },
            ],
            legend:
            [
                new(LegendSign.Diamond, ChartPalette.Vermilion, Said("plot.posterior.mean", posterior.Mean)), new(LegendSign.Square, ChartPalette.Series[2], Said("plot.posterior.jlms", posterior.Jlms)),
                new(LegendSign.Triangle, ChartPalette.Ink, Said("plot.posterior.mode", posterior.Mode)),
                new(LegendSign.Band, ChartPalette.BlueBand, text.Words.Say("plot.posterior.interval", ("level", posterior.Level), ("low", Value(posterior.Low)), ("high", Value(posterior.High)))),
            ]);

        string Said(string key, double value) => text.Words.Say("plot.value", ("name", text.Words[key]), ("value", Value(value)));

        void Line(PanelCanvas panel, double at, ScottPlot.Color color, LegendSign sign, string key)
        {
            // The mark stands on the curve, so that three summaries close together are told apart by their shapes.
            double height = curve.MinBy(p => Math.Abs(p.Te - at)).Value;
            panel.Segment(at, 0, at, height, color, 1.4f, dashed: true);
            panel.Mark(sign, at, height, 9, color, Said(key, at));
        }
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } =
        new("posterior", "Density of one efficiency", "Density of one unit's efficiency given the data, with mean, mode and interval; --pair and --period choose it.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    internal Figure Figure { get; }

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => Figure.Draw(format, size);
}
