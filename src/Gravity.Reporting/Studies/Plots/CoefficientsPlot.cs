using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Coefficients of every model compared.</summary>
internal sealed class CoefficientsPlot : IPlotKind
{
    public ChartKind Kind => CoefficientsChart.Kind;

    public PlotNeeds Needs => PlotNeeds.None;

    public PlotTakes Takes => PlotTakes.Nothing;

    // Sets of indicators, e.g. of years, would be most of the chart and little of what it is read for.
    private const int MostIndicators = 3;

    public IReadOnlyList<PlotFile> Files(PlotInput input) => Terms(Fits(input)).Length == 0 ? [] : [new PlotFile(Kind.Key, PlotChoice.Default)];

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        NamedFit[] fits = Fits(input);
        string[] terms = Terms(fits);
        // A latent class fit is one series a class.
        (string Name, NamedFit Fit, string Block)[] series = [.. fits.SelectMany(f => Series(f, input.Labels.Words))];
        string level = ResultWords.Percent(input.Fit.Result.Level / 100);
        return new CoefficientsChart(
            PlotText.Of(input, input.Labels.Words["plot.coefficients.title"], withSpan: false) with
            {
                Subtitle = input.Labels.Words.Say("plot.coefficients.subtitle", ("flow", PlotText.FlowName(input)), ("count", fits.Length)),
                Note = input.Labels.Words.Say("plot.coefficients.note", ("level", level)),
            },
            [.. series.Select(f => f.Name)],
            [
                .. terms.Select(term => new CoefficientRow(input.Labels.Term(term), [.. series.Select(f =>
                    f.Fit.Result.Parameters.FirstOrDefault(p => p.Block == f.Block && p.Name == term) is { } p
                        ? new UnitValue(f.Name, p.Estimate, p.Low, p.High) : new UnitValue(f.Name, double.NaN))])),
            ]);
    }

    private static IEnumerable<(string Name, NamedFit Fit, string Block)> Series(NamedFit fit, Words words) =>
        fit.Result.Parameters.Select(p => p.Block).Distinct().Where(block => BlockNames.ClassOf(block).Block == BlockNames.Frontier).Select(
            block => (BlockNames.ClassOf(block).Class is > 0 and var number ? words.Say("block.of-class", ("block", fit.Name), ("number", number)) : fit.Name, fit, block));

    private static NamedFit[] Fits(PlotInput input) =>
        input.Compared.Count > 0 ? [.. input.Compared] : [new NamedFit(input.Name ?? input.Fit.Request.Model, input.Fit, input.Efficiency)];

    private static string[] Terms(NamedFit[] fits)
    {
        string[] all = [.. fits.SelectMany(f => f.Result.Parameters).Where(p => BlockNames.ClassOf(p.Block).Block == BlockNames.Frontier && p.Name != BlockNames.Intercept).Select(p => p.Name).Distinct()];
        HashSet<string> sets = [.. all.Where(n => n.Contains('=', StringComparison.Ordinal)).GroupBy(n => n.Split('=')[0]).Where(g => g.Count() > MostIndicators).SelectMany(g => g)];
        return [.. all.Where(n => !sets.Contains(n))];
    }
}
