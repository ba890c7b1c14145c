using Gravity.Core;
using Gravity.Core.Efficiency;
using Gravity.Core.Potential;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Cli;

/// <summary>Classes of actual over predicted trade for the rows of a fit.</summary>
internal static class Classification
{
    /// <param name="fit">The fit.</param>
    /// <param name="flow">Another flow than that of the left side; null for its own.</param>
    /// <param name="cuts">Cut points.</param>
    /// <param name="predictor"><c>ols</c> for the regression on the same rows and regressors, or <c>te</c>.</param>
    public static TradeClassification Of(ModelFit fit, double[]? flow, IReadOnlyList<double> cuts, string predictor)
    {
        Design design = fit.Design;
        if (predictor == "te")
            return TradeClasses.OfEfficiency([.. Efficiencies.Of(design, fit.Conditional()).Rows.Select(row => row.Te)], cuts);
        if (flow is not null)
            throw new UsageException("classes-of-other-flow", "--classes compares the flow on the left side with its prediction: leave out --actual, or take --class-base te");
        return TradeClasses.OfPredicted(design.Flow ?? Array.ConvertAll(design.Response, Math.Exp), FlowPrediction.Of(design), cuts);
    }
}
