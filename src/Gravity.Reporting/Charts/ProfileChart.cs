using System.Globalization;
using Gravity.Core.Estimation;

namespace Gravity.Reporting.Charts;

/// <summary>The profile log-likelihood of a parameter with the interval it gives, beside the Wald interval.</summary>
public sealed class ProfileChart : IChart
{
    private readonly ChartText text;

    /// <summary>Creates the chart.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="axisTitle">The parameter in words.</param>
    /// <param name="level">The level in words, e.g. 95%.</param>
    public ProfileChart(ChartText text, ProfileLikelihood profile, string axisTitle, string level)
    {
        this.text = text;
        double cut = -0.5 * profile.Critical;
        ProfilePoint[] points = [.. profile.Points.Where(p => double.IsFinite(p.LogLikelihood))];
        (double Low, double High) wald = (profile.WaldLow, profile.WaldHigh);
        double[] places = [.. points.Select(p => p.Value), .. new[] { wald.Low, wald.High }.Where(double.IsFinite)];
        double floor = Math.Min(points.Min(p => p.LogLikelihood - profile.Maximum), 1.35 * cut);
        double error = (wald.High - wald.Low) / 2 / Math.Sqrt(profile.Critical);
        string Value(double v) => double.IsInfinity(v) ? (v < 0 ? "−∞" : "∞") : v.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−');
        string Range(string key, double low, double high) => text.Words.Say(key, ("level", level), ("low", Value(low)), ("high", Value(high)));
        Figure = new PanelFigure(
            text,
            [
                new Panel(
                    width => AxisScale.Linear(places.Min(), places.Max(), Math.Clamp((int)(width / 64), 3, 9)),
                    height => AxisScale.Linear(floor, 0, Math.Clamp((int)(height / 40), 3, 7), ceiling: 0.06 * -floor) with { Max = 0.06 * -floor },
                    panel =>
                    {
                        panel.Horizontal(cut, ChartPalette.MutedInk, 1.2f, dashed: true);
                        if (double.IsFinite(error))
                        {
                            double from = panel.Frame.Horizontal.Min, to = panel.Frame.Horizontal.Max;
                            IEnumerable<double> at = Enumerable.Range(0, 121).Select(k => from + (to - from) * k / 120);
                            panel.Line(at.Select(x => (x, -0.5 * (x - profile.Estimate) * (x - profile.Estimate) / (error * error))).Where(p => p.Item2 >= panel.Frame.Vertical.Min), ChartPalette.Connector, 1.6f, dashed: true);
                        }
                        panel.Line(points.Select(p => (p.Value, p.LogLikelihood - profile.Maximum)), ChartPalette.Blue, 2.2f);
                        double below = cut - 0.04 * (panel.Frame.Vertical.Max - panel.Frame.Vertical.Min);
                        double low = Math.Max(profile.Low, panel.Frame.Horizontal.Min), high = Math.Min(profile.High, panel.Frame.Horizontal.Max);
                        panel.Segment(low, cut, high, cut, ChartPalette.Blue, 3.4f);
                        panel.Segment(wald.Low, below, wald.High, below, ChartPalette.Connector, 3.4f);
                        foreach (ProfilePoint p in points)
                        {
                            panel.Mark(LegendSign.Dot, p.Value, p.LogLikelihood - profile.Maximum, 3, ChartPalette.Blue,
                                string.Create(CultureInfo.InvariantCulture, $"{Value(p.Value)}: {p.LogLikelihood - profile.Maximum:0.000}"));
                        }
                        panel.Mark(LegendSign.Diamond, profile.Estimate, 0, 9, ChartPalette.Vermilion, Value(profile.Estimate));
                    })
                {
                    XTitle = axisTitle, YTitle = text.Words["plot.profile.axis"],
                },
            ],
            legend:
            [
                new(LegendSign.Diamond, ChartPalette.Vermilion, text.Words.Say("plot.value", ("name", text.Words["plot.profile.estimate"]), ("value", Value(profile.Estimate)))),
                new(LegendSign.Interval, ChartPalette.Blue, Range("plot.profile.interval", profile.Low, profile.High)),
                new(LegendSign.Interval, ChartPalette.Connector, Range("plot.profile.wald", wald.Low, wald.High)),
            ],
            notes: () =>
            [
                text.Words.Say("plot.profile.note", ("cut", (0.5 * profile.Critical).ToString("0.000", CultureInfo.InvariantCulture))),
                .. double.IsInfinity(profile.Low) || double.IsInfinity(profile.High) ? [text.Words["plot.profile.open"]] : Array.Empty<string>(),
                .. profile.HigherFound ? [text.Words["plot.profile.higher"]] : Array.Empty<string>(),
            ]);
    }

    /// <summary>The entry in the catalogue.</summary>
    public static ChartKind Kind { get; } =
        new("profile", "Profile likelihood of a parameter", "Profile log-likelihood of one parameter with its χ² interval beside the Wald interval; --parameter chooses it.");

    /// <inheritdoc/>
    public string Key => Kind.Key;

    /// <inheritdoc/>
    public string Title => text.Title;

    internal Figure Figure { get; }

    /// <inheritdoc/>
    public ChartImage Draw(ChartFormat format, ChartSize? size = null) => Figure.Draw(format, size);
}
