using Gravity.Core;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Standardised residuals of a regression along its fit.</summary>
internal sealed class FittedResidualsPlot : IPlotKind
{
    public ChartKind Kind => FittedResidualsChart.Kind;

    public PlotNeeds Needs => PlotNeeds.None;

    public PlotTakes Takes => PlotTakes.Nothing;

    public IReadOnlyList<PlotFile> Files(PlotInput input) => input.Fit.PredictsFlow ? [new PlotFile(Kind.Key, PlotChoice.Default)] : [];

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        if (!input.Fit.PredictsFlow)
            throw new UsageException("no-regression", $"the chart '{Kind.Key}' is of regressions; '{input.Fit.Request.Model}' is none: draw 'residuals', or fit e.g. --model ppml");
        RegressionResiduals residuals = RegressionResiduals.Of(input.Fit);
        Words words = input.Labels.Words;
        bool levels = input.Fit.Request.Model is "ols" && input.Fit.Design.ResponseScale == ResponseScale.Level;
        return new FittedResidualsChart(
            PlotText.Of(input, words["plot.fitted-residuals.title"]), [.. residuals.LinearPredictor.Zip(residuals.Standardised)],
            words[levels ? "plot.fitted-residuals.fitted-level" : "plot.fitted-residuals.fitted"]);
    }
}
