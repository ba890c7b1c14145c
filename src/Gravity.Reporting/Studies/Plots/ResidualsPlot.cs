using System.Globalization;
using Gravity.Core;
using Gravity.Core.Frontier;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Composed residuals against their fitted law.</summary>
internal sealed class ResidualsPlot : IPlotKind
{
    public ChartKind Kind => ResidualsChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Likelihood;

    public PlotTakes Takes => PlotTakes.Nothing;

    public IReadOnlyList<PlotFile> Files(PlotInput input) => Laws(input) is null ? [] : [new PlotFile(Kind.Key, PlotChoice.Default)];

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        Core.Wording.Words words = input.Labels.Words;
        IReadOnlyList<ComposedError> laws = Laws(input)
            ?? throw new UsageException("no-error-law", $"the chart '{Kind.Key}' needs a model whose composed error has a density; '{input.Fit.Request.Model}' has none");
        double[] residuals = input.Fit.Conditional().Residual;
        int n = residuals.Length;
        (ComposedError Law, int Count)[] distinct = [.. laws.GroupBy(l => (l.Mu, l.SigmaU, l.SigmaV)).Select(g => (g.First(), g.Count()))];
        bool one = distinct.Length == 1;
        double[] sorted = one ? [.. residuals.Order()] : [.. residuals.Select((e, i) => laws[i].NormalScore(e)).Order()];
        // Quantiles cost an integral each; beyond some hundred places more of them are not seen.
        int every = Math.Max(1, n / 400);
        (double, double)[] quantiles =
        [
            .. Enumerable.Range(0, n).Where(i => i % every == 0 || i < 10 || i >= n - 10).Select(i => (i + 0.5) / n is var p
                ? (one ? distinct[0].Law.Quantile(p) : Distributions.NormalQuantile(p), sorted[i]) : default),
        ];
        bool shares = input.Fit.Likelihood!.UnitCount < n;
        string[] notes =
        [
            Skewness(input, words), words[one ? "plot.residuals.note-one" : "plot.residuals.note-scores"], .. shares ? [words["plot.residuals.dependent"]] : Array.Empty<string>(),
        ];
        return new ResidualsChart(
            PlotText.Of(input, words["plot.residuals.title"]) with { Note = string.Join(words.Language == "zh" ? "" : " ", notes) }, residuals,
            x => distinct.Sum(d => d.Count * d.Law.Density(x)) / n, quantiles, scores: !one);
    }

    private static IReadOnlyList<ComposedError>? Laws(PlotInput input) => input.Fit.Likelihood?.ErrorLaws(input.Fit.Result.Theta);

    private static string Skewness(PlotInput input, Core.Wording.Words words)
    {
        FrontierLikelihood model = input.Fit.Likelihood!;
        SkewnessTests tests = SkewnessTests.Of(model.Ols.Residuals(model.Design.Frontier.Values, [.. model.Design.Response]));
        SymmetryTest test = tests.DAgostino ?? tests.Coelli;
        double p = model.Side == FrontierSide.Production ? test.NegativeP : test.PositiveP;
        return words.Say(
            model.Side == FrontierSide.Production ? "plot.residuals.skewness-production" : "plot.residuals.skewness-cost",
            ("value", tests.Skewness.ToString("0.000", CultureInfo.InvariantCulture).Replace('-', '−')),
            ("p", p < 0.001 ? "< 0.001" : "= " + p.ToString("0.000", CultureInfo.InvariantCulture)),
            ("test", tests.DAgostino is null ? "Coelli (1995)" : "D’Agostino (1970)"));
    }
}
