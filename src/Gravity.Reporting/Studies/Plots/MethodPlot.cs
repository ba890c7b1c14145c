using Gravity.Core;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Potential over actual trade by unit and method.</summary>
internal sealed class MethodPlot : IPlotKind
{
    private const string HeldOut = "held-out";

    public ChartKind Kind => MethodChart.Kind;

    public PlotNeeds Needs => PlotNeeds.None;

    public PlotTakes Takes => PlotTakes.Nothing;

    public IReadOnlyList<PlotFile> Files(PlotInput input) =>
    [
        .. Drawable(input.Methods) ? (PlotFile[])[new PlotFile(Kind.Key, PlotChoice.Default)] : [],
        .. Drawable(input.HeldOutMethods) ? (PlotFile[])[new PlotFile($"{Kind.Key}-{HeldOut}", new PlotChoice { Model = HeldOut })] : [],
    ];

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        MethodComparison? comparison = choice.Model == HeldOut ? input.HeldOutMethods : input.Methods;
        if (!Drawable(comparison))
            throw new UsageException("no-methods", $"the chart '{Kind.Key}' sets several methods side by side by unit: name a study with units, and at least two methods under potential.methods");
        Words words = input.Labels.Words;
        IReadOnlyList<PotentialMethod> methods = comparison!.Methods;
        IReadOnlyList<MethodTotal> last = methods[^1].Units;
        string title = words.Say("plot.methods", ("unit", input.Labels.UnitInside));
        ChartText text = PlotText.Of(input, comparison.HeldOut is { } filter ? words.Say("methods.held-out", ("title", title), ("filter", filter)) : title);
        return new MethodChart(
            text with
            {
                Subtitle = words.Say("plot.methods-subtitle", ("flow", PlotText.FlowName(input)), ("count", comparison.CommonRows)),
                Note = words.Say("plot.methods-note", ("level", ResultWords.Percent(comparison.Level))),
            },
            [.. methods.Select(m => m.Name)],
            [
                .. Enumerable.Range(0, last.Count).OrderBy(i => double.IsNaN(last[i].Rank) ? double.PositiveInfinity : last[i].Rank).Select(i => new UnitMethods(
                    input.Labels.Unit(last[i].Key),
                    [.. methods.Select(m => new UnitValue(m.Name, 1 / m.Units[i].Ratio.Value, 1 / m.Units[i].Ratio.High, 1 / m.Units[i].Ratio.Low))])
                {
                    Highlighted = input.Labels.IsHighlighted(last[i].Key),
                }),
            ]);
    }

    private static bool Drawable(MethodComparison? comparison) => comparison is { Methods: [{ Units.Count: > 0 }, ..] };
}
