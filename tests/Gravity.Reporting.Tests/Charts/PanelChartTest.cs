using System.Xml.Linq;
using Gravity.Core;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Wording;
using Gravity.Reporting.Charts;
using SkiaSharp;

namespace Gravity.Reporting.Tests.Charts;

/// <summary>The charts of panels: geometry, words of both languages, awkward data.</summary>
public sealed class PanelChartTest
{
    private static readonly int[] UnitCounts = [1, 2, 16, 200];

    public static TheoryData<string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string language in Words.Languages)
            {
                for (int i = 0; i < Samples(Words.Of(language)).Count; i++)
                    data.Add(language, i);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_text_covers_another_or_leaves_the_figure(string language, int index)
    {
        (IChart chart, Figure figure) = Samples(Words.Of(language))[index];
        ChartImage image = chart.Draw(ChartFormat.Svg);
        (string Text, SKRect Box)[] boxes = [.. figure.Boxes];
        Assert.NotEmpty(boxes);
        var page = new SKRect(0, 0, image.Size.Width, image.Size.Height);
        Assert.All(boxes, b => Assert.True(page.Contains(b.Box), $"'{b.Text}' leaves the figure: {b.Box}"));
        for (int i = 0; i < boxes.Length; i++)
        {
            for (int j = i + 1; j < boxes.Length; j++)
            {
                // Lines of one paragraph may touch by a hair of their descenders.
                SKRect a = boxes[i].Box, b = boxes[j].Box;
                a.Inflate(-0.5f, -1.5f);
                b.Inflate(-0.5f, -1.5f);
                Assert.False(a.IntersectsWith(b), $"'{boxes[i].Text}' covers '{boxes[j].Text}' in {chart.Key} {index}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Marks_tell_their_values_and_nothing_is_not_a_number(string language, int index)
    {
        IChart chart = Samples(Words.Of(language))[index].Chart;
        ChartImage image = chart.Draw(ChartFormat.Svg);
        XElement root = XDocument.Load(new MemoryStream(image.Content)).Root!;
        XElement[] spots = [.. root.Elements().Single(e => (string?)e.Attribute("class") == "spots").Elements()];
        Assert.NotEmpty(spots);
        Assert.All(spots, s => Assert.Matches(@"\d", s.Value));
        Assert.All(spots, s => Assert.InRange((double)s.Attribute("x")!, 0, image.Size.Width));
        string svg = System.Text.Encoding.UTF8.GetString(image.Content);
        Assert.DoesNotContain("\"nan", svg, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("NaN ", svg, StringComparison.Ordinal);
        Assert.Equal(image.Content, Tables.Samples.InGerman(() => chart.Draw(ChartFormat.Svg).Content));
    }

    [Fact]
    public void A_kernel_density_has_all_its_mass_between_the_ends()
    {
        var density = new KernelDensity([0.93, 0.97, 0.99, 0.98, 0.9, 0.02, 0.01]);
        double mass = Quadrature.Integrate(density.At, 0, 1, relativeTolerance: 1e-10).Value;
        Assert.Equal(1, mass, 1e-3);
        // Silverman's rule by hand for five values: sd 1.5811, IQR/1.34 = 1.4925.
        Assert.Equal(0.9 * (0.2 / 1.34) * Math.Pow(5, -0.2), new KernelDensity([0.1, 0.2, 0.3, 0.4, 0.5]).Bandwidth, 1e-12);
        Assert.Equal(0.3, new KernelDensity([0.5, 0.1, 0.3, 0.4, 0.2]).Quantile(0.5), 1e-12);
    }

    [Fact]
    public void Coefficients_of_other_sizes_have_their_own_panel_with_a_note()
    {
        CoefficientRow[] rows = [new("a", [new("m", 1, 0.5, 1.5)]), new("b", [new("m", 0.01, 0.005, 0.015)])];
        Assert.Contains(Words.English["plot.coefficients.panels"], Said(new CoefficientsChart(SampleCharts.Text, ["m"], rows)), StringComparison.Ordinal);
        Assert.DoesNotContain(Words.English["plot.coefficients.panels"], Said(new CoefficientsChart(SampleCharts.Text, ["m"], rows[..1])), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CoefficientsChart(SampleCharts.Text, ["m", "n"], rows));
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_or_counted()
    {
        Assert.Throws<DataUnfitException>(() => new EfficiencyDistributionChart(SampleCharts.Text, [double.NaN]));
        Assert.Contains("2 without a value are left out.", Said(new EfficiencyDistributionChart(SampleCharts.Text, [0.5, 0.6, double.NaN, double.NaN])), StringComparison.Ordinal);
        Assert.Contains("1 without a value is left out.", Said(new EfficiencySizeChart(SampleCharts.Text, [new("A", 5, 0.5), new("B", -1, 0.4)], "Trade")), StringComparison.Ordinal);
        // Forty points at one place: all but a few labels are dropped, and counted. Of two hundred only the outermost are to have one, and the rest are counted.
        string Crowd(int points) => Said(new EfficiencySizeChart(SampleCharts.Text, [.. Enumerable.Range(0, points).Select(i => new UnitSize($"A rather long name {i}", 100 + 1e-6 * i, 0.5))], "Trade"));
        Assert.Contains("no label for want of room", Crowd(40), StringComparison.Ordinal);
        Assert.Matches(@"\b1\d\d points have no label: of many", Crowd(200));
    }

    private static string Said(IChart chart) =>
        XDocument.Load(new MemoryStream(chart.Draw(ChartFormat.Svg).Content)).Root!.Element(SvgDocument.Namespace + "desc")!.Value.ReplaceLineEndings(" ");

    private static List<(IChart Chart, Figure Figure)> Samples(Words words)
    {
        ChartText text = SampleCharts.Text with { Words = words };
        var all = new List<(IChart, Figure)>();
        foreach (int count in UnitCounts)
        {
            var random = new RandomSource(count);
            UnitSeries[] units = [.. Enumerable.Range(0, count).Select(i => new UnitSeries(
                i == 1 ? "The Democratic Republic of a Country with a Very Long Name Indeed" : $"Country {i}", [.. Enumerable.Range(0, 6).Select(t => i == 2 && t == 3 ? double.NaN : 0.2 + 0.7 * random.NextUniform())]))];
            EfficiencyPanelsChart panels = new(text, [2010, 2011, 2012, 2014, 2015, 2016], units, [0.5, 0.5, 0.5, 0.6, 0.6, 0.6]);
            all.Add((panels, panels.Figure));
            EfficiencySizeChart size = new(text, [.. units.Select(u => new UnitSize(u.Label, Math.Exp(6 + 2 * random.NextNormal()), u.Values[0]))], "Exports (million US$, log scale)");
            all.Add((size, size.Figure));
            EfficiencyDistributionChart distribution = new(text, [.. units.SelectMany(u => u.Values)]);
            all.Add((distribution, distribution.Figure));
        }
        EfficiencyPanelsChart single = new(text, [2019], [new("A", [0.4]), new("B", [0.6])], [0.5]);
        all.Add((single, single.Figure));
        UnitValue none = new("", double.NaN);
        CoefficientsChart coefficients = new(text, ["pooled", "bc92", "a model with a long name"],
        [
            new("ln GDP of the partner", [new("", 0.8, 0.6, 1), new("", 0.9, 0.5, 1.3), none]), new("A regressor with a name far longer than any page is wide, and then some more", [new("", 0.01, 0, 0.02), none, none]),
            new("nowhere", [none, none, none]),
        ]);
        all.Add((coefficients, coefficients.Figure));
        ResidualsChart residuals = new(text, [-1.5, -0.7, -0.1, 0, 0.2, 0.4], x => NormalTail.Density(x), [(-1, -1.1), (0, 0.1), (1, 0.9)], scores: false);
        all.Add((residuals, residuals.Figure));
        PosteriorChart posterior = new(text, new EfficiencyPosterior([.. Enumerable.Range(1, 99).Select(k => (k / 100.0, 6 * k / 100.0 * (1 - k / 100.0)))], 0.5, 0.5, 0.49, 0.1, 0.9, "95%"));
        all.Add((posterior, posterior.Figure));
        ProfileLikelihood profile = new()
        {
            Parameter = new Parameter(BlockNames.Time, "eta"),
            Estimate = 0,
            Maximum = -100,
            Level = 95,
            Critical = 3.841,
            Low = double.NegativeInfinity,
            High = 2,
            WaldLow = -1.9,
            WaldHigh = 1.9,
            Points = [new(-2, -100.5, true), new(-1, -100.3, true), new(0, -100, true), new(1, -100.6, true), new(2, -101.92, true), new(2.5, double.NaN, false)],
        };
        ProfileChart open = new(text, profile, "η", "95%");
        all.Add((open, open.Figure));
        return all;
    }
}
